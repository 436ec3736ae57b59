package tlv

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"
)

func TestNext(t *testing.T) {
	for _, c := range []struct {
		name, raw   string
		two         bool
		tag         uint16
		value, rest string
		minimal     bool
	}{
		{"1-byte length", "D70131AA", false, 0xD7, "31", "aa", true},
		{"empty", "DA00DB00", false, 0xDA, "", "db00", true},
		{"81 form", "D5810131", false, 0xD5, "31", "", false},
		{"82 form", "DA82000131", false, 0xDA, "31", "", false},
		{"zero tag", "0000", false, 0x00, "", "", true},
		{"1F is one byte in generation 1", "1F0131", false, 0x1F, "31", "", true},
		{"two-byte tag", "5F200131", true, 0x5F20, "31", "", true},
	} {
		o, rest, err := Next(unhex(c.raw), c.two)
		if err != nil || o.Tag != c.tag || !bytes.Equal(o.Value, unhex(c.value)) ||
			!bytes.Equal(rest, unhex(c.rest)) || o.Minimal != c.minimal {
			t.Errorf("%s: %+v rest %X err %v", c.name, o, rest, err)
		}
	}
}

func TestNextRefuses(t *testing.T) {
	for raw, want := range map[string]error{
		"": ErrTag, "D7": ErrLength, "D781": ErrLength, "D78200": ErrLength, "D780": ErrLength,
		"D78300000131": ErrLength, "D70231": ErrValue, "D782FFFF00": ErrValue,
	} {
		if _, _, err := Next(unhex(raw), false); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", raw, err, want)
		}
	}
	if _, _, err := Next([]byte{0x5F}, true); !errors.Is(err, ErrTag) {
		t.Error(err)
	}
}

// The headers are those that the document prints in annex 2.
func TestAppend(t *testing.T) {
	for size, want := range map[int]string{7000: "d0821b58", 256: "d0820100", 1200: "d08204b0",
		120: "d078", 0: "d000", 127: "d07f", 128: "d08180", 255: "d081ff"} {
		got, err := Append(nil, 0xD0, make([]byte, size))
		if err != nil || hex.EncodeToString(got[:len(got)-size]) != want {
			t.Errorf("%d bytes: %X %v", size, got[:len(got)-size], err)
		}
	}
	if _, err := Append(nil, 0xD0, make([]byte, 0x10000)); !errors.Is(err, ErrTooLong) {
		t.Error(err)
	}
	if got, _ := Append([]byte{1}, 0x5F20, []byte{2}); !bytes.Equal(got, []byte{1, 0x5F, 0x20, 1, 2}) {
		t.Errorf("%X", got)
	}
}

func FuzzNext(f *testing.F) {
	for _, s := range []string{"D0821B58", "DA00DB0000", "5F200131", "D5810131", "86110100"} {
		f.Add(unhex(s), true)
		f.Add(unhex(s), false)
	}
	f.Fuzz(func(t *testing.T, raw []byte, two bool) {
		o, rest, err := Next(raw, two)
		if err != nil {
			if !errors.Is(err, ErrTag) && !errors.Is(err, ErrLength) && !errors.Is(err, ErrValue) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		if joined := append(append(bytes.Clone(o.Header), o.Value...), rest...); !bytes.Equal(joined, raw) {
			t.Fatalf("%X came apart as %X", raw, joined)
		}
		again, err := Append(nil, o.Tag, o.Value)
		if err != nil {
			t.Fatal(err)
		}
		if o.Minimal != (len(again) == len(o.Header)+len(o.Value)) {
			t.Fatalf("%X: minimal %t, shortest form %X", raw, o.Minimal, again)
		}
	})
}

func unhex(s string) []byte {
	raw, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return raw
}
