package perso

import (
	"encoding/hex"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
)

// content encodes one file: its data objects, each at its fixed length (clause
// 3.3.4), or one of the forms of a file that holds nothing.
func (b *builder) content(f spec.File) ([]byte, error) {
	if empty := b.emptyForm(f); empty != nil {
		return fill(empty, f.Size)
	}
	var out []byte
	for _, o := range f.Objects {
		value, err := fill(b.values[o.Field], o.Length)
		if err != nil {
			return nil, fmt.Errorf("data object %02X: %w", o.Tag, err)
		}
		if out, err = tlv.Append(out, o.Tag, value); err != nil {
			return nil, err
		}
	}
	return fill(out, f.Size)
}

// emptyForm is the beginning of a file that holds nothing, or nil.
//
// A permission that was withdrawn has 00 even for tag and length (clauses
// 3.3.4.6 and 3.3.4.7); that one never granted looks the same is assumed. What
// stands for a missing photo and signature (3.3.5) is assumed too. An address
// never written keeps its headers, so it is no empty form.
func (b *builder) emptyForm(f spec.File) []byte {
	for _, o := range f.Objects {
		if _, has := b.values[o.Field]; has {
			return nil
		}
	}
	switch f.Key {
	case "df2/ef02", "df2/ef03":
		return []byte{0}
	case "df1/ef02":
		return b.formCell("form.nophoto.df1.ef02")
	case "df3/ef01":
		return b.formCell("form.nophoto.df3.ef01")
	}
	return nil
}

// formCell reads a cell of bytes; the tables are checked when they are looked
// up.
func (b *builder) formCell(key string) []byte {
	out, err := hex.DecodeString(b.profile.Value(key))
	if err != nil || len(out) == 0 {
		return []byte{0}
	}
	return out
}

// TooLongError: a value has more bytes than its place. [Build] checks the
// description first, so that it means a mistake in this package.
type TooLongError struct{ Length, Room int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf("%d bytes for %d: report this as a defect", e.Length, e.Room)
}

// fill writes the value and NULs up to a length.
func fill(value []byte, length int) ([]byte, error) {
	if len(value) > length {
		return nil, &TooLongError{Length: len(value), Room: length}
	}
	out := make([]byte, length)
	copy(out, value)
	return out, nil
}
