package icc

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/vectors"
)

// dExample is the example of annex 2, or of the second generation's appendix
// 2, and the card it is played on: a twin with the example's number and
// randoms. The documents leave the files out, so the twin has synthetic ones,
// of which the cryptograms are known.
type dExample struct {
	ksenc []byte
	steps []vectors.Step
	files map[string][]byte
}

// dUseExample goes on with the twin, or ends the instance.
func dUseExample(t *conformance.T) dExample {
	v := dVector(t, "transcript", map[int]string{1: "g1-transcript-annex2", 2: "g2-transcript-appendix2"}[t.Kind().Generation])
	x := dExample{ksenc: dField(t, v, "ksenc"), files: dSyntheticFiles()}
	if t.Kind().Generation == 2 {
		x.files = d20Files(t)
	}
	var err error
	if x.steps, err = v.Steps(); err != nil {
		t.Inconclusive("vector: %v", err)
	}
	number, err := v.Text("number")
	if err != nil {
		t.Inconclusive("vector: %v", err)
	}
	randoms := append(dField(t, v, "rnd_icc"), dField(t, v, "k_icc")...)
	t.UseTwin(func(img *emulator.Image) {
		img.Number = number
		for key, content := range x.files {
			img.Files[key] = content
		}
	}, emulator.WithRandom(bytes.NewReader(randoms)))
	return x
}

// dVector finds a vector, or ends the instance.
func dVector(t *conformance.T, op, id string) vectors.Vector {
	all, err := vectors.ByOp(op)
	i := slices.IndexFunc(all, func(v vectors.Vector) bool { return v.ID == id })
	if err != nil || i < 0 {
		t.Inconclusive("the vector %s cannot be read: %v", id, err)
	}
	return all[i]
}

func dField(t *conformance.T, v vectors.Vector, name string) []byte {
	b, err := v.Bytes(name)
	if err != nil {
		t.Inconclusive("vector: %v", err)
	}
	return b
}

// dSyntheticFiles are 6500 times FA and NULs, 2900 times 4E and NULs, and a
// DF3 of the right shape.
func dSyntheticFiles() map[string][]byte {
	object := func(header []byte, value byte, n, length int) []byte {
		return append(append(header, bytes.Repeat([]byte{value}, n)...), make([]byte, length-n)...)
	}
	return map[string][]byte{
		"df1/ef01": object([]byte{0xD0, 0x82, 0x1B, 0x58}, 0xFA, 6500, 7000),
		"df1/ef02": object([]byte{0xD1, 0x82, 0x0B, 0xB8}, 0x4E, 2900, 3000),
		"df3/ef01": append(object([]byte{0xDA, 0x82, 0x01, 0x00}, 0x5A, 256, 256),
			object([]byte{0xDB, 0x82, 0x04, 0xB0}, 0xA5, 1000, 1200)...),
	}
}

// First and last block of the cryptograms of the synthetic DF1/EF01 and
// DF1/EF02 under the example's KSenc, made with openssl.
const (
	dFrontEnds = "18D5E96355758B12" + "A2067B77E7B5D6A6"
	dFaceEnds  = "4F953A260A8E827B" + "5C1AACB6EAD266B5"
)

func d02(t *conformance.T) {
	steps := dUseExample(t).steps[:2] // challenge and key agreement
	if a := t.Send(steps[0].Command); !bytes.Equal(dWhole(a), steps[0].Answer) {
		t.Inconclusive("the pinned challenge did not come: %s", a)
	}
	a, want := t.Send(steps[1].Command), steps[1].Answer
	if len(a.Data) != 40 {
		t.Inconclusive("no E_ICC and M_ICC: %s", a)
	}
	t.WantBytes(text("E_ICCが文書の例と一致", "E_ICC is that of the example"), a.Data[:32], want[:32],
		"ke.base-key", "ke.cipher", "ke.layout.icc")
	t.WantBytes(text("M_ICCが文書の例と一致", "M_ICC is that of the example"), a.Data[32:], want[32:40], "ke.mac")
}

// dWhole is an answer with its status word.
func dWhole(a conformance.Answer) []byte {
	return append(bytes.Clone(a.Data), byte(a.SW>>8), byte(a.SW))
}

