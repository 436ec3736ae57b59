package flow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// Card is how a card is reached. See reader.Transport.
type Card interface {
	Transmit(ctx context.Context, command []byte) (response []byte, err error)
}

// maxAnswer is the longest response APDU: 65,536 bytes of data and SW1 SW2.
const maxAnswer = 1<<16 + 2

// link sends commands and sorts what comes back.
type link struct {
	card    Card
	observe func(Exchange) // may be nil
	sw      uint16         // of the last answer
}

// Exchange is one APDU and its answer without their data.
type Exchange struct {
	Step    string  // as in [Failure]
	Command [4]byte // CLA INS P1 P2
	// Sent and Received are the lengths in bytes of the whole APDUs; Received
	// and SW are 0 if there was no answer.
	Sent, Received int
	SW             uint16
	Took           time.Duration
}

func (l *link) tell(step string, command, raw []byte, took time.Duration) {
	if l.observe == nil {
		return
	}
	e := Exchange{Step: step, Sent: len(command), Received: len(raw), Took: took}
	copy(e.Command[:], command)
	if _, sw, err := apdu.ParseResponse(raw); err == nil {
		e.SW = sw
	}
	l.observe(e)
}

// exchange sends one command. It fails only if there is no answer with a
// status word; which status words are good is the caller's to say. The data
// are the caller's own.
func (l *link) exchange(ctx context.Context, step string, command []byte) ([]byte, uint16, error) {
	begin := time.Now()
	raw, err := transmit(ctx, l.card, command)
	l.tell(step, command, raw, time.Since(begin))
	if err != nil {
		return nil, 0, &Failure{Cause: causeOf(ctx, err), Step: step, Err: err}
	}
	if len(raw) > maxAnswer {
		return nil, 0, &Failure{Cause: Frame, Step: step, Err: fmt.Errorf("response of %d bytes, at most %d", len(raw), maxAnswer)}
	}
	data, sw, err := apdu.ParseResponse(raw)
	if err != nil {
		return nil, 0, &Failure{Cause: Frame, Step: step, Err: err}
	}
	l.sw = sw
	return bytes.Clone(data), sw, nil
}

// transmit returns when the context ends even if the transport does not: a
// mute card blocks some transports for ever, and then the goroutine with it.
func transmit(ctx context.Context, card Card, command []byte) ([]byte, error) {
	if ctx.Done() == nil {
		return card.Transmit(ctx, command)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	type answer struct {
		raw []byte
		err error
	}
	done := make(chan answer, 1)
	go func() {
		raw, err := card.Transmit(ctx, command)
		done <- answer{raw, err}
	}()
	select {
	case a := <-done:
		return a.raw, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func causeOf(ctx context.Context, err error) Cause {
	switch {
	case errors.Is(err, ErrCardRemoved):
		return Removed
	case errors.Is(err, ErrCardReset):
		return Reset
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled),
		errors.Is(err, os.ErrDeadlineExceeded):
		return Timeout
	}
	return Transport
}
