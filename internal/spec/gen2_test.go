package spec

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// The expected figures are typed from the fact sheet of the second
// generation, not from the table.
func TestFilesOfTheSecondGeneration(t *testing.T) {
	type file struct {
		size, p1 int
		access   AccessRule
	}
	t05 := map[string]file{
		"mf/ef01": {6, 0x8B, Free}, "mf/ef02": {4, 0x8A, Free},
		"df1/ef01": {14, 0x81, ByNumberSM}, "df1/ef02": {73, 0x83, ByNumberSM},
		"df1/ef03": {5508, 0x84, ByNumberSM}, "df1/ef04": {2505, 0x86, ByNumberSM},
		"df2/ef01": {22, 0x81, ByNumber}, "df2/ef02": {3, 0x82, ByNumber}, "df2/ef03": {207, 0x83, ByNumber},
		"df3/ef01": {704, 0x82, ByNumber},
	}
	t06 := map[string]file{}
	for key, f := range t05 {
		t06[key] = f
	}
	delete(t06, "df2/ef02")
	delete(t06, "df2/ef03")
	t06["df2/ef01"], t06["df1/ef02"] = t05["df2/ef03"], file{46, 0x83, ByNumberSM}
	specified := func(of map[string]file) map[string]file {
		out := map[string]file{}
		for key, f := range of {
			if key[:2] == "mf" {
				key = "ap" + key[2:]
			}
			out[key] = f
		}
		return out
	}
	for name, want := range map[string]map[string]file{"t05": t05, "t06": t06, "t07": specified(t05), "t08": specified(t06)} {
		p := lookup(t, name)
		if len(p.Files) != len(want) {
			t.Errorf("%s has %d files, want %d", name, len(p.Files), len(want))
		}
		for _, f := range p.Files {
			w := want[f.Key]
			if f.Size != w.size || int(f.SFI)|0x80 != w.p1 || f.Access != w.access {
				t.Errorf("%s %s = %+v, want %+v", name, f.Key, f, w)
			}
		}
	}
}

// The printed entries in the order of the sheet; types 06 and 08 have the
// first six.
func TestPrintedEntries(t *testing.T) {
	tags := []uint16{0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCE, 0xCA, 0xCB, 0xCC, 0xCD}
	for name, want := range map[string][]uint16{"t05": tags, "t06": tags[:6], "t07": tags, "t08": tags[:6]} {
		f, _ := lookup(t, name).File("df1/ef02")
		var got []uint16
		values := 0
		for _, o := range f.Objects {
			got = append(got, o.Tag)
			values += o.Length
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %X, want %X", name, got, want)
		}
		if wantSum := map[bool]int{true: 53, false: 34}[len(want) == 10]; values != wantSum {
			t.Errorf("%s: values of %d bytes, want %d", name, values, wantSum)
		}
	}
}

// Nothing that a specified card does is surer than a source, and what its
// document leaves open to us is never called known.
func TestSpecifiedConfidence(t *testing.T) {
	for _, name := range []string{"t07", "t08"} {
		p := lookup(t, name)
		if !p.Unverified() || p.DFs[0].Name != "mf" || p.DFs[1].Name != "ap" || p.Root != "ap" {
			t.Errorf("%s: unverified %t, DFs %v, root %q", name, p.Unverified(), p.DFs, p.Root)
		}
		for _, c := range p.Cells() {
			if c.Confidence == Official || c.Confidence == Field {
				t.Errorf("%s is called %s", c.Key, c.Confidence)
			}
		}
		for _, key := range []string{"df1.ef03.size", "df1.ef03.sfi", "verify.p2", "guard.verify.number-wrong"} {
			if c, _ := p.Cell(name + "." + key); c.Confidence != Assumed {
				t.Errorf("%s is called %s, want assumed", c.Key, c.Confidence)
			}
		}
	}
	for _, name := range []string{"t1", "t2", "t05", "t06"} {
		if lookup(t, name).Unverified() {
			t.Errorf("%s is called unverified", name)
		}
	}
}

