package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// iModel is all that a card of this generation remembers, by the document:
// current DF and EF (3.2.2, 4.2.5(2)), the challenge just given (4.2.4(2)),
// and the session, which is a key and the verified state (4.2.2(1), 4.2.4(2)).
type iModel struct {
	df        int           // 0 is the MF, or the application; see iOutside
	ef        *witness.File // nil if none
	challenge []byte
	key       []byte // KSenc
	n         uint64 // commands under SM since the key, where they are counted
	verified  bool
}

// iWant is what the model says a command is answered: the status word, and
// the data or, where random, its length.
type iWant struct {
	sw   uint16
	data []byte
	n    int
}

// iWalk is a walk over a card beside the model.
type iWalk struct {
	*conformance.T
	m       iModel
	files   []witness.File
	content map[string][]byte
}

func i09(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for walk := 1; walk <= 4; walk++ {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("walk%d", walk), Run: i09Run})
	}
	return out
}

func i09Run(t *conformance.T) {
	const steps = 500
	all := func(witness.File) bool { return true }
	secrets := iSecrets(t, protected)
	w := &iWalk{T: t, files: files(t.Subject, all), content: iContents(t, all)}
	t.Reset()
	if specified(t) {
		w.m.df = iOutside
	}
	saw, good, leak := fmt.Sprintf("%d steps", steps), true, false
	for step := 0; step < steps && good; step++ {
		name, got, want := w.step()
		if good = got.SW == want.sw && len(got.Data) == max(want.n, len(want.data)) &&
			(want.data == nil || bytes.Equal(got.Data, want.data)); !good {
			leak = want.n == 0 && want.data == nil && w.gives(secrets, got.Data)
			saw = fmt.Sprintf("step %d, %s: %s; the model says SW %04X, %d bytes", step, name, got, want.sw, max(want.n, len(want.data)))
		}
	}
	t.Claim(text("全ての応答が状態モデルと一致", "every answer is the model's"), "effect.any", "effect.select.ok", "effect.select.fail",
		"effect.mutual.ok", "effect.mutual.fail", "effect.verify.ok", "effect.verify.mismatch", "effect.read.ok", "effect.read.fail").
		Saw("%s", saw).Holds(good)
	t.Claim(text("モデルが閉じているとするデータが返らない", "nothing comes back where the model says it is closed"),
		"df1.ef01.access", "df2.ef01.access", "df3.ef01.access").Saw("%s; protected data: %t", saw, leak).Holds(!leak)
}

// gives says whether an answer holds protected bytes, in clear or under the
// session key.
func (w *iWalk) gives(secrets secretBytes, data []byte) bool {
	if secrets.in(data) || w.m.key == nil {
		return secrets.in(data)
	}
	plain, err := w.Kind().Open(w.m.key, w.m.n, data)
	return err == nil && secrets.in(plain)
}

// step sends one command and moves the model. Most steps go the right way on
// or read, so that deep states are common.
func (w *iWalk) step() (name string, got conformance.Answer, want iWant) {
	if specified(w.T) {
		return w.stepSpecified()
	}
	challenge := w.m.challenge
	w.m.challenge = nil // 4.2.4(2): it must have been fetched directly before
	switch w.Random.IntN(16) {
	case 0:
		if w.Random.IntN(4) == 0 {
			w.Reset()
			w.m = iModel{}
		}
		w.m.df, w.m.ef = 0, nil
		return "SELECT FILE MF", w.Send(witness.SelectMF()), iWant{sw: 0x9000}
	case 1:
		w.m.df, w.m.ef = 1+w.Random.IntN(3), nil
		return "SELECT FILE DF", w.Send(witness.SelectDF(w.m.df)), iWant{sw: 0x9000}
	case 2:
		return "SELECT FILE, unknown AID", w.Send(witness.SelectDF(7)), iWant{sw: 0x6A82}
	case 3:
		if w.Random.IntN(5) == 0 {
			return "GET CHALLENGE with Le 07", w.Send([]byte{0x00, 0x84, 0x00, 0x00, 0x07}), iWant{sw: 0x6700}
		}
		got = w.Send(witness.GetChallenge())
		w.m.challenge = got.Data
		return "GET CHALLENGE", got, iWant{sw: 0x9000, n: 8}
	case 4:
		return w.mutual(challenge)
	case 5, 6:
		return w.verify()
	}
	return w.read()
}

// mutual sends MUTUAL AUTHENTICATE, right or with a wrong MAC, with or without
// a challenge before it.
func (w *iWalk) mutual(challenge []byte) (string, conformance.Answer, iWant) {
	if challenge == nil && w.Random.IntN(4) > 0 {
		challenge = w.Send(witness.GetChallenge()).Data
	}
	rndICC, rndIFD, kIFD := challenge, iRandom(w.T, 8), iRandom(w.T, 16)
	if rndICC == nil {
		rndICC = iRandom(w.T, 8)
	}
	kenc := w.Kind().BaseKey(w.Subject.Number)
	frame := w.Kind().TerminalCryptogram(kenc, rndIFD, rndICC, kIFD)
	wrong := w.Random.IntN(5) == 0
	if wrong {
		frame[39] ^= 1
	}
	got := w.Send(witness.MutualAuthenticate(frame))
	w.m.key, w.m.verified = nil, false
	switch {
	case challenge == nil:
		return "MUTUAL AUTHENTICATE without challenge", got, iWant{sw: 0x6985}
	case wrong:
		return "MUTUAL AUTHENTICATE with a wrong MAC", got, iWant{sw: 0x6300}
	}
	if kICC, err := w.Kind().OpenCardCryptogram(kenc, got.Data, rndICC, rndIFD); err == nil {
		w.m.key = w.Kind().SessionKey(kIFD, kICC)
	}
	return "MUTUAL AUTHENTICATE", got, iWant{sw: 0x9000, n: 40}
}

// verify sends VERIFY: right, with another number, or in plain.
func (w *iWalk) verify() (string, conformance.Answer, iWant) {
	key, number := w.m.key, w.Subject.Number
	if key == nil {
		key = make([]byte, 16)
	}
	kind := w.Random.IntN(8)
	if kind == 0 {
		number = otherNumber(number)
	}
	command := w.Kind().VerifyCommand(key, 0, []byte(number))
	if kind == 1 {
		command[0] = 0x00
		return "VERIFY in plain", w.Send(command), iWant{sw: 0x6982}
	}
	got := w.Send(command)
	switch {
	case w.m.key == nil:
		return "VERIFY without session", got, iWant{sw: 0x6985}
	case kind == 0:
		w.m.verified = false
		return "VERIFY with another number", got, iWant{sw: 0x6300}
	}
	w.m.verified = true
	return "VERIFY", got, iWant{sw: 0x9000}
}
