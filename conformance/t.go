package conformance

import (
	"context"
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

	ctx    context.Context
	card   Card
	twin   bool
	log    *log
	claims []ClaimResult
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
}

// Inconclusive ends the instance: a precondition was not reached.
func (t *T) Inconclusive(format string, args ...any) {
	panic(stop{reason: fmt.Sprintf(format, args...)})
}

// suiteError ends the instance: the case itself is broken.
func (t *T) suiteError(err error) {
	panic(stop{reason: err.Error(), suiteError: true})
}

// Send sends one command APDU and takes the answer apart.
func (t *T) Send(command []byte) Answer {
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
	if err == nil && !t.twin { // monitors judge the card itself
		t.log.add(command, raw)
	}
	return raw, err
}

// Reset deactivates and activates the card.
func (t *T) Reset() {
	if err := t.card.Reset(t.ctx); err != nil {
		t.Inconclusive("the card could not be reset: %v", err)
	}
}

// ATR asks for the answer to reset, as a presence poll does.
func (t *T) ATR() []byte {
	atr, err := t.card.ATR(t.ctx)
	if err != nil {
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
	t.card, t.twin = twin, true
}

// Terminal returns a new terminal of the suite's own (package witness) on
// this card, with random numbers from the instance's seed.
func (t *T) Terminal() *witness.Terminal {
	return witness.NewTerminal(t.transmit, randomReader{t.Random})
}

// Context is the run's context.
func (t *T) Context() context.Context { return t.ctx }

// Open authenticates and verifies with the right number, MF current, or ends
// the instance as INCONCLUSIVE.
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
	t.Send(witness.SelectMF())
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
