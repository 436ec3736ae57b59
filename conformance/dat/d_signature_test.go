package dat

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
	"github.com/zairyukit/zairyu/vectors"
)

// resigned puts the certificate of a key on the card, and as check code what
// the key makes of the block that make returns for the card's pictures.
func resigned(key *rsa.PrivateKey, cert []byte, make func(front, face []byte) []byte) func(*emulator.Image) {
	return func(img *emulator.Image) {
		block := make(img.Files["df1/ef01"][4:], img.Files["df1/ef02"][4:])
		code := new(big.Int).Exp(new(big.Int).SetBytes(block), key.D, key.N)
		code.FillBytes(img.Files["df3/ef01"][4:260])
		certificate(cert)(img)
	}
}

// shaped builds a block of 256 bytes: 00 01, FF, 00, tail (PKCS #1 v1.5).
func shaped(tail []byte) []byte {
	return slices.Concat([]byte{0, 1}, slices.Repeat([]byte{0xFF}, 253-len(tail)), []byte{0}, tail)
}

// digestInfo of SHA-256 as RFC 8017, 9.2, note 1, prints it.
const digestInfo = "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"

func hashOf(parts ...[]byte) []byte {
	sum := sha256.Sum256(slices.Concat(parts...))
	return sum[:]
}

func bare(front, face []byte) []byte { return shaped(hashOf(front, face)) }

func standard(front, face []byte) []byte {
	return shaped(append([]byte(digestInfo), hashOf(front, face)...))
}

// derCode puts a check code in DER in the place of the raw one, as a reader
// that knows only DER would wish it; it is longer than the 96 bytes.
func derCode(t *testing.T) func(*emulator.Image) {
	t.Helper()
	return func(img *emulator.Image) {
		raw := img.Files["df3/ef01"]
		der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[2:50]), new(big.Int).SetBytes(raw[50:98])})
		if err != nil {
			t.Fatal(err)
		}
		rest := bytes.TrimRight(raw[98:], "\x00")
		file := slices.Concat([]byte{0xDC, byte(len(der))}, der, rest)
		clear(raw)
		copy(raw, file)
	}
}

