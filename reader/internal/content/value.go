package content

import (
	"time"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Form says whether a field holds anything.
type Form string

// The forms of a field.
const (
	// Present: the field has a value.
	Present Form = "present"
	// None: nothing is stored: NULs, or an empty or left-out object. For a
	// permission that is "none", for the address "not written" (3.3.4.5 to 7).
	None Form = "none"
)

// Field is one interpreted value.
type Field struct {
	Name string
	Form Form
	// Text is the decoded text; empty for images and binary values.
	Text string
	// Stored is the value with its padding; nil if the object is left out.
	Stored []byte
	Notes  []Note
}

// Interpret reads one value by the repertoire of its object.
func Interpret(o spec.Object, value []byte) Field {
	f := Field{Name: o.Field, Form: Present, Stored: value}
	if Empty(value) {
		f.Form = None
		return f
	}
	switch o.Repertoire {
	case "tiff-g4", "jpeg2000", "binary", "x509":
		return f
	}
	f.Text, f.Notes = Text(value)
	if len(value) > o.Length {
		f.Notes = append(f.Notes, OverLength)
	}
	switch o.Repertoire {
	case "date":
		if _, err := time.Parse("20060102", f.Text); err != nil {
			f.Notes = append(f.Notes, BadDate)
		}
	case "municipality":
		f.Notes = append(f.Notes, municipality(f.Text)...)
	case "flag":
		if f.Text != "0" && f.Text != "1" {
			f.Notes = append(f.Notes, UnknownCode)
		}
	}
	return f
}

// municipality checks a local-government code: six digits, the last of which
// makes the sum of the others, weighted 6 5 4 3 2, come out even modulo 11.
func municipality(code string) []Note {
	if len(code) != 6 {
		return []Note{UnknownCode}
	}
	sum := 0
	for i, c := range []byte(code) {
		if c < '0' || c > '9' {
			return []Note{UnknownCode}
		}
		if i < 5 {
			sum += int(c-'0') * (6 - i)
		}
	}
	if int(code[5]-'0') != (11-sum%11)%10 {
		return []Note{CheckDigit}
	}
	return nil
}
