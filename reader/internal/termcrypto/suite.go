// Package termcrypto is the terminal's half of the cryptography: base keys,
// mutual authentication, session key, and the encryption of secure messaging
// (fact sheet for the first generation, section 5; specification annex 1,
// 4.2.2, 4.2.5). A profile names its algorithms; [For] turns the names into
// functions. It must not import the emulator or the witness: the three are
// written apart from each other.
package termcrypto

import (
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
)

// ErrUnknownAlgorithm: the profile names an algorithm this package lacks.
var ErrUnknownAlgorithm = errors.New("algorithm unknown to the reader")

// ErrCiphertext: a cryptogram that is empty or no multiple of the block.
var ErrCiphertext = errors.New("cryptogram is not made of whole blocks")

type (
	// derive makes a 16-byte key from bytes.
	derive func(secret []byte) []byte
	// transform enciphers or deciphers whole blocks.
	transform func(key, data []byte) ([]byte, error)
)

// cipherPair is one cipher with its mode and initial value.
type cipherPair struct{ encipher, decipher transform }

// padding is one padding rule: unpad fails with [ErrPadding].
type padding struct {
	pad   func(data []byte) []byte
	unpad func(data []byte) ([]byte, error)
}

// The names that the cells of kind "algorithm" use, by what they name.
var (
	baseKeys    = map[string]derive{"sha1-first16": sha1First16}
	sessionKeys = map[string]derive{"sha1-xor-00000001-first16": sha1Counter1First16}
	ciphers     = map[string]cipherPair{"tdes2-cbc-iv0": {tdesEncipher, tdesDecipher}}
	macs        = map[string]transform{"retail-mac-pad2": retailMAC}
	paddings    = map[string]padding{"pad-80-00": {pad80, unpad80}}
)

// Suite is the cryptography of one profile. It holds no keys.
type Suite struct {
	baseKey, sessionKey derive
	ke, sm              cipherPair
	mac                 transform
	padding             padding

	layoutIFD, layoutICC []string
	dataTag              uint16
	indicator            []byte
}

// For returns the suite that the cells ke.* and sm.* of a profile name. It
// fails with [ErrUnknownAlgorithm].
func For(p *spec.Profile) (*Suite, error) {
	s := &Suite{}
	var errs []error
	s.baseKey = pick(baseKeys, p, "ke.base-key", &errs)
	s.sessionKey = pick(sessionKeys, p, "ke.session-key", &errs)
	s.ke = pick(ciphers, p, "ke.cipher", &errs)
	s.sm = pick(ciphers, p, "sm.cipher", &errs)
	s.mac = pick(macs, p, "ke.mac", &errs)
	s.padding = pick(paddings, p, "sm.padding", &errs)
	s.frames(p, &errs)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return s, nil
}

func pick[T any](names map[string]T, p *spec.Profile, cell string, errs *[]error) T {
	f, ok := names[p.Value(cell)]
	if !ok {
		*errs = append(*errs, fmt.Errorf("%w: cell %s.%s names %q", ErrUnknownAlgorithm, p.Name, cell, p.Value(cell)))
	}
	return f
}
