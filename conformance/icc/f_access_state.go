package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// f07 is about the reset that a reader orders. The document speaks of
// deactivation only (f08); that a reset does the same is inferred.
func f07(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "before-verify", Run: func(t *conformance.T) {
			term := t.Agree()
			t.Reset()
			t.Enter()
			a := t.Send(eNumber(t, term))
			refused := t.WantRefused(a, "effect.reset", "transport.atr")
			t.WantSW(a, []uint16{noSession(t)}, "guard.verify.no-session")
			if refused {
				eWantClosed(t)
			}
		}},
		{Name: "after-verify", Run: func(t *conformance.T) {
			t.Open()
			t.Reset()
			term := t.Agree() // a new key brings no old rights back
			selectDFOf(t, witness.File{DF: 2})
			p1 := probe(t.Subject).P1
			for _, command := range [][]byte{witness.ReadPlain(p1, 0, 0), t.Kind().ReadSM(p1, 0, 0)} {
				a := t.Send(command)
				t.WantRefused(a, "effect.reset", "transport.atr")
				t.WantSW(a, []uint16{0x6982}, "guard.read-plain.not-verified")
			}
			t.WantOK(t.Send(eNumber(t, term)), 0, "effect.verify.ok")
		}},
	}
}

func f08(*conformance.Subject) []conformance.Variant {
	closed := func(command func(t *conformance.T, f witness.File) []byte, sw func(t *conformance.T) uint16, guard string) func(t *conformance.T) {
		return func(t *conformance.T) {
			term := t.Open()
			for _, f := range files(t.Subject, protected) {
				if _, err := term.ReadFile(t.Context(), f); err != nil {
					t.Inconclusive("%s could not be read before deactivation", dotted(f))
				}
			}
			t.Reset()
			for _, f := range files(t.Subject, protected) {
				selectDFOf(t, f)
				fWantClosed(t, f, command(t, f), sw(t), guard, "effect.reset")
			}
		}
	}
	sm := func(t *conformance.T, f witness.File) []byte { return t.Kind().ReadSM(f.P1, 0, 0) }
	plain := func(_ *conformance.T, f witness.File) []byte { return witness.ReadPlain(f.P1, 0, 0) }
	notVerified := func(*conformance.T) uint16 { return 0x6982 }
	return []conformance.Variant{
		{Name: "key", Run: closed(sm, noSession, "guard.read-sm.no-session")},
		{Name: "rights", Run: closed(plain, notVerified, "guard.read-plain.not-verified")},
	}
}

// f10Commands are the commands of ISO/IEC 7816-4, -8 and -9 that would change
// a card, aimed at DF2/EF01 or at the number.
func f10Commands(number string) [][]byte {
	codes := append([]byte(number), bytes.Repeat([]byte{'0'}, len(number))...)
	command := func(ins, p1, p2 byte, data ...byte) []byte {
		return append([]byte{0x00, ins, p1, p2, byte(len(data))}, data...)
	}
	return [][]byte{
		command(0xD6, 0x81, 0x00, 0xFF, 0xFF), // UPDATE BINARY
		command(0xD0, 0x81, 0x00, 0xFF, 0xFF), // WRITE BINARY
		{0x00, 0x0E, 0x81, 0x00},              // ERASE BINARY
		command(0xD2, 0x01, 0x0C, 0xFF, 0xFF), // WRITE RECORD
		command(0xDA, 0x00, 0xD2, 0xFF, 0xFF), // PUT DATA
		command(0xDB, 0x3F, 0xFF, 0xFF, 0xFF), // PUT DATA, odd
		command(0xE2, 0x00, 0x08, 0xFF, 0xFF), // APPEND RECORD
		command(0xE0, 0x00, 0x00, 0x62, 0x00), // CREATE FILE
		{0x00, 0xE4, 0x00, 0x00},              // DELETE FILE
		command(0x24, 0x00, 0x86, codes...),   // CHANGE REFERENCE DATA
		command(0x2C, 0x00, 0x86, codes...),   // RESET RETRY COUNTER
		{0x00, 0x44, 0x00, 0x00},              // ACTIVATE FILE
	}
}

