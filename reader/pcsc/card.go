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
// already good again, with no session on the card. A call that does not come
// back, as on a mute card, is given up when its context ends; from then on
// everything fails with [ErrStuck] until the caller connects anew.
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
	again  bool // connect again before the next call
	events uint16
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
	const op = "transmit"
	if len(command) < 4 {
		return nil, &Error{Op: op, Reader: c.name, Err: ErrCommand}
	}
	own := append([]byte(nil), command...) // a call that is given up may still read it
	return c.do(ctx, op, func() ([]byte, error) {
		answer, err := c.handle.transmit(own)
		if err == nil && len(answer) < 2 {
			return nil, errShort // how some drivers report a card that has just left
		}
		return answer, err
	})
}

var errShort = errors.New("answer without a status word")

// Reset resets the card: whatever session it had is gone.
func (c *Card) Reset(ctx context.Context) error { return c.reconnect(ctx, "reset", reset) }

// PowerCycle takes the power off the card and gives it back.
func (c *Card) PowerCycle(ctx context.Context) error { return c.reconnect(ctx, "power cycle", unpower) }

func (c *Card) reconnect(ctx context.Context, op string, d disposition) error {
	_, err := c.do(ctx, op, func() ([]byte, error) { return nil, c.handle.reconnect(d) })
	return err
}

// ATR is the answer to reset as the service keeps it; the card is not asked.
func (c *Card) ATR(ctx context.Context) ([]byte, error) {
	return c.do(ctx, "status", func() ([]byte, error) { return c.handle.atr() })
}

// Begin keeps other programs from the card until end is called, and waits for
// its turn among them. Windows resets a card that is held for 5 seconds
// without a command.
func (c *Card) Begin(ctx context.Context) (end func() error, err error) {
	_, err = c.do(ctx, "begin transaction", func() ([]byte, error) { return nil, c.handle.begin() })
	if err != nil {
		return nil, err
	}
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), closeFor)
		defer cancel()
		_, err := c.do(ctx, "end transaction", func() ([]byte, error) { return nil, c.handle.end() })
		for _, over := range []error{ErrClosed, ErrStuck, ErrReset, removed} {
			if errors.Is(err, over) {
				return nil // it ended before
			}
		}
		return err
	}, nil
}

// WaitRemoved returns nil once the card that was connected to has left.
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
	if c.closed || c.stuck {
		return nil
	}
	c.closed = true
	_, err := call(ctx, func() (struct{}, error) { return struct{}{}, c.dispose() }, nil)
	if e, ok := errors.AsType[code](err); ok && (e.meaning() == removed || e == cardReset) {
		return nil // there is no session to leave behind
	}
	return c.failed("close", err)
}

func (c *Card) dispose() error {
	err := c.handle.disconnect()
	free([2]service{c.talk, c.watch})
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
