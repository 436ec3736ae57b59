package perso_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/zairyukit/zairyu/emulator/perso"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(perso.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	const url = "https://github.com/zairyukit/zairyu/emulator/perso/card.schema.json"
	if err := c.AddResource(url, document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance is a YAML text as an editor's schema check sees it.
func instance(t *testing.T, text string) any {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func examples(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("examples/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
	if len(out) < 12 {
		t.Errorf("%d examples, want at least 12", len(out))
	}
	return out
}

func TestSchemaAcceptsTheExamples(t *testing.T) {
	s := compiled(t)
	for name, text := range examples(t) {
		if err := s.Validate(instance(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range perso.Builtins() {
		text, err := perso.Format(perso.Builtin(name))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(instance(t, string(text))); err != nil {
			t.Errorf("built-in %s: %v", name, err)
		}
	}
}

// What a schema can see, it refuses as Parse does. The rest is for Parse
// alone: the calendar, orders, check digits, bytes, characters.
func TestSchemaRefusesMistakes(t *testing.T) {
	s := compiled(t)
	beyond := map[perso.Message]bool{
		perso.MsgDateNone: true, perso.MsgDateRange: true, perso.MsgDateOrder: true, perso.MsgCheckDigit: true,
		perso.MsgControl: true, perso.MsgRepertoire: true, perso.MsgRawLength: true, perso.MsgTypeUnquoted: true,
		perso.MsgAlias: true, perso.MsgSyntax: true, perso.MsgYAMLQuote: true, perso.MsgYAMLColon: true, perso.MsgYAMLTab: true, perso.MsgTooManyBytes: true, perso.MsgOneDocument: true, perso.MsgDuplicateKey: true,
		perso.MsgUnderAge: true, perso.MsgTooLong: true,
	}
	tried := 0
	for _, m := range mistakesInOrder() {
		if beyond[m.message] || (m.path == "address.back.municipality" && m.new == "131016") {
			continue
		}
		tried++
		if err := s.Validate(instance(t, strings.Replace(good, m.old, m.new, 1))); err == nil {
			t.Errorf("%.60q passes the schema, but is %s", m.new, m.message)
		}
	}
	if tried < 30 {
		t.Errorf("only %d mistakes tried", tried)
	}
	if err := s.Validate(instance(t, good)); err != nil {
		t.Errorf("the good file: %v", err)
	}
	two := strings.Replace(good, `type: "1"`, `type: "2"`, 1)
	if err := s.Validate(instance(t, two)); err == nil {
		t.Error("a residence in a card of type 2 passes the schema")
	}
}

// Schema and Parse know the same keys: those that the example with every key
// has.
func TestSchemaKnowsEveryKey(t *testing.T) {
	var s struct {
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal([]byte(perso.Schema()), &s); err != nil {
		t.Fatal(err)
	}
	everyKey := examples(t)["examples/residence-every-key.yaml"] + examples(t)["examples/gen2-every-key.yaml"]
	for key := range s.Properties {
		if !strings.Contains("\n"+everyKey, "\n"+key+":") {
			t.Errorf("the example with every key lacks %s", key)
		}
	}
	errs := mistakes(t, "zzzzzzzzzz: 1")
	for _, e := range errs {
		if e.Message == perso.MsgUnknownKey {
			known, _ := e.Args[1].(string)
			if n := len(strings.Split(known, ", ")); n != len(s.Properties) {
				t.Errorf("Parse knows %d keys, the schema %d", n, len(s.Properties))
			}
			return
		}
	}
	t.Errorf("no unknown key in %v", errs)
}
