package icc

import (
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

func i01(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	variant := func(name string, sw uint16, key string, command []byte) {
		out = append(out, conformance.Variant{Name: name, Run: func(t *conformance.T) {
			a := t.Send(command)
			t.WantRefused(a, key)
			t.WantSW(a, []uint16{sw}, key)
		}})
	}
	// B1 and A2 are neighbours of READ BINARY and SELECT FILE in ISO/IEC
	// 7816-4, 70 is MANAGE CHANNEL, D6 UPDATE BINARY.
	unknown := []byte{0x70, 0xA2, 0xB1, 0xD6}
	if s.Kind().Generation == 3 { // GET CHALLENGE and MUTUAL AUTHENTICATE are not offered
		unknown = append(unknown, 0x82, 0x84)
	}
	for _, ins := range unknown {
		variant(fmt.Sprintf("ins%02X", ins), 0x6D00, "guard.unknown.always", []byte{0x00, ins, 0x8B, 0x00, 0x00, 0x00, 0x00})
	}
	for _, cla := range []byte{0x10, 0x80, 0xA0, 0xFF} {
		variant(fmt.Sprintf("cla%02X", cla), 0x6E00, "guard.read-plain.cla-unknown", []byte{cla, 0xB0, 0x8B, 0x00, 0x00, 0x00, 0x00})
	}
	return out
}

// i02 sends commands in which only CLA is wrong: with CLA 00, or 08 for
// VERIFY, each of them would be accepted.
func i02(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	variant := func(cla, ins byte, sw uint16, key string) {
		if s.Kind().Generation == 3 && (ins == 0x82 || ins == 0x84) {
			return // not offered
		}
		out = append(out, conformance.Variant{Name: fmt.Sprintf("cla%02X.ins%02X", cla, ins), Run: func(t *conformance.T) {
			command := i02Command(t, ins)
			command[0] = cla
			a := t.Send(command)
			t.WantRefused(a, key)
			t.WantSW(a, []uint16{sw}, key)
		}})
	}
	variant(0x01, 0xA4, 0x6E00, "guard.select.cla-channel") // 6881 is not in the table of SELECT FILE
	variant(0x01, 0x84, 0x6881, "guard.challenge.cla-channel")
	variant(0x01, 0x82, 0x6881, "guard.mutual.cla-channel")
	variant(0x01, 0x20, 0x6881, "guard.verify.cla-channel")
	variant(0x01, 0xB0, 0x6881, "guard.read-plain.cla-channel")
	variant(0x04, 0x20, 0x6882, "guard.verify.cla-sm")
	variant(0x04, 0xB0, 0x6882, "guard.read-plain.cla-sm")
	variant(0x0C, 0x20, 0x6882, "guard.verify.cla-sm")
	variant(0x0C, 0xB0, 0x6882, "guard.read-sm.cla-sm")
	variant(0x08, 0xA4, 0x6882, "guard.select.cla-sm")
	variant(0x08, 0x84, 0x6882, "guard.challenge.cla-sm")
	variant(0x08, 0x82, 0x6882, "guard.mutual.cla-sm")
	return out
}

// i02Command returns the command of that INS in its right form, after what
// must come before it.
func i02Command(t *conformance.T, ins byte) []byte {
	switch ins {
	case 0xA4:
		return witness.SelectMF()
	case 0x84:
		return witness.GetChallenge()
	case 0x82:
		rndICC := t.Send(witness.GetChallenge())
		if len(rndICC.Data) != 8 {
			t.Inconclusive("no challenge: %s", rndICC)
		}
		return iMutual(t, t.Subject.Number, rndICC.Data)
	case 0x20:
		return eNumber(t, t.Agree())
	}
	t.Open()
	selectDFOf(t, witness.File{DF: 2})
	return witness.ReadPlain(probe(t.Subject).P1, 0, 0)
}

// iMutual is MUTUAL AUTHENTICATE with random RND.IFD and K.IFD.
func iMutual(t *conformance.T, number string, rndICC []byte) []byte {
	return witness.MutualAuthenticate(t.Kind().TerminalCryptogram(t.Kind().BaseKey(number), iRandom(t, 8), rndICC, iRandom(t, 16)))
}

func iRandom(t *conformance.T, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(t.Random.Uint32())
	}
	return out
}

// iWrong is one malformed command.
type iWrong struct {
	name, key string
	command   []byte
}

// beyondPCSC says why PC/SC cannot carry the command to a card; empty if it
// can. A reader takes whole headers only, and the frames of the vpcd driver
// have 2 bytes of length.
func (w iWrong) beyondPCSC(s *conformance.Subject) string {
	switch {
	case s.InProcess():
		return ""
	case len(w.command) < 4:
		return "PC/SC carries no command without a whole header"
	case len(w.command) > 0xFFFF:
		return "PC/SC carries no command of more than 65535 bytes to this card"
	}
	return ""
}

