package emulator_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/vectors"
)

// The sequence of annex 2, byte for byte, on both types.
func TestTranscripts(t *testing.T) {
	for _, profile := range []string{"t1", "t2", "t05", "t06"} {
		for _, v := range byOpOf(t, fullest(profile), "transcript") {
			t.Run(v.ID+"/"+profile, func(t *testing.T) { replay(t, v, profile) })
		}
	}
}

func replay(t *testing.T, v vectors.Vector, profile string) {
	img := image(profile)
	img.Number = text(t, v, "number")
	if kindOf(profile).block == 8 {
		annexHeads(img.Files)
	} else {
		exampleHeads(img.Files)
	}
	c := newCard(t, img, pinned(field(t, v, "rnd_icc"), field(t, v, "k_icc")))
	steps, err := v.Steps()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		got := c.Transmit(s.Command)
		if s.Answer != nil {
			same(t, "step", got, s.Answer)
			continue
		}
		checkDescribed(t, kindOf(profile), s, got, field(t, v, "ksenc"))
	}
}

// annexHeads puts in the headers that annex 2 prints; the contents are ours.
func annexHeads(files map[string][]byte) {
	for key, head := range map[string]string{"df1/ef01": "D0821B58", "df1/ef02": "D1820BB8", "df3/ef01": "DA820100"} {
		copy(files[key], unhex(head))
	}
	copy(files["df3/ef01"][260:], unhex("DB8204B0"))
}

// checkDescribed compares an answer whose data the document leaves out.
func checkDescribed(t *testing.T, k kind, s vectors.Step, got, ksenc []byte) {
	t.Helper()
	data, sw := got[:len(got)-2], got[len(got)-2:]
	same(t, "status word", sw, s.SW)
	if len(data) != s.AnswerLength || !bytes.HasPrefix(data, s.AnswerBegins) {
		t.Fatalf("step %d: %d bytes beginning %X", s.Number, len(data), data[:min(8, len(data))])
	}
	for _, m := range s.AnswerMarks {
		same(t, "mark", data[m.At:m.At+len(m.Bytes)], m.Bytes)
	}
	if s.PlainBegins == nil {
		return
	}
	plain := k.decrypt(ksenc, 0, data[len(s.AnswerBegins):])
	if !bytes.HasPrefix(plain, s.PlainBegins) || !bytes.HasSuffix(plain, s.PlainEnds) {
		t.Errorf("step %d: plain text %X..%X", s.Number, plain[:8], plain[len(plain)-8:])
	}
}

func TestBaseKeyVectorsOpenTheCard(t *testing.T) {
	all := byOp(t, "base-key")
	for _, v := range all {
		img := image("t1")
		img.Number = text(t, v, "number")
		for _, other := range all {
			c := newCard(t, img)
			challenge := c.Transmit(unhex("0084000008"))[:8]
			got := hexOf(c.Transmit(mutualCommand(field(t, other, "kenc"), challenge)))
			if accepted := len(got) == 84; accepted != (v.ID == other.ID) || !accepted && got != "6300" {
				t.Errorf("card of %s, key of %s: %s", v.ID, other.ID, got)
			}
		}
	}
}

// The MAC that a terminal computes without padding is refused.
func TestMACVectorsThatMustNotBe(t *testing.T) {
	tried := map[string]int{}
	for _, v := range byOp(t, "mac") {
		for name, want := range map[string]string{"mac": "9000", "mac-not": "6300"} {
			command := slices.Concat(unhex("0082000028"), field(t, v, "data"), nil)
			if !v.Has(name) || !bytes.HasPrefix(annexCommand(t), command) {
				continue // a MAC over other data than E_IFD of annex 2
			}
			c := newCard(t, image("t1"), pinned(unhex("5A6E7E385162B7A3"), make([]byte, 16)))
			send(c, "0084000008")
			got := hexOf(c.Transmit(slices.Concat(command, field(t, v, name), []byte{0})))
			if got[len(got)-4:] != want {
				t.Errorf("%s %s: %s", v.ID, name, got)
			}
			tried[name]++
		}
	}
	if tried["mac"] == 0 || tried["mac-not"] == 0 {
		t.Errorf("tried %v", tried)
	}
}

func annexCommand(t *testing.T) []byte {
	t.Helper()
	for _, v := range byOp(t, "mutual-command") {
		if v.Basis == vectors.Official {
			return field(t, v, "command")
		}
	}
	t.Fatal("no official mutual-command")
	return nil
}

