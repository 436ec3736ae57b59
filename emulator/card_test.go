package emulator_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*emulator.Image)
		opt    emulator.Option
		want   error
	}{
		"profile t9":           {change: func(i *emulator.Image) { i.Profile = "t9" }, want: emulator.ErrUnknownProfile},
		"no profile":           {change: func(i *emulator.Image) { i.Profile = "" }, want: emulator.ErrUnknownProfile},
		"number of 11":         {change: func(i *emulator.Image) { i.Number = "AA12345678B" }, want: emulator.ErrNumber},
		"number of 13":         {change: func(i *emulator.Image) { i.Number += "B" }, want: emulator.ErrNumber},
		"number not printable": {change: func(i *emulator.Image) { i.Number = "AA1234567\x00BB" }, want: emulator.ErrNumber},
		"number not ASCII":     {change: func(i *emulator.Image) { i.Number = "AA1234567あ" }, want: emulator.ErrNumber},
		"no files":             {change: func(i *emulator.Image) { i.Files = nil }, want: emulator.ErrFileMissing},
		"file missing":         {change: func(i *emulator.Image) { delete(i.Files, "df2/ef03") }, want: emulator.ErrFileMissing},
		"file of type 1":       {change: func(i *emulator.Image) { i.Profile = "t2" }, want: emulator.ErrFileUnknown},
		"unknown file":         {change: func(i *emulator.Image) { i.Files["df4/ef01"] = nil }, want: emulator.ErrFileUnknown},
		"file short by 1":      {change: func(i *emulator.Image) { i.Files["df1/ef01"] = make([]byte, 7003) }, want: emulator.ErrFileSize},
		"file long by 1":       {change: func(i *emulator.Image) { i.Files["df2/ef04"] = make([]byte, 4) }, want: emulator.ErrFileSize},
		"unknown cell":         {opt: emulator.WithSpec("t1.nothing", "1"), want: emulator.ErrSpec},
		"cell of another type": {opt: emulator.WithSpec("t2.df1.ef01.access", "free"), want: emulator.ErrSpec},
		"value of no kind":     {opt: emulator.WithSpec("t1.df1.ef01.access", "open"), want: emulator.ErrSpec},
		"unknown algorithm":    {opt: emulator.WithSpec("t1.sm.cipher", "rot13"), want: emulator.ErrSpec},
		"other key agreement":  {opt: emulator.WithSpec("t1.ke.method", "set-session-key"), want: emulator.ErrSpec},
		"other part":           {opt: emulator.WithSpec("t1.ke.layout.ifd", "RND.IFD K.ICC"), want: emulator.ErrSpec},
		"P2 of two bytes":      {opt: emulator.WithSpec("t1.verify.p2", "8600"), want: emulator.ErrSpec},
	} {
		img := image("t1")
		var opts []emulator.Option
		if c.change != nil {
			c.change(&img)
		}
		if c.opt != nil {
			opts = append(opts, c.opt)
		}
		card, err := emulator.New(img, opts...)
		if card != nil || !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestFileErrorSaysWhich(t *testing.T) {
	img := image("t2")
	img.Files["df3/ef01"] = make([]byte, 1000)
	_, err := emulator.New(img)
	var fe *emulator.FileError
	if !errors.As(err, &fe) || fe.Profile != "t2" || fe.File != "df3/ef01" || fe.Got != 1000 || fe.Want != 1464 {
		t.Errorf("%v", err)
	}
}

func TestNumberErrorDoesNotShowTheNumber(t *testing.T) {
	img := image("t1")
	img.Number = "SECRETNUMBER1"
	if _, err := emulator.New(img); err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("%v", err)
	}
}

// The card has its own copy of the image, and hands out copies.
func TestNothingIsShared(t *testing.T) {
	img := image("t1")
	want := slices.Clone(img.Files["mf/ef01"])
	c := newCard(t, img)
	img.Files["mf/ef01"][0] ^= 0xFF
	answer := c.Transmit(unhex("00B08B00000000"))
	same(t, "read", answer[:6], want)
	answer[0] ^= 0xFF
	same(t, "read again", c.Transmit(unhex("00B08B00000000"))[:6], want)
	atr := c.ATR()
	atr[0] = 0
	if c.ATR()[0] == 0 {
		t.Error("the ATR is shared")
	}
}

func TestCommandIsNeitherChangedNorKept(t *testing.T) {
	c := newCard(t, image("t1"), counting())
	challenge := c.Transmit(unhex("0084000008"))[:8]
	mutual := mutualCommand(kenc(number), challenge)
	sent := slices.Clone(mutual)
	answer := c.Transmit(mutual)
	same(t, "command", mutual, sent)
	clear(mutual)
	key, err := openMutual(kenc(number), challenge, answer[:40])
	if err != nil {
		t.Fatal(err)
	}
	verify := verifyCommand(key, number)
	sent = slices.Clone(verify)
	if got := hexOf(c.Transmit(verify)); got != "9000" {
		t.Errorf("VERIFY: %s", got)
	}
	same(t, "command", verify, sent)
}