func TestSignatures(t *testing.T) {
	key := newKey(t, 2048)
	cert := certify(t, template("zairyu TEST leaf", 1), template("zairyu TEST root", 1), &key.PublicKey, key)
	// Where the check code does not fit, changing bytes can teach nothing.
	judged, stopped := []string{"DAT_D_02", "DAT_D_06", "DAT_D_07"}, []string{"DAT_D_04", "DAT_D_05", "DAT_D_09"}
	sign := func(block func(front, face []byte) []byte) func(*emulator.Image) { return resigned(key, cert, block) }
	modulus := func(img *emulator.Image) {
		certificate(cert)(img)
		key.N.FillBytes(img.Files["df3/ef01"][4:260])
	}
	defect.Prove(t, signatures(), nil, []defect.Defect{
		{Name: "sig-altered", Edit: put("df3/ef01", 100, 0xA5, 0x5A), Noticed: judged, Stopped: stopped},
		{Name: "signed-byte-changed", Edit: put("df1/ef02", 2000, 0xA5, 0x5A), Noticed: judged, Stopped: stopped},
		{Name: "fill-byte-changed", Edit: put("df1/ef01", 7003, 1), Noticed: judged, Stopped: stopped},
		{Name: "later-sig-altered", Card: "05", Edit: put("df3/ef01", 60, 0xA5, 0x5A), Noticed: []string{"DAT_D_02"}, Stopped: stopped},
		{Name: "later-entry-changed", Card: "07", Edit: put("df1/ef02", 12, '2', '1'), Noticed: []string{"DAT_D_02"}, Stopped: stopped},
		{Name: "later-name-fill-changed", Card: "06", Edit: put("df1/ef03", 2503, 1), Noticed: []string{"DAT_D_03"}, Stopped: stopped},
		{Name: "later-r-outside", Card: "06", Edit: put("df3/ef01", 2, slices.Repeat([]byte{0xFF}, 48)...), Noticed: []string{"DAT_D_01", "DAT_D_03"}, Stopped: stopped},
		{Name: "later-der", Card: "05", Edit: derCode(t), Noticed: []string{"DAT_D_01", "DAT_D_02"}},
		{Name: "sig-degenerate", Edit: modulus, Noticed: []string{"DAT_D_02", "DAT_D_07"}},
		{Name: "sig-other-key", Edit: certificate(cert), Noticed: []string{"DAT_D_02", "DAT_D_07"}},
		{Name: "digestinfo-bare", Edit: sign(bare), Noticed: []string{"DAT_D_06"}},
		{Name: "pkcs1-tail32", Edit: sign(func(front, face []byte) []byte {
			return slices.Concat([]byte{0, 1}, slices.Repeat([]byte{0xC3}, 222), hashOf(front, face))
		}), Noticed: []string{"DAT_D_02", "DAT_D_06", "DAT_D_07"}},
		{Name: "pkcs1-shape", Edit: sign(func(front, face []byte) []byte {
			return append(slices.Concat([]byte{0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0}, []byte(digestInfo), hashOf(front, face)), make([]byte, 194)...)
		}), Noticed: []string{"DAT_D_02", "DAT_D_07"}},
		{Name: "pkcs1-oid", Edit: sign(func(front, face []byte) []byte {
			sum := sha512.Sum512_256(slices.Concat(front, face))
			return shaped(append([]byte("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x06\x05\x00\x04\x20"), sum[:]...))
		}), Noticed: []string{"DAT_D_02", "DAT_D_06"}},
		{Name: "sig-layout-trimmed", Edit: sign(func(front, face []byte) []byte { return standard(trimmed(front), trimmed(face)) }), Noticed: judged, Stopped: stopped},
		{Name: "sig-layout-swapped", Edit: sign(func(front, face []byte) []byte { return standard(face, front) }), Noticed: judged, Stopped: stopped},
		{Name: "sig-layout-with-address", Edit: func(img *emulator.Image) {
			sign(func(front, face []byte) []byte { return standard(front, append(face, img.Files["df2/ef01"]...)) })(img)
		}, Noticed: []string{"DAT_D_02"}, Stopped: []string{"DAT_D_05"}},
		{Name: "sig-stripped", Edit: fileOf("df3/ef01", []byte{0xDA, 0x00, 0xDB, 0x00}), Noticed: []string{"DAT_D_02", "DAT_D_10"}},
		{Name: "photo-stripped", Edit: fileOf("df1/ef02", []byte{0xD1, 0x00}), Noticed: []string{"DAT_D_02", "DAT_D_10"}},
		{Name: "certificate-without-photo", Card: "1-nophoto", Edit: fileOf("df3/ef01", []byte{0xDA, 0x00, 0xDB, 0x01, 0x30}), Noticed: []string{"DAT_D_08", "DAT_D_10"}},
		{Name: "unsigned-in-another-form", Card: "2-nophoto", Edit: fileOf("df3/ef01", []byte{0xDB, 0x00, 0xDA, 0x00}), Noticed: []string{"DAT_D_08"}},
	})
	// A bare hash is recorded as such and nothing else is held against it.
	wantVerdicts(t, judge(t, signatures(), "1", nil, sign(bare)), map[string]conformance.Verdict{
		"DAT_D_02": conformance.Pass, "DAT_D_04#front": conformance.Pass, "DAT_D_05#df2.ef01": conformance.Pass,
		"DAT_D_06": conformance.Deviates, "DAT_D_07": conformance.Pass, "DAT_D_09": conformance.Pass})
	wantVerdicts(t, judge(t, signatures(), "1", nil, modulus), map[string]conformance.Verdict{
		"DAT_D_02": conformance.Fail, "DAT_D_06": conformance.Inconclusive, "DAT_D_07": conformance.Fail})
	wantVerdicts(t, judge(t, signatures(), "1", nil, put("df1/ef02", 2000, 0xA5, 0x5A)), map[string]conformance.Verdict{
		"DAT_D_02": conformance.Fail, "DAT_D_06": conformance.Fail, "DAT_D_04#face": conformance.Inconclusive})
	// Our own signature in the standard form passes throughout.
	wantAll(t, signatures(), "1", nil, sign(standard))
}

