package guard_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader/guard"
)

// The number stands nowhere on the disk, and only its user reads it.
func TestFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "budget")
	_, g := guarded(t, guard.Options{Number: number, Dir: dir})
	g.Transmit(t.Context(), unhex(mutual))
	mode := func(path string, want fs.FileMode) {
		if s, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && s.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", filepath.Base(path), s.Mode(), err)
		}
	}
	mode(dir, 0o700)
	all, err := os.ReadDir(dir)
	if err != nil || len(all) != 3 {
		t.Errorf("%d files, want salt, count and lock: %v", len(all), err)
	}
	for _, f := range all {
		path := filepath.Join(dir, f.Name())
		mode(path, 0o600)
		raw, err := os.ReadFile(path)
		if err != nil || bytes.Contains(raw, []byte(number)) || strings.Contains(f.Name(), number) {
			t.Errorf("%s: %v", f.Name(), err)
		}
	}
	twin := t.TempDir()
	_, h := guarded(t, guard.Options{Number: number, Dir: twin})
	h.Transmit(t.Context(), unhex(mutual))
	for _, f := range all {
		if _, err := os.Stat(filepath.Join(twin, f.Name())); filepath.Ext(f.Name()) == ".count" && err == nil {
			t.Error("the name of a count is the same in two folders: no salt")
		}
	}
}

func countFile(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*.count"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%q, %v", found, err)
	}
	return found[0]
}

func write(t *testing.T, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// folder puts a folder in the place of a file.
func folder(t *testing.T, path string) string {
	t.Helper()
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
	return path
}

// spoilers each break something in a folder with a count, and name the file.
func spoilers() map[string]func(t *testing.T, dir string) string {
	all := map[string]func(t *testing.T, dir string) string{
		"lock a folder": func(t *testing.T, dir string) string { return folder(t, filepath.Join(dir, "lock")) },
		"salt gone": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "salt")
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			return path
		},
		"salt cut": func(t *testing.T, dir string) string { return write(t, filepath.Join(dir, "salt"), "abc") },
		"a folder": func(t *testing.T, dir string) string { return folder(t, countFile(t, dir)) },
	}
	for _, content := range []string{"", "x", "2026-05-01", "2026-05-01 ", "2026-05-01 -1\n", "2026-05-01 99999999999999\n",
		"2026-13-01 0\n", "2026-05-01 0", "2026-05-01 00\n", "2026-05-01 0\n\n", "\x00\x00"} {
		all["content "+content] = func(t *testing.T, dir string) string { return write(t, countFile(t, dir), content) }
	}
	return all
}

// Whatever is wrong with the files, nothing is reset and nothing goes out.
func TestBrokenFiles(t *testing.T) {
	for name, spoil := range spoilers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			card, g := guarded(t, guard.Options{Number: number, Dir: dir})
			card.answer = refusing
			g.Transmit(t.Context(), unhex(verify))
			heldBack(t, card, g, spoil(t, dir))
		})
	}
}

// heldBack sees that no attempt goes out because of a file, and all else does.
func heldBack(t *testing.T, card *card, g *guard.Guard, path string) {
	t.Helper()
	sent := len(card.sent)
	_, err := g.Transmit(t.Context(), unhex(verify))
	e, ok := errors.AsType[*guard.FileError](err)
	if !ok || !errors.Is(err, guard.ErrBudgetFile) || e.Path != path || len(card.sent) != sent {
		t.Errorf("%v, want one about %s", err, filepath.Base(path))
	}
	if _, err := g.Left(); !errors.Is(err, guard.ErrBudgetFile) {
		t.Errorf("left: %v", err)
	}
	if _, err := g.Transmit(t.Context(), unhex(challenge)); err != nil {
		t.Errorf("the others still go: %v", err)
	}
}
