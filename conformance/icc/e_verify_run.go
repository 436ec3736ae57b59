package icc

import (
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

func e01(t *conformance.T) {
	term := t.Agree()
	t.WantOK(t.Send(eNumber(t, term)), 0, "sw.verify.9000", "verify.p2", "verify.number.length", "sm.cipher", "sm.padding")
	eWantOpen(t, "effect.verify.ok", "df2.ef01.access")
}

func e02(t *conformance.T) {
	term := t.Agree()
	eWantMismatch(t, t.Send(term.Session.Verify([]byte(otherNumber(t.Subject.Number)))))
}

// e03 sends the right number with CLA 00, sealed and bare, and bare with CLA
// 08: none of them is a VERIFY under SM.
func e03(t *conformance.T) {
	refused := func(cla byte, body []byte, sw []uint16, guard string) {
		a := t.Send(append([]byte{cla, 0x20, 0x00, 0x86, byte(len(body))}, body...))
		t.WantRefused(a, "rule.verify-under-sm")
		t.WantSW(a, sw, guard)
		eWantClosed(t)
		t.Reset()
	}
	number := []byte(t.Subject.Number)
	refused(0x00, eObject(0x86, 0x01, eCryptogram(&t.Agree().Session, number)), []uint16{0x6982}, "guard.verify.cla-plain")
	t.Agree()
	refused(0x00, number, []uint16{0x6982}, "guard.verify.cla-plain")
	t.Agree()
	refused(0x08, number, objectWords(t), "guard.verify.sm-object-wrong")
}

// e04 tries a random key and the key of 00 that a card may hold before the
// first agreement.
func e04(t *conformance.T) {
	random := make([]byte, 16)
	for i := range random {
		random[i] = byte(t.Random.Uint32())
	}
	for _, key := range [][]byte{random, make([]byte, 16)} {
		t.Enter()
		guess := witness.Session{Kind: t.Kind(), KSenc: key}
		a := t.Send(guess.Verify([]byte(t.Subject.Number)))
		t.WantRefused(a, "ke.session-key", "ke.method")
		t.WantSW(a, []uint16{noSession(t)}, "guard.verify.no-session")
		eWantClosed(t)
		t.Reset()
	}
}

func e09(t *conformance.T, f witness.File) {
	term := t.Open()
	if _, err := term.ReadFile(t.Context(), f); err != nil {
		t.Inconclusive("%s could not be read with the right number", dotted(f))
	}
	mismatch := t.Send(term.Session.Verify([]byte(otherNumber(t.Subject.Number))))
	plain := t.Send(witness.ReadPlain(f.P1, 0, 0))
	t.WantRefused(plain, "effect.verify.mismatch", dotted(f)+".access")
	t.WantSW(plain, []uint16{0x6982}, "guard.read-plain.not-verified")
	sm := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	t.WantRefused(sm, "effect.verify.mismatch", dotted(f)+".access")
	t.WantSW(sm, []uint16{0x6982}, "guard.read-sm.not-verified")
	t.WantSW(mismatch, []uint16{0x6300}, "guard.verify.number-wrong")
}

func e10(*conformance.Subject) []conformance.Variant {
	variant := func(name string, first func(string) string) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			term := t.Agree()
			t.Send(term.Session.Verify([]byte(first(t.Subject.Number))))
			t.WantOK(t.Send(eNumber(t, term)), 0, "effect.verify.ok", "sw.verify.9000")
			eWantOpen(t, "effect.verify.ok", "df2.ef01.access")
		}}
	}
	return []conformance.Variant{
		variant("wrong-right", otherNumber),
		variant("right-right", func(number string) string { return number }),
	}
}

func e11(t *conformance.T) {
	term := t.Agree()
	tries := repetitions(t.Subject, 1000, 3)
	var odd []string
	for i := range tries {
		if a := t.Send(term.Session.Verify([]byte(otherNumber(t.Subject.Number)))); a.SW != 0x6300 || len(a.Data) != 0 {
			odd = append(odd, fmt.Sprintf("try %d: %s", i+1, a))
		}
	}
	a := t.Send(eNumber(t, term))
	t.Claim(text("不一致が続いた後も正しい番号で認証できる", "the right number is accepted after many mismatches"),
		"verify.retries", "sw.verify.9000").Saw("after %d mismatches: %s", tries, a).Holds(a.SW == 0x9000)
	eWantOpen(t, "verify.retries", "effect.verify.ok")
	first := "6300 every time"
	if len(odd) > 0 {
		first = odd[0]
	}
	t.Claim(text("不一致は毎回6300", "6300 every time"), "verify.retries", "guard.verify.number-wrong").
		Saw("%d tries; %s", tries, first).Holds(len(odd) == 0)
}

func e12(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, surplus := range []int{1, 2, 16} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("plus%d", surplus), Run: func(t *conformance.T) {
			command := eNumber(t, t.Agree())
			for range surplus {
				command = append(command, 0xFF)
			}
			t.WantOK(t.Send(command), 0, "sw.verify.9000", "rule.lc-wins.verify")
			eWantOpen(t, "effect.verify.ok", "df2.ef01.access")
		}})
	}
	return out
}

// eNumber is VERIFY with the card's own number.
func eNumber(t *conformance.T, term *witness.Terminal) []byte {
	return term.Session.Verify([]byte(t.Subject.Number))
}

// eWantMismatch claims that a VERIFY was answered by 6300 alone and left the
// files closed; keys beside those of the clause soften the status word only.
func eWantMismatch(t *conformance.T, a conformance.Answer, keys ...string) {
	t.WantRefused(a, "guard.verify.number-wrong", "verify.number.length")
	t.WantSW(a, []uint16{0x6300}, append([]string{"guard.verify.number-wrong"}, keys...)...)
	eWantClosed(t)
}

// eWantOpen and eWantClosed claim whether the first file of DF2 can be read in
// plain. They leave DF2 current.
func eWantOpen(t *conformance.T, keys ...string) {
	a := eProbe(t)
	t.Claim(text("DF2/EF01を読める", "DF2/EF01 can be read"), keys...).
		Saw("%s", a).Holds(a.SW == 0x9000 && len(a.Data) == probe(t.Subject).Size)
}

func eWantClosed(t *conformance.T) {
	a := eProbe(t)
	t.Claim(text("DF2/EF01は読めないまま", "DF2/EF01 is still closed"), "df2.ef01.access").
		Saw("%s", a).Holds(a.Refused())
}

func eProbe(t *conformance.T) conformance.Answer {
	selectDFOf(t, witness.File{DF: 2})
	return t.Send(witness.ReadPlain(probe(t.Subject).P1, 0, 0))
}
