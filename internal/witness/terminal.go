package witness

import (
	"context"
	"fmt"
	"io"
)

// Transmit sends one command APDU to a card and returns the whole answer, its
// status word included.
type Transmit func(ctx context.Context, command []byte) (answer []byte, err error)

// StatusError is a status word other than 9000 where 9000 was needed.
type StatusError struct {
	Step string // the command, and the file if there is one
	SW   uint16
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s: the card answered %04X, 9000 expected; `zairyu explain %04X` says what it means", e.Step, e.SW, e.SW)
}

// Terminal is the other end of a card. Not for concurrent use.
type Terminal struct {
	// KSenc is the session key, 16 bytes, nil before Authenticate. Cases may
	// set it.
	KSenc []byte

	transmit Transmit
	random   io.Reader
}

// NewTerminal returns a terminal that speaks over transmit and takes 24 bytes
// from random for each key agreement: RND.IFD, then K.IFD (annex 1, step 1).
func NewTerminal(transmit Transmit, random io.Reader) *Terminal {
	return &Terminal{transmit: transmit, random: random}
}

// Send sends a command and separates the status word. The error is one of the
// transport, or ErrLength if the answer has no status word; a status word is
// never an error here.
func (t *Terminal) Send(ctx context.Context, command []byte) (data []byte, sw uint16, err error) {
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

// Authenticate agrees on a session key (3.5.2, annex 1) and sets KSenc. On
// failure KSenc is nil. The error is a *StatusError, one of
// OpenCardCryptogram, or one of the transport or the random source.
func (t *Terminal) Authenticate(ctx context.Context, number string) error {
	t.KSenc = nil
	rndICC, err := t.demand(ctx, "GET CHALLENGE", GetChallenge())
	if err != nil {
		return err
	}
	if len(rndICC) != 8 {
		return fmt.Errorf("GET CHALLENGE: challenge of %d bytes, 8 expected: %w", len(rndICC), ErrLength)
	}
	secret := make([]byte, 24)
	if _, err := io.ReadFull(t.random, secret); err != nil {
		return fmt.Errorf("random source: %w", err)
	}
	rndIFD, kIFD := secret[:8], secret[8:]
	kenc := BaseKey(number)
	answer, err := t.demand(ctx, "MUTUAL AUTHENTICATE", MutualAuthenticate(TerminalCryptogram(kenc, rndIFD, rndICC, kIFD)))
	if err != nil {
		return err
	}
	kICC, err := OpenCardCryptogram(kenc, answer, rndICC, rndIFD)
	if err != nil {
		return fmt.Errorf("MUTUAL AUTHENTICATE: %w", err)
	}
	t.KSenc = SessionKey(kIFD, kICC)
	return nil
}

// Verify sends the number under the session key (4.2.2). Data beside the
// status word is not judged. The error is ErrSession, a *StatusError (SW 6300
// for a wrong number), or one of the transport.
func (t *Terminal) Verify(ctx context.Context, number string) error {
	if len(t.KSenc) != 16 {
		return fmt.Errorf("VERIFY: %w", ErrSession)
	}
	_, err := t.demand(ctx, "VERIFY", VerifyCommand(t.KSenc, []byte(number)))
	return err
}

// Open makes the card readable: SELECT MF, Authenticate, Verify, in the order
// of annex 2.
func (t *Terminal) Open(ctx context.Context, number string) error {
	if _, err := t.demand(ctx, "SELECT MF", SelectMF()); err != nil {
		return err
	}
	if err := t.Authenticate(ctx, number); err != nil {
		return err
	}
	return t.Verify(ctx, number)
}

// ReadFile selects the file's DF (or the MF) and reads the whole file: under
// SM and deciphered if the file demands SM, else in clear. It judges neither
// length nor content. The error is ErrSession, a *StatusError, one of Open, or
// one of the transport.
func (t *Terminal) ReadFile(ctx context.Context, f File) ([]byte, error) {
	parent, step := SelectMF(), "SELECT MF"
	if f.DF != 0 {
		parent, step = SelectDF(f.DF), fmt.Sprintf("SELECT DF%d", f.DF)
	}
	if f.SM && len(t.KSenc) != 16 {
		return nil, fmt.Errorf("READ BINARY %s: %w", f.Key, ErrSession)
	}
	if _, err := t.demand(ctx, step, parent); err != nil {
		return nil, err
	}
	step = "READ BINARY " + f.Key
	if !f.SM {
		return t.demand(ctx, step, ReadPlain(f.P1, 0x00, 0x0000))
	}
	object, err := t.demand(ctx, step, ReadSM(f.P1, 0x00, 0x0000))
	if err != nil {
		return nil, err
	}
	plain, err := Open(t.KSenc, object)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", step, err)
	}
	return plain, nil
}
