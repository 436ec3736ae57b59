package guard_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/guard"
)

// resettable is a card whose reset the test answers.
type resettable struct {
	*card
	err    error
	resets int
}

func (r *resettable) Reset(context.Context) error { r.resets++; return r.err }

func resetGuard(t *testing.T) (*resettable, *guard.Guard) {
	t.Helper()
	r := &resettable{card: &card{}}
	g, err := guard.New(r, guard.Options{Number: number, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	identify(t, r.card, g, "05")
	return r, g
}

var errOther = errors.New("some other error")

// failures are errors of a connection, and whether the card is the same after
// them.
var failures = map[string]struct {
	err  error
	same bool
}{
	"reset":             {fmt.Errorf("x: %w", reader.ErrCardReset), true},
	"removed":           {fmt.Errorf("x: %w", reader.ErrCardRemoved), false},
	"reset and removed": {errors.Join(reader.ErrCardReset, reader.ErrCardRemoved), false},
	"other":             {errOther, false},
	"given up":          {context.DeadlineExceeded, false},
}

// tried sees whether an attempt gets to the card.
func tried(t *testing.T, r *resettable, g *guard.Guard, want bool) {
	t.Helper()
	for _, c := range []string{mutual, verify} {
		sent := len(r.sent)
		_, err := g.Transmit(t.Context(), unhex(c))
		if got := len(r.sent) > sent; got != want || got != (err == nil) || !got && !errors.Is(err, guard.ErrNotAllowed) {
			t.Errorf("%.4s reached the card: %v, want %v; %v", c, got, want, err)
		}
	}
}

func TestReset(t *testing.T) {
	r, g := resetGuard(t)
	if err := g.Reset(t.Context()); err != nil || r.resets != 1 {
		t.Errorf("%v", err)
	}
	tried(t, r, g, true)
	for name, f := range failures {
		t.Run(name, func(t *testing.T) {
			r, g := resetGuard(t)
			r.err = f.err
			if err := g.Reset(t.Context()); !errors.Is(err, f.err) {
				t.Errorf("%v", err)
			}
			tried(t, r, g, f.same)
			identify(t, r.card, g, "1")
			tried(t, r, g, true)
		})
	}
}

// After an error another card may lie there, except where it is known not to.
func TestAfterFailures(t *testing.T) {
	for name, f := range failures {
		t.Run(name, func(t *testing.T) {
			r, g := resetGuard(t)
			r.answer = func([]byte) ([]byte, error) { return nil, f.err }
			if _, err := g.Transmit(t.Context(), unhex(challenge)); !errors.Is(err, f.err) {
				t.Errorf("%v", err)
			}
			r.answer = nil
			tried(t, r, g, f.same)
		})
	}
}

func TestResetIsNotPossible(t *testing.T) {
	_, g := guarded(t, guard.Options{Number: number})
	if err := g.Reset(t.Context()); !errors.Is(err, guard.ErrNoReset) {
		t.Errorf("%v", err)
	}
	r, g := resetGuard(t)
	g.Kill()
	if err := g.Reset(t.Context()); !errors.Is(err, guard.ErrKilled) || r.resets > 0 {
		t.Errorf("%v", err)
	}
}
