package witness_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
	"github.com/zairyukit/zairyu/vectors"
)

// fields reads byte strings of a vector and compares results with it.
type fields struct {
	*testing.T
	v vectors.Vector
}

func (f fields) get(name string) []byte {
	f.Helper()
	b, err := f.v.Bytes(name)
	if err != nil {
		f.Fatal(err)
	}
	return b
}

func (f fields) number() string {
	f.Helper()
	s, err := f.v.Text("number")
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// kinds are the card types that a vector of a profile judges.
func kinds(profile string) []*witness.Kind {
	switch profile {
	case "t1":
		return []*witness.Kind{witness.For("1"), witness.For("2")}
	case "t05":
		return []*witness.Kind{witness.For("05")}
	case "t06":
		return []*witness.Kind{witness.For("06")}
	}
	return []*witness.Kind{witness.For("07"), witness.For("08")}
}

func (f fields) n() uint64 {
	f.Helper()
	if !f.v.Has("n") {
		return 0
	}
	n, err := f.v.Count("n")
	if err != nil {
		f.Fatal(err)
	}
	return n
}

// want compares a result with a field, and with the value that must not be.
func (f fields) want(name string, got []byte) {
	f.Helper()
	if want := f.get(name); !bytes.Equal(got, want) {
		f.Errorf("%s is %X, want %X", name, got, want)
	}
	if f.v.Has(name+"-not") && bytes.Equal(got, f.get(name+"-not")) {
		f.Errorf("%s is the one that must not be produced", name)
	}
}

func TestVectors(t *testing.T) {
	check := map[string]func(*witness.Kind, fields){
		"base-key": func(k *witness.Kind, f fields) {
			f.want("kenc", k.BaseKey(f.number()))
			f.want("kmac", k.BaseKey(f.number()))
		},
		"mac":            func(k *witness.Kind, f fields) { f.want("mac", k.MAC(f.get("key"), f.get("data"))) },
		"mutual-command": checkMutualCommand,
		"mutual-answer":  checkMutualAnswer,
		"session-key": func(k *witness.Kind, f fields) {
			f.want("ksenc", k.SessionKey(f.get("k_ifd"), f.get("k_icc")))
		},
		"key-message": func(_ *witness.Kind, f fields) { f.want("message", witness.KeyMessage(f.get("key"))) },
		"sm-iv":       func(k *witness.Kind, f fields) { f.want("iv", k.IV(f.get("ksenc"), f.n())) },
		"verify-command": func(k *witness.Kind, f fields) {
			f.want("command", k.VerifyCommand(f.get("ksenc"), f.n(), []byte(f.number())))
		},
		"read-command": func(k *witness.Kind, f fields) {
			p1, p2, le := f.get("p1"), f.get("p2"), f.get("le")
			f.want("command", k.ReadSM(p1[0], p2[0], uint16(le[0])<<8|uint16(le[1])))
		},
		"sm-answer":         checkAnswer,
		"signed-data":       checkSignedFirst,
		"signed-data-ecdsa": checkSignedSecond,
		"transcript":        checkTranscript,
	}
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		for _, k := range kinds(v.Profile) {
			t.Run(v.ID+"/"+k.Type, func(t *testing.T) {
				run, ok := check[v.Op]
				if !ok {
					t.Fatalf("operation %s is not judged", v.Op)
				}
				run(k, fields{t, v})
			})
		}
	}
}

func checkMutualCommand(k *witness.Kind, f fields) {
	got := k.TerminalCryptogram(f.get("kenc"), f.get("rnd_ifd"), f.get("rnd_icc"), f.get("k_ifd"))
	f.want("e_ifd", got[:32])
	f.want("m_ifd", got[32:])
	f.want("command", k.MutualAuthenticate(got))
}

func checkMutualAnswer(k *witness.Kind, f fields) {
	got := k.CardCryptogram(f.get("kenc"), f.get("rnd_icc"), f.get("rnd_ifd"), f.get("k_icc"))
	f.want("e_icc", got[:32])
	f.want("m_icc", got[32:])
	answer := append(f.get("e_icc"), f.get("m_icc")...)
	kICC, err := k.OpenCardCryptogram(f.get("kenc"), answer, f.get("rnd_icc"), f.get("rnd_ifd"))
	if err != nil {
		f.Fatal(err)
	}
	f.want("k_icc", kICC)
}

func checkAnswer(k *witness.Kind, f fields) {
	key, n := f.get("ksenc"), f.n()
	f.want("answer", k.Seal(key, n, f.get("plain")))
	plain, err := k.Open(key, n, f.get("answer"))
	if err != nil {
		f.Fatal(err)
	}
	f.want("plain", plain)
	if !f.v.Has("answer-not") {
		return
	}
	if plain, err := k.Open(key, n, f.get("answer-not")); err == nil && bytes.Equal(plain, f.get("plain")) {
		f.Error("the answer that must not be produced opens to the same data")
	}
}

