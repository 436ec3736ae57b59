package picture

import (
	"image"
	"image/color"
	"image/draw"
)

// fine is how many times finer than the finished picture a drawing is made,
// each way. Drawing is done in whole numbers only, so that every machine draws
// the same picture: floating-point results differ where a processor fuses
// multiply and add.
const fine = 4

// shape is a region of the fine grid.
type shape struct {
	box image.Rectangle
	in  func(x, y int) bool
}

// canvas is a drawing on the fine grid.
type canvas struct{ *image.RGBA }

func newCanvas(width, height int, backdrop color.Color) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width*fine, height*fine))}
	draw.Draw(c, c.Rect, image.NewUniform(backdrop), image.Point{}, draw.Src)
	return c
}

// fill paints a shape with a colour; c.A is how much it covers.
func (c canvas) fill(s shape, paint color.NRGBA) {
	box := s.box.Intersect(c.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if s.in(x, y) {
				c.SetRGBA(x, y, mix(c.RGBAAt(x, y), paint))
			}
		}
	}
}

// mix lays a colour over another.
func mix(under color.RGBA, over color.NRGBA) color.RGBA {
	if over.A == 255 {
		return color.RGBA(over)
	}
	a := int(over.A)
	part := func(u, o uint8) uint8 { return uint8((int(u)*(255-a) + int(o)*a + 127) / 255) }
	return color.RGBA{R: part(under.R, over.R), G: part(under.G, over.G), B: part(under.B, over.B), A: 255}
}

// finish gives the drawing at its own size: every pixel the mean of its fine
// ones.
func (c canvas) finish() *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, c.Rect.Dx()/fine, c.Rect.Dy()/fine))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetRGBA(x, y, c.mean(image.Rect(x*fine, y*fine, (x+1)*fine, (y+1)*fine)))
		}
	}
	return out
}

func (c canvas) mean(r image.Rectangle) color.RGBA {
	var red, green, blue int
	n := r.Dx() * r.Dy()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p := c.RGBAAt(x, y)
			red, green, blue = red+int(p.R), green+int(p.G), blue+int(p.B)
		}
	}
	round := func(sum int) uint8 { return uint8((sum + n/2) / n) }
	return color.RGBA{R: round(red), G: round(green), B: round(blue), A: 255}
}

// ellipse has its centre and radii in pixels.
func ellipse(cx, cy, rx, ry int) shape { return ovalIn(cx*fine, cy*fine, rx*fine, ry*fine) }

// ovalIn has its centre and radii on the fine grid.
func ovalIn(cx, cy, rx, ry int) shape {
	return shape{
		box: image.Rect(cx-rx, cy-ry, cx+rx+1, cy+ry+1),
		in: func(x, y int) bool {
			dx, dy := int64(x-cx), int64(y-cy)
			a, b := int64(rx), int64(ry)
			return dx*dx*b*b+dy*dy*a*a <= a*a*b*b
		},
	}
}

// polygon has its corners in pixels.
func polygon(corners ...image.Point) shape {
	fineCorners := make([]image.Point, len(corners))
	box := image.Rectangle{Min: corners[0].Mul(fine), Max: corners[0].Mul(fine)}
	for i, p := range corners {
		p = p.Mul(fine)
		fineCorners[i] = p
		box = image.Rect(min(box.Min.X, p.X), min(box.Min.Y, p.Y), max(box.Max.X, p.X), max(box.Max.Y, p.Y))
	}
	return shape{box: box, in: func(x, y int) bool { return insidePolygon(fineCorners, x, y) }}
}

// insidePolygon counts how many edges a ray to the right crosses.
func insidePolygon(corners []image.Point, x, y int) bool {
	inside := false
	for i, a := range corners {
		b := corners[(i+1)%len(corners)]
		if (a.Y > y) == (b.Y > y) {
			continue
		}
		if a.Y > b.Y {
			a, b = b, a
		}
		if (x-a.X)*(b.Y-a.Y) < (b.X-a.X)*(y-a.Y) {
			inside = !inside
		}
	}
	return inside
}

func union(shapes ...shape) shape {
	var box image.Rectangle
	for _, s := range shapes {
		box = box.Union(s.box)
	}
	return shape{box: box, in: func(x, y int) bool {
		for _, s := range shapes {
			if s.in(x, y) {
				return true
			}
		}
		return false
	}}
}

// both is where two shapes overlap.
func both(a, b shape) shape {
	return shape{
		box: a.box.Intersect(b.box),
		in:  func(x, y int) bool { return a.in(x, y) && b.in(x, y) },
	}
}

// minus is a shape less another.
func minus(a, b shape) shape {
	return shape{box: a.box, in: func(x, y int) bool { return a.in(x, y) && !b.in(x, y) }}
}
