package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// fEach makes a variant of every file that keep accepts and every name.
func fEach(keep func(witness.File) bool, run func(t *conformance.T, f witness.File, name string), names ...string) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		var out []conformance.Variant
		for _, f := range files(s, keep) {
			for _, name := range names {
				out = append(out, conformance.Variant{Name: dotted(f) + "." + name, Run: func(t *conformance.T) { run(t, f, name) }})
			}
		}
		return out
	}
}

// fWantClosed claims that a file, whose DF is current, is not given to the
// command; the guard is the cell of its status word.
func fWantClosed(t *conformance.T, f witness.File, command []byte, sw uint16, guard string, keys ...string) {
	a := t.Send(command)
	t.WantRefused(a, append([]string{dotted(f) + ".access"}, keys...)...)
	t.WantSW(a, []uint16{sw}, guard)
}

func f01(t *conformance.T, f witness.File) {
	selectDFOf(t, f)
	fWantClosed(t, f, witness.ReadPlain(f.P1, 0, 0), 0x6982, "guard.read-plain.not-verified")
}

func f02(t *conformance.T, f witness.File) {
	selectDFOf(t, f)
	fWantClosed(t, f, t.Kind().ReadSM(f.P1, 0, 0), noSession(t), "guard.read-sm.no-session")
}

func f03(t *conformance.T, f witness.File, form string) {
	t.Agree()
	selectDFOf(t, f)
	if form == "plain" {
		fWantClosed(t, f, witness.ReadPlain(f.P1, 0, 0), 0x6982, "guard.read-plain.not-verified")
		return
	}
	fWantClosed(t, f, t.Kind().ReadSM(f.P1, 0, 0), 0x6982, "guard.read-sm.not-verified")
}

func f04(t *conformance.T, f witness.File) {
	t.Open()
	selectDFOf(t, f)
	fWantClosed(t, f, witness.ReadPlain(f.P1, 0, 0), 0x6982, "guard.read-plain.sm-required")
}

func f05(t *conformance.T, f witness.File) {
	t.Open()
	selectDFOf(t, f)
	t.WantOK(t.Send(witness.ReadPlain(f.P1, 0, 0)), f.Size, dotted(f)+".access", dotted(f)+".size")
}

func f06(t *conformance.T, f witness.File) {
	term := t.Open()
	selectDFOf(t, f)
	plain := t.Send(witness.ReadPlain(f.P1, 0, 0))
	if plain.SW != 0x9000 {
		t.Inconclusive("%s could not be read in plain: %s", dotted(f), plain)
	}
	object := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	deciphered, err := term.Session.Open(object.Data)
	t.Claim(text("SM読出しの内容は平文読出しと同じ", "the SM read holds what the plain read gave"),
		dotted(f)+".access", "sm.data.tag", "sm.cipher", "sm.padding").
		Saw("%s; object well-formed: %t; %s", object, err == nil, conformance.Difference(deciphered, plain.Data)).
		Holds(object.SW == 0x9000 && err == nil && bytes.Equal(deciphered, plain.Data))
}

func f09(t *conformance.T, f witness.File) {
	closed := func() {
		selectDFOf(t, f)
		t.WantRefused(t.Send(witness.ReadPlain(f.P1, 0, 0)), dotted(f)+".access")
		t.WantRefused(t.Send(t.Kind().ReadSM(f.P1, 0, 0)), dotted(f)+".access")
	}
	if !specified(t) { // their key agreement does not know the number
		if t.Terminal().Authenticate(t.Context(), otherNumber(t.Subject.Number)) == nil {
			t.Inconclusive("key agreement with another number did not fail")
		}
		closed()
		t.Reset()
	}
	if t.Agree().Verify(t.Context(), otherNumber(t.Subject.Number)) == nil {
		t.Inconclusive("VERIFY with another number did not fail")
	}
	closed()
}

