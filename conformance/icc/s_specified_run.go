package icc

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
)

func s01(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "select", Run: func(t *conformance.T) {
			t.WantOK(t.Send(t.Kind().SelectAP()), 0, "ap.aid")
		}},
		{Name: "free-files", Run: func(t *conformance.T) {
			t.Enter()
			wantFreeFile(t, []byte{0x00, 0xB0, 0x8B, 0x00, 0x00, 0x00, 0x00}, 6, []byte{0xC0, 0x04}, "ap.ef01")
			wantFreeFile(t, []byte{0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00}, 4, []byte{0xC1, 0x02}, "ap.ef02")
		}},
	}
}

func s02(t *conformance.T) {
	a := t.Send(witness.ReadPlain(0x8A, 0, 0))
	t.Claim(text("応答を記録", "answer recorded"), "guard.read-plain.file-not-found").Saw("%s", a).Recorded()
}

// sKey draws a key field and returns SET SESSION KEY with it, and the session
// that it leads to.
func sKey(t *conformance.T) (command []byte, s *witness.Session) {
	field := iRandom(t, 32)
	cryptogram, err := witness.EncryptOAEP(t.Subject.DeliveryKey, iRandom(t, 32), witness.KeyMessage(field))
	if err != nil {
		t.Inconclusive("no cryptogram for SET SESSION KEY: %v", err)
	}
	return t.Kind().SetSessionKey(cryptogram), &witness.Session{Kind: t.Kind(), KSenc: field[:16]}
}

func s03(t *conformance.T) {
	t.Enter()
	command, s := sKey(t)
	t.WantOK(t.Send(command), 0, "ke.method", "ke.header", "ke.oaep", "ke.message", "sw.set-key.9000")
	t.WantOK(t.Send(s.Verify([]byte(t.Subject.Number))), 0, "ke.message", "ke.key-field.length", "sm.cipher", "effect.set-key.ok")
}

// s04 sends SET SESSION KEY with a wrong cryptogram, or in a wrong form around
// the right one.
func s04(*conformance.Subject) []conformance.Variant {
	cryptogram := func(name string, sw uint16, guard string, make func(t *conformance.T, key *rsa.PublicKey, field []byte) ([]byte, error)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			if t.Subject.DeliveryKey == nil {
				t.Inconclusive("the delivery key of the card is not known")
			}
			field := iRandom(t, 32)
			cryptogram, err := make(t, t.Subject.DeliveryKey, field)
			if err != nil {
				t.Inconclusive("the cryptogram could not be made: %v", err)
			}
			s04Refused(t, t.Kind().SetSessionKey(cryptogram), field, sw, guard, "ke.oaep", "ke.message")
		}}
	}
	form := func(name string, sw uint16, guard string, change func(command []byte) []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			command, s := sKey(t)
			s04Refused(t, change(command), s.KSenc, sw, guard, guard)
		}}
	}
	header := func(at int, value byte) func([]byte) []byte {
		return func(command []byte) []byte { command[at] = value; return command }
	}
	const message = "guard.set-key.message-wrong"
	return []conformance.Variant{
		cryptogram("sha1", 0x6A80, message, func(_ *conformance.T, key *rsa.PublicKey, field []byte) ([]byte, error) {
			return rsa.EncryptOAEP(sha1.New(), rand.Reader, key, witness.KeyMessage(field), nil)
		}),
		cryptogram("label", 0x6A80, message, func(_ *conformance.T, key *rsa.PublicKey, field []byte) ([]byte, error) {
			return rsa.EncryptOAEP(sha256.New(), rand.Reader, key, witness.KeyMessage(field), []byte("zairyu"))
		}),
		cryptogram("structure", 0x6A80, message, func(t *conformance.T, key *rsa.PublicKey, field []byte) ([]byte, error) {
			return witness.EncryptOAEP(key, iRandom(t, 32), append([]byte{0xA0, 0x22, 0x8F, 0x20}, field...))
		}),
		cryptogram("modulus", 0x6F00, "guard.set-key.cryptogram-outside", func(*conformance.T, *rsa.PublicKey, []byte) ([]byte, error) {
			return bytes.Repeat([]byte{0xFF}, 256), nil
		}),
		form("cla-00", 0x6E00, "guard.set-key.cla-wrong", header(0, 0x00)),
		form("p1-01", 0x6A86, "guard.set-key.p1p2-wrong", header(2, 0x01)),
		form("with-le", 0x6700, "guard.set-key.length-wrong", func(command []byte) []byte { return append(command, 0x00, 0x00) }),
		form("one-byte-missing", 0x6700, "guard.set-key.length-malformed", func(command []byte) []byte { return command[:len(command)-1] }),
	}
}

