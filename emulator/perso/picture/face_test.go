package picture_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/ajroetker/go-jpeg2000"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

func face(t *testing.T, img image.Image) []byte {
	t.Helper()
	file, err := picture.Face(img)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// decoded is what OpenJPEG makes of a file.
func decoded(t *testing.T, file []byte) image.Image {
	t.Helper()
	if _, err := exec.LookPath("opj_decompress"); err != nil {
		t.Fatal("opj_decompress is missing: apt-get install libopenjp2-tools")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.jp2"), filepath.Join(dir, "out.png")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command("opj_decompress", "-i", in, "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("opj_decompress: %v\n%s", err, msg)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// psnr compares two pictures of one size, in decibels.
func psnr(a, b image.Image) float64 {
	var sum, n float64
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			ar, ag, ab, _ := a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y).RGBA()
			br, bg, bb, _ := b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y).RGBA()
			for _, d := range []float64{float64(ar) - float64(br), float64(ag) - float64(bg), float64(ab) - float64(bb)} {
				sum, n = sum+d*d/257/257, n+1
			}
		}
	}
	return 10 * math.Log10(255*255*n/sum)
}

func TestOpenJPEGSeesThePortrait(t *testing.T) {
	for seed := range int64(3) {
		portrait := picture.Portrait(seed)
		file := face(t, portrait)
		if len(file) > 3000 || len(file) < 2700 {
			t.Errorf("seed %d: %d bytes, want nearly 3000", seed, len(file))
		}
		got := decoded(t, file)
		if got.Bounds() != image.Rect(0, 0, 180, 240) {
			t.Fatalf("seed %d: %v", seed, got.Bounds())
		}
		if quality := psnr(portrait, got); quality < 30 {
			t.Errorf("seed %d: %.1f dB from the drawing", seed, quality)
		}
	}
}

func TestPortraitVariesWithTheSeed(t *testing.T) {
	seen := map[string]int64{}
	for seed := range int64(12) {
		m, is := picture.Portrait(seed).(*image.RGBA)
		if !is {
			t.Fatal("not an RGBA picture")
		}
		if other, twice := seen[string(m.Pix)]; twice {
			t.Errorf("seeds %d and %d give one picture", other, seed)
		}
		seen[string(m.Pix)] = seed
		again := picture.Portrait(seed).(*image.RGBA)
		if !bytes.Equal(m.Pix, again.Pix) {
			t.Errorf("seed %d gives two pictures", seed)
		}
	}
}

// A JP2 file in colour, by its own boxes (ISO/IEC 15444-1 annex I).
func TestFaceIsJP2InColour(t *testing.T) {
	file := face(t, picture.Portrait(1))
	if !bytes.HasPrefix(file, []byte("\x00\x00\x00\x0CjP  \r\n\x87\n")) {
		t.Errorf("begins % x", file[:12])
	}
	at := bytes.Index(file, []byte("ihdr"))
	if at < 0 {
		t.Fatal("no image header box")
	}
	be := binary.BigEndian
	if h, w, n := be.Uint32(file[at+4:]), be.Uint32(file[at+8:]), be.Uint16(file[at+12:]); h != 240 || w != 180 || n != 3 {
		t.Errorf("image header: %d by %d, %d components", w, h, n)
	}
}

// flag is a picture of vertical stripes: red, green, blue by thirds.
func flag(width, height int) image.Image {
	m := image.NewNRGBA(image.Rect(5, 7, 5+width, 7+height))
	for y := range height {
		for x := range width {
			c := [3]color.NRGBA{{R: 0xC0, A: 0xFF}, {G: 0xC0, A: 0xFF}, {B: 0xC0, A: 0xFF}}[3*x/width]
			m.SetNRGBA(5+x, 7+y, c)
		}
	}
	return m
}

func TestOwnPictures(t *testing.T) {
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, flag(720, 320)); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, flag(720, 320), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"PNG": asPNG.Bytes(), "JPEG": asJPEG.Bytes()} {
		jp2, err := picture.FaceFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := decoded(t, jp2)
		// 240 of the 720 columns remain: exactly the green third.
		for _, x := range []int{10, 90, 169} {
			r, g, b, _ := got.At(x, 120).RGBA()
			if r>>8 > 40 || g>>8 < 150 || b>>8 > 40 {
				t.Errorf("%s: column %d is %d %d %d, want green", name, x, r>>8, g>>8, b>>8)
			}
		}
	}
}

func TestTransparentIsWhite(t *testing.T) {
	got := decoded(t, face(t, image.NewNRGBA(image.Rect(0, 0, 300, 400))))
	if r, g, b, _ := got.At(90, 120).RGBA(); r>>8 < 250 || g>>8 < 250 || b>>8 < 250 {
		t.Errorf("%d %d %d, want white", r>>8, g>>8, b>>8)
	}
}

// Any picture fits: at the lowest quality even noise does.
func TestNoiseFits(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, size := range []image.Point{{1, 1}, {2, 3}, {1, 900}, {900, 1}, {500, 700}} {
		m := image.NewRGBA(image.Rectangle{Max: size})
		for i := range m.Pix {
			m.Pix[i] = byte(random.IntN(256)) | 0xFF*byte(i%4/3)
		}
		file, err := picture.Face(m)
		if err != nil || len(file) > 3000 {
			t.Errorf("%v: %d bytes, error %v", size, len(file), err)
		}
	}
}