// That r and s stand raw is inferred: a card with the DER form deviates, in
// every case that asks for the form, and in none for the rest. One bit more,
// or bytes after it, and the signature does not fit.
func TestDERCheckCodeDeviates(t *testing.T) {
	cases := slices.Concat(signatures(), wholeCard())
	for card, verification := range map[string]string{"05": "DAT_D_02", "06": "DAT_D_03", "07": "DAT_D_02", "08": "DAT_D_03"} {
		wantVerdicts(t, judge(t, cases, card, nil, derCode(t)), map[string]conformance.Verdict{
			"DAT_D_01": conformance.Deviates, verification: conformance.Deviates, "DAT_F_01": conformance.Deviates,
			"DAT_D_04#entries": conformance.Pass, "DAT_D_09": conformance.Pass, "DAT_D_10": conformance.Pass})
	}
	bent := func(img *emulator.Image) {
		derCode(t)(img)
		img.Files["df3/ef01"][30] ^= 1
	}
	wantVerdicts(t, judge(t, cases, "05", nil, bent), map[string]conformance.Verdict{
		"DAT_D_02": conformance.Fail, "DAT_F_01": conformance.Deviates, "DAT_D_04#entries": conformance.Inconclusive})
	noForm := func(img *emulator.Image) { img.Files["df3/ef01"][1]-- } // the object ends a byte early
	wantVerdicts(t, judge(t, cases, "05", nil, noForm), map[string]conformance.Verdict{
		"DAT_D_01": conformance.Fail, "DAT_D_02": conformance.Fail, "DAT_F_01": conformance.Fail})
}

// Each form that the footnotes of 3.3.5 allow says "not signed".
func TestUnsignedForms(t *testing.T) {
	for _, form := range [][]byte{{0xDA, 0x00, 0xDB, 0x00}, {0xDA, 0x00}, nil} {
		wantAll(t, signatures(), "1-nophoto", nil, fileOf("df3/ef01", form))
	}
}

// The standard library agrees about the built-in cards, and the published
// blocks of the vectors are recovered from signatures of their own.
func TestBlockAgreesWithOthers(t *testing.T) {
	card := built(t)
	leaf, err := x509.ParseCertificate(card.Certificate)
	if err != nil {
		t.Fatal(err)
	}
	c := contents{witness.For("1"), card.Image.Files}
	if err := rsa.VerifyPKCS1v15(leaf.PublicKey.(*rsa.PublicKey), crypto.SHA256, hashOf(c.value(0xD0), c.value(0xD1)), c.value(0xDA)); err != nil || !c.verifies() {
		t.Errorf("crypto/rsa: %v, the suite: %t", err, c.verifies())
	}
	all, err := vectors.ByOp("signed-data")
	if err != nil || len(all) == 0 {
		t.Fatal(err, len(all))
	}
	key := newKey(t, 2048)
	cert := certify(t, template("zairyu TEST leaf", 1), template("zairyu TEST root", 1), &key.PublicKey, key)
	for _, v := range all {
		for name, want := range map[string]string{"standard_block": blockStandard, "bare_block": blockBare} {
			front, face, block := bytesOf(t, v, "front"), bytesOf(t, v, "face"), bytesOf(t, v, name)
			img := emulator.Image{Files: map[string][]byte{"df3/ef01": slices.Concat([]byte{0xDA, 0x82, 0x01, 0x00}, make([]byte, 256), []byte{0xDB, 0x82, 0x04, 0xB0}, make([]byte, 1200)),
				"df1/ef01": slices.Concat([]byte{0xD0, 0x82, 0x1B, 0x58}, front), "df1/ef02": slices.Concat([]byte{0xD1, 0x82, 0x0B, 0xB8}, face)}}
			resigned(key, cert, func(_, _ []byte) []byte { return block })(&img)
			if form, err := (contents{witness.For("1"), img.Files}).block(); err != nil || form != want {
				t.Errorf("%s: %s, %v, want %s", v.ID, form, err, want)
			}
		}
	}
}

func bytesOf(t *testing.T, v vectors.Vector, field string) []byte {
	t.Helper()
	b, err := v.Bytes(field)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