func s04Refused(t *conformance.T, command, ksenc []byte, sw uint16, guard string, keys ...string) {
	t.Enter()
	a := t.Send(command)
	t.WantRefused(a, keys...)
	t.WantSW(a, []uint16{sw}, guard)
	s := witness.Session{Kind: t.Kind(), KSenc: ksenc}
	after := t.Send(s.Verify([]byte(t.Subject.Number)))
	t.Claim(text("セッション鍵は生じない", "no session key has come into being"), "ke.method", "guard.verify.no-session").
		Saw("%s", after).Holds(after.Refused() && after.SW == 0x69FC)
}

func s05(*conformance.Subject) []conformance.Variant {
	keys := []string{"sm.cipher", "sm.counter.start", "effect.sm-command"}
	return []conformance.Variant{
		{Name: "verify", Run: func(t *conformance.T) {
			term := t.Agree()
			t.WantOK(t.Send(t.Kind().VerifyCommand(term.KSenc, 1, []byte(t.Subject.Number))), 0, keys...)
		}},
		{Name: "read", Run: func(t *conformance.T) {
			term := t.Open() // VERIFY was number 1
			f := largest(t.Subject)
			selectDFOf(t, f)
			for n := uint64(2); n <= 4; n++ {
				a := t.Send(t.Kind().ReadSM(f.P1, 0, 64))
				plain, err := t.Kind().Open(term.KSenc, n, a.Data)
				t.Claim(text(fmt.Sprintf("応答%dは番号%dのIVで復号できる", n, n), fmt.Sprintf("answer %d deciphers with the IV of number %d", n, n)), keys...).
					Saw("%s, deciphered: %t", a, err == nil).Holds(err == nil && len(plain) == 64 && bytes.HasPrefix(plain, f.Header))
			}
		}},
	}
}

func s06(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "read", Run: func(t *conformance.T) {
			term := t.Open()
			f := largest(t.Subject)
			selectDFOf(t, f)
			if a := t.Send(t.Kind().ReadSM(0x9E, 0, 0)); !a.Refused() {
				t.Inconclusive("a read of no file was not refused: %s", a)
			}
			sWantRead(t, term, "effect.sm-command")
		}},
		{Name: "verify", Run: func(t *conformance.T) {
			term := t.Agree()
			if a := t.Send(term.Session.Verify([]byte(otherNumber(t.Subject.Number)))); !a.Refused() {
				t.Inconclusive("another number was not refused: %s", a)
			}
			t.WantOK(t.Send(eNumber(t, term)), 0, "effect.sm-command")
		}},
	}
}

// sWantRead claims that the session of a verified card goes on with the
// terminal's next number, DF1 being current.
func sWantRead(t *conformance.T, term *witness.Terminal, keys ...string) {
	f := largest(t.Subject)
	a := t.Send(t.Kind().ReadSM(f.P1, 0, 64))
	plain := hPlain(term, a)
	t.Claim(text("次の番号で読出しが続けられる", "reads go on with the next number"), keys...).
		Saw("%s, %d bytes deciphered", a, len(plain)).Holds(len(plain) == 64 && bytes.HasPrefix(plain, f.Header))
}

func s07(*conformance.Subject) []conformance.Variant {
	off := func(n uint64) func(*conformance.T) {
		return func(t *conformance.T) {
			term := t.Agree()
			a := t.Send(t.Kind().VerifyCommand(term.KSenc, n, []byte(t.Subject.Number)))
			t.WantRefused(a, "sm.cipher", "sm.counter.start")
			t.WantSW(a, []uint16{0x6988}, "guard.verify.sm-object-wrong")
			after := t.Send(eNumber(t, term))
			t.WantRefused(after, "effect.sm-error")
			t.WantSW(after, []uint16{0x69FC}, "guard.verify.no-session")
		}
	}
	return []conformance.Variant{
		{Name: "before", Run: off(0)},
		{Name: "after", Run: off(2)},
	}
}