func TestReadyFace(t *testing.T) {
	good := face(t, picture.Portrait(2))
	if got, err := picture.FaceFile(good); err != nil || !bytes.Equal(got, good) {
		t.Errorf("a good file: %v", err)
	}
	// A bare codestream is JPEG 2000 too.
	codestream := good[bytes.Index(good, []byte("\xFF\x4F\xFF\x51")):]
	if got, err := picture.FaceFile(codestream); err != nil || !bytes.Equal(got, codestream) {
		t.Errorf("a codestream: %v", err)
	}
	var grey, big, cut bytes.Buffer
	if err := png.Encode(&cut, picture.Portrait(2)); err != nil {
		t.Fatal(err)
	}
	options := jpeg2000.EncodeOptions{Quality: 0.3, FileFormat: jpeg2000.FormatJP2}
	if err := jpeg2000.Encode(&grey, image.NewGray(image.Rect(0, 0, 30, 40)), &options); err != nil {
		t.Fatal(err)
	}
	options.Quality = 0.9
	if err := jpeg2000.Encode(&big, picture.Portrait(2), &options); err != nil {
		t.Fatal(err)
	}
	// Xsiz stands 8 bytes into the codestream.
	wide := bytes.Clone(good)
	binary.BigEndian.PutUint32(wide[bytes.Index(wide, []byte("\xFF\x4F\xFF\x51"))+8:], 1<<31)
	for name, c := range map[string]struct {
		file []byte
		flaw picture.Flaw
	}{
		"empty":          {nil, picture.NotAPicture},
		"text":           {[]byte("hello"), picture.NotAPicture},
		"GIF":            {[]byte("GIF89a"), picture.NotAPicture},
		"damaged PNG":    {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0DIHDR"), picture.NotAPicture},
		"signature only": {good[:12], picture.NotCodestream},
		"headers only":   {good[:80], picture.NotCodestream},
		"SIZ cut":        {codestream[:30], picture.NotCodestream},
		"grey":           {grey.Bytes(), picture.NotColour},
		"huge":           {wide, picture.BadSize},
		"PNG cut short":  {cut.Bytes()[:cut.Len()/2], picture.Damaged},
	} {
		var format *picture.FormatError
		if _, err := picture.FaceFile(c.file); !errors.As(err, &format) || format.Flaw != c.flaw {
			t.Errorf("%s: error %v, want a FormatError %s", name, err, c.flaw)
		}
	}
	var size *picture.SizeError
	if _, err := picture.FaceFile(big.Bytes()); !errors.As(err, &size) || size.Size != big.Len() || size.Limit != 3000 {
		t.Errorf("error %v, want a SizeError of %d bytes", err, big.Len())
	}
}

// A PNG header that promises more pixels than anybody has.
func TestHugePictureIsRefused(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	file := small.Bytes()
	binary.BigEndian.PutUint32(file[16:], 100000)
	binary.BigEndian.PutUint32(file[20:], 100000)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	var format *picture.FormatError
	if _, err := picture.FaceFile(file); !errors.As(err, &format) || format.Flaw != picture.TooManyPixels {
		t.Errorf("error %v, want a FormatError of too many pixels", err)
	}
	if _, err := picture.Face(image.NewGray(image.Rectangle{})); !errors.As(err, &format) || format.Flaw != picture.NoPixels {
		t.Errorf("error %v, want a FormatError of no pixels", err)
	}
}

func FuzzFaceFile(f *testing.F) {
	good, err := picture.Face(picture.Portrait(3))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("\x00\x00\x00\x0CjP  \r\n\x87\n\x00\x00\x00\x01jp2h\x00\x00\x00\x00\x00\x00\x00\x08"))
	f.Add([]byte("\xFF\x4F\xFF\x51\x00\x2F"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 5000 || bytes.HasPrefix(file, []byte("\x89PNG")) || bytes.HasPrefix(file, []byte("\xFF\xD8")) {
			return // the decoders of the standard library are not ours
		}
		out, err := picture.FaceFile(file)
		if err == nil && (len(out) > picture.FaceLimit || !bytes.Equal(out, file)) {
			t.Errorf("accepted %d bytes and gave %d", len(file), len(out))
		}
	})
}

// A picture with many colours, as photos have: another machine must encode it
// to the same bytes, also one whose processor fuses multiply and add. Checked
// on amd64 (v1 and v3) and arm64.
func TestFaceBytesAreStable(t *testing.T) {
	stream := rand.NewPCG(11, 12)
	m := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for i := range m.Pix {
		m.Pix[i] = byte(60*(i%4) + i/4%300/6 + int(stream.Uint64()%20))
		if i%4 == 3 {
			m.Pix[i] = 0xFF
		}
	}
	sum := sha256.Sum256(face(t, m))
	const want = "b9e5019913f8e1468e7e70f971c891fc81ce0b48e68ab3bceb0a19fe6a4867ca"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("face has SHA-256 %s, stored is %s", got, want)
	}
}
