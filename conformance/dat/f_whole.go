package dat

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// wholeCard is DAT_F: what must agree over the whole card.
func wholeCard() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_F_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("種別・ファイル・項目・署名の整合", "Type, files, fields and signature agree"),
			Purpose:  text("カード種別の全ファイルが存在し、種別にないファイルがなく、署名の構成が種別と合う。", "Every file of the card type is there, no other, and the signature is laid out as for the type."),
			Refs:     []string{"P 3.3.1", "P 3.3.4", "P 3.4.3.1"},
			Variants: conformance.Once(f01),
		},
		{
			ID: "DAT_F_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:    text("二つのセッションで同じ内容", "Two sessions read the same"),
			Purpose:  text("リセットと再認証の後も内容が変わらない。", "The content is the same after a reset and another authentication."),
			Refs:     []string{"P 3.5.1"},
			Variants: perFile(f02),
		},
	}
}

func f01(t *conformance.T) {
	c, missing := contents{t.Kind(), map[string][]byte{}}, ""
	take := func(term *witness.Terminal, free bool) { // the free files first, as in read
		for _, f := range files(t.Subject, func(f witness.File) bool { return f.Free == free }) {
			content, err := term.ReadFile(t.Context(), f)
			if err != nil || len(content) != f.Size {
				missing += f.Key + " "
			}
			c.files[f.Key] = content
		}
	}
	take(t.Terminal(), true)
	take(t.Open(), false)
	t.Claim(text("種別の全ファイルが読める", "every file of the type can be read"), "type", "df1.ef01.size", "df3.ef01.size").
		Saw("type known: %t, missing or of another size: %s", string(c.value(0xC1)) == t.Subject.CardType(), orNone(missing)).
		Holds(missing == "" && string(c.value(0xC1)) == t.Subject.CardType())
	t.Claim(text("種別にないファイルがない", "there is no file that the type does not have"), "type", "df2.ef01.sfi").
		Saw("other files in DF2: %s", orNone(strays(t))).Holds(strays(t) == "")
	t.Claim(text("署名の構成が世代と合う、または署名がない", "the signature is laid out as in its generation, or missing"),
		"df3.ef01.check_code.length", "df3.ef01.certificate.length").
		Saw("check code %d bytes, certificate field %d bytes", len(c.value(codeTag(c.kind))), len(c.value(certificateTag(c.kind)))).Holds(signatureLayout(c))
	if code := c.value(codeTag(c.kind)); c.kind.Generation > 1 && !allZero(code) {
		claimRaw(t, code)
	}
}

func orNone(list string) string {
	if list == "" {
		return "none"
	}
	return list
}

// strays lists the files of DF2 that answer though the type has none there:
// EF02 to EF04 are of the residence card only (3.3.1).
func strays(t *conformance.T) string {
	own := map[byte]bool{}
	for _, f := range files(t.Subject, func(f witness.File) bool { return f.DF == 2 }) {
		own[f.P1] = true
	}
	if a := t.Send(witness.SelectDF(2)); a.SW != 0x9000 {
		t.Inconclusive("DF2 could not be selected: %s", a)
	}
	list := ""
	for p1 := byte(0x81); p1 <= 0x84; p1++ {
		if !own[p1] && !t.Send(witness.ReadPlain(p1, 0, 0)).Refused() {
			list += fmt.Sprintf("%02X ", p1)
		}
	}
	return list
}

// signatureLayout says whether check code and certificate are both as 3.3.4.9
// has them, or both missing.
func signatureLayout(c contents) bool {
	if _, err := c.kind.SplitObjects(c.files["df3/ef01"]); err != nil {
		return false // what cannot be told apart is not missing
	}
	code, value := c.value(codeTag(c.kind)), c.value(certificateTag(c.kind))
	if len(code) == 0 && len(value) == 0 || allZero(c.files["df3/ef01"]) {
		return true
	}
	_, err := parseLeaf(value)
	if c.kind.Generation > 1 {
		_, form := rawCode(code)
		return form != codeOther && len(value) <= 602 && err == nil
	}
	return len(code) == 256 && len(value) == 1200 && err == nil
}

func f02(t *conformance.T, f witness.File) {
	first := read(t, f.Key).files[f.Key]
	t.Reset()
	second := read(t, f.Key).files[f.Key]
	t.Claim(text("二回とも同じ内容", "the same both times"), cellStable).
		Saw("%s", conformance.Difference(second, first)).Holds(bytes.Equal(first, second))
}
