package dat

import (
	"bytes"
	"crypto/x509"
	"math/rand/v2"
	"testing"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

func built(tb testing.TB) *perso.Result {
	tb.Helper()
	cards, err := builtIn()
	if err != nil {
		tb.Fatal(err)
	}
	return cards["1"]
}

// builtLater is a card of the second generation.
func builtLater(tb testing.TB) *perso.Result {
	tb.Helper()
	cards, err := builtIn()
	if err != nil {
		tb.Fatal(err)
	}
	return cards["05"]
}

func FuzzParseTIFF(f *testing.F) {
	f.Add(built(f).Front)
	f.Add(plainTIFF(randomRows(rand.New(rand.NewPCG(5, 6)), 40, 9, 3), 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := parseTIFF(data)
		if err != nil {
			return
		}
		if p.end > len(data) {
			t.Fatalf("ends at %d of %d", p.end, len(data))
		}
		if rows, err := p.pixels(data); err == nil && len(rows) != p.height() {
			t.Fatalf("%d of %d rows", len(rows), p.height())
		}
	})
}

func FuzzParseJP2(f *testing.F) {
	f.Add(built(f).Face)
	f.Add(bytes.TrimPrefix(built(f).Face, jp2Signature))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := parseJP2(data)
		if err == nil && (p.end > len(data) || p.width <= 0 || p.height <= 0 || p.components <= 0) {
			t.Fatalf("%+v of %d", p, len(data))
		}
	})
}

// Whatever the standard library reads, the lenient reader reads alike.
func FuzzParseLeaf(f *testing.F) {
	f.Add(built(f).Certificate)
	f.Add(builtLater(f).Certificate)
	for _, q := range issuer.Quirks() {
		d := perso.Builtin("1")
		d.Certificate.Quirks = []issuer.Quirk{q}
		card, err := perso.Build(d, issuer.Throwaway())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(card.Certificate)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := parseLeaf(data)
		if err != nil {
			return
		}
		if len(l.raw)+len(l.tail) != len(data) {
			t.Fatalf("%d and %d of %d", len(l.raw), len(l.tail), len(data))
		}
		if c, err := x509.ParseCertificate(l.raw); err == nil && !sameKey(l.key, c.PublicKey) {
			t.Fatal("another key than crypto/x509 reads")
		}
	})
}
