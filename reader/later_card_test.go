package reader_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/deliverykey"
	"github.com/zairyukit/zairyu/reader/internal/termcrypto"
)

// laterCard is a naive card of type 05 to 08 for the flow tests, as fakeCard
// is of the first generation. Files, identifiers and frames are typed from
// the sheets.
type laterCard struct {
	typ      string
	number   string
	files    map[string][]byte // "df1/ef01"; the free files stand under "mf" or "ap"
	noAP     bool              // SELECT AP is refused
	noMF     bool              // SELECT MF is refused
	others81 bool              // type 06: "others" under 81 only

	bend func(step string, command, answer []byte) ([]byte, error)

	log       [][]byte
	count     map[string]int
	df, ef    string
	challenge []byte
	ksenc     []byte
	verified  bool
	n         uint64 // of the next SM command
	skew      uint64 // added to the number of its answers
	suite     *termcrypto.Suite
}

func newLater(t testing.TB, typ string, files map[string][]byte) *laterCard {
	t.Helper()
	p, err := spec.ForType(typ)
	if err != nil {
		t.Fatal(err)
	}
	s, err := termcrypto.For(p)
	if err != nil {
		t.Fatal(err)
	}
	return &laterCard{typ: typ, number: testNumber, files: files, df: "mf", suite: s, count: map[string]int{}}
}

func (c *laterCard) specified() bool { return c.typ == "07" || c.typ == "08" }

func (c *laterCard) Transmit(_ context.Context, command []byte) ([]byte, error) {
	c.log = append(c.log, bytes.Clone(command))
	kind := kinds[command[1]]
	if command[1] == 0xAE {
		kind = "set-key"
	}
	if kind == "read" && (c.df == "mf" || c.df == "ap") {
		kind = "free"
	}
	c.count[kind]++
	answer := c.answer(command)
	if c.bend != nil {
		return c.bend(fmt.Sprintf("%s %d", kind, c.count[kind]), command, answer)
	}
	return answer, nil
}

func (c *laterCard) answer(cmd []byte) []byte {
	fresh := c.challenge
	c.challenge = nil
	n := c.n
	if cmd[0] == 0x08 {
		c.n++
	}
	switch {
	case cmd[1] == 0xA4:
		return c.selectFile(cmd)
	case cmd[1] == 0x84 && !c.specified():
		c.challenge = []byte("rnd.icc!")
		return append(bytes.Clone(c.challenge), 0x90, 0)
	case cmd[1] == 0x82 && !c.specified() && fresh != nil && len(cmd) == 46:
		return c.mutual(cmd[5:45], fresh)
	case cmd[1] == 0xAE && c.specified() && c.df == "ap":
		return c.setKey(cmd)
	case cmd[1] == 0x20 && c.ksenc != nil:
		want, _ := c.suite.Wrap(c.ksenc, n, []byte(c.number))
		if c.verified = bytes.Equal(cmd[5:], want); !c.verified {
			return sw("6300")
		}
		return sw("9000")
	case cmd[1] == 0xB0:
		return c.read(cmd, n)
	}
	return sw("6D00")
}

func (c *laterCard) selectFile(cmd []byte) []byte {
	for name, id := range map[string]string{"mf": "3F00", "ap": "D392F0004F0100000000000000000000", "df1": "D392F0004F0200000000000000000000",
		"df2": "D392F0004F0300000000000000000000", "df3": "D392F0004F0400000000000000000000"} {
		if !bytes.Equal(cmd[5:], unhex(id)) || name == "ap" && (!c.specified() || c.noAP) || name == "mf" && c.noMF {
			continue
		}
		c.df, c.ef = name, ""
		if name == "ap" || name == "mf" && c.specified() {
			c.ksenc, c.verified = nil, false
		}
		return sw("9000")
	}
	return sw("6A82")
}

func (c *laterCard) mutual(data, rndICC []byte) []byte {
	base := c.suite.BaseKey(c.number)
	mac, _ := c.suite.MAC(base, data[:32])
	plain := aesOpen(base, data[:32])
	if !bytes.Equal(mac, data[32:]) || !bytes.Equal(plain[8:16], rndICC) {
		c.ksenc, c.verified = nil, false
		return sw("6300")
	}
	return append(c.proof(plain[:8], rndICC, plain[16:], []byte("sixteen k.icc by")), 0x90, 0)
}

// proof is E_ICC and M_ICC, and makes the session key.
func (c *laterCard) proof(rndIFD, rndICC, kIFD, kICC []byte) []byte {
	h, _ := c.suite.NewHandshake(c.number, rndIFD, rndICC, kICC)
	out, _ := h.Data()
	c.ksenc, _ = c.suite.SessionKey(kIFD, kICC)
	return out
}

func aesOpen(key, cryptogram []byte) []byte {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(cryptogram))
	cipher.NewCBCDecrypter(b, make([]byte, 16)).CryptBlocks(out, cryptogram)
	return out
}