func TestOptions(t *testing.T) {
	p := lookup(t, "t07")
	q, err := p.Choose(map[string]string{"iv": "zero", "read_object": "96-02", "plain_read": "sm-for-all"})
	if err != nil {
		t.Fatal(err)
	}
	f, _ := q.File("df3/ef01")
	if q.Value("sm.cipher") != "aes128-cbc-iv0" || q.Value("sm.le.length") != "2" || f.Access != ByNumberSM {
		t.Errorf("chosen: %q, %q, %q", q.Value("sm.cipher"), q.Value("sm.le.length"), f.Access)
	}
	for _, o := range p.Options() {
		for _, v := range append([]string{o.Default}, o.Others...) {
			if _, err := p.Choose(map[string]string{o.Name: v}); err != nil {
				t.Errorf("%s = %s: %v", o.Name, v, err)
			}
		}
		same, err := p.Choose(map[string]string{o.Name: o.Default})
		if err != nil || !slices.Equal(same.Cells(), p.Cells()) {
			t.Errorf("the default of %s changes the table", o.Name)
		}
	}
	for _, wrong := range []map[string]string{{"iv": "guess"}, {"mac": "yes"}} {
		if _, err := p.Choose(wrong); !errors.Is(err, ErrOption) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	if _, err := lookup(t, "t05").Choose(map[string]string{"iv": "zero"}); !errors.Is(err, ErrOption) {
		t.Errorf("a verified profile took an option: %v", err)
	}
}

// What is surer than its source says, or than the cell it is taken over from,
// would turn an assumption into a failure of somebody's card. Typed from the
// sheets, weakest types last.
func TestNoCellIsSurerThanItsSource(t *testing.T) {
	order := []Confidence{Official, Field, Source, Inferred, Assumed}
	rank := func(c Confidence) int { return slices.Index(order, c) }
	for most, keys := range map[Confidence][]string{
		Source: {"t05.mf.ef01.version.tag", "t05.mf.ef02.type.tag", "t05.df1.ef03.name.tag", "t05.df1.ef03.name.length",
			"t05.df1.ef03.face.tag", "t05.df1.ef03.face.length", "t05.df1.ef04.address.tag", "t05.df1.ef02.sex.values",
			"t06.sig.entries", "t06.sig.input", "t07.ap.aid", "t07.df1.ef02.birth.tag", "t07.sig.root.production"},
		Inferred: {"t05.sig.raw", "t05.text.fallback", "t05.effect.mutual.ok", "t05.verify.retries", "t05.form.nophoto.df3.ef01",
			"t06.df1.ef02.status.tag", "t06.df1.ef02.period.tag", "t08.df1.ef02.status.tag", "t08.df1.ef02.period.tag",
			"t07.sm.cipher", "t08.sm.cipher", "t07.sm.padding", "t07.ke.oaep", "t07.sig.algorithm", "t07.sig.input", "t07.text.encoding",
			"t07.effect.select.ok", "t07.ap.ef01.access"},
		Assumed: {"t05.mf.fid", "t06.df2.ef01.sfi", "t07.verify.retries", "t07.verify.p2", "t08.form.nophoto.df3.ef01", "t08.sig.input",
			"t07.ap.ef01.sfi", "t07.df1.ef03.size"},
	} {
		for _, key := range keys {
			c, err := lookup(t, key[:3]).Cell(key)
			if err != nil || rank(c.Confidence) < rank(most) {
				t.Errorf("%s is called %q, at most %s (%v)", key, c.Confidence, most, err)
			}
		}
	}
	for _, c := range lookup(t, "t06").Cells() {
		if (c.Kind == Size || c.Kind == SFI) && strings.Contains(c.Key, ".ef") && rank(c.Confidence) < rank(Source) {
			t.Errorf("%s is called %s; cards seen in the field were of type 05", c.Key, c.Confidence)
		}
	}
	told := []string{"type", "entry", "root", "commands", "ke.method", "ke.header", "ke.modulus.length", "effect.select-ap.ok"}
	for to, from := range map[string]string{"t07": "t05", "t08": "t06"} {
		base := lookup(t, from)
		for _, c := range lookup(t, to).Cells() {
			key := strings.TrimPrefix(c.Key, to+".")
			old, err := base.Cell(from + "." + strings.Replace(key, "ap.ef", "mf.ef", 1))
			measured := c.Confidence == Inferred && strings.Contains(c.Clause, "M")
			if err == nil && !measured && !slices.Contains(told, key) && rank(c.Confidence) < rank(old.Confidence) {
				t.Errorf("%s is called %s, %s only %s", c.Key, c.Confidence, old.Key, old.Confidence)
			}
		}
	}
}
