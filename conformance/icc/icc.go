// Package icc holds the cases that judge a card on layer 6: activation,
// commands, key agreement, access, secure messaging (specification chapters 3
// and 4). Expected bytes come from package witness or stand here as literals,
// never from the specification tables, which only say how sure a fact is. It
// must not import the reader.
package icc

import (
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// Cases lists the cases of this package in catalogue order.
func Cases() []conformance.Case {
	return slices.Concat(activation(), selection(), challenge(), mutual(), verify(), access(),
		plainRead(), smRead(), robustness(), specifiedCards())
}

// text is a text in both languages.
func text(ja, en string) conformance.Text { return conformance.Text{JA: ja, EN: en} }

// dotted writes a file's key as it stands in instance IDs and cell keys:
// "df1.ef01".
func dotted(f witness.File) string { return strings.ReplaceAll(f.Key, "/", ".") }

// files returns the files of the subject's type that keep accepts.
func files(s *conformance.Subject, keep func(witness.File) bool) []witness.File {
	var out []witness.File
	for _, f := range s.Kind().Files() {
		if keep(f) {
			out = append(out, f)
		}
	}
	return out
}

func protected(f witness.File) bool { return !f.Free }
func smOnly(f witness.File) bool    { return f.SM }
func plainToo(f witness.File) bool  { return !f.Free && !f.SM }

// probe is the first file of DF2 that a plain command may read: where a case
// asks whether the card is open, it reads this one.
func probe(s *conformance.Subject) witness.File {
	return files(s, func(f witness.File) bool { return f.DF == 2 && plainToo(f) })[0]
}

// largest is the largest file that is read under SM only: the front image, or
// the file of face and name.
func largest(s *conformance.Subject) witness.File {
	return slices.MaxFunc(files(s, smOnly), func(a, b witness.File) int { return a.Size - b.Size })
}

// specified says whether the card is one of the specified cards, types 07 and
// 08, of which errors of SM end the session and have status words of their own.
func specified(t *conformance.T) bool { return t.Kind().Generation == 3 }

// noSession is the status word of an SM command to a card without session key.
func noSession(t *conformance.T) uint16 {
	if specified(t) {
		return 0x69FC
	}
	return 0x6985
}

// objectWords are the status words of an SM object that is not as it should
// be. The first generation knows only the first; specified cards tell a missing
// object apart (SC 4.2).
func objectWords(t *conformance.T) []uint16 {
	if specified(t) {
		return []uint16{0x6988, 0x6987}
	}
	return []uint16{0x6988}
}

// perFile makes one variant for every file that keep accepts.
func perFile(keep func(witness.File) bool, run func(t *conformance.T, f witness.File)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		var out []conformance.Variant
		for _, f := range files(s, keep) {
			out = append(out, conformance.Variant{Name: dotted(f), Run: func(t *conformance.T) { run(t, f) }})
		}
		return out
	}
}

// selectDFOf makes the DF of a file current. For a free file it enters the
// card and no more: the MF or the application is current then.
func selectDFOf(t *conformance.T, f witness.File) {
	t.Enter()
	if f.DF == 0 {
		return
	}
	if a := t.Send(witness.SelectDF(f.DF)); a.SW != 0x9000 {
		t.Inconclusive("DF%d could not be selected: %s", f.DF, a)
	}
}
