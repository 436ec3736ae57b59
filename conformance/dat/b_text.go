package dat

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"github.com/zairyukit/zairyu/conformance"
)

// written returns the text of a data object without its fill, and its cell.
func written(t *conformance.T, tag uint16) (value []byte, cell string) {
	key, cell := place(t.Kind(), tag)
	value, _, _ = bytes.Cut(read(t, key).value(tag), []byte{0})
	return value, cell
}

func b05(t *conformance.T, tag uint16) {
	v, _ := written(t, tag)
	bom := bytes.HasPrefix(v, []byte{0xEF, 0xBB, 0xBF})
	t.Claim(text("BOMのない正しいUTF-8", "valid UTF-8 without BOM"), "text.encoding").
		Saw("text of %d bytes, valid: %t, BOM: %t", len(v), utf8.Valid(v), bom).Holds(utf8.Valid(v) && !bom)
}

func b08(t *conformance.T, tag uint16) {
	v, _ := written(t, tag)
	_, shiftJIS := asShiftJIS(v)
	c := t.Claim(text("Shift_JISではない", "the text is not Shift_JIS"), "text.encoding")
	if !slices.Contains(t.Subject.Atoms, "emu") {
		c.Warning()
	}
	c.Saw("text of %d bytes, UTF-8: %t, Shift_JIS: %t", len(v), utf8.Valid(v), shiftJIS).Holds(utf8.Valid(v) || !shiftJIS)
}

func b09(t *conformance.T, tag uint16) {
	v, cell := written(t, tag)
	other, shiftJIS := asShiftJIS(v)
	ambiguous := utf8.Valid(v) && shiftJIS && other != string(v)
	t.Claim(text("UTF-8として読める", "the text reads as UTF-8"), "text.encoding", cell+".repertoire").
		Saw("text of %d bytes, UTF-8: %t, CP932 gives another reading: %t", len(v), utf8.Valid(v), ambiguous).Holds(utf8.Valid(v))
}

// asShiftJIS reads a text as CP932 and says whether that succeeds throughout,
// with more than ASCII in it: ASCII is the same in both encodings.
func asShiftJIS(v []byte) (string, bool) {
	s, err := japanese.ShiftJIS.NewDecoder().Bytes(v)
	return string(s), err == nil && !bytes.ContainsRune(s, utf8.RuneError) &&
		bytes.ContainsFunc(v, func(r rune) bool { return r >= utf8.RuneSelf })
}

func b10(t *conformance.T) {
	v, _ := written(t, 0xD4)
	if !utf8.Valid(v) {
		t.Inconclusive("the address is not UTF-8, its characters cannot be counted")
	}
	n := utf8.RuneCount(v)
	t.Claim(text("80文字以内", "at most 80 characters"), "df2.ef01.address.length", "df2.ef01.address.repertoire").
		Saw("%d characters", n).Holds(n <= 80)
	set := newRepertoire()
	outside := strings.IndexFunc(string(v), func(c rune) bool { return !set.has(c) })
	t.Claim(text("全ての文字がJIS X 0213:2004にある", "all characters are in JIS X 0213:2004"), "df2.ef01.address.repertoire").Warning().
		Saw("outside: %t", outside >= 0).Holds(outside < 0)
}
