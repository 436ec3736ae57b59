package conformance

import (
	"cmp"
	"context"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/witness"
)

// ErrBlocked is wrapped by the error of a [Card] that keeps a command back,
// since it might harm the card: the instance is BLOCKED-BY-SAFETY.
var ErrBlocked = errors.New("kept back")

// ErrGone is wrapped by the error of a [Card] that can be asked no more: it was
// taken away, or its reader failed. The run ends with it, since what is left of
// it would be no judgement of this card.
var ErrGone = errors.New("the card is gone")

// Card is a card under test. Transmit fails only when the card could not be
// asked; Reset deactivates and activates it; ATR asks for the answer to reset
// without touching the card, as a presence poll does.
type Card interface {
	Transmit(ctx context.Context, command []byte) (response []byte, err error)
	Reset(ctx context.Context) error
	ATR(ctx context.Context) ([]byte, error)
}

// Subject is a card under test and what is known about it.
type Subject struct {
	// Card is the card itself.
	Card Card
	// Profile is the table the card is judged by. Cases take from it only
	// how sure a fact is, never what to expect.
	Profile *spec.Profile
	// Number is the card number, 12 characters.
	Number string
	// Anchors are the DER certificates of the roots to trust; may be empty.
	Anchors [][]byte
	// Clock is the day on which dates are judged.
	Clock time.Time
	// DeliveryKey is the key by which a specified card is handed a session
	// key; nil where it is not known, and for other cards.
	DeliveryKey *rsa.PublicKey
	// Atoms are the words that an Applies expression may ask for, beside
	// the profile's name and generation: photo, nophoto, emu, extlen, ...
	Atoms []string
	// Image and Options describe an emulated card, so that a case can have a
	// twin of it with pinned randoms; Image is nil for any other card.
	Image   *emulator.Image
	Options []emulator.Option
	// Transport is the way to the card, for the report; empty: in process.
	Transport string
}

func (s *Subject) transport() string { return cmp.Or(s.Transport, "in process") }

// InProcess says whether the card can be asked as fast and as freely as a
// function: it is emulated and no reader stands between.
func (s *Subject) InProcess() bool {
	return slices.Contains(s.Atoms, "emu") && !slices.Contains(s.Atoms, "pcsc")
}

// Through moves the subject behind another way to the same card: card is that
// way, transport its name ("pcsc"), which also becomes an atom.
func (s *Subject) Through(card Card, transport string) {
	s.Card, s.Transport = card, transport
	s.Atoms = append(slices.Clone(s.Atoms), transport)
}

// ErrNotEmulated: the case wants a twin of the card, which only an emulated
// card can have.
var ErrNotEmulated = errors.New("only an emulated card can be copied")

// NewEmulated makes a subject of an emulated card. photo says whether the
// card was personalised with a photo and a signature.
func NewEmulated(img *emulator.Image, photo bool, opts ...emulator.Option) (*Subject, error) {
	p, err := spec.Lookup(img.Profile)
	if err != nil {
		return nil, fmt.Errorf("emulated subject: %w", err)
	}
	if witness.For(p.Type) == nil {
		return nil, fmt.Errorf("emulated subject: no cases for cards of type %s", p.Type)
	}
	card, err := emulator.New(*img, opts...)
	if err != nil {
		return nil, fmt.Errorf("emulated subject: %w", err)
	}
	atoms := []string{"emu", "extlen", "trust_test", "nophoto"}
	if photo {
		atoms[3] = "photo"
	}
	key, err := deliveryKey(img)
	if err != nil {
		return nil, fmt.Errorf("emulated subject: %w", err)
	}
	return &Subject{Card: inProcess{card}, Profile: p, Number: img.Number, Atoms: atoms, DeliveryKey: key, Image: img, Options: opts}, nil
}

// Twin makes a second emulated card with the subject's image, changed by
// edit (which may be nil), and further options. It fails with
// [ErrNotEmulated] for a card that is not emulated.
func (s *Subject) Twin(edit func(*emulator.Image), opts ...emulator.Option) (Card, error) {
	if s.Image == nil {
		return nil, ErrNotEmulated
	}
	img := *s.Image
	img.Files = maps.Clone(img.Files)
	if edit != nil {
		edit(&img)
	}
	card, err := emulator.New(img, slices.Concat(s.Options, opts)...)
	if err != nil {
		return nil, fmt.Errorf("twin of the card: %w", err)
	}
	return inProcess{card}, nil
}

// CardType is the value of C1 that the profile stands for, "1" to "08".
func (s *Subject) CardType() string { return s.Profile.Type }

// Kind is the witness's own knowledge of the card type.
func (s *Subject) Kind() *witness.Kind { return witness.For(s.CardType()) }

// atoms returns every word that holds for the subject.
func (s *Subject) atoms() map[string]bool {
	out := map[string]bool{s.Profile.Name: true, generation(s.Profile): true}
	for _, a := range s.Atoms {
		out[a] = true
	}
	return out
}

// generation is the word for the profile's family. A hypothetical type is
// judged as the family whose way of key agreement and cipher it has.
func generation(p *spec.Profile) string {
	switch {
	case p.Value("ke.method") == "set-session-key":
		return "specified"
	case p.TwoByteTags:
		return "gen2"
	}
	return "gen1"
}

// deliveryKey is the public half of an image's delivery key; nil if it has
// none.
func deliveryKey(img *emulator.Image) (*rsa.PublicKey, error) {
	if len(img.DeliveryKey) == 0 {
		return nil, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(img.DeliveryKey)
	if err != nil {
		return nil, fmt.Errorf("delivery key: %w", err)
	}
	private, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("delivery key: %T, RSA expected", parsed)
	}
	return &private.PublicKey, nil
}

type inProcess struct{ card *emulator.Card }

func (p inProcess) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p.card.Transmit(command), nil
}

func (p inProcess) Reset(ctx context.Context) error {
	p.card.Reset()
	return ctx.Err()
}

func (p inProcess) ATR(ctx context.Context) ([]byte, error) {
	return p.card.ATR(), ctx.Err()
}
