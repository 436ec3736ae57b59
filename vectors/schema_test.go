package vectors_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/zairyukit/zairyu/vectors"
)

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

func TestSchemaRefusesOfOtherGenerations(t *testing.T) {
	s := compiledSchema(t)
	for name, change := range map[string][3]string{
		"no source":            {"base-key.json", `"source": "appendix 2`, `"title": "appendix 2`},
		"unknown profile":      {"mac.json", `"t05"`, `"t3"`},
		"unknown neighbour":    {"mac.json", `"right-half"`, `"left-half"`},
		"neighbour, no value":  {"sm-iv.json", `"iv-not"`, `"iv_not"`},
		"counter from 0":       {"sm-iv.json", `"n": 1`, `"n": 0`},
		"no counter":           {"verify-command.json", `"n": 1`, `"m": 1`},
		"counter for type 05":  {"verify-command.json", `"ksenc": "C19CF13D3D7FBEE9EA293D834C88952F",`, `"ksenc": "C19CF13D3D7FBEE9EA293D834C88952F", "n": 1,`},
		"official for type 07": {"key-message.json", `"derived"`, `"official"`},
		"short key field":      {"key-message.json", `"key": "00`, `"key": "`},
		"P1 of two bytes":      {"read-command.json", `"p1": "84"`, `"p1": "8400"`},
	} {
		raw, err := os.ReadFile(change[0])
		if err != nil {
			t.Fatal(err)
		}
		bad := strings.Replace(string(raw), change[1], change[2], 1)
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
