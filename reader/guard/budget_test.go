package guard_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/guard"
)

func refusing([]byte) ([]byte, error) { return []byte{0x63, 0x00}, nil }

func left(t *testing.T, g *guard.Guard, want int) {
	t.Helper()
	if n, err := g.Left(); n != want || err != nil {
		t.Errorf("%d left, want %d, %v", n, want, err)
	}
}

func TestBudget(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 12, 31, 23, 59, 0, 0, time.FixedZone("JST", 9*3600))
	o := guard.Options{Number: number, Dir: dir, Now: func() time.Time { return now }}
	card, g := guarded(t, o)
	for range 5 { // what the card accepts is given back
		if _, err := g.Transmit(t.Context(), unhex(mutual)); err != nil {
			t.Fatal(err)
		}
	}
	left(t, g, 3)
	card.answer = refusing
	g.Transmit(t.Context(), unhex(mutual))
	g.Transmit(t.Context(), unhex(verify))
	left(t, g, 1)

	// Another run, the number typed otherwise.
	o.Number = "ａｂ-1234 5678-cd"
	card, g = guarded(t, o)
	left(t, g, 1)
	card.answer = func([]byte) ([]byte, error) { return nil, reader.ErrCardRemoved }
	if _, err := g.Transmit(t.Context(), unhex(verify)); !errors.Is(err, reader.ErrCardRemoved) {
		t.Error(err)
	}
	left(t, g, 0)
	card.answer = nil
	identify(t, card, g, "05") // what lies there now
	sent := len(card.sent)
	for _, c := range []string{mutual, verify} {
		_, err := g.Transmit(t.Context(), unhex(c))
		e, ok := errors.AsType[*guard.Spent](err)
		if !ok || !errors.Is(err, guard.ErrBudget) || len(card.sent) != sent {
			t.Fatalf("%v", err)
		}
		if want := time.Date(2027, 1, 1, 0, 0, 0, 0, now.Location()); !e.Free.Equal(want) {
			t.Errorf("free on %v, want %v", e.Free, want)
		}
	}
	if _, err := g.Transmit(t.Context(), unhex(challenge)); err != nil {
		t.Errorf("the others still go: %v", err)
	}

	other := o
	other.Number = "ZZ12345678CD"
	_, h := guarded(t, other)
	left(t, h, 3)

	now = now.AddDate(0, 0, -1) // putting the clock back frees nothing
	left(t, g, 0)
	now = now.AddDate(0, 0, 1).Add(time.Minute)
	left(t, g, 3)
}

// It is spent before the card sees it: whoever pulls the plug then wins
// nothing.
func TestSpentBeforeSent(t *testing.T) {
	dir := t.TempDir()
	card, g := guarded(t, guard.Options{Number: number, Dir: dir})
	_, other := guarded(t, guard.Options{Number: number, Dir: dir})
	card.answer = func([]byte) ([]byte, error) { left(t, other, 2); return []byte{0x90, 0x00}, nil }
	if _, err := g.Transmit(t.Context(), unhex(mutual)); err != nil {
		t.Fatal(err)
	}
	left(t, other, 3)
	card.answer = refusing // other refusals than a wrong number count as well
	for range 2 {
		g.Transmit(t.Context(), unhex(verify))
	}
	left(t, other, 1)
}

// An answer after midnight gives nothing to the new day.
func TestMidnight(t *testing.T) {
	now := time.Date(2026, 5, 1, 23, 59, 59, 0, time.UTC)
	card, g := guarded(t, guard.Options{Number: number, Budget: 1, Now: func() time.Time { return now }})
	card.answer = func([]byte) ([]byte, error) { now = now.Add(time.Minute); return []byte{0x90, 0x00}, nil }
	g.Transmit(t.Context(), unhex(mutual))
	left(t, g, 1)
}

// Several guards at once, as of several programs, never let more through.
func TestBudgetIsShared(t *testing.T) {
	dir := t.TempDir()
	var wait sync.WaitGroup
	var mu sync.Mutex
	sent := 0
	for range 6 {
		card, g := guarded(t, guard.Options{Number: number, Dir: dir, Budget: 5})
		card.answer = func([]byte) ([]byte, error) {
			mu.Lock()
			defer mu.Unlock()
			sent++
			return []byte{0x63, 0x00}, nil
		}
		wait.Go(func() {
			for range 3 {
				g.Transmit(t.Context(), unhex(verify))
			}
		})
	}
	wait.Wait()
	if sent != 5 {
		t.Errorf("%d attempts went out, the budget is 5", sent)
	}
}

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
	if err != nil || len(all) != 2 {
		t.Errorf("%d files, want salt and count: %v", len(all), err)
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
		if _, err := os.Stat(filepath.Join(twin, f.Name())); f.Name() != "salt" && err == nil {
			t.Error("the name of a count is the same in two folders: no salt")
		}
	}
}

// Whatever is wrong with the files, nothing is reset and nothing goes out.
func TestBrokenFiles(t *testing.T) {
	countFile := func(t *testing.T, dir string) string {
		found, err := filepath.Glob(filepath.Join(dir, "*.count"))
		if err != nil || len(found) != 1 {
			t.Fatalf("%q, %v", found, err)
		}
		return found[0]
	}
	write := func(path, content string) {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cases := map[string]func(t *testing.T, dir string) string{
		"lock left behind": func(t *testing.T, dir string) string {
			write(filepath.Join(dir, "lock"), "")
			return filepath.Join(dir, "lock")
		},
		"salt gone": func(t *testing.T, dir string) string {
			os.Remove(filepath.Join(dir, "salt"))
			return filepath.Join(dir, "salt")
		},
		"salt cut": func(t *testing.T, dir string) string {
			write(filepath.Join(dir, "salt"), "abc")
			return filepath.Join(dir, "salt")
		},
		"a folder": func(t *testing.T, dir string) string {
			path := countFile(t, dir)
			os.Remove(path)
			os.Mkdir(path, 0o700)
			return path
		},
	}
	for _, content := range []string{"", "x", "2026-05-01", "2026-05-01 ", "2026-05-01 -1\n", "2026-05-01 99999999999999\n",
		"2026-13-01 0\n", "2026-05-01 0", "2026-05-01 00\n", "2026-05-01 0\n\n", "\x00\x00"} {
		cases["content "+content] = func(t *testing.T, dir string) string {
			path := countFile(t, dir)
			write(path, content)
			return path
		}
	}
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			card, g := guarded(t, guard.Options{Number: number, Dir: dir})
			card.answer = refusing
			g.Transmit(t.Context(), unhex(verify))
			path := spoil(t, dir)
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
		})
	}
}

func TestDefaultDir(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("AppData", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	dir, err := guard.DefaultDir()
	if err != nil || !strings.HasSuffix(filepath.ToSlash(dir), "/zairyu/budget") {
		t.Errorf("%q, %v", dir, err)
	}
}
