package pcsc

import (
	"context"
	"errors"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// Card is a shared connection to one card. Its methods may be called from
// several goroutines; they take turns.
//
// After [reader.ErrCardRemoved] the next call connects again if a card lies on
// the reader by then, whichever it is; after [ErrReset] the connection is
// already good again, with no session on the card, which is the same one. A
// command never reaches another card than the one before unless a Transmit
// between them failed with [reader.ErrCardRemoved], even if another method has
// said so before: who judges commands sees no more than those. A call that
// does not come back, as on a mute card, is given up when its context ends;
// from then on everything but WaitRemoved and Close fails with [ErrStuck]
// until the caller connects anew.
//
// That a card was exchanged is known from the service's count of cards that
// came and left. The service looks a few times a second; whoever exchanges
// cards faster than that is not noticed.
type Card struct {
	name        string
	talk, watch service
	handle      handle

	turn    chan struct{} // holds a token while nobody has the turn
	closing context.Context
	close   context.CancelFunc

	// For whoever has the turn.
	stuck  bool // a call was given up; it disconnects when it ends
	closed bool
	again  bool   // connect again before the next call
	events uint16 // the reader's count with this card on it

	lost, told int // how often the card was lost; how many of those Transmit knows of
}

var _ reader.Transport = (*Card)(nil)

// The bounds of waits that no context bounds.
const (
	lookFor  = time.Second     // for a card to be seen as gone, after a failure
	closeFor = 2 * time.Second // for a connection to end
)

func newCard(name string, talk, watch service, h handle, events uint16) *Card {
	c := &Card{name: name, talk: talk, watch: watch, handle: h, events: events, turn: make(chan struct{}, 1)}
	c.closing, c.close = context.WithCancel(context.Background())
	c.turn <- struct{}{}
	return c
}

// Name is the full name of the reader.
func (c *Card) Name() string { return c.name }

// Transmit sends one command APDU, 4 bytes at least, and returns the response
// APDU, at least SW1 SW2. The error is an [*Error]; it wraps
// [reader.ErrCardRemoved], [ErrReset], [ErrMute], [ErrNoService], [ErrReader],
// [ErrStuck], [ErrClosed], [ErrCommand], or the error of ctx.
func (c *Card) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if len(command) < 4 {
		return nil, &Error{Op: opTransmit, Reader: c.name, Err: ErrCommand}
	}
	own := append([]byte(nil), command...) // a call that is given up may still read it
	return c.do(ctx, opTransmit, func() ([]byte, error) {
		answer, err := c.handle.transmit(own)
		if err == nil && len(answer) < 2 {
			return nil, errShort // how some drivers report a card that has just left
		}
		return answer, err
	})
}

var errShort = errors.New("answer without a status word")

const opTransmit = "transmit"

// Reset resets the card: whatever session it had is gone. The error wraps
// [reader.ErrCardRemoved] also if another card lies there by now; that one may
// have been reset, too.
func (c *Card) Reset(ctx context.Context) error { return c.reconnect(ctx, "reset", reset) }

// PowerCycle takes the power off the card and gives it back. Its errors are
// those of Reset; a reader that takes a card without power for one that left
// makes it fail with [reader.ErrCardRemoved].
func (c *Card) PowerCycle(ctx context.Context) error { return c.reconnect(ctx, "power cycle", unpower) }

func (c *Card) reconnect(ctx context.Context, op string, d disposition) error {
	_, err := c.inTurn(ctx, op, func(ctx context.Context) ([]byte, error) {
		// A reconnection takes whatever card lies there and says nothing.
		if err := c.same(ctx, c.events); err != nil {
			return nil, err
		}
		_, err := c.call(ctx, func() ([]byte, error) { return nil, c.handle.reconnect(d) })
		if err == nil {
			if err = c.same(ctx, c.events); err != nil && !errors.Is(err, removed) {
				c.lose() // it could not be seen which card this is
			}
		} else if ctx.Err() != nil {
			c.lose() // nor will it be
		}
		return nil, err
	})
	return err
}

// ATR is the answer to reset as the service keeps it; the card is not asked.
func (c *Card) ATR(ctx context.Context) ([]byte, error) {
	return c.do(ctx, "status", func() ([]byte, error) { return c.handle.atr() })
}

// WaitRemoved returns nil once the card that was connected to has left, even
// if that card has stopped answering and its connection was given up.
func (c *Card) WaitRemoved(ctx context.Context) error {
	const op = "wait for removal"
	ctx, cancel := c.bound(ctx)
	defer cancel()
	if err := c.take(ctx); err != nil {
		return c.failed(op, err)
	}
	events := c.events
	c.give()
	for {
		gone, err := c.gone(ctx, events)
		if err == nil && !gone {
			err = pause(ctx)
		}
		if gone || err != nil {
			return c.failed(op, err)
		}
	}
}

// Close disconnects with a reset, so that no session stays behind, and lets
// the service go. A call that runs in another goroutine is given up.
func (c *Card) Close() error {
	c.close()
	ctx, cancel := context.WithTimeout(context.Background(), closeFor)
	defer cancel()
	if err := c.take(ctx); err != nil {
		return c.failed("close", err)
	}
	defer c.give()
	if c.closed {
		return nil
	}
	c.closed = true
	_, err := call(ctx, func() (struct{}, error) {
		defer c.watch.release()
		if c.stuck { // the rest goes when the call that was given up ends
			return struct{}{}, nil
		}
		return struct{}{}, c.dispose()
	}, nil)
	if e, ok := errors.AsType[code](err); ok && (e.meaning() == removed || e == cardReset) {
		return nil // there is no session to leave behind
	}
	return c.failed("close", err)
}

// dispose ends the connection. The context that watches stays until Close:
// somebody may still wait for the removal of the card.
func (c *Card) dispose() error {
	err := c.handle.disconnect()
	c.talk.release()
	return err
}

// take waits for the turn; give hands it on.
func (c *Card) take(ctx context.Context) error {
	select {
	case <-c.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Card) give() { c.turn <- struct{}{} }

// bound ends ctx also when the card is closed.
func (c *Card) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(c.closing, cancel)
	return ctx, func() { stop(); cancel() }
}

// failed makes the error of a call. Once the card is closed that is the
// reason, whatever was seen of it.
func (c *Card) failed(op string, err error) error {
	if errors.Is(err, context.Canceled) && c.closing.Err() != nil {
		err = ErrClosed
	}
	return failed(op, c.name, err)
}