// iWrongLengths are the commands of ICC_I_03. Only an emulated card gets the
// long one, which is the row's s3.
func iWrongLengths(s *conformance.Subject) []iWrong {
	header, length := "guard.unknown.header-missing", "guard.read-plain.length-malformed"
	out := []iWrong{
		{"bytes1", header, []byte{0x00}},
		{"bytes2", header, []byte{0x00, 0xB0}},
		{"bytes3", header, []byte{0x00, 0xB0, 0x8B}},
		{"lc-too-big", "guard.select.length-malformed", witness.SelectDF(1)[:20]},
		{"lc-too-big.extended", "guard.verify.length-malformed", append([]byte{0x08, 0x20, 0x00, 0x86, 0x00, 0xFF, 0xFF}, make([]byte, 19)...)},
		{"lc-zero", "guard.read-sm.length-malformed", []byte{0x08, 0xB0, 0x85, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}},
		{"trailing", length, append(witness.ReadPlain(0x8B, 0, 0), 0x00)},
		{"trailing.short", length, append(witness.ReadShort(0x8B, 0, 6), 0x00)},
	}
	if slices.Contains(s.Atoms, "emu") {
		long := append([]byte{0x00, 0xA4, 0x04, 0x0C, 0x00, 0xFF, 0xFF}, make([]byte, 65535)...)
		out = append(out, iWrong{"data65535", "guard.select.lc-contradicts", long})
	}
	return out
}

func i03(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, w := range iWrongLengths(s) {
		out = append(out, conformance.Variant{Name: w.name, NotTestable: w.beyondPCSC(s), Run: func(t *conformance.T) {
			a := t.Send(w.command)
			t.Claim(text("ステータスワードを返し、データを返さない", "a status word, and no data"), w.key).
				Saw("%d bytes sent: %s", len(w.command), a).Holds(a.Refused())
		}})
	}
	return out
}

func i04(s *conformance.Subject) []conformance.Variant {
	wrong := append(iWrongLengths(s),
		iWrong{"ins-unknown", "guard.unknown.always", []byte{0x00, 0xB1, 0x8B, 0x00, 0x00}},
		iWrong{"cla-unknown", "guard.read-plain.cla-unknown", []byte{0xFF, 0xB0, 0x8B, 0x00, 0x00}},
		iWrong{"sm-object", "guard.read-sm.sm-object-wrong", hReadSM(0x85, []byte{0x97, 0x02, 0x00, 0x00})})
	var out []conformance.Variant
	for _, w := range wrong {
		out = append(out, conformance.Variant{Name: w.name, NotTestable: w.beyondPCSC(s), Run: func(t *conformance.T) {
			t.Enter()
			before := t.Send(witness.ReadPlain(0x8B, 0, 0))
			refused := t.Send(w.command)
			after := t.Send(witness.ReadPlain(0x8B, 0, 0))
			t.Claim(text("誤ったコマンドの後も読み出せる", "a free read works after the malformed command"), w.key, "mf.ef01.access").
				Saw("before %s; malformed command %s; after %s", before, refused, after).
				Holds(after.SW == 0x9000 && len(after.Data) == 6 && slices.Equal(before.Data, after.Data))
		}})
	}
	return out
}

// i05Pairs are the CLA and INS that ICC_I_05 sends, CLA in the upper byte:
// all of them or, through a reader, every INS under the classes that the card
// offers and every CLA with READ BINARY.
func i05Pairs(s *conformance.Subject) []int {
	var out []int
	for pair := range 0x10000 {
		cla, ins := pair>>8, pair&0xFF
		if s.InProcess() || cla == 0x00 || cla == 0x08 || ins == 0xB0 {
			out = append(out, pair)
		}
	}
	return out
}

// i05 sweeps CLA and INS over the bytes that would read the largest file.
func i05(t *conformance.T) {
	secrets := iSecrets(t, protected)
	t.Reset()
	selectDFOf(t, largest(t.Subject))
	leaks, first := 0, "none"
	command := witness.ReadPlain(largest(t.Subject).P1, 0, 0)
	pairs := i05Pairs(t.Subject)
	for _, pair := range pairs {
		command[0], command[1] = byte(pair>>8), byte(pair)
		if a := t.Send(command); secrets.in(a.Data) {
			if leaks == 0 {
				first = fmt.Sprintf("CLA %02X INS %02X: %s", command[0], command[1], a)
			}
			leaks++
		}
	}
	t.Claim(text("保護されたデータが返らない", "nothing of a protected file comes back"), "df1.ef01.access", "effect.reset").
		Saw("%d of %d commands leak; first: %s", leaks, len(pairs), first).Holds(leaks == 0)
	iWantClosed(t)
}

func i10(*conformance.Subject) []conformance.Variant {
	variant := func(name, key string, command []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			t.Open()
			selectDFOf(t, witness.File{DF: 2})
			f := probe(t.Subject)
			before := t.Send(witness.ReadPlain(f.P1, 0, 0))
			foreign := t.Send(command)
			after := t.Send(witness.ReadPlain(0x00, 0, 0))
			t.Claim(text("認証状態とカレントEFが残る", "session and current EF are still there"), key, "effect.select.fail").
				Saw("before %s; probe %s; after %s", before, foreign, after).
				Holds(after.SW == 0x9000 && len(after.Data) == f.Size && slices.Equal(before.Data, after.Data))
			t.WantRefused(foreign, key)
		}}
	}
	return []conformance.Variant{
		variant("piv", "guard.select.p1p2-wrong", []byte{0x00, 0xA4, 0x04, 0x00, 0x09, 0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00, 0x10, 0x00, 0x00}),
		variant("get-data", "guard.unknown.always", []byte{0x00, 0xCA, 0x7F, 0x68, 0x00}),
		variant("select-7f10", "guard.select.file-not-found", []byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x7F, 0x10}),
	}
}
