package perso_test

import (
	"bytes"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

// Every way in which an issuer folder can be unusable has its own message, and
// only where there is none is a new one the advice.
func TestIssuerErrorsSayWhy(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "ca")
	if _, err := issuer.New(whole, issuer.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		message perso.Message
		damage  func(t *testing.T, dir string)
	}{
		{"no folder", perso.MsgIssuerNone, remove},
		{"a file instead", perso.MsgIssuerNotFolder, func(t *testing.T, dir string) {
			remove(t, dir)
			overwrite(t, dir, []byte("hello"))
		}},
		{"a file missing", perso.MsgIssuerLacks, in("gen1-leaf.key.pem", remove)},
		{"a folder for a file", perso.MsgIssuerNotFile, in("gen1-ca.key.pem", func(t *testing.T, file string) {
			remove(t, file)
			if err := os.Mkdir(file, 0o700); err != nil {
				t.Fatal(err)
			}
		})},
		{"a device for a file", perso.MsgIssuerNotFile, in("gen1-ca.key.pem", func(t *testing.T, file string) {
			remove(t, file)
			if err := os.Symlink(os.DevNull, file); err != nil {
				t.Fatal(err)
			}
		})},
		{"a long file", perso.MsgIssuerTooBig, in("gen1-ca.key.pem", func(t *testing.T, file string) { overwrite(t, file, make([]byte, 70000)) })},
		{"no PEM", perso.MsgIssuerNotPEM, in("gen1-ca.crt.pem", func(t *testing.T, file string) { overwrite(t, file, []byte("hello")) })},
		{"a damaged certificate", perso.MsgIssuerDamaged, in("gen1-ca.crt.pem", pemOf("CERTIFICATE"))},
		{"a damaged key", perso.MsgIssuerDamaged, in("gen1-leaf.key.pem", pemOf("PRIVATE KEY"))},
		{"another key", perso.MsgIssuerMismatch, instead("gen1-ca.key.pem", "gen1-leaf.key.pem")},
		{"an EC key", perso.MsgIssuerWrongKey, instead("gen1-ca.key.pem", "gen2-ca.key.pem")},
		{"an RSA key", perso.MsgIssuerWrongKey, instead("gen2-ca.key.pem", "gen1-ca.key.pem")},
		{"another EC key", perso.MsgIssuerMismatch, instead("gen2-ca.key.pem", "gen2-leaf.key.pem")},
	} {
		dir := filepath.Join(t.TempDir(), "ca")
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		c.damage(t, dir)
		e := buildError(t, strings.Replace(good, "photo: none", "issuer: "+dir, 1))
		if e.Message != c.message || e.Path != "issuer" || e.Line != 16 {
			t.Errorf("%s: %s at %s, line %d; want %s", c.name, e.Message, e.Path, e.Line, c.message)
		}
		tellsAll(t, e)
	}
}

// in damages one file of a folder.
func in(file string, damage func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) { damage(t, filepath.Join(dir, file)) }
}

// instead puts one file of a folder in the place of another.
func instead(file, other string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		content, err := os.ReadFile(filepath.Join(dir, other))
		if err != nil {
			t.Fatal(err)
		}
		overwrite(t, filepath.Join(dir, file), content)
	}
}

// pemOf writes a PEM file of a kind around bytes that are no DER.
func pemOf(kind string) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		overwrite(t, file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: []byte("hello")}))
	}
}

// buildError gives the one mistake for which a card that parses is not made.
func buildError(t *testing.T, text string) *perso.Error {
	t.Helper()
	d, err := perso.Parse("card.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	_, err = perso.Build(d, nil)
	var all perso.Errors
	if !errors.As(err, &all) || len(all) != 1 {
		t.Fatalf("error %v, want one mistake", err)
	}
	return all[0]
}

// tellsAll refuses a text whose arguments do not fit it.
func tellsAll(t *testing.T, e *perso.Error) {
	t.Helper()
	for _, lang := range []perso.Language{perso.English, perso.Japanese} {
		if text := e.Text(lang); strings.Contains(text, "%!") {
			t.Errorf("%s: %s", e.Message, text)
		}
	}
}

// What is wrong with a picture file is told with its numbers.
func TestPictureErrorsSayWhy(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "holder.png")
	photo := strings.Replace(good, "photo: none", "photo: "+path, 1)

	overwrite(t, path, nil)
	if err := os.Truncate(path, 40<<20); err != nil {
		t.Fatal(err)
	}
	e := buildError(t, photo)
	if want := []any{path, int64(40 << 20), int64(32 << 20)}; e.Message != perso.MsgFileTooBig || !slices.Equal(e.Args, want) {
		t.Errorf("40 MiB: %s %v", e.Message, e.Args)
	}
	tellsAll(t, e)

	// A PNG header alone, by the PNG specification: it promises 10^10 pixels.
	header := []byte("IHDR\x00\x01\x86\xA0\x00\x01\x86\xA0\x08\x02\x00\x00\x00")
	chunk := binary.BigEndian.AppendUint32(append([]byte{0, 0, 0, 13}, header...), crc32.ChecksumIEEE(header))
	overwrite(t, path, append([]byte("\x89PNG\r\n\x1A\n"), chunk...))
	e = buildError(t, photo)
	if e.Message != perso.MsgFlaw(picture.TooManyPixels) || len(e.Args) != 3 || e.Args[0] != 100000 || e.Args[1] != 100000 {
		t.Errorf("10^10 pixels: %s %v", e.Message, e.Args)
	}
	tellsAll(t, e)
}

