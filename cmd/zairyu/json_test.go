package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// jsonRow is a row of docs/json.md: what it says about one key.
type jsonRow struct {
	kind   string
	always bool
	seen   bool
}

// jsonForms are the tables of docs/json.md, by the name of the form, then by
// the path of the key.
type jsonForms map[string]map[string]*jsonRow

func readJSONForms(t *testing.T) jsonForms {
	t.Helper()
	doc, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	forms, form := jsonForms{}, ""
	row := regexp.MustCompile("^\\| `([^`]+)` \\| (string|number|boolean|array|object) \\| ([^|]*?) ?\\|")
	for line := range strings.Lines(string(doc)) {
		if title, found := strings.CutPrefix(line, "## "); found {
			form = strings.TrimSpace(title)
			forms[form] = map[string]*jsonRow{}
		}
		if m := row.FindStringSubmatch(line); m != nil && form != "" {
			forms[form][m[1]] = &jsonRow{kind: m[2], always: m[3] == "always"}
		}
	}
	return forms
}

// Every key of every JSON output stands in docs/json.md under its form, with
// the type it has; every key that is always there is there.
func TestJSONIsDocumented(t *testing.T) {
	t.Setenv("HOME", t.TempDir()) // no anchors that somebody added
	t.Setenv("XDG_CONFIG_HOME", "")
	forms, tables := readJSONForms(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(tables, "nationality.csv"), []byte("XXX,無国籍,stateless\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	commands := []string{
		"read --type 1 --json --show-personal", "read --type 1 --number AA12345678BC --json", "read --type 1 --number ABC --json",
		"read --like residence-certificate-quirks --json", "read --like residence-raw --json --show-personal", "read --like residence-child --json",
		"card show --type 1 --json --show-personal", "card show --like residence-raw --json", "card show --like residence-withdrawn --json",
		"card show --like residence-certificate-quirks --json", "card show --like residence-child --json",
		"read --like gen2-certificate-quirks --json", "read --type 05 --json --show-personal --code-tables " + tables,
		"test card --type all --run ICC_A_01 --json",
		"anchors list --json", "doctor --passive --json", "test card --run ICC_[AF]_1 --json", "test card --like residence-child --run ICC_A --json",
	}
	for _, typ := range strings.Split(typeList(), ", ") {
		commands = append(commands, "read --json --type "+typ, "card show --json --type "+typ)
	}
	for _, typ := range tableTypes() {
		commands = append(commands, "spec --json --type "+typ)
	}
	for _, command := range commands {
		var out, errs bytes.Buffer
		run(context.Background(), strings.Fields(command), noEnv, &out, &errs)
		var value map[string]any
		if err := json.Unmarshal(out.Bytes(), &value); err != nil || errs.Len() > 0 {
			t.Fatalf("%s: %v\n%s\n%.200s", command, err, errs.String(), out.String())
		}
		forms.check(t, command, "", "", value)
	}
	for form, rows := range forms {
		for path, row := range rows {
			if !row.seen && !rare[form+" "+path] {
				t.Errorf("%s: no output has the key %s", form, path)
			}
		}
	}
}

// rare are the keys that only a broken card or a broken case brings out, or a
// root that did not sign.
var rare = map[string]bool{
	"zairyu-read/1 files[].error": true, "zairyu-read/1 pictures[].error": true, "zairyu-read/1 chain.reason": true, "zairyu-read/1 signature.reason": true,
	"zairyu-report/1 instances[].suiteError": true,
	// what a machine with PC/SC, or without, does not show
	"zairyu-doctor/1 readers[]": true, "zairyu-doctor/1 readers[].name": true, "zairyu-doctor/1 readers[].card": true, "zairyu-doctor/1 readers[].atr": true,
	"zairyu-doctor/1 findings[].fix": true, "zairyu-doctor/1 findings[].fix[]": true, "zairyu-doctor/1 findings[].fix[].system": true,
	"zairyu-doctor/1 findings[].fix[].text": true, "zairyu-doctor/1 findings[].fix[].text.ja": true, "zairyu-doctor/1 findings[].fix[].text.en": true,
	"zairyu-doctor/1 findings[].fix[].commands": true, "zairyu-doctor/1 findings[].fix[].commands[]": true,
}

// open are the objects whose keys are data: names of fields, cases, verdicts.
var open = map[string]bool{"fields": true, "meanings": true, "cases": true, "counts": true}

// check compares a value at a path of a form with the document, and what is
// in it. An object with a schema of its own begins a form.
func (f jsonForms) check(t *testing.T, command, form, path string, value any) {
	t.Helper()
	object, isObject := value.(map[string]any)
	if path != "" {
		row := f[form][path]
		if row == nil {
			t.Errorf("%s: key %s of %q is not in docs/json.md", command, path, form)
			return
		}
		if row.seen = true; row.kind != kindOf(value) {
			t.Errorf("%s: %s of %s is a %s, docs/json.md says %s", command, path, form, kindOf(value), row.kind)
		}
	}
	if schema, begins := object["schema"].(string); begins {
		if form, path = schema, ""; f[form] == nil {
			t.Errorf("%s: the form %q is not in docs/json.md", command, form)
			return
		}
	}
	if list, isList := value.([]any); isList {
		for _, one := range list {
			f.check(t, command, form, path+"[]", one)
		}
	}
	if isObject {
		f.checkObject(t, command, form, path, object)
	}
}

func (f jsonForms) checkObject(t *testing.T, command, form, path string, object map[string]any) {
	t.Helper()
	under := ""
	if path != "" {
		under = path + "."
	}
	for key, inner := range object {
		if open[path] {
			key = "*"
		}
		f.check(t, command, form, under+key, inner)
	}
	for documented, row := range f[form] {
		key, below := strings.CutPrefix(documented, under)
		if !below || !row.always || strings.ContainsAny(key, ".[") {
			continue
		}
		if _, there := object[key]; !there {
			t.Errorf("%s: %s of %s is missing", command, documented, form)
		}
	}
}

func kindOf(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "null"
}
