package dat

import (
	"bytes"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// The forms of the block in an RSA check code.
const (
	blockStandard = "standard"
	blockBare     = "digestinfo-bare"
	blockOther    = "other"
)

// block recovers the block from an RSA check code and says which form fits the
// pictures, whole 256 bytes compared. The error says what is missing.
func (c contents) block() (form string, err error) {
	l, err := parseLeaf(c.value(0xDB))
	if err != nil {
		return blockOther, err
	}
	key, ok := l.key.(*rsa.PublicKey)
	if !ok {
		return blockOther, witness.ErrKey
	}
	recovered, err := witness.RecoverBlock(key, c.value(0xDA))
	if err != nil {
		return blockOther, err
	}
	signed, err := c.kind.SignedData(c.files)
	if err != nil {
		return blockOther, err
	}
	switch hash := sha256.Sum256(signed); {
	case bytes.Equal(recovered, witness.StandardBlock(hash)):
		return blockStandard, nil
	case bytes.Equal(recovered, witness.BareBlock(hash)):
		return blockBare, nil
	}
	return blockOther, nil
}

// verifies says whether the check code fits what it covers.
func (c contents) verifies() bool {
	signed, err := c.kind.SignedData(c.files)
	return err == nil && c.verifiesOver(signed)
}

// verifiesOver takes r and s in either form; which one it is is a claim of its
// own.
func (c contents) verifiesOver(signed []byte) bool {
	l, err := parseLeaf(c.value(certificateTag(c.kind)))
	code := c.value(codeTag(c.kind))
	if c.kind.Generation > 1 {
		code, _ = rawCode(code)
	}
	return err == nil && c.kind.CheckSignature(l.key, signed, code) == nil
}

// The forms of an ECDSA check code.
const (
	codeRaw   = "raw"
	codeDER   = "DER"
	codeOther = "other"
)

// codeBytes is the length of r and s on P-384, raw, 48 bytes each.
const codeBytes = 96

// rawCode gives r and s of an ECDSA check code, 48 bytes each, and the form in
// which they stood. A source speaks of ASN.1, and of 96 bytes at most, into
// which no DER form goes (2G 3.3.4.10): 96 bytes are raw, a longer code may be
// DER, and 00 may follow it. In another form it is given back as it is.
func rawCode(code []byte) (raw []byte, form string) {
	if len(code) == codeBytes {
		return code, codeRaw
	}
	var n struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(code, &n)
	if err != nil || !allZero(rest) || n.R.Sign() < 0 || n.S.Sign() < 0 || max(n.R.BitLen(), n.S.BitLen()) > 8*codeBytes/2 {
		return code, codeOther
	}
	raw = make([]byte, codeBytes)
	n.R.FillBytes(raw[:codeBytes/2])
	n.S.FillBytes(raw[codeBytes/2:])
	return raw, codeDER
}

// claimRaw ends an instance with the claim that r and s stand raw, which is
// inferred: a card that departs from it deviates and does not fail.
func claimRaw(t *conformance.T, code []byte) {
	_, form := rawCode(code)
	t.Claim(text("rとsがそのまま並び、DERではない", "r and s as they are, not in DER"), "sig.raw").
		Saw("%d bytes, %s", len(code), form).Holds(form == codeRaw)
}

// readSigned reads the files that a verification needs.
func readSigned(t *conformance.T, more ...string) contents {
	keys := append(more, "df3/ef01", "df1/ef01", "df1/ef02")
	if t.Kind().Generation > 1 {
		keys = append(keys, "df1/ef03")
	}
	return read(t, keys...)
}

// readVerified reads the files and ends the instance if the check code does
// not fit: nothing could be learnt from changing them.
func readVerified(t *conformance.T, more ...string) contents {
	c := readSigned(t, more...)
	if !c.verifies() {
		t.Inconclusive("the check code does not fit the card's own data")
	}
	return c
}

func d01(t *conformance.T) {
	code := readTags(t, 0xDC).value(0xDC)
	if _, form := rawCode(code); form == codeDER {
		claimRaw(t, code)
		return
	}
	t.Claim(text("96バイト", "96 bytes"), "df3.ef01.check_code.length", "df3.ef01.check_code.repertoire").
		Saw("%d bytes", len(code)).Holds(len(code) == codeBytes)
	if len(code) != codeBytes {
		return
	}
	n := elliptic.P384().Params().N
	inside := func(b []byte) bool {
		v := new(big.Int).SetBytes(b)
		return v.Sign() > 0 && v.Cmp(n) < 0
	}
	t.Claim(text("rとsは1以上かつ位数未満", "r and s are from 1 to below the order"), "sig.algorithm").
		Saw("r: %t, s: %t", inside(code[:48]), inside(code[48:])).Holds(inside(code[:48]) && inside(code[48:]))
}

func d02(t *conformance.T) {
	c := readSigned(t)
	signed, err := c.kind.SignedData(c.files)
	want := 10000
	if c.kind.Generation > 1 {
		want = 5553
	}
	t.Claim(text("署名が署名対象に合う", "the signature fits what it covers"), "sig.algorithm", "sig.input").
		Saw("%d bytes covered, error: %t", len(signed), err != nil).
		Holds(len(signed) == want && c.verifies())
	if c.kind.Generation > 1 {
		claimRaw(t, c.value(0xDC))
	}
}

// samplesPerPart is how many bytes of a part are changed, one at a time.
const samplesPerPart = 16

func d04(s *conformance.Subject) []conformance.Variant {
	part := func(name string, tag uint16, bounds func(value []byte) (from, to int)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			c := readVerified(t)
			key, begin, end := c.at(tag)
			if key == "" {
				t.Inconclusive("there is no %02X", tag)
			}
			from, to := bounds(c.files[key][begin:end])
			if from >= to {
				t.Inconclusive("the value has no such part")
			}
			missed := 0
			for range samplesPerPart {
				if c.changed(key, begin+from+t.Random.IntN(to-from), 1<<t.Random.IntN(8)).verifies() {
					missed++
				}
			}
			t.Claim(text("変更した写しは検証に失敗する", "changed copies do not verify"), "sig.algorithm", "sig.input").
				Saw("%d changes, %d unnoticed", samplesPerPart, missed).Holds(missed == 0)
		}}
	}
	written := func(v []byte) (int, int) { return 0, len(trimmed(v)) }
	fill := func(v []byte) (int, int) { return len(trimmed(v)), len(v) }
	if s.Kind().Generation == 1 {
		return []conformance.Variant{part("front", 0xD0, written), part("face", 0xD1, written), part("fill", 0xD0, fill)}
	}
	return []conformance.Variant{
		part("entries", 0xC6, written), part("face", 0xD1, written), part("name", 0xD0, written), part("fill", 0xD0, fill),
	}
}

