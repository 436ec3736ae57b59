package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// Every key of every JSON output is explained in docs/json.md, and every
// output names its schema.
func TestJSONIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"read --type 1 --json --show-personal", "read --type 1 --number AA12345678BC --json",
		"card show --type 1 --json --show-personal",
		"card show --like residence-raw --json", "spec --json", "anchors list --json", "test card --run ICC_[AF]_1 --json",
	} {
		var out, errs bytes.Buffer
		run(context.Background(), strings.Fields(command), func(string) string { return "" }, &out, &errs)
		if errs.Len() > 0 {
			t.Fatalf("%s: %s", command, errs.String())
		}
		var value map[string]any
		if err := json.Unmarshal(out.Bytes(), &value); err != nil {
			t.Fatalf("%s: %v\n%.200s", command, err, out.String())
		}
		if schema, _ := value["schema"].(string); !strings.Contains(string(doc), "`"+schema+"`") {
			t.Errorf("%s: schema %q is not documented", command, schema)
		}
		undocumented(t, command, string(doc), value)
	}
}

// open are the objects whose keys are data: names of fields, cases, verdicts.
var open = map[string]bool{"fields": true, "cases": true, "counts": true}

func undocumented(t *testing.T, command, doc string, value any) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if !strings.Contains(doc, "`"+key+"`") {
				t.Errorf("%s: key %q is not in docs/json.md", command, key)
			}
			if inside, isMap := inner.(map[string]any); open[key] && isMap {
				for _, one := range inside {
					undocumented(t, command, doc, one)
				}
				continue
			}
			undocumented(t, command, doc, inner)
		}
	case []any:
		for _, one := range v {
			undocumented(t, command, doc, one)
		}
	}
}
