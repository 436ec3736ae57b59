package spec

import (
	"errors"
	"slices"
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
