package witness_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/internal/witness"
)

const number = "AA12345678BB"

func TestCommandsAreThoseOfTheSpecification(t *testing.T) {
	for _, c := range []struct {
		name string
		got  []byte
		want string
	}{
		{"SELECT MF", witness.SelectMF(), "00A40000023F00"},
		{"SELECT DF1", witness.SelectDF(1), "00A4040C10 D392F0004F0200000000000000000000"},
		{"SELECT DF2", witness.SelectDF(2), "00A4040C10 D392F0004F0300000000000000000000"},
		{"SELECT DF3", witness.SelectDF(3), "00A4040C10 D392F0004F0400000000000000000000"},
		{"GET CHALLENGE", witness.GetChallenge(), "0084000008"},
		{"MUTUAL AUTHENTICATE", witness.MutualAuthenticate(make([]byte, 40)), "0082000028" + strings.Repeat("00", 40) + "00"},
		{"READ BINARY", witness.ReadPlain(0x82, 0, 0), "00B08200000000"},
		{"READ BINARY, 256 from 258", witness.ReadPlain(0x01, 0x02, 0x0100), "00B00102000100"},
		{"READ BINARY, short", witness.ReadShort(0x8B, 0, 6), "00B08B0006"},
		{"READ BINARY, SM", witness.ReadSM(0x85, 0, 0), "08B08500000004960200000000"},
		{"READ BINARY, SM, 256 from 258", witness.ReadSM(0x01, 0x02, 0x0100), "08B00102000004960201000000"},
	} {
		if !bytes.Equal(c.got, unhex(t, c.want)) {
			t.Errorf("%s: %X, want %s", c.name, c.got, c.want)
		}
	}
}

// Codes that no card takes are still built: cases send them.
func TestVerifyCommandOfAnyLength(t *testing.T) {
	key := unhex(t, ksenc)
	for n, c := range map[int]struct {
		head   string
		length int
	}{
		0:   {"082000860B 8609 01", 16},
		7:   {"082000860B 8609 01", 16},
		8:   {"0820008613 8611 01", 24},
		300: {"08200086 000135 86820131 01", 316},
	} {
		got := witness.VerifyCommand(key, make([]byte, n))
		if !bytes.HasPrefix(got, unhex(t, c.head)) || len(got) != c.length {
			t.Errorf("%d bytes: %d bytes, %X", n, len(got), got)
		}
	}
}

// A card of a few lines that follows annex 1 from the other side. It is no
// evidence for the cryptography (the vectors are), only for the terminal's
// steps and checks.
type fakeCard struct {
	log    []byte // INS bytes
	spoil  map[byte][]byte
	answer map[byte][]byte
}

func (c *fakeCard) transmit(_ context.Context, command []byte) ([]byte, error) {
	ins := command[1]
	c.log = append(c.log, ins)
	if b, ok := c.spoil[ins]; ok {
		return b, nil
	}
	return append(bytes.Clone(c.answer[ins]), 0x90, 0x00), nil
}

func annexCard(t *testing.T) (*fakeCard, *witness.Terminal) {
	c := &fakeCard{spoil: map[byte][]byte{}, answer: map[byte][]byte{
		0x84: unhex(t, "5A6E7E385162B7A3"),
		0x82: unhex(t, "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE 59388FD6CD45248B"),
		0xB0: unhex(t, "860901BFF596EBB0C3E427"),
	}}
	random := unhex(t, "1122334455667788 404142434445464748494A4B4C4D4E4F")
	return c, witness.NewTerminal(c.transmit, bytes.NewReader(random))
}

func file(t *testing.T, key string) witness.File {
	t.Helper()
	for _, f := range witness.Files("1") {
		if f.Key == key {
			return f
		}
	}
	t.Fatalf("no file %s", key)
	return witness.File{}
}

