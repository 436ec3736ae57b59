package perso_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// Every way in which an issuer folder can be unusable has its own message, and
// only where there is none is a new one the advice.
func TestIssuerErrorsSayWhy(t *testing.T) {
	spoil := map[perso.Message]func(t *testing.T, dir string){
		perso.MsgIssuerNone:  func(t *testing.T, dir string) { remove(t, dir) },
		perso.MsgIssuerLacks: func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "gen1-leaf.key.pem")) },
		perso.MsgIssuerDamaged: func(t *testing.T, dir string) {
			overwrite(t, filepath.Join(dir, "gen1-ca.crt.pem"), []byte("hello"))
		},
		perso.MsgIssuerMismatch: func(t *testing.T, dir string) {
			other, err := os.ReadFile(filepath.Join(dir, "gen1-leaf.key.pem"))
			if err != nil {
				t.Fatal(err)
			}
			overwrite(t, filepath.Join(dir, "gen1-ca.key.pem"), other)
		},
	}
	for message, damage := range spoil {
		dir := filepath.Join(t.TempDir(), "ca")
		if _, err := issuer.New(dir, issuer.Options{}); err != nil {
			t.Fatal(err)
		}
		damage(t, dir)
		d, err := perso.Parse("card.yaml", []byte(strings.Replace(good, "photo: none", "issuer: "+dir, 1)))
		if err != nil {
			t.Fatal(err)
		}
		_, err = perso.Build(d, nil)
		var e *perso.Error
		if !errors.As(err, &e) || e.Message != message || e.Path != "issuer" {
			t.Errorf("%s: %v", message, err)
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
