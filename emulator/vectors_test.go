package emulator_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/vectors"
)

// before brings a card to where the message of a vector is the next one under
// SM. A command without a data field is refused, and counts.
func before(t *testing.T, v vectors.Vector, img emulator.Image, opts ...emulator.Option) *emulator.Card {
	t.Helper()
	if !v.Has("n") {
		c := newCard(t, img, append(opts, pinned(unhex(gen2RNDICC), unhex(gen2KICC)))...)
		send(c, "0084000008", gen2Mutual)
		return c
	}
	c := newCard(t, img, opts...)
	deliver(t, c)
	n, err := v.Count("n")
	if err != nil {
		t.Fatal(err)
	}
	for range n - 1 {
		send(c, "08B08400")
	}
	return c
}

// VERIFY of the vectors of the second generation and of specified cards; of
// each the number and its place among the messages must be right.
func TestLaterVerifyVectors(t *testing.T) {
	for _, profile := range []string{"t05", "t07"} {
		for _, v := range byOpOf(t, profile, "verify-command") {
			want := "6300"
			if text(t, v, "number") == number {
				want = "9000"
			}
			c := before(t, v, image(profile))
			if got := hexOf(c.Transmit(field(t, v, "command"))); got != want {
				t.Errorf("%s: %s, want %s", v.ID, got, want)
			}
			if v.Has("command-not") {
				c := before(t, v, image(profile))
				if got := hexOf(c.Transmit(field(t, v, "command-not"))); got != "6988" {
					t.Errorf("%s: what must not be: %s", v.ID, got)
				}
			}
		}
	}
}

// Answers under SM, read from the application's or the MF's first file, which
// needs no VERIFY, made as long as the vector's plain text. Only the empty one
// needs a card that lets one read at the end of a file.
func TestLaterAnswerVectors(t *testing.T) {
	for _, profile := range []string{"t05", "t06", "t07"} {
		for _, v := range byOpOf(t, profile, "sm-answer") {
			plain, root, img, offset := field(t, v, "plain"), fileFacts(profile)[0], image(profile), byte(0)
			opt := emulator.WithSpec(profile+"."+strings.Replace(root.key, "/", ".", 1)+".size", fmt.Sprint(len(plain)))
			img.Files[root.key] = slices.Clone(plain)
			if len(plain) == 0 {
				opt, offset = emulator.WithSpec(profile+".guard.read-sm.offset-outside", "off"), byte(root.size)
				img.Files[root.key] = make([]byte, root.size)
			}
			answer := before(t, v, img, opt).Transmit(kindOf(profile).readSM(0x80|root.sfi, offset, 0))
			same(t, v.ID, answer, append(field(t, v, "answer"), 0x90, 0x00))
			if v.Has("answer-not") && bytes.HasPrefix(answer, field(t, v, "answer-not")) {
				t.Errorf("%s: what must not be", v.ID)
			}
		}
	}
}

// READ BINARY under SM in the form of the vectors is taken, its neighbour is
// an SM error.
func TestReadCommandVectors(t *testing.T) {
	for _, profile := range []string{"t05", "t07"} {
		for _, v := range byOpOf(t, profile, "read-command") {
			for name, want := range map[string]string{"command": "9000", "command-not": "6988"} {
				if !v.Has(name) {
					continue
				}
				s := open(t, kindOf(profile), newCard(t, image(profile)), number)
				send(s.card, selectDF("df1"))
				s.read(0x84, 0, 1, true) // what an offset form means
				answer := hexOf(s.card.Transmit(field(t, v, name)))
				if answer[len(answer)-4:] != want {
					t.Errorf("%s %s: %s, want %s", v.ID, name, answer[len(answer)-4:], want)
				}
			}
		}
	}
}
