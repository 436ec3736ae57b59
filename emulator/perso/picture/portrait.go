package picture

import (
	"image"
	"image/color"
	"math/rand/v2"
)

// The size of a face image. The specification gives none (fact sheet gen1,
// section 3: not recovered); this one has the 3 by 4 shape of an application
// photo.
const (
	faceWidth  = 180
	faceHeight = 240
)

// Portrait draws a synthetic holder: plainly a drawing, nobody's likeness. The
// seed chooses skin, hair, eyes, clothes, glasses and background; the same
// seed always gives the same picture, 180 by 240 pixels.
func Portrait(seed int64) image.Image {
	look := lookOf(seed)
	c := newCanvas(faceWidth, faceHeight, look.backdrop)
	look.hairBehind(c)
	look.body(c)
	look.head(c)
	look.eyes(c)
	look.noseAndMouth(c)
	look.hairInFront(c)
	look.wearGlasses(c)
	return c.finish()
}

// look is what the seed chooses.
type look struct {
	skin, hair, iris, cloth, backdrop color.NRGBA
	cut                               haircut
	jacket, glasses                   bool
	jaw                               int // half the width of the jaw, pixels
	gap                               int // from the nose to the middle of an eye, pixels
}

type haircut int

const (
	short haircut = iota
	parted
	bob
	long
	haircuts
)

func lookOf(seed int64) look {
	// Go promises the stream of PCG, but not how rand.Rand makes smaller
	// numbers of it.
	stream := rand.NewPCG(uint64(seed), 0x7A61697279750001)
	below := func(n uint64) int { return int(stream.Uint64() % n) }
	pick := func(colours ...uint32) color.NRGBA {
		v := colours[below(uint64(len(colours)))]
		return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
	}
	return look{
		skin:     pick(0xF6D7BE, 0xEFC6A4, 0xE3B18B, 0xC98F66, 0xA06B45, 0x7A4E31),
		hair:     pick(0x1E1A1A, 0x2B211D, 0x3B2A20, 0x5A3C26, 0x8A5A33, 0x463730),
		iris:     pick(0x3A2618, 0x4B2F1B, 0x2E2A28, 0x4A5A3A, 0x3F5F7A),
		cloth:    pick(0x2C3E5C, 0x37474F, 0x5B2E3A, 0x2F5D50, 0x4A4063, 0x6B7280),
		backdrop: pick(0xDCE6EF, 0xE3E8E4, 0xE9E4DC, 0xD6E3EA),
		cut:      haircut(below(uint64(haircuts))),
		jacket:   below(2) == 0,
		glasses:  below(4) == 0,
		jaw:      34 + below(5),
		gap:      18 + below(3),
	}
}

// middle is the column of the nose.
const middle = faceWidth / 2

func (l look) body(c canvas) {
	shoulders := union(ellipse(middle, 274, 78, 76), ellipse(middle-34, 268, 48, 64), ellipse(middle+34, 268, 48, 64))
	c.fill(shoulders, l.cloth)
	neck := union(polygon(pt(-20, 140), pt(20, 140), pt(22, 206), pt(-22, 206)), ellipse(middle, 204, 27, 13))
	if l.jacket {
		shirt := polygon(pt(-25, 196), pt(25, 196), pt(30, 214), pt(0, 240), pt(-30, 214))
		c.fill(shirt, color.NRGBA{0xF4, 0xF6, 0xF8, 255})
		c.fill(neck, l.skin)
		c.fill(polygon(pt(-26, 195), pt(-20, 192), pt(0, 222), pt(-14, 230)), color.NRGBA{0xE6, 0xEA, 0xEE, 255})
		c.fill(polygon(pt(26, 195), pt(20, 192), pt(0, 222), pt(14, 230)), color.NRGBA{0xE6, 0xEA, 0xEE, 255})
		c.fill(polygon(pt(-28, 194), pt(-36, 200), pt(-30, 226), pt(-6, 240), pt(0, 240)), darker(l.cloth, 22))
		c.fill(polygon(pt(28, 194), pt(36, 200), pt(30, 226), pt(6, 240), pt(0, 240)), darker(l.cloth, 22))
	} else {
		c.fill(ellipse(middle, 205, 33, 18), darker(l.cloth, 26))
		c.fill(neck, l.skin)
	}
	// The chin's shadow on the neck.
	c.fill(both(neck, ellipse(middle, 143, 40, 36)), tint(darker(l.skin, 50), 105))
}

func (l look) faceShape() shape {
	return union(
		ellipse(middle, 100, 44, 50),
		ellipse(middle, 126, l.jaw+4, 36),
		ellipse(middle, 140, l.jaw-6, 34),
	)
}

func (l look) head(c canvas) {
	if l.cut == short || l.cut == parted {
		for _, side := range []int{-1, 1} {
			c.fill(ellipse(middle+side*44, 113, 7, 13), l.skin)
			c.fill(ellipse(middle+side*45, 113, 4, 8), tint(darker(l.skin, 40), 140))
		}
	}
	face := l.faceShape()
	c.fill(face, l.skin)
	// Light from the left: a soft shade along the right edge.
	c.fill(minus(face, ellipse(middle-10, 112, 48, 68)), tint(darker(l.skin, 40), 90))
	for _, side := range []int{-1, 1} {
		c.fill(both(face, ellipse(middle+side*25, 134, 10, 7)), color.NRGBA{0xD8, 0x60, 0x50, 36})
	}
}

