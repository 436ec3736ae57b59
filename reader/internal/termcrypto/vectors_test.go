package termcrypto

import (
	"bytes"
	"errors"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

func suite(t testing.TB) *Suite {
	t.Helper()
	p, err := spec.Lookup("t1")
	if err != nil {
		t.Fatal(err)
	}
	s, err := For(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// each runs a test for every vector of an operation; there must be some.
func each(t *testing.T, op string, run func(t *testing.T, get func(string) []byte, v vectors.Vector)) {
	t.Helper()
	vs, err := vectors.ByOp(op)
	if err != nil || len(vs) == 0 {
		t.Fatalf("no vectors of %s: %v", op, err)
	}
	for _, v := range vs {
		t.Run(v.ID, func(t *testing.T) {
			run(t, func(name string) []byte {
				b, err := v.Bytes(name)
				if err != nil {
					t.Fatal(err)
				}
				return b
			}, v)
		})
	}
}

func equal(t *testing.T, what string, got, want []byte, err error) {
	t.Helper()
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s = %X, %v; want %X", what, got, err, want)
	}
}

func number(t *testing.T, v vectors.Vector) string {
	t.Helper()
	s, err := v.Text("number")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestBaseKey(t *testing.T) {
	each(t, "base-key", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		got := suite(t).BaseKey(number(t, v))
		equal(t, "Kenc", got, get("kenc"), nil)
		equal(t, "Kmac", got, get("kmac"), nil)
	})
}

func TestMAC(t *testing.T) {
	each(t, "mac", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		got, err := suite(t).MAC(get("key"), get("data"))
		equal(t, "MAC", got, get("mac"), err)
		if v.Has("mac-not") && bytes.Equal(got, get("mac-not")) {
			t.Error("MAC without padding method 2")
		}
	})
}

// numberOf finds the number whose base key a vector uses.
func numberOf(t *testing.T, kenc []byte) string {
	t.Helper()
	vs, err := vectors.ByOp("base-key")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vs {
		if k, err := v.Bytes("kenc"); err == nil && bytes.Equal(k, kenc) {
			return number(t, v)
		}
	}
	t.Fatalf("no base-key vector has Kenc %X", kenc)
	return ""
}

func TestMutualCommand(t *testing.T) {
	each(t, "mutual-command", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		h, err := suite(t).NewHandshake(numberOf(t, get("kenc")), get("rnd_icc"), get("rnd_ifd"), get("k_ifd"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.Data()
		equal(t, "E_IFD M_IFD", got, append(get("e_ifd"), get("m_ifd")...), err)
	})
}

// sessionOf finds the session-key vector of a K.ICC.
func sessionOf(t *testing.T, kICC []byte) (kIFD, ksenc []byte) {
	t.Helper()
	each(t, "session-key", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		if bytes.Equal(get("k_icc"), kICC) {
			kIFD, ksenc = get("k_ifd"), get("ksenc")
		}
	})
	if ksenc == nil {
		t.Fatalf("no session-key vector has K.ICC %X", kICC)
	}
	return kIFD, ksenc
}

func TestMutualAnswer(t *testing.T) {
	each(t, "mutual-answer", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		kIFD, ksenc := sessionOf(t, get("k_icc"))
		h, err := suite(t).NewHandshake(numberOf(t, get("kenc")), get("rnd_icc"), get("rnd_ifd"), kIFD)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Data(); err != nil {
			t.Fatal(err)
		}
		answer := append(get("e_icc"), get("m_icc")...)
		got, err := h.Answer(answer)
		equal(t, "KSenc", got, ksenc, err)
		for bit := range len(answer) * 8 {
			bad := bytes.Clone(answer)
			bad[bit/8] ^= 1 << (bit % 8)
			if _, err := h.Answer(bad); err == nil {
				t.Fatalf("accepted with bit %d flipped", bit)
			}
		}
	})
}

func TestSessionKey(t *testing.T) {
	each(t, "session-key", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		got, err := suite(t).SessionKey(get("k_ifd"), get("k_icc"))
		equal(t, "KSenc", got, get("ksenc"), err)
	})
}

func TestVerifyObject(t *testing.T) {
	each(t, "verify-command", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		got, err := suite(t).Wrap(get("ksenc"), []byte(number(t, v)))
		equal(t, "object", got, get("command")[5:], err)
	})
}

func TestSMAnswer(t *testing.T) {
	each(t, "sm-answer", func(t *testing.T, get func(string) []byte, v vectors.Vector) {
		got, err := suite(t).Unwrap(get("ksenc"), get("answer"))
		equal(t, "plain text", got, get("plain"), err)
		wrapped, err := suite(t).Wrap(get("ksenc"), get("plain"))
		equal(t, "object", wrapped, get("answer"), err)
	})
}

// Every algorithm that a profile names must have a function here.
func TestAlgorithmsComplete(t *testing.T) {
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := For(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, cell := range []string{"ke.base-key", "ke.cipher", "ke.mac", "ke.session-key", "sm.cipher", "sm.padding",
			"ke.layout.ifd", "ke.layout.icc"} {
			other, err := p.With(name+"."+cell, "unheard-of")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := For(other); !errors.Is(err, ErrUnknownAlgorithm) {
				t.Errorf("%s.%s: unknown name gives %v", name, cell, err)
			}
		}
	}
}
