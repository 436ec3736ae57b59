package termcrypto

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

func suite(t testing.TB, profile string) *Suite {
	t.Helper()
	p, err := spec.Lookup(profile)
	if err != nil {
		t.Fatal(err)
	}
	s, err := For(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// vectorOf is one vector with the suite of its profile.
type vectorOf struct {
	vectors.Vector
	*Suite
	t *testing.T
}

// get returns a field as bytes.
func (v vectorOf) get(name string) []byte {
	v.t.Helper()
	b, err := v.Bytes(name)
	if err != nil {
		v.t.Fatal(err)
	}
	return b
}

func (v vectorOf) number() string {
	v.t.Helper()
	s, err := v.Text("number")
	if err != nil {
		v.t.Fatal(err)
	}
	return s
}

// n is the number of the message, where messages are numbered.
func (v vectorOf) n() uint64 {
	v.t.Helper()
	if !v.Has("n") {
		if v.Counts() {
			v.t.Fatal("no message number")
		}
		return 12345 // must not matter
	}
	n, err := v.Count("n")
	if err != nil {
		v.t.Fatal(err)
	}
	return n
}

// each runs a test for every vector of an operation, of all profiles; of each
// profile named there must be some.
func each(t *testing.T, op, profiles string, run func(t *testing.T, v vectorOf)) {
	t.Helper()
	for _, profile := range vectors.Profiles() {
		vs, err := vectors.For(profile, op)
		if err != nil || len(vs) == 0 && slices.Contains(strings.Fields(profiles), profile) {
			t.Fatalf("no vectors of %s for %s: %v", op, profile, err)
		}
		for _, v := range vs {
			t.Run(v.ID, func(t *testing.T) { run(t, vectorOf{v, suite(t, profile), t}) })
		}
	}
}

func equal(t *testing.T, what string, got, want []byte, err error) {
	t.Helper()
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s = %X, %v; want %X", what, got, err, want)
	}
}

// not demands that a wrong value that a vector names was not made.
func (v vectorOf) not(field string, got []byte) {
	v.t.Helper()
	if v.Has(field) && bytes.Equal(got, v.get(field)) {
		v.t.Errorf("made %s, a neighbour's value", field)
	}
}

func TestBaseKey(t *testing.T) {
	each(t, "base-key", "t1 t05", func(t *testing.T, v vectorOf) {
		got := v.BaseKey(v.number())
		equal(t, "Kenc", got, v.get("kenc"), nil)
		equal(t, "Kmac", got, v.get("kmac"), nil)
	})
}

func TestMAC(t *testing.T) {
	each(t, "mac", "t1 t05", func(t *testing.T, v vectorOf) {
		got, err := v.MAC(v.get("key"), v.get("data"))
		equal(t, "MAC", got, v.get("mac"), err)
		v.not("mac-not", got)
	})
}

// numberOf finds the number whose base key a vector uses.
func (v vectorOf) numberOf(kenc []byte) string {
	v.t.Helper()
	vs, err := vectors.For(v.Profile, "base-key")
	if err != nil {
		v.t.Fatal(err)
	}
	for _, b := range vs {
		if k, err := b.Bytes("kenc"); err == nil && bytes.Equal(k, kenc) {
			return vectorOf{b, v.Suite, v.t}.number()
		}
	}
	v.t.Fatalf("no base-key vector has Kenc %X", kenc)
	return ""
}

func TestMutualCommand(t *testing.T) {
	each(t, "mutual-command", "t1 t05", func(t *testing.T, v vectorOf) {
		h, err := v.NewHandshake(v.numberOf(v.get("kenc")), v.get("rnd_icc"), v.get("rnd_ifd"), v.get("k_ifd"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := h.Data()
		equal(t, "E_IFD M_IFD", got, append(v.get("e_ifd"), v.get("m_ifd")...), err)
	})
}

// sessionOf finds the session-key vector of a K.ICC.
func (v vectorOf) sessionOf(kICC []byte) (kIFD, ksenc []byte) {
	v.t.Helper()
	vs, err := vectors.For(v.Profile, "session-key")
	if err != nil {
		v.t.Fatal(err)
	}
	for _, s := range vs {
		if o := (vectorOf{s, v.Suite, v.t}); bytes.Equal(o.get("k_icc"), kICC) {
			return o.get("k_ifd"), o.get("ksenc")
		}
	}
	v.t.Fatalf("no session-key vector has K.ICC %X", kICC)
	return nil, nil
}

func TestMutualAnswer(t *testing.T) {
	each(t, "mutual-answer", "t1 t05", func(t *testing.T, v vectorOf) {
		kIFD, ksenc := v.sessionOf(v.get("k_icc"))
		h, err := v.NewHandshake(v.numberOf(v.get("kenc")), v.get("rnd_icc"), v.get("rnd_ifd"), kIFD)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Data(); err != nil {
			t.Fatal(err)
		}
		answer := append(v.get("e_icc"), v.get("m_icc")...)
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
	each(t, "session-key", "t1 t05", func(t *testing.T, v vectorOf) {
		got, err := v.SessionKey(v.get("k_ifd"), v.get("k_icc"))
		equal(t, "KSenc", got, v.get("ksenc"), err)
	})
}

func TestVerifyObject(t *testing.T) {
	each(t, "verify-command", "t1 t05 t07", func(t *testing.T, v vectorOf) {
		got, err := v.Wrap(v.get("ksenc"), v.n(), []byte(v.number()))
		equal(t, "object", got, v.get("command")[5:], err)
		v.not("command-not", append(bytes.Clone(v.get("command")[:5]), got...))
	})
}

func TestSMAnswer(t *testing.T) {
	each(t, "sm-answer", "t1 t05 t06 t07", func(t *testing.T, v vectorOf) {
		got, err := v.Unwrap(v.get("ksenc"), v.n(), v.get("answer"))
		equal(t, "plain text", got, v.get("plain"), err)
		wrapped, err := v.Wrap(v.get("ksenc"), v.n(), v.get("plain"))
		equal(t, "object", wrapped, v.get("answer"), err)
		v.not("answer-not", wrapped)
	})
}

// The specified cards' vectors are derived: they show that this side reads
// the rules as their other readers do, and nothing about a card.
func TestCounterIV(t *testing.T) {
	each(t, "sm-iv", "t07", func(t *testing.T, v vectorOf) {
		b, err := aes128(v.get("ksenc"))
		got := counterIV(b, v.n())
		equal(t, "IV", got, v.get("iv"), err)
		v.not("iv-not", got)
	})
}

func TestKeyMessage(t *testing.T) {
	each(t, "key-message", "t07", func(t *testing.T, v vectorOf) {
		message, ksenc, err := v.KeyMessage(v.get("key"))
		equal(t, "message", message, v.get("message"), err)
		equal(t, "session key", ksenc, v.get("ksenc"), nil)
		v.not("message-not", message)
	})
}

// Every algorithm that a profile names must have a function here, and no name
// but those may have one.
func TestAlgorithmsComplete(t *testing.T) {
	handshake := []string{"ke.base-key", "ke.cipher", "ke.mac", "ke.session-key", "ke.layout.ifd", "ke.layout.icc"}
	delivery := []string{"ke.oaep", "ke.message"}
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := For(p)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		cells := append([]string{"ke.method", "sm.cipher", "sm.padding", "sm.mac"}, handshake...)
		if s.Delivers() {
			cells = append([]string{"ke.method", "sm.cipher", "sm.padding", "sm.mac"}, delivery...)
		}
		for _, cell := range cells {
			other, err := p.With(name+"."+cell, "unheard-of")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := For(other); !errors.Is(err, ErrUnknownAlgorithm) {
				t.Errorf("%s.%s: unknown name gives %v", name, cell, err)
			}
		}
		for _, o := range p.Options() {
			for _, value := range append([]string{o.Default}, o.Others...) {
				chosen, err := p.Choose(map[string]string{o.Name: value})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := For(chosen); err != nil {
					t.Errorf("%s with %s = %s: %v", name, o.Name, value, err)
				}
			}
		}
	}
}
