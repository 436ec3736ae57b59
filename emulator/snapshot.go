package emulator

import "github.com/zairyukit/zairyu/emulator/internal/machine"

// Snapshot is the volatile state of one card at one moment: current DF and
// EF, challenge, session key, verified state. It is opaque and does not
// change when the card goes on.
type Snapshot struct {
	card  *Card
	state machine.State
}

// Snapshot returns the card's volatile state.
func (c *Card) Snapshot() Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Snapshot{c, c.state}
}

// Restore puts the card back into the state of a snapshot. The random source
// is not put back. It fails with [ErrForeignSnapshot], and changes nothing,
// unless the snapshot was taken from this card.
func (c *Card) Restore(s Snapshot) error {
	if s.card != c {
		return ErrForeignSnapshot
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = s.state
	return nil
}
