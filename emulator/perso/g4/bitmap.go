package g4

import (
	"image"
	"image/color"
)

// Bitmap is a picture of black and white pixels, white when new. It is a
// draw.Image, so anything that draws can draw on it; a colour becomes black
// when it is darker than middle grey.
type Bitmap struct {
	width, height int
	stride        int
	// black holds one bit a pixel, most significant bit first; a set bit is
	// black. Bits beyond the width are never set.
	black []byte
}

// NewBitmap makes a white picture of width by height pixels. A negative size
// counts as zero.
func NewBitmap(width, height int) *Bitmap {
	width, height = max(width, 0), max(height, 0)
	stride := (width + 7) / 8
	return &Bitmap{width: width, height: height, stride: stride, black: make([]byte, stride*height)}
}

// Bounds gives the size; the origin is 0, 0.
func (b *Bitmap) Bounds() image.Rectangle { return image.Rect(0, 0, b.width, b.height) }

// ColorModel has two colours, black and white.
func (b *Bitmap) ColorModel() color.Model { return color.ModelFunc(nearest) }

// At gives the pixel as color.Gray; outside the picture everything is white.
func (b *Bitmap) At(x, y int) color.Color {
	if b.Black(x, y) {
		return color.Gray{}
	}
	return color.Gray{Y: 0xFF}
}

// Set draws one pixel; outside the picture it does nothing.
func (b *Bitmap) Set(x, y int, c color.Color) {
	b.SetBlack(x, y, nearest(c) == color.Gray{})
}

// Black tells whether a pixel is black; outside the picture nothing is.
func (b *Bitmap) Black(x, y int) bool {
	if !image.Pt(x, y).In(b.Bounds()) {
		return false
	}
	return b.black[y*b.stride+x/8]>>(7-x%8)&1 == 1
}

// SetBlack draws one pixel black or white; outside the picture it does nothing.
func (b *Bitmap) SetBlack(x, y int, black bool) {
	if !image.Pt(x, y).In(b.Bounds()) {
		return
	}
	bit := byte(0x80) >> (x % 8)
	if black {
		b.black[y*b.stride+x/8] |= bit
	} else {
		b.black[y*b.stride+x/8] &^= bit
	}
}

func nearest(c color.Color) color.Color {
	if color.Gray16Model.Convert(c).(color.Gray16).Y < 0x8000 {
		return color.Gray{}
	}
	return color.Gray{Y: 0xFF}
}