// Command, answer and session key of the same agreement, each from its own
// vector, joined by key and randoms.
func TestMutualVectors(t *testing.T) {
	for _, cmd := range byOp(t, "mutual-command") {
		answer := partner(t, "mutual-answer", cmd, "kenc", "rnd_icc", "rnd_ifd")
		img := image("t1")
		img.Number = text(t, partner(t, "base-key", cmd, "kenc"), "number")
		kICC := field(t, answer, "k_icc")
		c := newCard(t, img, pinned(field(t, cmd, "rnd_icc"), kICC))
		send(c, "0084000008")
		want := slices.Concat(field(t, answer, "e_icc"), field(t, answer, "m_icc"), unhex("9000"))
		same(t, cmd.ID, c.Transmit(field(t, cmd, "command")), want)

		key := sessionVector(t, field(t, cmd, "k_ifd"), kICC)
		if got := hexOf(c.Transmit(verifyCommand(key, img.Number))); got != "9000" {
			t.Errorf("%s: VERIFY under the vector's session key: %s", cmd.ID, got)
		}
	}
}

func sessionVector(t *testing.T, kIFD, kICC []byte) []byte {
	t.Helper()
	for _, v := range byOp(t, "session-key") {
		if bytes.Equal(field(t, v, "k_ifd"), kIFD) && bytes.Equal(field(t, v, "k_icc"), kICC) {
			return field(t, v, "ksenc")
		}
	}
	t.Fatalf("no session-key vector for K.IFD %X", kIFD)
	return nil
}

// partner finds the vector of an operation that agrees with v in some fields.
func partner(t *testing.T, op string, v vectors.Vector, names ...string) vectors.Vector {
	t.Helper()
	for _, o := range byOp(t, op) {
		if !slices.ContainsFunc(names, func(n string) bool { return !bytes.Equal(field(t, o, n), field(t, v, n)) }) {
			return o
		}
	}
	t.Fatalf("no %s beside %s", op, v.ID)
	return vectors.Vector{}
}

func TestVerifyCommandVectors(t *testing.T) {
	for _, v := range byOp(t, "verify-command") {
		c := annexCard(t, image("t1"))
		want := "6300"
		if text(t, v, "number") == number {
			want = "9000"
		}
		if got := hexOf(c.Transmit(field(t, v, "command"))); got != want {
			t.Errorf("%s: %s, want %s", v.ID, got, want)
		}
	}
}

// Every SM answer, read as the first bytes of DF1/EF01. Only the empty one
// needs a card that lets one read at the end of a file.
func TestSMAnswerVectors(t *testing.T) {
	for _, v := range byOp(t, "sm-answer") {
		plain := field(t, v, "plain")
		img := image("t1")
		img.Files["df1/ef01"] = append(slices.Clone(plain), make([]byte, 7004-len(plain))...)
		command := slices.Concat(unhex("08B08500000004 9602"), []byte{byte(len(plain) >> 8), byte(len(plain))}, unhex("0000"))
		var opts []emulator.Option
		if len(plain) == 0 {
			opts = append(opts, emulator.WithSpec("t1.guard.read-sm.offset-outside", "off"))
			command = unhex("08B01B5C000004 96020000 0000") // offset 7004
		}
		c := annexCard(t, img, opts...)
		send(c, "08200086138611011AA82973DB959A811F9711D728F0EEF6", selectDF("df1"), "08B08500000004 96020001 0000")
		same(t, v.ID, c.Transmit(command), append(field(t, v, "answer"), 0x90, 0x00))
	}
}

// annexCard is a card on which the key of annex 2 is agreed, KSenc CE94938E...
func annexCard(t *testing.T, img emulator.Image, opts ...emulator.Option) *emulator.Card {
	t.Helper()
	opts = append(opts, pinned(unhex("5A6E7E385162B7A3"), unhex("19D049490FFF52EEDBFCB930BC810ED0")))
	c := newCard(t, img, opts...)
	send(c, "0084000008")
	if got := c.Transmit(annexCommand(t)); len(got) != 42 {
		t.Fatalf("MUTUAL AUTHENTICATE of annex 2: %X", got)
	}
	return c
}

// pinned gives exactly these bytes; another read fails.
func pinned(randoms ...[]byte) emulator.Option {
	return emulator.WithRandom(bytes.NewReader(slices.Concat(randoms...)))
}

func byOp(t *testing.T, op string) []vectors.Vector {
	t.Helper()
	return byOpOf(t, "t1", op)
}

func byOpOf(t *testing.T, profile, op string) []vectors.Vector {
	t.Helper()
	all, err := vectors.For(profile, op)
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %d vectors, %v", op, len(all), err)
	}
	return all
}

func field(t *testing.T, v vectors.Vector, name string) []byte {
	t.Helper()
	b, err := v.Bytes(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func text(t *testing.T, v vectors.Vector, name string) string {
	t.Helper()
	s, err := v.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func same(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%s: %d bytes %.60X, want %d bytes %.60X", what, len(got), got, len(want), want)
	}
}
