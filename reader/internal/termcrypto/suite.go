// Package termcrypto is the terminal's half of the cryptography: base keys,
// mutual authentication, delivery of a session key, and the encryption of
// secure messaging (fact sheets, section 5 of each generation; P annex 1,
// 4.2.2, 4.2.5; 2G appendix 2; SC 4.2). A profile names its algorithms; [For]
// turns the names into functions. It must not import the emulator or the
// witness: the three are written apart from each other.
package termcrypto

import (
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
)

// ErrUnknownAlgorithm: the profile names an algorithm this package lacks, or
// the profile has no such step.
var ErrUnknownAlgorithm = errors.New("algorithm unknown to the reader")

// ErrCiphertext: a cryptogram that is empty or no multiple of the block.
var ErrCiphertext = errors.New("cryptogram is not made of whole blocks")

type (
	// derive makes a 16-byte key from bytes.
	derive func(secret []byte) []byte
	// mac makes the 8 bytes of a MAC.
	mac func(key, data []byte) ([]byte, error)
)

// padding is one padding rule: unpad fails with [ErrPadding].
type padding struct {
	pad   func(data []byte, block int) []byte
	unpad func(data []byte, block int) ([]byte, error)
}

// The names that the cells of kind "algorithm" use, by what they name.
func baseKeys() map[string]derive { return map[string]derive{"sha1-first16": sha1First16} }

func sessionKeys() map[string]derive {
	return map[string]derive{"sha1-xor-00000001-first16": sha1Counter1First16}
}

// keCiphers are without a counter: key agreement has none.
func keCiphers() map[string]mode {
	return map[string]mode{"tdes2-cbc-iv0": tdesIV0, "aes128-cbc-iv0": aesIV0}
}

func smCiphers() map[string]mode {
	return map[string]mode{"tdes2-cbc-iv0": tdesIV0, "aes128-cbc-iv0": aesIV0, "aes128-cbc-ivcounter": aesIVCounter}
}

func macs() map[string]mac {
	return map[string]mac{"retail-mac-pad2": retailMAC, "aes-cmac-left8": cmacLeft8}
}

func paddings() map[string]padding { return map[string]padding{"pad-80-00": {pad80, unpad80}} }

// Suite is the cryptography of one profile. It holds no keys. Which of its
// methods serve depends on how the profile comes to a session key:
// [Suite.NewHandshake], or [Suite.Deliver].
type Suite struct {
	sm        mode
	padding   padding
	dataTag   uint16
	indicator []byte

	baseKey, sessionKey  derive
	ke                   mode
	mac                  mac
	layoutIFD, layoutICC []string

	delivers bool
	oaep     oaep
	message  message
}

// For returns the suite that the cells ke.* and sm.* of a profile name. It
// fails with [ErrUnknownAlgorithm].
func For(p *spec.Profile) (*Suite, error) {
	s := &Suite{}
	var errs []error
	s.sm = pick(smCiphers(), p, "sm.cipher", &errs)
	s.padding = pick(paddings(), p, "sm.padding", &errs)
	s.frames(p, &errs)
	switch method := p.Value("ke.method"); method {
	case "challenge-mutual":
		s.mutual(p, &errs)
	case "set-session-key":
		s.delivers = true
		s.oaep = pick(oaeps(), p, "ke.oaep", &errs)
		s.message = pick(messages(), p, "ke.message", &errs)
	default:
		errs = append(errs, fmt.Errorf("%w: cell %s.ke.method names %q", ErrUnknownAlgorithm, p.Name, method))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Suite) mutual(p *spec.Profile, errs *[]error) {
	s.baseKey = pick(baseKeys(), p, "ke.base-key", errs)
	s.sessionKey = pick(sessionKeys(), p, "ke.session-key", errs)
	s.ke = pick(keCiphers(), p, "ke.cipher", errs)
	s.mac = pick(macs(), p, "ke.mac", errs)
	s.layoutIFD = layout(p, "ke.layout.ifd", "K.IFD", errs)
	s.layoutICC = layout(p, "ke.layout.icc", "K.ICC", errs)
}

// Delivers says that the session key is delivered by the terminal, not agreed
// on.
func (s *Suite) Delivers() bool { return s.delivers }

// Counts says that secure messaging depends on the number of the message.
func (s *Suite) Counts() bool { return s.sm.counts }

func pick[T any](names map[string]T, p *spec.Profile, cell string, errs *[]error) T {
	f, ok := names[p.Value(cell)]
	if !ok {
		*errs = append(*errs, fmt.Errorf("%w: cell %s.%s names %q", ErrUnknownAlgorithm, p.Name, cell, p.Value(cell)))
	}
	return f
}