// setKey takes 80 AE 00 00 00 01 00 and 256 bytes, OAEP with SHA-256, A0 22 80
// 20 and the key field.
func (c *laterCard) setKey(cmd []byte) []byte {
	if !bytes.HasPrefix(cmd, unhex("80AE0000000100")) || len(cmd) != 7+256 {
		return sw("6700")
	}
	plain, err := rsa.DecryptOAEP(sha256.New(), nil, deliveryPair(), cmd[7:], nil)
	if err != nil || len(plain) != 36 || !bytes.HasPrefix(plain, unhex("A0228020")) {
		return sw("6A80")
	}
	c.ksenc, c.n, c.verified = plain[4:20], 1, false
	return sw("9000")
}

func (c *laterCard) read(cmd []byte, n uint64) []byte {
	sm, le, ok := c.smLe(cmd)
	if !ok {
		c.ksenc, c.verified = nil, false
		return sw("6988")
	}
	offset := int(cmd[2])<<8 | int(cmd[3])
	if cmd[2]&0x80 != 0 {
		offset = int(cmd[3])
		c.ef = c.named(cmd[2])
	}
	file, there := c.files[c.df+"/"+c.ef]
	switch {
	case !there:
		return sw("6A82")
	case c.df != "mf" && c.df != "ap" && !c.verified, c.df == "df1" && !sm:
		return sw("6982")
	case offset >= len(file):
		return sw("6B00")
	}
	file = file[offset:]
	if le > 0 {
		file = file[:min(le, len(file))]
	}
	if sm {
		file, _ = c.suite.Wrap(c.ksenc, n+c.skew, file)
	}
	return append(bytes.Clone(file), 0x90, 0)
}

// smLe reads the object 96: two bytes on 05 and 06, three on 07 and 08.
func (c *laterCard) smLe(cmd []byte) (sm bool, le int, ok bool) {
	le = int(cmd[len(cmd)-2])<<8 | int(cmd[len(cmd)-1])
	if len(cmd) == 5 {
		le = int(cmd[4])
	}
	if cmd[0] == 0 {
		return false, le, true
	}
	head := unhex("00000496" + "02")
	if c.specified() {
		head = unhex("0000059603" + "00")
	}
	if !bytes.HasPrefix(cmd[4:], head) || len(cmd) != 4+len(head)+4 || !bytes.HasSuffix(cmd, []byte{0, 0}) {
		return true, 0, false
	}
	return true, int(cmd[4+len(head)])<<8 | int(cmd[5+len(head)]), true
}

func (c *laterCard) named(p1 byte) string {
	names := map[string]string{"mf8B": "ef01", "mf8A": "ef02", "ap8B": "ef01", "ap8A": "ef02",
		"df181": "ef01", "df183": "ef02", "df184": "ef03", "df186": "ef04",
		"df281": "ef01", "df282": "ef02", "df283": "ef03", "df382": "ef01"}
	if c.typ == "06" || c.typ == "08" {
		delete(names, "df281")
		delete(names, "df282")
		names["df283"] = "ef01"
	}
	if c.others81 {
		delete(names, "df283")
		names["df281"] = "ef01"
	}
	return names[fmt.Sprintf("%s%02X", c.df, p1)]
}

func (c *laterCard) reset() { c.df, c.ef, c.challenge, c.ksenc, c.verified = "mf", "", nil, nil, false }

func (c *laterCard) sent(ins byte) []string {
	var out []string
	for _, cmd := range c.log {
		if cmd[1] == ins {
			out = append(out, fmt.Sprintf("%X", cmd))
		}
	}
	return out
}

var deliveryPair = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })

func deliveryFile() *deliverykey.Key {
	k, err := deliverykey.Parse(x509.MarshalPKCS1PublicKey(&deliveryPair().PublicKey))
	if err != nil {
		panic(err)
	}
	return k
}

// saneLater are the rules that no fault may make the reader break.
func saneLater(t *testing.T, card *laterCard) {
	t.Helper()
	verified, df := false, "mf"
	for _, c := range card.log {
		text := fmt.Sprintf("%X", c)
		switch {
		case text == toMF:
			df = "mf"
		case text == toAP:
			verified, df = false, "ap"
		case strings.HasPrefix(text, "00A4040C10D392F0004F") && len(c) == 21:
			df = fmt.Sprintf("df%d", c[10]-1)
		case !card.specified() && (text == "0084000008" || strings.HasPrefix(text, "0082000028") && len(c) == 46 && c[45] == 0):
			verified = false
		case card.specified() && strings.HasPrefix(text, "80AE0000000100") && len(c) == 263 && df == "ap":
			verified = false
		case strings.HasPrefix(text, "0820008613861101") && len(c) == 24:
			verified = true
		case c[1] == 0xB0 && c[0] == 0 && (df == "mf" || df == "ap") && (c[2] == 0x8A || c[2] == 0x8B):
		case c[1] == 0xB0 && verified && (c[0] == 8 || c[0] == 0 && (df == "df2" || df == "df3")):
		default:
			t.Errorf("in %s, verified %t: sent %s", df, verified, text)
		}
	}
	if n := len(card.log); n > 400 {
		t.Errorf("%d commands", n)
	}
}

func suiteOf(t testing.TB, p *spec.Profile) *termcrypto.Suite {
	t.Helper()
	s, err := termcrypto.For(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
