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
		parts := []Part{{get("front"), 7000, false}, {get("face"), 3000, false}}
		scheme := schemeOf(t, "t1")
		for field, want := range map[string]Form{"standard_block": Standard, "bare_block": Bare} {
			m := new(big.Int).SetBytes(get(field))
			code := m.Exp(m, key.D, key.N).FillBytes(make([]byte, 256))
			if form, err := scheme.Verify(&key.PublicKey, parts, code); form != want || err != nil {
				t.Errorf("%s %s: %q, %v", v.ID, field, form, err)
			}
			for _, bad := range [][]byte{code[1:], append([]byte{0}, code...), append(bytes.Clone(code[:255]), code[255]^1), nil} {
				if form, err := scheme.Verify(&key.PublicKey, parts, bad); form != "" || err == nil {
					t.Errorf("%s %s: %d bytes accepted as %q", v.ID, field, len(bad), form)
				}
			}
			swapped := []Part{{get("face"), 3000, false}, {get("front"), 7000, false}}
			if form, err := scheme.Verify(&key.PublicKey, swapped, code); form != "" || !has(err, SignatureMismatch) {
				t.Errorf("%s %s swapped: %q, %v", v.ID, field, form, err)
			}
			cut := []Part{{get("front")[:6999], 7000, false}, {get("face"), 3000, false}}
			if _, err := scheme.Verify(&key.PublicKey, cut, code); !has(err, DataLength) {
				t.Errorf("front of 6999 bytes: %v", err)
			}
		}
		above := new(big.Int).Add(key.N, big.NewInt(1)).FillBytes(make([]byte, 256))
		if _, err := scheme.Verify(&key.PublicKey, parts, above); !has(err, SignatureRange) {
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
		if _, err := For(p); err != nil {
			t.Error(err)
		}
		if _, err := Input(p); err != nil {
			t.Error(err)
		}
		other, err := p.With(name+".sig.algorithm", "unheard-of")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := For(other); !errors.Is(err, ErrUnknownAlgorithm) {
			t.Error(err)
		}
	}
}

func TestReasonsListed(t *testing.T) {
	seen := Reasons()
	slices.Sort(seen)
	if len(slices.Compact(seen)) != 17 {
		t.Errorf("%d reasons", len(seen))
	}
}

func TestNULTail(t *testing.T) {
	for _, value := range [][]byte{nil, {}, make([]byte, 1200)} {
		if _, err := schemeOf(t, "t1").ParseLeaf(value); !has(err, LeafMissing) {
			t.Errorf("%d bytes: %v", len(value), err)
		}
	}
}

func schemeOf(t testing.TB, name string) *Scheme {
	t.Helper()
	p, err := spec.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := For(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func FuzzParseLeaf(f *testing.F) {
	f.Add([]byte{0x30, 0x82, 0x01, 0x00})
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x00, 0x00, 0x00})
	f.Add([]byte{0x30, 0x80, 0x00, 0x00})
	for _, leaf := range seeds(f) {
		f.Add(leaf)
	}
	schemes := []*Scheme{schemeOf(f, "t1"), schemeOf(f, "t05")}
	f.Fuzz(func(t *testing.T, value []byte) {
		for _, s := range schemes {
			l, err := s.ParseLeaf(value)
			if p, ok := errors.AsType[*Problem](err); err != nil && (!ok || !slices.Contains(Reasons(), p.Reason)) {
				t.Fatalf("untyped error %v", err)
			}
			if err == nil && (!bytes.HasPrefix(value, l.Raw) || !bytes.Contains(l.Raw, l.TBS) || !s.usable(l.Key)) {
				t.Fatal("leaf is not what was given")
			}
		}
	})
}