func TestOpenSelectsAuthenticatesVerifies(t *testing.T) {
	card, terminal := annexCard(t)
	if err := terminal.Open(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(card.log, []byte{0xA4, 0x84, 0x82, 0x20}) || !bytes.Equal(terminal.KSenc, unhex(t, ksenc)) {
		t.Errorf("commands %X, KSenc %X", card.log, terminal.KSenc)
	}
	got, err := terminal.ReadFile(t.Context(), file(t, "df1/ef01"))
	if err != nil || !bytes.Equal(got, unhex(t, "D70131")) {
		t.Errorf("SM file: %X, %v", got, err)
	}
	got, err = terminal.ReadFile(t.Context(), file(t, "df2/ef01"))
	if err != nil || !bytes.Equal(got, card.answer[0xB0]) {
		t.Errorf("file in clear: %X, %v", got, err)
	}
}

func TestStatusWordsNameTheirStep(t *testing.T) {
	for ins, want := range map[byte]string{
		0xA4: "SELECT MF", 0x84: "GET CHALLENGE", 0x82: "MUTUAL AUTHENTICATE", 0x20: "VERIFY",
	} {
		card, terminal := annexCard(t)
		card.spoil[ins] = []byte{0x63, 0x00}
		var se *witness.StatusError
		if err := terminal.Open(t.Context(), number); !errors.As(err, &se) || se.Step != want || se.SW != 0x6300 {
			t.Errorf("%02X: %v", ins, err)
		}
	}
}

func TestTerminalRefusesBadAnswers(t *testing.T) {
	whole := file(t, "df1/ef01")
	for name, c := range map[string]struct {
		ins    byte
		answer string
		want   error
	}{
		"no status word":      {0x84, "", witness.ErrLength},
		"half a status word":  {0x84, "90", witness.ErrLength},
		"short challenge":     {0x84, "01020304050607 9000", witness.ErrLength},
		"long challenge":      {0x84, "010203040506070809 9000", witness.ErrLength},
		"no card cryptogram":  {0x82, "9000", witness.ErrLength},
		"zero cryptogram":     {0x82, strings.Repeat("00", 40) + "9000", witness.ErrMAC},
		"empty SM answer":     {0xB0, "9000", witness.ErrObject},
		"clear answer to SM":  {0xB0, "D00449492A00 9000", witness.ErrObject},
		"unpadded SM answer":  {0xB0, "860901 0000000000000000 9000", witness.ErrPadding},
		"SM answer with tail": {0xB0, "860901BFF596EBB0C3E427 9900 9000", witness.ErrObject},
	} {
		card, terminal := annexCard(t)
		card.spoil[c.ins] = unhex(t, c.answer)
		err := terminal.Open(t.Context(), number)
		if c.ins == 0xB0 && err == nil {
			_, err = terminal.ReadFile(t.Context(), whole)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestNoSessionNoSM(t *testing.T) {
	card, terminal := annexCard(t)
	if err := terminal.Verify(t.Context(), number); !errors.Is(err, witness.ErrSession) {
		t.Errorf("VERIFY: %v", err)
	}
	if _, err := terminal.ReadFile(t.Context(), file(t, "df1/ef02")); !errors.Is(err, witness.ErrSession) {
		t.Errorf("READ BINARY: %v", err)
	}
	if len(card.log) != 0 {
		t.Errorf("commands sent: %X", card.log)
	}
}

func TestFailedAuthenticationDropsTheKey(t *testing.T) {
	card, terminal := annexCard(t)
	terminal.KSenc = unhex(t, ksenc)
	card.spoil[0x82] = []byte{0x63, 0x00}
	if err := terminal.Authenticate(t.Context(), number); err == nil || terminal.KSenc != nil {
		t.Errorf("%v, KSenc %X", err, terminal.KSenc)
	}
}

func TestTransportAndRandomErrorsComeThrough(t *testing.T) {
	gone := errors.New("card removed")
	dead := func(context.Context, []byte) ([]byte, error) { return nil, gone }
	if err := witness.NewTerminal(dead, strings.NewReader("")).Open(t.Context(), number); !errors.Is(err, gone) {
		t.Errorf("transport: %v", err)
	}
	card, _ := annexCard(t)
	if err := witness.NewTerminal(card.transmit, strings.NewReader("short")).Authenticate(t.Context(), number); err == nil {
		t.Error("a short random source was accepted")
	}
}

func TestHostileAnswersDoNotPanic(t *testing.T) {
	delivery := deliveryKey(t)
	rapid.Check(t, func(rt *rapid.T) {
		noise := rapid.SliceOfN(rapid.Byte(), 0, 64)
		tx := func(context.Context, []byte) ([]byte, error) {
			answer := noise.Draw(rt, "answer")
			if rapid.Bool().Draw(rt, "normal end") {
				answer = append(answer, 0x90, 0x00)
			}
			return answer, nil
		}
		k := witness.For(rapid.SampledFrom([]string{"1", "2", "05", "06", "07", "08"}).Draw(rt, "type"))
		terminal := k.NewTerminal(tx, strings.NewReader(strings.Repeat("r", 64)))
		terminal.DeliveryKey = delivery
		// A specified card proves nothing: only its status words can refuse.
		if terminal.Open(t.Context(), number) == nil && k.Generation != 3 {
			rt.Fatal("noise opened the card")
		}
		terminal.KSenc = unhex(t, ksenc)
		for _, f := range k.Files() {
			if data, err := terminal.ReadFile(t.Context(), f); err == nil {
				_, _ = k.SplitObjects(data)
			}
		}
	})
}
