package icc

import (
	"bytes"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// iContents opens the card and reads the files that keep accepts: the free
// ones first, since selecting the application of a specified card once more
// ends the session.
func iContents(t *conformance.T, keep func(witness.File) bool) map[string][]byte {
	out := map[string][]byte{}
	read := func(term *witness.Terminal, free bool) {
		for _, f := range files(t.Subject, func(f witness.File) bool { return f.Free == free && keep(f) }) {
			content, err := term.ReadFile(t.Context(), f)
			if err != nil || len(content) != f.Size {
				t.Inconclusive("%s was not read: %v", dotted(f), err)
			}
			out[f.Key] = content
		}
	}
	read(t.Terminal(), true)
	read(t.Open(), false)
	return out
}

// iWindow is how many bytes in a row give a file away; a shorter accident
// happens among a few thousand random bytes.
const iWindow = 8

// secretBytes knows every run of iWindow bytes of some files.
type secretBytes map[[iWindow]byte]bool

// iSecrets collects the runs of the files that keep accepts. A run with few
// different bytes (a NUL tail, an empty row of pixels) tells nothing and is
// left out.
func iSecrets(t *conformance.T, keep func(witness.File) bool) secretBytes {
	out := secretBytes{}
	for _, content := range iContents(t, keep) {
		for i := 0; i+iWindow <= len(content); i++ {
			if run := content[i : i+iWindow]; iTelling(run) {
				out[[iWindow]byte(run)] = true
			}
		}
	}
	return out
}

func iTelling(run []byte) bool {
	sorted := slices.Sorted(slices.Values(run))
	return len(slices.Compact(sorted)) >= iWindow/2
}

// in says whether some run of the files stands in data.
func (s secretBytes) in(data []byte) bool {
	for i := 0; i+iWindow <= len(data); i++ {
		if s[[iWindow]byte(data[i:i+iWindow])] {
			return true
		}
	}
	return false
}

// iWantClosed claims that after a reset no protected file can be read.
func iWantClosed(t *conformance.T) {
	t.Reset()
	for _, f := range files(t.Subject, protected) {
		selectDFOf(t, f)
		a := t.Send(witness.ReadPlain(f.P1, 0, 0))
		t.Claim(text("リセット後は認証なしで読めない", "not readable without authentication after a reset"), dotted(f)+".access").
			Saw("%s: %s", dotted(f), a).Holds(a.Refused())
	}
}

// iWantSame claims that the card opens and its files are what they were.
func iWantSame(t *conformance.T, before map[string][]byte) {
	t.Reset()
	after := iContents(t, protected)
	for _, f := range files(t.Subject, protected) {
		t.Claim(text("ファイルが変わっていない", "the file is unchanged"), dotted(f)+".access").
			Saw("%s: %s", dotted(f), conformance.Difference(after[f.Key], before[f.Key])).
			Holds(bytes.Equal(after[f.Key], before[f.Key]))
	}
}