// What people get wrong in YAML is told without the parser's own words.
func TestYAMLMistakesAreExplained(t *testing.T) {
	for _, c := range []struct {
		old, new string
		message  perso.Message
		line     int
	}{
		{"number: ", "number:", perso.MsgYAMLPair, 3},
		{"type: ", "type:", perso.MsgYAMLPair, 2},
		{"photo: none", "photo", perso.MsgYAMLPair, 16},
		{"  born", "   born", perso.MsgYAMLColon, 0},
		{"  born", "born", perso.MsgYAMLColon, 0},
		{"photo: none", "photo: a: b", perso.MsgYAMLColon, 16},
		{"  born", "\tborn", perso.MsgYAMLTab, 6},
		{"photo: none", "photo: 'a", perso.MsgYAMLQuote, 16},
		{"number: ", "number: \"", perso.MsgYAMLStray, 0},
		{"photo: none", "photo: [a", perso.MsgYAMLOpen, 16},
		{"text: 米国 }", "text: 米国", perso.MsgYAMLOpen, 0},
		{"photo: none", "photo: @a", perso.MsgYAMLReserved, 16},
		{"photo: none", "photo:", perso.MsgNoValue, 16},
	} {
		errs := mistakes(t, strings.Replace(good, c.old, c.new, 1))
		if len(errs) != 1 || errs[0].Message != c.message || c.line != 0 && errs[0].Line != c.line {
			t.Errorf("%q: %v, want %s in line %d", c.new, errs, c.message, c.line)
			continue
		}
		tellsAll(t, errs[0])
	}
}

// The first wrong character of a card number is told by its position.
func TestWrongCharacterOfANumber(t *testing.T) {
	for number, want := range map[string]struct {
		message  perso.Message
		position int
	}{
		"aB10000001CD": {perso.MsgNumberLetter, 1}, "A110000001CD": {perso.MsgNumberLetter, 2},
		"ABO0000001CD": {perso.MsgNumberDigit, 3}, "AB1000000１CD": {perso.MsgNumberDigit, 10},
		"AB100000011D": {perso.MsgNumberLetter, 11}, "AB10000001C0": {perso.MsgNumberLetter, 12},
	} {
		errs := mistakes(t, strings.Replace(good, "AB10000001CD", number, 1))
		if len(errs) != 1 || errs[0].Message != want.message || !slices.Equal(errs[0].Args, []any{want.position}) {
			t.Errorf("%s: %v, want %s %d", number, errs, want.message, want.position)
		}
	}
}

// A wrong picture and a wrong issuer are told together.
func TestPictureAndIssuerAreToldTogether(t *testing.T) {
	d, err := perso.Parse("card.yaml", []byte(strings.Replace(good, "photo: none", "photo: nowhere.png\nissuer: nowhere", 1)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = perso.Build(d, nil)
	var all perso.Errors
	if !errors.As(err, &all) || len(all) != 2 {
		t.Errorf("%v", err)
	}
}

func TestLoadSaysWhyAFileCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string][]byte{
		"utf16.yaml": {0xFF, 0xFE, 't', 0}, "sjis.yaml": []byte("# \x97\xaf\x8aw\n"),
		"big.yaml": bytes.Repeat([]byte("#"), 70000), "tab.yaml": []byte("type: \"1\"\nholder:\n\tname: A\n"),
		"quote.yaml": []byte("type: \"1\nnumber: AA12345678BB\n"),
	} {
		overwrite(t, filepath.Join(dir, name), content)
	}
	for name, want := range map[string]perso.Message{
		"none.yaml": perso.MsgAbsent, "": perso.MsgFileFolder, "../../../../../../dev/null": perso.MsgFileNotRegular,
		"utf16.yaml": perso.MsgUTF16, "sjis.yaml": perso.MsgShiftJIS, "big.yaml": perso.MsgTooBig,
		"tab.yaml": perso.MsgYAMLTab, "quote.yaml": perso.MsgYAMLQuote,
	} {
		path := filepath.Join(dir, name)
		if strings.HasSuffix(name, "dev/null") {
			path = os.DevNull
		}
		_, err := perso.Load(path)
		var e *perso.Error
		if !errors.As(err, &e) || e.Message != want {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
}

// A misspelt group is told as such; what it holds is not missing besides.
func TestMisspeltGroupIsToldOnce(t *testing.T) {
	errs := mistakes(t, strings.Replace(good, "holder:", "holdr:", 1))
	if len(errs) != 1 || errs[0].Message != perso.MsgNearKey {
		t.Errorf("%v", errs)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
