package reader_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/vectors"
)

// script is a transport that knows commands and their answers, and nothing
// else.
type script struct {
	answers map[string][]byte
	log     []string
}

func (s *script) Transmit(_ context.Context, command []byte) ([]byte, error) {
	c := fmt.Sprintf("%X", command)
	s.log = append(s.log, c)
	if a, ok := s.answers[c]; ok {
		return a, nil
	}
	return []byte{0x6A, 0x82}, nil
}

// vector returns the vector of an ID.
func vector(t testing.TB, id string) vectors.Vector {
	t.Helper()
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(v vectors.Vector) bool { return v.ID == id })
	if i < 0 {
		t.Fatalf("no vector %s", id)
	}
	return all[i]
}

func field(t testing.TB, v vectors.Vector, name string) []byte {
	t.Helper()
	b, err := v.Bytes(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// officialScript answers the commands of annex 2. Where the annex leaves the
// data out, the answers are those of vectors with the same session key.
func officialScript(t testing.TB) (*script, []vectors.Step) {
	t.Helper()
	steps, err := vector(t, "g1-transcript-annex2").Steps()
	if err != nil {
		t.Fatal(err)
	}
	left := map[int][]byte{
		15: field(t, vector(t, "g1-sm-answer-front"), "answer"),
		17: field(t, vector(t, "g1-sm-answer-face"), "answer"),
		20: field(t, vector(t, "g1-sm-answer-df3-ef01"), "plain"),
	}
	s := &script{answers: map[string][]byte{
		"00B08A00000002":                             unhex("C1019000"),
		"00B08A02000001":                             unhex("319000"),
		"00A40000023F00":                             unhex("9000"),
		"00B08B00000000":                             unhex("C004303030319000"),
		"08B08100000004960200000000":                 append(field(t, vector(t, "g1-sm-answer-df2-ef01"), "answer"), 0x90, 0),
		"08B08200000004960200000000":                 append(field(t, vector(t, "g1-sm-answer-df2-ef02"), "answer"), 0x90, 0),
		"08B08400000004960200000000":                 append(field(t, vector(t, "g1-sm-answer-status"), "answer"), 0x90, 0),
		"00A4040C10D392F0004F0300000000000000000000": unhex("9000"),
	}}
	withdrawn := field(t, vector(t, "g1-sm-answer-df2-ef02-withdrawn"), "answer")
	s.answers["08B08300000004960200000000"] = append(withdrawn, 0x90, 0)
	for _, step := range steps {
		answer := []byte(step.Answer)
		if answer == nil {
			data := left[step.Number]
			if len(data) != step.AnswerLength || !bytes.HasPrefix(data, step.AnswerBegins) {
				t.Fatalf("step %d: the vector used is not of the shape the annex gives", step.Number)
			}
			answer = append(bytes.Clone(data), step.SW...)
		}
		s.answers[fmt.Sprintf("%X", []byte(step.Command))] = answer
	}
	return s, steps
}

// With the randoms of annex 2 the reader must send exactly the commands of
// annex 2: from GET CHALLENGE on, byte for byte, nothing between them.
func TestAnnex2Replay(t *testing.T) {
	s, steps := officialScript(t)
	v := vector(t, "g1-transcript-annex2")
	doc, err := reader.Read(t.Context(), s, reader.Options{Number: testNumber,
		Random: bytes.NewReader(append(field(t, v, "rnd_ifd"), field(t, v, "k_ifd")...))})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, step := range steps {
		want = append(want, fmt.Sprintf("%X", []byte(step.Command)))
	}
	start := slices.Index(s.log, want[0])
	if start < 0 || len(s.log) < start+len(want) || !slices.Equal(s.log[start:start+len(want)], want) {
		t.Fatalf("sent\n%q\nwant, somewhere,\n%q", s.log, want)
	}
	before := []string{"00B08A00000002", "00B08A02000001", "00A40000023F00", "00B08B00000000"}
	if !slices.Equal(s.log[:start], before) {
		t.Errorf("before GET CHALLENGE: %q", s.log[:start])
	}
	after := []string{"00A4040C10D392F0004F0300000000000000000000", "08B08100000004960200000000", "08B08200000004960200000000",
		"08B08300000004960200000000", "08B08400000004960200000000"}
	if !slices.Equal(s.log[start+len(want):], after) {
		t.Errorf("after annex 2: %q", s.log[start+len(want):])
	}
	plain := map[string]string{"df1/ef01": "g1-sm-answer-front", "df1/ef02": "g1-sm-answer-face",
		"df2/ef01": "g1-sm-answer-df2-ef01", "df2/ef02": "g1-sm-answer-df2-ef02", "df2/ef04": "g1-sm-answer-status", "df3/ef01": "g1-sm-answer-df3-ef01"}
	for _, f := range doc.Files {
		if id, ok := plain[f.Key]; ok && (f.State != reader.FileRead || !bytes.Equal(f.Data, field(t, vector(t, id), "plain"))) {
			t.Errorf("%s: %s, %d bytes, not those of %s", f.Key, f.State, len(f.Data), id)
		}
	}
}

// Reading in pieces uses the offset forms of 4.2.5(3); each piece is an SM
// object of its own.
func TestPiecesOfVectors(t *testing.T) {
	s, _ := officialScript(t)
	for command, id := range map[string]string{
		"08B08500000004960201000000": "g1-sm-answer-front-offset-0",
		"08B00100000004960201000000": "g1-sm-answer-front-offset-256",
	} {
		s.answers[command] = append(field(t, vector(t, id), "answer"), 0x90, 0)
	}
	v := vector(t, "g1-transcript-annex2")
	doc, err := reader.Read(t.Context(), s, reader.Options{Number: testNumber, MaxRead: 256,
		Random: bytes.NewReader(append(field(t, v, "rnd_ifd"), field(t, v, "k_ifd")...))})
	for command := range map[string]bool{"08B08500000004960201000000": true, "08B00100000004960201000000": true,
		"08B00200000004960201000000": true} {
		if !slices.Contains(s.log, command) {
			t.Errorf("%s not sent", command)
		}
	}
	// The script does not know the third piece: 6A82 at an offset is no
	// absent file.
	if err == nil || doc.Err.Verdict != reader.ProtocolError || doc.Err.SW != 0x6A82 {
		t.Errorf("error %v", err)
	}
}
