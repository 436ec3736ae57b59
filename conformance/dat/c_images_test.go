package dat

import (
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

// directory finds a tag's 12-byte entry in the front image of a file, which
// is little-endian, as the built-in cards have it.
func directory(file []byte, tag uint16) []byte {
	le := binary.LittleEndian
	at := 4 + int(le.Uint32(file[8:]))
	for i := range int(le.Uint16(file[at:])) {
		if e := file[at+2+12*i:]; le.Uint16(e) == tag {
			return e[:12]
		}
	}
	return make([]byte, 12)
}

func tiffTag(tag uint16, value uint32) func(*emulator.Image) {
	return func(img *emulator.Image) {
		e := directory(img.Files["df1/ef01"], tag)
		binary.LittleEndian.PutUint16(e[2:], 4)
		binary.LittleEndian.PutUint32(e[4:], 1)
		binary.LittleEndian.PutUint32(e[8:], value)
	}
}

// strip spoils the coding in the middle of the only strip.
func strip(img *emulator.Image) {
	file := img.Files["df1/ef01"]
	at := 4 + int(binary.LittleEndian.Uint32(directory(file, tiffStripOffsets)[8:]))
	clear(file[at+200 : at+220])
}

func TestImages(t *testing.T) {
	defect.Prove(t, images(), nil, []defect.Defect{
		{Name: "tiff-no-header", Edit: put("df1/ef01", 4, 'X'), Noticed: []string{"DAT_C_01"}, Stopped: []string{"DAT_C_03", "DAT_C_05", "DAT_C_07"}},
		{Name: "tiff-g3", Edit: tiffTag(tiffCompression, 3), Noticed: []string{"DAT_C_01"}},
		{Name: "tiff-grey", Edit: tiffTag(tiffDepth, 8), Noticed: []string{"DAT_C_01"}},
		{Name: "tiff-strip-outside", Edit: tiffTag(tiffStripBytes, 7000), Noticed: []string{"DAT_C_01"}},
		{Name: "tiff-cut", Edit: strip, Noticed: []string{"DAT_C_01", "DAT_C_05"}},
		{Name: "tiff-rows-missing", Edit: tiffTag(tiffHeight, 426), Noticed: []string{"DAT_C_01"}},
		{Name: "tiff-wide", Edit: tiffTag(tiffWidth, 5000), Noticed: []string{"DAT_C_03"}},
		{Name: "tiff-width-0", Edit: tiffTag(tiffWidth, 0), Noticed: []string{"DAT_C_03"}},
		{Name: "tiff-tail", Edit: put("df1/ef01", 7003, 1), Noticed: []string{"DAT_C_07"}},
		{Name: "jp2-grey", Edit: faceOf(t, "P5\n64 64\n255\n", 64*64), Noticed: []string{"DAT_C_02"}},
		{Name: "jp2-cut", Edit: func(img *emulator.Image) { clear(img.Files["df1/ef02"][1000:]) }, Noticed: []string{"DAT_C_02"}, Stopped: []string{"DAT_C_05"}},
		{Name: "jp2-tail", Edit: put("df1/ef02", 3003, 1), Noticed: []string{"DAT_C_07"}},
		{Name: "photo-stripped", Edit: fileOf("df1/ef02", []byte{0xD1, 0x00}), Noticed: []string{"DAT_C_02", "DAT_C_04"}},
		{Name: "photo-on-a-child's-card", Card: "1-nophoto", Edit: fileOf("df1/ef02", []byte{0xD1, 0x01, 0xFF}), Noticed: []string{"DAT_C_04", "DAT_C_06"}},
		{Name: "no-photo-and-more", Card: "2-nophoto", Edit: fileOf("df1/ef02", []byte{0xD1, 0x00, 0x00, 0x01}), Noticed: []string{"DAT_C_06"}},
		{Name: "no-photo-type-2-tiff", Card: "2-nophoto", Edit: tiffTag(tiffCompression, 1), Noticed: []string{"DAT_C_01"}},
	})
}

// faceOf puts a photo on the card that OpenJPEG made of a PNM picture with
// that header and so many samples.
func faceOf(t *testing.T, header string, samples int, options ...string) func(*emulator.Image) {
	t.Helper()
	data := openJPEGOf(t, header, samples, options...)
	return fileOf("df1/ef02", []byte{0xD1, 0x82, 0x0B, 0xB8}, data[:min(len(data), 3000)])
}

// openJPEGOf encodes a PNM picture, a soft ramp, with OpenJPEG.
func openJPEGOf(t *testing.T, header string, samples int, options ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in := filepath.Join(dir, map[bool]string{true: "a.pgm", false: "a.ppm"}[strings.HasPrefix(header, "P5")])
	out := filepath.Join(dir, "a.jp2")
	pixels := make([]byte, samples)
	for i := range pixels {
		pixels[i] = byte(i / 97)
	}
	if err := os.WriteFile(in, append([]byte(header), pixels...), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(tool(t, "opj_compress", "libopenjp2-tools"), append([]string{"-i", in, "-o", out}, options...)...)
	if text, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Pictures of other encoders, in the forms they may have, pass.
func TestPicturesOfOpenJPEG(t *testing.T) {
	const colour, samples = "P6\n96 128\n255\n", 3 * 96 * 128
	for _, options := range [][]string{{"-r", "20"}, {"-r", "20", "-I"}, {"-r", "60,20", "-I"}, {"-r", "20", "-n", "2", "-I"}} {
		wantAll(t, images(), "1", nil, faceOf(t, colour, samples, options...))
	}
}

// Where the second decoder is missing, the claim is not judged, and the rest
// of the case is not lost.
func TestNoSecondDecoder(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	wantVerdicts(t, judge(t, images(), "1", nil), map[string]conformance.Verdict{
		"DAT_C_05#d0": conformance.Pass, "DAT_C_05#d1": conformance.NotTestable, "DAT_C_02": conformance.Pass})
}

// A picture that decoders should not be trusted with is judged by its
// structure and not decoded.
func TestHostileHeaders(t *testing.T) {
	huge := openJPEGOf(t, "P6\n96 128\n255\n", 3*96*128, "-r", "20")
	siz := strings.Index(string(huge), "\xFF\x51") + 4
	change := func(at int, value uint32) []byte {
		out := append([]byte{}, huge...)
		binary.BigEndian.PutUint32(out[siz+at:], value)
		return out
	}
	for name, data := range map[string][]byte{
		"65,535 wide": change(2, 0xFFFF), "2^30 high": change(6, 1<<30), "tiles of 1 pixel": change(18, 1),
	} {
		f, err := parseJP2(data)
		if err != nil || f.decodable() {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
		r := judge(t, images(), "1", nil, fileOf("df1/ef02", []byte{0xD1, 0x82, 0x0B, 0xB8}, data))
		wantVerdicts(t, r, map[string]conformance.Verdict{"DAT_C_05#d1": conformance.NotTestable})
	}
	if _, err := parseJP2(change(2, 0xFFFFFFFF)); !errors.Is(err, errJP2) {
		t.Error("2^32-1 wide:", err)
	}
	for name, options := range map[string][]string{
		"precincts of 1 pixel": {"-c", "[1,1]"}, "65,535 layers claimed": nil, "three tiles": {"-t", "96,48"}, "subsampled": {"-s", "2,2"},
	} {
		data := openJPEGOf(t, "P6\n96 128\n255\n", 3*96*128, options...)
		if name == "65,535 layers claimed" {
			cod := strings.Index(string(data), "\xFF\x52") + 6
			data[cod], data[cod+1] = 0xFF, 0xFF
		}
		if f, err := parseJP2(data); err != nil || f.decodable() {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}

// The end of a picture comes from its structure, with any fill after it.
func TestEndOfPicture(t *testing.T) {
	boxed := openJPEGOf(t, "P6\n96 128\n255\n", 3*96*128, "-r", "20")
	at := strings.Index(string(boxed), "jp2c") + 4
	open := append([]byte{}, boxed...)
	copy(open[at-8:], []byte{0, 0, 0, 0}) // the last box may go to the end of the file
	toTheEnd := append([]byte{}, boxed...)
	sot := strings.Index(string(boxed), "\xFF\x90")
	copy(toTheEnd[sot+6:], []byte{0, 0, 0, 0}) // and so may the last tile-part
	for name, data := range map[string][]byte{"boxes": boxed, "open box": open, "open tile-part": toTheEnd, "bare codestream": boxed[at:]} {
		for _, tail := range []string{"", "\x00\x00\x00", strings.Repeat("\x00", 100), strings.Repeat("\x00", 100) + "\x01"} {
			f, err := parseJP2([]byte(string(data) + tail))
			if err != nil || f.end != len(data) || f.width != 96 || f.height != 128 || f.components != 3 || !f.decodable() {
				t.Errorf("%s with %d more bytes: %v, %+v, want end %d", name, len(tail), err, f, len(data))
			}
		}
	}
}
