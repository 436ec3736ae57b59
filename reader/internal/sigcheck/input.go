package sigcheck

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Entries is the name of the item that is no field: the values of one file,
// joined.
const Entries = "entries"

// Item is one piece of the signed data, in the order in which they are joined.
type Item struct {
	// Name is a field, or [Entries].
	Name string
	// File is the file that holds it, "df1/ef02".
	File string
	// Length and Fill are those of its [Part].
	Length int
	Fill   bool
}

// Input returns what the signature of a profile covers: cell sig.input, names
// with or without a length. Without one the value has the length of its object
// (P 3.4.3.1); with one NULs fill it (2G 3.4.3.1). It fails with
// [ErrUnknownAlgorithm].
func Input(p *spec.Profile) ([]Item, error) {
	var out []Item
	for cell := range strings.FieldsSeq(p.Value("sig.input")) {
		name, length, given := strings.Cut(cell, ":")
		item := Item{Name: name, Fill: given}
		if name == Entries {
			item.File = p.Value("sig.entries")
		} else if f, o, ok := p.FieldFile(name); ok {
			item.File, item.Length = f.Key, o.Length
		}
		if given {
			item.Length, _ = strconv.Atoi(length)
		}
		if _, ok := p.File(item.File); !ok || item.Length <= 0 {
			return nil, fmt.Errorf("%w: cell %s.sig.input names %q", ErrUnknownAlgorithm, p.Name, cell)
		}
		out = append(out, item)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: cell %s.sig.input is empty", ErrUnknownAlgorithm, p.Name)
	}
	return out, nil
}
