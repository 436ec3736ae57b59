// Package jisx0213 knows the characters that the texts of a card may use: JIS
// X 0201 and JIS X 0213:2004 (clause 3.3.4, column "coding", which names the
// repertoire; fact sheet gen1, section 3). It imports none of our packages.
package jisx0213

import _ "embed" // the table

// repertoire has one bit a code point; repertoire.py wrote it.
//
//go:embed repertoire.bin
var repertoire string

// Contains tells whether a character belongs to the repertoire. The parts of
// combined characters belong to it one by one. Where systems disagree about
// the Unicode character of a Japanese one, as with the wave dash, both belong.
func Contains(r rune) bool {
	if r < 0 || int(r)/8 >= len(repertoire) {
		return false
	}
	return repertoire[r/8]>>(r%8)&1 == 1
}
