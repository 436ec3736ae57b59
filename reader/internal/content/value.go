package content

import (
	"slices"
	"strings"
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

// Interpret reads one value by the repertoire of its object. A value of
// another shape than its repertoire says is given all the same, with a note.
func Interpret(p *spec.Profile, o spec.Object, value []byte) Field {
	f := Field{Name: o.Field, Form: Present, Stored: value}
	if Empty(value) {
		f.Form = None
		return f
	}
	switch o.Repertoire {
	case "tiff-g4", "jpeg2000", "binary", "x509":
		return f
	}
	f.Text, f.Notes = Text(value, p.Value("text.fallback"))
	if len(value) > o.Length {
		f.Notes = append(f.Notes, OverLength)
	}
	if o.Repertoire == "period" {
		f.Text = strings.TrimRight(f.Text, " ") // where 3 digits stand for days
	}
	f.Notes = append(f.Notes, judge(o, f.Text)...)
	return f
}

// judge compares a text with what its repertoire allows.
func judge(o spec.Object, text string) []Note {
	sound, note := true, UnknownCode
	switch o.Repertoire {
	case "date":
		_, err := time.Parse("20060102", text)
		sound, note = err == nil, BadDate
	case "municipality":
		return municipality(text)
	case "flag":
		sound = text == "0" || text == "1"
	case "code":
		sound = knownCode(o, text)
	case "alpha":
		sound = len(text) == o.Length && only(text, 'A', 'Z')
	case "card-number":
		sound, note = cardNumber(text), BadNumber
	case "period":
		sound, note = period(text), BadPeriod
	}
	if sound {
		return nil
	}
	return []Note{note}
}

// knownCode asks the table's list. Where there is none, because the agency's
// is not public, a code is whatever fills the object with letters and digits.
func knownCode(o spec.Object, text string) bool {
	if len(o.Values) > 0 {
		return slices.Contains(o.Values, text)
	}
	return len(text) == o.Length && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	})
}

// cardNumber is 2 letters, 8 digits, 2 letters (2G 3.3.4).
func cardNumber(s string) bool {
	return len(s) == 12 && only(s[:2]+s[10:], 'A', 'Z') && only(s[2:10], '0', '9')
}

// period is YYMM, or DDD days (2G 3.3.4).
func period(s string) bool {
	return only(s, '0', '9') && (len(s) == 3 || len(s) == 4 && s[2:] <= "12")
}

func only(s string, from, to rune) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < from || r > to })
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
