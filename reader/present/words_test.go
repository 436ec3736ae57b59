package present

import (
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/internal/content"
	"github.com/zairyukit/zairyu/reader/internal/sigcheck"
	"github.com/zairyukit/zairyu/reader/trust"
)

// Every code that a result can hold has words in both languages.
func TestWordsComplete(t *testing.T) {
	said := func(what string, w words) {
		t.Helper()
		if w.ja == "" || w.en == "" {
			t.Errorf("no words for %q", what)
		}
	}
	for _, v := range reader.Verdicts() {
		said(string(v), verdicts[v])
		said("advice on "+string(v), advice[v])
	}
	for _, f := range reader.Flags() {
		said(string(f), flags[f])
	}
	for _, s := range []reader.FileState{reader.FileRead, reader.FileAbsent, reader.FileShort, reader.FileMalformed, reader.FileNotRead} {
		said(string(s), fileStates[s])
	}
	for _, s := range []reader.SignatureState{reader.SignatureFits, reader.SignatureWrong, reader.SignatureAbsent, reader.SignatureNotChecked} {
		said(string(s), signatures[s])
	}
	for _, s := range []reader.ChainState{reader.ChainAnchored, reader.ChainNotAnchored, reader.ChainNoAnchors, reader.ChainNotChecked} {
		said(string(s), chains[s])
	}
	for _, c := range []trust.Class{trust.Production, trust.Test, trust.Custom} {
		said(string(c), classes[c])
	}
	for _, h := range sigcheck.Habits() {
		said(string(h), habits[string(h)])
	}
	for _, f := range sigcheck.Forms() {
		said(string(f), forms[string(f)])
	}
	for _, r := range append(sigcheck.Reasons(), "data-missing") {
		said(string(r), reasons[string(r)])
	}
	for _, n := range content.Notes() {
		said(string(n), notes[string(n)])
	}
	for _, s := range []string{"number", "detect", "mf", "ap", "set-key", "challenge", "mutual", "verify", "df1", "df2", "df3", "signature", "certificate", "chain"} {
		said("step "+s, steps[s])
	}
	said("number", names["number"])
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		said("type "+p.Type, types[p.Type])
		for part := range strings.FieldsSeq(p.Value("sig.input")) {
			field, _, _ := strings.Cut(part, ":")
			said(field, names[field])
		}
		for _, f := range p.Files {
			for _, o := range f.Objects {
				if o.Repertoire != "binary" && o.Repertoire != "x509" {
					said(o.Field, names[o.Field])
				}
			}
		}
	}
}
