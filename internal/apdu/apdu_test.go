package apdu

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

func TestParse(t *testing.T) {
	le := func(n int) *int { return &n }
	for _, c := range []struct {
		name, raw string
		want      Command
		le        *int
		surplus   int
	}{
		{"case 1", "00840000", Command{INS: 0x84, Lc: -1}, nil, 0},
		{"short Le", "0084000008", Command{INS: 0x84, Lc: -1, Tail: []byte{8}}, le(8), 0},
		{"extended Le", "00B08B00000000", Command{INS: 0xB0, P1: 0x8B, Lc: -1, Extended: true, Tail: []byte{0, 0, 0}}, le(0), 0},
		{"extended Le 6", "00B08B00000006", Command{INS: 0xB0, P1: 0x8B, Lc: -1, Extended: true, Tail: []byte{0, 0, 6}}, le(6), 0},
		{"SELECT MF", "00A40000023F00", Command{INS: 0xA4, Lc: 2, Data: []byte{0x3F, 0}}, nil, 0},
		{"one byte after Lc", "00A40000023F00AA", Command{INS: 0xA4, Lc: 2, Data: []byte{0x3F, 0}, Tail: []byte{0xAA}}, le(0xAA), 0},
		{"two bytes after Lc", "00A40000023F00AA00", Command{INS: 0xA4, Lc: 2, Data: []byte{0x3F, 0}, Tail: []byte{0xAA, 0}}, le(0), 1},
		{"SM READ", "08B08500000004960200000000", Command{CLA: 8, INS: 0xB0, P1: 0x85, Lc: 4, Extended: true, Data: []byte{0x96, 2, 0, 0}, Tail: []byte{0, 0}}, le(0), 0},
		{"SM READ without Le", "08B0850000000496020000", Command{CLA: 8, INS: 0xB0, P1: 0x85, Lc: 4, Extended: true, Data: []byte{0x96, 2, 0, 0}}, nil, 0},
	} {
		got, err := Parse(unhex(t, c.raw))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.CLA != c.want.CLA || got.INS != c.want.INS || got.P1 != c.want.P1 || got.Lc != c.want.Lc ||
			got.Extended != c.want.Extended || !bytes.Equal(got.Data, c.want.Data) || !bytes.Equal(got.Tail, c.want.Tail) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
		value, ok := got.Le()
		if ok != (c.le != nil) || ok && value != *c.le {
			t.Errorf("%s: Le = %d, %t", c.name, value, ok)
		}
		if got.Surplus() != c.surplus {
			t.Errorf("%s: surplus %d, want %d", c.name, got.Surplus(), c.surplus)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for raw, want := range map[string]error{
		"":                       ErrHeader,
		"00A400":                 ErrHeader,
		"00A40000023F":           ErrShortData,
		"00A4000002":             nil, // one byte is an Le
		"00B085000000":           ErrLengthField,
		"00A4000000000000":       ErrLengthField,
		"08B0850000000596020000": ErrShortData,
	} {
		c, err := Parse(unhex(t, raw))
		if !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", raw, err, want)
		}
		if len(raw) >= 4 && c.INS != unhex(t, raw)[1] {
			t.Errorf("%q: header lost: %+v", raw, c)
		}
	}
}

func TestResponse(t *testing.T) {
	data, sw, err := ParseResponse(unhex(t, "C00430303031"+"9000"))
	if err != nil || sw != 0x9000 || hex.EncodeToString(data) != "c00430303031" {
		t.Errorf("got %X %04X %v", data, sw, err)
	}
	if _, _, err := ParseResponse([]byte{0x90}); !errors.Is(err, ErrResponse) {
		t.Error(err)
	}
	if got := Response([]byte{1}, 0x6A82); !bytes.Equal(got, []byte{1, 0x6A, 0x82}) {
		t.Errorf("%X", got)
	}
}

// Whatever comes in, the parts add up to the input again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0084000008", "00A4040C10D392F0004F0200000000000000000000",
		"08B08500000004960200000000", "00B085000000", "0020", "00A40000023F00AABBCC00"} {
		raw, _ := hex.DecodeString(s)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := Parse(raw)
		if err != nil {
			if !errors.Is(err, ErrHeader) && !errors.Is(err, ErrShortData) && !errors.Is(err, ErrLengthField) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		out := []byte{c.CLA, c.INS, c.P1, c.P2}
		switch {
		case c.Lc >= 0 && c.Extended:
			out = append(out, 0, byte(c.Lc>>8), byte(c.Lc))
		case c.Lc >= 0:
			out = append(out, byte(c.Lc))
		}
		out = append(append(out, c.Data...), c.Tail...)
		if !bytes.Equal(out, raw) || c.Lc >= 0 && len(c.Data) != c.Lc {
			t.Fatalf("%X parsed to %+v", raw, c)
		}
		c.Le()
		if s := c.Surplus(); s < 0 || s > len(c.Tail) {
			t.Fatalf("%X: surplus %d", raw, s)
		}
	})
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
