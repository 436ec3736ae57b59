package cardcrypto

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

// Each choice of hash, mask and structure, encrypted by the standard library.
func TestKeyMessages(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	field := make([]byte, 32)
	for i := range field {
		field[i] = byte(i)
	}
	plains := map[string][]byte{
		"A0{80:32}":       slices.Concat(unhex(t, "A0228020"), field),
		"A0{80:32,81:32}": slices.Concat(unhex(t, "A0448020"), field, unhex(t, "8120"), make([]byte, 32)),
		"bare-32":         field,
		"bare-16":         field[:16],
	}
	hashes := map[string]rsa.OAEPOptions{
		"sha256":           {Hash: crypto.SHA256, MGFHash: crypto.SHA256},
		"sha1":             {Hash: crypto.SHA1, MGFHash: crypto.SHA1},
		"sha256-mgf1-sha1": {Hash: crypto.SHA256, MGFHash: crypto.SHA1},
	}
	for oaep := range hashes {
		for structure := range plains {
			s := chosen(t, map[string]string{"oaep": oaep, "message": structure})
			for withOAEP, o := range hashes {
				for sent, plain := range plains {
					c, err := rsa.EncryptOAEPWithOptions(rand.Reader, &private.PublicKey, plain, &o)
					if err != nil {
						t.Fatal(err)
					}
					key, err := s.OpenKeyMessage(private, c)
					right := oaep == withOAEP && structure == sent
					if right != (err == nil) || right && !bytes.Equal(key, field[:16]) {
						t.Errorf("card %s %s, sent %s %s: %X %v", oaep, structure, withOAEP, sent, key, err)
					}
					if err != nil && !errors.Is(err, ErrKeyMessage) {
						t.Error(err)
					}
				}
			}
		}
	}
}

func TestKeyMessageVectors(t *testing.T) {
	eachVector(t, "key-message", func(t *testing.T, s *Suite, v vectors.Vector) {
		got, ok := s.message(field(t, v, "message"), s.fieldLength)
		if !ok {
			t.Fatal("refused")
		}
		expect(t, "key field", got, field(t, v, "key"))
		expect(t, "session key", got[:s.SMKeyLength()], field(t, v, "ksenc"))
		if v.Has("message-not") {
			if _, ok := s.message(field(t, v, "message-not"), s.fieldLength); ok {
				t.Error("the message that must not be produced is accepted")
			}
		}
	})
}

func TestIVVectors(t *testing.T) {
	eachVector(t, "sm-iv", func(t *testing.T, _ *Suite, v vectors.Vector) {
		block, err := aes.NewCipher(field(t, v, "ksenc"))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "IV", counterIV(messageNumber(t, v))(block), field(t, v, "iv"))
	})
}

// Structures that are nearly right.
func TestKeyStructureIsStrict(t *testing.T) {
	right := slices.Concat(unhex(t, "A0228020"), make([]byte, 32))
	if _, ok := fields(right, 32, 0x80); !ok {
		t.Error("the right structure is refused")
	}
	for i := range 4 {
		wrong := slices.Clone(right)
		wrong[i] ^= 1
		if _, ok := fields(wrong, 32, 0x80); ok {
			t.Errorf("accepted with byte %d wrong", i)
		}
	}
	for n := range len(right) + 3 {
		if _, ok := fields(append(slices.Clone(right), 0, 0)[:n], 32, 0x80); ok != (n == len(right)) {
			t.Errorf("%d bytes: %t", n, ok)
		}
	}
}

func chosen(t *testing.T, options map[string]string) *Suite {
	t.Helper()
	p, err := spec.Lookup("t07")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Choose(options); err != nil {
		t.Fatal(err)
	}
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
