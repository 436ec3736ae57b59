package dat

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// signedFiles are the files that a verification needs.
var signedFiles = [...]string{"df1/ef01", "df1/ef02", "df3/ef01"}

// The forms of the block in a check code.
const (
	blockStandard = "standard"
	blockBare     = "digestinfo-bare"
	blockOther    = "other"
)

// block recovers the block from the check code and says which form fits the
// pictures, whole 256 bytes compared. The error says what is missing.
func (c contents) block() (form string, err error) {
	return c.blockOver(c.value(0xD0), c.value(0xD1))
}

func (c contents) blockOver(front, face []byte) (form string, err error) {
	l, err := parseLeaf(c.value(0xDB))
	if err != nil {
		return blockOther, err
	}
	recovered, err := witness.RecoverBlock(l.key, c.value(0xDA))
	if err != nil {
		return blockOther, err
	}
	switch hash := witness.SignedDigest(front, face); {
	case bytes.Equal(recovered, witness.StandardBlock(hash)):
		return blockStandard, nil
	case bytes.Equal(recovered, witness.BareBlock(hash)):
		return blockBare, nil
	}
	return blockOther, nil
}

// verifies says whether the check code fits, in either form.
func (c contents) verifies() bool {
	form, err := c.block()
	return err == nil && form != blockOther
}

// readVerified reads the files and ends the instance if the check code does
// not fit: nothing could be learnt from changing them.
func readVerified(t *conformance.T, more ...string) contents {
	c := read(t, append(more, signedFiles[:]...)...)
	if !c.verifies() {
		t.Inconclusive("the check code does not fit the card's own pictures")
	}
	return c
}

func d02(t *conformance.T) {
	c := read(t, signedFiles[:]...)
	form, err := c.block()
	t.Claim(text("署名が券面（表）イメージと顔画像に合う", "the signature fits front image and photo"), "sig.algorithm", "sig.input").
		Saw("front %d bytes, face %d bytes, form %s, error: %t", len(c.value(0xD0)), len(c.value(0xD1)), form, err != nil).
		Holds(c.verifies() && len(c.value(0xD0)) == 7000 && len(c.value(0xD1)) == 3000)
}

// samplesPerPart is how many bytes of a part are changed, one at a time.
const samplesPerPart = 16

func d04(*conformance.Subject) []conformance.Variant {
	part := func(name string, bounds func(c contents) (key string, from, to int)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			c := readVerified(t)
			key, from, to := bounds(c)
			if from >= to || to > len(c[key]) {
				t.Inconclusive("the value has no such part")
			}
			missed := 0
			for range samplesPerPart {
				if c.changed(key, from+t.Random.IntN(to-from), 1<<t.Random.IntN(8)).verifies() {
					missed++
				}
			}
			t.Claim(text("変更した写しは検証に失敗する", "changed copies do not verify"), "sig.algorithm", "sig.input").
				Saw("%d changes, %d unnoticed", samplesPerPart, missed).Holds(missed == 0)
		}}
	}
	return []conformance.Variant{
		part("front", func(c contents) (string, int, int) { return "df1/ef01", 4, 4 + len(trimmed(c.value(0xD0))) }),
		part("face", func(c contents) (string, int, int) { return "df1/ef02", 4, 4 + len(trimmed(c.value(0xD1))) }),
		part("fill", func(c contents) (string, int, int) { return "df1/ef01", 4 + len(trimmed(c.value(0xD0))), 7004 }),
	}
}

func d05(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range files(s, func(f witness.File) bool { return f.DF == 0 || f.DF == 2 }) {
		out = append(out, conformance.Variant{Name: dotted(f.Key), Run: func(t *conformance.T) {
			c := readVerified(t, f.Key)
			if len(c[f.Key]) == 0 {
				t.Inconclusive("%s is empty", f.Key)
			}
			last := c.changed(f.Key, len(c[f.Key])-1, 0x01)
			t.Claim(text("署名対象外：変更しても検証に成功する", "not covered: a changed copy still verifies"), "sig.input").
				Saw("not covered by the signature: %s; nor is the number", uncovered(t.Subject.CardType(), f.Key)).Holds(last.verifies())
		}})
	}
	return out
}

// uncovered lists a file's data objects.
func uncovered(cardType, key string) string {
	list := ""
	for _, l := range witness.Objects(cardType, key) {
		list += fmt.Sprintf("%02X ", l.Tag)
	}
	return list + "(" + key + ")"
}

func d06(t *conformance.T) {
	form, err := read(t, signedFiles[:]...).block()
	if err != nil {
		t.Inconclusive("no block could be recovered: %v", err)
	}
	t.Claim(text("DigestInfoを持つ", "there is a DigestInfo"), "sig.digest-info").Saw("%s", form).Holds(form == blockStandard)
	t.Claim(text("PKCS #1の形または図3-4の形", "the form of PKCS #1 or of figure 3-4"), "sig.algorithm").Saw("%s", form).Holds(form != blockOther)
}

func d07(t *conformance.T) {
	c := read(t, signedFiles[:]...)
	form, err := c.block()
	t.Claim(text("256バイトで法より小さい", "256 bytes and below the modulus"), "df3.ef01.check_code.length", "sig.algorithm").
		Saw("%d bytes, recovered: %t", len(c.value(0xDA)), err == nil).Holds(err == nil)
	t.Claim(text("ブロック全体が一致", "the whole block agrees"), "sig.algorithm").
		Saw("%s", form).Holds(form != blockOther)
}

func d08(t *conformance.T) {
	form := unsignedForm(read(t, "df3/ef01")["df3/ef01"])
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
	front, face := c.value(0xD0), c.value(0xD1)
	if len(trimmed(front)) == len(front) && len(trimmed(face)) == len(face) {
		t.Inconclusive("neither picture is filled up with 00")
	}
	unnoticed := 0
	for _, p := range [][2][]byte{{trimmed(front), face}, {front, trimmed(face)}, {trimmed(front), trimmed(face)}} {
		if len(p[0])+len(p[1]) == len(front)+len(face) {
			continue
		}
		if form, err := c.blockOver(p[0], p[1]); err == nil && form != blockOther {
			unnoticed++
		}
	}
	t.Claim(text("埋めを除くと検証に失敗する", "without the fill the signature does not fit"), "sig.input").
		Saw("fill of %d and %d bytes, verified without: %d", len(front)-len(trimmed(front)), len(face)-len(trimmed(face)), unnoticed).
		Holds(unnoticed == 0)
}

func d10(t *conformance.T) {
	c := read(t, "df1/ef02", "df3/ef01")
	photo, code, certificate := !allZero(c.value(0xD1)), !allZero(c.value(0xDA)), !allZero(c.value(0xDB))
	t.Claim(text("全て存在するか全て存在しない", "all there or all missing"), "form.nophoto.age").
		Saw("photo: %t, check code: %t, certificate: %t", photo, code, certificate).
		Holds(photo == code && code == certificate)
}
