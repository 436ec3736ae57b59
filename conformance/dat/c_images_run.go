package dat

import (
	"errors"
	"os/exec"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// formCell is the cell that says what kind of picture stands under a tag.
func formCell(t *conformance.T, tag uint16) string {
	_, cell := place(t.Kind(), tag)
	return cell + ".repertoire"
}

func c01(t *conformance.T, tag uint16) {
	value, form := readTags(t, tag).value(tag), formCell(t, tag)
	f, err := parseTIFF(value)
	if err != nil {
		t.Claim(text("TIFFとして読める", "the value is a TIFF"), form).Saw("%v", err).Holds(false)
		return
	}
	t.Claim(text("二値画像1枚、圧縮方式4", "one bilevel picture, compression 4"), form).
		Saw("compression %d, %d bit, %d samples, photometric %d, second picture: %t", f.number(tiffCompression, 1),
			f.number(tiffDepth, 1), f.number(tiffSamples, 1), f.number(tiffPhotometric, -1), f.next != 0).
		Holds(f.bilevelG4())
	claim := t.Claim(text("最終行まで復号できる", "decodes to its last row"), form)
	if !f.decodable() {
		claim.NotTestable("a side over 4,096 pixels is not decoded here")
		return
	}
	rows, err := f.pixels(value)
	claim.Saw("%d of %d rows, strips: %d, error: %t", len(rows), f.height(), len(f.tags[tiffStripOffsets]), err != nil).Holds(err == nil)
}

func c02(t *conformance.T) {
	f, err := parseJP2(readTags(t, faceTag).value(faceTag))
	claim := t.Claim(text("3成分のJPEG 2000", "JPEG 2000 with three components"), formCell(t, faceTag))
	if err != nil {
		claim.Saw("%v", err).Holds(false)
		return
	}
	claim.Saw("%d components of %d bits, with boxes: %t", f.components, f.bits, f.boxed).Holds(f.components == 3)
}

// drawingTIFF and faceJP2 read a picture's structure, a precondition of what
// they are used for.
func drawingTIFF(t *conformance.T, tag uint16) (*tiffFile, []byte) {
	value := readTags(t, tag).value(tag)
	f, err := parseTIFF(value)
	if err != nil {
		t.Inconclusive("image %02X: %v", tag, err)
	}
	return f, value
}

func faceJP2(t *conformance.T) (*jp2File, []byte) {
	value := readTags(t, faceTag).value(faceTag)
	f, err := parseJP2(value)
	if err != nil {
		t.Inconclusive("photo: %v", err)
	}
	return f, value
}

func c03Drawing(t *conformance.T, tag uint16) {
	f, _ := drawingTIFF(t, tag)
	wantSide(t, f.width(), f.height())
}

func c03Face(t *conformance.T) {
	f, _ := faceJP2(t)
	wantSide(t, f.width, f.height)
}

func wantSide(t *conformance.T, width, height int) {
	t.Claim(text("どの辺も1から4,096画素", "each side has 1 to 4,096 pixels"), cellPictureSize).Warning().
		Saw("%d x %d pixels", width, height).
		Holds(width > 0 && height > 0 && width <= maxSide && height <= maxSide)
}

func c04(t *conformance.T) {
	present := !allZero(readTags(t, faceTag).value(faceTag))
	t.Claim(text("顔画像の有無が既知のとおり", "the photo is there or missing as known"), "form.nophoto.df1.ef02", "form.nophoto.face").
		Saw("photo: %t", present).Holds(present == withPhoto(t.Subject))
}

func c05Drawing(t *conformance.T, tag uint16) {
	f, value := drawingTIFF(t, tag)
	claim := t.Claim(text("全画素が一致", "every pixel is the same"), cellPictureSize)
	if !f.decodable() {
		claim.NotTestable("a side over 4,096 pixels is not decoded here")
		return
	}
	n, err := tiffDifferences(f, value[:f.end])
	claim.Saw("differing pixels: %d, error: %t", n, err != nil).Holds(err == nil && n == 0)
}

// rounding is how far decoders of the irreversible transform may differ in a
// sample: T.800 leaves the precision of its arithmetic open. One that rounds
// before the inverse colour transform (annex G.3) is off by 0.5 in luminance
// and 0.5 x 1.772 in blue, and both round the result.
const rounding = 2

func c05Face(t *conformance.T) {
	f, value := faceJP2(t)
	claim := t.Claim(text("全画素が丸めの差を除き一致", "every pixel is the same up to rounding"), cellPictureSize)
	if !f.decodable() || f.components != 3 || f.bits != 8 {
		claim.NotTestable("the photo has features that are not decoded here")
		return
	}
	worst, err := jp2Difference(t.Context(), f, value[:f.end])
	if errors.Is(err, exec.ErrNotFound) {
		claim.NotTestable("no second decoder: install " + openJPEG + " (Debian package libopenjp2-tools)")
		return
	}
	allowed := rounding
	if f.reversible {
		allowed = 0
	}
	claim.Saw("greatest difference %d of 255, allowed %d, error: %t", worst, allowed, err != nil).Holds(err == nil && worst <= allowed)
}

func c06(t *conformance.T) {
	key, _ := place(t.Kind(), faceTag)
	form := noPhotoForm(t.Kind(), read(t, key).files[key])
	t.Claim(text("顔画像がないことの既知の形", "a known form of a missing photo"), "form.nophoto.df1.ef02", "form.nophoto.face").
		Saw("%s", form).Holds(form != formOther)
}

// noPhotoForm tells how a card without photo fills the photo's place: 3.3.5
// does not say. On later generations the name image stands before it.
func noPhotoForm(k *witness.Kind, file []byte) string {
	objects, err := k.SplitObjects(file)
	if k.Generation > 1 && len(objects) > 0 && objects[0].Tag == 0xD0 {
		file = file[len(objects[0].Header)+len(objects[0].Value):]
		if objects = objects[1:]; allZero(file) {
			return "no D1"
		}
	}
	switch {
	case k.Generation == 1 && allZero(file):
		return "all 00"
	case err != nil || len(objects) != 1 || objects[0].Tag != faceTag || !allZero(file[len(objects[0].Header):]):
		return formOther
	case len(objects[0].Value) == 0:
		return "D100"
	}
	return "D1 with 00"
}

func c07Drawing(t *conformance.T, tag uint16) {
	f, value := drawingTIFF(t, tag)
	wantFill(t, value, f.end, formCell(t, tag))
}

func c07Face(t *conformance.T) {
	f, value := faceJP2(t)
	wantFill(t, value, f.end, formCell(t, faceTag))
}

func wantFill(t *conformance.T, value []byte, end int, cell string) {
	t.Claim(text("画像の後ろはNull値のみ", "nothing but 00 after the picture"), cell).
		Saw("picture of %d bytes in %d", end, len(value)).Holds(allZero(value[end:]))
}
