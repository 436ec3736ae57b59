package icc

import (
	"bytes"
	"encoding/hex"
	"io"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
)

// h14Read is one read of a synthetic file under a known key: the file, the
// vector that holds its content, the vector of the answer, and the read.
type h14Read struct {
	name, file, content, answer string
	offset                      int
	le                          uint16
}

func h14(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, r := range h14Reads(s.Kind()) {
		for _, f := range files(s, func(f witness.File) bool { return f.Key == r.file }) {
			out = append(out, conformance.Variant{Name: r.name, Run: func(t *conformance.T) { h14Run(t, f, r) }})
		}
	}
	return out
}

// h14Reads are the reads of a type: of the first generation under the key of
// annex 2, of the second under that of appendix 2, of specified cards under
// 00 01 .. 0F.
func h14Reads(k *witness.Kind) []h14Read {
	whole := func(name, file, vector string) h14Read { return h14Read{name, file, vector, vector, 0, 0} }
	entries := map[string]string{"05": "g2-sm-answer-df1-ef02", "06": "g2-sm-answer-df1-ef02-t06"}[k.Type]
	switch {
	case k.Generation == 2:
		return []h14Read{
			whole("df1.ef01", "df1/ef01", "g2-sm-answer-df1-ef01"),
			whole("df1.ef02", "df1/ef02", entries),
			whole("df1.ef03", "df1/ef03", "g2-sm-answer-df1-ef03"),
			whole("df1.ef04", "df1/ef04", "g2-sm-answer-df1-ef04"),
		}
	case k.Type == "07":
		return []h14Read{
			whole("df1.ef01", "df1/ef01", "sc-sm-answer-df1-ef01"),
			whole("df1.ef02", "df1/ef02", "sc-sm-answer-df1-ef02"),
		}
	case k.Type == "08":
		return []h14Read{whole("df1.ef01", "df1/ef01", "sc-sm-answer-df1-ef01")}
	}
	const front = "g1-sm-answer-front"
	return []h14Read{
		whole("df1.ef01", "df1/ef01", front),
		{"df1.ef01.off0", "df1/ef01", front, front + "-offset-0", 0, 256},
		{"df1.ef01.off256", "df1/ef01", front, front + "-offset-256", 256, 256},
		{"df1.ef01.off7000", "df1/ef01", front, front + "-offset-7000", 7000, 0},
		whole("df1.ef02", "df1/ef02", "g1-sm-answer-face"),
		whole("df2.ef01", "df2/ef01", "g1-sm-answer-df2-ef01"),
		whole("df2.ef02", "df2/ef02", "g1-sm-answer-df2-ef02"),
		whole("df2.ef02.withdrawn", "df2/ef02", "g1-sm-answer-df2-ef02-withdrawn"),
		whole("df2.ef04", "df2/ef04", "g1-sm-answer-status"),
		whole("df3.ef01", "df3/ef01", "g1-sm-answer-df3-ef01"),
	}
}

func h14Run(t *conformance.T, f witness.File, r h14Read) {
	content := dField(t, dVector(t, "sm-answer", r.content), "plain")
	vector := dVector(t, "sm-answer", r.answer)
	term := h14Session(t, func(img *emulator.Image) { img.Files[r.file] = content })
	selectDFOf(t, f)
	p1, p2 := f.P1, byte(r.offset)
	if r.offset > 0 {
		t.Send(t.Kind().ReadSM(f.P1, 0, 1)) // makes the file current
		p1 = byte(r.offset >> 8)
	}
	if vector.Has("n") { // the number of the command that the vector's answer belongs to
		n, err := vector.Count("n")
		for err == nil && term.N+1 < n {
			t.Send(t.Kind().ReadSM(f.P1, 0, 1))
		}
	}
	a := t.Send(t.Kind().ReadSM(p1, p2, r.le))
	t.WantBytes(text("SMレスポンスが既知の値と一致", "the SM answer equals the known bytes"), a.Data, dField(t, vector, "answer"),
		append(hObjectKeys(f), "ke.session-key", "ke.message")...)
	t.Claim(text("セッション鍵が既知の値と一致", "the session key is the known one"), "ke.session-key", "ke.base-key", "ke.cipher", "ke.method").
		Saw("%s", conformance.Difference(term.KSenc, h14Key(t))).Holds(bytes.Equal(term.KSenc, h14Key(t)))
}

// h14Session opens a twin that has the number of the documents' examples, and
// of both sides the randoms that lead to the known key.
func h14Session(t *conformance.T, edit func(*emulator.Image)) *witness.Terminal {
	const number = "AA12345678BB"
	card := map[int]string{ // RND.ICC, K.ICC
		1: "5A6E7E385162B7A3" + "19D049490FFF52EEDBFCB930BC810ED0",
		2: "921CE277323DA057" + "2CC6AF9B8B607C662FDCAD27B401D08B",
	}[t.Kind().Generation]
	terminal := "1122334455667788" + "404142434445464748494A4B4C4D4E4F" // RND.IFD, K.IFD
	if specified(t) {
		terminal = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F" // key field
	}
	t.UseTwin(func(img *emulator.Image) {
		img.Number = number
		edit(img)
	}, emulator.WithRandom(bytes.NewReader(unhex(card))))
	// A seed of OAEP follows the key field; any serves.
	term := t.TerminalWith(io.MultiReader(bytes.NewReader(unhex(terminal)), bytes.NewReader(iRandom(t, 32))))
	if err := term.Open(t.Context(), number); err != nil {
		t.Inconclusive("the twin did not open with the number of the example: %v", err)
	}
	return term
}

// h14Key is KSenc of annex 2, of appendix 2, or of the delivered key.
func h14Key(t *conformance.T) []byte {
	return unhex(map[int]string{
		1: "CE94938E19E3B97DF96EABCEDC1715CC",
		2: "C19CF13D3D7FBEE9EA293D834C88952F",
		3: "000102030405060708090A0B0C0D0E0F",
	}[t.Kind().Generation])
}

// unhex reads a literal.
func unhex(s string) []byte {
	raw, _ := hex.DecodeString(s)
	return raw
}
