package icc

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// eMade is one way to make the body of a VERIFY from session and number.
type eMade struct {
	name string
	body func(s *witness.Session, number []byte) []byte
}

func e05(s *conformance.Subject) []conformance.Variant {
	pad := func(name string, tail ...byte) eMade {
		return eMade{name, func(s *witness.Session, number []byte) []byte {
			return eObject(0x86, 0x01, s.Encrypt(slices.Concat(number, tail)))
		}}
	}
	return eMalformed(
		pad("none", '0', '0', '0', '0'), // 16 characters fill the blocks
		pad("no-80", 0x00, 0x00, 0x00, 0x00),
		pad("tail", 0x80, 0x00, 0x00, 0x01),
		pad("extra-block", append([]byte{0x80, 0x00, 0x00, 0x00}, make([]byte, s.Kind().Block)...)...),
	)
}

func e06(*conformance.Subject) []conformance.Variant {
	var kinds []eMade
	for _, n := range []int{0, 8, 15, 17} {
		kinds = append(kinds, eMade{fmt.Sprintf("cryptogram%d", n), func(s *witness.Session, number []byte) []byte {
			return eObject(0x86, 0x01, append(eCryptogram(s, number), 0x00)[:n])
		}})
	}
	for _, indicator := range []byte{0x00, 0x02} {
		kinds = append(kinds, eMade{fmt.Sprintf("indicator%02X", indicator), func(s *witness.Session, number []byte) []byte {
			return eObject(0x86, indicator, eCryptogram(s, number))
		}})
	}
	return eMalformed(kinds...)
}

func e07(*conformance.Subject) []conformance.Variant {
	tag := func(tag byte) func(s *witness.Session, number []byte) []byte {
		return func(s *witness.Session, number []byte) []byte { return eObject(tag, 0x01, eCryptogram(s, number)) }
	}
	return eMalformed(
		eMade{"tag85", tag(0x85)},
		eMade{"tag87", tag(0x87)},
		eMade{"two-objects", func(s *witness.Session, number []byte) []byte { return bytes.Repeat(tag(0x86)(s, number), 2) }},
		eMade{"no-object", func(*witness.Session, []byte) []byte { return nil }},
		eMade{"wrong-length", func(s *witness.Session, number []byte) []byte {
			object := tag(0x86)(s, number)
			object[1]++ // one byte more than there is
			return object
		}},
	)
}

// eMalformed makes a variant of each body: the right number in the wrong
// wrapping. A card that takes it departs from an assumption; one that refuses
// it and opens all the same breaks 3.3.3.
func eMalformed(kinds ...eMade) []conformance.Variant {
	var out []conformance.Variant
	for _, kind := range kinds {
		out = append(out, conformance.Variant{Name: kind.name, Run: func(t *conformance.T) {
			term := t.Agree()
			command := []byte{0x08, 0x20, 0x00, 0x86}
			if body := kind.body(&term.Session, []byte(t.Subject.Number)); len(body) > 0 { // no data, no Lc (4.1.4)
				command = append(append(command, byte(len(body))), body...)
			}
			a := t.Send(command)
			refused := t.WantRefused(a, "guard.verify.sm-object-wrong")
			t.WantSW(a, objectWords(t), "guard.verify.sm-object-wrong", "guard.verify.sm-object-missing")
			if refused {
				eWantClosed(t)
			}
		}})
	}
	return out
}

func e08(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, p2 := range []byte{0x00, 0x01, 0x06, 0x80, 0x87} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("p2-%02X", p2), Run: func(t *conformance.T) {
			command := eNumber(t, t.Agree())
			command[3] = p2
			a := t.Send(command)
			refused := t.WantRefused(a, "guard.verify.p1p2-wrong")
			t.WantSW(a, []uint16{0x6A86, 0x6A82}, "guard.verify.p1p2-wrong")
			if refused {
				eWantClosed(t)
			}
		}})
	}
	return out
}

// e13: with 11 or 13 characters the padding stands elsewhere, so that a card
// may find the object wrong before it compares.
func e13(*conformance.Subject) []conformance.Variant {
	last := func(c string) func(string) string {
		return func(number string) string { return number[:len(number)-1] + c }
	}
	variant := func(name string, change func(string) string, keys ...string) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			term := t.Agree()
			eWantMismatch(t, t.Send(term.Session.Verify([]byte(change(t.Subject.Number)))), keys...)
		}}
	}
	return []conformance.Variant{
		variant("lower-case", strings.ToLower),
		variant("last-character", otherNumber),
		variant("space", last(" ")),
		variant("nul", last("\x00")),
		variant("look-alike", eLookAlike),
		variant("11-characters", last(""), "guard.verify.sm-object-wrong"),
		variant("13-characters", func(number string) string { return number + "0" }, "guard.verify.sm-object-wrong"),
	}
}

func e14(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for i := range 12 {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("character%02d", i+1), Run: func(t *conformance.T) {
			term := t.Agree()
			other := []byte(t.Subject.Number)
			other[i] = eNext(other[i])
			eWantMismatch(t, t.Send(term.Session.Verify(other)))
		}})
	}
	return out
}

// eNext is another character of the same kind.
func eNext(c byte) byte {
	switch c {
	case '9':
		return '0'
	case 'Z':
		return 'Y'
	}
	return c + 1
}

// eLookAlike puts a letter of similar shape for the first digit of a number,
// O for 0 where there is one.
func eLookAlike(number string) string {
	const digits, letters = "0123456789", "OIZEASGTBP"
	for i, digit := range digits {
		if at := strings.IndexRune(number, digit); at >= 0 {
			return number[:at] + letters[i:i+1] + number[at+1:]
		}
	}
	return strings.ToLower(number)
}

func eCryptogram(s *witness.Session, number []byte) []byte {
	return s.Encrypt(s.Kind.Pad(number))
}

func eObject(tag, indicator byte, cryptogram []byte) []byte {
	return append([]byte{tag, byte(len(cryptogram) + 1), indicator}, cryptogram...)
}
