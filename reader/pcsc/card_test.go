package pcsc

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

var (
	command = []byte{0x00, 0x84, 0x00, 0x00, 0x08}
	ok9000  = []byte{0x90, 0x00}
)

// connected is a card in a world of its own.
func connected(t *testing.T) (*world, *Card) {
	t.Helper()
	w := newWorld("R", there)
	w.transmits = func([]byte) ([]byte, error) { return ok9000, nil }
	c, err := connect(t.Context(), Options{}, w.open)
	if err != nil {
		t.Fatal(err)
	}
	return w, c
}

// each runs a test in which time passes by itself, and sees the connection
// ended with a reset and every context released.
func each(t *testing.T, name string, f func(t *testing.T, w *world, c *Card)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w, c := connected(t)
			f(t, w, c)
			if err := c.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			synctest.Wait()
			if w.did("disconnect") != 1 || w.did("release") != 2 {
				t.Errorf("stays behind: %q", w.log)
			}
			if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrClosed) {
				t.Errorf("after Close: %v", err)
			}
		})
	})
}

func TestCard(t *testing.T) {
	each(t, "plain use", func(t *testing.T, w *world, c *Card) {
		if answer, err := c.Transmit(t.Context(), command); err != nil || string(answer) != string(ok9000) {
			t.Errorf("%X, %v", answer, err)
		}
		if atr, err := c.ATR(t.Context()); err != nil || len(atr) != 1 {
			t.Errorf("ATR %X, %v", atr, err)
		}
		if err := c.Reset(t.Context()); err != nil || w.did("reset") != 1 {
			t.Errorf("reset: %v", err)
		}
		if err := c.PowerCycle(t.Context()); err != nil || w.did("unpower") != 1 {
			t.Errorf("power cycle: %v", err)
		}
		end, err := c.Begin(t.Context())
		if err != nil || end() != nil || w.did("begin") != 1 || w.did("end") != 1 {
			t.Errorf("transaction: %v", err)
		}
		if _, err := c.Transmit(t.Context(), command[:3]); !errors.Is(err, ErrCommand) || w.did("transmit") != 1 {
			t.Errorf("3 bytes: %v", err)
		}
	})
	for name, answer := range map[string]func() ([]byte, error){
		"removed, empty answer": func() ([]byte, error) { return nil, nil },
		"removed, reader error": func() ([]byte, error) { return nil, code(0x80100016) },
		"removed, code":         func() ([]byte, error) { return nil, code(0x80100069) },
	} {
		each(t, name, func(t *testing.T, w *world, c *Card) {
			w.transmits = func([]byte) ([]byte, error) {
				time.AfterFunc(lookFor/2, func() { w.change(func() { w.states["R"] = state{events: 2} }) })
				return answer()
			}
			if _, err := c.Transmit(t.Context(), command); !errors.Is(err, reader.ErrCardRemoved) || errors.Is(err, ErrReader) {
				t.Errorf("%v", err)
			}
			time.Sleep(lookFor)
			if _, err := c.Transmit(t.Context(), command); !errors.Is(err, reader.ErrCardRemoved) || w.did("transmit") != 1 {
				t.Errorf("still removed: %v", err)
			}
			w.change(func() { w.states["R"] = state{present: true, events: 3} })
			w.transmits = func([]byte) ([]byte, error) { return ok9000, nil }
			if _, err := c.Transmit(t.Context(), command); err != nil || w.did("leave") != 1 {
				t.Errorf("put back: %v", err)
			}
		})
	}
	each(t, "gone and back at once", func(t *testing.T, w *world, c *Card) {
		w.states["R"] = state{present: true, events: 3}
		w.transmits = func([]byte) ([]byte, error) { return nil, nil }
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, reader.ErrCardRemoved) {
			t.Errorf("%v", err)
		}
	})
}

