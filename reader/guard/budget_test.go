package guard_test

import (
	"errors"
	"path/filepath"
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

// What the card has not judged is given back: MUTUAL AUTHENTICATE without a
// challenge, VERIFY without a key or under a dead one. All else stays spent.
func TestGivenBack(t *testing.T) {
	for _, c := range []struct {
		command, answer string
		left            int
	}{
		{mutual, "6985", 3}, {mutual, "9000", 3}, {verify, "9000", 3},
		{verify, "6985", 3}, {verify, "6988", 3}, {mutual, "6988", 2}, {mutual, "6300", 2}, {verify, "6300", 2}, {mutual, "6982", 2}, {mutual, "6A85", 2},
		{mutual, "6984", 2}, {mutual, "63C2", 2}, {mutual, "", 2}, {mutual, "69", 2},
	} {
		card, g := guarded(t, guard.Options{Number: number})
		card.answer = func([]byte) ([]byte, error) { return unhex(c.answer), nil }
		if _, err := g.Transmit(t.Context(), unhex(c.command)); err != nil {
			t.Fatal(err)
		}
		if n, err := g.Left(); n != c.left || err != nil {
			t.Errorf("%.4s answered %q: %d left, want %d, %v", c.command, c.answer, n, c.left, err)
		}
	}
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

func TestDefaultDir(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("AppData", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	dir, err := guard.DefaultDir()
	if err != nil || !strings.HasSuffix(filepath.ToSlash(dir), "/zairyu/budget") {
		t.Errorf("%q, %v", dir, err)
	}
}
