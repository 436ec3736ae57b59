package reader_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// answers is a card that knows some commands (hex) and refuses all others
// with one status word.
type answers struct {
	known map[string]string
	other string
	log   []string
}

func (a *answers) Transmit(_ context.Context, command []byte) ([]byte, error) {
	c := fmt.Sprintf("%X", command)
	a.log = append(a.log, c)
	if s, ok := a.known[c]; ok {
		return unhex(s), nil
	}
	return unhex(a.other), nil
}

const (
	readHead  = "00B08A00000002"
	readValue = "00B08A02000001"
	readTwo   = "00B08A02000002"
	version   = "00B08B00000002"
	toMF      = "00A40000023F00"
	toAP      = "00A4040C10D392F0004F0100000000000000000000"
)

func TestDetect(t *testing.T) {
	ours := map[string]string{version: "C0049000"}
	for _, c := range []struct {
		name  string
		known map[string]string
		other string
		typ   string
		want  reader.Verdict
	}{
		{"type 1", map[string]string{readHead: "C1019000", readValue: "319000"}, "6A82", "1", ""},
		{"type 2", map[string]string{readHead: "C1019000", readValue: "329000"}, "6A82", "2", ""},
		{"more than asked", map[string]string{readHead: "C101319000", readValue: "31009000"}, "6A82", "1", ""},
		{"short form only", map[string]string{"00B08A0002": "C1019000", "00B08A0201": "319000"}, "6700", "1", ""},
		{"type 3", map[string]string{readHead: "C1019000", readValue: "339000"}, "6A82", "3", reader.UnsupportedType},
		{"type 9", map[string]string{readHead: "C1019000", readValue: "399000"}, "6A82", "9", reader.UnsupportedType},
		{"type letter", map[string]string{readHead: "C1019000", readValue: "419000"}, "6A82", "A", reader.UnsupportedType},
		{"type 99", map[string]string{readHead: "C1029000", readTwo: "39399000"}, "6A82", "99", reader.UnsupportedType},
		{"type 05", map[string]string{readHead: "C1029000", readTwo: "30359000"}, "6A82", "05", ""},
		{"type 06", map[string]string{readHead: "C1029000", readTwo: "30369000"}, "6A82", "06", ""},
		{"type 07", map[string]string{toAP: "9000", readHead: "C1029000", readTwo: "30379000"}, "6A82", "07", ""},
		{"type 07 at the MF, no AP", map[string]string{readHead: "C1029000", readTwo: "30379000"}, "6A82", "", reader.NotAResidenceCard},
		{"type 09", map[string]string{readHead: "C1029000", readTwo: "30399000"}, "6A82", "09", reader.UnsupportedType},
		{"length 0", with2(ours, readHead, "C1009000"), "6A82", "", reader.DataError},
		{"length 3", with2(ours, readHead, "C1039000"), "6A82", "", reader.DataError},
		{"length 255", with2(ours, readHead, "C1FF9000"), "6A82", "", reader.DataError},
		{"other tag", with2(ours, readHead, "C5019000"), "6A82", "", reader.DataError},
		{"value missing", with2(ours, readHead, "C1019000"), "6A82", "", reader.DataError},
		{"another card with an EF of that SFI", map[string]string{readHead: "10029000", version: "10029000"}, "6A82", "", reader.NotAResidenceCard},
		{"knows nothing, 6A82", nil, "6A82", "", reader.NotAResidenceCard},
		{"knows nothing, 6D00", nil, "6D00", "", reader.NotAResidenceCard},
		{"says 9000 to all", nil, "9000", "", reader.NotAResidenceCard},
		{"one byte", nil, "90", "", reader.ProtocolError},
		{"no bytes", nil, "", "", reader.ProtocolError},
	} {
		t.Run(c.name, func(t *testing.T) {
			card := &answers{known: c.known, other: c.other}
			typ, err := reader.Detect(t.Context(), card)
			var e *reader.Error
			if typ != c.typ || c.want == "" && err != nil || c.want != "" && (!errors.As(err, &e) || e.Verdict != c.want) {
				t.Errorf("%q, %v; want %q, %s", typ, err, c.typ, c.want)
			}
			allowed := []string{readHead, readValue, readTwo, version, toMF, toAP, "00B08A0002", "00B08A0201", "00B08B0002"}
			for _, sent := range card.log {
				if !slices.Contains(allowed, sent) {
					t.Errorf("sent %s", sent)
				}
			}
			if len(card.log) > 12 {
				t.Errorf("%d commands", len(card.log))
			}
			if c.want != "" { // a whole reading goes no further
				before := len(card.log)
				r := reader.Check(t.Context(), card, options(t))
				if r.Verdict != c.want || len(card.log) != 2*before {
					t.Errorf("Check: %v after %d commands", r, len(card.log)-before)
				}
			}
		})
	}
}

func with2(m map[string]string, k, v string) map[string]string {
	out := map[string]string{k: v}
	for k, v := range m {
		out[k] = v
	}
	return out
}

// A type this reader knows, but where only later generations keep theirs.
func TestType1InAP(t *testing.T) {
	card := &answers{other: "6A82"}
	card.known = map[string]string{toAP: "9000"}
	inAP := transport(func(ctx context.Context, command []byte) ([]byte, error) {
		selected := slices.Contains(card.log, toAP)
		raw, err := card.Transmit(ctx, command)
		switch card.log[len(card.log)-1] {
		case readHead:
			if selected {
				raw = unhex("C1019000")
			}
		case readValue:
			raw = unhex("319000")
		}
		return raw, err
	})
	if r := reader.Check(t.Context(), inAP, options(t)); r.Verdict != reader.UnsupportedType {
		t.Error(r)
	}
}

// transport makes a Transport of a function.
type transport func(context.Context, []byte) ([]byte, error)

func (f transport) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	return f(ctx, command)
}

func TestMFNotCurrent(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	card.df = "df2"
	if r := reader.Check(t.Context(), card, options(t)); r.Verdict != reader.Valid {
		t.Error(r, r.Err)
	}
}

func TestOtherVersion(t *testing.T) {
	for _, v := range []string{"0002", "9999"} {
		if r := check(t, with(goodFiles(), "mf/ef01", []byte("\xC0\x04"+v))); r.Verdict != reader.Valid {
			t.Error(v, r, r.Err)
		}
	}
	files := goodFiles()
	delete(files, "mf/ef01")
	if r := check(t, files); r.Verdict != reader.Valid || !r.Has(reader.Partial) {
		t.Error(r, r.Err)
	}
}
