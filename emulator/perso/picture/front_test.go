package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hajimehoshi/bitmapfont/v4"
	"github.com/zairyukit/zairyu/emulator/perso/g4"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/tiff"
)

func sample() picture.Front {
	return picture.Front{
		Number: "AA12345678BB", Name: "SAMPLE TARO", Born: "1990年04月01日", Sex: "男 M.",
		Nationality: "無国籍", Address: "東京都千代田区霞が関1-1-1", Status: "留学", Work: "就労不可",
		Period: "4年3月（2028年04月01日）", Permission: "在留期間更新許可",
		PermissionDate: "2024年01月10日", Issued: "2024年01月15日", Expires: "2028年04月01日",
	}
}

// items sets one text at a time, by the name that errors use.
func items() map[string]func(*picture.Front, string) {
	return map[string]func(*picture.Front, string){
		"number":          func(f *picture.Front, s string) { f.Number = s },
		"name":            func(f *picture.Front, s string) { f.Name = s },
		"born":            func(f *picture.Front, s string) { f.Born = s },
		"sex":             func(f *picture.Front, s string) { f.Sex = s },
		"nationality":     func(f *picture.Front, s string) { f.Nationality = s },
		"address":         func(f *picture.Front, s string) { f.Address = s },
		"status":          func(f *picture.Front, s string) { f.Status = s },
		"work":            func(f *picture.Front, s string) { f.Work = s },
		"period":          func(f *picture.Front, s string) { f.Period = s },
		"permission":      func(f *picture.Front, s string) { f.Permission = s },
		"permission_date": func(f *picture.Front, s string) { f.PermissionDate = s },
		"issued":          func(f *picture.Front, s string) { f.Issued = s },
		"expires":         func(f *picture.Front, s string) { f.Expires = s },
	}
}

