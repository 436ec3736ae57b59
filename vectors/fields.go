package vectors

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// FileError says which file could not be read, and why.
type FileError struct {
	File string
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("vectors/%s: %v", e.File, e.Err) }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// FieldError names a field of a vector that is absent or not as README.md
// says.
type FieldError struct {
	Vector, Field, Problem string
}

func (e *FieldError) Error() string {
	if e.Vector == "" {
		return fmt.Sprintf("%s %s", e.Field, e.Problem)
	}
	return fmt.Sprintf("vector %s: %s %s", e.Vector, e.Field, e.Problem)
}

// Hex is a byte string, written in JSON as upper-case hexadecimal digits.
type Hex []byte

// UnmarshalJSON reads whole bytes in upper case and nothing else.
func (h *Hex) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	if s != strings.ToUpper(s) {
		return &FieldError{Field: "byte string", Problem: "has lower-case digits; write them in upper case"}
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return fmt.Errorf("byte string needs whole bytes in hexadecimal: %w", err)
	}
	*h = b
	return nil
}

// Has reports whether the vector has a field of this name, in In or Out.
func (v Vector) Has(name string) bool {
	_, in := v.In[name]
	_, out := v.Out[name]
	return in || out
}

// Bytes returns the byte string of this name from In or, if it is not there,
// from Out. The error is a *FieldError.
func (v Vector) Bytes(name string) ([]byte, error) {
	var h Hex
	if err := v.decode(name, &h); err != nil {
		return nil, err
	}
	return h, nil
}

// Text returns the text of this name: "number", the 12 ASCII characters of a
// card number, or "neighbour", the mistake behind a value that must not be
// produced. The error is a *FieldError.
func (v Vector) Text(name string) (string, error) {
	var s string
	err := v.decode(name, &s)
	return s, err
}

// Count returns the number of this name, in practice "n": which SM command of
// its session a message belongs to, from 1. The error is a *FieldError.
func (v Vector) Count(name string) (uint64, error) {
	var n uint64
	err := v.decode(name, &n)
	return n, err
}

func (v Vector) decode(name string, into any) error {
	raw, ok := v.In[name]
	if !ok {
		raw, ok = v.Out[name]
	}
	if !ok {
		return &FieldError{Vector: v.ID, Field: name, Problem: "is absent; README.md lists the fields of " + v.Op}
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return &FieldError{Vector: v.ID, Field: name, Problem: "has the wrong form: " + err.Error()}
	}
	return nil
}

// Step is one command of a transcript and what must come back. Where the
// specification prints the whole answer, Answer holds it with its status word
// and the fields after it are empty. Where the specification leaves the data
// out, Answer is empty and the fields after it describe it.
type Step struct {
	Number  int `json:"step"` // as numbered in annex 2; 1, 2.. in t05
	Command Hex `json:"command"`
	Answer  Hex `json:"answer"`

	AnswerBegins Hex    `json:"answer_begins"`
	AnswerLength int    `json:"answer_length"` // bytes of data, without the status word
	AnswerMarks  []Mark `json:"answer_marks"`
	PlainBegins  Hex    `json:"plain_begins"` // of the decrypted cryptogram
	PlainEnds    Hex    `json:"plain_ends"`   // padding included
	PlainMarks   []Mark `json:"plain_marks"`  // in the decrypted cryptogram
	SW           Hex    `json:"sw"`           // 2 bytes
}

// Mark is a byte string at a known place, counted in bytes from 0.
type Mark struct {
	At    int `json:"at"`
	Bytes Hex `json:"bytes"`
}

// Steps returns the steps of a transcript, in order. The error is a
// *FieldError.
func (v Vector) Steps() ([]Step, error) {
	var steps []Step
	err := v.decode("steps", &steps)
	return steps, err
}
