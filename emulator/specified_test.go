package emulator_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/spec"
)

// Values derived with another library from what was measured on the sister
// application; no official ones are known. Key field 00 01 .. 1F.
const (
	specifiedVerify = "0820008613861101" + "564AA15A55132FAEC29D95D38268F7FF" // N = 1
	specifiedAnswer = "861101" + "5EA268036BD0A65290F2C9CC25742258" + "9000"  // N = 2: C2 0C and the number
)

func TestSpecifiedExample(t *testing.T) {
	for _, profile := range []string{"t07", "t08"} {
		img := image(profile)
		copy(img.Files["df1/ef01"], "\xC2\x0CAA12345678BB")
		c := newCard(t, img, emulator.WithRandom(noRandom{}))
		same(t, "message", keyMessage(keyField()), unhex("A0228020000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"))
		deliver(t, c)
		for _, step := range [][2]string{
			{specifiedVerify, "9000"},
			{selectDF("df1"), "9000"},
			{"08B08100000005960300000000" + "00", specifiedAnswer},
		} {
			if got := send(c, step[0]); got != step[1] {
				t.Fatalf("%s: %s: %s, want %s", profile, step[0], got, step[1])
			}
		}
		// N = 3: the IV that follows.
		answer := c.Transmit(unhex("08B0810000000596030000010000"))
		block := aesCipher(keyField()[:16])
		plain := make([]byte, 16)
		block.Decrypt(plain, answer[3:19])
		xor(plain, unhex("B9AD2B2E346AC238505D365E9CB7FC56"))
		same(t, "message 3", plain, append([]byte{0xC2, 0x80}, make([]byte, 14)...))
	}
}

type noRandom struct{}

func (noRandom) Read([]byte) (int, error) {
	return 0, errors.New("a specified card needs no random numbers")
}

// The same VERIFY is right as the first message only.
func TestVerifyIsOfItsNumber(t *testing.T) {
	c := newCard(t, image("t07"))
	deliver(t, c)
	if got := send(c, specifiedVerify, specifiedVerify); got != "6988" {
		t.Errorf("message 1 as message 2: %s", got)
	}
	if got := send(c, specifiedVerify); got != "69FC" {
		t.Errorf("after an SM error: %s", got)
	}
}

// Refused commands under SM use up a number; a wrong class, a plain command or
// a SELECT of a DF does not.
func TestWhatCounts(t *testing.T) {
	k := kindOf("t07")
	for command, counts := range map[string]bool{
		"08B08400000005960300000000" + "00": true,  // not verified
		"08B09E00000005960300000000" + "00": true,  // no such file
		"08B0E1000000059603000000" + "0000": true,  // P1
		"08B0":                              false, // no header
		"08B08400":                          true,  // no data
		"08200087" + "00":                   true,
		"0820000013861101" + "564AA15A55132FAEC29D95D38268F7FF": true,
		"09B08400000005960300000000" + "00":                     false, // another class
		"0CB08400000005960300000000" + "00":                     false,
		"00B08400000000":                                        false,
		"08CA0000":                                              false,
		selectDF("df1"):                                         false,
		"80AE000000":                                            false,
	} {
		c := newCard(t, image("t07"))
		key := deliver(t, c)
		send(c, command)
		n := uint64(1)
		if counts {
			n = 2
		}
		if got := hexOf(c.Transmit(k.verifyCommand(key, n, number))); got != "9000" {
			t.Errorf("%s: VERIFY as message %d: %s", command, n, got)
		}
	}
}

func TestSnapshotKeepsTheCounter(t *testing.T) {
	c := newCard(t, image("t07"))
	key := deliver(t, c)
	first := c.Snapshot()
	for range 2 {
		restore(t, c, first)
		if got := send(c, specifiedVerify); got != "9000" {
			t.Fatalf("message 1: %s", got)
		}
		if got := hexOf(c.Transmit(kindOf("t07").verifyCommand(key, 2, number))); got != "9000" {
			t.Errorf("message 2: %s", got)
		}
	}
}

