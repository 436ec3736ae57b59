package picture

import (
	"image"
	"image/color"
)

// cropped gives the largest part of the shape 3 by 4: the sides go in equal
// parts; of what is too high, a third goes at the top, since heads are there.
func cropped(r image.Rectangle) image.Rectangle {
	width, height := r.Dx(), r.Dy()
	if width*faceHeight > height*faceWidth {
		keep := max(height*faceWidth/faceHeight, 1)
		left := r.Min.X + (width-keep)/2
		return image.Rect(left, r.Min.Y, left+keep, r.Max.Y)
	}
	keep := max(width*faceHeight/faceWidth, 1)
	top := r.Min.Y + (height-keep)/3
	return image.Rect(r.Min.X, top, r.Max.X, top+keep)
}

// scale draws a part of a picture at another size, on white where it is
// transparent. Every pixel is the mean of the area that it covers; the
// arithmetic is in whole numbers, so that every machine gets the same pixels.
func scale(img image.Image, part image.Rectangle, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	columns, rows := spans(part.Min.X, part.Dx(), width), spans(part.Min.Y, part.Dy(), height)
	for y := range height {
		for x := range width {
			out.SetRGBA(x, y, mean(img, columns[x], rows[y]))
		}
	}
	return out
}

// span is one weighted source column or row.
type span struct{ at, weight int }

// spans cuts length source pixels into n equal stretches: which source pixels
// each covers, and how much of them, in n-ths of a pixel.
func spans(from, length, n int) [][]span {
	out := make([][]span, n)
	for i := range n {
		for begin, end := i*length, (i+1)*length; begin < end; {
			next := min((begin/n+1)*n, end)
			out[i] = append(out[i], span{at: from + begin/n, weight: next - begin})
			begin = next
		}
	}
	return out
}

func mean(img image.Image, columns, rows []span) color.RGBA {
	var red, green, blue, total uint64
	for _, row := range rows {
		for _, column := range columns {
			r, g, b, a := img.At(column.at, row.at).RGBA()
			weight, white := uint64(column.weight)*uint64(row.weight), uint64(0xFFFF-a)
			red += weight * (uint64(r) + white)
			green += weight * (uint64(g) + white)
			blue += weight * (uint64(b) + white)
			total += weight
		}
	}
	round := func(sum uint64) uint8 { return uint8((sum/total*255 + 0x7FFF) / 0xFFFF) }
	return color.RGBA{R: round(red), G: round(green), B: round(blue), A: 255}
}

// settle moves pixels by one step where the colour transform of JPEG 2000
// (ITU-T T.800 annex G.3) would fall exactly between two whole numbers. The
// encoder computes it in floating point; there the rounding would depend on
// whether the processor fuses multiply and add, and so would the card's bytes.
func settle(img *image.RGBA) {
	for i := 0; i+3 < len(img.Pix); i += 4 {
		r, g, b := int(img.Pix[i]), int(img.Pix[i+1]), int(img.Pix[i+2])
		if !undecided(r, g, b) {
			continue
		}
		for _, step := range [][3]int{{0, 0, 1}, {0, 0, -1}, {1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}} {
			r, g, b := r+step[0], g+step[1], b+step[2]
			if min(r, g, b) >= 0 && max(r, g, b) <= 255 && !undecided(r, g, b) {
				img.Pix[i], img.Pix[i+1], img.Pix[i+2] = uint8(r), uint8(g), uint8(b)
				break
			}
		}
	}
}

// undecided tells whether Y, Cb or Cr ends in exactly one half. The factors,
// in 100,000ths, are those of the encoder.
func undecided(r, g, b int) bool {
	r, g, b = r-128, g-128, b-128
	for _, value := range []int{
		29900*r + 58700*g + 11400*b,
		-16875*r - 33126*g + 50000*b,
		50000*r - 41869*g - 8131*b,
	} {
		if value%100000 == 50000 || value%100000 == -50000 {
			return true
		}
	}
	return false
}
