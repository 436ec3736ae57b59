package g4

import (
	"errors"
	"fmt"
	"io"
	"sort"
)

// ErrSize is wrapped by the error of a picture that TIFF or this package
// cannot hold: no pixel at all, or more than 65535 in a direction.
var ErrSize = errors.New("picture size out of range")

const maxSide = 65535

// Encode writes the picture as a TIFF file: little-endian ("II"), one strip,
// 1 bit a pixel, CCITT Group 4, 200 dots an inch.
//
// PhotometricInterpretation is 0, WhiteIsZero, the plain sense of T.6: white
// runs are paper. The one sample front image we know says 1 (fact sheet gen1,
// section 3, confidence inferred), but decoders disagree about 1: libtiff then
// shows white runs as black, as TIFF 6.0 section 11 asks, and golang.org/x/image
// shows them as white all the same. 0 has one meaning everywhere.
func Encode(w io.Writer, b *Bitmap) error {
	if b.width < 1 || b.height < 1 || b.width > maxSide || b.height > maxSide {
		return fmt.Errorf("g4: %d by %d pixels, want 1 to %d each way: %w", b.width, b.height, maxSide, ErrSize)
	}
	_, err := w.Write(container(b.width, b.height, strip(b)))
	return err
}

// strip codes the rows by ITU-T T.6.
func strip(b *Bitmap) []byte {
	var out bitWriter
	// T.6 clause 2.2: the line before the first is imagined all white.
	reference := changes(nil)
	for y := range b.height {
		coding := changesOfRow(b, y)
		encodeRow(&out, coding, reference, b.width)
		reference = coding
	}
	// T.6 clause 2.4.1.1: EOFB is two EOL code words.
	out.write(eol)
	out.write(eol)
	return out.flush()
}

// changes lists where the colour changes in a row, beginning with the first
// black pixel. Even entries turn to black, odd ones to white.
type changes []int

func changesOfRow(b *Bitmap, y int) changes {
	var out changes
	black := false
	for x := range b.width {
		if b.Black(x, y) != black {
			out = append(out, x)
			black = !black
		}
	}
	return out
}

// after gives the first change to the right of x that turns to the colour
// black (false: white), and the change after that; the row's end where there
// is none. x is -1 before the first pixel.
func (c changes) after(x int, black bool, width int) (first, second int) {
	i := sort.SearchInts(c, x+1)
	if (i%2 == 0) != black {
		i++
	}
	return c.at(i, width), c.at(i+1, width)
}

func (c changes) at(i, width int) int {
	if i < len(c) {
		return c[i]
	}
	return width
}

// encodeRow codes one row against the row above it: the flow diagram of T.6,
// figure 7, with its names a0, a1, a2, b1, b2.
func encodeRow(out *bitWriter, coding, reference changes, width int) {
	a0, black := -1, false
	for a0 < width {
		a1, a2 := coding.after(a0, !black, width)
		b1, b2 := reference.after(a0, !black, width)
		switch {
		case b2 < a1:
			out.write(pass)
			a0 = b2
		case a1-b1 >= -3 && a1-b1 <= 3:
			out.write(vertical[a1-b1+3])
			a0, black = a1, !black
		default:
			out.write(horizontal)
			// The first run of a row starts at its first pixel, not before it.
			writeRun(out, black, a1-max(a0, 0))
			writeRun(out, !black, a2-a1)
			a0 = a2
		}
	}
}

// writeRun codes a run length by T.4 tables 2, 3a and 3b: make-up codes for
// the multiple of 64, then one terminating code, which may stand for 0.
func writeRun(out *bitWriter, black bool, n int) {
	terminating, makeUp := &whiteTerminating, &whiteMakeUp
	if black {
		terminating, makeUp = &blackTerminating, &blackMakeUp
	}
	const longest = 2560
	for ; n >= longest+64; n -= longest {
		out.write(extendedMakeUp[len(extendedMakeUp)-1])
	}
	switch multiple := n / 64; {
	case multiple > len(makeUp):
		out.write(extendedMakeUp[multiple-len(makeUp)-1])
	case multiple > 0:
		out.write(makeUp[multiple-1])
	}
	out.write(terminating[n%64])
}
