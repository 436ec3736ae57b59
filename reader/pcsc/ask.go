package pcsc

import (
	"context"
	"errors"
)

// do runs one call on the handle, alone, and finds out what an error means.
func (c *Card) do(ctx context.Context, op string, f func() ([]byte, error)) ([]byte, error) {
	return c.inTurn(ctx, op, func(ctx context.Context) ([]byte, error) { return c.call(ctx, f) })
}

// inTurn is do for several calls.
func (c *Card) inTurn(ctx context.Context, op string, f func(context.Context) ([]byte, error)) ([]byte, error) {
	ctx, cancel := c.bound(ctx)
	defer cancel()
	if err := c.take(ctx); err != nil {
		return nil, c.failed(op, err)
	}
	defer c.give()
	switch {
	case c.closing.Err() != nil:
		return nil, c.failed(op, ErrClosed)
	case c.stuck:
		return nil, c.failed(op, ErrStuck)
	case c.again:
		if err := c.revive(ctx); err != nil {
			return nil, c.telling(op, c.failed(op, err))
		}
	}
	if op == opTransmit && c.told != c.lost {
		return nil, c.telling(op, c.failed(op, removed))
	}
	answer, err := f(ctx)
	if err == nil {
		return answer, nil
	}
	return nil, c.telling(op, c.why(ctx, op, err))
}

// telling notes what Transmit is about to say of the card.
func (c *Card) telling(op string, err error) error {
	if op == opTransmit && errors.Is(err, removed) {
		c.told = c.lost
	}
	return err
}

// lose notes that the next card may be another one.
func (c *Card) lose() {
	c.again = true
	c.lost++
}

// call runs f; if it is given up, the connection ends with it.
func (c *Card) call(ctx context.Context, f func() ([]byte, error)) ([]byte, error) {
	answer, err := call(ctx, f, func([]byte, error) { c.dispose() })
	if isLeft(err) {
		c.stuck = true
	}
	return answer, err
}

// How often to connect again while cards come and go.
const reviveTries = 3

// revive connects again to what lies on the reader now. The count is that of
// the card connected to only if it is the same before and after.
func (c *Card) revive(ctx context.Context) error {
	for range reviveTries {
		st, err := c.state(ctx)
		if err != nil {
			return err
		}
		if !st.present {
			return removed
		}
		if _, err := c.call(ctx, func() ([]byte, error) { return nil, c.handle.reconnect(leave) }); err != nil {
			return err
		}
		switch err := c.same(ctx, st.events); {
		case err == nil:
			c.again, c.events = false, st.events
			return nil
		case !errors.Is(err, removed):
			return err
		}
	}
	return removed
}

// same returns removed if the card that was there after so many events has
// left, whatever lies there now.
func (c *Card) same(ctx context.Context, events uint16) error {
	gone, err := c.gone(ctx, events)
	if gone {
		return removed
	}
	return err
}

// why finds out what a failed call means: the code alone does not always tell
// a card that has left from a reader that failed, nor a service that ended.
func (c *Card) why(ctx context.Context, op string, err error) error {
	if isLeft(err) || ctx.Err() != nil {
		return c.failed(op, err)
	}
	known, coded := errors.AsType[code](err)
	meaning := known.meaning()
	switch {
	case errors.Is(err, removed), coded && meaning == removed:
		c.lose()
		return c.failed(op, err)
	case coded && (meaning == ErrReset || known == protoMismatch):
		// pcscd says that the protocols differ when another handle has reset
		// the card by disconnecting.
		return c.failed(op, &Error{Op: op, Reader: c.name, Code: uint32(known), Err: c.afterReset(ctx)})
	case coded && (meaning == ErrNoService || meaning == ErrSharing):
		return c.failed(op, err)
	}
	if gone, seen := c.seenGone(ctx); gone {
		c.lose()
		meaning = removed
	} else if s, ok := errors.AsType[code](seen); ok {
		// Asked about the reader, the service knows it no longer, or is not
		// there to ask.
		if meaning = s.meaning(); meaning != ErrNoReader {
			meaning = ErrNoService
		}
	}
	return c.failed(op, &Error{Op: op, Reader: c.name, Code: uint32(known), Err: meaning})
}

// afterReset tells the handle that the card is as after activation. But with
// the card that was reset another one may have come, which the handle would
// then take for the same.
func (c *Card) afterReset(ctx context.Context) error {
	was := c.events
	switch err := c.revive(ctx); {
	case errors.Is(err, removed), err == nil && c.events != was:
		c.lose()
		return removed
	case err != nil: // it may be another card by the time that it works
		c.lose()
	}
	return ErrReset
}

// seenGone looks for a while whether the card has left, which the service
// notices some time after the failure. An error says that it could not look.
func (c *Card) seenGone(ctx context.Context) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	for {
		gone, err := c.gone(ctx, c.events)
		if gone || err != nil {
			return gone, err
		}
		if pause(ctx) != nil {
			return false, nil
		}
	}
}

// gone says whether the card that was there after so many events has left.
func (c *Card) gone(ctx context.Context, events uint16) (bool, error) {
	st, err := c.state(ctx)
	return err == nil && (!st.present || st.events != events), err
}

func (c *Card) state(ctx context.Context) (state, error) {
	all, err := call(ctx, func() ([]state, error) { return c.watch.states([]string{c.name}) }, nil)
	switch {
	case err != nil:
		return state{}, err
	case len(all) != 1 || all[0].gone:
		return state{}, unknownReader
	}
	return all[0], nil
}
