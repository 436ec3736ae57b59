package link

import (
	"context"
	"fmt"
	"net"
)

// What [Serve] and [Connect] tell of the other side.
const (
	// TerminalConnected: there is one, and it has the card.
	TerminalConnected = "connected"
	// TerminalGone: it has gone, with the error if it did not just hang up;
	// [ErrRemoved] if it was cut off.
	TerminalGone = "gone"
	// TerminalRefused: it found the slot empty and was hung up on.
	TerminalRefused = "refused"
	// DriverWaiting: the driver is not there yet, and why.
	DriverWaiting = "waiting"
)

// Serve puts the card on a listener, as [Slot.Serve] does.
func Serve(ctx context.Context, l net.Listener, card Card, seen func(event string, err error)) error {
	return NewSlot(card, nil).Serve(ctx, l, seen)
}

// Serve puts the slot on a listener until ctx ends or the listener fails. One
// terminal at a time has the card; the next one waits until that one has hung
// up, and finds the card freshly activated. A terminal is hung up on when the
// card is removed, and while there is none. Serve closes the listener. It
// returns nil when ctx ended it. Every terminal that comes and goes is told to
// seen, which may be nil: [TerminalConnected], [TerminalGone],
// [TerminalRefused].
func (s *Slot) Serve(ctx context.Context, l net.Listener, seen func(event string, err error)) error {
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
		if err := s.begin(conn); err != nil {
			conn.Close()
			seen(TerminalRefused, err)
			continue
		}
		seen(TerminalConnected, nil)
		seen(TerminalGone, s.attend(ctx, conn, nil))
	}
}
