package picture

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // registers the format for a holder's own picture
	_ "image/png"  // registers the format for a holder's own picture

	"github.com/ajroetker/go-jpeg2000"
)

// FaceLimit is the most bytes of a face image: the length of D1, clause
// 3.3.4.4.
const FaceLimit = 3000

// maxPixels bounds the pictures that are decoded: a header can promise a size
// that no memory holds.
const maxPixels = 64 << 20

// Face makes the face image of a card from a picture: cropped to 3 by 4,
// scaled to 180 by 240 pixels, encoded in colour as JPEG 2000 (JP2) with the
// best quality that needs at most [FaceLimit] bytes. It fails with a
// [*FormatError] for a picture without pixels and with a [*SizeError] for one
// that is too rich even at the lowest quality.
func Face(img image.Image) ([]byte, error) {
	if img.Bounds().Empty() {
		return nil, &FormatError{Picture: "face", Flaw: NoPixels}
	}
	small := scale(img, cropped(img.Bounds()), faceWidth, faceHeight)
	settle(small)
	return search(small, FaceLimit)
}

// FaceFile makes the face image from a file's bytes. JPEG 2000 of at most
// [FaceLimit] bytes is taken as it is; PNG and JPEG go through [Face]. It
// fails with a [*FormatError] or a [*SizeError].
func FaceFile(file []byte) ([]byte, error) {
	if isJPEG2000(file) {
		if err := checkJPEG2000(file); err != nil {
			return nil, err
		}
		if len(file) > FaceLimit {
			return nil, &SizeError{Picture: "face", Size: len(file), Limit: FaceLimit}
		}
		return bytes.Clone(file), nil
	}
	img, err := decode(file)
	if err != nil {
		return nil, err
	}
	return Face(img)
}

func decode(file []byte) (image.Image, error) {
	bad := func(f Flaw) error { return &FormatError{Picture: "face", Flaw: f} }
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || (format != "png" && format != "jpeg") {
		return nil, bad(NotAPicture)
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, &FormatError{Picture: "face", Flaw: TooManyPixels, Width: config.Width, Height: config.Height, Limit: maxPixels}
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, bad(Damaged)
	}
	return img, nil
}

// qualities is how many steps of quality there are.
const qualities = 256

// search finds a quality whose file is at most limit bytes and not much
// smaller: first in wide steps, then between the two nearest.
func search(img image.Image, limit int) ([]byte, error) {
	const firstTry, stride, enough = 108, 14, 25
	var best []byte
	low, high := 0, qualities+1 // too low or fitting; too high
	lowSize, highSize := 0, 0   // 0: not tried
	quality := firstTry
	for high-low > 1 && limit-len(best) > limit/enough {
		file, err := encode(img, quality)
		if err != nil {
			return nil, err
		}
		if len(file) <= limit {
			low, lowSize, best = quality, len(file), file
		} else {
			high, highSize = quality, len(file)
		}
		switch {
		case highSize == 0:
			quality = min(low+stride, qualities)
		case lowSize == 0:
			quality = max(high-stride, 1)
		default:
			between := low + (high-low)*(limit-lowSize)/(highSize-lowSize)
			quality = min(max(between, low+1), high-1)
		}
	}
	if best == nil {
		return nil, &SizeError{Picture: "face", Size: highSize, Limit: limit}
	}
	return best, nil
}

// encode uses the quality of the encoder and not its target size, which v0.0.2
// misses by far.
func encode(img image.Image, quality int) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg2000.Encode(&out, img, &jpeg2000.EncodeOptions{
		Quality:    float64(quality) / qualities,
		FileFormat: jpeg2000.FormatJP2,
	})
	if err != nil {
		return nil, fmt.Errorf("face picture: encode JPEG 2000: %w", err)
	}
	return out.Bytes(), nil
}
