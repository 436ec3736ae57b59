package emulator_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/spec"
)

// seventh is the table of a card that does not exist: an application as on a
// specified card, a key agreement as in the second generation, numbered
// messages, other identifiers, one more DF, and its own status words.
func seventh(t *testing.T) spec.Table {
	t.Helper()
	p, err := spec.Lookup("t05")
	if err != nil {
		t.Fatal(err)
	}
	changed := map[string]string{
		"type": "99", "entry": "ap", "root": "ap", "sm.cipher": "aes128-cbc-ivcounter",
		"ap.ef02.sfi": "11", "df1.ef03.sfi": "1D", "df1.ef03.size": "9000", "df3.aid": "D392F0004F0900000000000000000000",
		"guard.verify.no-session": "6F42", "effect.mutual.ok": "set-session start-counter clear-verified",
		"effect.read.ok": "set-ef", "sm.data.tag": "9F87", "verify.p2": "91",
	}
	var out spec.Table
	for _, c := range p.Cells() {
		key := strings.Replace(strings.TrimPrefix(c.Key, "t05."), "mf.ef", "ap.ef", 1)
		if value, ok := changed[key]; ok {
			c.Value = value
		}
		c.Key = "t99." + key
		out = append(out, c)
	}
	return append(out,
		spec.Cell{Key: "t99.ap.aid", Kind: spec.Bytes, Value: "D392F0004F0A00000000000000000000"},
		spec.Cell{Key: "t99.df9.aid", Kind: spec.Bytes, Value: "D392F0004F0B00000000000000000000"},
		spec.Cell{Key: "t99.df9.ef07.size", Kind: spec.Size, Value: "5"},
		spec.Cell{Key: "t99.df9.ef07.sfi", Kind: spec.SFI, Value: "07"},
		spec.Cell{Key: "t99.df9.ef07.access", Kind: spec.Access, Value: "number"},
		spec.Cell{Key: "t99.sm.counter.start", Kind: spec.Count, Value: "5"},
		spec.Cell{Key: "t99.effect.sm-command", Kind: spec.Effect, Value: "count"},
		spec.Cell{Key: "t99.effect.select-ap.ok", Kind: spec.Effect, Value: "enter-df clear-ef clear-session"},
	)
}

func seventhCard(t *testing.T, opts ...emulator.Option) (*emulator.Card, emulator.Image) {
	t.Helper()
	p, err := spec.New("t99", seventh(t))
	if err != nil {
		t.Fatal(err)
	}
	img := emulator.Image{Profile: "t99", Number: number, Files: map[string][]byte{}}
	for _, f := range p.Files {
		img.Files[f.Key] = noise(f.Key, f.Size)
	}
	return newCard(t, img, append(opts, emulator.WithProfile(p))...), img
}

// A new type is a table and nothing else.
func TestSeventhType(t *testing.T) {
	c, img := seventhCard(t)
	dfOf := func(n string) string { return "00A4040C10D392F0004F" + n + strings.Repeat("00", 10) }
	verify := func(key []byte, n uint64) string {
		cryptogram := kindOf("t07").encrypt(key, n, kindOf("t07").pad([]byte(number)))
		return hexOf(slices.Concat(unhex("08200091149F871101"), cryptogram))
	}
	if got := send(c, "00B09100000000"); got != "6A82" {
		t.Errorf("card type before the application: %s", got)
	}
	if got := send(c, dfOf("0B")); got != "6A82" {
		t.Errorf("DF before the application: %s", got)
	}
	if got := send(c, dfOf("0A"), "00B09100000000"); got != hexOf(img.Files["ap/ef02"])+"9000" {
		t.Errorf("card type: %s", got)
	}
	if got := send(c, verify(make([]byte, 16), 5)); got != "6F42" {
		t.Errorf("VERIFY without a session: %s", got)
	}
	key := kindOf("t05").agree(t, c, number)
	if got := send(c, verify(key, 5)); got != "9000" {
		t.Fatalf("VERIFY as message 5: %s", got)
	}
	send(c, dfOf("02"))
	answer := c.Transmit(unhex("08B09D00000004960200000000"))
	if !bytes.HasPrefix(answer, unhex("9F8782233101")) || len(answer) != 6+9008+2 {
		t.Fatalf("DF1/EF03: %d bytes %.10X", len(answer), answer)
	}
	k := kindOf("t07")
	same(t, "DF1/EF03", k.unpad(k.decrypt(key, 6, answer[6:len(answer)-2])), img.Files["df1/ef03"])
	if got := send(c, dfOf("0B"), "00B08700000000"); got != hexOf(img.Files["df9/ef07"])+"9000" {
		t.Errorf("DF9/EF07: %s", got)
	}
	if got := send(c, dfOf("0A"), dfOf("0B"), "00B08700000000"); got != "6982" {
		t.Errorf("after the application was selected again: %s", got)
	}
	if got := send(c, "80AE000000"); got != "6E00" {
		t.Errorf("SET SESSION KEY: %s", got)
	}
}

// Its cells can be changed and its image is checked as those of a published
// type.
func TestSeventhTypeIsAnOrdinaryOne(t *testing.T) {
	c, img := seventhCard(t, emulator.WithSpec("t99.guard.unknown.always", "6D99"))
	if got := send(c, "00CA0000"); got != "6D99" {
		t.Errorf("%s", got)
	}
	p, err := spec.New("t99", seventh(t))
	if err != nil {
		t.Fatal(err)
	}
	delete(img.Files, "df9/ef07")
	if _, err := emulator.New(img, emulator.WithProfile(p)); !errors.Is(err, emulator.ErrFileMissing) {
		t.Errorf("%v", err)
	}
	if _, err := emulator.New(img); !errors.Is(err, emulator.ErrUnknownProfile) {
		t.Errorf("without its table: %v", err)
	}
}
