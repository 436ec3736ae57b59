package spec

import "testing"

// What every card, reading and judged instance does first.
func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		if _, err := Lookup("t07"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForType(b *testing.B) {
	for b.Loop() {
		if _, err := ForType("08"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValue(b *testing.B) {
	p, err := Lookup("t07")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if p.Value("rule.unverified-profile") == "" {
			b.Fatal("no such cell")
		}
	}
}

func BenchmarkWith(b *testing.B) {
	p, err := Lookup("t07")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.With("t07.df1.ef01.sfi", "1D"); err != nil {
			b.Fatal(err)
		}
	}
}
