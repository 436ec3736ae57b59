package vectors_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zairyukit/zairyu/vectors"
)

func byID(t *testing.T, id string) vectors.Vector {
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

func field(t *testing.T, id, name string) []byte {
	t.Helper()
	b, err := byID(t, id).Bytes(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAllIsSortedAndComplete(t *testing.T) {
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(all, func(a, b vectors.Vector) int { return cmp.Compare(a.ID, b.ID) }) {
		t.Error("not sorted by ID")
	}
	count := 0
	for _, op := range vectors.Ops() {
		vs, err := vectors.ByOp(op)
		if err != nil {
			t.Fatal(err)
		}
		if len(vs) == 0 {
			t.Errorf("no vector for %s", op)
		}
		for _, v := range vs {
			if v.Op != op {
				t.Errorf("%s is listed under %s", v.ID, op)
			}
		}
		count += len(vs)
	}
	if count != len(all) {
		t.Errorf("the operations together have %d vectors, All has %d", count, len(all))
	}
}

func TestUnknownOp(t *testing.T) {
	var fe *vectors.FieldError
	if _, err := vectors.ByOp("mack"); !errors.As(err, &fe) {
		t.Errorf("got %v", err)
	}
}

// The values of the fact sheet's section 7, typed from there and not from the
// JSON files: whole values, or the ends, lengths and digests it gives.
func TestPublishedValuesArePresent(t *testing.T) {
	for _, c := range []struct{ id, field, want string }{
		{"g1-base-key-annex2", "sha1", "6522B4E171195BB218223A976C040111BDC4AA25"},
		{"g1-base-key-annex2", "kenc", "6522B4E171195BB218223A976C040111"},
		{"g1-base-key-annex2", "kmac", "6522B4E171195BB218223A976C040111"},
		{"g1-mutual-command-annex2", "rnd_icc", "5A6E7E385162B7A3"},
		{"g1-mutual-command-annex2", "rnd_ifd", "1122334455667788"},
		{"g1-mutual-command-annex2", "k_ifd", "404142434445464748494A4B4C4D4E4F"},
		{"g1-mutual-command-annex2", "e_ifd", "937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA"},
		{"g1-mutual-command-annex2", "m_ifd", "1AD7FB6A3389E017"},
		{"g1-mutual-answer-annex2", "e_icc", "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE"},
		{"g1-mutual-answer-annex2", "m_icc", "59388FD6CD45248B"},
		{"g1-mutual-answer-annex2", "k_icc", "19D049490FFF52EEDBFCB930BC810ED0"},
		{"g1-mac-annex2-m-ifd", "mac", "1AD7FB6A3389E017"},
		{"g1-mac-annex2-m-icc", "mac", "59388FD6CD45248B"},
		{"g1-mac-not-without-padding", "mac-not", "4CAC73206731BB73"},
		{"g1-session-key-annex2", "xor", "59910B0A4BBA14A993B5F37BF0CC409F"},
		{"g1-session-key-annex2", "sha1", "CE94938E19E3B97DF96EABCEDC1715CC844F7C89"},
		{"g1-session-key-annex2", "ksenc", "CE94938E19E3B97DF96EABCEDC1715CC"},
		{"g1-verify-command-annex2", "command", "08200086138611011AA82973DB959A811F9711D728F0EEF6"},
		{"g1-verify-command-wrong-number", "command", "08200086138611011AA82973DB959A81F201402A7151782A"},
		{"g1-sm-answer-empty", "answer", "8609015DB25051B3AE5F80"},
		{"g1-sm-answer-status", "plain", "D70131"},
		{"g1-sm-answer-status", "answer", "860901BFF596EBB0C3E427"},
		{"g1-sm-answer-8-bytes", "plain", "0102030405060708"},
		{"g1-sm-answer-8-bytes", "answer", "861101F9D590DFD471CE2104E14445C2A31F91"},
		{"g1-sm-answer-22-bytes", "plain", "D01449492A0008000000000000000000000000000000"},
		{"g1-sm-answer-22-bytes", "answer", "861901C8D78499C7BCC4D1F621486F3B3E48ED91DAB2EC0E275E67"},
		{"g1-sm-answer-front-offset-7000", "answer", "8609015223C8226A637349"},
		{"g1-signed-data-synthetic", "sha256", "390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"},
	} {
		if got := strings.ToUpper(hex.EncodeToString(field(t, c.id, c.field))); got != c.want {
			t.Errorf("%s %s is %s, published %s", c.id, c.field, got, c.want)
		}
	}
}

func TestPublishedShapes(t *testing.T) {
	for _, c := range []struct {
		id, field string
		length    int
		begins    string
		ends      string
	}{
		{"g1-mutual-command-annex2", "command", 46, "0082000028937745C2", "3389E01700"},
		{"g1-sm-answer-front", "answer", 7013, "86821B610118D5E96355758B12", "A2067B77E7B5D6A6"},
		{"g1-sm-answer-face", "answer", 3013, "86820BC1014F953A260A8E827B", "5C1AACB6EAD266B5"},
		{"g1-sm-answer-front-offset-0", "answer", 269, "8682010901", "66FA7A8FD0E5717C"},
		{"g1-sm-answer-front-offset-256", "answer", 269, "8682010901", "9D9851E15147A7F8"},
		{"g1-sm-answer-df2-ef01", "answer", 349, "8682015901", ""},
		{"g1-sm-answer-df2-ef01", "plain", 342, "D2083230323430343031D306313331303136D4820140E69DB1E4BAAC", "0000"},
		{"g1-sm-answer-df2-ef02", "answer", 132, "86818101", ""},
		{"g1-sm-answer-df2-ef02", "plain", 122, "D578", "00"},
		{"g1-sm-answer-df2-ef02-withdrawn", "plain", 122, "0000", "0000"},
		{"g1-sm-answer-df3-ef01", "answer", 1477, "868205C101", ""},
		{"g1-sm-answer-df3-ef01", "plain", 1464, "DA820100", "00"},
		{"g1-signed-data-synthetic", "standard_block", 256, "0001FF", "FF003031300D060960864801650304020105000420390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"},
		{"g1-signed-data-synthetic", "bare_block", 256, "0001FF", "FF00390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"},
	} {
		b := field(t, c.id, c.field)
		text := strings.ToUpper(hex.EncodeToString(b))
		if len(b) != c.length || !strings.HasPrefix(text, c.begins) || !strings.HasSuffix(text, c.ends) {
			t.Errorf("%s %s: %d bytes, not as published: want %d bytes, %s..%s", c.id, c.field, len(b), c.length, c.begins, c.ends)
		}
	}
}

func TestPublishedDigestsOfTheAddressFile(t *testing.T) {
	for name, want := range map[string]string{
		"plain":  "AF6A35A982B94394BF3DC0FEACD2E94BF8266F54CA17B43CDB9189ED78A091EB",
		"answer": "C0E9F9AF7822B676C9998AAF515FFA439B9F531DCB138DA20350F2D145EC28E5",
	} {
		sum := sha256.Sum256(field(t, "g1-sm-answer-df2-ef01", name))
		if got := strings.ToUpper(hex.EncodeToString(sum[:])); got != want {
			t.Errorf("SHA-256 of %s is %s, published %s", name, got, want)
		}
	}
}

// Pieces and whole must be the same file, or a reader that joins pieces would
// be judged by unrelated data.
func TestPartialReadsAreSlicesOfTheFront(t *testing.T) {
	whole := field(t, "g1-sm-answer-front", "plain")
	for id, want := range map[string][]byte{
		"g1-sm-answer-front-offset-0":    whole[:256],
		"g1-sm-answer-front-offset-256":  whole[256:512],
		"g1-sm-answer-front-offset-7000": whole[7000:],
	} {
		if !bytes.Equal(field(t, id, "plain"), want) {
			t.Errorf("%s is not that slice of the front file", id)
		}
	}
	if !bytes.Equal(whole[4:], field(t, "g1-signed-data-synthetic", "front")) {
		t.Error("signed-data uses another front value")
	}
	if !bytes.Equal(field(t, "g1-sm-answer-face", "plain")[4:], field(t, "g1-signed-data-synthetic", "face")) {
		t.Error("signed-data uses another face value")
	}
}

func TestTranscriptFollowsAnnex2(t *testing.T) {
	v := byID(t, "g1-transcript-annex2")
	steps, err := v.Steps()
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, s := range steps {
		numbers = append(numbers, s.Number)
	}
	if !slices.Equal(numbers, []int{1, 6, 13, 14, 15, 17, 19, 20}) {
		t.Fatalf("annex 2 sends commands in steps 1 6 13 14 15 17 19 20, the vector in %v", numbers)
	}
	for i, want := range []struct {
		command, answer, begins string
		length                  int
		plainBegins, plainEnds  string
	}{
		{command: "0084000008", answer: "5A6E7E385162B7A39000"},
		{command: "0082000028937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA1AD7FB6A3389E01700",
			answer: "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE59388FD6CD45248B9000"},
		{command: "08200086138611011AA82973DB959A811F9711D728F0EEF6", answer: "9000"},
		{command: "00A4040C10D392F0004F0200000000000000000000", answer: "9000"},
		{command: "08B08500000004960200000000", begins: "86821B6101", length: 5 + 7008, plainBegins: "D0821B58", plainEnds: "80000000"},
		{command: "08B08600000004960200000000", begins: "86820BC101", length: 5 + 3008, plainBegins: "D1820BB8", plainEnds: "80000000"},
		{command: "00A4040C10D392F0004F0400000000000000000000", answer: "9000"},
		{command: "00B08200000000", begins: "DA820100", length: 4 + 256 + 4 + 1200},
	} {
		s := steps[i]
		for _, p := range []struct {
			got  vectors.Hex
			want string
		}{{s.Command, want.command}, {s.Answer, want.answer}, {s.AnswerBegins, want.begins}, {s.PlainBegins, want.plainBegins}, {s.PlainEnds, want.plainEnds}} {
			if got := strings.ToUpper(hex.EncodeToString(p.got)); got != p.want {
				t.Errorf("step %d: %s, annex 2 has %s", s.Number, got, p.want)
			}
		}
		if s.AnswerLength != want.length || (want.length != 0) != bytes.Equal(s.SW, []byte{0x90, 0x00}) {
			t.Errorf("step %d: length %d, SW %X", s.Number, s.AnswerLength, s.SW)
		}
	}
	if m := steps[7].AnswerMarks; len(m) != 1 || m[0].At != 260 || !bytes.Equal(m[0].Bytes, []byte{0xDB, 0x82, 0x04, 0xB0}) {
		t.Errorf("step 20: marks %+v", m)
	}
	if n, err := v.Text("number"); err != nil || n != "AA12345678BB" {
		t.Errorf("number %q, %v", n, err)
	}
}

func TestAbsentOrWrongFieldIsATypedError(t *testing.T) {
	v := byID(t, "g1-mac-annex2-m-ifd")
	var fe *vectors.FieldError
	if _, err := v.Bytes("mac-not"); !errors.As(err, &fe) || fe.Field != "mac-not" {
		t.Errorf("absent field: %v", err)
	}
	if _, err := v.Steps(); !errors.As(err, &fe) {
		t.Errorf("absent steps: %v", err)
	}
	if _, err := byID(t, "g1-transcript-annex2").Bytes("steps"); !errors.As(err, &fe) {
		t.Errorf("steps as bytes: %v", err)
	}
	if !v.Has("mac") || !v.Has("key") || v.Has("mac-not") {
		t.Error("Has is wrong")
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := vectors.Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryFileFitsTheSchema(t *testing.T) {
	s := compiledSchema(t)
	names, err := filepath.Glob("*.json")
	if err != nil || len(names) < 2 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		if name == "schema.json" {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A schema that accepts everything would pass the test above.
func TestSchemaRefuses(t *testing.T) {
	s := compiledSchema(t)
	raw, err := os.ReadFile("transcript.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"lower-case hexadecimal": {"0084000008", "008400000a"},
		"half a byte":            {"0084000008", "008400000"},
		"unknown operation":      {`"op": "transcript"`, `"op": "transcripts"`},
		"wrong operation":        {`"op": "transcript"`, `"op": "mac"`},
		"unknown field":          {`"title":`, `"name":`},
		"short random":           {"1122334455667788\"", "11223344556677\""},
		"unknown basis":          {`"official"`, `"field"`},
		"step without SW":        {`"answer_length": 1464`, `"answer_size": 1464`},
		"number of 11":           {`"AA12345678BB"`, `"AA12345678B"`},
	} {
		bad := strings.Replace(string(raw), change[0], change[1], 1)
		if bad == string(raw) {
			t.Fatalf("%s: nothing to change", name)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(doc) == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestHexIsStrict(t *testing.T) {
	for _, bad := range []string{`"ab"`, `"A"`, `"0x00"`, `"A B"`, `12`, `"GG"`} {
		var h vectors.Hex
		if json.Unmarshal([]byte(bad), &h) == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
	var h vectors.Hex
	if err := json.Unmarshal([]byte(`"00FF"`), &h); err != nil || !bytes.Equal(h, []byte{0, 0xFF}) {
		t.Errorf("%x, %v", h, err)
	}
}
