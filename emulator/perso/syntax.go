package perso

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// syntaxMessage chooses the message for a complaint of the YAML parser, by
// what people get wrong most, with its arguments; other complaints are told in
// the parser's own words.
func syntaxMessage(text string) (Message, []any) {
	for _, c := range []struct {
		words   string
		message Message
	}{
		{"found character '\t'", MsgYAMLTab},
		{"found a tab character", MsgYAMLTab},
		{"could not find end character of", MsgYAMLQuote},
		{"mapping value is not allowed", MsgYAMLColon},
		{"unexpected key name", MsgYAMLPair},
		{"non-map value is specified", MsgYAMLPair},
		{"end token", MsgYAMLOpen}, // "... not found"
		{"could not find flow map content", MsgYAMLOpen},
		{"must be specified", MsgYAMLOpen}, // "',' or ']' ..."
		{"value is not allowed in this context", MsgYAMLStray},
		{"is a reserved character", MsgYAMLReserved},
	} {
		if strings.Contains(text, c.words) {
			return c.message, nil
		}
	}
	return MsgSyntax, []any{text}
}

// foreignEncoding says that the text is not UTF-8, and what it may be.
func foreignEncoding(data []byte) (Message, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) || bytes.IndexByte(data, 0) >= 0:
		return MsgUTF16, true
	case !utf8.Valid(data):
		return MsgShiftJIS, true
	}
	return "", false
}
