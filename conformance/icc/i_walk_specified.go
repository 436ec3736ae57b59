package icc

import (
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// iOutside is the current DF of a specified card whose application has not
// been selected: nothing is found there.
const iOutside = -1

// stepSpecified is step for the specified cards. There is no challenge, the
// application must be selected first, and selecting it, or an error of SM, ends
// the session. All of it is assumed or measured on a sister application.
func (w *iWalk) stepSpecified() (name string, got conformance.Answer, want iWant) {
	switch w.Random.IntN(20) {
	case 0:
		if w.Random.IntN(3) == 0 {
			w.Reset()
			w.m = iModel{df: iOutside}
		}
		return w.selectTop("SELECT FILE MF", witness.SelectMF(), iOutside)
	case 1, 2:
		return w.selectTop("SELECT FILE AP", w.Kind().SelectAP(), 0)
	case 3, 4:
		df := 1 + w.Random.IntN(3)
		if want = (iWant{sw: 0x6A82}); w.m.df != iOutside {
			w.m.df, w.m.ef, want = df, nil, iWant{sw: 0x9000}
		}
		return "SELECT FILE DF", w.Send(witness.SelectDF(df)), want
	case 5:
		return "SELECT FILE, unknown AID", w.Send(witness.SelectDF(7)), iWant{sw: 0x6A82}
	case 6, 7:
		return w.setKey()
	case 8, 9, 10:
		return w.verifySpecified()
	}
	return w.read()
}

// selectTop makes the MF or the application current.
func (w *iWalk) selectTop(name string, command []byte, df int) (string, conformance.Answer, iWant) {
	w.m = iModel{df: df}
	return name, w.Send(command), iWant{sw: 0x9000}
}

// setKey hands a session key to the card.
func (w *iWalk) setKey() (string, conformance.Answer, iWant) {
	field := iRandom(w.T, 32)
	cryptogram, err := witness.EncryptOAEP(w.Subject.DeliveryKey, iRandom(w.T, 32), witness.KeyMessage(field))
	if err != nil {
		w.Inconclusive("no cryptogram for SET SESSION KEY: %v", err)
	}
	want := iWant{sw: 0x66F1}
	if w.m.df != iOutside {
		w.m.key, w.m.n, w.m.verified, want = field[:16], 0, false, iWant{sw: 0x9000}
	}
	return "SET SESSION KEY", w.Send(w.Kind().SetSessionKey(cryptogram)), want
}

// verifySpecified sends VERIFY: right, with another number, in plain, or in an
// object of another tag.
func (w *iWalk) verifySpecified() (string, conformance.Answer, iWant) {
	key, number, kind := w.m.key, w.Subject.Number, w.Random.IntN(10)
	if key == nil {
		key = make([]byte, 16)
	}
	if kind == 0 {
		number = otherNumber(number)
	}
	command := w.Kind().VerifyCommand(key, w.m.n+1, []byte(number))
	switch kind {
	case 1:
		command[0] = 0x00
		return "VERIFY in plain", w.Send(command), iWant{sw: 0x6982}
	case 2:
		command[5] = 0x87
	}
	got := w.Send(command)
	switch {
	case w.m.key == nil:
		return "VERIFY without session", got, iWant{sw: 0x69FC}
	case kind == 2:
		w.m.key, w.m.verified = nil, false
		want := objectWords(w.T)[0]
		if slices.Contains(objectWords(w.T), got.SW) {
			want = got.SW
		}
		return "VERIFY with another tag", got, iWant{sw: want}
	}
	w.m.n++
	if w.m.verified = kind != 0; !w.m.verified {
		return "VERIFY with another number", got, iWant{sw: 0x6300}
	}
	return "VERIFY", got, iWant{sw: 0x9000}
}
