package present

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Escape makes text from a card safe to show on a terminal: controls, bidi
// and other invisible format characters, line and paragraph separators become
// \u{hex}, a backslash is doubled.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case hidden(r):
			fmt.Fprintf(&b, `\u{%X}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden reports whether a character has no glyph of its own.
func hidden(r rune) bool { return !unicode.IsGraphic(r) }

// escapeJSON replaces hidden characters in JSON by their \u form. In valid
// JSON they stand only in strings, so its meaning stays the same.
func escapeJSON(raw []byte) []byte {
	var b strings.Builder
	for _, r := range string(raw) {
		switch {
		case r < 0x80 || !hidden(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return []byte(b.String())
}
