// Package spec holds the specification as data: for every type of card the
// files, sizes, access conditions, data objects, algorithms, status words and
// the order in which a card checks a command. Every cell carries its clause
// and how sure it is; emulator and reader interpret the cells and share
// nothing else about the protocol. Clauses are those of the published
// specifications, public editions: "P" the first generation, Ver 1.5, read by
// the authors; "2G" the second generation and "SC" the specified cards, both
// Ver 1.1, known second-hand; "M" marks what was measured on a sister
// application of the My Number card.
// It imports none of our packages.
package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Confidence says what a cell rests on.
type Confidence string

// The confidences, surest first.
const (
	// Official: the published specification or one of its vectors says so.
	Official Confidence = "official"
	// Field: seen on genuine cards by somebody who reports it.
	Field Confidence = "field"
	// Source: an implementation or record of somebody else says so.
	Source Confidence = "source"
	// Inferred: follows from other facts, but nobody says it.
	Inferred Confidence = "inferred"
	// Assumed: the safest guess where sources are silent or disagree.
	Assumed Confidence = "assumed"
)

// Basis is the letter that verdicts rest on: V for what is official or seen
// in the field, S for what a source says, A for what is inferred or assumed.
func (c Confidence) Basis() byte {
	switch c {
	case Official, Field:
		return 'V'
	case Source:
		return 'S'
	}
	return 'A'
}

// Kind says how the value of a cell is written and what it governs.
type Kind string

// The kinds of cells.
const (
	Size        Kind = "size"        // bytes, decimal
	Count       Kind = "count"       // a number, decimal
	SFI         Kind = "sfi"         // short EF identifier, two hex digits, 01 to 1E
	Tag         Kind = "tag"         // one or two bytes, hex
	Bytes       Kind = "bytes"       // hex
	Access      Kind = "access"      // free, number, number+sm
	Algorithm   Kind = "algorithm"   // a name that each side maps to its own functions
	Layout      Kind = "layout"      // names joined in this order
	Text        Kind = "text"        // a word of a closed list or free text
	Status      Kind = "status"      // a status word of a command's table; the value is its meaning
	Guard       Kind = "guard"       // status word answered when the predicate in the key holds; "off" removes the check
	Effect      Kind = "effect"      // verbs done to the card's state, in order
	Fingerprint Kind = "fingerprint" // SHA-256 of a certificate's DER, hex
)

// Cell is one fact.
type Cell struct {
	Key        string // stable name, "t1.df1.ef01.size"
	Kind       Kind
	Value      string
	Clause     string
	Confidence Confidence
	Note       string // what a reader of the table should know; often empty
}

// Table is the cells of one profile in order. Order matters for files,
// objects, status words and guards.
type Table []Cell

// ErrNoCell: a table has no cell of that key.
var ErrNoCell = errors.New("no such cell in the specification table")

// CellError says which cell has a value that its kind or the profile refuses.
type CellError struct {
	Key, Value, Reason string
}

func (e *CellError) Error() string {
	return fmt.Sprintf("specification cell %s: value %q: %s", e.Key, e.Value, e.Reason)
}

func (t Table) index(key string) int {
	return slices.IndexFunc(t, func(c Cell) bool { return c.Key == key })
}

// With returns a copy of the table in which the cell key has another value.
// It fails with [ErrNoCell] if there is none.
func (t Table) With(key, value string) (Table, error) {
	i := t.index(key)
	if i < 0 {
		return nil, fmt.Errorf("%w: %q; `zairyu spec` lists the keys", ErrNoCell, key)
	}
	out := slices.Clone(t)
	out[i].Value = value
	return out, nil
}

// renamed returns the table with the profile name at the start of every key
// exchanged.
func (t Table) renamed(from, to string) Table {
	out := slices.Clone(t)
	for i := range out {
		out[i].Key = to + strings.TrimPrefix(out[i].Key, from)
	}
	return out
}

// without returns the table less the cells whose key begins with one of the
// prefixes.
func (t Table) without(prefixes ...string) Table {
	return slices.DeleteFunc(slices.Clone(t), func(c Cell) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(c.Key, p) })
	})
}

// prefixed returns the rows with the profile name put before every key.
func prefixed(profile string, rows []Cell) Table {
	out := Table(slices.Clone(rows))
	for i := range out {
		out[i].Key = profile + "." + out[i].Key
	}
	return out
}
