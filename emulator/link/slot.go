package link

import (
	"errors"
	"net"
	"sync"
	"time"
)

// What a slot refuses.
var (
	// ErrEmpty: there is no card in the slot.
	ErrEmpty = errors.New("no card is inserted")
	// ErrOccupied: there is a card in the slot already.
	ErrOccupied = errors.New("a card is inserted already")
)

// Card is what is put on the link; *emulator.Card is one.
type Card interface {
	Transmit(command []byte) []byte
	Reset()
	ATR() []byte
}

// Event is what happens at a slot beside commands.
type Event string

// The events.
const (
	Inserted     Event = "inserted"
	Removed      Event = "removed"
	PowerOn      Event = "power_on"
	PowerOff     Event = "power_off"
	Reset        Event = "reset"        // by the terminal
	Cleared      Event = "cleared"      // by [Slot.Reset]; the terminal is not told
	Connected    Event = "connected"    // a terminal has the card
	Disconnected Event = "disconnected" // the terminal is gone
)

// Watcher is told what passes at a slot. Its methods may be called at the
// same time, and must not call the slot.
type Watcher interface {
	// Exchange tells of one command and its response, in order. The bytes are
	// not the watcher's to keep or change.
	Exchange(command, response []byte, took time.Duration)
	// Event tells what else happened.
	Event(Event)
}

// Slot is where a card lies before a terminal. Cards come and go while it is
// served or connected; one terminal at a time has it. It is safe for
// concurrent use.
type Slot struct {
	watch Watcher
	pace  pace

	// busy is held while the card is at work, and taken before mu: so a card
	// can be removed in the middle of a command.
	busy sync.Mutex

	mu       sync.Mutex
	card     Card     // nil: empty
	conn     net.Conn // of the terminal that has the card, or nil
	heard    bool     // from that terminal
	powered  bool
	inserted chan struct{} // closed by the next Insert
}

// State is what a slot is like at one moment.
type State struct {
	Inserted  bool
	Connected bool // a terminal has the card and has said something
	Powered   bool
}

// NewSlot makes a slot with this card in it; nil for an empty one. The watcher
// may be nil.
func NewSlot(card Card, w Watcher) *Slot {
	if w == nil {
		w = nobody{}
	}
	return &Slot{watch: w, pace: usualPace(), card: card, inserted: make(chan struct{})}
}

// Insert puts a card in; its volatile state is reset when a terminal gets it.
// It fails with [ErrOccupied].
func (s *Slot) Insert(card Card) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.card != nil {
		return ErrOccupied
	}
	s.put(card)
	return nil
}

func (s *Slot) put(card Card) {
	s.card = card
	close(s.inserted)
	s.inserted = make(chan struct{})
	s.watch.Event(Inserted)
}

// Remove takes the card out: the terminal is cut off, and a command under way
// is not answered. It fails with [ErrEmpty].
func (s *Slot) Remove() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.card == nil {
		return ErrEmpty
	}
	s.take()
	return nil
}

func (s *Slot) take() {
	s.card, s.powered, s.heard = nil, false, false
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
	s.watch.Event(Removed)
}

// Swap takes out what is in the slot, if anything, and puts another card in.
// The terminal is cut off in between.
func (s *Slot) Swap(card Card) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.card != nil {
		s.take()
	}
	s.put(card)
}

// Reset makes the card forget its volatile state, as a flaw of the field does;
// the terminal is not told. It waits for a command under way, and fails with
// [ErrEmpty].
func (s *Slot) Reset() error {
	s.busy.Lock()
	defer s.busy.Unlock()
	s.mu.Lock()
	card := s.card
	s.mu.Unlock()
	if card == nil {
		return ErrEmpty
	}
	card.Reset()
	s.watch.Event(Cleared)
	return nil
}

// State says what the slot is like now.
func (s *Slot) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return State{Inserted: s.card != nil, Connected: s.heard, Powered: s.powered && s.heard}
}

// nobody watches.
type nobody struct{}

func (nobody) Exchange(_, _ []byte, _ time.Duration) {}
func (nobody) Event(Event)                           {}
