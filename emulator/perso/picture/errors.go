package picture

import "fmt"

// GlyphError: the font has no picture of a character. The character itself is
// personal data and not told.
type GlyphError struct {
	Item     string // name of the item, as in [Front]: "name"
	Position int    // of the character, counted from 1
}

func (e *GlyphError) Error() string {
	return fmt.Sprintf("%s: the font lacks character %d; write it another way", e.Item, e.Position)
}

// WidthError: a text is too wide for its place on the front. Widths count
// columns: a kanji takes two, a Latin letter one.
type WidthError struct {
	Item       string // name of the item, as in [Front]
	Characters int    // what the text has
	Columns    int    // how wide it is at the smallest size, with what is lost at line ends
	Room       int    // how many columns its place offers at the smallest size
}

func (e *WidthError) Error() string {
	return fmt.Sprintf("%s: %d characters, %d columns wide, do not fit in %d columns; shorten the text",
		e.Item, e.Characters, e.Columns, e.Room)
}

// SizeError: a picture needs more bytes than its data object holds.
type SizeError struct {
	Picture string // "front" or "face"
	Size    int    // bytes of the smallest attempt
	Limit   int    // bytes of the data object
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("%s picture: %d bytes, the card holds %d; use less text or a plainer picture",
		e.Picture, e.Size, e.Limit)
}

// Flaw is why a ready picture or a holder's own cannot be used.
type Flaw string

// The flaws.
const (
	NotTIFF       Flaw = "not-tiff"        // no TIFF file, or its directory is damaged
	NotG4         Flaw = "not-g4"          // TIFF without CCITT Group 4 (clause 3.3.4.3)
	NotBilevel    Flaw = "not-bilevel"     // TIFF with more than one bit a pixel
	NotAPicture   Flaw = "not-a-picture"   // no PNG, JPEG or JPEG 2000 file
	NotColour     Flaw = "not-colour"      // JPEG 2000 without colour (clause 3.3.4.4)
	NotCodestream Flaw = "not-codestream"  // JPEG 2000 whose boxes or first markers are damaged
	NoPixels      Flaw = "no-pixels"       // a picture of no size
	BadSize       Flaw = "impossible-size" // a header that promises a size no card picture has
	TooManyPixels Flaw = "too-many-pixels" // a picture too large to be read
	Damaged       Flaw = "damaged"         // the file ends early or cannot be decoded
)

// Flaws lists every flaw.
func Flaws() []Flaw {
	return []Flaw{
		NotTIFF, NotG4, NotBilevel, NotAPicture, NotColour, NotCodestream,
		NoPixels, BadSize, TooManyPixels, Damaged,
	}
}

// FormatError: a picture is not of the format that the card holds, or cannot
// be read.
type FormatError struct {
	Picture string // "front" or "face"
	Flaw    Flaw
	// Width, Height and Limit are told with [TooManyPixels]: the size in the
	// header, and the most pixels that are read.
	Width, Height, Limit int
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("%s picture: %s; the front is a TIFF file with CCITT Group 4, the face a PNG, JPEG or JPEG 2000 file",
		e.Picture, e.Flaw)
}
