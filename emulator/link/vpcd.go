package link

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// VPCDAddress is where the vpcd driver of pcscd waits for the card of its
// slot 0; slot n is n ports further up.
const VPCDAddress = "127.0.0.1:35963"

// ErrSilent: something took the connection and says nothing. Of vpcd, which
// asks every 400 ms, that means that another card has the slot.
var ErrSilent = errors.New("connected, but nobody asks for the card; another card may have that slot")

// pace is how long a connection to the driver waits.
type pace struct {
	redial  time.Duration // between two attempts to connect
	settle  time.Duration // from a removal to the next insertion
	silence time.Duration // until nobody asking is worth telling
}

// usualPace: the driver looks every 400 ms whether a card is there, and must
// have seen that it is not before the next one comes, or it takes the next
// one for the same.
func usualPace() pace {
	return pace{redial: 500 * time.Millisecond, settle: 600 * time.Millisecond, silence: 3 * time.Second}
}

// Connect puts the card into the driver's slot at addr, as [Slot.Connect] does.
func Connect(ctx context.Context, addr string, card Card, seen func(event string, err error)) error {
	return NewSlot(card, nil).Connect(ctx, addr, seen)
}

// Connect puts the card of the slot into the vpcd driver that listens at addr
// until ctx ends, and then returns nil; it fails only if addr is none. To the
// driver a card is there as long as it is connected: Connect hangs up when the
// card is removed and connects again for the next one. If the driver is not
// there, or goes away, Connect tries again every 500 ms; each time the card is
// freshly activated. It tells seen, which may be nil: [DriverWaiting] once
// with the reason, [TerminalConnected] when the driver asks for the card,
// [TerminalGone] with the error if there was one.
func (s *Slot) Connect(ctx context.Context, addr string, seen func(event string, err error)) error {
	if _, err := net.ResolveTCPAddr("tcp", addr); err != nil {
		return fmt.Errorf("address of the driver: %w", err)
	}
	c := &caller{slot: s, addr: addr, seen: seen}
	for s.awaitCard(ctx) {
		pause(ctx, c.call(ctx))
	}
	return nil
}

// awaitCard waits until a card is inserted or ctx ends: then it is false.
func (s *Slot) awaitCard(ctx context.Context) bool {
	for {
		s.mu.Lock()
		there, inserted := s.card != nil, s.inserted
		s.mu.Unlock()
		if there || ctx.Err() != nil {
			return ctx.Err() == nil
		}
		select {
		case <-inserted:
		case <-ctx.Done():
		}
	}
}

// caller is the slot's side of the driver.
type caller struct {
	slot *Slot
	addr string

	mu   sync.Mutex
	seen func(event string, err error)
	told bool // that the driver is waited for
}

// call connects once, attends to the driver until that ends, and says how
// long to wait before the next call.
func (c *caller) call(ctx context.Context) time.Duration {
	pace := c.slot.pace
	var dialer net.Dialer // its connections have TCP_NODELAY
	conn, err := dialer.DialContext(ctx, "tcp", c.addr)
	if err != nil {
		c.waiting(ctx, err)
		return pace.redial
	}
	if err := c.slot.begin(conn); err != nil { // removed meanwhile
		conn.Close()
		return pace.settle
	}
	silent := time.AfterFunc(pace.silence, func() { c.waiting(ctx, ErrSilent) })
	heard := false
	err = c.slot.attend(ctx, conn, func() {
		silent.Stop()
		heard = true
		c.tell(TerminalConnected, nil, false)
	})
	silent.Stop()
	switch {
	case errors.Is(err, ErrRemoved):
		return pace.settle
	case ctx.Err() != nil:
	case heard:
		c.tell(TerminalGone, err, true)
	default:
		c.waiting(ctx, cmp.Or(err, io.EOF))
	}
	return pace.redial
}

// waiting tells once that the driver is not there, until it is.
func (c *caller) waiting(ctx context.Context, err error) {
	c.mu.Lock()
	told := c.told
	c.mu.Unlock()
	if !told && ctx.Err() == nil {
		c.tell(DriverWaiting, err, true)
	}
}

// tell tells one thing at a time; waits says whether the driver is waited for
// from now on.
func (c *caller) tell(event string, err error, waits bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = waits
	if c.seen != nil {
		c.seen(event, err)
	}
}

// pause waits so long, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