func draw(t *testing.T, f picture.Front) *g4.Bitmap {
	t.Helper()
	b, err := f.Draw()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ink is the smallest rectangle around everything black.
func ink(m image.Image) image.Rectangle {
	var out image.Rectangle
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if r, _, _, _ := m.At(x, y).RGBA(); r < 0x8000 {
				out = out.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out
}

// A text that fills its place is drawn by the smallest letters as the font has
// them: golang.org/x/image/font draws the same pixels.
func TestGlyphsAreTheFonts(t *testing.T) {
	line := strings.Repeat("Aあ亜ｱ", 16) + "gÉ.、" // 102 columns; the next line has the rest
	b := draw(t, picture.Front{Name: line + line[:30]})
	got := ink(b)
	want := image.NewGray(image.Rect(0, 0, 674, 425))
	for i := range want.Pix {
		want.Pix[i] = 0xFF
	}
	first := got.Min
	d := font.Drawer{Dst: want, Src: image.NewUniform(color.Black), Face: bitmapfont.Face}
	// Lines break after 100 columns of 6 pixels.
	rows := breakAt(line+line[:30], 100)
	for i, row := range rows {
		d.Dot = fixed.P(58, 52+12+16*i)
		d.DrawString(row)
	}
	if len(rows) != 2 || first.X < 58 {
		t.Fatalf("%d rows, ink begins at %v", len(rows), first)
	}
	for y := range 425 {
		for x := range 674 {
			if b.Black(x, y) != (want.GrayAt(x, y).Y < 0x80) {
				t.Fatalf("pixel %d,%d: ink is %v, the font says otherwise", x, y, b.Black(x, y))
			}
		}
	}
}

func breakAt(s string, columns int) []string {
	out, used := []string{""}, 0
	for _, r := range s {
		width := font.MeasureString(bitmapfont.Face, string(r)).Round() / 6
		if used+width > columns {
			out, used = append(out, ""), 0
		}
		out[len(out)-1] += string(r)
		used += width
	}
	return out
}

// Where things stand on the card: nothing on the photo, no text on another,
// the order from top to bottom of a residence card.
func TestLayout(t *testing.T) {
	photo := image.Rect(488, 178, 674, 425)
	long := strings.Repeat("漢", 12)
	areas := map[string]image.Rectangle{}
	for item, set := range items() {
		var f picture.Front
		set(&f, long)
		area := ink(draw(t, f))
		if area.Empty() || !area.In(image.Rect(10, 5, 664, 420)) {
			t.Errorf("%s: ink at %v", item, area)
		}
		if area.Overlaps(photo) {
			t.Errorf("%s: ink at %v lies on the photo", item, area)
		}
		for other, taken := range areas {
			if area.Overlaps(taken) {
				t.Errorf("%s at %v and %s at %v overlap", item, area, other, taken)
			}
		}
		areas[item] = area
	}
	order := []string{"number", "name", "born", "address", "status", "work", "period", "permission", "issued", "expires"}
	for i, item := range order[1:] {
		if areas[order[i]].Min.Y >= areas[item].Min.Y {
			t.Errorf("%s is not below %s", item, order[i])
		}
	}
}

func TestLargestSizeThatFits(t *testing.T) {
	height := func(name string) int { return ink(draw(t, picture.Front{Name: name})).Dy() }
	short, condensed, small := height(strings.Repeat("漢", 25)), height(strings.Repeat("漢", 26)), height(strings.Repeat("漢", 51))
	if short < 20 || condensed < 20 {
		t.Errorf("one line of 25 and 26 kanji is %d and %d pixels high", short, condensed)
	}
	if small < 20 || small > 32 {
		t.Errorf("51 kanji, two small lines, are %d pixels high", small)
	}
	if w := ink(draw(t, picture.Front{Name: strings.Repeat("漢", 26)})).Dx(); w > 26*12 {
		t.Errorf("26 kanji are %d pixels wide, not condensed", w)
	}
}

func TestGlyphError(t *testing.T) {
	for item, set := range items() {
		for text, position := range map[string]int{"あ😀": 2, "𠮟": 1, "AB\u0378C": 3} {
			var f picture.Front
			set(&f, text)
			_, err := f.TIFF()
			var glyph *picture.GlyphError
			if !errors.As(err, &glyph) || glyph.Item != item || glyph.Position != position {
				t.Errorf("%s %q: error %v, want a GlyphError at %d", item, text, err, position)
			}
		}
	}
	if _, err := (picture.Front{Name: "A B　C"}).TIFF(); err != nil {
		t.Errorf("spaces: %v", err)
	}
}

func TestWidthError(t *testing.T) {
	for item, set := range items() {
		var f picture.Front
		set(&f, strings.Repeat("漢", 400))
		_, err := f.TIFF()
		var width *picture.WidthError
		if !errors.As(err, &width) || width.Item != item || width.Characters != 400 || width.Columns != 800 {
			t.Fatalf("%s: error %v, want a WidthError of 400 characters, 800 columns", item, err)
		}
		// What the error calls room does fit.
		set(&f, strings.Repeat("i", width.Room))
		if _, err := f.TIFF(); err != nil {
			t.Errorf("%s: %d columns: %v", item, width.Room, err)
		}
		set(&f, strings.Repeat("i", width.Room+1))
		if _, err := f.TIFF(); !errors.As(err, &width) {
			t.Errorf("%s: %d columns fit", item, width.Room+1)
		}
	}
}

// Every place full of kanji in the smallest size: that may be too much for
// D0, and then it is a SizeError, never a longer file.
func TestFullFront(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, share := range []int{1, 2, 5} {
		var f picture.Front
		for _, set := range items() {
			set(&f, kanji(random, room(t, set)/share/2))
		}
		file, err := f.TIFF()
		var size *picture.SizeError
		switch {
		case errors.As(err, &size):
			t.Logf("1/%d full: %d bytes", share, size.Size)
			if share > 2 || size.Size <= size.Limit || size.Limit != 7000 {
				t.Errorf("1/%d full: SizeError of %d bytes for %d", share, size.Size, size.Limit)
			}
		case err != nil:
			t.Errorf("1/%d full: error %v, want a SizeError", share, err)
		case len(file) > 7000:
			t.Errorf("%d bytes, clause 3.3.4.3 allows 7000", len(file))
		default:
			t.Logf("1/%d full: %d bytes", share, len(file))
		}
	}
}

// room asks how many columns a place has.
func room(t *testing.T, set func(*picture.Front, string)) int {
	t.Helper()
	var f picture.Front
	set(&f, strings.Repeat("i", 1000))
	_, err := f.Draw()
	var width *picture.WidthError
	if !errors.As(err, &width) {
		t.Fatalf("error %v, want a WidthError", err)
	}
	return width.Room
}

// kanji gives so many random kanji that the font has.
func kanji(random *rand.Rand, n int) string {
	var out strings.Builder
	for n > 0 {
		r := string(rune(0x4E00 + random.IntN(0x5000)))
		if _, err := (picture.Front{Name: r}).Draw(); err == nil {
			out.WriteString(r)
			n--
		}
	}
	return out.String()
}

func TestFrontFileIsWhatWasDrawn(t *testing.T) {
	file, err := sample().TIFF()
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range []string{"tiffinfo", "tiffcp"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: apt-get install libtiff-tools", tool)
		}
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.tif"), filepath.Join(dir, "out.tif")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := exec.Command("tiffinfo", in).CombinedOutput()
	if err != nil || !bytes.Contains(info, []byte("CCITT Group 4")) ||
		!bytes.Contains(info, []byte("Image Width: 674 Image Length: 425")) {
		t.Errorf("tiffinfo: %v\n%s", err, info)
	}
	if msg, err := exec.Command("tiffcp", "-c", "none", in, out).CombinedOutput(); err != nil {
		t.Fatalf("tiffcp: %v\n%s", err, msg)
	}
	plain, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	got, err := tiff.Decode(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	want := draw(t, sample())
	for y := range 425 {
		for x := range 674 {
			if r, _, _, _ := got.At(x, y).RGBA(); (r < 0x8000) != want.Black(x, y) {
				t.Fatalf("pixel %d,%d differs", x, y)
			}
		}
	}
	again, err := sample().TIFF()
	if err != nil || !bytes.Equal(again, file) {
		t.Errorf("the second drawing differs, error %v", err)
	}
}

func TestReadyFront(t *testing.T) {
	good, err := sample().TIFF()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := picture.FrontFile(good); err != nil || !bytes.Equal(got, good) {
		t.Errorf("a good file: %v", err)
	}
	change := func(at int, b byte) []byte {
		out := bytes.Clone(good)
		out[at] = b
		return out
	}
	// The directory begins at 8: 2 bytes of count, then 12 a field. The fields
	// are NewSubfileType, width, height, bits, compression, ...
	value := func(field int) int { return 8 + 2 + 12*field + 8 }
	for name, c := range map[string]struct {
		file []byte
		flaw picture.Flaw
	}{
		"empty":         {nil, picture.NotTIFF},
		"text":          {[]byte("hello"), picture.NotTIFF},
		"PNG":           {[]byte("\x89PNG\r\n\x1a\n"), picture.NotTIFF},
		"header only":   {good[:8], picture.NotTIFF},
		"directory cut": {good[:60], picture.NotTIFF},
		"far away":      {change(7, 0xFF), picture.NotTIFF},
		"other magic":   {change(2, 43), picture.NotTIFF},
		"strip cut":     {good[:len(good)-1], picture.Damaged},
		"LZW":           {change(value(4), 5), picture.NotG4},
		"two bits":      {change(value(3), 2), picture.NotBilevel},
		"no width":      {append(bytes.Clone(good[:value(1)]), append([]byte{0, 0, 0, 0}, good[value(1)+4:]...)...), picture.BadSize},
		"huge height":   {change(value(2)+3, 0x7F), picture.BadSize},
	} {
		_, err := picture.FrontFile(c.file)
		var format *picture.FormatError
		if !errors.As(err, &format) || format.Flaw != c.flaw {
			t.Errorf("%s: error %v, want a FormatError %s", name, err, c.flaw)
		}
	}
	var size *picture.SizeError
	if _, err := picture.FrontFile(append(bytes.Clone(good), make([]byte, 7000)...)); !errors.As(err, &size) || size.Size != len(good)+7000 {
		t.Errorf("error %v, want a SizeError", err)
	}
}

// A ready file from other hands: libtiff's own Group 4, several strips and
// big-endian.
func TestReadyFrontFromLibtiff(t *testing.T) {
	good, err := sample().TIFF()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.tif")
	if err := os.WriteFile(in, good, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"-c", "g4"}, {"-c", "g4", "-B"}, {"-c", "g4", "-r", "100"}} {
		out := filepath.Join(dir, "out.tif")
		if msg, err := exec.Command("tiffcp", append(args, in, out)...).CombinedOutput(); err != nil {
			t.Fatalf("tiffcp (apt-get install libtiff-tools): %v\n%s", err, msg)
		}
		file, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := picture.FrontFile(file); err != nil {
			t.Errorf("tiffcp %v: %v", args, err)
		}
	}
}

func FuzzFrontFile(f *testing.F) {
	good, err := sample().TIFF()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("MM\x00\x2A\x00\x00\x00\x08\x00\x01"))
	f.Fuzz(func(t *testing.T, file []byte) {
		out, err := picture.FrontFile(file)
		if err == nil && (len(out) > picture.FrontLimit || !bytes.Equal(out, file)) {
			t.Errorf("accepted %d bytes and gave %d", len(file), len(out))
		}
	})
}
