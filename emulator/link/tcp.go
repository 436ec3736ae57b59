package link

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Card is what is put on the link; *emulator.Card is one.
type Card interface {
	Transmit(command []byte) []byte
	Reset()
	ATR() []byte
}

// The control codes of vpcd: one byte from the terminal.
const (
	codeOff   = 0x00 // deactivate
	codeOn    = 0x01 // activate
	codeReset = 0x02
	codeATR   = 0x04 // the only one that is answered
)

// Serve puts the card on a listener until ctx ends or the listener fails. One
// terminal at a time has it; the next one waits until that one has hung up,
// and finds the card freshly activated. Serve closes the listener. It returns
// nil when ctx ended it. Every terminal that comes and goes is told to seen,
// which may be nil.
func Serve(ctx context.Context, l net.Listener, card Card, seen func(event string, err error)) error {
	if seen == nil {
		seen = func(string, error) {}
	}
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	defer l.Close()
	for {
		conn, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("waiting for a terminal: %w", err)
		}
		seen("connected", nil)
		seen("gone", serveOne(ctx, conn, card))
	}
}

// serveOne answers one terminal until it hangs up, which is no error.
func serveOne(ctx context.Context, conn net.Conn, card Card) error {
	var once sync.Once
	hangUp := func() { once.Do(func() { conn.Close() }) }
	stop := context.AfterFunc(ctx, hangUp)
	defer stop()
	defer hangUp()
	card.Reset()
	powered := true
	for {
		frame, err := readFrame(conn)
		switch {
		case errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF), ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
		answer, ok := respond(card, frame, &powered)
		if !ok {
			continue
		}
		if err := writeFrame(conn, answer); err != nil {
			return fmt.Errorf("answering the terminal: %w", err)
		}
	}
}

// respond carries out one frame and says whether it has an answer. A card
// without power answers a command with an empty frame.
func respond(card Card, frame []byte, powered *bool) ([]byte, bool) {
	if len(frame) != 1 {
		if !*powered {
			return nil, true
		}
		return card.Transmit(frame), true
	}
	switch frame[0] {
	case codeOff:
		*powered = false
		card.Reset()
	case codeOn, codeReset:
		*powered = true
		card.Reset()
	case codeATR:
		return card.ATR(), true
	}
	return nil, false
}
