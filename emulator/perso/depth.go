package perso

import "bytes"

// maxDepth bounds how deep groups and lists may stand in each other. The YAML
// library takes time and memory with the square of the depth; a card file
// needs three levels.
const maxDepth = 32

// tooDeep tells whether a text may nest deeper than maxDepth, and in which
// line, by its brackets and by the dashes at the beginning of a line. It
// counts brackets inside texts too: nobody's name has 33 open ones. Nesting by
// indentation grows with the square root of the size only.
func tooDeep(data []byte) (line int, deep bool) {
	open := 0
	for text := range bytes.Lines(data) {
		line++
		for _, c := range text {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(0, open-1)
			}
			if open > maxDepth {
				return line, true
			}
		}
		if dashes(text) > maxDepth {
			return line, true
		}
	}
	return 0, false
}

// dashes counts the list and key marks that a line begins with.
func dashes(line []byte) int {
	n := 0
	for _, word := range bytes.Fields(line) {
		if len(word) != 1 || word[0] != '-' && word[0] != '?' {
			break
		}
		n++
	}
	return n
}