func checkSignedFirst(k *witness.Kind, f fields) {
	sum := witness.SignedDigest(f.get("front"), f.get("face"))
	f.want("sha256", sum[:])
	f.want("standard_block", witness.StandardBlock(sum))
	f.want("bare_block", witness.BareBlock(sum))
	data, err := k.SignedData(map[string][]byte{
		"df1/ef01": append([]byte{0xD0, 0x82, 0x1B, 0x58}, f.get("front")...),
		"df1/ef02": append([]byte{0xD1, 0x82, 0x0B, 0xB8}, f.get("face")...),
	})
	if err != nil {
		f.Fatal(err)
	}
	sum = sha256.Sum256(data)
	f.want("sha256", sum[:])
}

func checkSignedSecond(k *witness.Kind, f fields) {
	tail := func(b []byte, n int) []byte { return append(b, make([]byte, n-len(b))...) }
	images := append([]byte{0xD0, 0x82, 0x09, 0xC4}, tail(f.get("name"), 2500)...)
	images = append(append(images, 0xD1, 0x82, 0x0B, 0xB8), tail(f.get("face"), 3000)...)
	data, err := k.SignedData(map[string][]byte{"df1/ef02": f.get("entries"), "df1/ef03": images})
	if err != nil {
		f.Fatal(err)
	}
	f.want("values", data[:53])
	sum := sha256.Sum256(data)
	f.want("sha256", sum[:])
}

// elided are the answers to the reads that the examples leave out, in full and
// under the same session keys, by how they begin.
func elided(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{
		"DC60": append(append([]byte{0xDC, 0x60}, make([]byte, 96)...), append([]byte{0xDD, 0x82, 0x02, 0x56}, make([]byte, 602)...)...),
	}
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		f := fields{t, v}
		switch v.ID {
		case "g1-sm-answer-front":
			out["86821B6101"] = f.get("answer")
		case "g1-sm-answer-face":
			out["86820BC101"] = f.get("answer")
		case "g1-sm-answer-df3-ef01":
			out["DA820100"] = f.get("plain")
		case "g2-sm-answer-df1-ef03":
			out["8682159101"] = f.get("answer")
		}
	}
	return out
}

// The witness plays the example against a card that knows the vector's
// commands only. ReadFile selects the DF each time, so that step may occur
// twice.
func checkTranscript(k *witness.Kind, f fields) {
	files, want := []string{"df1/ef01", "df1/ef02", "df3/ef01"}, "[1 6 13 14 15 14 17 19 20]"
	if k.Generation == 2 {
		files, want = []string{"df1/ef03", "df3/ef01"}, "[1 2 3 4 5 6 7]"
	}
	card, numbers := scripted(f)
	random := bytes.NewReader(append(f.get("rnd_ifd"), f.get("k_ifd")...))
	terminal := k.NewTerminal(card.transmit, random)
	if err := terminal.Authenticate(f.Context(), f.number()); err != nil {
		f.Fatal(err)
	}
	f.want("ksenc", terminal.KSenc)
	if err := terminal.Verify(f.Context(), f.number()); err != nil {
		f.Fatal(err)
	}
	for _, key := range files {
		file, _ := k.File(key)
		got, err := terminal.ReadFile(f.Context(), file)
		if err != nil {
			f.Fatal(err)
		}
		if len(got) != file.Size || !bytes.HasPrefix(got, file.Header) {
			f.Errorf("%s: %d bytes, not the file", file.Key, len(got))
		}
	}
	var order []int
	for _, c := range card.seen {
		order = append(order, numbers[string(c)])
	}
	if got := fmt.Sprint(order); got != want {
		f.Errorf("steps sent %s, want %s", got, want)
	}
}

// scripted is a card that knows the commands of a transcript, and the number
// of the step of each.
func scripted(f fields) (*script, map[string]int) {
	steps, err := f.v.Steps()
	if err != nil {
		f.Fatal(err)
	}
	full, answers, numbers := elided(f.T), map[string][]byte{}, map[string]int{}
	for _, s := range steps {
		answer := []byte(s.Answer)
		if answer == nil {
			data := full[fmt.Sprintf("%X", []byte(s.AnswerBegins))]
			if len(data) != s.AnswerLength || !bytes.HasPrefix(data, s.AnswerBegins) {
				f.Fatalf("step %d: no answer of %d bytes to play", s.Number, s.AnswerLength)
			}
			answer = append(data, s.SW...)
		}
		answers[string(s.Command)], numbers[string(s.Command)] = answer, s.Number
	}
	return &script{answers: answers}, numbers
}

// script is a card that answers known commands and refuses the rest.
type script struct {
	answers map[string][]byte
	seen    [][]byte
}

var errUnknownCommand = errors.New("command is not in the script")

func (s *script) transmit(_ context.Context, command []byte) ([]byte, error) {
	s.seen = append(s.seen, command)
	if answer, ok := s.answers[string(command)]; ok {
		return answer, nil
	}
	return nil, fmt.Errorf("%X: %w", command, errUnknownCommand)
}
