package icc

import (
	"bytes"
	"context"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
	"github.com/zairyukit/zairyu/vectors"
)

// h14Read is one read of a synthetic file under the key of annex 2: the vector
// that holds the file, the read, and the vector that holds the answer.
type h14Read struct {
	name, file, content, answer string
	offset                      int
	le                          uint16
}

func h14(s *conformance.Subject) []conformance.Variant {
	reads := []h14Read{
		{"df1.ef01", "df1/ef01", "front", "front", 0, 0},
		{"df1.ef01.off0", "df1/ef01", "front", "front-offset-0", 0, 256},
		{"df1.ef01.off256", "df1/ef01", "front", "front-offset-256", 256, 256},
		{"df1.ef01.off7000", "df1/ef01", "front", "front-offset-7000", 7000, 0},
		{"df1.ef02", "df1/ef02", "face", "face", 0, 0},
		{"df2.ef01", "df2/ef01", "df2-ef01", "df2-ef01", 0, 0},
		{"df2.ef02", "df2/ef02", "df2-ef02", "df2-ef02", 0, 0},
		{"df2.ef02.withdrawn", "df2/ef02", "df2-ef02-withdrawn", "df2-ef02-withdrawn", 0, 0},
		{"df2.ef04", "df2/ef04", "status", "status", 0, 0},
		{"df3.ef01", "df3/ef01", "df3-ef01", "df3-ef01", 0, 0},
	}
	var out []conformance.Variant
	for _, r := range reads {
		for _, f := range files(s, func(f witness.File) bool { return f.Key == r.file }) {
			out = append(out, conformance.Variant{Name: r.name, Run: func(t *conformance.T) { h14Run(t, f, r) }})
		}
	}
	return out
}

func h14Run(t *conformance.T, f witness.File, r h14Read) {
	content, want := h14Vector(t, r.content, "plain"), h14Vector(t, r.answer, "answer")
	term := h14Session(t, func(img *emulator.Image) { img.Files[r.file] = content })
	selectDFOf(t, f)
	p1, p2 := f.P1, byte(r.offset)
	if r.offset > 0 {
		t.Send(witness.ReadSM(f.P1, 0, 1)) // makes the file current
		p1 = byte(r.offset >> 8)
	}
	a := t.Send(witness.ReadSM(p1, p2, r.le))
	t.WantBytes(text("SMレスポンスが既知の値と一致", "the SM answer equals the known bytes"), a.Data, want,
		append(hObjectKeys(f), "ke.session-key")...)
	t.Claim(text("セッション鍵が別添2と一致", "the session key is that of annex 2"), "ke.session-key", "ke.base-key", "ke.cipher").
		Saw("%s", conformance.Difference(term.KSenc, h14Key())).Holds(bytes.Equal(term.KSenc, h14Key()))
}

// h14Session opens a twin that has the number and the randoms of annex 2, so
// that KSenc is the one printed there.
func h14Session(t *conformance.T, edit func(*emulator.Image)) *witness.Terminal {
	const number = "AA12345678BB"
	card := []byte{
		0x5A, 0x6E, 0x7E, 0x38, 0x51, 0x62, 0xB7, 0xA3, // RND.ICC
		0x19, 0xD0, 0x49, 0x49, 0x0F, 0xFF, 0x52, 0xEE, 0xDB, 0xFC, 0xB9, 0x30, 0xBC, 0x81, 0x0E, 0xD0, // K.ICC
	}
	terminal := []byte{
		0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, // RND.IFD
		0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F, // K.IFD
	}
	t.UseTwin(func(img *emulator.Image) {
		img.Number = number
		edit(img)
	}, emulator.WithRandom(bytes.NewReader(card)))
	transmit := func(_ context.Context, command []byte) ([]byte, error) {
		a := t.Send(command)
		return append(a.Data, byte(a.SW>>8), byte(a.SW)), nil
	}
	term := witness.NewTerminal(transmit, bytes.NewReader(terminal))
	if err := term.Open(t.Context(), number); err != nil {
		t.Inconclusive("the twin did not open with the number of annex 2: %v", err)
	}
	return term
}

// h14Key is KSenc of annex 2, step 10.
func h14Key() []byte {
	return []byte{0xCE, 0x94, 0x93, 0x8E, 0x19, 0xE3, 0xB9, 0x7D, 0xF9, 0x6E, 0xAB, 0xCE, 0xDC, 0x17, 0x15, 0xCC}
}

// h14Vector returns a byte string of one of the SM answer vectors.
func h14Vector(t *conformance.T, name, field string) []byte {
	list, err := vectors.ByOp("sm-answer")
	if err != nil {
		t.Inconclusive("the vectors cannot be read: %v", err)
	}
	for _, v := range list {
		if v.ID != "g1-sm-answer-"+name {
			continue
		}
		b, err := v.Bytes(field)
		if err != nil {
			t.Inconclusive("vector %s: %v", v.ID, err)
		}
		return b
	}
	t.Inconclusive("there is no vector g1-sm-answer-%s", name)
	return nil
}
