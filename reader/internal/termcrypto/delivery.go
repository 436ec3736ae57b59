package termcrypto

import (
	"crypto"
	"crypto/rsa"
	_ "crypto/sha1"   // for OAEP
	_ "crypto/sha256" // for OAEP
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/internal/tlv"
)

// oaep are the hashes of RSAES-OAEP; the label is empty. That OAEP is used is
// told (SC 4.2.3); the hashes are measured on a sister application (M).
type oaep struct{ hash, mask crypto.Hash }

func oaeps() map[string]oaep {
	return map[string]oaep{
		"sha256-mgf1-sha256": {crypto.SHA256, crypto.SHA256},
		"sha1-mgf1-sha1":     {crypto.SHA1, crypto.SHA1},
		"sha256-mgf1-sha1":   {crypto.SHA256, crypto.SHA1},
	}
}

// message is the plain text of SET SESSION KEY: how many random bytes it
// takes, and how they stand in it. The session key is always the first 16 of
// them (M).
type message struct {
	length int
	build  func(random []byte) ([]byte, error)
}

const keyField = 32

func messages() map[string]message {
	bare := func(random []byte) ([]byte, error) { return random, nil }
	return map[string]message{
		"A0{80:32}":       {keyField, keyObjects},
		"A0{80:32,81:32}": {2 * keyField, keyObjects},
		"bare-32":         {keyField, bare},
		"bare-16":         {keyLength, bare},
	}
}

// keyObjects puts fields of 32 bytes under the tags 80, 81 into A0.
func keyObjects(random []byte) ([]byte, error) {
	var inner []byte
	var err error
	for tag := uint16(0x80); len(random) > 0; tag++ {
		if inner, err = tlv.Append(inner, tag, random[:keyField]); err != nil {
			return nil, err
		}
		random = random[keyField:]
	}
	return tlv.Append(nil, 0xA0, inner)
}

// KeyMessage returns what SET SESSION KEY enciphers and the session key in
// it. random has the length that the profile's message takes; else the error
// is [ErrKey].
func (s *Suite) KeyMessage(random []byte) (message, ksenc []byte, err error) {
	switch {
	case !s.delivers:
		return nil, nil, fmt.Errorf("%w: no key is delivered on this profile", ErrUnknownAlgorithm)
	case len(random) != s.message.length:
		return nil, nil, fmt.Errorf("%w: %d random bytes, want %d", ErrKey, len(random), s.message.length)
	}
	message, err = s.message.build(random)
	return message, random[:keyLength:keyLength], err
}

// Deliver chooses a session key and enciphers it for the card: the data of
// SET SESSION KEY, as long as the modulus. Key and seed are new at every
// call.
func (s *Suite) Deliver(random io.Reader, public *rsa.PublicKey) (cryptogram, ksenc []byte, err error) {
	fields := make([]byte, s.message.length)
	if _, err := io.ReadFull(random, fields); err != nil {
		return nil, nil, fmt.Errorf("random source: %w", err)
	}
	plain, ksenc, err := s.KeyMessage(fields)
	if err != nil {
		return nil, nil, err
	}
	cryptogram, err = rsa.EncryptOAEPWithOptions(random, public, plain,
		&rsa.OAEPOptions{Hash: s.oaep.hash, MGFHash: s.oaep.mask})
	return cryptogram, ksenc, err
}
