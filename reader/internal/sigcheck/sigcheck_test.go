package sigcheck

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

// The blocks of the vectors, signed with a key of the test, are accepted in
// the form that the vector names; the vectors' data are what is hashed.
func TestSignedDataVectors(t *testing.T) {
	vs, err := vectors.ByOp("signed-data")
	if err != nil || len(vs) == 0 {
		t.Fatal(len(vs), err)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vs {
		get := func(name string) []byte {
			b, err := v.Bytes(name)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		parts := []Part{{get("front"), 7000}, {get("face"), 3000}}
		for field, want := range map[string]Form{"standard_block": Standard, "bare_block": Bare} {
			m := new(big.Int).SetBytes(get(field))
			code := m.Exp(m, key.D, key.N).FillBytes(make([]byte, 256))
			if form, err := Verify(&key.PublicKey, parts, code); form != want || err != nil {
				t.Errorf("%s %s: %q, %v", v.ID, field, form, err)
			}
			for _, bad := range [][]byte{code[1:], append([]byte{0}, code...), append(bytes.Clone(code[:255]), code[255]^1), nil} {
				if form, err := Verify(&key.PublicKey, parts, bad); form != "" || err == nil {
					t.Errorf("%s %s: %d bytes accepted as %q", v.ID, field, len(bad), form)
				}
			}
			swapped := []Part{{get("face"), 3000}, {get("front"), 7000}}
			if form, err := Verify(&key.PublicKey, swapped, code); form != "" || !has(err, SignatureMismatch) {
				t.Errorf("%s %s swapped: %q, %v", v.ID, field, form, err)
			}
			cut := []Part{{get("front")[:6999], 7000}, {get("face"), 3000}}
			if _, err := Verify(&key.PublicKey, cut, code); !has(err, DataLength) {
				t.Errorf("front of 6999 bytes: %v", err)
			}
		}
		above := new(big.Int).Add(key.N, big.NewInt(1)).FillBytes(make([]byte, 256))
		if _, err := Verify(&key.PublicKey, parts, above); !has(err, SignatureRange) {
			t.Errorf("check code above the modulus: %v", err)
		}
	}
}

func has(err error, want Reason) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Reason == want
}

// Every signature algorithm that a profile names must be one of ours.
func TestAlgorithmsComplete(t *testing.T) {
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := Supports(p); err != nil {
			t.Error(err)
		}
		other, err := p.With(name+".sig.algorithm", "unheard-of")
		if err != nil {
			t.Fatal(err)
		}
		if err := Supports(other); !errors.Is(err, ErrUnknownAlgorithm) {
			t.Error(err)
		}
	}
}

func TestReasonsListed(t *testing.T) {
	seen := Reasons()
	slices.Sort(seen)
	if len(slices.Compact(seen)) != 16 {
		t.Errorf("%d reasons", len(seen))
	}
}

func TestNULTail(t *testing.T) {
	for _, value := range [][]byte{nil, {}, make([]byte, 1200)} {
		if _, err := ParseLeaf(value); !has(err, LeafMissing) {
			t.Errorf("%d bytes: %v", len(value), err)
		}
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add([]byte{0x30, 0x82, 0x01, 0x00})
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x00, 0x00, 0x00})
	f.Add([]byte{0x30, 0x80, 0x00, 0x00})
	f.Fuzz(func(t *testing.T, value []byte) {
		l, err := ParseLeaf(value)
		if p, ok := errors.AsType[*Problem](err); err != nil && (!ok || !slices.Contains(Reasons(), p.Reason)) {
			t.Fatalf("untyped error %v", err)
		}
		if err == nil && (!bytes.HasPrefix(value, l.Raw) || !bytes.Contains(l.Raw, l.TBS) || l.Key.N.BitLen() != 2048) {
			t.Fatal("leaf is not what was given")
		}
	})
}
