package reader_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/cipher"
	"crypto/des"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/internal/termcrypto"
	"github.com/zairyukit/zairyu/reader/trust"
)

const testNumber = "AA12345678BB" // the specification's own example

var testNow = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// fakeCard is a naive first-generation card for the flow tests. It knows just
// enough to answer a good reader; every fault is the test's own, put in by
// bend. Its cryptography is the reader's: what it proves is the flow, not the
// cryptography, which the vectors prove.
type fakeCard struct {
	typ    string
	number string
	files  map[string][]byte // "df1/ef01"
	limit  int               // most bytes of one read; 0: none

	// bend may change the answer to a command, or take the card away. step is
	// the kind of command and its place among those, "read 2".
	bend func(step string, command, answer []byte) ([]byte, error)

	log       [][]byte
	count     map[string]int
	df, ef    string
	challenge []byte
	ksenc     []byte
	verified  bool
	suite     *termcrypto.Suite
	kICC      []byte
	rndICC    func() []byte
}

func newCard(t testing.TB, typ string, files map[string][]byte) *fakeCard {
	t.Helper()
	p, err := spec.ForType(typ)
	if err != nil {
		t.Fatal(err)
	}
	s, err := termcrypto.For(p)
	if err != nil {
		t.Fatal(err)
	}
	return &fakeCard{typ: typ, number: testNumber, files: files, df: "mf", suite: s, count: map[string]int{},
		kICC: []byte("sixteen k.icc by"), rndICC: func() []byte { b := make([]byte, 8); rand.Read(b); return b }}
}

var kinds = map[byte]string{0xA4: "select", 0x84: "challenge", 0x82: "mutual", 0x20: "verify", 0xB0: "read"}

func (c *fakeCard) Transmit(_ context.Context, command []byte) ([]byte, error) {
	c.log = append(c.log, bytes.Clone(command))
	kind := kinds[command[1]]
	if kind == "read" && c.df == "mf" {
		kind = "free"
	}
	c.count[kind]++
	answer := c.answer(command)
	if c.bend != nil {
		return c.bend(fmt.Sprintf("%s %d", kind, c.count[kind]), command, answer)
	}
	return answer, nil
}

func sw(s string) []byte { return unhex(s) }

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func (c *fakeCard) answer(cmd []byte) []byte {
	fresh := c.challenge
	c.challenge = nil
	switch cmd[1] {
	case 0xA4:
		return c.selectFile(cmd)
	case 0x84:
		c.challenge = c.rndICC()
		return append(bytes.Clone(c.challenge), 0x90, 0)
	case 0x82:
		if fresh == nil {
			return sw("6985")
		}
		return c.mutual(cmd[5:45], fresh)
	case 0x20:
		want, _ := c.suite.Wrap(c.ksenc, 0, []byte(c.number))
		if c.verified = bytes.Equal(cmd[5:], want); !c.verified {
			return sw("6300")
		}
		return sw("9000")
	case 0xB0:
		return c.read(cmd)
	}
	return sw("6D00")
}

func (c *fakeCard) selectFile(cmd []byte) []byte {
	for name, id := range map[string]string{"mf": "3F00", "df1": "D392F0004F0200000000000000000000",
		"df2": "D392F0004F0300000000000000000000", "df3": "D392F0004F0400000000000000000000"} {
		if bytes.Equal(cmd[5:], unhex(id)) {
			c.df, c.ef = name, ""
			return sw("9000")
		}
	}
	return sw("6A82")
}

// mutual answers as annex 1 says, with the roles of the handshake exchanged:
// what the card sends is what a terminal with these randoms would send.
func (c *fakeCard) mutual(data, rndICC []byte) []byte {
	base := c.suite.BaseKey(c.number)
	mac, _ := c.suite.MAC(base, data[:32])
	plain := open(base, data[:32])
	if !bytes.Equal(mac, data[32:]) || !bytes.Equal(plain[8:16], rndICC) {
		c.ksenc, c.verified = nil, false
		return sw("6300")
	}
	h, _ := c.suite.NewHandshake(c.number, plain[:8], rndICC, c.kICC)
	out, _ := h.Data()
	c.ksenc, _ = c.suite.SessionKey(plain[16:], c.kICC)
	return append(out, 0x90, 0)
}

