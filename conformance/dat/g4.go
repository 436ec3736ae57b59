package dat

import (
	"errors"
	"fmt"
	"strings"
)

// errG4 is a bit stream that breaks ITU-T T.6.
var errG4 = errors.New("T.6 coding broken")

// The modes of table 1 of T.6, in the order of modeCodes.
const (
	modePass = iota
	modeHorizontal
	modeVertical // to modeVertical+6: 3 left ... 3 right
	modeEnd      = modeVertical + 7
)

// g4 decodes T.6 pixel by pixel: slow, and plain enough to be compared with
// the text of the recommendation.
type g4 struct {
	bits  []byte
	pos   int // in bits
	modes map[string]int
	runs  [2]map[string]int // white, black
}

func newG4(bits []byte) *g4 {
	d := &g4{bits: bits, modes: map[string]int{}}
	for i, code := range strings.Fields(modeCodes) {
		d.modes[code] = i
	}
	terminating, makeUp := [2]string{whiteTerminating, blackTerminating}, [2]string{whiteMakeUp, blackMakeUp}
	for colour := range d.runs {
		d.runs[colour] = map[string]int{}
		for i, code := range strings.Fields(terminating[colour]) {
			d.runs[colour][code] = i
		}
		for i, code := range strings.Fields(makeUp[colour] + longMakeUp) {
			d.runs[colour][code] = 64 * (i + 1)
		}
	}
	return d
}

// rows decodes height rows of width pixels, 1 is black. On failure it returns
// the rows that came before. ended says that the end-of-block code follows.
func (d *g4) rows(width, height int) (rows [][]byte, ended bool, err error) {
	above := make([]byte, width)
	for y := range height {
		row, err := d.row(above)
		if err != nil {
			return rows, false, fmt.Errorf("row %d of %d: %w", y, height, err)
		}
		rows, above = append(rows, row), row
	}
	mode, err := d.code(d.modes)
	return rows, err == nil && mode == modeEnd, nil
}

func (d *g4) row(above []byte) ([]byte, error) {
	row := make([]byte, len(above))
	colour := byte(0)
	for a0 := -1; a0 < len(row); {
		mode, err := d.code(d.modes)
		if err != nil {
			return nil, err
		}
		b1 := nextChange(above, a0, colour)
		switch mode {
		case modeEnd:
			return nil, fmt.Errorf("%w: the block ends too early", errG4)
		case modePass:
			a0, err = paint(row, a0, nextChange(above, b1, 1-colour), colour)
		case modeHorizontal:
			a0, err = d.horizontal(row, max(a0, 0), colour)
		default:
			a0, err = paint(row, a0, b1+mode-modeVertical-3, colour)
			colour = 1 - colour
		}
		if err != nil {
			return nil, err
		}
	}
	return row, nil
}

// nextChange finds b1 (T.6, 2.2.1): the first pixel right of a0 that differs
// from the one before it and from colour; the width if there is none.
func nextChange(above []byte, a0 int, colour byte) int {
	for x := a0 + 1; x < len(above); x++ {
		before := byte(0)
		if x > 0 {
			before = above[x-1]
		}
		if above[x] != before && above[x] != colour {
			return x
		}
	}
	return len(above)
}

// paint gives the pixels from a0 to end, end not included, a colour.
func paint(row []byte, a0, end int, colour byte) (int, error) {
	if end < a0 || end < 0 || end > len(row) || end == a0 && end != len(row) {
		return 0, fmt.Errorf("%w: a change at pixel %d after one at %d of %d", errG4, end, a0, len(row))
	}
	for x := max(a0, 0); x < end; x++ {
		row[x] = colour
	}
	return end, nil
}

func (d *g4) horizontal(row []byte, a0 int, colour byte) (int, error) {
	for range 2 {
		run, err := d.run(colour)
		if err != nil {
			return 0, err
		}
		if a0+run > len(row) {
			return 0, fmt.Errorf("%w: a run of %d at pixel %d of %d", errG4, run, a0, len(row))
		}
		for x := a0; x < a0+run; x++ {
			row[x] = colour
		}
		a0, colour = a0+run, 1-colour
	}
	return a0, nil
}

// run reads make-up codes and the terminating code.
func (d *g4) run(colour byte) (int, error) {
	for total := 0; ; {
		n, err := d.code(d.runs[colour])
		if err != nil {
			return 0, err
		}
		total += n
		if n < 64 {
			return total, nil
		}
	}
}

// code reads one code of a table.
func (d *g4) code(table map[string]int) (int, error) {
	var word [13]byte
	for n := range word {
		if d.pos >= 8*len(d.bits) {
			return 0, fmt.Errorf("%w: the data ends at bit %d", errG4, d.pos)
		}
		word[n] = '0' + d.bits[d.pos/8]>>(7-d.pos%8)&1
		d.pos++
		if value, ok := table[string(word[:n+1])]; ok {
			return value, nil
		}
	}
	return 0, fmt.Errorf("%w: no code before bit %d", errG4, d.pos)
}
