package emulator_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/emulator"
)

// session is a terminal with a card that it has opened.
type session struct {
	kind kind
	card *emulator.Card
	key  []byte
	n    uint64
}

// open agrees on a key, or delivers it, and verifies the number.
func open(t failer, k kind, c *emulator.Card, number string) *session {
	t.Helper()
	s := &session{kind: k, card: c, n: 1}
	if k.specified {
		send(c, selectDF("ap"), hexOf(setKeyCommand(keyCryptogram(keyMessage(keyField())))))
		s.key = keyField()[:16]
	} else {
		challenge := c.Transmit(unhex("0084000008"))[:8]
		answer := c.Transmit(k.mutualCommand(kenc(number), challenge))
		var err error
		if s.key, err = k.openMutual(kenc(number), challenge, answer[:len(answer)-2]); err != nil {
			t.Fatal(err)
		}
	}
	if got := hexOf(s.transmit(k.verifyCommand(s.key, s.n, number))); got != "9000" {
		t.Fatal("VERIFY", got)
	}
	return s
}

// transmit counts what the card counts.
func (s *session) transmit(command []byte) []byte {
	if command[0] == 0x08 {
		s.n++
	}
	return s.card.Transmit(command)
}

// read reads length bytes; nil if the card refuses.
func (s *session) read(p1, p2 byte, length int, sm bool) []byte {
	if !sm {
		answer := s.transmit([]byte{0x00, 0xB0, p1, p2, 0x00, byte(length >> 8), byte(length)})
		return bytes.TrimSuffix(answer, []byte{0x90, 0x00})
	}
	n := s.n
	answer := s.transmit(s.kind.readSM(p1, p2, length))
	plain, err := s.kind.openAnswer(s.key, n, answer[:len(answer)-2])
	if err != nil {
		return nil
	}
	return plain
}

// Whatever pieces a terminal reads a file in, under SM or where allowed in
// clear, the pieces are the file.
func TestAnyPlanGivesTheSameBytes(t *testing.T) {
	for _, profile := range allProfiles() {
		img := image(profile)
		t.Run(profile, rapid.MakeCheck(func(t *rapid.T) {
			s := open(t, kindOf(profile), newCard(t, img), number)
			for _, f := range fileFacts(profile) {
				if f.df == "ap" {
					continue // selecting it ends the session; read with the walks
				}
				send(s.card, selectDF(f.df))
				if got := readPlan(t, s, f); !bytes.Equal(got, img.Files[f.key]) {
					t.Fatalf("%s: %d bytes of something else, want %d", f.key, len(got), f.size)
				}
			}
		}))
	}
}

// readPlan reads a file in pieces of drawn lengths: the first by its short
// identifier, others by offset, those that begin early enough by either.
func readPlan(t *rapid.T, s *session, f fileFact) []byte {
	var out []byte
	for len(out) < f.size {
		length := rapid.SampledFrom([]int{1, 2, 7, 15, 16, 17, 100, 255, 256, 1693, 2500, 0}).Draw(t, fmt.Sprint("piece of ", f.key))
		if f.size > 500 && length > 0 {
			length += 200
		}
		sm := f.access == "sm" || rapid.Bool().Draw(t, "under SM")
		p1, p2 := byte(len(out)>>8), byte(len(out))
		if len(out) == 0 || len(out) < 256 && rapid.Bool().Draw(t, "by SFI") {
			p1 = 0x80 | f.sfi
		}
		piece := s.read(p1, p2, length, sm)
		if len(piece) == 0 || length > 0 && len(piece) > length {
			t.Fatalf("%s: %d bytes at %d, asked for %d", f.key, len(piece), len(out), length)
		}
		out = append(out, piece...)
	}
	return out
}
