package dat

import (
	"encoding/base64"
	"encoding/binary"
	"sort"
)

// repertoire is the set of characters that the document names for the texts
// of the back (3.3.4.5 to 7): JIS X 0213:2004. Half-width katakana belong to
// JIS X 0201 and are outside. Its elements are the first characters of runs
// inside and outside, in turn.
type repertoire []int

// newRepertoire reads the table. A damaged table gives a smaller set, which
// the test against Python's codec would notice.
func newRepertoire() repertoire {
	raw, _ := base64.StdEncoding.DecodeString(jisX0213)
	var edges repertoire
	for at := 0; len(raw) > 0; {
		step, n := binary.Uvarint(raw)
		if n <= 0 {
			break
		}
		at, raw = at+int(step), raw[n:]
		edges = append(edges, at)
	}
	return edges
}

func (r repertoire) has(c rune) bool { return sort.SearchInts(r, int(c)+1)%2 == 1 }