// f13 reads with the file's P1 while another DF, or the MF, is current: where
// that one has a file of the same identifier, its own must come.
func f13(t *conformance.T, f witness.File) {
	t.Open()
	for df := range 4 {
		if df == f.DF || df == 0 && specified(t) { // selecting the application ends the session (ICC_S_08)
			continue
		}
		if a := t.Send(fSelect(df)); a.SW != 0x9000 {
			t.Inconclusive("%s could not be selected: %s", fName(df), a)
		}
		own := files(t.Subject, func(o witness.File) bool { return o.DF == df && o.P1 == f.P1 })
		for _, command := range [][]byte{witness.ReadPlain(f.P1, 0, 0), t.Kind().ReadSM(f.P1, 0, 0)} {
			a := t.Send(command)
			if len(own) == 0 {
				t.Claim(text(fName(df)+"がカレントのとき届かない", "out of reach while "+fName(df)+" is current"), dotted(f)+".sfi").
					Saw("%s", a).Holds(a.Refused())
				t.WantSW(a, []uint16{0x6A82}, "guard.read-plain.file-not-found", "guard.read-sm.file-not-found")
				continue
			}
			want := own[0].Size
			switch {
			case command[0] == 0x08:
				want = fSealed(t, want)
			case own[0].SM:
				t.WantRefused(a, dotted(f)+".sfi", dotted(own[0])+".access")
				continue
			}
			t.WantOK(a, want, dotted(f)+".sfi", dotted(own[0])+".size")
		}
	}
}

func f14(s *conformance.Subject) []conformance.Variant {
	permission := files(s, func(f witness.File) bool { return f.Key == "df2/ef02" })
	signature := files(s, func(f witness.File) bool { return f.Key == "df3/ef01" })
	variant := func(name string, order ...witness.File) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			t.Open()
			for _, f := range order {
				selectDFOf(t, f)
				t.WantOK(t.Send(witness.ReadPlain(0x82, 0, 0)), f.Size, "df2.ef02.sfi", "df3.ef01.sfi", dotted(f)+".size")
			}
		}}
	}
	return []conformance.Variant{
		variant("df2-df3", append(permission, signature...)...),
		variant("df3-df2", append(signature, permission...)...),
	}
}

func f15(t *conformance.T, f witness.File) {
	term := t.Open()
	selectDFOf(t, f)
	sm := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	_, err := term.Session.Open(sm.Data)
	t.Claim(text("SMコマンドにはSM化データオブジェクトで応答", "an SM command is answered by one SM object"),
		"sm.data.tag", "sm.indicator", "sm.padding", dotted(f)+".access").
		Saw("%s, one object 86: %t", sm, err == nil).Holds(sm.SW == 0x9000 && err == nil)
	plain := t.Send(witness.ReadPlain(f.P1, 0, 0))
	if f.SM {
		t.WantRefused(plain, dotted(f)+".access")
		return
	}
	t.WantOK(plain, f.Size, dotted(f)+".size", dotted(f)+".access")
	_, err = term.Session.Open(plain.Data)
	t.Claim(text("平文コマンドには平文で応答", "a plain command is answered in plain"), "sm.data.tag", dotted(f)+".access").
		Saw("%s, an object 86: %t", plain, err == nil).Holds(err != nil)
}

func f17(t *conformance.T, f witness.File) {
	term := t.Open()
	selectDFOf(t, f)
	first, err := term.Session.Open(t.Send(t.Kind().ReadSM(f.P1, 0, 16)).Data)
	if err != nil || len(first) != min(16, f.Size) {
		t.Inconclusive("%s could not be read under SM", dotted(f))
	}
	fWantClosed(t, f, witness.ReadPlain(0, 0, 16), 0x6982, "guard.read-plain.sm-required")
	again, _ := term.Session.Open(t.Send(t.Kind().ReadSM(0, 0, 16)).Data)
	t.WantBytes(text("SM読出しでカレントEFになっている", "the SM read had made it the current EF"), again, first, "effect.read.ok")
}

// fSelect is SELECT FILE of a DF, or of the MF for 0.
func fSelect(df int) []byte {
	if df == 0 {
		return witness.SelectMF()
	}
	return witness.SelectDF(df)
}

// fName is the name of a DF, or of the MF for 0.
func fName(df int) string {
	if df == 0 {
		return "MF"
	}
	return fmt.Sprintf("DF%d", df)
}

// fSealed is the length of the SM object of n bytes (4.2.5(4)): tag, length,
// indicator, and the blocks with their padding.
func fSealed(t *conformance.T, n int) int {
	return len(t.Kind().Seal(make([]byte, 16), 0, make([]byte, n)))
}