func (l look) eyes(c canvas) {
	for _, side := range []int{-1, 1} {
		x, y := middle+side*l.gap, 111
		almond := both(ellipse(x, y+4, 10, 9), ellipse(x, y-4, 10, 9))
		c.fill(both(ellipse(x, y+3, 11, 10), ellipse(x, y-4, 11, 10)), tint(darker(l.skin, 45), 255))
		c.fill(almond, color.NRGBA{0xFB, 0xFA, 0xF8, 255})
		c.fill(both(almond, ellipse(x, y, 5, 5)), l.iris)
		c.fill(both(almond, ellipse(x, y, 2, 2)), color.NRGBA{0x10, 0x0C, 0x0C, 255})
		c.fill(ovalIn(x*fine-6, y*fine-7, 5, 5), color.NRGBA{255, 255, 255, 230})
		lid := minus(both(ellipse(x, y+3, 12, 10), ellipse(x, y-5, 13, 10)), ellipse(x, y+5, 13, 10))
		c.fill(lid, tint(darker(l.hair, 30), 235))
		brow := minus(ellipse(x+side, y-5, 13, 11), ellipse(x+side, y-1, 15, 12))
		c.fill(brow, tint(l.hair, 225))
	}
}

func (l look) noseAndMouth(c canvas) {
	shade := darker(l.skin, 48)
	// One side of the bridge, the tip's shadow, two nostrils.
	c.fill(minus(ellipse(middle+1, 122, 7, 18), ellipse(middle-1, 120, 7, 20)), tint(shade, 120))
	c.fill(minus(ellipse(middle, 134, 9, 6), ellipse(middle, 131, 10, 6)), tint(shade, 200))
	for _, side := range []int{-1, 1} {
		c.fill(ovalIn((middle+side*4)*fine, 137*fine, 9, 5), tint(darker(l.skin, 90), 200))
	}
	lips := color.NRGBA{l.skin.R - l.skin.R/8, l.skin.G / 2, l.skin.B / 2, 255}
	upper := minus(both(ellipse(middle, 156, 14, 8), ellipse(middle, 146, 18, 9)), ellipse(middle, 143, 5, 6))
	lower := both(ellipse(middle, 150, 13, 9), ellipse(middle, 160, 17, 8))
	c.fill(lower, lighter(lips, 12))
	c.fill(upper, lips)
	c.fill(minus(ellipse(middle, 149, 14, 6), ellipse(middle, 148, 16, 6)), tint(darker(lips, 70), 220))
}

// hairBehind is what shows beside the neck and the face.
func (l look) hairBehind(c canvas) {
	back := darker(l.hair, 16)
	switch l.cut {
	case bob:
		c.fill(union(ellipse(middle, 104, 58, 66), ellipse(middle-30, 140, 29, 36), ellipse(middle+30, 140, 29, 36)), back)
	case long:
		c.fill(union(ellipse(middle, 108, 56, 70), polygon(pt(-56, 110), pt(56, 110), pt(60, 206), pt(40, 216), pt(-40, 216), pt(-60, 206))), back)
	}
}

func (l look) hairInFront(c canvas) {
	crown := ellipse(middle, 92, 51, 52)
	var opening shape // where the hair leaves the face free
	switch l.cut {
	case short:
		opening = union(ellipse(middle, 124, 42, 50), ellipse(middle, 150, 60, 44))
	case parted:
		opening = union(ellipse(middle+13, 128, 33, 54), ellipse(middle-14, 130, 30, 44), ellipse(middle, 150, 60, 44))
	case bob:
		opening = union(ellipse(middle, 140, 41, 51), polygon(pt(-60, 150), pt(60, 150), pt(60, 160), pt(-60, 160)))
	default:
		opening = union(ellipse(middle-19, 128, 26, 62), ellipse(middle+19, 128, 26, 62), ellipse(middle, 152, 40, 60))
	}
	c.fill(minus(crown, opening), l.hair)
	if l.cut == bob || l.cut == long {
		for _, side := range []int{-1, 1} {
			lock := minus(ellipse(middle+side*42, 124, 14, 46), ellipse(middle+side*14, 126, 31, 60))
			c.fill(lock, l.hair)
		}
	}
	// A sheen on the crown.
	sheen := minus(ellipse(middle-8, 66, 34, 20), ellipse(middle-8, 72, 36, 21))
	c.fill(both(sheen, minus(crown, opening)), tint(lighter(l.hair, 40), 90))
}

func (l look) wearGlasses(c canvas) {
	if !l.glasses {
		return
	}
	frame := color.NRGBA{0x2A, 0x2A, 0x30, 240}
	for _, side := range []int{-1, 1} {
		x := middle + side*l.gap
		c.fill(minus(ellipse(x, 112, 16, 14), ovalIn(x*fine, 112*fine, 57, 49)), frame)
		c.fill(polygon(pt(side*(l.gap+15), 109), pt(side*45, 107), pt(side*45, 110), pt(side*(l.gap+15), 112)), frame)
	}
	c.fill(minus(ellipse(middle, 112, 5, 6), ellipse(middle, 114, 5, 6)), frame)
}

// pt is a corner, counted across from the middle of the picture.
func pt(x, y int) image.Point { return image.Pt(middle+x, y) }

func tint(c color.NRGBA, cover uint8) color.NRGBA { c.A = cover; return c }

// darker takes so many hundredths of a colour's light away.
func darker(c color.NRGBA, percent int) color.NRGBA {
	scale := func(v uint8) uint8 { return uint8(int(v) * (100 - percent) / 100) }
	return color.NRGBA{scale(c.R), scale(c.G), scale(c.B), c.A}
}

// lighter takes a colour so many hundredths of the way to white.
func lighter(c color.NRGBA, percent int) color.NRGBA {
	scale := func(v uint8) uint8 { return v + uint8((255-int(v))*percent/100) }
	return color.NRGBA{scale(c.R), scale(c.G), scale(c.B), c.A}
}
