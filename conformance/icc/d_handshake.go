package icc

import (
	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// dHandshake is one key agreement taken apart, so that a case can spoil any
// piece of it: Kenc and K.IFD of 16 bytes, RND.IFD and RND.ICC of 8 (annex 1).
type dHandshake struct {
	kind                       *witness.Kind
	kenc, rndIFD, rndICC, kIFD []byte
}

// dBegin fetches a challenge and draws the terminal's randoms (annex 1, steps
// 1 and 2), or ends the instance.
func dBegin(t *conformance.T) dHandshake {
	h := dWithout(t)
	a := t.Send(witness.GetChallenge())
	if a.SW != 0x9000 || len(a.Data) != 8 {
		t.Inconclusive("no challenge of 8 bytes: %s", a)
	}
	h.rndICC = a.Data
	return h
}

// dWithout is a key agreement for which no challenge was fetched; it uses 00
// for it.
func dWithout(t *conformance.T) dHandshake {
	return dHandshake{kind: t.Kind(), kenc: t.Kind().BaseKey(t.Subject.Number),
		rndIFD: dRandom(t, 8), rndICC: make([]byte, 8), kIFD: dRandom(t, 16)}
}

func dRandom(t *conformance.T, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(t.Random.Uint32())
	}
	return out
}

// body is E_IFD and M_IFD, 40 bytes.
func (h dHandshake) body() []byte {
	return h.kind.TerminalCryptogram(h.kenc, h.rndIFD, h.rndICC, h.kIFD)
}

// command is the right MUTUAL AUTHENTICATE.
func (h dHandshake) command() []byte { return witness.MutualAuthenticate(h.body()) }

// wrongMAC is the command with one bit of M_IFD, 0 to 63, flipped.
func (h dHandshake) wrongMAC(bit int) []byte {
	body := h.body()
	body[32+bit/8] ^= 0x80 >> (bit % 8)
	return witness.MutualAuthenticate(body)
}

// kICC checks the card's answer and returns K.ICC; the error is one of
// [witness.Kind.OpenCardCryptogram].
func (h dHandshake) kICC(a conformance.Answer) ([]byte, error) {
	return h.kind.OpenCardCryptogram(h.kenc, a.Data, h.rndICC, h.rndIFD)
}

// session is what a successful agreement leads to, or ends the instance.
func (h dHandshake) session(t *conformance.T, a conformance.Answer) *witness.Session {
	kICC, err := h.kICC(a)
	if a.SW != 0x9000 || err != nil {
		t.Inconclusive("no session key from the answer %s: %v", a, err)
	}
	return &witness.Session{Kind: h.kind, KSenc: h.kind.SessionKey(h.kIFD, kICC)}
}

// dRunRight runs a right key agreement to its end, or ends the instance, and
// returns its command and session.
func dRunRight(t *conformance.T) (command []byte, fresh *witness.Session) {
	h := dBegin(t)
	return h.command(), h.session(t, t.Send(h.command()))
}

// dFail makes a key agreement fail by a wrong M_IFD, or ends the instance.
func dFail(t *conformance.T) dHandshake {
	h := dBegin(t)
	if a := t.Send(h.wrongMAC(0)); !a.Refused() {
		t.Inconclusive("a wrong M_IFD was not refused: %s", a)
	}
	return h
}

// dProbe asks what a READ BINARY under SM gets: a card without session key
// answers it otherwise than one that has agreed on a key. The MF is current
// afterwards, and no challenge is left.
func dProbe(t *conformance.T) conformance.Answer {
	selectDFOf(t, witness.File{DF: 1})
	a := t.Send(t.Kind().ReadSM(0x86, 0, 0))
	if mf := t.Send(witness.SelectMF()); mf.SW != 0x9000 {
		t.Inconclusive("the MF could not be selected: %s", mf)
	}
	return a
}

// dWantRejected sends a wrong MUTUAL AUTHENTICATE to a card without session:
// refused without data, no session key comes into being, and this status
// word. The first and the last claim rest on the keys, the status word on its
// guard.
func dWantRejected(t *conformance.T, build func() []byte, sw uint16, guard string, keys ...string) {
	before := dProbe(t)
	a := t.Send(build())
	t.WantRefused(a, keys...)
	t.WantSW(a, []uint16{sw}, guard)
	after := dProbe(t)
	t.Claim(text("セッション鍵は生じない", "no session key has come into being"), keys...).
		Saw("READ BINARY under SM: %s, before %s", after, before).
		Holds(after.Refused() && after.SW == before.SW)
}