func (c *fakeCard) read(cmd []byte) []byte {
	sm := cmd[0] == 0x08
	le := int(cmd[len(cmd)-2])<<8 | int(cmd[len(cmd)-1])
	switch {
	case sm && cmd[4] == 0: // 96 02 hh ll 00 00
		le = int(cmd[9])<<8 | int(cmd[10])
	case sm:
		le = int(cmd[7])<<8 | int(cmd[8])
	case len(cmd) == 5:
		le = int(cmd[4])
	}
	offset := int(cmd[2])<<8 | int(cmd[3])
	if cmd[2]&0x80 != 0 {
		offset = int(cmd[3])
		c.ef = map[string]string{"mf8B": "ef01", "mf8A": "ef02", "df185": "ef01", "df186": "ef02", "df281": "ef01",
			"df282": "ef02", "df283": "ef03", "df284": "ef04", "df382": "ef01"}[fmt.Sprintf("%s%02X", c.df, cmd[2])]
	}
	file, ok := c.files[c.df+"/"+c.ef]
	switch {
	case !ok:
		return sw("6A82")
	case c.df != "mf" && !c.verified, c.df == "df1" && !sm:
		return sw("6982")
	case sm && c.ksenc == nil:
		return sw("6985")
	case offset >= len(file):
		return sw("6B00")
	}
	file = file[offset:]
	if le > 0 {
		file = file[:min(le, len(file))]
	}
	if c.limit > 0 && c.df != "mf" {
		file = file[:min(c.limit, len(file))]
	}
	if sm {
		file, _ = c.suite.Wrap(c.ksenc, 0, file)
	}
	return append(bytes.Clone(file), 0x90, 0)
}

// open deciphers E_IFD: two-key TDES, CBC, IV 0 (annex 1, table 1).
func open(key, cryptogram []byte) []byte {
	block, err := des.NewTripleDESCipher(slices.Concat(key, key[:8]))
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(cryptogram))
	cipher.NewCBCDecrypter(block, make([]byte, 8)).CryptBlocks(out, cryptogram)
	return out
}

// reset is deactivation: everything volatile is lost.
func (c *fakeCard) reset() { c.df, c.ef, c.challenge, c.ksenc, c.verified = "mf", "", nil, nil, false }

// sent tells which commands of a kind went out, in hex.
func (c *fakeCard) sent(ins byte) []string {
	var out []string
	for _, cmd := range c.log {
		if cmd[1] == ins {
			out = append(out, fmt.Sprintf("%X", cmd))
		}
	}
	return out
}

// issuer is a test PKI: a root and a leaf under it.
type issuer struct {
	rootKey, leafKey *rsa.PrivateKey
	root             *x509.Certificate
}

// testIssuer is made once: RSA keys are slow.
var testIssuer = sync.OnceValue(func() issuer {
	i := issuer{rootKey: newKey(2048), leafKey: newKey(2048)}
	i.root = i.makeRoot("zairyu TEST root for reader tests", 0x2A)
	return i
})

var otherKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })

func newKey(bits int) *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return k
}

func (i issuer) makeRoot(name string, serial int64) *x509.Certificate {
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: testNow.AddDate(-5, 0, 0), NotAfter: testNow.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	return parse(x509.CreateCertificate(rand.Reader, tmpl, tmpl, &i.rootKey.PublicKey, i.rootKey))
}

