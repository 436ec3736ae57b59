package picture

import (
	"image"
	"testing"

	"github.com/zairyukit/zairyu/emulator/perso/g4"
)

// Two pixels that touch at a corner, doubled: the stairs between them are
// filled, and nothing else. Drawn by hand.
func TestDoubledGlyphsAreSmoothed(t *testing.T) {
	pixels := g4.NewBitmap(2, lineHeight)
	pixels.SetBlack(0, 0, true)
	pixels.SetBlack(1, 1, true)
	g := glyph{pixels: pixels, columns: 1}
	for _, c := range []struct {
		size size
		want []string
	}{
		{size{2, 2, 1}, []string{"##..", "###.", ".###", "..##"}},
		{size{1, 2, 1}, []string{"#...", "#...", ".#..", ".#.."}},
		{size{1, 1, 2}, []string{"#...", ".#..", "....", "...."}},
	} {
		b := g4.NewBitmap(4, 4)
		g.draw(b, image.Point{}, c.size)
		for y, row := range c.want {
			for x := range row {
				if b.Black(x, y) != (row[x] == '#') {
					t.Errorf("size %v: pixel %d,%d is wrong", c.size, x, y)
				}
			}
		}
	}
}
