package control

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// document is what these tests need of an OpenAPI description.
type document struct {
	Paths map[string]map[string]struct {
		RequestBody struct {
			Content map[string]struct{ Schema schema }
		} `yaml:"requestBody"`
		Responses map[string]struct {
			Ref     string `yaml:"$ref"`
			Content map[string]struct{ Schema schema }
		}
	}
	Components struct {
		Schemas map[string]schema
	}
}

type schema struct {
	Ref        string `yaml:"$ref"`
	Type       string
	Required   []string
	Properties map[string]schema
	Items      *schema
}

func described(t *testing.T) document {
	t.Helper()
	var d document
	if err := yaml.Unmarshal(openAPI, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d document) resolve(s schema) schema {
	if name, found := strings.CutPrefix(s.Ref, "#/components/schemas/"); found {
		return d.Components.Schemas[name]
	}
	return s
}

// The description has the server's paths and methods, each with what every
// request can be refused for.
func TestDescriptionHasTheRoutes(t *testing.T) {
	d, routes := described(t), New(Config{}).routes()
	for path, methods := range routes {
		for method := range methods {
			o, found := d.Paths[path][strings.ToLower(method)]
			if !found {
				t.Errorf("openapi.yaml lacks %s %s", method, path)
			}
			for _, status := range []string{"200", "400", "401", "403"} {
				if _, found := o.Responses[status]; !found {
					t.Errorf("openapi.yaml: %s %s lacks %s", method, path, status)
				}
			}
		}
	}
	for path, methods := range d.Paths {
		for method := range methods {
			if _, found := routes[path][strings.ToUpper(method)]; !found {
				t.Errorf("openapi.yaml has %s %s, the server has not", method, path)
			}
		}
	}
	body := d.resolve(d.Paths["/v1/card"]["post"].RequestBody.Content["application/json"].Schema)
	if got, want := slices.Sorted(maps.Keys(body.Properties)), slices.Sorted(slices.Values(cardKeys())); !slices.Equal(got, want) {
		t.Errorf("openapi.yaml: a card is named by %v, the server takes %v", got, want)
	}
}

// What is answered has the keys that the description has, of the types that it
// says; and every key that it has is answered here at least once.
func TestAnswersAreAsDescribed(t *testing.T) {
	r, d := newRig(t, firstCard(), makeEcho), described(t)
	conn := r.terminalConn()
	for _, command := range [][]byte{{0, 0x84, 0, 0, 8}, {0, 0xCA, 0, 0, 2, 1}, {0, 0xA4, 4, 0, 2, 1, 2}} {
		if _, err := transmit(conn, command); err != nil {
			t.Fatal(err)
		}
	}
	answered := map[string]bool{}
	for _, path := range []string{"/v1/state", "/v1/trace", "/v1/insert", "/v1/remove", "/v1/insert", "/v1/reset", "/v1/card"} {
		for method, o := range d.Paths[path] {
			body := ""
			if path == "/v1/card" {
				body = `{"like": "blank"}`
			}
			status, raw := r.do(strings.ToUpper(method), path, body, nil)
			s := schema{Ref: "#/components/schemas/Problem"}
			if status == http.StatusOK {
				s = o.Responses["200"].Content["application/json"].Schema
			} else if _, found := o.Responses[strconv.Itoa(status)]; !found {
				t.Errorf("%s: %d is not described", path, status)
			}
			var v any
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Fatal(err)
			}
			d.compare(t, path, s, v, answered)
		}
	}
	for _, name := range []string{"State", "Text", "Trace", "Entry", "Problem"} {
		for key := range d.Components.Schemas[name].Properties {
			if !answered[name+"."+key] {
				t.Errorf("openapi.yaml: nobody answers %s.%s", name, key)
			}
		}
	}
}

// compare holds a value against its schema.
func (d document) compare(t *testing.T, at string, s schema, v any, answered map[string]bool) {
	t.Helper()
	name := strings.TrimPrefix(s.Ref, "#/components/schemas/")
	s = d.resolve(s)
	kind := "null"
	switch v := v.(type) {
	case map[string]any:
		kind = "object"
		for key, inner := range v {
			p, found := s.Properties[key]
			if !found {
				t.Errorf("%s: openapi.yaml lacks %s", at, key)
				continue
			}
			answered[name+"."+key] = true
			d.compare(t, at+"."+key, p, inner, answered)
		}
		for _, key := range s.Required {
			if _, found := v[key]; !found {
				t.Errorf("%s: no %s is answered", at, key)
			}
		}
	case []any:
		kind = "array"
		for _, inner := range v {
			d.compare(t, at+"[]", *s.Items, inner, answered)
		}
	case string:
		kind = "string"
	case bool:
		kind = "boolean"
	case float64:
		kind = "integer"
	}
	if s.Type != kind {
		t.Errorf("%s is of type %s, openapi.yaml says %q", at, kind, s.Type)
	}
}

func TestDescriptionIsServed(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	if status, raw := r.do("GET", "/v1/openapi.yaml", "", nil); status != 200 || !bytes.Equal(raw, openAPI) {
		t.Errorf("%d, %d bytes of %d", status, len(raw), len(openAPI))
	}
}
