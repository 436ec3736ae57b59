package icc

import (
	"bytes"
	"context"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

func TestSMReadCases(t *testing.T) {
	cell := func(key, value string) []emulator.Option {
		return []emulator.Option{emulator.WithSpec("t1."+key, value)}
	}
	defect.Prove(t, smRead(), nil, []defect.Defect{
		{Name: "sm-tag", Wrap: hWrap(hOtherTag), Noticed: []string{"ICC_H_01", "ICC_H_08"}},
		{Name: "sm-indicator", Wrap: hWrap(hOtherIndicator), Noticed: []string{"ICC_H_01", "ICC_H_08"}},
		{Name: "sm-length-form", Wrap: hWrap(hLongLength), Noticed: []string{"ICC_H_01", "ICC_H_10"}},
		{Name: "sm-iv-random", Wrap: hWrap(hOtherIV()), Noticed: []string{"ICC_H_02"}},
		{Name: "sm-object-accepted", Options: cell("guard.read-sm.sm-object-wrong", "off"), Noticed: []string{"ICC_H_03"}},
		{Name: "6987", Options: cell("guard.read-sm.sm-object-wrong", "6987"), Noticed: []string{"ICC_H_03"}},
		{Name: "sm-one-stream", Wrap: hWrap(hOneStream()), Noticed: []string{"ICC_H_04"}},
		{Name: "le-exact-only", Wrap: hWrap(hExactOnly), Noticed: []string{"ICC_H_05"}},
		{Name: "sm-error-ends-session", Options: cell("effect.sm-error", "clear-session clear-verified"), Noticed: []string{"ICC_H_06"}},
		{Name: "sm-error-logs-out", Options: cell("effect.sm-error", "clear-verified"), Noticed: []string{"ICC_H_06"}},
		{Name: "session-survives", Options: cell("effect.reset", "enter-mf clear-ef clear-challenge"), Noticed: []string{"ICC_H_07"}},
		{Name: "file-short", Options: cell("df1.ef01.size", "6990"), Noticed: []string{"ICC_H_01", "ICC_H_08", "ICC_H_14"}},
		{Name: "no-pad-full", Wrap: hWrap(hNoPadFull), Noticed: []string{"ICC_H_09"}},
		{Name: "sm-plain-answer", Wrap: hWrap(hPlainAnswer), Noticed: []string{"ICC_H_10"}},
		{Name: "offset-at-the-end", Options: cell("guard.read-sm.offset-outside", "off"), Noticed: []string{"ICC_H_11"}},
		{Name: "no-current-ef", Options: cell("effect.read.ok", ""), Noticed: []string{"ICC_H_12"}},
		{Name: "short-lengths-accepted", Options: cell("guard.read-sm.length-wrong", "off"), Noticed: []string{"ICC_H_13"}},
	})
}

// The form of the length field rests on an assumption: a card that writes it
// long deviates, and does not fail.
func TestLongLengthIsNoFailure(t *testing.T) {
	s := defect.Subject(t, "1", nil)
	s.Card = hWrap(hLongLength)(s.Card)
	report, err := conformance.Run(context.Background(), s, conformance.Plan{Cases: smRead(), Seed: 1, Allow: conformance.S3})
	if err != nil {
		t.Fatal(err)
	}
	for id, c := range report.Cases {
		want := conformance.Pass
		if id == "ICC_H_01" || id == "ICC_H_10" {
			want = conformance.Deviates
		}
		if c.Verdict != want {
			t.Errorf("%s: %s, want %s", id, c.Verdict, want)
		}
	}
}

// send passes a command on to the healthy card.
type send func(command []byte) []byte

// hWrap makes a link that answers in the card's place.
func hWrap(answer func(command []byte, card send) []byte) func(conformance.Card) conformance.Card {
	return func(c conformance.Card) conformance.Card { return hLink{c, answer} }
}

type hLink struct {
	conformance.Card
	answer func([]byte, send) []byte
}

func (l hLink) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	var failed error
	response := l.answer(command, func(c []byte) []byte {
		r, err := l.Card.Transmit(ctx, c)
		failed = err
		return r
	})
	return response, failed
}

