package jisx0213_test

import (
	"testing"
	"unicode"

	"github.com/zairyukit/zairyu/emulator/perso/jisx0213"
	"golang.org/x/text/encoding/japanese"
)

func TestKnownCharacters(t *testing.T) {
	for _, r := range "Aa0 ~ｱあア亜〇々①㈱・（）〜～−－　éñă﨑凜𠮟" {
		if !jisx0213.Contains(r) {
			t.Errorf("%c (%U) should belong", r, r)
		}
	}
	// Emoji, Hangul, simplified forms, and kanji that other Japanese sets have
	// but not this one.
	for _, r := range "😀한们髙𠮷ğ\t\n\x00\x7F\uFEFF\uFFFD\u200B" {
		if jisx0213.Contains(r) {
			t.Errorf("%c (%U) should not belong", r, r)
		}
	}
	for _, r := range []rune{-1, 0x30000, 0x10FFFF, 0x7FFFFFFF} {
		if jisx0213.Contains(r) {
			t.Errorf("%U should not belong", r)
		}
	}
}

// JIS X 0213 contains JIS X 0208, which golang.org/x/text knows from another
// source: every character of EUC-JP's two-byte part.
func TestContainsAllOfJISX0208(t *testing.T) {
	found := 0
	decoder := japanese.EUCJP.NewDecoder()
	for a := byte(0xA1); a <= 0xF4; a++ {
		for b := byte(0xA1); b <= 0xFE; b++ {
			text, err := decoder.Bytes([]byte{a, b})
			r := []rune(string(text))
			if err != nil || len(r) != 1 || r[0] == unicode.ReplacementChar || (a >= 0xA9 && a <= 0xAF) {
				continue
			}
			found++
			if !jisx0213.Contains(r[0]) {
				t.Errorf("%c (%U), row %d cell %d, should belong", r[0], r[0], a-0xA0, b-0xA0)
			}
		}
	}
	if found < 6879 {
		t.Errorf("compared %d characters, JIS X 0208 has 6879", found)
	}
}
