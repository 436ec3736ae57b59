package control

import (
	"fmt"
	"time"

	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/internal/trace"
)

// kept is how many exchanges and events the trace goes back.
const kept = 1000

// Log remembers what passed at a slot, without data fields: it is the slot's
// watcher and the server's trace.
type Log struct{ *trace.Ring }

// NewLog makes an empty log that takes times from now.
func NewLog(now func() time.Time) (Log, error) {
	k, err := commandsOfCards()
	if err != nil {
		return Log{}, fmt.Errorf("the commands of residence cards: %w", err)
	}
	return Log{trace.NewRing(kept, now, k.noise)}, nil
}

// Event adds an event of the slot.
func (l Log) Event(e link.Event) { l.Ring.Event(string(e)) }
