package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// tool makes an image with a program that is not ours.
func tool(t testing.TB, pack, in string, data []byte, out string, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, in), data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	if log, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v (Debian package %s)\n%s", args, err, pack, log)
	}
	b, err := os.ReadFile(filepath.Join(dir, out))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func bitmap(w, h int) []byte {
	return append(fmt.Appendf(nil, "P4\n%d %d\n", w, h), bytes.Repeat([]byte{0x5A}, (w+7)/8*h)...)
}

func colours(w, h int) []byte {
	b := fmt.Appendf(nil, "P6\n%d %d\n255\n", w, h)
	for i := range w * h * 3 {
		b = append(b, byte(i*7))
	}
	return b
}

func fill(b []byte, n int) []byte { return append(bytes.Clone(b), make([]byte, max(0, n-len(b)))...) }

func TestImagesOfOtherPrograms(t *testing.T) {
	g4 := tool(t, "libtiff-tools", "in.pbm", bitmap(674, 425), "out.tif", "ppm2tiff", "-c", "g4", "in.pbm", "out.tif")
	strips := tool(t, "libtiff-tools", "in.pbm", bitmap(674, 425), "out.tif", "ppm2tiff", "-c", "g4", "-r", "50", "in.pbm", "out.tif")
	tif := filepath.Join(t.TempDir(), "g4.tif")
	if err := os.WriteFile(tif, g4, 0o600); err != nil {
		t.Fatal(err)
	}
	big := tool(t, "libtiff-tools", "x", nil, "out.tif", "tiffcp", "-B", "-c", "g4", tif, "out.tif")
	jp2 := tool(t, "libopenjp2-tools", "in.ppm", colours(120, 160), "out.jp2", "opj_compress", "-i", "in.ppm", "-o", "out.jp2", "-r", "20")
	j2k := tool(t, "libopenjp2-tools", "in.ppm", colours(33, 7), "out.j2k", "opj_compress", "-i", "in.ppm", "-o", "out.j2k", "-n", "2")
	for name, c := range map[string]struct {
		image  []byte
		format Format
		w, h   int
	}{
		"one strip":     {g4, TIFF, 674, 425},
		"many strips":   {strips, TIFF, 674, 425},
		"big-endian":    {big, TIFF, 674, 425},
		"JP2":           {jp2, JP2, 120, 160},
		"codestream":    {j2k, Codestream, 33, 7},
		"ends in zeros": {append(bytes.Clone(g4[:len(g4)-4]), 0, 0, 0, 0), TIFF, 674, 425},
	} {
		in, err := Read(fill(c.image, 7000))
		if err != nil || in.Format != c.format || in.Width != c.w || in.Height != c.h {
			t.Errorf("%s: %v %d x %d, %v", name, in.Format, in.Width, in.Height, err)
		}
		if !bytes.Equal(in.Bytes, c.image) {
			t.Errorf("%s: %d bytes of %d", name, len(in.Bytes), len(c.image))
		}
	}
}

// siz is the head of a codestream.
func siz(w, h, x, y, tile uint32, parts uint16) []byte {
	b := []byte(sizStart + "\x00\x2F\x00\x00")
	for _, v := range []uint32{w, h, x, y, tile, tile, 0, 0} {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return append(binary.BigEndian.AppendUint16(b, parts), bytes.Repeat([]byte{7, 1, 1}, 3)...)
}

func boxOf(length uint32, typ string, content []byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, length), typ...), content...)
}

func tiffOf(w, h uint32, more ...[12]byte) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	entry := func(tag, typ uint16, value uint32) (e [12]byte) {
		binary.LittleEndian.PutUint16(e[:], tag)
		binary.LittleEndian.PutUint16(e[2:], typ)
		binary.LittleEndian.PutUint32(e[4:], 1)
		binary.LittleEndian.PutUint32(e[8:], value)
		return e
	}
	all := append([][12]byte{entry(tagWidth, 4, w), entry(tagHeight, 4, h), entry(tagStripOffsets, 4, 8), entry(tagByteCount, 4, 4)}, more...)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(all)))
	for _, e := range all {
		b = append(b, e[:]...)
	}
	return append(b, 0, 0, 0, 0)
}

func raw(tag, typ uint16, count, value uint32) (e [12]byte) {
	binary.LittleEndian.PutUint16(e[:], tag)
	binary.LittleEndian.PutUint16(e[2:], typ)
	binary.LittleEndian.PutUint32(e[4:], count)
	binary.LittleEndian.PutUint32(e[8:], value)
	return e
}

