package guard_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/guard"
)

const number = "AB12345678CD"

// card answers what the test says, 9000 if it says nothing, and keeps what it
// was sent.
type card struct {
	sent   [][]byte
	answer func(command []byte) ([]byte, error)
}

func (c *card) Transmit(_ context.Context, command []byte) ([]byte, error) {
	c.sent = append(c.sent, bytes.Clone(command))
	if c.answer != nil {
		return c.answer(command)
	}
	return []byte{0x90, 0x00}, nil
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// identify reads EF02 of a card, which then has sent nothing yet.
func identify(t *testing.T, c *card, g *guard.Guard, typ string) {
	t.Helper()
	answer := c.answer
	c.answer = func([]byte) ([]byte, error) {
		return append(append([]byte{0xC1, byte(len(typ))}, typ...), 0x90, 0x00), nil
	}
	if _, err := g.Transmit(t.Context(), unhex("00B08A00000000")); err != nil {
		t.Fatal(err)
	}
	c.answer, c.sent = answer, nil
}

// guarded is a card of type 05 that has said so.
func guarded(t *testing.T, o guard.Options) (*card, *guard.Guard) {
	t.Helper()
	c, g := unknown(t, o)
	identify(t, c, g, "05")
	return c, g
}

func unknown(t *testing.T, o guard.Options) (*card, *guard.Guard) {
	t.Helper()
	c := &card{}
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	g, err := guard.New(c, o)
	if err != nil {
		t.Fatal(err)
	}
	return c, g
}

// The commands of a reading, as the fact sheets print them, and near misses.
const (
	selectMF  = "00A40000023F00"
	selectAP  = "00A4040C10D392F0004F0100000000000000000000"
	selectDF1 = "00A4040C10D392F0004F0200000000000000000000"
	challenge = "0084000008"
)

var (
	mutual  = "0082000028" + strings.Repeat("11", 40) + "00"
	verify  = "0820008613861101" + strings.Repeat("22", 16)
	setKey  = "80AE0000000100" + strings.Repeat("33", 256)
	aid     = "D392F0004F0200000000000000000000"
	aidOne  = strings.Repeat("00", 15)
	allowed = []string{
		selectMF, selectAP, selectDF1, challenge, mutual, verify,
		"00A40000", "00A4000C023F00", "00A4040010" + aid, "00A4040810" + aid + "00", "01A4040C10" + aid, "0CA40000023F00",
		"00A4040C000010" + aid, "00A4040C10D392F0004F7F00000000000000000000",
		"00B08B00000000", "00B08A0002", "00B08A02000002", "00B001000006A4", "00B0810000", "00B0A100", "01B08A0002", "04B08A0002",
		"08B08100000004960200000000", "08B0810000000496020000", "08B081000496020000" + "00",
		"08B0840000000596030000000000", "0CB0810004960200FF00", "08B08100", "00B0FFFF00",
		"0084000000", "00840000", "0C84000008", "0084010008",
		"0020008604" + "11111111", "0C2000860486020111", "008200000111" + "00", "0082000027" + strings.Repeat("11", 39) + "00",
	}
	refused = []string{
		"", "00", "00B0", "00B08A",
		"00A40000023F01", "00A40000022F01", "00A40000013F", "00A4020C020001", "00A4010C023F00", "00A4080C023F00",
		"00A4000200", "00A4040210" + aid, "00A4040C0FD392F0004F" + strings.Repeat("00", 10), "00A4040C05D392F0004F",
		"00A4040C07D392F0004F0200", "00A4040C10D392F0004E0100000000000000000000", "00A4040C0AD3921000310001010408",
		"00A4040C0AD392F000260100000001", "00A4040C08A000000308000010", "00A4040C11" + aid + "00", "00A4040C10" + aidOne,
		"00A4040C1000" + aidOne, "00A40400", "00A4040C", "80A40000023F00", "02A40000023F00", "10A40000023F00", "FFA40000023F00",
		"00200086", "0020008600", "0020008004" + "31323334", "00200001083132333435363738", "0820018613861101" + strings.Repeat("22", 16),
		"8020008604" + "11111111", "0082000128" + strings.Repeat("11", 40) + "00", "0082010028" + strings.Repeat("11", 40) + "00",
		"00820000", "0082000000", "0082000041" + strings.Repeat("11", 65),
		"0084000008" + "0000000000000000", "00B08A0004960200" + "00",
		"08B0810011" + strings.Repeat("11", 17), "80B08A0002", "00B18A0002", "00B2010002",
		"00D6810001FF", "00D081000100", "000E8100", "00DA000000", "00DB000000", "00E2000000", "00E0000000", "00E4000000",
		"00240086", "002C0086", "0044000000", "0086000000", "0088000000", "002A9E9A00", "00CA7F6800", "0022000000", "00C0000002",
		setKey, "00AE0000000100" + strings.Repeat("33", 256), "FFCA000000",
		// What the length fields say is not so.
		selectMF + "0000", "00A40000033F00", "00A40000013F00" + "00", selectDF1 + "0000", "00A4040C11" + aid, mutual + "00",
		"0082000029" + strings.Repeat("11", 40), verify + "0000", "0820008613861101", "00B08A00000000" + "00", "00B08A000000",
		"08B08100000004960200000000" + "00", "08B0810000000496020000" + "00" + "000000", "00B08A0000000000", "08B081000000049602000000", "00A4040C000011" + aid,
	}
)

func TestAllowedCommands(t *testing.T) {
	if len(allowed)+len(refused) < 40 {
		t.Fatal("table too small")
	}
	for _, c := range allowed {
		card, g := guarded(t, guard.Options{Number: number})
		if _, err := g.Transmit(t.Context(), unhex(c)); err != nil || len(card.sent) != 1 || !bytes.Equal(card.sent[0], unhex(c)) {
			t.Errorf("%s is held back: %v", c, err)
		}
	}
	card, g := guarded(t, guard.Options{Number: number})
	for _, c := range refused {
		_, err := g.Transmit(t.Context(), unhex(c))
		e, ok := errors.AsType[*guard.NotAllowed](err)
		if !ok || !errors.Is(err, guard.ErrNotAllowed) || len(card.sent) > 0 {
			t.Fatalf("%s: %v, card saw %X", c, err, card.sent)
		}
		if !bytes.Equal(e.Header, unhex(c)[:min(4, len(c)/2)]) {
			t.Errorf("%s: header %X", c, e.Header)
		}
	}
	if left, err := g.Left(); left != guard.DefaultBudget || err != nil {
		t.Errorf("what was held back was counted: %d left, %v", left, err)
	}
}

func TestSpecifiedCommands(t *testing.T) {
	card, g := guarded(t, guard.Options{Number: number, AllowSpecified: true})
	for _, c := range []string{selectAP, setKey, verify} {
		if _, err := g.Transmit(t.Context(), unhex(c)); err != nil {
			t.Errorf("%.20s: %v", c, err)
		}
	}
	sent := len(card.sent)
	for _, c := range []string{"81" + setKey[2:], setKey[:4] + "01" + setKey[6:], setKey[:6] + "01" + setKey[8:], setKey + "0000",
		"80AE0000" + "10" + strings.Repeat("33", 16), "80AE0000000101" + strings.Repeat("33", 257), "80B08A0002"} {
		if _, err := g.Transmit(t.Context(), unhex(c)); !errors.Is(err, guard.ErrNotAllowed) || len(card.sent) != sent {
			t.Errorf("%.20s: %v", c, err)
		}
	}
}

// Of a card of type 07 or 08 only free files are read, however it is known to
// be one.
func TestSpecifiedCardsAreNotTried(t *testing.T) {
	ef02 := []byte{0xC1, 0x02, '0', '7'}
	files := func(typ string) func([]byte) ([]byte, error) {
		content := append([]byte{ef02[0], byte(len(typ))}, typ...)
		return func(c []byte) ([]byte, error) {
			if c[1] != 0xB0 {
				return []byte{0x90, 0x00}, nil
			}
			from, n := int(c[3]), int(c[len(c)-1])
			if n == 0 {
				n = len(content)
			}
			from = min(from, len(content))
			return append(bytes.Clone(content[from:min(from+n, len(content))]), 0x90, 0x00), nil
		}
	}
	notFound := func([]byte) ([]byte, error) { return []byte{0x6A, 0x82}, nil }
	for name, c := range map[string]struct {
		before []string
		answer func([]byte) ([]byte, error)
		open   bool
	}{
		"AP selected":            {[]string{selectAP}, nil, false},
		"AP selected, channel 1": {[]string{"01" + selectAP[2:]}, nil, false},
		"AP not there":           {[]string{selectAP}, notFound, false},
		"DF selected":            {[]string{selectDF1}, nil, false},
		"07 read whole":          {[]string{"00B08A00000000"}, files("07"), false},
		"08 in two pieces":       {[]string{"00B08A0002", "00B08A0202"}, files("08"), false},
		"07 byte by byte":        {[]string{"00B08A0301", "00B08A0201"}, files("07"), false},
		"07 by offset":           {[]string{"00B08A0001", "00B0000204"}, files("07"), false},
		"05":                     {[]string{"00B08A00000000"}, files("05"), true},
		"1":                      {[]string{"00B08A00000000"}, files("1"), true},
		"2":                      {[]string{"00B08A0002", "00B08A0201"}, files("2"), true},
		"another type":           {[]string{"00B08A00000000"}, files("3"), false},
		"09":                     {[]string{"00B08A00000000"}, files("09"), false},
		"another file":           {[]string{"00B08A0001", "00B08B0001", "00B0000204"}, files("05"), false},
	} {
		for _, attempt := range []string{mutual, verify} {
			card, g := unknown(t, guard.Options{Number: number})
			card.answer = c.answer
			for _, b := range append(c.before, challenge, selectDF1) {
				if _, err := g.Transmit(t.Context(), unhex(b)); err != nil {
					t.Fatalf("%s: %s: %v", name, b, err)
				}
			}
			sent := len(card.sent)
			_, err := g.Transmit(t.Context(), unhex(attempt))
			if open := err == nil; open != c.open || !open && (!errors.Is(err, guard.ErrNotAllowed) || len(card.sent) != sent) {
				t.Errorf("%s: %.8s: %v", name, attempt, err)
			}
		}
	}
}

func TestNoNumber(t *testing.T) {
	card, g := guarded(t, guard.Options{})
	if _, err := g.Transmit(t.Context(), unhex(challenge)); err != nil {
		t.Error(err)
	}
	if _, err := g.Transmit(t.Context(), unhex(mutual)); !errors.Is(err, guard.ErrNotAllowed) || len(card.sent) != 1 {
		t.Error(err)
	}
	if left, err := g.Left(); left != 0 || err != nil {
		t.Errorf("%d left, %v", left, err)
	}
	if _, err := guard.New(card, guard.Options{Number: "AB"}); err == nil {
		t.Error("a number of 2 characters is taken")
	}
}

func TestKill(t *testing.T) {
	card, g := guarded(t, guard.Options{Number: number})
	g.Kill()
	for _, c := range []string{challenge, mutual} {
		if _, err := g.Transmit(t.Context(), unhex(c)); !errors.Is(err, guard.ErrKilled) || len(card.sent) > 0 {
			t.Errorf("%v", err)
		}
	}
	if left, err := g.Left(); left != guard.DefaultBudget || err != nil {
		t.Errorf("%d left, %v", left, err)
	}
}

// A card that was taken away said nothing about the next one.
func TestNextCard(t *testing.T) {
	card, g := guarded(t, guard.Options{Number: number})
	if _, err := g.Transmit(t.Context(), unhex(mutual)); err != nil {
		t.Fatal(err)
	}
	card.answer = func([]byte) ([]byte, error) { return nil, reader.ErrCardRemoved }
	g.Transmit(t.Context(), unhex(challenge))
	card.answer = nil
	if _, err := g.Transmit(t.Context(), unhex(mutual)); !errors.Is(err, guard.ErrNotAllowed) {
		t.Errorf("the next card got an attempt before it said what it is: %v", err)
	}
	identify(t, card, g, "1")
	if _, err := g.Transmit(t.Context(), unhex(mutual)); err != nil {
		t.Error(err)
	}
}
