package witness

import (
	"context"
	"crypto/rsa"
	"fmt"
	"io"
)

// Transmit sends one command APDU to a card and returns the whole answer, its
// status word included.
type Transmit func(ctx context.Context, command []byte) (answer []byte, err error)

// Terminal is the other end of a card. Not for concurrent use.
type Terminal struct {
	// Session holds the session key; KSenc is nil before Authenticate. Cases
	// may set it.
	Session
	// DeliveryKey is the public key under which a specified card is sent its
	// session key (SC 4.2.3). Other types do not need it.
	DeliveryKey *rsa.PublicKey

	transmit Transmit
	random   io.Reader
}

// NewTerminal returns a terminal for a card of this kind that speaks over
// transmit. For each key agreement it takes from random 24 bytes, RND.IFD and
// then K.IFD (annex 1, step 1); on a specified card 64, the key field and then
// the seed of OAEP.
func (k *Kind) NewTerminal(transmit Transmit, random io.Reader) *Terminal {
	return &Terminal{Session: Session{Kind: k}, transmit: transmit, random: random}
}

// Send sends a command, tells the session of it, and separates the status
// word. The error is one of the transport, or ErrLength if the answer has no
// status word; a status word is never an error here.
func (t *Terminal) Send(ctx context.Context, command []byte) (data []byte, sw uint16, err error) {
	t.Saw(command)
	answer, err := t.transmit(ctx, command)
	if err != nil {
		return nil, 0, fmt.Errorf("transmit: %w", err)
	}
	n := len(answer) - 2
	if n < 0 {
		return nil, 0, fmt.Errorf("answer of %d bytes has no status word: %w", len(answer), ErrLength)
	}
	return answer[:n], uint16(answer[n])<<8 | uint16(answer[n+1]), nil
}

// demand sends a command whose answer must be 9000.
func (t *Terminal) demand(ctx context.Context, step string, command []byte) ([]byte, error) {
	data, sw, err := t.Send(ctx, command)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", step, err)
	}
	if sw != 0x9000 {
		return nil, &StatusError{Step: step, SW: sw}
	}
	return data, nil
}

// Enter makes the level of the free files current: SELECT MF, or SELECT AP on
// a specified card, where it ends the card's session.
func (t *Terminal) Enter(ctx context.Context) error {
	_, err := t.demand(ctx, t.rootStep(), t.Kind.SelectRoot())
	return err
}

func (t *Terminal) rootStep() string {
	if t.Kind.Generation == 3 {
		return "SELECT AP"
	}
	return "SELECT MF"
}

// Verify sends the number under the session key (4.2.2). Data beside the
// status word is not judged. The error is ErrSession, a *StatusError (SW 6300
// for a wrong number), or one of the transport.
func (t *Terminal) Verify(ctx context.Context, number string) error {
	if len(t.KSenc) != 16 {
		return fmt.Errorf("VERIFY: %w", ErrSession)
	}
	_, err := t.demand(ctx, "VERIFY", t.Session.Verify([]byte(number)))
	return err
}

// Open makes the card readable: Enter, Authenticate, Verify, in the order of
// annex 2.
func (t *Terminal) Open(ctx context.Context, number string) error {
	if err := t.Enter(ctx); err != nil {
		return err
	}
	if err := t.Authenticate(ctx, number); err != nil {
		return err
	}
	return t.Verify(ctx, number)
}

// ReadFile selects the file's DF (or the root) and reads the whole file: under
// SM and deciphered if the file demands SM, else in clear. It judges neither
// length nor content. On a specified card reading a file of the AP ends the
// card's session, so these come first. The error is ErrSession, a
// *StatusError, one of Session.Open, or one of the transport.
func (t *Terminal) ReadFile(ctx context.Context, f File) ([]byte, error) {
	if f.SM && len(t.KSenc) != 16 {
		return nil, fmt.Errorf("READ BINARY %s: %w", f.Key, ErrSession)
	}
	parent, step := t.Kind.SelectRoot(), t.rootStep()
	if f.DF != 0 {
		parent, step = t.Kind.SelectDF(f.DF), fmt.Sprintf("SELECT DF%d", f.DF)
	}
	if _, err := t.demand(ctx, step, parent); err != nil {
		return nil, err
	}
	step = "READ BINARY " + f.Key
	if !f.SM {
		return t.demand(ctx, step, t.Kind.ReadPlain(f.P1, 0x00, 0x0000))
	}
	object, err := t.demand(ctx, step, t.Kind.ReadSM(f.P1, 0x00, 0x0000))
	if err != nil {
		return nil, err
	}
	plain, err := t.Session.Open(object)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", step, err)
	}
	return plain, nil
}