// The check byte is the exclusive-or of all bytes but the first; the first
// eight bytes are those of section 1 of the fact sheet.
func TestATR(t *testing.T) {
	atr := newCard(t, image("t1")).ATR()
	if len(atr) != 13 || !bytes.HasPrefix(atr, unhex("3B88800100000000")) {
		t.Fatalf("%X", atr)
	}
	sum := byte(0)
	for _, b := range atr[1:] {
		sum ^= b
	}
	if sum != 0 {
		t.Errorf("%X: TCK", atr)
	}
	const adc = 0x0C // bits 4 and 3 of the third protocol information byte (2.1: 00)
	if atr[10]&adc != 0 {
		t.Errorf("%X: ADC", atr)
	}
	same(t, "ATR of another card", newCard(t, image("t2")).ATR(), atr)
}

func TestResetEndsEverything(t *testing.T) {
	c := newCard(t, image("t1"))
	key := login(t, c)
	send(c, selectDF("df3"), "00B08200000000", "0084000008")
	c.Reset()
	for command, want := range map[string]string{
		"00B00000000000":                        "6986",                                       // no EF
		hexOf(verifyCommand(key, number)):       "6985",                                       // no session
		"0082000028" + strings.Repeat("00", 41): "6985",                                       // no challenge
		"00B08A00000000":                        hexOf(image("t1").Files["mf/ef02"]) + "9000", // the MF
	} {
		c.Reset()
		if got := send(c, command); got != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
	login(t, c)
	c.Reset()
	agree(t, c, number)
	if got := send(c, selectDF("df3"), "00B08200000000"); got != "6982" {
		t.Errorf("the verified state survived: %.8s", got)
	}
}

func TestRandomIsReadInOrderAndAmount(t *testing.T) {
	source := bytes.NewReader(noise("random", 24+24))
	c := newCard(t, image("t1"), emulator.WithRandom(source))
	send(c, "0084000007", "0084010008", "0082000028"+strings.Repeat("00", 41))
	if source.Len() != 48 {
		t.Errorf("refused commands read %d bytes", 48-source.Len())
	}
	agree(t, c, number)
	if source.Len() != 24 {
		t.Errorf("one agreement read %d bytes", 48-source.Len())
	}
	send(c, "0084000008", "0082000028"+strings.Repeat("00", 41))
	if source.Len() != 16 {
		t.Errorf("challenge and refused agreement read %d bytes", 24-source.Len())
	}
}

// A source that fails is a self-check error, and the state is that after a
// failed command: no challenge, no session.
func TestRandomFails(t *testing.T) {
	c := newCard(t, image("t1"), pinned(noise("a", 24), noise("b", 8), noise("c", 4)))
	key := login(t, c)
	challenge := c.Transmit(unhex("0084000008"))[:8]
	if got := hexOf(c.Transmit(mutualCommand(kenc(number), challenge))); got != "6F00" {
		t.Errorf("MUTUAL AUTHENTICATE: %s", got)
	}
	if got := hexOf(c.Transmit(verifyCommand(key, number))); got != "6985" {
		t.Errorf("VERIFY after it: %s", got)
	}
	if got := send(c, "0084000008"); got != "6F00" {
		t.Errorf("GET CHALLENGE: %s", got)
	}
	if got := send(c, "0082000028"+strings.Repeat("00", 41)); got != "6985" {
		t.Errorf("MUTUAL AUTHENTICATE after it: %s", got)
	}
}

func TestSnapshot(t *testing.T) {
	c := newCard(t, image("t1"))
	fresh := c.Snapshot()
	login(t, c)
	send(c, selectDF("df3"), "00B08200000000")
	loggedIn := c.Snapshot()
	send(c, "0084000008", "0082000028"+strings.Repeat("00", 41), "00A40000023F00")

	restore(t, c, loggedIn)
	if got := send(c, "00B005B4000000"); got != hexOf(image("t1").Files["df3/ef01"][1460:])+"9000" {
		t.Errorf("current EF, session or verified state is not back: %s", got)
	}
	restore(t, c, fresh)
	if got := send(c, "00B00000000000"); got != "6986" {
		t.Errorf("after the fresh state: %s", got)
	}
	restore(t, c, loggedIn)
	if got := send(c, "00B08200000004"); got != hexOf(image("t1").Files["df3/ef01"][:4])+"9000" {
		t.Errorf("a snapshot serves once only: %s", got)
	}

	other := newCard(t, image("t1"))
	for name, s := range map[string]emulator.Snapshot{"another card's": loggedIn, "empty": {}} {
		if err := other.Restore(s); !errors.Is(err, emulator.ErrForeignSnapshot) {
			t.Errorf("%s snapshot: %v", name, err)
		}
	}
}

func restore(t *testing.T, c *emulator.Card, s emulator.Snapshot) {
	t.Helper()
	if err := c.Restore(s); err != nil {
		t.Fatal(err)
	}
}

// A challenge in a snapshot may serve again after Restore, once each time.
func TestSnapshotKeepsTheChallenge(t *testing.T) {
	c := newCard(t, image("t1"))
	challenge := c.Transmit(unhex("0084000008"))[:8]
	s := c.Snapshot()
	for range 2 {
		restore(t, c, s)
		if got := c.Transmit(mutualCommand(kenc(number), challenge)); len(got) != 42 {
			t.Errorf("%X", got)
		}
	}
	if got := hexOf(c.Transmit(mutualCommand(kenc(number), challenge))); got != "6985" {
		t.Errorf("without Restore: %s", got)
	}
}

func TestTrace(t *testing.T) {
	var got []emulator.Exchange
	c := newCard(t, image("t1"), emulator.WithTrace(func(e emulator.Exchange) { got = append(got, e) }))
	login(t, c)
	send(c, selectDF("df2"), "08B084000000049602000000"+"00", "00B0")
	if len(got) != 6 {
		t.Fatalf("%d exchanges", len(got))
	}
	if s := got[0].State; s.DF != "mf" || !s.Challenge || s.Session {
		t.Errorf("after GET CHALLENGE: %+v", s)
	}
	if s := got[1].State; s.Challenge || !s.Session || s.Verified {
		t.Errorf("after MUTUAL AUTHENTICATE: %+v", s)
	}
	if v := got[2]; string(v.PlainCommand) != number || !v.State.Verified {
		t.Errorf("VERIFY: %q %+v", v.PlainCommand, v.State)
	}
	read := got[4]
	same(t, "plain text of the read", read.PlainResponse, image("t1").Files["df2/ef04"])
	if read.State.EF != "df2/ef04" || read.State.DF != "df2" {
		t.Errorf("after READ BINARY: %+v", read.State)
	}
	same(t, "command", got[5].Command, unhex("00B0"))
	same(t, "response", got[5].Response, unhex("6700"))
}

// What the hook does to the exchange does not reach the card or the terminal.
func TestTraceHandsOutCopies(t *testing.T) {
	spoil := func(e emulator.Exchange) {
		for _, b := range [][]byte{e.Command, e.Response, e.PlainCommand, e.PlainResponse} {
			clear(b)
		}
	}
	c := newCard(t, image("t1"), emulator.WithTrace(spoil))
	key := login(t, c)
	send(c, selectDF("df2"))
	for range 2 {
		command := unhex("08B08400000004960200000000")
		answer := c.Transmit(command)
		same(t, "command", command, unhex("08B08400000004960200000000"))
		plain, err := openAnswer(key, answer[:len(answer)-2])
		if err != nil {
			t.Fatal(err)
		}
		same(t, "read", plain, image("t1").Files["df2/ef04"])
	}
}

// A wrong SM object raises an event of its own beside the command's, in both
// commands that have one.
func TestSMErrorIsAnEvent(t *testing.T) {
	for _, wrong := range []string{"08200086028600", "08B08B0000000297000000"} {
		c := newCard(t, image("t1"), emulator.WithSpec("t1.effect.sm-error", "clear-session"))
		login(t, c)
		if got := send(c, wrong, "08B08B00000004960200000000"); got != "6985" {
			t.Errorf("%s: the session is still there: %.8s", wrong, got)
		}
	}
}

// WithSpec cuts or fills a file, and takes an image made for the other size.
func TestChangedSize(t *testing.T) {
	for size, want := range map[string]string{"2": "AB", "5": "ABC\x00\x00"} {
		img := image("t1")
		img.Files["mf/ef02"] = []byte("ABC")
		c := newCard(t, img, emulator.WithSpec("t1.mf.ef02.size", size))
		same(t, size, c.Transmit(unhex("00B08A00000000")), append([]byte(want), 0x90, 0))
	}
	img := image("t1")
	img.Files["mf/ef02"] = []byte("ABCDE")
	c := newCard(t, img, emulator.WithSpec("t1.mf.ef02.size", "5"))
	same(t, "image of the changed size", c.Transmit(unhex("00B08A00000000")), []byte("ABCDE\x90\x00"))
}