func s08(t *conformance.T) {
	term := t.Open()
	t.WantOK(t.Send(t.Kind().SelectAP()), 0, "ap.aid")
	a := t.Send(eNumber(t, term))
	t.WantRefused(a, "effect.select-ap.ok")
	t.WantSW(a, []uint16{0x69FC}, "guard.verify.no-session")
	for _, f := range files(t.Subject, protected) {
		selectDFOf(t, f)
		t.WantRefused(t.Send(witness.ReadPlain(f.P1, 0, 0)), "effect.select-ap.ok")
		t.WantRefused(t.Send(t.Kind().ReadSM(f.P1, 0, 0)), "effect.select-ap.ok")
	}
}

func s09(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for df := 1; df <= 3; df++ {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("df%d", df), Run: func(t *conformance.T) {
			a := t.Send(witness.SelectDF(df))
			t.WantRefused(a, "entry")
			t.WantSW(a, []uint16{0x6A82}, "guard.select.file-not-found")
		}})
	}
	return out
}

func s10(*conformance.Subject) []conformance.Variant {
	again := func(look func(t *conformance.T, old *witness.Terminal, fresh *witness.Session)) func(*conformance.T) {
		return func(t *conformance.T) {
			old := t.Open()
			command, fresh := sKey(t)
			if a := t.Send(command); a.SW != 0x9000 {
				t.Inconclusive("no second SET SESSION KEY: %s", a)
			}
			look(t, old, fresh)
		}
	}
	return []conformance.Variant{
		{Name: "new-key-from-1", Run: again(func(t *conformance.T, _ *witness.Terminal, fresh *witness.Session) {
			t.WantOK(t.Send(fresh.Verify([]byte(t.Subject.Number))), 0, "effect.set-key.ok", "sm.counter.start")
		})},
		{Name: "old-key", Run: again(func(t *conformance.T, old *witness.Terminal, _ *witness.Session) {
			t.WantRefused(t.Send(t.Kind().VerifyCommand(old.KSenc, 1, []byte(t.Subject.Number))), "effect.set-key.ok")
		})},
		{Name: "not-verified", Run: again(func(t *conformance.T, _ *witness.Terminal, _ *witness.Session) {
			f := probe(t.Subject)
			selectDFOf(t, f)
			t.WantRefused(t.Send(witness.ReadPlain(f.P1, 0, 0)), "effect.set-key.ok")
		})},
		{Name: "after-a-refused-one", Run: s10Refused},
	}
}

func s10Refused(t *conformance.T) {
	term := t.Open()
	command, _ := sKey(t)
	command[7] ^= 0x01 // the cryptogram is another one, and no message in it
	if a := t.Send(command); !a.Refused() {
		t.Inconclusive("a wrong cryptogram was not refused: %s", a)
	}
	selectDFOf(t, largest(t.Subject))
	sWantRead(t, term, "effect.set-key.fail")
}

func s11(*conformance.Subject) []conformance.Variant {
	after := func(keys []string, between func(t *conformance.T)) func(*conformance.T) {
		return func(t *conformance.T) {
			term := t.Open()
			between(t)
			selectDFOf(t, largest(t.Subject))
			sWantRead(t, term, keys...)
		}
	}
	return []conformance.Variant{
		{Name: "select-df", Run: after([]string{"effect.select.ok", "effect.sm-command"}, func(t *conformance.T) {
			for df := 1; df <= 3; df++ {
				selectDFOf(t, witness.File{DF: df})
			}
		})},
		{Name: "plain-read", Run: after([]string{"effect.read.ok", "sm.class"}, func(t *conformance.T) {
			f := probe(t.Subject)
			selectDFOf(t, f)
			if a := t.Send(witness.ReadPlain(f.P1, 0, 0)); a.SW != 0x9000 {
				t.Inconclusive("%s could not be read in plain: %s", dotted(f), a)
			}
		})},
		{Name: "refused-plain", Run: after([]string{"effect.read.fail", "sm.class"}, func(t *conformance.T) {
			t.Send(witness.ReadPlain(0x9E, 0, 0))
			t.Send(witness.SelectDF(7))
		})},
	}
}

