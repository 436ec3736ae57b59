// Package picture reads the headers of the two images of a card, so that a
// person can be told what they are: front image (TIFF, G4) and face image
// (JPEG 2000), specification 3.3.4.3 and 3.3.4.4. It decodes nothing and
// allocates nothing that the image asks for; sizes over a cap are refused,
// because a header of a few bytes can claim gigabytes. Call it only after the
// signature has been checked. It imports none of our packages.
package picture

import (
	"bytes"
	"errors"
	"fmt"
)

// Format is the kind of an image file.
type Format string

// The formats.
const (
	TIFF       Format = "tiff"
	JP2        Format = "jp2" // JPEG 2000 in its file format
	Codestream Format = "j2k" // bare JPEG 2000 codestream
)

// MaxSide is the greatest width and height in pixels that is believed; the
// card's printed face needs less than a fifth of it.
const MaxSide = 4096

// Errors of [Read].
var (
	ErrFormat = errors.New("image is of no known format")
	ErrHeader = errors.New("image header malformed")
	ErrSize   = errors.New("image size out of bounds")
)

// Info is what the header of an image says.
type Info struct {
	Format        Format
	Width, Height int // pixels
	// Bytes is the image without the NUL tail that fills its data object.
	Bytes []byte
}

// Read reads the header of the image at the start of value, which ends in
// NULs. It fails with [ErrFormat], [ErrHeader], [ErrSize]; Bytes is set even
// then.
func Read(value []byte) (Info, error) {
	in := Info{Bytes: bytes.TrimRight(value, "\x00")}
	var end int
	var err error
	switch {
	case bytes.HasPrefix(value, []byte("II*\x00")), bytes.HasPrefix(value, []byte("MM\x00*")):
		end, err = in.tiff(value)
	case bytes.HasPrefix(value, []byte(jp2Signature)):
		err = in.jp2(value)
	case bytes.HasPrefix(value, []byte(sizStart)):
		err = in.codestream(value)
		in.Format = Codestream
	default:
		err = ErrFormat
	}
	if err != nil {
		return in, err
	}
	// A TIFF file may itself end in NULs, such as the offset of the next IFD.
	in.Bytes = value[:max(end, len(in.Bytes))]
	return in, in.checkSize()
}

func (in *Info) checkSize() error {
	if in.Width < 1 || in.Height < 1 || in.Width > MaxSide || in.Height > MaxSide {
		return fmt.Errorf("%w: %d x %d pixels, want 1 to %d a side", ErrSize, in.Width, in.Height, MaxSide)
	}
	return nil
}

// side converts a 32-bit size; what does not fit the cap is refused anyway.
func side(v uint32) int { return int(min(v, MaxSide+1)) }
