package icc

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

func h06(*conformance.Subject) []conformance.Variant {
	verify := func(t *conformance.T, term *witness.Terminal) conformance.Answer {
		command := eNumber(t, term)
		command[5] = 0x87 // another tag than 86
		return t.Send(command)
	}
	read := func(t *conformance.T, _ *witness.Terminal) conformance.Answer {
		return t.Send(hReadSM(largest(t.Subject).P1, []byte{0x97, 0x02, 0x00, 0x00}))
	}
	return []conformance.Variant{
		{Name: "verify.agreed", Run: func(t *conformance.T) { h06Agreed(t, verify) }},
		{Name: "verify.verified", Run: func(t *conformance.T) { h06Verified(t, verify) }},
		{Name: "read.agreed", Run: func(t *conformance.T) { h06Agreed(t, read) }},
		{Name: "read.verified", Run: func(t *conformance.T) { h06Verified(t, read) }},
	}
}

type h06Error func(*conformance.T, *witness.Terminal) conformance.Answer

// h06Agreed makes the SM error between key agreement and VERIFY.
func h06Agreed(t *conformance.T, wrong h06Error) {
	term := t.Agree()
	selectDFOf(t, largest(t.Subject))
	h06Refused(t, wrong(t, term))
	a := t.Send(eNumber(t, term))
	if specified(t) {
		h06WantGone(t, a)
		return
	}
	t.Claim(text("同じ鍵でVERIFYが成功する", "VERIFY succeeds under the same key"), "effect.sm-error").
		Saw("%s", a).Holds(a.SW == 0x9000)
}

// h06Verified makes the SM error after VERIFY.
func h06Verified(t *conformance.T, wrong h06Error) {
	term := hOpen(t, largest(t.Subject))
	h06Refused(t, wrong(t, term))
	a := t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, 0))
	if specified(t) {
		h06WantGone(t, a)
		return
	}
	t.Claim(text("同じ鍵でSM読出しが続けられる", "SM reads go on under the same key"), "effect.sm-error").
		Saw("%s", a).Holds(len(hPlain(term, a)) == largest(t.Subject).Size)
}

// h06WantGone claims that the session is gone: specified cards end it.
func h06WantGone(t *conformance.T, a conformance.Answer) {
	t.WantRefused(a, "effect.sm-error")
	t.WantSW(a, []uint16{noSession(t)}, "effect.sm-error")
}

func h06Refused(t *conformance.T, a conformance.Answer) {
	if !a.Refused() {
		t.Inconclusive("the malformed SM object was not refused: %s", a)
	}
}

func h07(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "no-session", Run: h07NoSession},
		{Name: "new-session", Run: h07NewSession},
	}
}

// h07NoSession replays a session's VERIFY and READ after deactivation, which
// clears the key (4.2.4(2)).
func h07NoSession(t *conformance.T) {
	old := t.Open()
	t.Reset()
	t.Enter()
	a := t.Send(eNumber(t, old))
	t.WantRefused(a, "effect.reset")
	t.WantSW(a, []uint16{noSession(t)}, "guard.verify.no-session")
	selectDFOf(t, largest(t.Subject))
	a = t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, 0))
	t.WantRefused(a, "effect.reset", "df1.ef01.access")
	t.WantSW(a, []uint16{noSession(t)}, "guard.read-sm.no-session")
}

// h07NewSession replays an old VERIFY in a new session: the right number under
// the wrong key.
func h07NewSession(t *conformance.T) {
	old := t.Open()
	selectDFOf(t, largest(t.Subject))
	before := t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, 0))
	t.Reset()
	now := t.Agree()
	replayed := witness.Session{Kind: t.Kind(), KSenc: old.KSenc} // its first command under SM was VERIFY
	a := t.Send(replayed.Verify([]byte(t.Subject.Number)))
	t.WantRefused(a, "ke.session-key", "sm.cipher")
	t.WantSW(a, []uint16{0x6300, 0x6988}, "guard.verify.sm-object-wrong")
	if specified(t) {
		now = t.Agree() // the wrong object has ended the session
	}
	selectDFOf(t, largest(t.Subject))
	a = t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, 0))
	t.WantRefused(a, "df1.ef01.access")
	verified := t.Send(eNumber(t, now))
	a = t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, 0))
	plain := hPlain(now, a)
	if verified.SW != 0x9000 || len(plain) != largest(t.Subject).Size {
		t.Inconclusive("the new session gave no file: %s", a)
	}
	t.Claim(text("暗号文は前のセッションと異なり、前の鍵では復号できない", "the cryptogram is another one, and the old key does not decipher it"),
		"ke.session-key", "sm.cipher").Saw("%s", a).
		Holds(!bytes.Equal(a.Data, before.Data) && !bytes.Equal(hPlain(old, a), plain))
}

func h11(t *conformance.T, f witness.File) {
	term := hOpen(t, f)
	hWhole(t, term, f)
	a := t.Send(t.Kind().ReadSM(byte(f.Size>>8), byte(f.Size), 0))
	t.WantRefused(a, "guard.read-sm.offset-outside")
	t.WantSW(a, []uint16{0x6B00}, "guard.read-sm.offset-outside")
}

func h12(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range files(s, smOnly) {
		for _, from := range []int{16, f.Size - 4} { // f.Size - 4: 1B58 and 0BB8
			if from >= f.Size {
				continue
			}
			out = append(out, conformance.Variant{Name: fmt.Sprintf("%s.off%d", dotted(f), from),
				Run: func(t *conformance.T) { h12Run(t, f, from) }})
		}
	}
	return out
}

func h12Run(t *conformance.T, f witness.File, from int) {
	term := hOpen(t, f)
	whole := hWhole(t, term, f)
	a := t.Send(t.Kind().ReadSM(byte(from>>8), byte(from), 0))
	t.WantBytes(text("オフセットから末尾までのデータ", "the data from the offset to the end"),
		hPlain(term, a), whole[from:], "effect.read.ok", dotted(f)+".size")
}

func h13(*conformance.Subject) []conformance.Variant {
	variant := func(name, key string, lc, le []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			object := []byte{0x96, 0x02, 0x00, 0x00}
			if specified(t) {
				object = []byte{0x96, 0x03, 0x00, 0x00, 0x00}
			}
			hOpen(t, largest(t.Subject))
			command := append([]byte{0x08, 0xB0, largest(t.Subject).P1, 0x00}, lc...)
			a := t.Send(slices.Concat(command, []byte{byte(len(object))}, object, le))
			t.WantRefused(a, key)
			t.WantSW(a, []uint16{0x6700}, key)
		}}
	}
	short, extended := []byte(nil), []byte{0x00, 0x00} // what stands before the last byte of Lc
	return []conformance.Variant{
		variant("short-lc.short-le", "guard.read-sm.length-wrong", short, []byte{0x00}),
		variant("short-lc.no-le", "guard.read-sm.length-wrong", short, nil),
		variant("extended-lc.short-le", "guard.read-sm.length-wrong", extended, []byte{0x00}),
		variant("extended-lc.no-le", "guard.read-sm.length-wrong", extended, nil),
	}
}
