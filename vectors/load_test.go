package vectors

import (
	"errors"
	"testing"
	"testing/fstest"
)

func TestLoadRefuses(t *testing.T) {
	const good = `{"topic":"a","vectors":[{"id":"x","title":"t","basis":"derived","clause":"1","profile":"t1","op":"mac","in":{},"out":{}}]}`
	one := func(name, text string) fstest.MapFS { return fstest.MapFS{name: {Data: []byte(text)}} }
	if vs, err := load(one("a.json", good)); err != nil || len(vs) != 1 {
		t.Fatalf("good file: %v, %v", vs, err)
	}
	twice := one("a.json", good)
	twice["b.json"] = &fstest.MapFile{Data: []byte(`{"topic":"b"` + good[len(`{"topic":"a"`):])}
	for name, dir := range map[string]fstest.MapFS{
		"not JSON":      one("a.json", "{"),
		"second value":  one("a.json", good+good),
		"unknown field": one("a.json", `{"topic":"a","vectors":[],"more":1}`),
		"other topic":   one("b.json", good),
		"no id":         one("a.json", `{"topic":"a","vectors":[{"basis":"derived","profile":"t1","op":"mac"}]}`),
		"unknown op":    one("a.json", `{"topic":"a","vectors":[{"id":"x","basis":"derived","profile":"t1","op":"mick"}]}`),
		"no profile":    one("a.json", `{"topic":"a","vectors":[{"id":"x","basis":"derived","op":"mac"}]}`),
		"unknown basis": one("a.json", `{"topic":"a","vectors":[{"id":"x","basis":"rumour","profile":"t1","op":"mac"}]}`),
		"id used twice": twice,
	} {
		var fe *FileError
		if _, err := load(dir); !errors.As(err, &fe) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
