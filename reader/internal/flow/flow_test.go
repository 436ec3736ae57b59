package flow

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

// The frames as clauses 4.2.1(3) to 4.2.5(3) print them, typed here.
func TestFrames(t *testing.T) {
	aid, _ := hex.DecodeString("D392F0004F0300000000000000000000")
	for want, got := range map[string][]byte{
		"00A40000023F00": selectMF(mfFID),
		"00A4040C10D392F0004F0300000000000000000000": selectDF(aid),
		"0084000008": getChallenge(8),
		"0082000028" + strings.Repeat("00", 40) + "00":     mutual(make([]byte, 40)),
		"0820008613" + "861101" + strings.Repeat("00", 16): verify(0x86, append([]byte{0x86, 0x11, 1}, make([]byte, 16)...)),
		"00B08B00000000":             readPlain(0x8B, 0, 0, false),
		"00B08202000100":             readPlain(0x82, 2, 256, false),
		"00B08B0006":                 readPlain(0x8B, 0, 6, true),
		"08B08500000004960200000000": readSM(0x96, 2, 0x85, 0, 0, false),
		"08B00100000004960201000000": readSM(0x96, 2, 0x01, 0x00, 256, false),
		"08B0850004960200E700":       readSM(0x96, 2, 0x85, 0, 231, true),
	} {
		if s := strings.ToUpper(hex.EncodeToString(got)); s != want {
			t.Errorf("%s, want %s", s, want)
		}
	}
}

// Offsets below 256 name the file; greater ones address the current EF.
func TestReadArea(t *testing.T) {
	for _, c := range []struct {
		offset int
		p1, p2 byte
	}{{0, 0x85, 0}, {255, 0x85, 255}, {256, 1, 0}, {7000, 0x1B, 0x58}} {
		if p1, p2 := readArea(5, c.offset); p1 != c.p1 || p2 != c.p2 {
			t.Errorf("offset %d: %02X%02X", c.offset, p1, p2)
		}
	}
}

func TestAsk(t *testing.T) {
	for _, c := range []struct {
		plan                 plan
		offset, left, expect int
	}{
		{plan{}, 0, 7004, 0},
		{plan{}, 1000, 6004, 6004},
		{plan{exact: true}, 0, 7004, 7004},
		{plan{piece: 1600}, 0, 7004, 1600},
		{plan{piece: 1600}, 6400, 604, 604},
		{plan{short: true}, 0, 7004, 231},
		{plan{short: true, piece: 100}, 0, 7004, 100},
		{plan{short: true, piece: 1600}, 0, 7004, 231},
		{plan{piece: 9999}, 0, 7004, 7004},
	} {
		if got := c.plan.ask(c.offset, c.left); got != c.expect {
			t.Errorf("%+v at %d of %d: %d, want %d", c.plan, c.offset, c.left, got, c.expect)
		}
	}
}

// Files that tell of the holder are read under SM, check code and certificate
// as annex 2 reads them.
func TestUnderSM(t *testing.T) {
	s := session{profile: lookup(t, "t1")}
	for key, want := range map[string]bool{"mf/ef01": false, "mf/ef02": false, "df1/ef01": true, "df1/ef02": true,
		"df2/ef01": true, "df2/ef02": true, "df2/ef03": true, "df2/ef04": true, "df3/ef01": false} {
		f, ok := s.profile.File(key)
		if got := s.underSM(f); !ok || got != want {
			t.Errorf("%s under SM: %t", key, got)
		}
	}
	for _, name := range spec.Names() {
		s := session{profile: lookup(t, name)}
		var order []string
		for _, df := range s.order() {
			order = append(order, df.Name)
		}
		if got := strings.Join(order, " "); got != "df1 df3 df2" {
			t.Errorf("%s: order %s", name, got)
		}
	}
}

// Of the later generations reading DF2 and DF3 in clear is what is told.
func TestUnderSMLater(t *testing.T) {
	for _, name := range []string{"t05", "t06", "t07", "t08"} {
		s := session{profile: lookup(t, name)}
		for _, f := range s.profile.Files {
			if got := s.underSM(f); got != (f.DF == "df1") {
				t.Errorf("%s %s under SM: %t", name, f.Key, got)
			}
		}
	}
	all, err := lookup(t, "t07").Choose(map[string]string{"plain_read": "sm-for-all"})
	if err != nil {
		t.Fatal(err)
	}
	s := session{profile: all}
	for _, f := range all.Files {
		if got := s.underSM(f); got != (f.DF != "ap") {
			t.Errorf("all under SM: %s %t", f.Key, got)
		}
	}
}

// Another short identifier is tried for one file of type 06 and for no other.
func TestOtherSFI(t *testing.T) {
	for _, name := range spec.Names() {
		s := session{profile: lookup(t, name)}
		for _, f := range s.profile.Files {
			want := byte(0)
			if name == "t06" && f.Key == "df2/ef01" {
				want = 1
			}
			if got := s.otherSFI(f); got != want {
				t.Errorf("%s %s: %d", name, f.Key, got)
			}
			if f.SFI = want; want != 0 && s.otherSFI(f) != 0 {
				t.Errorf("%s %s is tried for ever", name, f.Key)
			}
		}
	}
}

func lookup(t *testing.T, name string) *spec.Profile {
	t.Helper()
	p, err := spec.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// READ BINARY under SM as the vectors have it, in both widths of its object.
func TestReadCommandVectors(t *testing.T) {
	for name, width := range map[string]int{"t05": 2, "t07": 3} {
		vs, err := vectors.For(name, "read-command")
		if err != nil || len(vs) == 0 {
			t.Fatal(name, len(vs), err)
		}
		if got := numberCell(lookup(t, name), "sm.le.length"); got != width {
			t.Errorf("%s: width %d", name, got)
		}
		for _, v := range vs {
			get := func(field string) []byte {
				b, err := v.Bytes(field)
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			le := int(get("le")[0])<<8 | int(get("le")[1])
			got := readSM(0x96, width, get("p1")[0], get("p2")[0], le, false)
			if !bytes.Equal(got, get("command")) {
				t.Errorf("%s: %X", v.ID, got)
			}
		}
	}
}

// SET SESSION KEY: 80 AE 00 00, extended Lc of 256, no Le.
func TestSetKeyFrame(t *testing.T) {
	cryptogram := bytes.Repeat([]byte{0xC5}, 256)
	got := setKey(bytesCell(lookup(t, "t07"), "ke.header"), cryptogram)
	if want := append([]byte{0x80, 0xAE, 0, 0, 0, 1, 0}, cryptogram...); !bytes.Equal(got, want) {
		t.Errorf("%X", got)
	}
}
