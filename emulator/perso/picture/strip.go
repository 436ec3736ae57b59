package picture

import (
	"bytes"

	"github.com/zairyukit/zairyu/emulator/perso/g4"
)

// StripLimit is the most bytes of the image of a name or an address: the
// lengths of D0 and DFD1 of types 05 to 08 (2G 3.3.4).
const StripLimit = 2500

// The size of such an image: no document gives one. It is as wide as the
// texts of the front and as high as one line of them, with a margin.
const (
	stripWidth  = 624
	stripHeight = 48
	stripMargin = 12
)

// Strip draws one text as an image of its own, CCITT Group 4 TIFF of at most
// [StripLimit] bytes. The item names the text in errors: a [*GlyphError], a
// [*WidthError] or a [*SizeError].
func Strip(item, text string) ([]byte, error) {
	b := g4.NewBitmap(stripWidth, stripHeight)
	at := place{item: item, left: stripMargin, top: (stripHeight - 2*lineHeight) / 2, max: stripWidth - 2*stripMargin}
	if err := at.draw(b, text); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := g4.Encode(&out, b); err != nil {
		return nil, err
	}
	if out.Len() > StripLimit {
		return nil, &SizeError{Picture: item, Size: out.Len(), Limit: StripLimit}
	}
	return out.Bytes(), nil
}

// StripFile takes a ready image as it is, as [FrontFile] does, of at most
// [StripLimit] bytes.
func StripFile(file []byte) ([]byte, error) {
	if err := checkTIFF(file); err != nil {
		return nil, err
	}
	if len(file) > StripLimit {
		return nil, &SizeError{Picture: "name or address", Size: len(file), Limit: StripLimit}
	}
	return bytes.Clone(file), nil
}
