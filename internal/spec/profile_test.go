package spec

import (
	"errors"
	"reflect"
	"testing"
)

// The expected figures are typed from the document, not from the table.
func TestFilesOfTheDocument(t *testing.T) {
	want := map[string]struct {
		size, p1 int
		access   AccessRule
	}{
		"mf/ef01":  {6, 0x8B, Free},
		"mf/ef02":  {3, 0x8A, Free},
		"df1/ef01": {7004, 0x85, ByNumberSM},
		"df1/ef02": {3004, 0x86, ByNumberSM},
		"df2/ef01": {342, 0x81, ByNumber},
		"df2/ef02": {122, 0x82, ByNumber},
		"df2/ef03": {122, 0x83, ByNumber},
		"df2/ef04": {3, 0x84, ByNumber},
		"df3/ef01": {1464, 0x82, ByNumber},
	}
	absent := map[string][]string{"t1": nil, "t2": {"df2/ef02", "df2/ef03", "df2/ef04"}}
	for name, missing := range absent {
		p := lookup(t, name)
		if len(p.Files) != len(want)-len(missing) {
			t.Errorf("%s has %d files", name, len(p.Files))
		}
		for _, f := range p.Files {
			w := want[f.Key]
			if f.Size != w.size || int(f.SFI)|0x80 != w.p1 || f.Access != w.access {
				t.Errorf("%s %s = %+v, want %+v", name, f.Key, f, w)
			}
		}
		for _, key := range missing {
			if _, ok := p.File(key); ok {
				t.Errorf("%s has %s", name, key)
			}
		}
	}
}

// Every EF is exactly its objects: tag, shortest length, value (3.3.1, 3.3.4).
func TestSizesAreTheSumOfTheirObjects(t *testing.T) {
	for _, name := range Names() {
		for _, f := range lookup(t, name).Files {
			sum := 0
			for _, o := range f.Objects {
				sum += objectLength(o)
			}
			if sum != f.Size {
				t.Errorf("%s %s: objects make %d bytes, size is %d", name, f.Key, sum, f.Size)
			}
		}
	}
}

func objectLength(o Object) int {
	n := 1 + 1 + o.Length
	if o.Tag > 0xFF {
		n++
	}
	switch {
	case o.Length > 0xFF || o.Form == FixedLong:
		n += 2
	case o.Length > 0x7F:
		n++
	}
	return n
}

// No guard may answer a status word that the command's own table lacks
// (4.2.1(5) to 4.2.5(5)).
func TestGuardsStayInsideTheStatusTables(t *testing.T) {
	command := map[string]string{"select": "select", "challenge": "challenge", "mutual": "mutual",
		"verify": "verify", "read-plain": "read", "read-sm": "read", "set-key": "set-key"}
	for _, name := range Names() {
		p := lookup(t, name)
		for form, checks := range p.Guards {
			for _, c := range checks {
				if form == "unknown" { // in every table
					for cmd, words := range p.Statuses {
						if words[c.SW] == "" {
							t.Errorf("%s: %04X is not in the table of %s", c.Key, c.SW, cmd)
						}
					}
				} else if p.Statuses[command[form]][c.SW] == "" {
					t.Errorf("%s: %04X is not in the table of %s", c.Key, c.SW, command[form])
				}
			}
		}
	}
}

// The words of table 4-5 that no command lists must not appear anywhere.
func TestStatusWordsOfNoCommand(t *testing.T) {
	for _, sw := range []uint16{0x63C0, 0x63C3, 0x6581, 0x6983, 0x6987, 0x6A80, 0x6A81, 0x6A84, 0x6A85, 0x6A88, 0x6282} {
		for cmd, words := range lookup(t, "t1").Statuses {
			if _, ok := words[sw]; ok {
				t.Errorf("table of %s has %04X", cmd, sw)
			}
		}
	}
	counts := map[string]int{"select": 14, "verify": 18, "challenge": 12, "mutual": 12, "read": 17}
	for cmd, n := range counts {
		if got := len(lookup(t, "t1").Statuses[cmd]); got != n {
			t.Errorf("%s: %d status words, the document has %d", cmd, got, n)
		}
	}
}

