package flow

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
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
		"08B08500000004960200000000": readSM(0x96, 0x85, 0, 0, false),
		"08B00100000004960201000000": readSM(0x96, 0x01, 0x00, 256, false),
		"08B0850004960200E700":       readSM(0x96, 0x85, 0, 231, true),
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
	p, err := spec.Lookup("t1")
	if err != nil {
		t.Fatal(err)
	}
	s := session{profile: p}
	for key, want := range map[string]bool{"mf/ef01": false, "mf/ef02": false, "df1/ef01": true, "df1/ef02": true,
		"df2/ef01": true, "df2/ef02": true, "df2/ef03": true, "df2/ef04": true, "df3/ef01": false} {
		f, ok := p.File(key)
		if got := s.underSM(f); !ok || got != want {
			t.Errorf("%s under SM: %t", key, got)
		}
	}
	var order []string
	for _, df := range s.order() {
		order = append(order, df.Name)
	}
	if got := strings.Join(order, " "); got != "df1 df3 df2" {
		t.Errorf("order %s", got)
	}
}