func parse(der []byte, err error) *x509.Certificate {
	if err != nil {
		panic(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return c
}

// leaf makes a leaf certificate, changed by edit.
func (i issuer) leaf(edit func(*x509.Certificate)) []byte {
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "zairyu TEST signer"},
		NotBefore: testNow.AddDate(-1, 0, 0), NotAfter: testNow.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	if edit != nil {
		edit(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, i.root, &i.leafKey.PublicKey, i.rootKey)
	if err != nil {
		panic(err)
	}
	return der
}

// anchors returns a store of roots declared as test.
func anchors(t testing.TB, roots ...*x509.Certificate) *trust.Store {
	t.Helper()
	s, err := trust.New(trust.Test)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range roots {
		if err := s.Add(r.Raw, "root of this test"); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// object is tag, length in the form the specification prints, value with its
// NUL tail.
func object(header string, length int, value []byte) []byte {
	return append(unhex(header), append(bytes.Clone(value), make([]byte, length-len(value))...)...)
}

// goodFiles are the files of a healthy type 1 card signed by the test issuer;
// the caller may change them.
func goodFiles() map[string][]byte {
	out := map[string][]byte{}
	for key, data := range healthy() {
		out[key] = bytes.Clone(data)
	}
	return out
}

var healthy = sync.OnceValue(func() map[string][]byte {
	i := testIssuer()
	files := map[string][]byte{
		"mf/ef01":  []byte("\xC0\x040001"),
		"mf/ef02":  []byte("\xC1\x011"),
		"df1/ef01": object("D0821B58", 7000, tinyTIFF()),
		"df1/ef02": object("D1820BB8", 3000, tinyCodestream()),
		"df2/ef01": slices.Concat([]byte("\xD2\x0820240401\xD3\x06131016"), object("D4820140", 320, []byte("東京都千代田区霞が関1-1-1"))),
		"df2/ef02": object("D578", 120, []byte("許可：原則週28時間以内")),
		"df2/ef03": make([]byte, 122),
		"df2/ef04": []byte("\xD7\x010"),
	}
	sign(files, i.leafKey, i.leaf(nil))
	return files
})

func sign(files map[string][]byte, key *rsa.PrivateKey, leaf []byte) {
	sum := signedHash(files)
	code, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum)
	if err != nil {
		panic(err)
	}
	files["df3/ef01"] = df3(code, leaf)
}

// signedHash is over the values alone, 7000 and 3000 bytes (3.4.3.1).
func signedHash(files map[string][]byte) []byte {
	return hash256(slices.Concat(files["df1/ef01"][4:], files["df1/ef02"][4:]))
}

func hash256(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

func df3(code, leaf []byte) []byte {
	return slices.Concat(object("DA820100", 256, code), object("DB8204B0", 1200, leaf))
}

// raw is the private operation on a whole block, for blocks that no library
// would sign.
func raw(key *rsa.PrivateKey, block []byte) []byte {
	m := new(big.Int).SetBytes(block)
	return m.Exp(m, key.D, key.N).FillBytes(make([]byte, 256))
}

func options(t testing.TB) reader.Options {
	t.Helper()
	return reader.Options{Number: testNumber, Anchors: anchors(t, testIssuer().root), Now: testNow}
}

// check reads and verifies a card made of files; typ 1.
func check(t testing.TB, files map[string][]byte) *reader.Result {
	t.Helper()
	return reader.Check(t.Context(), newCard(t, "1", files), options(t))
}

func with(files map[string][]byte, key string, data []byte) map[string][]byte {
	out := maps.Clone(files)
	out[key] = data
	return out
}

// tinyTIFF is a little-endian bilevel TIFF of 16 x 1 pixels with one strip.
func tinyTIFF() []byte {
	b := unhex("49492A0008000000" + "0600")
	for _, e := range []string{
		"0001" + "0300" + "01000000" + "10000000", // width 16
		"0101" + "0300" + "01000000" + "01000000", // height 1
		"0301" + "0300" + "01000000" + "04000000", // compression 4
		"0601" + "0300" + "01000000" + "01000000", // photometric 1
		"1101" + "0400" + "01000000" + "56000000", // strip at 86
		"1701" + "0400" + "01000000" + "04000000", // 4 bytes
	} {
		b = append(b, unhex(e)...)
	}
	return append(b, unhex("00000000"+"26A00000")...)
}

// tinyCodestream is the head of a JPEG 2000 codestream, 120 x 160, 3 parts.
func tinyCodestream() []byte {
	return unhex("FF4FFF51" + "002F" + "0000" + "00000078" + "000000A0" + "00000000" + "00000000" +
		"00000078" + "000000A0" + "00000000" + "00000000" + "0003" + "070101" + "070101" + "070101" + "FFD9")
}
