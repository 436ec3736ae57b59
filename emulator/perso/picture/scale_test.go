package picture

import (
	"errors"
	"image"
	"image/color"
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestScaleIsTheMeanOfTheArea(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 3, 1))
	m.Pix = []byte{0, 90, 255}
	// Two pixels over three: each is one and a half wide.
	// (0*1 + 90/2) / 1.5 = 30; (90/2 + 255) / 1.5 = 200.
	got := scale(m, m.Rect, 2, 1)
	if a, b := got.RGBAAt(0, 0).R, got.RGBAAt(1, 0).R; a != 30 || b != 200 {
		t.Errorf("got %d and %d, want 30 and 200", a, b)
	}
	// Larger: 0 0 | 90 90 | 255 255.
	got = scale(m, m.Rect, 6, 2)
	for x, want := range []uint8{0, 0, 90, 90, 255, 255} {
		if v := got.RGBAAt(x, 1).R; v != want {
			t.Errorf("pixel %d is %d, want %d", x, v, want)
		}
	}
}

func TestCropped(t *testing.T) {
	for in, want := range map[image.Rectangle]image.Rectangle{
		image.Rect(0, 0, 300, 400):   image.Rect(0, 0, 300, 400),
		image.Rect(10, 0, 610, 400):  image.Rect(160, 0, 460, 400), // sides alike
		image.Rect(0, 10, 300, 1010): image.Rect(0, 210, 300, 610), // a third at the top
		image.Rect(0, 0, 1, 1):       image.Rect(0, 0, 1, 1),
	} {
		if got := cropped(in); got != want {
			t.Errorf("%v becomes %v, want %v", in, got, want)
		}
	}
}

// After settle no pixel has a luminance or chrominance that ends in one half,
// computed here in exact fractions, and none has moved by more than a step.
func TestSettle(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	m := image.NewRGBA(image.Rect(0, 0, 256, 40))
	for i := range m.Pix {
		m.Pix[i] = byte(random.IntN(256))
	}
	for x := range 256 { // greys, where red equals green
		m.SetRGBA(x, 0, color.RGBA{R: byte(x), G: byte(x), B: byte(x) ^ 1, A: 255})
	}
	before := *m
	before.Pix = append([]byte(nil), m.Pix...)
	moved := 0
	settle(m)
	for i := 0; i < len(m.Pix); i += 4 {
		if halves(before.Pix[i : i+3]) {
			moved++
		}
		if halves(m.Pix[i : i+3]) {
			t.Fatalf("pixel %d still ends in a half: % d", i/4, m.Pix[i:i+3])
		}
		for c := range 3 {
			if d := int(m.Pix[i+c]) - int(before.Pix[i+c]); d < -1 || d > 1 {
				t.Fatalf("pixel %d moved by %d", i/4, d)
			}
		}
	}
	if moved == 0 {
		t.Error("no pixel needed it: the test shows nothing")
	}
}

func halves(rgb []byte) bool {
	for _, factors := range [][3]string{
		{"0.299", "0.587", "0.114"}, {"-0.16875", "-0.33126", "0.5"}, {"0.5", "-0.41869", "-0.08131"},
	} {
		sum := new(big.Rat)
		for c, f := range factors {
			factor, _ := new(big.Rat).SetString(f)
			sum.Add(sum, factor.Mul(factor, new(big.Rat).SetInt64(int64(rgb[c])-128)))
		}
		sum.Mul(sum, big.NewRat(2, 1))
		if sum.IsInt() && sum.Num().Bit(0) == 1 {
			return true
		}
	}
	return false
}

func TestSearchGivesUp(t *testing.T) {
	_, err := search(Portrait(1).(*image.RGBA), 150)
	var size *SizeError
	if !errors.As(err, &size) || size.Limit != 150 || size.Size <= 150 {
		t.Errorf("error %v, want a SizeError", err)
	}
}

func TestSearchComesNear(t *testing.T) {
	for _, limit := range []int{600, 1500, 3000, 8000} {
		file, err := search(Portrait(1), limit)
		if err != nil || len(file) > limit || len(file) < limit*9/10 {
			t.Errorf("limit %d: %d bytes, error %v", limit, len(file), err)
		}
	}
}

func BenchmarkFace(b *testing.B) {
	p := Portrait(3)
	for b.Loop() {
		if _, err := Face(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPortrait(b *testing.B) {
	for b.Loop() {
		Portrait(3)
	}
}
