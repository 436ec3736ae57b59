package witness_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
)

// The values that were noted for the specified cards before the code was
// written. None is official.
func TestSpecifiedMessages(t *testing.T) {
	field := unhex(t, "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F")
	if got := witness.KeyMessage(field); !bytes.Equal(got, append(unhex(t, "A0228020"), field...)) {
		t.Errorf("message %X", got)
	}
	for _, cardType := range []string{"07", "08"} {
		s := witness.Session{Kind: witness.For(cardType)}
		s.Start(field[:16])
		for n, want := range map[uint64]string{
			1: "7346139595C0B41E497BBDE365F42D0A",
			2: "49D68753999BA68CE3897A686081B09D",
			3: "B9AD2B2E346AC238505D365E9CB7FC56",
		} {
			if got := s.Kind.IV(s.KSenc, n); !bytes.Equal(got, unhex(t, want)) {
				t.Errorf("IV of %d: %X", n, got)
			}
		}
		verify := s.Verify([]byte(number))
		if !bytes.Equal(verify, unhex(t, "0820008613861101 564AA15A55132FAEC29D95D38268F7FF")) {
			t.Errorf("VERIFY %X", verify)
		}
		s.Saw(verify)
		read := s.Kind.ReadSM(0x84, 0, 0)
		if !bytes.Equal(read, unhex(t, "08B0840000000596030000000000")) {
			t.Errorf("READ BINARY %X", read)
		}
		s.Saw(read)
		plain, answer := append(unhex(t, "C20C"), number...), unhex(t, "861101 5EA268036BD0A65290F2C9CC25742258")
		if got := s.Seal(plain); !bytes.Equal(got, answer) || s.N != 2 {
			t.Errorf("N %d: sealed %X", s.N, got)
		}
		if got, err := s.Open(answer); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("opened %X, %v", got, err)
		}
		for _, n := range []uint64{0, 1, 3} {
			if got, err := s.OpenAt(n, answer); err == nil && bytes.Equal(got, plain) {
				t.Errorf("the answer to command 2 opens as that to %d", n)
			}
		}
	}
}

func TestCommandsOfTheSpecifiedCards(t *testing.T) {
	k, old := witness.For("07"), witness.For("05")
	for _, c := range []struct {
		name string
		got  []byte
		want string
	}{
		{"SELECT AP", k.SelectAP(), "00A4040C10 D392F0004F0100000000000000000000"},
		{"root of 07", k.SelectRoot(), "00A4040C10 D392F0004F0100000000000000000000"},
		{"root of 05", old.SelectRoot(), "00A40000023F00"},
		{"SELECT DF3", k.SelectDF(3), "00A4040C10 D392F0004F0400000000000000000000"},
		{"SET SESSION KEY", k.SetSessionKey(make([]byte, 256))[:8], "80AE0000000100 00"},
		{"short SET SESSION KEY", k.SetSessionKey([]byte{1}), "80AE0000000001 01"},
		{"READ BINARY", k.ReadPlain(0x82, 0, 0), "00B08200000000"},
		{"READ BINARY, short", k.ReadShort(0x8A, 0, 4), "00B08A0004"},
		{"READ BINARY, SM, 256 from 258", k.ReadSM(0x01, 0x02, 0x0100), "08B0010200000596030001000000"},
		{"READ BINARY, SM, of 05", old.ReadSM(0x01, 0x02, 0x0100), "08B00102000004960201000000"},
	} {
		if !bytes.Equal(c.got, unhex(t, c.want)) {
			t.Errorf("%s: %X, want %s", c.name, c.got, c.want)
		}
	}
	if n := len(k.SetSessionKey(make([]byte, 256))); n != 7+256 {
		t.Errorf("SET SESSION KEY of %d bytes", n)
	}
}

// Which commands count: VERIFY and READ BINARY of class 08, under a key, and
// nothing else.
func TestSawCountsSMCommands(t *testing.T) {
	for _, cardType := range []string{"1", "2", "05", "06", "07", "08"} {
		s := witness.Session{Kind: witness.For(cardType)}
		s.Saw(unhex(t, "08B08400"))
		if s.N != 0 {
			t.Errorf("%s: counted without a key", cardType)
		}
		s.Start(make([]byte, 16))
		for _, plain := range []string{"", "08", "00B0840000", "00A4040C10", "0CB0840000", "08A4040C10", "0884000008", "80AE0000", "18200086", "00200086"} {
			if s.Saw(unhex(t, plain)); s.N != 0 {
				t.Errorf("%s: counted %q", cardType, plain)
			}
		}
		for _, sm := range []string{"08200086", "08B0", "08B08400000000"} {
			s.Saw(unhex(t, sm))
		}
		if want := map[bool]uint64{true: 3}[s.Kind.Generation == 3]; s.N != want {
			t.Errorf("%s: N %d, want %d", cardType, s.N, want)
		}
		if s.Start(nil); s.N != 0 || s.KSenc != nil {
			t.Errorf("%s: %+v after a new start", cardType, s)
		}
	}
}

