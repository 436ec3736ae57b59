package lookalike

import (
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func card(t *testing.T, name string) *Card {
	t.Helper()
	c, err := New(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func send(t *testing.T, c *Card, command string) string {
	t.Helper()
	raw, err := hex.DecodeString(command)
	if err != nil {
		t.Fatal(err)
	}
	return hexOf(c.Transmit(raw))
}

// residenceSelects are what a reader may select to find out.
func residenceSelects() []string {
	out := []string{}
	for _, n := range []string{"1", "2", "3", "4"} {
		out = append(out, "00A4040C10D392F0004F0"+n+strings.Repeat("00", 10))
	}
	return out
}

func TestUnknownName(t *testing.T) {
	if c, err := New("t1"); c != nil || !errors.Is(err, ErrUnknown) {
		t.Errorf("%v", err)
	}
}

// What a reader does to learn the type is answered, and is no harm.
func TestDetectionIsHarmless(t *testing.T) {
	want := map[string]struct{ mf, common, kind string }{
		"my-number-card": {"9000", "6A82", "6A82"},
		"licence-card":   {"9000", "450B30303132303235303430319000", "0501019000"},
		"blank-card":     {"6A82", "6A82", "6A82"},
		"future-card":    {"9000", "6A82", "C10230399000"},
	}
	if len(want) != len(Names()) {
		t.Errorf("%d cards tested, there are %v", len(want), Names())
	}
	for name, w := range want {
		c := card(t, name)
		for command, want := range map[string]string{"00A40000023F00": w.mf, "00B08B00000000": w.common, "00B08A0000": w.kind} {
			if got := send(t, c, command); got != want {
				t.Errorf("%s: %s: %s, want %s", name, command, got, want)
			}
		}
		for _, command := range residenceSelects() {
			if got := send(t, c, command); got != "6A82" {
				t.Errorf("%s: a residence application: %s", name, got)
			}
		}
		if h := c.Harm(); len(h) != 0 {
			t.Errorf("%s: harm %v", name, h)
		}
	}
}

func TestHarmIsRemembered(t *testing.T) {
	for _, name := range Names() {
		c := card(t, name)
		for command, want := range map[string]string{
			"0020008104" + "31323334":                     "VERIFY 00200081",
			"0820008613861101" + strings.Repeat("00", 16): "VERIFY 08200086",
			"00200081":                                         "VERIFY 00200081",
			"0082000028" + strings.Repeat("00", 41):            "MUTUAL AUTHENTICATE 00820000",
			"80AE0000000100" + strings.Repeat("00", 256):       "SET SESSION KEY 80AE0000",
			"00D6000001AA":                                     "UPDATE BINARY 00D60000",
			"00A4040C0A" + inputSupportAID:                     "SELECT " + inputSupportAID,
			"00A4040C0AD392F0004F0100000000":                   "SELECT D392F0004F0100000000", // cut off
			"00A4040C11D392F0004F01" + strings.Repeat("0", 22): "SELECT D392F0004F01" + strings.Repeat("0", 22),
			"00200081FF":                                       "VERIFY 00200081",
			"0020008105AA":                                     "VERIFY 00200081", // malformed, but meant
		} {
			before := len(c.Harm())
			send(t, c, command)
			if got := c.Harm()[before:]; !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %s: harm %v, want %s", name, command, got, want)
			}
		}
		c.Reset()
		if len(c.Harm()) != 11 {
			t.Errorf("%s: a reset took harm away", name)
		}
	}
}

// Tries are used up for good; at the end the PIN is locked, the right one too.
func TestPINLocks(t *testing.T) {
	c := card(t, "licence-card")
	protected := []string{"00A4040C10" + licenceDF1AID, "00B08100000000"}
	send(t, c, protected[0])
	if got := send(t, c, protected[1]); got != "6982" {
		t.Errorf("protected file: %s", got)
	}
	if got := send(t, c, "002000810430303030"); got != "9000" {
		t.Errorf("right PIN: %s", got)
	}
	if got := send(t, c, protected[1]); got != "1101009000" {
		t.Errorf("protected file after the PIN: %s", got)
	}
	for _, want := range []string{"63C2", "63C1", "63C0", "6983"} {
		if got := send(t, c, "002000810431323334"); got != want {
			t.Errorf("wrong PIN: %s, want %s", got, want)
		}
		c.Reset()
	}
	if got := send(t, c, "002000810430303030"); got != "6983" {
		t.Errorf("right PIN on a locked card: %s", got)
	}
	if got := send(t, c, "00200082"); got != "63C3" {
		t.Errorf("the other PIN: %s", got)
	}
	if got := send(t, c, "002000830430303030"); got != "6A88" {
		t.Errorf("no such PIN: %s", got)
	}
}

// A VERIFY meant for a residence card costs a My Number card a try.
func TestNumberUsesUpATry(t *testing.T) {
	c := card(t, "my-number-card")
	if got := send(t, c, "0820008613861101"+strings.Repeat("00", 16)); got != "63C2" {
		t.Errorf("%s", got)
	}
	if got := send(t, c, "0084000008"); len(got) != 20 || got[16:] != "9000" || got == send(t, c, "0084000008") {
		t.Errorf("GET CHALLENGE: %s", got)
	}
	if got := send(t, c, "0082000028"+strings.Repeat("00", 41)); got != "6D00" {
		t.Errorf("MUTUAL AUTHENTICATE: %s", got)
	}
}

func TestReadBinary(t *testing.T) {
	c := card(t, "future-card")
	for _, x := range [][2]string{{"00B00000000000", "6A82"}, {"00B08A0002", "C1029000"}, {"00B00001000002", "02309000"},
		{"00B08A0400", "6B00"}, {"08B08A00000004960200000000", "6882"}, {"00CA0000", "6D00"}, {"", "6700"}, {"00B08A", "6700"}, {"00B08A000500", "6700"}} {
		if got := send(t, c, x[0]); got != x[1] {
			t.Errorf("%s: %s, want %s", x[0], got, x[1])
		}
	}
	c.Reset()
	if got := send(t, c, "00B00001000002"); got != "6A82" {
		t.Errorf("current EF after a reset: %s", got)
	}
}

func TestATR(t *testing.T) {
	sum := byte(0)
	for _, b := range card(t, "blank-card").ATR()[1:] {
		sum ^= b
	}
	if sum != 0 {
		t.Error("TCK")
	}
}

func TestConcurrentUse(t *testing.T) {
	c := card(t, "licence-card")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				c.Transmit([]byte{0x00, 0x20, 0x00, 0x81})
				c.Reset()
				c.Harm()
			}
		})
	}
	all.Wait()
	if len(c.Harm()) != 800 {
		t.Errorf("%d harmful commands", len(c.Harm()))
	}
}

// Any bytes have an answer, and data comes with 9000 alone.
func TestAnyBytesAreAnswered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := New(rapid.SampledFrom(Names()).Draw(t, "card"))
		if err != nil {
			t.Fatal(err)
		}
		heads := []string{"", "00A4", "00A404", "00B0", "00B08A", "00B08B", "0020", "0084"}
		for range 8 {
			head := rapid.SampledFrom(heads).Draw(t, "head")
			raw, _ := hex.DecodeString(head)
			command := append(raw, rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "rest")...)
			if got := c.Transmit(command); len(got) < 2 || len(got) > 2 && hexOf(got[len(got)-2:]) != "9000" {
				t.Errorf("%X: %X", command, got)
			}
		}
	})
}
