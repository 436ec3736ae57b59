// Package vectors holds the test vectors of the residence card as data: JSON
// files that any language can read, and a small loader for Go.
//
// The files carry the official values of annex 2 (first generation) and of
// appendix 2 (second generation), and values derived from the specifications,
// which confirm.py recomputes with openssl. README.md describes the format and
// schema.json defines it.
//
// The package imports none of the other packages of this module, so that
// every part can be judged by it.
package vectors

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// schemaFile is the one JSON file of the folder that holds no vectors.
const schemaFile = "schema.json"

//go:embed *.json
var files embed.FS

// Basis says where the values of a vector come from.
type Basis string

// The two words for Basis.
const (
	Official Basis = "official" // printed in the specification
	Derived  Basis = "derived"  // computed from it, confirmed by openssl
)

// Vector is one test: the inputs In and the expected results Out of the
// operation Op. README.md lists the fields of each operation.
type Vector struct {
	ID      string                     `json:"id"`
	Title   string                     `json:"title"`
	Basis   Basis                      `json:"basis"`
	Clause  string                     `json:"clause"`  // of the document of its profile
	Source  string                     `json:"source"`  // how the values came here; empty for t1
	Profile string                     `json:"profile"` // "t1", "t05", "t06" or "t07"
	Op      string                     `json:"op"`
	In      map[string]json.RawMessage `json:"in"`
	Out     map[string]json.RawMessage `json:"out"`
}

// topic is one file. Its name is the topic's name with ".json".
type topic struct {
	Topic   string   `json:"topic"`
	Vectors []Vector `json:"vectors"`
}

// Ops returns the closed list of operations, in alphabetical order.
func Ops() []string {
	return []string{
		"base-key", "key-message", "mac", "mutual-answer", "mutual-command",
		"read-command", "session-key", "signed-data", "signed-data-ecdsa",
		"sm-answer", "sm-iv", "transcript", "verify-command",
	}
}

// Profiles returns the closed list of profiles that vectors have. README.md
// says which other card types they hold for.
func Profiles() []string { return []string{"t1", "t05", "t06", "t07"} }

// Schema returns the JSON Schema (draft 2020-12) of a vector file.
func Schema() ([]byte, error) {
	return files.ReadFile(schemaFile)
}

// All returns every vector, sorted by ID. The caller owns the result. The
// error is a *FileError.
func All() ([]Vector, error) {
	return load(files)
}

// ByOp returns the vectors of one operation, of every profile, sorted by ID:
// one generation's algorithms cannot be judged by another's vectors, so look at
// Profile, or ask [For]. An operation that is not in Ops is a *FieldError.
func ByOp(op string) ([]Vector, error) {
	if !slices.Contains(Ops(), op) {
		return nil, &FieldError{Field: op, Problem: "is not an operation; Ops lists them"}
	}
	all, err := All()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(v Vector) bool { return v.Op != op }), nil
}

// For returns the vectors of one profile and one operation, sorted by ID;
// none if the profile has no such operation. A profile that is not in Profiles
// and an operation that is not in Ops are a *FieldError.
func For(profile, op string) ([]Vector, error) {
	if !slices.Contains(Profiles(), profile) {
		return nil, &FieldError{Field: profile, Problem: "is not a profile; Profiles lists them"}
	}
	of, err := ByOp(op)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(of, func(v Vector) bool { return v.Profile != profile }), nil
}

func load(dir fs.FS) ([]Vector, error) {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return nil, &FileError{File: ".", Err: err}
	}
	var all []Vector
	seen := map[string]bool{}
	for _, name := range names {
		if name == schemaFile {
			continue
		}
		vs, err := loadFile(dir, name)
		if err != nil {
			return nil, &FileError{File: name, Err: err}
		}
		for _, v := range vs {
			if seen[v.ID] {
				return nil, &FileError{File: name, Err: &FieldError{Vector: v.ID, Field: "id", Problem: "is used twice; choose another"}}
			}
			seen[v.ID] = true
		}
		all = append(all, vs...)
	}
	slices.SortFunc(all, func(a, b Vector) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

func loadFile(dir fs.FS, name string) ([]Vector, error) {
	raw, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	var t topic
	if err := dec.Decode(&t); err != nil {
		return nil, fmt.Errorf("not a vector file, compare it with %s: %w", schemaFile, err)
	}
	if dec.More() {
		return nil, &FieldError{Field: "file", Problem: "has more than one JSON value; keep the first"}
	}
	if t.Topic != strings.TrimSuffix(path.Base(name), ".json") {
		return nil, &FieldError{Field: "topic", Problem: "differs from the file's name; make them equal"}
	}
	for _, v := range t.Vectors {
		if err := v.check(); err != nil {
			return nil, err
		}
	}
	return t.Vectors, nil
}

func (v Vector) check() error {
	switch {
	case v.ID == "":
		return &FieldError{Vector: v.Title, Field: "id", Problem: "is missing; name the vector"}
	case !slices.Contains(Ops(), v.Op):
		return &FieldError{Vector: v.ID, Field: "op", Problem: "is not an operation; Ops lists them"}
	case !slices.Contains(Profiles(), v.Profile):
		return &FieldError{Vector: v.ID, Field: "profile", Problem: "is not a profile; Profiles lists them"}
	case v.Basis != Official && v.Basis != Derived:
		return &FieldError{Vector: v.ID, Field: "basis", Problem: "must be official or derived"}
	}
	return nil
}
