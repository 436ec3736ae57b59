package machine

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/internal/cardcrypto"
	"github.com/zairyukit/zairyu/internal/spec"
)

func TestNewRefusesTablesItCannotActOn(t *testing.T) {
	for key, c := range map[string]struct {
		value string
		want  error
	}{
		"t1.entry":          {"ap", ErrCell},
		"t1.verify.retries": {"3", ErrCell},
		"t1.sm.mac":         {"cmac", ErrCell},
		"t1.ke.check.mac":   {"perhaps", ErrCell},
		"t1.verify.p2":      {"", ErrCell},
		"t1.ke.layout.icc":  {"RND.ICC RND.IFD K.IFD", ErrCell},
		"t1.ke.mac":         {"cmac", cardcrypto.ErrUnknownAlgorithm},
		"t1.ke.session-key": {"sha256", cardcrypto.ErrUnknownAlgorithm},
		"t1.transport.type": {"iso14443-a", ErrCell},
		"t1.root":           {"ap", ErrCell},
		"t1.commands":       {"select format", ErrUnknownName},
		"t1.ke.method":      {"set-session-key", cardcrypto.ErrUnknownAlgorithm},
		"t07.ke.header":     {"80AE00", ErrCell},
		"t07.ke.method":     {"challenge-mutual", cardcrypto.ErrUnknownAlgorithm},
		"t07.ke.oaep":       {"none", cardcrypto.ErrUnknownAlgorithm},
		"t07.sm.class":      {"0C", ErrCell},
		"t07.entry":         {"df3", ErrCell},
		"t07.sm.cipher":     {"aes128-gcm", cardcrypto.ErrUnknownAlgorithm},
	} {
		name, _, _ := strings.Cut(key, ".")
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		changed, err := p.With(key, c.value)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(Card{Profile: changed}); !errors.Is(err, c.want) {
			t.Errorf("%s = %q: %v, want %v", key, c.value, err, c.want)
		}
	}
}

// A table with a name that no code stands behind must not be half a card.
func TestNewRefusesUnknownNames(t *testing.T) {
	for name, spoil := range map[string]func(*spec.Profile){
		"form":      func(p *spec.Profile) { p.Guards["erase"] = p.Guards["select"] },
		"predicate": func(p *spec.Profile) { p.Guards["select"] = []spec.Check{{Predicate: "moon-full"}} },
		"event":     func(p *spec.Profile) { p.Effects["erase.ok"] = nil },
		"verb":      func(p *spec.Profile) { p.Effects["reset"] = []string{"jump"} },
	} {
		p, err := spec.Lookup("t1")
		if err != nil {
			t.Fatal(err)
		}
		spoil(p)
		if _, err := New(Card{Profile: p}); !errors.Is(err, ErrUnknownName) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The parts come out
// where they were put in, and missing ones are NULs.
func TestLayout(t *testing.T) {
	l := layout{{rndIFD, 2}, {kIFD, 3}}
	if l.length() != 5 {
		t.Errorf("length %d", l.length())
	}
	parts, err := l.split([]byte("abcde"))
	if err != nil || string(parts[rndIFD]) != "ab" || string(parts[kIFD]) != "cde" {
		t.Errorf("%q, %v", parts, err)
	}
	if got := l.join(map[string][]byte{kIFD: []byte("xyz")}); string(got) != "\x00\x00xyz" {
		t.Errorf("%q", got)
	}
	if _, err := l.split([]byte("abcd")); err == nil {
		t.Error("a short text was split")
	}
}

// A specified card needs a key of the length in its tables; others need none.
func TestDeliveryKeyFits(t *testing.T) {
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"t07": ErrDeliveryKey, "t08": ErrDeliveryKey, "t05": nil, "t1": nil} {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []*rsa.PrivateKey{nil, short} {
			if _, err := New(Card{Profile: p, DeliveryKey: key}); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
	}
}
