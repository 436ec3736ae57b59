// Package content interprets what a file holds: its data objects, and the
// text, dates and codes in them (fact sheets, section 3; P 3.3.4, 2G 3.3.4). A file is read by the card's own profile only,
// because tags change their meaning between generations. It must not import
// the emulator or the witness.
package content

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	// ErrOrder: the signed values do not stand one after the other as in the
	// table, so that one could be passed off as another.
	ErrOrder = errors.New("signed values stand in another order or length than specified")
	// ErrUnwritten: a signed value that every card of the type has is NULs, as
	// if a card of a type without it were passed off as this one.
	ErrUnwritten = errors.New("a signed value of this type is not written")
)

// Values are the values of a file's data objects by field name, as stored.
// A field that the file leaves out (all NUL, or no photo) is not in it.
type Values map[string][]byte

// Split takes a file apart. Tag 00 ends the data (3.3.4.6); objects in another
// order, unknown objects and values of another than the fixed length are put up
// with. An object may be missing only where nothing is stored: in a file of
// NULs, beside an empty object (3.3.5), or where [leftOut] says so. Values
// share memory with data. It fails with [ErrSyntax], [ErrRepeated],
// [ErrMissing], and then gives nothing.
func Split(p *spec.Profile, f spec.File, data []byte) (Values, error) {
	values := Values{}
	err := each(p, f, data, func(o tlv.Object) error { return values.add(f, o) })
	if err != nil {
		return nil, err
	}
	if err := values.complete(p, f, data); err != nil {
		return nil, err
	}
	return values, nil
}

// each calls take for every object of a file.
func each(p *spec.Profile, f spec.File, data []byte, take func(tlv.Object) error) error {
	for rest := data; len(rest) > 0 && rest[0] != 0; {
		o, after, err := tlv.Next(rest, p.TwoByteTags)
		if err != nil {
			return fmt.Errorf("%s: %w: %w", f.Key, ErrSyntax, err)
		}
		if err := take(o); err != nil {
			return err
		}
		rest = after
	}
	return nil
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

func (v Values) complete(p *spec.Profile, f spec.File, data []byte) error {
	if Empty(data) {
		return nil
	}
	stored := len(v) == 0
	for _, value := range v {
		stored = stored || len(value) > 0
	}
	for _, want := range f.Objects {
		if _, ok := v[want.Field]; !ok && stored && !leftOut(p, want) {
			return fmt.Errorf("%s: object %02X: %w", f.Key, want.Tag, ErrMissing)
		}
	}
	return nil
}

// leftOut says which objects of the second generation may be absent beside
// others: the face of a card without one, and the end of a permission that
// there is not. Neither form is told by a source (rows form.*), so all are
// read.
func leftOut(p *spec.Profile, o spec.Object) bool {
	switch o.Field {
	case "face":
		return p.Value("form.nophoto.face") != ""
	case "permission_comprehensive_until":
		return true
	}
	return false
}

// Entries joins the values of a file, without tags and lengths, in stored
// order (2G 3.4.3.1). Nothing in the joined bytes tells one value from the
// next, so what is joined must have the order and the lengths of the table,
// and no object more: otherwise a signature would fit two readings. Only the
// period may be stored short, as 3 digits, and is filled with NULs. It fails
// with [ErrOrder], [ErrMissing], [ErrSyntax], [ErrUnwritten].
func Entries(p *spec.Profile, f spec.File, data []byte) ([]byte, error) {
	var out []byte
	i, full := 0, fills(p, f)
	err := each(p, f, data, func(o tlv.Object) error {
		if i == len(f.Objects) || f.Objects[i].Tag != o.Tag {
			return fmt.Errorf("%s: object %02X: %w", f.Key, o.Tag, ErrOrder)
		}
		want := f.Objects[i]
		short := want.Length - len(o.Value)
		if short < 0 || short > 0 && want.Repertoire != "period" {
			return fmt.Errorf("%s: object %02X: %w: %d bytes, want %d", f.Key, o.Tag, ErrOrder, len(o.Value), want.Length)
		}
		if full && Empty(o.Value) && want.Field != "period_until" {
			return fmt.Errorf("%s: object %02X: %w", f.Key, o.Tag, ErrUnwritten)
		}
		out = append(append(out, o.Value...), make([]byte, short)...)
		i++
		return nil
	})
	if err == nil && i < len(f.Objects) {
		err = fmt.Errorf("%s: object %02X: %w", f.Key, f.Objects[i].Tag, ErrMissing)
	}
	return out, err
}

// fills says that the values of the file take up all the room that the signed
// data have for them. Of a type with fewer entries NULs take the rest (2G
// 3.4.3.1): its signature would fit a card of the fuller type whose further
// entries are NULs, and the type itself (C1) is not signed. Only the end of a
// period of stay may be blank: who stays without limit has none.
func fills(p *spec.Profile, f spec.File) bool {
	room := 0
	for _, o := range f.Objects {
		room += o.Length
	}
	return slices.Contains(strings.Fields(p.Value("sig.input")), fmt.Sprintf("entries:%d", room))
}

// Empty reports whether b has no byte other than NUL: nothing is stored.
func Empty(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }
