package termcrypto

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Errors of [Handshake.Answer]: the card did not prove that it knows the
// number, so nothing more may be sent to it (annex 1, steps 7 and 9).
var (
	ErrAnswerLength = errors.New("answer is not E_ICC and M_ICC")
	ErrMAC          = errors.New("M_ICC does not fit E_ICC")
	ErrRandom       = errors.New("E_ICC does not hold the randoms of this handshake")
	ErrReflected    = errors.New("answer is the terminal's own cryptogram")
)

// Lengths of annex 1 in bytes.
const (
	randomLength = 8  // RND.IFD, RND.ICC
	keyLength    = 16 // K.IFD, K.ICC, and every key made of them
)

// Handshake is one mutual authentication, from the challenge to the session
// key. Make one for each challenge; never use it twice.
type Handshake struct {
	// Number is the 12 characters of the card number.
	Number string
	// RndICC and RndIFD are 8 bytes, KIFD is 16.
	RndICC, RndIFD, KIFD []byte

	suite *Suite
	eIFD  []byte
}

// NewHandshake prepares a handshake. It fails with [ErrKey], or with
// [ErrUnknownAlgorithm] where the profile has none.
func (s *Suite) NewHandshake(number string, rndICC, rndIFD, kIFD []byte) (*Handshake, error) {
	if s.delivers {
		return nil, fmt.Errorf("%w: no handshake on this profile", ErrUnknownAlgorithm)
	}
	if len(rndICC) != randomLength || len(rndIFD) != randomLength || len(kIFD) != keyLength {
		return nil, fmt.Errorf("%w: RND.ICC %d, RND.IFD %d, K.IFD %d bytes, want 8, 8, 16",
			ErrKey, len(rndICC), len(rndIFD), len(kIFD))
	}
	return &Handshake{Number: number, RndICC: rndICC, RndIFD: rndIFD, KIFD: kIFD, suite: s}, nil
}

// BaseKey returns Kenc = Kmac, 16 bytes, of a card number (annex 1). Like
// [Suite.MAC] and [Suite.SessionKey] it serves where keys are agreed on.
func (s *Suite) BaseKey(number string) []byte { return s.baseKey([]byte(number)) }

// MAC returns the 8-byte MAC of key agreement over data, which the caller does
// not pad.
func (s *Suite) MAC(key, data []byte) ([]byte, error) { return s.mac(key, data) }

// SessionKey returns KSenc, 16 bytes (annex 1, step 5). No KSmac exists.
func (s *Suite) SessionKey(kIFD, kICC []byte) ([]byte, error) {
	if len(kIFD) != keyLength || len(kICC) != keyLength {
		return nil, fmt.Errorf("%w: K.IFD %d, K.ICC %d bytes, want 16", ErrKey, len(kIFD), len(kICC))
	}
	xor := make([]byte, keyLength)
	subtle.XORBytes(xor, kIFD, kICC)
	return s.sessionKey(xor), nil
}

// Data returns E_IFD and M_IFD, the 40 bytes of MUTUAL AUTHENTICATE (annex 1,
// step 3).
func (h *Handshake) Data() ([]byte, error) {
	base := h.suite.BaseKey(h.Number)
	plain := join(h.suite.layoutIFD, map[string][]byte{
		"RND.IFD": h.RndIFD, "RND.ICC": h.RndICC, "K.IFD": h.KIFD})
	e, err := h.suite.ke.encipher(base, 0, plain)
	if err != nil {
		return nil, err
	}
	m, err := h.suite.mac(base, e)
	if err != nil {
		return nil, err
	}
	h.eIFD = e
	return append(append([]byte(nil), e...), m...), nil
}

// Answer checks E_ICC and M_ICC, the 40 bytes that the card returned to
// [Handshake.Data], and returns KSenc. It compares all 8 bytes of M_ICC
// first, then both randoms (annex 2, steps 7 and 9).
func (h *Handshake) Answer(answer []byte) (ksenc []byte, err error) {
	size := len(h.eIFD)
	if size == 0 || len(answer) != size+macLength {
		return nil, fmt.Errorf("%w: %d bytes", ErrAnswerLength, len(answer))
	}
	base := h.suite.BaseKey(h.Number)
	e, m := answer[:size], answer[size:]
	want, err := h.suite.mac(base, e)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(want, m) != 1 {
		return nil, ErrMAC
	}
	// The MACs of both directions have one key, so a card that knows no
	// number can return what it was sent.
	if subtle.ConstantTimeCompare(h.eIFD, e) == 1 {
		return nil, ErrReflected
	}
	plain, err := h.suite.ke.decipher(base, 0, e)
	if err != nil {
		return nil, err
	}
	part := split(h.suite.layoutICC, plain)
	if subtle.ConstantTimeCompare(part["RND.ICC"], h.RndICC) != 1 ||
		subtle.ConstantTimeCompare(part["RND.IFD"], h.RndIFD) != 1 {
		return nil, ErrRandom
	}
	return h.suite.SessionKey(h.KIFD, part["K.ICC"])
}

// lengths are those of the names that a layout cell may join.
var lengths = map[string]int{"RND.IFD": randomLength, "RND.ICC": randomLength, "K.IFD": keyLength, "K.ICC": keyLength}

func layout(p *spec.Profile, cell, key string, errs *[]error) []string {
	names := strings.Fields(p.Value(cell))
	total, seen := 0, map[string]bool{}
	for _, n := range names {
		total += lengths[n]
		seen[n] = true
	}
	if total != 2*randomLength+keyLength || !seen["RND.IFD"] || !seen["RND.ICC"] || !seen[key] {
		*errs = append(*errs, fmt.Errorf("%w: cell %s.%s joins %q", ErrUnknownAlgorithm, p.Name, cell, p.Value(cell)))
	}
	return names
}

func join(names []string, parts map[string][]byte) []byte {
	var out []byte
	for _, n := range names {
		out = append(out, parts[n]...)
	}
	return out
}

func split(names []string, b []byte) map[string][]byte {
	parts := map[string][]byte{}
	for _, n := range names {
		parts[n], b = b[:lengths[n]], b[lengths[n]:]
	}
	return parts
}
