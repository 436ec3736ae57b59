package trace

import (
	"slices"
	"sync"
	"time"
)

// Entry is one thing that passed at a card: a command with its response, or
// an event. It holds no data field.
type Entry struct {
	// N counts the entries of a ring from 1.
	N  uint64    `json:"n"`
	At time.Time `json:"at"`
	// Event is what happened where no command was: "reset", "removed".
	Event     string `json:"event,omitempty"`
	*Executed        // nil for an event
}

// Executed is the part of an entry that tells of a command.
type Executed struct {
	Summary
	// Took is how long the card worked, in microseconds.
	Took int64 `json:"took_us"`
	// Noise: no command of a residence card, but some other program's probe.
	Noise bool `json:"noise,omitempty"`
}

// Ring holds the last entries. It is safe for concurrent use.
type Ring struct {
	limit int
	now   func() time.Time
	noise func(command []byte) bool

	mu      sync.Mutex
	entries []Entry
	last    uint64
}

// NewRing makes a ring of at most limit entries, 1 or more. It takes times
// from now, and from noise which commands are no residence card's.
func NewRing(limit int, now func() time.Time, noise func(command []byte) bool) *Ring {
	return &Ring{limit: limit, now: now, noise: noise}
}

// Exchange adds a command, its response and how long that took. The bytes are
// not kept.
func (r *Ring) Exchange(command, response []byte, took time.Duration) {
	r.add(Entry{Executed: &Executed{Summary: Summarize(command, response), Took: took.Microseconds(), Noise: r.noise(command)}})
}

// Event adds an event.
func (r *Ring) Event(name string) { r.add(Entry{Event: name}) }

func (r *Ring) add(e Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last++
	e.N, e.At = r.last, r.now().UTC()
	if len(r.entries) == r.limit {
		r.entries = slices.Delete(r.entries, 0, 1)
	}
	r.entries = append(r.entries, e)
}

// After returns the entries whose number is over n, oldest first, as far as
// they are still there, and the number of the last entry of all.
func (r *Ring) After(n uint64) ([]Entry, uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.entries, func(e Entry) bool { return e.N > n })
	if i < 0 {
		return []Entry{}, r.last
	}
	return slices.Clone(r.entries[i:]), r.last
}
