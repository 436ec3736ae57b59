package guard_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/zairyukit/zairyu/reader/guard"
)

// FuzzGuard sends whatever comes up: what reaches the card is on the list as
// written down here once more, and comes through unchanged.
func FuzzGuard(f *testing.F) {
	for _, list := range [][]string{allowed, refused} {
		for _, c := range list {
			f.Add(unhex(c), false)
			f.Add(unhex(c), true)
		}
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, command []byte, specified bool) {
		card := &card{}
		g, err := guard.New(card, guard.Options{Number: number, Dir: dir, Budget: 1 << 30, AllowSpecified: specified})
		if err != nil {
			t.Fatal(err)
		}
		identify(t, card, g, "05")
		_, err = g.Transmit(context.Background(), bytes.Clone(command))
		if (err == nil) != (len(card.sent) == 1) {
			t.Fatalf("%X: %v, but the card saw %d commands", command, err, len(card.sent))
		}
		if len(card.sent) == 1 && (!bytes.Equal(card.sent[0], command) || !harmless(command, specified)) {
			t.Fatalf("%X reached the card as %X", command, card.sent[0])
		}
	})
}

// harmless is the rule in other words: bytes at their places, for both
// length forms.
func harmless(c []byte, specified bool) bool {
	if len(c) < 4 {
		return false
	}
	data := body(c)
	switch {
	case bytes.HasPrefix(c, []byte{0x80, 0xAE, 0x00, 0x00, 0x00, 0x01, 0x00}):
		return specified && len(c) == 7+256
	case c[0] != 0 && c[0] != 1 && c[0] != 4 && c[0] != 8 && c[0] != 12:
		return false
	case c[1] == 0xB0:
		return len(data) <= 16 && (c[0] >= 4 || len(data) == 0)
	case c[1] == 0x84:
		return len(data) == 0
	case c[1] == 0x82:
		return c[2] == 0 && c[3] == 0 && len(data) > 0 && len(data) <= 64
	case c[1] == 0x20:
		return c[2] == 0 && c[3] == 0x86 && len(data) > 0 && len(data) <= 64
	case c[1] == 0xA4 && c[2] == 0:
		return len(data) == 0 || string(data) == "\x3F\x00"
	case c[1] == 0xA4 && c[2] == 4:
		return len(data) == 16 && string(data[:5]) == "\xD3\x92\xF0\x00\x4F"
	}
	return false
}

// body is the data field of a command without surplus bytes.
func body(c []byte) []byte {
	rest := c[4:]
	switch {
	case len(rest) <= 1, len(rest) == 3 && rest[0] == 0:
		return nil
	case rest[0] != 0:
		n := int(rest[0])
		if len(rest) != 1+n && len(rest) != 2+n {
			return make([]byte, 1<<16) // on no list
		}
		return rest[1 : 1+n]
	case len(rest) > 3:
		n := int(rest[1])<<8 | int(rest[2])
		if len(rest) != 3+n && len(rest) != 5+n {
			return make([]byte, 1<<16)
		}
		return rest[3 : 3+n]
	}
	return make([]byte, 1<<16)
}
