package perso

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
)

// content encodes one file: its data objects, each in the form that the tables
// give it (3.3.4), or one of the forms of a file that holds nothing.
func (b *builder) content(f spec.File) ([]byte, error) {
	if empty := b.emptyForm(f); empty != nil {
		return fill(empty, f.Size)
	}
	var out []byte
	for _, o := range f.Objects {
		object, err := b.object(o)
		if err != nil {
			return nil, fmt.Errorf("data object %02X: %w", o.Tag, err)
		}
		out = append(out, object...)
	}
	return fill(out, f.Size)
}

// object encodes one data object.
func (b *builder) object(o spec.Object) ([]byte, error) {
	value, has := b.values[o.Field]
	if form := b.profile.Value("form.nophoto." + o.Field); form != "" && !has {
		return b.formCell("form.nophoto." + o.Field), nil
	}
	if o.Form == spec.Short && !b.fillsCertificate(o) {
		if len(value) > o.Length {
			return nil, &TooLongError{Length: len(value), Room: o.Length}
		}
		return tlv.Append(nil, o.Tag, value)
	}
	value, err := fill(value, o.Length)
	if err != nil {
		return nil, err
	}
	if o.Form == spec.FixedLong {
		return append([]byte{byte(o.Tag), 0x82, byte(len(value) >> 8), byte(len(value))}, value...), nil
	}
	return tlv.Append(nil, o.Tag, value)
}

// fillsCertificate: with the quirk nul-tail NULs stand inside the object of a
// certificate that would otherwise end with it.
func (b *builder) fillsCertificate(o spec.Object) bool {
	return o.Field == "certificate" && slices.Contains(b.d.Certificate.Quirks, issuer.NULTail)
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
	switch {
	case f.Key == "df3/ef01":
		return b.formCell("form.nophoto.df3.ef01")
	case b.d.later():
		return nil
	case f.Key == "df2/ef02" || f.Key == "df2/ef03":
		return []byte{0}
	case f.Key == "df1/ef02":
		return b.formCell("form.nophoto.df1.ef02")
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
