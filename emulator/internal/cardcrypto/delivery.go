package cardcrypto

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	_ "crypto/sha1" // OAEP with SHA-1
	_ "crypto/sha256"
	"errors"
	"fmt"
)

// ErrKeyMessage: the cryptogram of SET SESSION KEY does not decrypt, or holds
// another structure.
var ErrKeyMessage = errors.New("key message refused")

// oaeps are the values of ke.oaep: RSAES-OAEP of PKCS#1 v2.2, the label empty.
func oaeps() map[string]*rsa.OAEPOptions {
	return map[string]*rsa.OAEPOptions{
		"sha256-mgf1-sha256": {Hash: crypto.SHA256, MGFHash: crypto.SHA256},
		"sha1-mgf1-sha1":     {Hash: crypto.SHA1, MGFHash: crypto.SHA1},
		"sha256-mgf1-sha1":   {Hash: crypto.SHA256, MGFHash: crypto.SHA1},
	}
}

// message takes the plain text of SET SESSION KEY apart and returns the field
// with the encryption key. Key fields inside objects have the given length.
type message func(plain []byte, length int) (field []byte, ok bool)

// messages are the values of ke.message.
func messages() map[string]message {
	return map[string]message{
		"A0{80:32}":       func(p []byte, n int) ([]byte, bool) { return fields(p, n, 0x80) },
		"A0{80:32,81:32}": func(p []byte, n int) ([]byte, bool) { return fields(p, n, 0x80, 0x81) },
		"bare-32":         func(p []byte, _ int) ([]byte, bool) { return p, len(p) == 32 },
		"bare-16":         func(p []byte, _ int) ([]byte, bool) { return p, len(p) == 16 },
	}
}

// fields wants a tag A0 around exactly these objects of length bytes each, and
// returns the value of the first.
func fields(plain []byte, length int, tags ...byte) ([]byte, bool) {
	each := 2 + length
	if length > maxField || len(plain) != 2+each*len(tags) || plain[0] != 0xA0 || int(plain[1]) != len(plain)-2 {
		return nil, false
	}
	for i, tag := range tags {
		if object := plain[2+i*each:]; object[0] != tag || int(object[1]) != length {
			return nil, false
		}
	}
	return plain[4 : 4+length], true
}

// maxField keeps the lengths in one byte each.
const maxField = 61

// OpenKeyMessage decrypts the cryptogram of SET SESSION KEY and returns the
// session key: the first bytes of the key field, as many as the cipher takes.
// It fails with [ErrKeyMessage].
func (s *Suite) OpenKeyMessage(private *rsa.PrivateKey, cryptogram []byte) ([]byte, error) {
	plain, err := private.Decrypt(nil, cryptogram, s.oaep)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyMessage, err)
	}
	field, ok := s.message(plain, s.fieldLength)
	if !ok || len(field) < s.smCipher.keyLength {
		return nil, fmt.Errorf("%w: %d bytes of another structure", ErrKeyMessage, len(plain))
	}
	return bytes.Clone(field[:s.smCipher.keyLength]), nil
}
