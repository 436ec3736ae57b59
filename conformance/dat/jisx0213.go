package dat

import (
	"encoding/base64"
	"encoding/binary"
	"sort"
)

// repertoire is the set of characters that the document names for the texts
// of the back (3.3.4.5 to 7): JIS X 0213:2004. Half-width katakana belong to
// JIS X 0201 and are outside.
type repertoire struct {
	// edges are the first characters of runs inside and outside, in turn.
	edges []int
}

// newRepertoire reads the table.
func newRepertoire() (repertoire, error) {
	raw, err := base64.StdEncoding.DecodeString(jisX0213)
	if err != nil {
		return repertoire{}, err
	}
	var r repertoire
	for at := 0; len(raw) > 0; {
		step, n := binary.Uvarint(raw)
		if n <= 0 {
			return repertoire{}, errDecoder
		}
		at, raw = at+int(step), raw[n:]
		r.edges = append(r.edges, at)
	}
	return r, nil
}

func (r repertoire) has(c rune) bool {
	return sort.SearchInts(r.edges, int(c)+1)%2 == 1
}