// hIsRead tells a well-formed SM read from everything else.
func hIsRead(command []byte) bool {
	return len(command) == 13 && command[0] == 0x08 && command[1] == 0xB0
}

// hLe is the value of object 96.
func hLe(command []byte) int { return int(command[9])<<8 | int(command[10]) }

// hCryptogram cuts an SM answer, hObject builds one from a cryptogram.
func hCryptogram(response []byte) []byte {
	switch {
	case len(response) < 5 || response[0] != 0x86:
		return nil
	case response[1] == 0x82:
		return response[5 : len(response)-2]
	case response[1] == 0x81:
		return response[4 : len(response)-2]
	}
	return response[3 : len(response)-2]
}

func hObject(cryptogram []byte) []byte {
	n := len(cryptogram) + 1
	head := []byte{0x86, byte(n)}
	switch {
	case n > 0xFF:
		head = []byte{0x86, 0x82, byte(n >> 8), byte(n)}
	case n > 0x7F:
		head = []byte{0x86, 0x81, byte(n)}
	}
	return append(append(append(head, 0x01), cryptogram...), 0x90, 0x00)
}

// hOtherTag answers SM reads with tag 85.
func hOtherTag(command []byte, card send) []byte {
	r := card(command)
	if hIsRead(command) && hCryptogram(r) != nil {
		r[0] = 0x85
	}
	return r
}

// hOtherIndicator answers SM reads with 02 before the cryptogram.
func hOtherIndicator(command []byte, card send) []byte {
	r := card(command)
	if c := hCryptogram(r); hIsRead(command) && c != nil {
		r[len(r)-2-len(c)-1] = 0x02
	}
	return r
}

// hLongLength writes every length in the form 82 hh ll.
func hLongLength(command []byte, card send) []byte {
	r := card(command)
	c := hCryptogram(r)
	if !hIsRead(command) || c == nil {
		return r
	}
	n := len(c) + 1
	return append(append([]byte{0x86, 0x82, byte(n >> 8), byte(n), 0x01}, c...), 0x90, 0x00)
}

// hOtherIV changes the first block of each cryptogram in another way, as an
// IV that is not constant does.
func hOtherIV() func([]byte, send) []byte {
	n := byte(0)
	return func(command []byte, card send) []byte {
		r := card(command)
		c := bytes.Clone(hCryptogram(r))
		if !hIsRead(command) || c == nil {
			return r
		}
		n++
		c[0] ^= n
		return hObject(c)
	}
}

// hOneStream cuts the parts out of the cryptogram of the whole file.
func hOneStream() func([]byte, send) []byte {
	var whole []byte
	return func(command []byte, card send) []byte {
		r := card(command)
		c := hCryptogram(r)
		switch {
		case !hIsRead(command) || c == nil:
		case hLe(command) == 0:
			whole = bytes.Clone(c)
		case command[2] < 0x80:
			from := (int(command[2])<<8 | int(command[3])) / 8 * 8
			return hObject(whole[from:min(from+len(c), len(whole))])
		}
		return r
	}
}

// hExactOnly refuses to read more than there is.
func hExactOnly(command []byte, card send) []byte {
	if hIsRead(command) && command[2] == 0x85 && hLe(command) > 7004 {
		return []byte{0x67, 0x00}
	}
	return card(command)
}

// hNoPadFull leaves the padding out after a full block.
func hNoPadFull(command []byte, card send) []byte {
	r := card(command)
	c := hCryptogram(r)
	if le := hLe(append(command, make([]byte, 13)...)); hIsRead(command) && le > 0 && le%8 == 0 && len(c) == le+8 {
		return hObject(c[:le])
	}
	return r
}

// hPlainAnswer answers SM reads in plain where it may read in plain.
func hPlainAnswer(command []byte, card send) []byte {
	if hIsRead(command) {
		plain := card([]byte{0x00, 0xB0, command[2], command[3], 0x00, command[9], command[10]})
		if bytes.HasSuffix(plain, []byte{0x90, 0x00}) {
			return plain
		}
	}
	return card(command)
}
