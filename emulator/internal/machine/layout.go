package machine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The parts of the plain texts of the key agreement (annex 1, steps 3 and 4).
const (
	rndIFD = "RND.IFD"
	rndICC = "RND.ICC"
	kIFD   = "K.IFD"
	kICC   = "K.ICC"
)

// layout is the order of the parts in a plain text and their lengths in bytes.
type layout []part

type part struct {
	name   string
	length int
}

// layout reads a layout cell: names of parts, joined in this order.
func (c *cells) layout(key string, lengths map[string]int) layout {
	var out layout
	for name := range strings.FieldsSeq(c.profile.Value(key)) {
		length, ok := lengths[name]
		if !ok {
			c.refuse(key, "known parts: "+strings.Join(slices.Sorted(maps.Keys(lengths)), ", "))
		}
		out = append(out, part{name, length})
	}
	return out
}

func (l layout) length() int {
	sum := 0
	for _, p := range l {
		sum += p.length
	}
	return sum
}

// split takes a plain text apart. It fails unless the text has exactly the
// layout's length.
func (l layout) split(plain []byte) (map[string][]byte, error) {
	if len(plain) != l.length() {
		return nil, fmt.Errorf("plain text of the key agreement has %d bytes, want %d", len(plain), l.length())
	}
	out := map[string][]byte{}
	for _, p := range l {
		out[p.name], plain = plain[:p.length:p.length], plain[p.length:]
	}
	return out, nil
}

// join puts parts together; one that is missing is NULs.
func (l layout) join(parts map[string][]byte) []byte {
	var out []byte
	for _, p := range l {
		field := make([]byte, p.length)
		copy(field, parts[p.name])
		out = append(out, field...)
	}
	return out
}
