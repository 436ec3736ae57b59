package picture

import (
	"image"
	"unicode/utf8"

	"github.com/hajimehoshi/bitmapfont/v4"
	"github.com/zairyukit/zairyu/emulator/perso/g4"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

const (
	columnWidth = 6  // of the font, pixels: half a kanji
	ascent      = 12 // of the font, pixels
	lineHeight  = 16 // of the font, pixels
)

// size is how large a text is drawn: factors of the font's pixels, and over
// how many lines it may run.
type size struct{ x, y, lines int }

// sizes, largest first. The second is condensed, as card printers do with long
// names.
func sizes() []size { return []size{{2, 2, 1}, {1, 2, 1}, {1, 1, 2}} }

func (s size) columns(width int) int { return width / (columnWidth * s.x) }

// draw puts the text into its place at the largest size that fits.
func (p place) draw(b *g4.Bitmap, text string) error {
	glyphs, err := glyphsOf(p.item, text)
	if err != nil {
		return err
	}
	columns, room := 0, 0
	for _, s := range sizes() {
		perLine := s.columns(p.max)
		lines := wrap(glyphs, perLine)
		if len(lines) <= s.lines {
			p.drawLines(b, lines, s)
			return nil
		}
		columns = (len(lines)-1)*perLine + width(lines[len(lines)-1])
		room = perLine * s.lines
	}
	return &WidthError{Item: p.item, Characters: utf8.RuneCountInString(text), Columns: columns, Room: room}
}

func width(line []glyph) int {
	columns := 0
	for _, g := range line {
		columns += g.columns
	}
	return columns
}

func (p place) drawLines(b *g4.Bitmap, lines [][]glyph, s size) {
	for i, line := range lines {
		at := image.Pt(p.left, p.top+i*lineHeight*s.y)
		for _, g := range line {
			g.draw(b, at, s)
			at.X += g.columns * columnWidth * s.x
		}
	}
}

// glyph is one character of the font: a black and white picture.
type glyph struct {
	pixels  *g4.Bitmap
	columns int // 0 for a mark that stands over the glyph before
}

// glyphsOf looks the characters up. The font answers a character that it lacks
// with an empty picture.
func glyphsOf(item, text string) ([]glyph, error) {
	var out []glyph
	position := 0
	for _, r := range text {
		position++
		g, ok := glyphOf(r)
		if !ok {
			return nil, &GlyphError{Item: item, Position: position}
		}
		out = append(out, g)
	}
	return out, nil
}

func glyphOf(r rune) (glyph, bool) {
	dot := fixed.P(0, ascent)
	bounds, mask, from, advance, ok := bitmapfont.Face.Glyph(dot, r)
	if !ok {
		return glyph{}, false
	}
	pixels, empty := g4.NewBitmap(bounds.Dx(), lineHeight), true
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			if _, _, _, a := mask.At(from.X+x, from.Y+y).RGBA(); a != 0 {
				pixels.SetBlack(x, bounds.Min.Y+y, true)
				empty = false
			}
		}
	}
	isSpace := r == ' ' || r == '\u3000'
	return glyph{pixels: pixels, columns: columnsOf(r, advance)}, !empty || isSpace
}

func columnsOf(r rune, advance fixed.Int26_6) int {
	columns := advance.Round() / columnWidth
	return columns + kern(bitmapfont.Face, r).Round()/columnWidth
}

// kern is negative for a combining mark.
func kern(f font.Face, r rune) fixed.Int26_6 { return f.Kern('a', r) }

// wrap breaks a text into lines of at most so many columns.
func wrap(glyphs []glyph, columns int) [][]glyph {
	if len(glyphs) == 0 {
		return nil
	}
	lines, used := [][]glyph{nil}, 0
	for _, g := range glyphs {
		if used+g.columns > columns {
			lines, used = append(lines, nil), 0
		}
		last := len(lines) - 1
		lines[last] = append(lines[last], g)
		used += g.columns
	}
	return lines
}

// draw draws a glyph with its pixels enlarged.
func (g glyph) draw(b *g4.Bitmap, at image.Point, s size) {
	for y := range lineHeight * s.y {
		for x := range g.pixels.Bounds().Dx() * s.x {
			if g.ink(x, y, s) {
				b.SetBlack(at.X+x, at.Y+y, true)
			}
		}
	}
}

// ink tells the colour of a pixel of the enlarged glyph. Doubled glyphs have
// their stairs smoothed: a quarter of a pixel takes the colour of the two
// neighbours at its corner where these agree and stand alone.
func (g glyph) ink(x, y int, s size) bool {
	at := g.pixels.Black
	px, py := x/s.x, y/s.y
	if s.x != 2 || s.y != 2 {
		return at(px, py)
	}
	dx, dy := 2*(x%2)-1, 2*(y%2)-1
	side, upright := at(px+dx, py), at(px, py+dy)
	if side == upright && side != at(px-dx, py) && upright != at(px, py-dy) {
		return side
	}
	return at(px, py)
}