// Objects that cases build by hand belong to the next command, deciphered
// answers to the last.
func TestEncryptForTheNextDecryptFromTheLast(t *testing.T) {
	s := witness.Session{Kind: witness.For("07"), KSenc: unhex(t, "000102030405060708090A0B0C0D0E0F")}
	padded := append([]byte(number), 0x80, 0, 0, 0)
	cryptogram := s.Encrypt(padded)
	if !bytes.Equal(cryptogram, unhex(t, "564AA15A55132FAEC29D95D38268F7FF")) {
		t.Errorf("%X", cryptogram)
	}
	s.N = 2
	if got := s.Decrypt(unhex(t, "5EA268036BD0A65290F2C9CC25742258")); !bytes.Equal(got, append(append(unhex(t, "C20C"), number...), 0x80, 0)) {
		t.Errorf("%X", got)
	}
}

// A throw-away key of openssl genrsa 2048; the private half was not kept.
const deliveryPEM = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqcXlRoezDGUpeYzsSZCk
UaBXQjblEmBKjpreBt4aV1uMltFufKTwl6S8z0hO3Atu8DuMQ5Vjl9o2U3Nts+fV
pgAAAdjDeuIlXO/QVBFU2OyUCAP2E/p+VO5fzHUXFwwtMDASoJpTj52ARo6bg+Fb
esO9VLQinbfVjYpWHEX7Gx7CR4bJtaItBKu7xVD0llH3hTJyRVaPpLLMN7PsGXyi
np0RGpVVLXogqdu2rX7DiqKLFQtIqAHB0gyKT7vysOPHEChd9suWr6SAJkf7lGn7
3VScItRRoPHyqZWWaa25ZhR5hUeGoJCyTCaWNRXNhuNcpZaIVEGgYaJ9VQXKH7Db
zwIDAQAB
-----END PUBLIC KEY-----
`

// Made with Python's hashlib and pow, and opened with openssl pkeyutl (OAEP,
// SHA-256 for both hashes): the key field 00 01 .. 1F, the seed 40 41 .. 5F.
const delivered = `
28D3B4F4D37B4EAA0009D4323BDB5ADBADE8CAC9E260D1A44D434ED12C20BBDF
E78864D13F8EE19AB443B33B3F7577B8126B2832839DF23BB1972D96FEBCB15C
3AC06A626DEBEC4C52051CA5F3ACB3E2A7A48D8C62F56AA423CCDD5FE56ED476
EB073C7BC340AC16547C8A090E9F4DD7D9C76E538ACD95C82D7A98A1A6ECCFA2
F159066BF0C76C1EC9B7E64104FA11CB00CE678A2D89D9D350025762CF1FBC77
E56A631D3FA938FCFECEE309DF9B047695EA4ECC8DA6B887C61780335E67490F
7FFAC3DEA0C98366E96A6B93491A6FB5778EE21C3085DE932FEF7E299B1AD4B6
B90DFD59F5FE1623D81D5654651BB63F4CD22F06CD83D33AC7258ABF4AB29F1A
`

// count returns n bytes that count up from a first.
func count(first, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(first + i)
	}
	return out
}

func deliveryKey(t *testing.T) *rsa.PublicKey {
	t.Helper()
	b, _ := pem.Decode([]byte(deliveryPEM))
	key, err := x509.ParsePKIXPublicKey(b.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key.(*rsa.PublicKey)
}

func TestOAEPAgainstOpenSSL(t *testing.T) {
	got, err := witness.EncryptOAEP(deliveryKey(t), count(0x40, 32), witness.KeyMessage(count(0, 32)))
	if err != nil || !bytes.Equal(got, code(t, delivered)) {
		t.Errorf("%X, %v", got, err)
	}
}

func TestOAEPAgainstTheStandardLibrary(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 16, 36, 190} {
		got, err := witness.EncryptOAEP(&key.PublicKey, count(n, 32), count(7, n))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := rsa.DecryptOAEP(sha256.New(), nil, key, got, nil)
		if err != nil || !bytes.Equal(plain, count(7, n)) {
			t.Errorf("%d bytes: %X, %v", n, plain, err)
		}
	}
}

func TestOAEPRefuses(t *testing.T) {
	pub := deliveryKey(t)
	for name, c := range map[string]struct {
		pub           *rsa.PublicKey
		seed, message int
		want          error
	}{
		"no key":         {nil, 32, 36, witness.ErrKey},
		"empty key":      {&rsa.PublicKey{}, 32, 36, witness.ErrKey},
		"2047 bits":      {&rsa.PublicKey{N: new(big.Int).Rsh(pub.N, 1), E: 65537}, 32, 36, witness.ErrKey},
		"seed of 31":     {pub, 31, 36, witness.ErrLength},
		"message of 191": {pub, 32, 191, witness.ErrLength},
	} {
		if got, err := witness.EncryptOAEP(c.pub, make([]byte, c.seed), make([]byte, c.message)); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %X, %v; want %v", name, got, err, c.want)
		}
	}
}

// The whole way with a card that knows the noted commands only: the counter
// runs over VERIFY and READ BINARY and is left alone by SELECT.
func specifiedCard(t *testing.T) (*script, *witness.Terminal) {
	ok := []byte{0x90, 0x00}
	card := &script{answers: map[string][]byte{
		string(unhex(t, "00A4040C10D392F0004F0100000000000000000000")):        ok,
		string(unhex(t, "00A4040C10D392F0004F0200000000000000000000")):        ok,
		string(unhex(t, "00B08A00000000")):                                    unhex(t, "C1023037 9000"),
		string(append(unhex(t, "80AE0000000100"), code(t, delivered)...)):     ok,
		string(unhex(t, "0820008613861101 564AA15A55132FAEC29D95D38268F7FF")): ok,
		string(unhex(t, "08B0810000000596030000000000")):                      unhex(t, "861101 5EA268036BD0A65290F2C9CC25742258 9000"),
	}}
	terminal := witness.For("07").NewTerminal(card.transmit, bytes.NewReader(append(count(0, 32), count(0x40, 32)...)))
	terminal.DeliveryKey = deliveryKey(t)
	return card, terminal
}

func TestOpenOfASpecifiedCard(t *testing.T) {
	card, terminal := specifiedCard(t)
	kind, _ := terminal.Kind.File("ap/ef02")
	if got, err := terminal.ReadFile(t.Context(), kind); err != nil || !bytes.Equal(got, unhex(t, "C1023037")) {
		t.Fatalf("card type %X, %v", got, err)
	}
	if err := terminal.Open(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(terminal.KSenc, count(0, 16)) || terminal.Session.N != 1 {
		t.Errorf("KSenc %X, N %d", terminal.KSenc, terminal.N)
	}
	cardNumber, _ := terminal.Kind.File("df1/ef01")
	got, err := terminal.ReadFile(t.Context(), cardNumber)
	if err != nil || !bytes.Equal(got, append(unhex(t, "C20C"), number...)) || terminal.N != 2 {
		t.Errorf("%X, %v, N %d", got, err, terminal.N)
	}
	var ins []byte
	for _, c := range card.seen {
		ins = append(ins, c[1])
	}
	if !bytes.Equal(ins, unhex(t, "A4B0 A4AE20 A4B0")) {
		t.Errorf("commands %X", ins)
	}
}

// A refused command has been seen by the card and counts.
func TestRefusedSMCommandsCount(t *testing.T) {
	refuse := func(context.Context, []byte) ([]byte, error) { return []byte{0x63, 0x00}, nil }
	terminal := witness.For("08").NewTerminal(refuse, bytes.NewReader(nil))
	terminal.Start(count(0, 16))
	var se *witness.StatusError
	for want := range uint64(3) {
		if err := terminal.Verify(t.Context(), number); !errors.As(err, &se) || se.SW != 0x6300 || terminal.N != want+1 {
			t.Errorf("%v, N %d", err, terminal.N)
		}
	}
}

func TestDeliveryFailures(t *testing.T) {
	set := string(append(unhex(t, "80AE0000000100"), code(t, delivered)...))
	for name, c := range map[string]struct {
		change func(*script, *witness.Terminal)
		want   error
	}{
		"no delivery key":  {func(_ *script, w *witness.Terminal) { w.DeliveryKey = nil }, witness.ErrKey},
		"data in response": {func(s *script, _ *witness.Terminal) { s.answers[set] = unhex(t, "00 9000") }, witness.ErrLength},
		"no answer":        {func(s *script, _ *witness.Terminal) { delete(s.answers, set) }, errUnknownCommand},
	} {
		card, terminal := specifiedCard(t)
		terminal.KSenc = count(9, 16)
		c.change(card, terminal)
		if err := terminal.Authenticate(t.Context(), number); !errors.Is(err, c.want) || terminal.KSenc != nil {
			t.Errorf("%s: %v, KSenc %X", name, err, terminal.KSenc)
		}
	}
	card, terminal := specifiedCard(t)
	card.answers[set] = []byte{0x6A, 0x80}
	var se *witness.StatusError
	if err := terminal.Open(t.Context(), number); !errors.As(err, &se) || se.Step != "SET SESSION KEY" || se.SW != 0x6A80 {
		t.Errorf("%v", err)
	}
}
