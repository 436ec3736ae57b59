package picture

import (
	"bytes"

	"github.com/zairyukit/zairyu/emulator/perso/g4"
)

// FrontLimit is the most bytes of a front image: the length of D0, clause
// 3.3.4.3.
const FrontLimit = 7000

// The size of the front image: an ID-1 card, 85.6 mm by 54 mm, at 200 dots an
// inch. The specification gives none; two projects' samples have this one.
const (
	frontWidth  = 674
	frontHeight = 425
)

// Front holds the texts of the front, as they stand on the card: everything
// that is not pre-printed (clause 3.3.4.3), so no labels. An empty text leaves
// its place white.
type Front struct {
	Number         string // 12 characters, top right
	Name           string
	Born           string
	Sex            string
	Nationality    string
	Address        string
	Status         string // of residence
	Work           string // restriction of work
	Period         string // of stay, with its last day
	Permission     string // kind
	PermissionDate string
	Issued         string
	Expires        string // last day of the card
}

// place is where a text stands: left edge, top edge and width in pixels; the
// width is a multiple of a small kanji's. Every place is 32 pixels high.
type place struct {
	item           string
	text           func(*Front) string
	left, top, max int
}

// places follows the residence card from top to bottom. The photo stands right
// of column 488 and below row 176; nothing is drawn there.
func places() []place {
	return []place{
		{"number", func(f *Front) string { return f.Number }, 496, 14, 168},
		{"name", func(f *Front) string { return f.Name }, 58, 52, 600},
		{"born", func(f *Front) string { return f.Born }, 106, 94, 180},
		{"sex", func(f *Front) string { return f.Sex }, 332, 94, 72},
		{"nationality", func(f *Front) string { return f.Nationality }, 470, 94, 192},
		{"address", func(f *Front) string { return f.Address }, 58, 134, 600},
		{"status", func(f *Front) string { return f.Status }, 106, 180, 372},
		{"work", func(f *Front) string { return f.Work }, 106, 218, 372},
		{"period", func(f *Front) string { return f.Period }, 106, 256, 372},
		{"permission", func(f *Front) string { return f.Permission }, 106, 294, 372},
		{"permission_date", func(f *Front) string { return f.PermissionDate }, 58, 332, 180},
		{"issued", func(f *Front) string { return f.Issued }, 298, 332, 180},
		{"expires", func(f *Front) string { return f.Expires }, 150, 378, 180},
	}
}

// Draw draws the texts, each as large as its place allows. It fails with a
// [*GlyphError] or a [*WidthError].
func (f Front) Draw() (*g4.Bitmap, error) {
	b := g4.NewBitmap(frontWidth, frontHeight)
	for _, p := range places() {
		if err := p.draw(b, p.text(&f)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// TIFF gives the front image as a card stores it, at most [FrontLimit] bytes.
// It fails as [Front.Draw] does, or with a [*SizeError].
func (f Front) TIFF() ([]byte, error) {
	b, err := f.Draw()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := g4.Encode(&out, b); err != nil {
		return nil, err
	}
	if out.Len() > FrontLimit {
		return nil, &SizeError{Picture: "front", Size: out.Len(), Limit: FrontLimit}
	}
	return out.Bytes(), nil
}
