package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/internal/witness"
)

// T is what a running instance works with. A card that cannot be asked ends
// the instance as INCONCLUSIVE; everything else is for claims to say.
type T struct {
	// Subject is the card under test and what is known about it.
	Subject *Subject
	// Random is seeded from the run's seed and the instance's ID.
	Random *rand.Rand

	ctx     context.Context
	card    Card
	twin    bool
	term    *witness.Terminal // the last one made
	entered bool              // the application is current, on a card that has one
	log     *log
	claims  []ClaimResult
}

// Answer is a response APDU taken apart.
type Answer struct {
	Data []byte
	SW   uint16
}

// String tells an answer without its data: "SW 9000, 6 bytes".
func (a Answer) String() string { return fmt.Sprintf("SW %04X, %d bytes", a.SW, len(a.Data)) }

// Refused says that a command was refused and gave no data out.
func (a Answer) Refused() bool { return a.SW != 0x9000 && len(a.Data) == 0 }

// stop ends an instance early; the engine recovers it.
type stop struct {
	reason     string
	suiteError bool
	blocked    bool
	gone       error // not nil: the run ends
}

// lost ends the run if err says that the card can be asked no more.
func lost(err error) {
	if errors.Is(err, ErrGone) {
		panic(stop{reason: err.Error(), gone: err})
	}
}

// Inconclusive ends the instance: a precondition was not reached.
func (t *T) Inconclusive(format string, args ...any) {
	panic(stop{reason: fmt.Sprintf(format, args...)})
}

// suiteError ends the instance: the case itself is broken.
func (t *T) suiteError(err error) {
	panic(stop{reason: err.Error(), suiteError: true})
}

// Kind is the witness's own knowledge of the subject's type.
func (t *T) Kind() *witness.Kind { return t.Subject.Kind() }

// Send sends one command APDU and takes the answer apart. The terminal made
// last is told of it, since a specified card counts commands.
func (t *T) Send(command []byte) Answer {
	if t.term != nil {
		t.term.Saw(command)
	}
	raw, err := t.transmit(t.ctx, command)
	if err != nil {
		t.Inconclusive("the card could not be asked: %v", err)
	}
	data, sw, err := apdu.ParseResponse(raw)
	if err != nil {
		t.Claim(Text{"応答はSW1 SW2を含む", "a response holds SW1 SW2"}, "sw.read.9000").Saw("%d bytes", len(raw)).Holds(false)
		t.Inconclusive("the answer has no status word")
	}
	return Answer{Data: data, SW: sw}
}

func (t *T) transmit(ctx context.Context, command []byte) ([]byte, error) {
	raw, err := t.card.Transmit(ctx, command)
	if errors.Is(err, ErrBlocked) {
		panic(stop{reason: err.Error(), blocked: true})
	}
	lost(err)
	if err == nil && !t.twin { // monitors judge the card itself
		t.log.add(command, raw)
	}
	switch {
	case bytes.Equal(command, t.Kind().SelectMF()):
		t.entered = false
	case bytes.Equal(command, t.Kind().SelectAP()):
		t.entered = bytes.HasSuffix(raw, []byte{0x90, 0x00})
	}
	return raw, err
}

// Enter selects the application of a specified card, unless that is done:
// before it nothing of the card can be reached (SC 3.3.2), and a second time
// ends the session. Other cards are at their MF from activation on.
func (t *T) Enter() {
	if t.Kind().Generation != 3 || t.entered {
		return
	}
	if a := t.Send(t.Kind().SelectAP()); a.SW != 0x9000 {
		t.Inconclusive("the application could not be selected: %s", a)
	}
}

// Reset deactivates and activates the card.
func (t *T) Reset() {
	t.entered = false
	if err := t.card.Reset(t.ctx); err != nil {
		lost(err)
		t.Inconclusive("the card could not be reset: %v", err)
	}
}

// ATR asks for the answer to reset, as a presence poll does.
func (t *T) ATR() []byte {
	atr, err := t.card.ATR(t.ctx)
	if err != nil {
		lost(err)
		t.Inconclusive("no ATR: %v", err)
	}
	return atr
}

// UseTwin goes on with a copy of the emulated card: its image changed by edit
// and further options set. The case must have `emu` in its Applies.
func (t *T) UseTwin(edit func(*emulator.Image), opts ...emulator.Option) {
	twin, err := t.Subject.Twin(edit, opts...)
	if err != nil {
		t.Inconclusive("no twin of the card: %v", err)
	}
	t.card, t.twin, t.entered = twin, true, false
}

// Terminal returns a new terminal of the suite's own (package witness) on
// this card, with random numbers from the instance's seed.
func (t *T) Terminal() *witness.Terminal { return t.TerminalWith(randomReader{t.Random}) }

// TerminalWith is Terminal with random numbers of the caller's choice.
func (t *T) TerminalWith(random io.Reader) *witness.Terminal {
	t.term = t.Kind().NewTerminal(t.transmit, random)
	t.term.DeliveryKey = t.Subject.DeliveryKey
	return t.term
}

// Context is the run's context.
func (t *T) Context() context.Context { return t.ctx }

// Open authenticates and verifies with the right number, MF or application
// current, or ends the instance as INCONCLUSIVE.
func (t *T) Open() *witness.Terminal {
	term := t.Terminal()
	if err := term.Open(t.ctx, t.Subject.Number); err != nil {
		t.Inconclusive("the card did not open with its own number: %v", err)
	}
	return term
}

// Agree agrees a session key with the right number and does not verify, or
// ends the instance as INCONCLUSIVE.
func (t *T) Agree() *witness.Terminal {
	term := t.Terminal()
	if err := term.Enter(t.ctx); err != nil {
		t.Inconclusive("the card could not be entered: %v", err)
	}
	if err := term.Authenticate(t.ctx, t.Subject.Number); err != nil {
		t.Inconclusive("no session key with the card's own number: %v", err)
	}
	return term
}

// randomReader gives the instance's random numbers to the terminal.
type randomReader struct{ r *rand.Rand }

var _ io.Reader = randomReader{}

func (r randomReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.r.Uint32())
	}
	return len(p), nil
}