func d05(s *conformance.Subject) []conformance.Variant {
	apart := []string{"df1/ef01", "df1/ef04"} // number and address image of the later generations
	var out []conformance.Variant
	for _, f := range files(s, func(f witness.File) bool {
		return f.DF == 0 || f.DF == 2 || s.Kind().Generation > 1 && slices.Contains(apart, f.Key)
	}) {
		out = append(out, conformance.Variant{Name: dotted(f.Key), Run: func(t *conformance.T) {
			c := readVerified(t, f.Key)
			if len(c.files[f.Key]) == 0 {
				t.Inconclusive("%s is empty", f.Key)
			}
			last := c.changed(f.Key, len(c.files[f.Key])-1, 0x01)
			t.Claim(text("署名対象外：変更しても検証に成功する", "not covered: a changed copy still verifies"), "sig.input").
				Saw("not covered by the signature: %s; nor is the number", uncovered(t.Kind(), f.Key)).Holds(last.verifies())
		}})
	}
	return out
}

// uncovered lists a file's data objects.
func uncovered(k *witness.Kind, key string) string {
	list := ""
	for _, l := range k.Objects(key) {
		list += fmt.Sprintf("%02X ", l.Tag)
	}
	return list + "(" + key + ")"
}

func d06(t *conformance.T) {
	form, err := readSigned(t).block()
	if err != nil {
		t.Inconclusive("no block could be recovered: %v", err)
	}
	t.Claim(text("DigestInfoを持つ", "there is a DigestInfo"), "sig.digest-info").Saw("%s", form).Holds(form == blockStandard)
	t.Claim(text("PKCS #1の形または図3-4の形", "the form of PKCS #1 or of figure 3-4"), "sig.algorithm").Saw("%s", form).Holds(form != blockOther)
}

func d07(t *conformance.T) {
	c := readSigned(t)
	form, err := c.block()
	t.Claim(text("256バイトで法より小さい", "256 bytes and below the modulus"), "df3.ef01.check_code.length", "sig.algorithm").
		Saw("%d bytes, recovered: %t", len(c.value(0xDA)), err == nil).Holds(err == nil)
	t.Claim(text("ブロック全体が一致", "the whole block agrees"), "sig.algorithm").
		Saw("%s", form).Holds(form != blockOther)
}

func d08(t *conformance.T) {
	form := unsignedForm(read(t, "df3/ef01").files["df3/ef01"])
	t.Claim(text("署名なしを示す既知の形", "one of the forms that say \"not signed\""), "form.nophoto.age", "object.end").
		Saw("%s", form).Holds(form != formOther)
}

// unsignedForm tells how DF3/EF01 shows that there is no signature: the two
// footnotes of 3.3.5 differ.
func unsignedForm(file []byte) string {
	for _, header := range []string{"\xDA\x00\xDB\x00", "\xDA\x00", ""} {
		if rest, found := bytes.CutPrefix(file, []byte(header)); found && allZero(rest) {
			return fmt.Sprintf("%X and %d x 00", header, len(rest))
		}
	}
	return formOther
}

func d09(t *conformance.T) {
	c := readVerified(t)
	signed, err := c.kind.SignedData(c.files)
	if err != nil {
		t.Inconclusive("%v", err)
	}
	head, middle := 0, 7000 // front, then face
	if c.kind.Generation > 1 {
		head, middle = 53, 53+3000 // entries, face, then name
	}
	first, second := signed[head:middle], signed[middle:]
	if len(trimmed(first)) == len(first) && len(trimmed(second)) == len(second) {
		t.Inconclusive("neither picture is filled up with 00")
	}
	unnoticed := 0
	for _, p := range [][2][]byte{{trimmed(first), second}, {first, trimmed(second)}, {trimmed(first), trimmed(second)}} {
		cut := slices.Concat(signed[:head], p[0], p[1])
		if len(cut) < len(signed) && c.verifiesOver(cut) {
			unnoticed++
		}
	}
	t.Claim(text("埋めを除くと検証に失敗する", "without the fill the signature does not fit"), "sig.input").
		Saw("fill of %d and %d bytes, verified without: %d", len(first)-len(trimmed(first)), len(second)-len(trimmed(second)), unnoticed).
		Holds(unnoticed == 0)
}

func d10(t *conformance.T) {
	c := readTags(t, faceTag, codeTag(t.Kind()))
	photo, code, certificate := !allZero(c.value(faceTag)), !allZero(c.value(codeTag(c.kind))), !allZero(c.value(certificateTag(c.kind)))
	t.Claim(text("全て存在するか全て存在しない", "all there or all missing"), "form.nophoto.age").
		Saw("photo: %t, check code: %t, certificate: %t", photo, code, certificate).
		Holds(photo == code && code == certificate)
}
