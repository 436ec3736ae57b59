// Package cardcrypto is the card's half of the cryptography: base keys, the
// cryptograms and MACs of the key agreement, the session key that is agreed or
// delivered, and the encryption of secure messaging (P annex 1, 4.2.2(3),
// 4.2.5(4); 2G appendix 2; for specified cards M). The specification tables
// name the algorithms; this package maps each name to its functions. It must
// import nothing of the reader, the witness or the conformance suite, which
// have their own.
package cardcrypto

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Errors. Everything this package returns wraps one of them.
var (
	// ErrUnknownAlgorithm: a table names an algorithm that has no function.
	ErrUnknownAlgorithm = errors.New("algorithm not implemented by the card")
	// ErrKeyLength: a key has not the length of its cipher.
	ErrKeyLength = errors.New("key of the wrong length")
	// ErrBlockLength: data that is encrypted without padding, or decrypted,
	// is no whole number of blocks.
	ErrBlockLength = errors.New("data is no whole number of cipher blocks")
	// ErrPadding: decrypted data does not end in 80 and NULs within its last
	// block.
	ErrPadding = errors.New("padding malformed")
)

// Suite is the algorithms that one profile names. It is read-only and safe
// for concurrent use.
type Suite struct {
	baseKey    func(number []byte) []byte
	cipher     blockCipher
	mac        macAlgorithm
	sessionKey func(ifd, icc []byte) []byte
	smCipher   blockCipher
	smPadding  padding

	// Of SET SESSION KEY; nil where keys are agreed.
	oaep        *rsa.OAEPOptions
	message     message
	fieldLength int // bytes of a key field
}

// Delivered is the value of ke.method by which the terminal hands over a
// session key instead of agreeing on one.
const Delivered = "set-session-key"

// New looks up the algorithms of a profile. It fails with
// [ErrUnknownAlgorithm] for a name that has no function.
func New(p *spec.Profile) (*Suite, error) {
	s := &Suite{}
	errs := []error{
		choose(p, "sm.cipher", ciphers(), &s.smCipher),
		choose(p, "sm.padding", paddings(), &s.smPadding),
	}
	if p.Value("ke.method") == Delivered {
		errs = append(errs, choose(p, "ke.oaep", oaeps(), &s.oaep), choose(p, "ke.message", messages(), &s.message))
		s.fieldLength, _ = strconv.Atoi(p.Value("ke.key-field.length")) // a count, checked as the table was read
	} else {
		errs = append(errs,
			choose(p, "ke.base-key", baseKeys(), &s.baseKey),
			choose(p, "ke.cipher", ciphers(), &s.cipher),
			choose(p, "ke.mac", macs(), &s.mac),
			choose(p, "ke.session-key", sessionKeys(), &s.sessionKey))
	}
	err := errors.Join(errs...)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func choose[T any](p *spec.Profile, cell string, known map[string]T, into *T) error {
	name := p.Value(cell)
	chosen, ok := known[name]
	if !ok {
		return fmt.Errorf("cell %s.%s: %w: %q; known: %s", p.Name, cell, ErrUnknownAlgorithm, name,
			strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	*into = chosen
	return nil
}

// BaseKey derives Kenc = Kmac, 16 bytes, from the card number (annex 1); nil
// where keys are delivered.
func (s *Suite) BaseKey(number []byte) []byte {
	if s.baseKey == nil {
		return nil
	}
	return s.baseKey(number)
}

// Encrypt makes a cryptogram of the key agreement, without padding (annex 1,
// steps 3 and 4). It fails with [ErrBlockLength] or [ErrKeyLength].
func (s *Suite) Encrypt(key, plain []byte) ([]byte, error) { return s.cipher.encrypt(key, 0, plain) }

// Decrypt opens a cryptogram of the key agreement. It fails with
// [ErrBlockLength] or [ErrKeyLength].
func (s *Suite) Decrypt(key, cryptogram []byte) ([]byte, error) {
	return s.cipher.decrypt(key, 0, cryptogram)
}

// MAC computes M_IFD or M_ICC over a cryptogram (annex 1, table 1). It fails
// with [ErrKeyLength].
func (s *Suite) MAC(key, data []byte) ([]byte, error) { return s.mac.sum(key, data) }

// MACLength is the length of a MAC in bytes.
func (s *Suite) MACLength() int { return s.mac.length }

// SessionKey derives KSenc, 16 bytes, from K.IFD and K.ICC (annex 1, step 5).
func (s *Suite) SessionKey(ifd, icc []byte) []byte { return s.sessionKey(ifd, icc) }

// SMKeyLength is the length in bytes of a key of secure messaging.
func (s *Suite) SMKeyLength() int { return s.smCipher.keyLength }

// EncryptSM pads and encrypts data for secure messaging; an empty input gives
// one block (4.2.5(4)). n is the number of the SM command that is answered. It
// fails with [ErrKeyLength].
func (s *Suite) EncryptSM(key []byte, n uint64, plain []byte) ([]byte, error) {
	return s.smCipher.encrypt(key, n, s.smPadding.add(plain, s.smCipher.block))
}

// DecryptSM decrypts data of secure messaging and takes the padding off
// (4.2.2(3)). It fails with [ErrBlockLength], [ErrPadding] or [ErrKeyLength].
func (s *Suite) DecryptSM(key []byte, n uint64, cryptogram []byte) ([]byte, error) {
	plain, err := s.smCipher.decrypt(key, n, cryptogram)
	if err != nil {
		return nil, err
	}
	return s.smPadding.remove(plain, s.smCipher.block)
}