func f10(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, command := range f10Commands(s.Number) {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("ins%02X", command[1]), Run: func(t *conformance.T) { f10Run(t, command) }})
	}
	return out
}

func f10Run(t *conformance.T, command []byte) {
	before := fAllFiles(t)
	selectDFOf(t, witness.File{DF: 2})
	a := t.Send(command)
	t.WantRefused(a, "guard.unknown.always")
	t.WantSW(a, []uint16{0x6D00}, "guard.unknown.always")
	t.Reset()
	t.WantBytes(text("番号は同じで、ファイルも変わらない", "the number still opens the card and no file has changed"),
		fAllFiles(t), before, "guard.unknown.always", "df2.ef01.access")
}

// fAllFiles opens the card and joins all its files.
func fAllFiles(t *conformance.T) []byte {
	every := func(witness.File) bool { return true }
	contents := iContents(t, every)
	var all []byte
	for _, f := range files(t.Subject, every) {
		all = append(all, contents[f.Key]...)
	}
	return all
}

func f11(*conformance.Subject) []conformance.Variant { return fAbsent(2, 4) }

// f12: DF2 has one EF, as on type 2, but its SFI is 3.
func f12(*conformance.Subject) []conformance.Variant { return fAbsent(1, 2) }

// fAbsent asks DF2 for files that it must not have, in every state.
func fAbsent(first, last byte) []conformance.Variant {
	states := []struct {
		name  string
		enter func(t *conformance.T)
		read  func(t *conformance.T, p1 byte) []byte
	}{
		{"fresh", func(*conformance.T) {}, fPlain},
		{"agreed", func(t *conformance.T) { t.Agree() }, fPlain},
		{"verified", func(t *conformance.T) { t.Open() }, fPlain},
		{"verified-sm", func(t *conformance.T) { t.Open() }, func(t *conformance.T, p1 byte) []byte { return t.Kind().ReadSM(p1, 0, 0) }},
	}
	var out []conformance.Variant
	for sfi := first; sfi <= last; sfi++ {
		for _, state := range states {
			out = append(out, conformance.Variant{Name: fmt.Sprintf("sfi%02X.%s", sfi, state.name), Run: func(t *conformance.T) {
				state.enter(t)
				selectDFOf(t, witness.File{DF: 2})
				a := t.Send(state.read(t, 0x80|sfi))
				t.WantRefused(a, "df2.ef01.sfi")
				t.WantSW(a, []uint16{0x6A82}, "guard.read-plain.file-not-found", "guard.read-sm.file-not-found")
			}})
		}
	}
	return out
}

func fPlain(_ *conformance.T, p1 byte) []byte { return witness.ReadPlain(p1, 0, 0) }

func f16(t *conformance.T) {
	errors, withData, first := 0, 0, "none carries data"
	for _, e := range t.Exchanges() {
		n := len(e.Response)
		if n < 2 || bytes.Equal(e.Response[n-2:], []byte{0x90, 0x00}) {
			continue
		}
		errors++
		if n > 2 {
			withData++
			first = fmt.Sprintf("first: INS %s, SW %X, %d bytes", fINS(e.Command), e.Response[n-2:], n-2)
		}
	}
	if errors == 0 {
		t.Inconclusive("no error answer in this run; run the case together with others")
	}
	t.Claim(text("エラー応答は状態バイトだけ", "an error answer is two status bytes alone"), "sw.read.6982", "sw.verify.6300").
		Saw("%d error answers, %d with data; %s", errors, withData, first).Holds(withData == 0)
}

// fINS names the instruction of a command that may be too short to have one.
func fINS(command []byte) string {
	if len(command) < 2 {
		return "missing"
	}
	return fmt.Sprintf("%02X", command[1])
}