func TestFailuresOfReaderAndService(t *testing.T) {
	each(t, "empty answer, card stays", func(t *testing.T, w *world, c *Card) {
		w.transmits = func([]byte) ([]byte, error) { return []byte{0x90}, nil }
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrReader) {
			t.Errorf("%v", err)
		}
	})
	each(t, "reader error, card stays", func(t *testing.T, w *world, c *Card) {
		w.transmits = func([]byte) ([]byte, error) { return nil, code(0x80100013) }
		_, err := c.Transmit(t.Context(), command)
		if e, ok := errors.AsType[*Error](err); !ok || !errors.Is(err, ErrReader) || e.Code != 0x80100013 {
			t.Errorf("%v", err)
		}
	})
	each(t, "service died", func(t *testing.T, w *world, c *Card) {
		w.transmits = func([]byte) ([]byte, error) {
			w.change(func() { w.failing = code(0x80100013) })
			return nil, code(0x80100013)
		}
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrNoService) {
			t.Errorf("%v", err)
		}
	})
	each(t, "reader unplugged", func(t *testing.T, w *world, c *Card) {
		w.transmits = func([]byte) ([]byte, error) {
			w.change(func() { delete(w.states, "R") })
			return nil, code(0x80100013)
		}
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrNoReader) {
			t.Errorf("%v", err)
		}
	})
	each(t, "reset by another", func(t *testing.T, w *world, c *Card) {
		first := true
		w.transmits = func([]byte) ([]byte, error) {
			if first {
				first = false
				return nil, cardReset
			}
			return ok9000, nil
		}
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrReset) || w.did("leave") != 1 {
			t.Errorf("%v", err)
		}
		if _, err := c.Transmit(t.Context(), command); err != nil {
			t.Errorf("after it: %v", err)
		}
	})
}

func TestWaits(t *testing.T) {
	each(t, "mute card", func(t *testing.T, w *world, c *Card) {
		release := make(chan struct{})
		w.transmits = func([]byte) ([]byte, error) { <-release; return ok9000, nil }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Transmit(ctx, command); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrStuck) || w.did("transmit") != 1 {
			t.Errorf("after it: %v", err)
		}
		close(release)
	})
	// When the call that was given up ends at last, the wait goes on.
	each(t, "removal of a mute card", func(t *testing.T, w *world, c *Card) {
		release := make(chan struct{})
		w.transmits = func([]byte) ([]byte, error) { <-release; return nil, code(0x80100016) }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Transmit(ctx, command); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		time.AfterFunc(time.Minute, func() { close(release) })
		time.AfterFunc(time.Hour, func() { w.change(func() { w.states["R"] = state{events: 2} }) })
		if err := c.WaitRemoved(t.Context()); err != nil || w.did("disconnect") != 1 || w.did("release") != 1 {
			t.Errorf("%v, %q", err, w.log)
		}
	})
	each(t, "closed by another goroutine", func(t *testing.T, w *world, c *Card) {
		release := make(chan struct{})
		w.transmits = func([]byte) ([]byte, error) { <-release; return ok9000, nil }
		time.AfterFunc(time.Second, func() { c.Close() })
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrClosed) {
			t.Errorf("%v", err)
		}
		close(release)
	})
	each(t, "turns", func(t *testing.T, w *world, c *Card) {
		w.transmits = func([]byte) ([]byte, error) { time.Sleep(time.Minute); return ok9000, nil }
		go c.Transmit(t.Context(), command)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Transmit(ctx, command); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if _, err := c.Transmit(t.Context(), command); err != nil {
			t.Errorf("a wait for its turn that was given up spoils nothing: %v", err)
		}
	})
	each(t, "removal", func(t *testing.T, w *world, c *Card) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.WaitRemoved(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("card there: %v", err)
		}
		time.AfterFunc(time.Hour, func() { w.change(func() { w.states["R"] = state{events: 2} }) })
		if err := c.WaitRemoved(t.Context()); err != nil {
			t.Errorf("%v", err)
		}
	})
}
