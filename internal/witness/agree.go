package witness

import (
	"context"
	"fmt"
	"io"
)

// Authenticate agrees on a session key (3.5.2, annex 1), or sends one to a
// specified card, and begins the session with it. On failure KSenc is nil. The
// error is a *StatusError, one of OpenCardCryptogram or EncryptOAEP, or one of
// the transport or the random source.
func (t *Terminal) Authenticate(ctx context.Context, number string) error {
	t.Start(nil)
	agree := func() ([]byte, error) { return t.agree(ctx, number) }
	if t.Kind.Generation == 3 {
		agree = func() ([]byte, error) { return t.deliver(ctx) }
	}
	ksenc, err := agree()
	if err != nil {
		return err
	}
	t.Start(ksenc)
	return nil
}

// agree is GET CHALLENGE and MUTUAL AUTHENTICATE.
func (t *Terminal) agree(ctx context.Context, number string) (ksenc []byte, err error) {
	rndICC, err := t.demand(ctx, "GET CHALLENGE", t.Kind.GetChallenge())
	if err != nil {
		return nil, err
	}
	if len(rndICC) != 8 {
		return nil, fmt.Errorf("GET CHALLENGE: challenge of %d bytes, 8 expected: %w", len(rndICC), ErrLength)
	}
	secret, err := t.draw(24)
	if err != nil {
		return nil, err
	}
	rndIFD, kIFD := secret[:8], secret[8:]
	kenc := t.Kind.BaseKey(number)
	command := t.Kind.MutualAuthenticate(t.Kind.TerminalCryptogram(kenc, rndIFD, rndICC, kIFD))
	answer, err := t.demand(ctx, "MUTUAL AUTHENTICATE", command)
	if err != nil {
		return nil, err
	}
	kICC, err := t.Kind.OpenCardCryptogram(kenc, answer, rndICC, rndIFD)
	if err != nil {
		return nil, fmt.Errorf("MUTUAL AUTHENTICATE: %w", err)
	}
	return t.Kind.SessionKey(kIFD, kICC), nil
}

// deliver is SET SESSION KEY.
func (t *Terminal) deliver(ctx context.Context) (ksenc []byte, err error) {
	secret, err := t.draw(64)
	if err != nil {
		return nil, err
	}
	field, seed := secret[:32], secret[32:]
	cryptogram, err := EncryptOAEP(t.DeliveryKey, seed, KeyMessage(field))
	if err != nil {
		return nil, err
	}
	data, err := t.demand(ctx, "SET SESSION KEY", t.Kind.SetSessionKey(cryptogram))
	if err != nil {
		return nil, err
	}
	if len(data) != 0 {
		return nil, fmt.Errorf("SET SESSION KEY: %d bytes of data, none expected: %w", len(data), ErrLength)
	}
	return field[:16], nil
}

func (t *Terminal) draw(n int) ([]byte, error) {
	out := make([]byte, n)
	if _, err := io.ReadFull(t.random, out); err != nil {
		return nil, fmt.Errorf("random source: %w", err)
	}
	return out, nil
}
