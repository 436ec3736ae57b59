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
		plainRead(), smRead(), robustness())
}

// text is a text in both languages.
func text(ja, en string) conformance.Text { return conformance.Text{JA: ja, EN: en} }

// dotted writes a file's key as it stands in instance IDs and cell keys:
// "df1.ef01".
func dotted(f witness.File) string { return strings.ReplaceAll(f.Key, "/", ".") }

// files returns the files of the subject's type that keep accepts.
func files(s *conformance.Subject, keep func(witness.File) bool) []witness.File {
	var out []witness.File
	for _, f := range witness.Files(s.CardType()) {
		if keep(f) {
			out = append(out, f)
		}
	}
	return out
}

func protected(f witness.File) bool { return !f.Free }
func smOnly(f witness.File) bool    { return f.SM }
func plainToo(f witness.File) bool  { return !f.Free && !f.SM }

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

// selectDFOf makes the DF of a file current, or nothing for a file of the MF.
func selectDFOf(t *conformance.T, f witness.File) {
	if f.DF == 0 {
		return
	}
	if a := t.Send(witness.SelectDF(f.DF)); a.SW != 0x9000 {
		t.Inconclusive("DF%d could not be selected: %s", f.DF, a)
	}
}