func TestHostileHeaders(t *testing.T) {
	jp2 := []byte(jp2Signature)
	for name, c := range map[string]struct {
		image []byte
		want  error
	}{
		"empty":                    {nil, ErrFormat},
		"text":                     {[]byte("hello"), ErrFormat},
		"huge size":                {siz(0xFFFFFFFF, 0xFFFFFFFF, 0, 0, 1, 3), ErrSize},
		"one side too long":        {siz(MaxSide+1, 1, 0, 0, 1, 3), ErrSize},
		"width 0":                  {siz(0, 10, 0, 0, 1, 3), ErrSize},
		"offset beyond the end":    {siz(10, 10, 11, 0, 1, 3), ErrSize},
		"tiles of no size":         {siz(10, 10, 0, 0, 0, 3), ErrSize},
		"16384 components":         {siz(10, 10, 0, 0, 1, 16384), ErrHeader},
		"no components":            {siz(10, 10, 0, 0, 1, 0), ErrHeader},
		"SIZ cut off, NULs follow": {siz(10, 10, 0, 0, 1, 3)[:20], ErrSize},
		"no codestream":            {jp2, ErrHeader},
		"box of length 2":          {append(bytes.Clone(jp2), boxOf(2, "ftyp", nil)...), ErrHeader},
		"box longer than file":     {append(bytes.Clone(jp2), boxOf(1<<30, "ftyp", nil)...), ErrHeader},
		"64-bit box length":        {append(bytes.Clone(jp2), boxOf(1, "jp2h", bytes.Repeat([]byte{0xFF}, 8))...), ErrHeader},
		"64-bit box length 3":      {append(bytes.Clone(jp2), boxOf(1, "jp2h", []byte{0, 0, 0, 0, 0, 0, 0, 3})...), ErrHeader},
		"many boxes":               {append(bytes.Clone(jp2), bytes.Repeat(boxOf(8, "free", nil), 300)...), ErrHeader},
		"codestream without SIZ":   {append(bytes.Clone(jp2), boxOf(0, "jp2c", bytes.Repeat([]byte{0xFF}, 90))...), ErrHeader},
		"TIFF width 0":             {tiffOf(0, 10), ErrSize},
		"TIFF 65535":               {tiffOf(65535, 10), ErrSize},
		"TIFF 4 GiB":               {tiffOf(10, 0xFFFFFFFF), ErrSize},
		"TIFF directory outside":   {[]byte("II*\x00\xF0\xFF\xFF\xFF"), ErrHeader},
		"TIFF header only":         {[]byte("II*\x00"), ErrHeader},
		"TIFF no entries":          {[]byte("II*\x00\x08\x00\x00\x00\x00\x00"), ErrHeader},
		"TIFF 65535 entries":       {append([]byte("II*\x00\x08\x00\x00\x00\xFF\xFF"), make([]byte, 3000)...), ErrHeader},
		"TIFF strip outside":       {tiffOf(10, 10, raw(tagStripOffsets, 4, 1, 0xFFFFFFF0)), ErrHeader},
		"TIFF strip of 4 GiB":      {tiffOf(10, 10, raw(tagByteCount, 4, 1, 0xFFFFFFFF)), ErrHeader},
		"TIFF 4 G strips":          {tiffOf(10, 10, raw(tagStripOffsets, 4, 0xFFFFFFFF, 8)), ErrHeader},
		"TIFF strips and lengths":  {tiffOf(10, 10, raw(tagStripOffsets, 3, 2, 8)), ErrHeader},
		"TIFF values outside":      {tiffOf(10, 10, raw(700, 5, 30, 0x7FFFFFFF)), ErrHeader},
	} {
		if in, err := Read(fill(c.image, 3000)); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v; want %v", name, in.Format, err, c.want)
		}
	}
	ok := tiffOf(10, 10, raw(60000, 99, 0xFFFFFFFF, 0xFFFFFFFF)) // unknown field type: skipped
	if in, err := Read(fill(ok, 3000)); err != nil || !bytes.Equal(in.Bytes, ok) {
		t.Errorf("%v, %d bytes", err, len(in.Bytes))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(tiffOf(674, 425))
	f.Add(siz(120, 160, 0, 0, 120, 3))
	f.Add(append([]byte(jp2Signature), boxOf(0, "jp2c", siz(9, 9, 0, 0, 9, 3))...))
	f.Fuzz(func(t *testing.T, value []byte) {
		in, err := Read(value)
		if err == nil && (in.Width < 1 || in.Height < 1 || in.Width > MaxSide || in.Height > MaxSide) {
			t.Fatalf("%d x %d", in.Width, in.Height)
		}
		if !bytes.HasPrefix(value, in.Bytes) || len(bytes.TrimRight(value, "\x00")) > len(in.Bytes) {
			t.Fatal("bytes lost")
		}
	})
}
