package issuer_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator/issuer"
)

func TestNewThenLoad(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "issuer")
	made, err := issuer.New(dir, issuer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := issuer.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	o := issuer.LeafOptions{Seed: 3, Issued: issued}
	if !bytes.Equal(leaf(t, made, o), leaf(t, loaded, o)) || !bytes.Equal(made.Gen1().Root(), loaded.Gen1().Root()) {
		t.Error("the loaded issuer is not the one that was made")
	}
	if bytes.Equal(made.Gen1().Root(), issuer.Throwaway().Gen1().Root()) {
		t.Error("a new issuer has the throw-away root")
	}
	for name, want := range map[string]fs.FileMode{
		"": 0o700 | fs.ModeDir, "gen1-ca.key.pem": 0o600, "gen1-leaf.key.pem": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%q has mode %v, want %v", name, info.Mode(), want)
		}
	}
	root := filepath.Join(dir, "gen1-ca.crt.pem")
	write(t, filepath.Join(dir, "leaf.pem"), certPEM(leaf(t, loaded, o)))
	openssl(t, dir, "verify", "-x509_strict", "-attime", "1780000000", "-CAfile", root, "leaf.pem")
}

func TestNewOverwritesNothing(t *testing.T) {
	for _, name := range []string{"gen1-ca.key.pem", "gen1-leaf.key.pem", "gen1-ca.crt.pem"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		write(t, path, []byte("precious"))
		_, err := issuer.New(dir, issuer.Options{})
		var folder *issuer.FolderError
		if !errors.As(err, &folder) || !errors.Is(err, os.ErrExist) || folder.Path != path {
			t.Errorf("%s: error %v, want a FolderError about it", name, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if content, _ := os.ReadFile(path); string(content) != "precious" || len(entries) != 1 {
			t.Errorf("%s: %d files, content %q", name, len(entries), content)
		}
	}
}

func TestForceReplaces(t *testing.T) {
	dir := t.TempDir()
	// An old file that anybody may read must not lend its mode to a key, and
	// a link must not be written through.
	if err := os.WriteFile(filepath.Join(dir, "gen1-ca.key.pem"), []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "target")
	write(t, target, []byte("precious"))
	if err := os.Symlink(target, filepath.Join(dir, "gen1-leaf.key.pem")); err != nil {
		t.Fatal(err)
	}
	if _, err := issuer.New(dir, issuer.Options{Force: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := issuer.Load(dir); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "gen1-ca.key.pem")); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	if content, _ := os.ReadFile(target); string(content) != "precious" {
		t.Error("New wrote through a link")
	}
}

func TestNewOptions(t *testing.T) {
	from, to := time.Date(2018, 4, 6, 15, 9, 3, 0, time.UTC), time.Date(2028, 7, 6, 15, 9, 3, 0, time.UTC)
	i, err := issuer.New(t.TempDir(), issuer.Options{LookAlike: true, NotBefore: from, NotAfter: to})
	if err != nil {
		t.Fatal(err)
	}
	root := parse(t, i.Gen1().Root())
	if !root.NotBefore.Equal(from) || !root.NotAfter.Equal(to) || root.Subject.CommonName != "ZairyuCard CA" {
		t.Errorf("root %v, valid %v to %v", root.Subject, root.NotBefore, root.NotAfter)
	}
	_, err = issuer.New(t.TempDir(), issuer.Options{Rand: bytes.NewReader(nil)})
	if err == nil {
		t.Error("an empty random source gave an issuer")
	}
}

func TestLoadRefuses(t *testing.T) {
	good := t.TempDir()
	if _, err := issuer.New(good, issuer.Options{}); err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ecDER, err := x509.MarshalPKCS8PrivateKey(ecKey)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile("testkeys/TEST-gen1-ca.key.pem")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file    string
		content []byte // nil: removed
		want    error
	}{
		"no root":      {"gen1-ca.crt.pem", nil, os.ErrNotExist},
		"no leaf key":  {"gen1-leaf.key.pem", nil, os.ErrNotExist},
		"text":         {"gen1-ca.key.pem", []byte("hello"), issuer.ErrNotPEM},
		"key for cert": {"gen1-ca.crt.pem", foreign, issuer.ErrNotPEM},
		"other key":    {"gen1-ca.key.pem", foreign, issuer.ErrKeyMismatch},
		"EC key":       {"gen1-leaf.key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: ecDER}), issuer.ErrNotRSA2048},
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(good)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, c.file)
		if c.content == nil {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, c.content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		var folder *issuer.FolderError
		if _, err := issuer.Load(dir); !errors.As(err, &folder) || !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want a FolderError with %v", name, err, c.want)
		}
	}
	if _, err := issuer.Load(filepath.Join(good, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want os.ErrNotExist", err)
	}
}
