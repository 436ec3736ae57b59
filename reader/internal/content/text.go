package content

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Note is something a person should know about a value. The list is closed.
type Note string

// The notes.
const (
	EncodingGuess Note = "encoding-guess" // no UTF-8; read as Shift_JIS
	Undecodable   Note = "undecodable"    // neither; no text is given
	ByteOrderMark Note = "byte-order-mark"
	CutCharacter  Note = "cut-character" // the last character is incomplete
	NULInside     Note = "nul-inside"    // text goes on after a NUL
	OverLength    Note = "over-length"   // longer than its object may be
	BadDate       Note = "bad-date"      // no day of the calendar
	CheckDigit    Note = "check-digit"   // municipality code with a wrong check digit
	UnknownCode   Note = "unknown-code"  // a value that the specification does not list
	BadNumber     Note = "bad-number"    // not 2 letters, 8 digits, 2 letters
	BadPeriod     Note = "bad-period"    // neither years and months nor days
)

// Notes lists them all.
func Notes() []Note {
	return []Note{EncodingGuess, Undecodable, ByteOrderMark, CutCharacter, NULInside, OverLength, BadDate, CheckDigit, UnknownCode,
		BadNumber, BadPeriod}
}

// ErrUnknownEncoding: the profile names an encoding this package lacks.
var ErrUnknownEncoding = errors.New("text encoding unknown to the reader")

// The fallbacks that a profile may name: what a text is read as that is no
// UTF-8.
const (
	fallbackShiftJIS = "shift_jis"
	fallbackNone     = "none"
)

// Supports fails with [ErrUnknownEncoding] unless text is read as the profile
// says.
func Supports(p *spec.Profile) error {
	a, b := p.Value("text.encoding"), p.Value("text.fallback")
	if a != "utf-8" || b != fallbackShiftJIS && b != fallbackNone {
		return fmt.Errorf("%w: cells %s.text.* name %q and %q", ErrUnknownEncoding, p.Name, a, b)
	}
	return nil
}

const replacement = "\uFFFD"

// Text decodes a value that is padded with NULs: strictly as UTF-8 without a
// byte order mark (3.3.4), and only where that fails and the fallback is
// Shift_JIS as that, marked as a guess. Many kanji in UTF-8 also decode as
// Shift_JIS, so the order counts. The text is not escaped; who shows it must
// do that.
func Text(value []byte, fallback string) (string, []Note) {
	b := bytes.TrimRight(value, "\x00")
	var notes []Note
	if after, ok := bytes.CutPrefix(b, []byte("\uFEFF")); ok {
		b, notes = after, append(notes, ByteOrderMark)
	}
	if bytes.IndexByte(b, 0) >= 0 {
		notes = append(notes, NULInside)
	}
	if utf8.Valid(b) {
		return string(b), notes
	}
	if whole := cutCharacter(b); hasMultiByte(whole) {
		return string(whole) + replacement, append(notes, CutCharacter)
	}
	if s, ok := shiftJIS(b); ok && fallback == fallbackShiftJIS {
		return s, append(notes, EncodingGuess)
	}
	if whole := cutCharacter(b); whole != nil {
		return string(whole) + replacement, append(notes, CutCharacter)
	}
	return "", append(notes, Undecodable)
}

func shiftJIS(b []byte) (string, bool) {
	s, err := japanese.ShiftJIS.NewDecoder().Bytes(b)
	return string(s), err == nil && !bytes.Contains(s, []byte(replacement))
}

// cutCharacter returns b without the 1 to 3 bytes at its end that begin a
// character and do not complete it, if the rest is valid UTF-8; else nil.
func cutCharacter(b []byte) []byte {
	for n := 1; n <= 3 && n <= len(b); n++ {
		tail, whole := b[len(b)-n:], b[:len(b)-n]
		if utf8.RuneStart(tail[0]) && !utf8.FullRune(tail) && utf8.Valid(whole) {
			return whole
		}
	}
	return nil
}

func hasMultiByte(b []byte) bool {
	return strings.ContainsFunc(string(b), func(r rune) bool { return r >= utf8.RuneSelf })
}