// dStepKeys are the cells that the steps of annex 2 rest on.
func dStepKeys(step int) []string {
	switch step {
	case 1:
		return []string{"entry", "ke.challenge.length"}
	case 6:
		return []string{"ke.base-key", "ke.cipher", "ke.layout.icc", "ke.mac"}
	case 13:
		return []string{"ke.session-key", "sm.cipher", "verify.p2"}
	case 14:
		return []string{"df1.aid"}
	case 15:
		return []string{"df1.ef01.sfi", "df1.ef01.size", "sm.data.tag", "sm.cipher", "sm.padding"}
	case 17:
		return []string{"df1.ef02.sfi", "df1.ef02.size", "sm.data.tag", "sm.cipher", "sm.padding"}
	case 19:
		return []string{"df3.aid"}
	}
	return []string{"df3.ef01.sfi", "df3.ef01.size"}
}

func d19(t *conformance.T) {
	x := dUseExample(t)
	for _, s := range x.steps {
		a := t.Send(s.Command)
		keys := dStepKeys(s.Number)
		switch s.Number {
		case 15:
			dWantSealed(t, s, a, x, x.files["df1/ef01"], dFrontEnds, keys...)
		case 17:
			dWantSealed(t, s, a, x, x.files["df1/ef02"], dFaceEnds, keys...)
		case 20:
			t.WantOK(a, s.AnswerLength, keys...)
			t.WantBytes(dStep(s, "平文の内容が一致", "the content in plain"), a.Data, x.files["df3/ef01"], keys...)
		default:
			t.WantBytes(dStep(s, "応答が一致", "the answer"), dWhole(a), s.Answer, keys...)
		}
	}
}

func dStep(s vectors.Step, ja, en string) conformance.Text {
	return text(fmt.Sprintf("手順%d: %s", s.Number, ja), fmt.Sprintf("step %d: %s is that of the example", s.Number, en))
}

// dWantSealed claims that the answer to an SM read is the object that annex 2
// describes around the file: its length, header and both ends of the
// cryptogram, and what it deciphers to.
func dWantSealed(t *conformance.T, s vectors.Step, a conformance.Answer, x dExample, file []byte, ends string, keys ...string) {
	if !t.WantOK(a, s.AnswerLength, keys...) {
		return
	}
	n := len(s.AnswerBegins)
	t.WantBytes(dStep(s, "タグ、長さ、01が一致", "tag, length and 01"), a.Data[:n], s.AnswerBegins, keys...)
	saw := fmt.Sprintf("%X%X", a.Data[n:n+8], a.Data[len(a.Data)-8:])
	t.Claim(dStep(s, "暗号文の両端が一致", "the cryptogram at both ends"), keys...).
		Saw("equal: %t", saw == ends).Holds(saw == ends)
	plain := t.Kind().DecryptCBC(x.ksenc, a.Data[n:])
	t.WantBytes(dStep(s, "復号した内容とパディングが一致", "the deciphered content with its padding"), plain,
		append(bytes.Clone(file), 0x80, 0x00, 0x00, 0x00), keys...)
}

// d20Files are the synthetic file of face and name that the vectors encrypt,
// and a DF3 of the right shape: check code and certificate of full length.
func d20Files(t *conformance.T) map[string][]byte {
	code := append([]byte{0xDC, 0x60}, bytes.Repeat([]byte{0x5A}, 96)...)
	certificate := append([]byte{0xDD, 0x82, 0x02, 0x5A}, bytes.Repeat([]byte{0xA5}, 602)...)
	return map[string][]byte{
		"df1/ef03": dField(t, dVector(t, "sm-answer", d20Sealed), "plain"),
		"df3/ef01": append(code, certificate...),
	}
}

const d20Sealed = "g2-sm-answer-df1-ef03"

func d20(t *conformance.T) {
	x := dUseExample(t)
	keys := map[int][]string{
		1: {"entry", "ke.challenge.length"},
		2: {"ke.base-key", "ke.cipher", "ke.layout.icc", "ke.mac"},
		3: {"ke.session-key", "sm.cipher", "verify.p2"},
		4: {"df1.aid"},
		5: {"df1.ef03.sfi", "df1.ef03.size", "sm.data.tag", "sm.cipher", "sm.padding"},
		6: {"df3.aid"},
		7: {"df3.ef01.sfi", "df3.ef01.size"},
	}
	for _, s := range x.steps {
		a := t.Send(s.Command)
		switch s.Number {
		case 5:
			t.WantBytes(dStep(s, "SMレスポンスが一致", "the SM answer"), a.Data, dField(t, dVector(t, "sm-answer", d20Sealed), "answer"), keys[5]...)
		case 7:
			t.WantBytes(dStep(s, "平文の内容が一致", "the content in plain"), a.Data, x.files["df3/ef01"], keys[7]...)
		default:
			t.WantBytes(dStep(s, "応答が一致", "the answer"), dWhole(a), s.Answer, keys[s.Number]...)
		}
	}
}
