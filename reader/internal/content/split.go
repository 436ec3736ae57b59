// Package content interprets what a file holds: its data objects, and the
// text, dates and codes in them (fact sheet for the first generation, section
// 3; specification 3.3.4). A file is read by the card's own profile only,
// because tags change their meaning between generations. It must not import
// the emulator or the witness.
package content

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
)

// Errors of [Split]. Each names the file and the tag, never a value.
var (
	// ErrSyntax: tag, length or value malformed or cut off.
	ErrSyntax = errors.New("data object malformed")
	// ErrRepeated: a data object stands twice in one file.
	ErrRepeated = errors.New("data object repeated")
	// ErrMissing: a data object of the profile is not there.
	ErrMissing = errors.New("data object missing")
)

// Values are the values of a file's data objects by field name, as stored.
// A field that the file leaves out (all NUL, or no photo) is not in it.
type Values map[string][]byte

// Split takes a file apart. Tag 00 ends the data (3.3.4.6); objects in another
// order, unknown objects and values of another than the fixed length are put up
// with. An object may be missing only where nothing is stored: in a file of
// NULs, or beside an empty object (3.3.5). Values share memory with data. It
// fails with [ErrSyntax], [ErrRepeated], [ErrMissing], and then gives nothing.
func Split(f spec.File, data []byte) (Values, error) {
	values := Values{}
	for rest := data; len(rest) > 0 && rest[0] != 0; {
		o, after, err := tlv.Next(rest, false)
		if err != nil {
			return nil, fmt.Errorf("%s: %w: %w", f.Key, ErrSyntax, err)
		}
		if err := values.add(f, o); err != nil {
			return nil, err
		}
		rest = after
	}
	if err := values.complete(f, data); err != nil {
		return nil, err
	}
	return values, nil
}

func (v Values) add(f spec.File, o tlv.Object) error {
	for _, want := range f.Objects {
		if want.Tag != o.Tag {
			continue
		}
		if _, twice := v[want.Field]; twice {
			return fmt.Errorf("%s: object %02X: %w", f.Key, o.Tag, ErrRepeated)
		}
		v[want.Field] = o.Value
	}
	return nil
}

func (v Values) complete(f spec.File, data []byte) error {
	if Empty(data) {
		return nil
	}
	stored := len(v) == 0
	for _, value := range v {
		stored = stored || len(value) > 0
	}
	for _, want := range f.Objects {
		if _, ok := v[want.Field]; !ok && stored {
			return fmt.Errorf("%s: object %02X: %w", f.Key, want.Tag, ErrMissing)
		}
	}
	return nil
}

// Empty reports whether b has no byte other than NUL: nothing is stored.
func Empty(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }
