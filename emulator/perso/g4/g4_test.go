package g4_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/perso/g4"
	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff"
	"pgregory.net/rapid"
)

// encode fails the test where the encoder refuses.
func encode(t testing.TB, b *g4.Bitmap) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := g4.Encode(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sameAs compares the picture with what golang.org/x/image made of its file.
func sameAs(t interface {
	Helper()
	Fatalf(string, ...any)
}, b *g4.Bitmap, file []byte,
) {
	t.Helper()
	got, err := tiff.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("x/image/tiff: %v", err)
	}
	if got.Bounds() != b.Bounds() {
		t.Fatalf("bounds %v, want %v", got.Bounds(), b.Bounds())
	}
	for y := range b.Bounds().Dy() {
		for x := range b.Bounds().Dx() {
			if black := isBlack(got, x, y); black != b.Black(x, y) {
				t.Fatalf("pixel %d,%d: black is %v, want %v", x, y, black, b.Black(x, y))
			}
		}
	}
}

func isBlack(m image.Image, x, y int) bool {
	r, _, _, _ := m.At(x, y).RGBA()
	return r < 0x8000
}

func TestRandomPicturesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 700).Draw(t, "width")
		height := rapid.IntRange(1, 12).Draw(t, "height")
		b := g4.NewBitmap(width, height)
		for y := range height {
			fillRow(t, b, y)
		}
		var out bytes.Buffer
		if err := g4.Encode(&out, b); err != nil {
			t.Fatalf("encode: %v", err)
		}
		sameAs(t, b, out.Bytes())
	})
}

// fillRow draws one row as runs; a row near the row above it, as in real
// pictures, so that every mode of T.6 is used.
func fillRow(t *rapid.T, b *g4.Bitmap, y int) {
	if y > 0 && rapid.Bool().Draw(t, "near") {
		shift := rapid.IntRange(-5, 5).Draw(t, "shift")
		for x := range b.Bounds().Dx() {
			b.SetBlack(x, y, b.Black(x+shift, y-1))
		}
		return
	}
	longest := rapid.SampledFrom([]int{1, 3, 20, 100, 700}).Draw(t, "longest")
	black := rapid.Bool().Draw(t, "black")
	for x := 0; x < b.Bounds().Dx(); black = !black {
		run := rapid.IntRange(1, longest).Draw(t, "run")
		for range run {
			b.SetBlack(x, y, black)
			x++
		}
	}
}

// Every run length that has a code word, of both colours, alone in its row
// under a row that differs: T.4 tables 2, 3a, 3b whole, and beyond their end.
func TestEveryRunLength(t *testing.T) {
	const width = 5400
	lengths := make([]int, 0, 2700)
	for n := 1; n <= 2624; n++ {
		lengths = append(lengths, n)
	}
	lengths = append(lengths, 2625, 4000, 5119, 5120, 5121, 5184, 5185)
	for start := 0; start < len(lengths); start += 100 {
		part := lengths[start:min(start+100, len(lengths))]
		b := g4.NewBitmap(width, 4*len(part))
		for i, n := range part {
			// A lone run of ink, a blank row, a lone run of paper, a blank row.
			for x := range width {
				inside := x >= 100 && x < 100+n
				b.SetBlack(x, 4*i, inside)
				b.SetBlack(x, 4*i+2, !inside)
			}
		}
		sameAs(t, b, encode(t, b))
	}
}

// A strip typed by hand from T.6: two rows of two pixels, the left one of the
// second row black.
func TestHandTypedStrip(t *testing.T) {
	b := g4.NewBitmap(2, 2)
	b.SetBlack(0, 1, true)
	// Row 1: a1 = b1 = 2, the end: V0 "1".
	// Row 2: a1 = 0, b1 = 2: VL(2) "000010"; then a1 = 1, b1 = 2: VL(1)
	// "010"; then a1 = b1 = 2: V0 "1".
	// EOFB: "000000000001" twice.
	bits := "1" + "000010" + "010" + "1" + "000000000001" + "000000000001"
	var want []byte
	for i := 0; i < len(bits); i += 8 {
		var v byte
		for _, c := range (bits + "0000000")[i : i+8] {
			v = v<<1 | byte(c-'0')
		}
		want = append(want, v)
	}
	file := encode(t, b)
	if got := file[len(file)-len(want):]; !bytes.Equal(got, want) {
		t.Errorf("strip % x, want % x", got, want)
	}
}

// The strip is also right without the container's help: a raw T.6 decoder
// finds the end by EOFB, and black runs are ink.
func TestStripIsPlainT6(t *testing.T) {
	b := noise(rand.New(rand.NewPCG(1, 2)), 97, 31)
	file := encode(t, b)
	strip := file[len(file)-int(field(t, file, 0x0117)):]
	r := ccitt.NewReader(bytes.NewReader(strip), ccitt.MSB, ccitt.Group4, 97, ccitt.AutoDetectHeight, nil)
	rows, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 31 {
		for x := range 97 {
			// x/image/ccitt gives 0 for a black run.
			if ink := rows[y*13+x/8]>>(7-x%8)&1 == 0; ink != b.Black(x, y) {
				t.Fatalf("pixel %d,%d: ink is %v", x, y, ink)
			}
		}
	}
}

func TestContainerFields(t *testing.T) {
	file := encode(t, g4.NewBitmap(674, 425))
	if string(file[:4]) != "II\x2a\x00" {
		t.Errorf("file begins % x, want II 42", file[:4])
	}
	for tag, want := range map[uint16]uint32{
		0x0100: 674, 0x0101: 425, 0x0102: 1, 0x0103: 4, 0x0106: 0, 0x0115: 1, 0x0116: 425, 0x0128: 2,
	} {
		if got := field(t, file, tag); got != want {
			t.Errorf("field %04X is %d, want %d", tag, got, want)
		}
	}
	for _, tag := range []uint16{0x011A, 0x011B} {
		at := field(t, file, tag)
		num, den := binary.LittleEndian.Uint32(file[at:]), binary.LittleEndian.Uint32(file[at+4:])
		if num != 200*den {
			t.Errorf("resolution %04X is %d/%d, want 200", tag, num, den)
		}
	}
}

// field finds a value in the first directory, by TIFF 6.0 section 2.
func field(t *testing.T, file []byte, tag uint16) uint32 {
	t.Helper()
	le := binary.LittleEndian
	at := le.Uint32(file[4:])
	for i := range uint32(le.Uint16(file[at:])) {
		e := file[at+2+12*i:]
		if le.Uint16(e) == tag {
			return le.Uint32(e[8:])
		}
	}
	t.Fatalf("no field %04X", tag)
	return 0
}

func TestSizesRefused(t *testing.T) {
	for _, size := range []image.Point{{0, 0}, {0, 5}, {5, 0}, {-1, 5}, {65536, 1}, {1, 65536}} {
		if err := g4.Encode(io.Discard, g4.NewBitmap(size.X, size.Y)); !errors.Is(err, g4.ErrSize) {
			t.Errorf("%v: error %v, want ErrSize", size, err)
		}
	}
	sameAs(t, g4.NewBitmap(1, 1), encode(t, g4.NewBitmap(1, 1)))
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriteErrorComesBack(t *testing.T) {
	if err := g4.Encode(brokenPipe{}, g4.NewBitmap(8, 8)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v, want the writer's", err)
	}
}

// libtiff, in C and from other hands, must read the same pixels: tiffcp
// turns the file into an uncompressed one.
func TestLibtiffReadsIt(t *testing.T) {
	for _, tool := range []string{"tiffinfo", "tiffcp"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: apt-get install libtiff-tools", tool)
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 20 {
		b := noise(random, 1+random.IntN(700), 1+random.IntN(60))
		if i%2 == 0 {
			b = boxes(random, 674, 425)
		}
		in := filepath.Join(t.TempDir(), "in.tif")
		out := filepath.Join(t.TempDir(), "out.tif")
		if err := os.WriteFile(in, encode(t, b), 0o600); err != nil {
			t.Fatal(err)
		}
		info, err := exec.Command("tiffinfo", "-D", in).CombinedOutput()
		if err != nil || strings.Contains(string(info), "Warning") || strings.Contains(string(info), "Error") {
			t.Fatalf("tiffinfo: %v\n%s", err, info)
		}
		if msg, err := exec.Command("tiffcp", "-c", "none", in, out).CombinedOutput(); err != nil || len(msg) > 0 {
			t.Fatalf("tiffcp: %v\n%s", err, msg)
		}
		plain, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		sameAs(t, b, plain)
	}
}

// T.6 leaves an encoder no choice, so libtiff's own must give the same strip.
func TestLibtiffCodesAlike(t *testing.T) {
	if _, err := exec.LookPath("tiffcp"); err != nil {
		t.Fatal("tiffcp is missing: apt-get install libtiff-tools")
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 10 {
		for _, b := range []*g4.Bitmap{noise(random, 1+random.IntN(700), 1+random.IntN(60)), boxes(random, 674, 425)} {
			dir := t.TempDir()
			ours := encode(t, b)
			if err := os.WriteFile(filepath.Join(dir, "ours.tif"), ours, 0o600); err != nil {
				t.Fatal(err)
			}
			height := strconv.Itoa(b.Bounds().Dy())
			for _, args := range [][]string{{"-c", "none", "ours.tif", "plain.tif"}, {"-c", "g4", "-r", height, "plain.tif", "theirs.tif"}} {
				cmd := exec.Command("tiffcp", args...)
				cmd.Dir = dir
				if msg, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("tiffcp: %v\n%s", err, msg)
				}
			}
			theirs, err := os.ReadFile(filepath.Join(dir, "theirs.tif"))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := stripOf(t, ours), stripOf(t, theirs); !bytes.Equal(got, want) {
				t.Fatalf("%v: strip of %d bytes, libtiff's has %d", b.Bounds(), len(got), len(want))
			}
		}
	}
}

func stripOf(t *testing.T, file []byte) []byte {
	t.Helper()
	at := field(t, file, 0x0111)
	return file[at : at+field(t, file, 0x0117)]
}

func noise(random *rand.Rand, width, height int) *g4.Bitmap {
	b := g4.NewBitmap(width, height)
	for y := range height {
		for x := range width {
			b.SetBlack(x, y, random.IntN(3) == 0)
		}
	}
	return b
}

func boxes(random *rand.Rand, width, height int) *g4.Bitmap {
	b := g4.NewBitmap(width, height)
	for range 40 {
		x0, y0 := random.IntN(width), random.IntN(height)
		black := random.IntN(2) == 0
		for y := y0; y < y0+random.IntN(80); y++ {
			for x := x0; x < x0+random.IntN(80); x++ {
				b.SetBlack(x, y, black)
			}
		}
	}
	return b
}

func FuzzEncode(f *testing.F) {
	f.Add(uint16(1), []byte{0})
	f.Add(uint16(674), bytes.Repeat([]byte{0xFF, 0x00, 0xA5}, 200))
	f.Add(uint16(2700), bytes.Repeat([]byte{0xFF}, 700))
	f.Fuzz(func(t *testing.T, width uint16, pixels []byte) {
		if width == 0 || width > 6000 || len(pixels) == 0 || len(pixels) > 4096 {
			return
		}
		height := (8*len(pixels) + int(width) - 1) / int(width)
		if height > 500 {
			return
		}
		b := g4.NewBitmap(int(width), height)
		for i := range 8 * len(pixels) {
			b.SetBlack(i%int(width), i/int(width), pixels[i/8]>>(i%8)&1 == 1)
		}
		sameAs(t, b, encode(t, b))
	})
}
