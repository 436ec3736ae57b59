package spec

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// verbs are the effects a cell may name; the emulator maps each to a change
// of its state.
var verbs = []string{"enter-mf", "enter-df", "set-ef", "clear-ef", "set-challenge", "clear-challenge",
	"set-session", "clear-session", "set-verified", "clear-verified", "start-counter", "count"}

// Verbs lists the effects a cell may name.
func Verbs() []string { return slices.Clone(verbs) }

// checkKind says whether the value of a cell is written as its kind demands.
func checkKind(c Cell) error {
	reason := ""
	switch c.Kind {
	case Size, Count:
		if n, err := strconv.Atoi(c.Value); err != nil || n < 0 || n > 0xFFFF {
			reason = "want a decimal number from 0 to 65535"
		}
	case SFI:
		if !isHex(c.Value, 1) || hexNumber(c.Value) < 1 || hexNumber(c.Value) > 30 {
			reason = "want two hex digits from 01 to 1E"
		}
	case Tag:
		if !isHex(c.Value, 1) && !isHex(c.Value, 2) {
			reason = "want one or two bytes in hex"
		}
	case Bytes:
		if _, err := hex.DecodeString(c.Value); err != nil {
			reason = "want bytes in hex"
		}
	case Access:
		if !slices.Contains([]AccessRule{Free, ByNumber, ByNumberSM}, AccessRule(c.Value)) {
			reason = "want free, number or number+sm"
		}
	case Guard:
		if c.Value != "off" && !isHex(c.Value, 2) {
			reason = "want a status word in hex, or off"
		}
	case Effect:
		reason = checkVerbs(c.Value)
	case Fingerprint:
		if !isHex(c.Value, 32) {
			reason = "want 32 bytes in hex"
		}
	case Status:
		if !isHex(c.Key[strings.LastIndexByte(c.Key, '.')+1:], 2) {
			reason = "the key ends in no status word"
		}
	case Algorithm, Layout, Text:
		if c.Value == "" {
			reason = "want a name"
		}
	default:
		reason = "unknown kind " + string(c.Kind)
	}
	if reason == "" {
		return nil
	}
	return &CellError{c.Key, c.Value, reason}
}

func checkVerbs(value string) string {
	for v := range strings.FieldsSeq(value) {
		if !slices.Contains(verbs, v) {
			return "unknown effect " + v
		}
	}
	return ""
}

func isHex(s string, bytes int) bool {
	raw, err := hex.DecodeString(s)
	return err == nil && len(raw) == bytes
}
