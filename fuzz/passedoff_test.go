package fuzz

import (
	"context"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
)

// The type of a card (C1) is free to read and not signed, and types 05 and 06,
// 07 and 08 sign data of one length. A card rewritten as the other type, with
// every file laid out as that type wants it and every signed value as it was,
// must never be VALID.
func TestTypePassedOff(t *testing.T) {
	for from, to := range map[string]string{"05": "06", "06": "05", "07": "08", "08": "07"} {
		s := subjectOf(t, from)
		for _, until := range [][]byte{nil, []byte("20290401")} {
			s.passedOff(t, to, until)
		}
	}
}

// passedOff reads the card as the type to; further entries that its own type
// has not are NULs, but for the end of the period of stay.
func (s subject) passedOff(t *testing.T, to string, until []byte) {
	t.Helper()
	was, err := spec.Lookup(s.image.Profile)
	if err != nil {
		t.Fatal(err)
	}
	now, err := spec.ForType(to)
	if err != nil {
		t.Fatal(err)
	}
	image := *s.image
	image.Profile, image.Files = now.Name, map[string][]byte{}
	for _, f := range now.Files {
		image.Files[f.Key] = make([]byte, f.Size)
		if old, there := was.File(f.Key); there && slices.Equal(fieldsOf(old), fieldsOf(f)) {
			copy(image.Files[f.Key], s.image.Files[f.Key])
		}
	}
	copy(image.Files[now.Root+"/ef02"], append([]byte{0xC1, 2}, to...))
	copy(image.Files["df1/ef02"], s.entries(now, until))
	s.others(now, image.Files)
	card, err := emulator.New(image)
	if err != nil {
		t.Fatal(err)
	}
	r := reader.Check(context.Background(), &tamper{card: card}, s.o)
	if r.Type != to || r.Verdict == reader.Valid || len(r.Covered) > 0 {
		t.Errorf("type %s passed off as %s: type %s, %s, covered %v, %v", was.Type, to, r.Type, r, r.Covered, r.Err)
	}
	if want := map[string]reader.Verdict{"05": reader.DataError, "07": reader.DataError}[to]; want != "" && r.Verdict != want {
		t.Errorf("type %s passed off as %s: %s (%v), want %s", was.Type, to, r, r.Err, want)
	}
}

func fieldsOf(f spec.File) []string {
	var out []string
	for _, o := range f.Objects {
		out = append(out, o.Field)
	}
	return out
}

// entries are the printed entries of the card under the tags of another type.
func (s subject) entries(p *spec.Profile, until []byte) []byte {
	f, _ := p.File("df1/ef02")
	var out []byte
	for _, o := range f.Objects {
		value := make([]byte, o.Length)
		if o.Field == "period_until" {
			copy(value, until)
		}
		copy(value, s.signed[o.Field])
		out = append(append(out, byte(o.Tag), byte(o.Length)), value...)
	}
	return out
}

// others fills the files of DF2, whose places differ, with harmless values.
func (s subject) others(p *spec.Profile, files map[string][]byte) {
	for field, head := range map[string]string{
		"permission_comprehensive": "\xD5\x010\xD6\x08\x00\x00\x00\x00\x00\x00\x00\x00\xD7\x010",
		"application_status":       "\xD8\x010",
		"commissioner_entry":       "\xD9\x010\xDE\x82\x00\xC8",
	} {
		if f, _, there := p.FieldFile(field); there {
			copy(files[f.Key], head)
		}
	}
}
