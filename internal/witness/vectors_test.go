package witness_test

import (
	"bytes"
	"context"
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

func (f fields) want(name string, got []byte) {
	f.Helper()
	if want := f.get(name); !bytes.Equal(got, want) {
		f.Errorf("%s is %X, want %X", name, got, want)
	}
}

func TestVectors(t *testing.T) {
	check := map[string]func(fields){
		"base-key": func(f fields) {
			f.want("kenc", witness.BaseKey(f.number()))
			f.want("kmac", witness.BaseKey(f.number()))
		},
		"mac": func(f fields) {
			got := witness.RetailMAC(f.get("key"), f.get("data"))
			f.want("mac", got)
			if f.v.Has("mac-not") && bytes.Equal(got, f.get("mac-not")) {
				f.Error("the MAC without padding was produced")
			}
		},
		"mutual-command": func(f fields) {
			got := witness.TerminalCryptogram(f.get("kenc"), f.get("rnd_ifd"), f.get("rnd_icc"), f.get("k_ifd"))
			f.want("e_ifd", got[:32])
			f.want("m_ifd", got[32:])
			f.want("command", witness.MutualAuthenticate(got))
		},
		"mutual-answer": func(f fields) {
			got := witness.CardCryptogram(f.get("kenc"), f.get("rnd_icc"), f.get("rnd_ifd"), f.get("k_icc"))
			f.want("e_icc", got[:32])
			f.want("m_icc", got[32:])
			answer := append(f.get("e_icc"), f.get("m_icc")...)
			kICC, err := witness.OpenCardCryptogram(f.get("kenc"), answer, f.get("rnd_icc"), f.get("rnd_ifd"))
			if err != nil {
				f.Fatal(err)
			}
			f.want("k_icc", kICC)
		},
		"session-key": func(f fields) {
			f.want("ksenc", witness.SessionKey(f.get("k_ifd"), f.get("k_icc")))
		},
		"verify-command": func(f fields) {
			f.want("command", witness.VerifyCommand(f.get("ksenc"), []byte(f.number())))
		},
		"sm-answer": func(f fields) {
			f.want("answer", witness.Seal(f.get("ksenc"), f.get("plain")))
			plain, err := witness.Open(f.get("ksenc"), f.get("answer"))
			if err != nil {
				f.Fatal(err)
			}
			f.want("plain", plain)
		},
		"signed-data": func(f fields) {
			sum := witness.SignedDigest(f.get("front"), f.get("face"))
			f.want("sha256", sum[:])
			f.want("standard_block", witness.StandardBlock(sum))
			f.want("bare_block", witness.BareBlock(sum))
		},
		"transcript": checkTranscript,
	}
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		t.Run(v.ID, func(t *testing.T) {
			run, ok := check[v.Op]
			if !ok {
				t.Fatalf("operation %s is not judged", v.Op)
			}
			run(fields{t, v})
		})
	}
}

// The front and face answers that annex 2 leaves out, in full, under the same
// session key.
func elided(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	vs, err := vectors.ByOp("sm-answer")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vs {
		f := fields{t, v}
		switch v.ID {
		case "g1-sm-answer-front":
			out["86821B6101"] = f.get("answer")
		case "g1-sm-answer-face":
			out["86820BC101"] = f.get("answer")
		case "g1-sm-answer-df3-ef01":
			out["DA820100"] = f.get("plain")
		}
	}
	return out
}

// The witness plays annex 2 against a card that knows the vector's commands
// only. ReadFile selects the DF each time, so step 14 occurs twice.
func checkTranscript(f fields) {
	steps, err := f.v.Steps()
	if err != nil {
		f.Fatal(err)
	}
	full := elided(f.T)
	answers := map[string][]byte{}
	numbers := map[string]int{}
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
	card, random := &script{answers: answers}, bytes.NewReader(append(f.get("rnd_ifd"), f.get("k_ifd")...))
	terminal := witness.NewTerminal(card.transmit, random)
	if err := terminal.Authenticate(f.Context(), f.number()); err != nil {
		f.Fatal(err)
	}
	f.want("ksenc", terminal.KSenc)
	if err := terminal.Verify(f.Context(), f.number()); err != nil {
		f.Fatal(err)
	}
	for _, file := range witness.Files("2") {
		if file.DF != 1 && file.DF != 3 {
			continue
		}
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
	if got, want := fmt.Sprint(order), "[1 6 13 14 15 14 17 19 20]"; got != want {
		f.Errorf("steps sent %s, want %s", got, want)
	}
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
