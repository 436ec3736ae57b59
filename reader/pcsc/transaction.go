package pcsc

import (
	"context"
	"errors"
)

// Begin keeps other programs from the card until end is called, and waits for
// its turn among them; the error is that of Transmit. Windows resets a card
// that is held for 5 seconds without a command. Reset and PowerCycle may be
// called inside. Whether the transaction goes on after a removal or a reset by
// another program depends on the system: end it, and begin anew.
//
// end is to be called once. It is no error if the transaction has ended
// before, as the card left or was reset or this connection was closed; what
// happened to the card is then the error of the next call.
func (c *Card) Begin(ctx context.Context) (end func() error, err error) {
	_, err = c.do(ctx, "begin transaction", func() ([]byte, error) { return nil, c.handle.begin() })
	if err != nil {
		return nil, err
	}
	return c.end, nil
}

// end does not connect again, as other calls do: that would hide from the
// next call what happened. The service lets the card go in any case.
func (c *Card) end() error {
	const op = "end transaction"
	ctx, cancel := context.WithTimeout(context.Background(), closeFor)
	defer cancel()
	if err := c.take(ctx); err != nil {
		return c.failed(op, err)
	}
	defer c.give()
	if c.stuck || c.closed { // disconnecting ends it
		return nil
	}
	_, err := c.call(ctx, func() ([]byte, error) { return nil, c.handle.end() })
	if err == nil || isLeft(err) {
		return c.failed(op, err)
	}
	if known, ok := errors.AsType[code](err); ok && (known == notTransacted || known.meaning() == ErrReset) {
		return nil
	} else if ok && known.meaning() == removed {
		c.lose()
		return nil
	}
	if gone, _ := c.seenGone(ctx); gone {
		c.lose()
		return nil
	}
	return c.failed(op, err)
}