func TestTraceOfSpecifiedCard(t *testing.T) {
	var got []emulator.Exchange
	c := newCard(t, image("t07"), emulator.WithTrace(func(e emulator.Exchange) { got = append(got, e) }))
	deliver(t, c)
	send(c, specifiedVerify, selectDF("df3"), "08B08200000005960300000000"+"00")
	if len(got) != 5 || !got[1].State.Session || string(got[2].PlainCommand) != number || got[4].State.DF != "df3" {
		t.Fatalf("%+v", got)
	}
	same(t, "plain text", got[4].PlainResponse, image("t07").Files["df3/ef01"])
}

func TestDeliveryKeyIsNeeded(t *testing.T) {
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(short)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{"none": nil, "no DER": []byte("key"), "1024 bits": der, "public half": x509.MarshalPKCS1PublicKey(&deliveryKey().PublicKey)} {
		img := image("t08")
		img.DeliveryKey = key
		if c, err := emulator.New(img); c != nil || !errors.Is(err, emulator.ErrDeliveryKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every option by itself makes another card: what works on it is what it was
// set to, and no longer what the tables hold.
func TestOptions(t *testing.T) {
	field := keyField()
	usual := keyCryptogram(keyMessage(field))
	for _, o := range []struct {
		name, value string
		cryptogram  []byte
		works       func(*testing.T, *emulator.Card)
	}{
		{"oaep", "sha1", keyCryptogramBy(crypto.SHA1, keyMessage(field)), nil},
		{"message", "bare-32", keyCryptogram(field), nil},
		{"message", "bare-16", keyCryptogram(field[:16]), nil},
		{"message", "A0{80:32,81:32}", keyCryptogram(slices.Concat(unhex("A0448020"), field, unhex("8120"), field)), nil},
	} {
		img := image("t07")
		img.Options = map[string]string{o.name: o.value}
		c := newCard(t, img)
		if got := send(c, selectDF("ap"), hexOf(setKeyCommand(usual))); got != "6A80" {
			t.Errorf("%s %s: the usual message: %s", o.name, o.value, got)
		}
		if got := send(c, hexOf(setKeyCommand(o.cryptogram)), specifiedVerify); got != "9000" {
			t.Errorf("%s %s: %s", o.name, o.value, got)
		}
	}
	numbers := map[string]uint64{"counter-from-0": 0, "counter-from-1": 1}
	for value, n := range numbers {
		c := optioned(t, "iv", value)
		key := deliver(t, c)
		if got := hexOf(c.Transmit(kindOf("t07").verifyCommand(key, n, number))); got != "9000" {
			t.Errorf("iv %s: %s", value, got)
		}
	}
	c := optioned(t, "iv", "zero")
	key := deliver(t, c)
	for range 2 {
		if got := hexOf(c.Transmit(kindOf("t05").verifyCommand(key, 0, number))); got != "9000" {
			t.Errorf("iv zero: %s", got)
		}
	}
	c = optioned(t, "read_object", "96-02")
	deliver(t, c)
	if got := send(c, specifiedVerify, selectDF("df1"), "08B08100000004960200000000"); got[len(got)-4:] != "9000" {
		t.Errorf("read_object: %s", got)
	}
	c = optioned(t, "plain_read", "sm-for-all")
	deliver(t, c)
	if got := send(c, specifiedVerify, selectDF("df3"), "00B08200000000"); got != "6982" {
		t.Errorf("plain_read: %.8s", got)
	}
}

func optioned(t *testing.T, name, value string) *emulator.Card {
	t.Helper()
	img := image("t07")
	img.Options = map[string]string{name: value}
	return newCard(t, img)
}

func TestUnknownOptions(t *testing.T) {
	for _, x := range [][3]string{{"t07", "oaep", "md5"}, {"t07", "colour", "red"}, {"t05", "oaep", "sha1"}} {
		img := image(x[0])
		img.Options = map[string]string{x[1]: x[2]}
		if _, err := emulator.New(img); !errors.Is(err, emulator.ErrSpec) || !errors.Is(err, spec.ErrOption) {
			t.Errorf("%v: %v", x, err)
		}
	}
}

// Only the specified cards rest on choices that nobody has checked.
func TestUnverified(t *testing.T) {
	for _, profile := range allProfiles() {
		if got := newCard(t, image(profile)).Unverified(); got != (profile == "t07" || profile == "t08") {
			t.Errorf("%s: %t", profile, got)
		}
	}
}