func TestCellsAreCompleteAndUnique(t *testing.T) {
	for _, name := range Names() {
		seen := map[string]bool{}
		for _, c := range lookup(t, name).Cells() {
			if seen[c.Key] {
				t.Errorf("%s stands twice", c.Key)
			}
			seen[c.Key] = true
			if c.Clause == "" || c.Confidence == "" || (c.Kind != Effect && c.Value == "") {
				t.Errorf("incomplete cell %+v", c)
			}
		}
	}
}

func TestWith(t *testing.T) {
	p := lookup(t, "t1")
	open, err := p.With("t1.df1.ef01.access", "free")
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := open.File("df1/ef01"); f.Access != Free {
		t.Errorf("changed copy has access %q", f.Access)
	}
	if f, _ := p.File("df1/ef01"); f.Access != ByNumberSM {
		t.Error("With changed the original")
	}
	off, err := p.With("t1.guard.read-plain.not-verified", "off")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(off.Guards["read-plain"]), len(p.Guards["read-plain"])-1; got != want {
		t.Errorf("%d checks after one was put off, want %d", got, want)
	}
	if _, err := p.With("t1.nothing", "1"); !errors.Is(err, ErrNoCell) {
		t.Errorf("unknown key: %v", err)
	}
	for key, value := range map[string]string{
		"t1.df1.ef01.size": "-1", "t1.df1.ef01.sfi": "1F", "t1.sm.data.tag": "8", "t1.mf.fid": "3",
		"t1.df1.ef01.access": "open", "t1.guard.read-sm.no-session": "69", "t1.effect.read.ok": "jump",
		"t1.sig.root.1": "00", "t1.ke.cipher": "",
	} {
		var bad *CellError
		if _, err := p.With(key, value); !errors.As(err, &bad) || bad.Key != key {
			t.Errorf("%s = %q: %v", key, value, err)
		}
	}
}

func TestLookupUnknown(t *testing.T) {
	if _, err := Lookup("t9"); !errors.Is(err, ErrUnknownProfile) {
		t.Error(err)
	}
	if _, err := ForType("3"); !errors.Is(err, ErrUnknownProfile) {
		t.Error(err)
	}
	if p, err := ForType("2"); err != nil || p.Name != "t2" {
		t.Errorf("ForType(2) = %v, %v", p, err)
	}
}

// A profile is its caller's own: whatever is done to it, the next one is as
// the table says.
func TestLookupIsTheCallersOwn(t *testing.T) {
	for _, name := range Names() {
		fresh, err := New(name, tables()[name]())
		if err != nil {
			t.Fatal(err)
		}
		spoilt := lookup(t, name)
		spoilt.Commands[0], spoilt.DFs[0].Name, spoilt.DFs[1].AID[0] = "spoilt", "spoilt", 0
		spoilt.Files[0].Size, spoilt.Files[3].Objects[0].Field = 1, "spoilt"
		for key, list := range spoilt.Guards {
			list[0].SW = 0
			spoilt.Guards[key] = append(list, Check{})
		}
		for key, list := range spoilt.Effects {
			if len(list) > 0 {
				list[0] = "spoilt"
			}
			delete(spoilt.Effects, key)
		}
		for _, list := range spoilt.Statuses {
			clear(list)
		}
		for _, f := range spoilt.Files {
			for _, o := range f.Objects {
				for i := range o.Values {
					o.Values[i] = "spoilt"
				}
			}
		}
		p := lookup(t, name)
		cells := p.Cells()
		cells[0].Value = "changed"
		if _, err := p.With(name+".df1.ef01.access", "free"); err != nil {
			t.Error(err)
		}
		for _, o := range p.Options() {
			if _, err := p.Choose(map[string]string{o.Name: o.Others[0]}); err != nil {
				t.Error(err)
			}
		}
		if !reflect.DeepEqual(p, fresh) {
			t.Errorf("%s is no longer as its table says", name)
		}
	}
}

func lookup(t *testing.T, name string) *Profile {
	t.Helper()
	p, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
