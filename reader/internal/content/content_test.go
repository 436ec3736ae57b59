package content

import (
	"bytes"
	"errors"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
)

func profile(t testing.TB, name string) *spec.Profile {
	t.Helper()
	p, err := spec.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEncodingsComplete(t *testing.T) {
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := Supports(p); err != nil {
			t.Error(err)
		}
		other, err := p.With(name+".text.encoding", "unheard-of")
		if err != nil {
			t.Fatal(err)
		}
		if err := Supports(other); !errors.Is(err, ErrUnknownEncoding) {
			t.Error(err)
		}
	}
}

// Any text in UTF-8 comes back as it was, with nothing noted, whatever other
// encodings would make of its bytes.
func TestUTF8IsTheReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("東京都千代田区霞が関許可原則週時間以内abc123　𠮷")), 0, 80, -1).Draw(t, "text")
		got, notes := Text(append([]byte(s), make([]byte, rapid.IntRange(0, 9).Draw(t, "fill"))...), rapid.SampledFrom([]string{"none", "shift_jis"}).Draw(t, "fallback"))
		if got != s || len(notes) > 0 {
			t.Fatalf("%q became %q, %v", s, got, notes)
		}
	})
}

// A text cut at any byte is the whole characters before the cut, or flagged.
func TestCutText(t *testing.T) {
	const s = "東京都千代田区"
	for n := 1; n < len(s); n++ {
		got, notes := Text([]byte(s[:n]), "shift_jis")
		if utf8.ValidString(s[:n]) {
			if got != s[:n] || len(notes) > 0 {
				t.Errorf("%d bytes: %q %v", n, got, notes)
			}
			continue
		}
		if len(notes) != 1 {
			t.Errorf("%d bytes: %q with no note", n, got)
		}
		if n > 3 && notes[0] != CutCharacter {
			t.Errorf("%d bytes: %v", n, notes)
		}
	}
}

// Local-government codes as published, and every wrong last digit of them.
func TestMunicipality(t *testing.T) {
	for _, code := range []string{"131016", "011002", "271004", "401307", "472018", "141003"} {
		if n := municipality(code); n != nil {
			t.Errorf("%s: %v", code, n)
		}
		for d := byte('0'); d <= '9'; d++ {
			if bad := code[:5] + string(d); bad != code && len(municipality(bad)) == 0 {
				t.Errorf("%s accepted", bad)
			}
		}
	}
	for _, code := range []string{"", "13101", "1310166", "13101A", "一"} {
		if len(municipality(code)) != 1 {
			t.Errorf("%q accepted", code)
		}
	}
}

// Whatever objects stand in a file, in whatever order: each field gets the
// value under its own tag and no other.
func TestSplitNeverMixes(t *testing.T) {
	p := profile(t, "t1")
	f, _ := p.File("df2/ef01")
	rapid.Check(t, func(t *rapid.T) {
		var data []byte
		want := map[string][]byte{}
		for _, o := range rapid.Permutation(f.Objects).Draw(t, "order") {
			if rapid.Bool().Draw(t, "stranger") {
				data, _ = tlv.Append(data, 0xC5, []byte("stranger"))
			}
			v := rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, o.Field)
			want[o.Field] = v
			data, _ = tlv.Append(data, o.Tag, v)
		}
		data = append(data, make([]byte, rapid.IntRange(0, 30).Draw(t, "fill"))...)
		got, err := Split(p, f, data)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v, %v", got, err)
		}
		for name, v := range want {
			if !bytes.Equal(got[name], v) {
				t.Fatalf("%s: %X, want %X", name, got[name], v)
			}
		}
	})
}

func FuzzSplit(f *testing.F) {
	var profiles []*spec.Profile
	for _, name := range spec.Names() {
		p := profile(f, name)
		profiles = append(profiles, p)
		for i, file := range p.Files {
			which := uint8(len(profiles) - 1)
			f.Add(which, uint8(i), make([]byte, file.Size))
			var data []byte
			for _, o := range file.Objects {
				data, _ = tlv.Append(data, o.Tag, bytes.Repeat([]byte("1"), o.Length))
			}
			f.Add(which, uint8(i), data)
			f.Add(which, uint8(i), data[:len(data)/2])
		}
	}
	f.Fuzz(func(t *testing.T, which, at uint8, data []byte) {
		p := profiles[int(which)%len(profiles)]
		file := p.Files[int(at)%len(p.Files)]
		joined, err := Entries(p, file, data)
		if err == nil {
			if _, err := Split(p, file, data); err != nil && len(joined) > 0 {
				t.Fatalf("joined, but not split: %v", err)
			}
		} else if !errors.Is(err, ErrSyntax) && !errors.Is(err, ErrOrder) && !errors.Is(err, ErrMissing) {
			t.Fatalf("untyped error %v", err)
		}
		values, err := Split(p, file, data)
		if err != nil {
			if !errors.Is(err, ErrSyntax) && !errors.Is(err, ErrRepeated) && !errors.Is(err, ErrMissing) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		for _, o := range file.Objects {
			in := Interpret(p, o, values[o.Field])
			if in.Form == None && (in.Text != "" || in.Notes != nil) || !utf8.ValidString(in.Text) {
				t.Fatalf("%+v", in)
			}
		}
	})
}