// s12: the vectors know the number AA12345678BB and the key field 00 01 .. 1F.
func s12(*conformance.Subject) []conformance.Variant {
	keys := []string{"sm.cipher", "sm.counter.start", "effect.sm-command", "ke.message"}
	// verify sends a VERIFY of the vectors after some SM commands.
	verify := func(id, field string, before int, want uint16) func(*conformance.T) {
		return func(t *conformance.T) {
			sTwin(t, nil)
			for range before {
				t.Send(t.Kind().ReadSM(0x9E, 0, 0)) // refused, and counted
			}
			a := t.Send(dField(t, dVector(t, "verify-command", id), field))
			t.Claim(text(fmt.Sprintf("ステータスワードは%04X", want), fmt.Sprintf("status word %04X", want)), keys...).
				Saw("%s", a).Holds(a.SW == want && len(a.Data) == 0)
		}
	}
	return []conformance.Variant{
		{Name: "verify.n1", Run: verify("sc-verify-command-1", "command", 0, 0x9000)},
		{Name: "verify.n2", Run: verify("sc-verify-command-2", "command", 1, 0x9000)},
		{Name: "verify.wrong-number", Run: verify("sc-verify-command-wrong-number", "command", 0, 0x6300)},
		{Name: "verify.zero-iv", Run: verify("sc-verify-command-not-zero-iv", "command-not", 0, 0x6988)},
		{Name: "read.n2", Run: func(t *conformance.T) {
			v := dVector(t, "sm-answer", "sc-sm-answer-df1-ef01")
			content := dField(t, v, "plain")
			sTwin(t, content)
			t.Send(dField(t, dVector(t, "verify-command", "sc-verify-command-1"), "command"))
			selectDFOf(t, witness.File{DF: 1})
			t.WantBytes(text("SMレスポンスがベクタと一致", "the SM answer is the vector's"),
				t.Send(t.Kind().ReadSM(0x81, 0, 0)).Data, dField(t, v, "answer"), keys...)
		}},
	}
}

// sTwin goes on with a twin that has the number of the vectors, and their key
// once SET SESSION KEY has been sent; number, if not nil, is its DF1/EF01.
func sTwin(t *conformance.T, number []byte) {
	t.UseTwin(func(img *emulator.Image) {
		img.Number = "AA12345678BB"
		if number != nil {
			img.Files["df1/ef01"] = number
		}
	})
	field := make([]byte, 32)
	for i := range field {
		field[i] = byte(i)
	}
	term := t.TerminalWith(io.MultiReader(bytes.NewReader(field), bytes.NewReader(iRandom(t, 32))))
	t.Enter()
	if err := term.Authenticate(t.Context(), ""); err != nil {
		t.Inconclusive("the key of the vectors was not taken: %v", err)
	}
}

// s13 asks right after the reset: selecting the application would end the
// session all the same (S_08).
func s13(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "key", Run: func(t *conformance.T) {
			term := t.Open()
			t.Reset()
			a := t.Send(eNumber(t, term))
			t.WantRefused(a, "effect.reset", "transport.atr")
			t.WantSW(a, []uint16{0x69FC}, "guard.verify.no-session")
		}},
		{Name: "rights", Run: func(t *conformance.T) {
			f := probe(t.Subject)
			t.Open()
			selectDFOf(t, f)
			t.Reset()
			t.WantRefused(t.Send(witness.ReadPlain(f.P1, 0, 0)), "effect.reset", "transport.atr")
			selectDFOf(t, f)
			a := t.Send(witness.ReadPlain(f.P1, 0, 0))
			t.WantRefused(a, "effect.reset", "transport.atr")
			t.WantSW(a, []uint16{0x6982}, "guard.read-plain.not-verified")
		}},
	}
}
