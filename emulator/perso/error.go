package perso

import (
	"fmt"
	"strings"
)

// Error is one mistake in a card description. It carries no text of its own
// but a message and its arguments, so that it can be told in Japanese and
// English; the values of personal items are never among the arguments.
type Error struct {
	// Message is what is wrong.
	Message Message
	// Args are what the message's text tells beside: numbers, names of keys,
	// files and types.
	Args []any
	// Path is the item, "holder.born"; empty for the card file as a whole.
	Path string
	// File, Line and Column are where it stands in the card file, counted
	// from 1; zero where that is not known.
	File         string
	Line, Column int
	// Err is what lies behind, or nil.
	Err error

	// meant is the item that a misspelt key was probably to be: that it is
	// missing need not be told too.
	meant string
}

// Error is the English text.
func (e *Error) Error() string { return e.Text(English) }

// Unwrap gives what lies behind.
func (e *Error) Unwrap() error { return e.Err }

// Text tells the mistake in a language: where, which item, what, and what to
// do. An unknown language is English.
func (e *Error) Text(lang Language) string {
	var out strings.Builder
	if e.File != "" {
		out.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&out, "%d:%d:", e.Line, e.Column)
	}
	if out.Len() > 0 {
		out.WriteString(" ")
	}
	if e.Path != "" {
		out.WriteString(e.Path + ": ")
	}
	fmt.Fprintf(&out, e.Message.format(lang), e.Args...)
	return out.String()
}

func (e *Error) because(err error) *Error {
	e.Err = err
	return e
}

// Errors is every mistake that was found, in the order of the card file.
type Errors []*Error

// Error is the English texts, a line each.
func (e Errors) Error() string { return e.Text(English) }

// Text is the texts in a language, a line each.
func (e Errors) Text(lang Language) string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Text(lang)
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the mistakes.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, one := range e {
		out[i] = one
	}
	return out
}

// places are the places of items in a card file, by path.
type places struct {
	file string
	at   map[string]place
}

type place struct{ line, column int }

// find gives the place of an item, or of the innermost group around it that
// the file has.
func (p places) find(path string) place {
	for {
		if at, known := p.at[path]; known {
			return at
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			return place{}
		}
		path = path[:dot]
	}
}

// fail makes the error about an item.
func (d Description) fail(path string, m Message, args ...any) *Error {
	at := d.places.find(path)
	return &Error{Message: m, Args: args, Path: path, File: d.places.file, Line: at.line, Column: at.column}
}
