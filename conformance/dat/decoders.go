package dat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	jpeg2000 "github.com/ajroetker/go-jpeg2000"
	"golang.org/x/image/tiff"
)

// errDecoder: a decoder refused a picture, or gave another form of picture
// than its header promises.
var errDecoder = errors.New("decoder refused the picture")

// decodeLimit bounds one decoder's time. The size of the work is bounded
// before, from the header.
const decodeLimit = 20 * time.Second

// openJPEG is the second decoder for JPEG 2000, of the Debian package
// libopenjp2-tools.
const openJPEG = "opj_decompress"

// tiffDifferences decodes a picture, which is decodable, with the suite's own
// decoder and with golang.org/x/image, and counts the pixels that differ. The
// colours of T.6 are compared: x/image shows its black as black whatever the
// photometric interpretation says, while TIFF 6.0 has the value 1 reverse it.
func tiffDifferences(f *tiffFile, data []byte) (int, error) {
	rows, err := f.pixels(data)
	if err != nil {
		return 0, err
	}
	other, err := tiff.Decode(bytes.NewReader(data))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errDecoder, err)
	}
	if other.Bounds() != image.Rect(0, 0, f.width(), f.height()) {
		return 0, fmt.Errorf("%w: the decoders see different sizes", errDecoder)
	}
	n := 0
	for y, row := range rows {
		for x, pixel := range row {
			r, _, _, _ := other.At(x, y).RGBA()
			if white := pixel == 0; white != (r >= 0x8000) {
				n++
			}
		}
	}
	return n, nil
}

// jp2Difference decodes a picture, which is decodable, with go-jpeg2000 and
// with OpenJPEG and returns the greatest difference of a sample. The error is
// exec.ErrNotFound where OpenJPEG is not installed.
func jp2Difference(ctx context.Context, f *jp2File, data []byte) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, decodeLimit)
	defer cancel()
	second, err := decodeOpenJPEG(ctx, f, data)
	if err != nil {
		return 0, err
	}
	first, err := decodeJP2(ctx, data)
	if err != nil {
		return 0, err
	}
	if first.Bounds() != image.Rect(0, 0, f.width, f.height) {
		return 0, fmt.Errorf("%w: the decoders see different sizes", errDecoder)
	}
	worst := 0
	for y := range f.height {
		for x := range f.width {
			r, g, b, _ := first.At(x, y).RGBA()
			for i, v := range [3]uint32{r, g, b} {
				d := int(v>>8) - int(second[3*(y*f.width+x)+i])
				worst = max(worst, d, -d)
			}
		}
	}
	return worst, nil
}

// decodeJP2 lets the library decode, outlives its panics and does not wait
// for it for ever.
func decodeJP2(ctx context.Context, data []byte) (image.Image, error) {
	type result struct {
		img image.Image
		err error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{nil, fmt.Errorf("%w: it broke", errDecoder)}
			}
		}()
		img, err := jpeg2000.Decode(bytes.NewReader(data))
		done <- result{img, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return nil, fmt.Errorf("%w: %w", errDecoder, r.err)
		}
		return r.img, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", errDecoder, ctx.Err())
	}
}

// decodeOpenJPEG returns the samples in rows, 3 bytes a pixel. The picture
// stands in a private temporary folder meanwhile, since the program reads
// files only.
func decodeOpenJPEG(ctx context.Context, f *jp2File, data []byte) ([]byte, error) {
	program, err := exec.LookPath(openJPEG)
	if err != nil {
		return nil, fmt.Errorf("second decoder: %w", err)
	}
	dir, err := os.MkdirTemp("", "zairyu-decode-")
	if err != nil {
		return nil, fmt.Errorf("second decoder: %w", err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "in.j2k"), filepath.Join(dir, "out.ppm")
	if f.boxed {
		in = filepath.Join(dir, "in.jp2")
	}
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return nil, fmt.Errorf("second decoder: %w", err)
	}
	if err := exec.CommandContext(ctx, program, "-i", in, "-o", out).Run(); err != nil {
		return nil, fmt.Errorf("%w: OpenJPEG: %w", errDecoder, err)
	}
	pixmap, err := os.ReadFile(out)
	if err != nil {
		return nil, fmt.Errorf("%w: OpenJPEG: %w", errDecoder, err)
	}
	return samples(pixmap, f)
}

// samples takes the samples off a binary PPM file, whose header ends before
// them.
func samples(pixmap []byte, f *jp2File) ([]byte, error) {
	n := 3 * f.width * f.height
	if !bytes.HasPrefix(pixmap, []byte("P6")) || len(pixmap) < n {
		return nil, fmt.Errorf("%w: OpenJPEG gave another form of picture", errDecoder)
	}
	return pixmap[len(pixmap)-n:], nil
}
