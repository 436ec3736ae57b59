package pcsc

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// exchange is another card on the reader, by the service's count.
func exchange(w *world) {
	w.change(func() {
		st := w.states["R"]
		w.states["R"] = state{present: true, events: st.events + 2}
	})
}

// lost sees that no command gets to the card before Transmit has said once
// that the card left, and that the connection is good again after that.
func lost(t *testing.T, w *world, c *Card) {
	t.Helper()
	before := w.did("transmit")
	if _, err := c.Transmit(t.Context(), command); !errors.Is(err, reader.ErrCardRemoved) || w.did("transmit") != before {
		t.Errorf("a command reached another card, or: %v", err)
	}
	if _, err := c.Transmit(t.Context(), command); err != nil || w.did("transmit") != before+1 {
		t.Errorf("the card that lies there: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := c.WaitRemoved(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("that card has not left: %v", err)
	}
	if err := c.Reset(t.Context()); err != nil {
		t.Errorf("reset of that card: %v", err)
	}
}

// A reconnection takes another card for the same one and says nothing.
func TestExchangedBeforeReset(t *testing.T) {
	for name, f := range map[string]func(*Card, context.Context) error{"reset": (*Card).Reset, "power cycle": (*Card).PowerCycle} {
		each(t, name, func(t *testing.T, w *world, c *Card) {
			exchange(w)
			err := f(c, t.Context())
			if !errors.Is(err, reader.ErrCardRemoved) || w.did("reset")+w.did("unpower") > 0 {
				t.Errorf("%v, or the other card was reset", err)
			}
			lost(t, w, c)
		})
		each(t, name+", inside it", func(t *testing.T, w *world, c *Card) {
			w.others = func(op string) error {
				if op == "reset" || op == "unpower" {
					w.others = nil
					exchange(w)
				}
				return nil
			}
			if err := f(c, t.Context()); !errors.Is(err, reader.ErrCardRemoved) {
				t.Errorf("%v", err)
			}
			lost(t, w, c)
		})
		each(t, name+", then nobody can tell", func(t *testing.T, w *world, c *Card) {
			w.others = func(op string) error {
				if op == "reset" || op == "unpower" {
					w.others = nil
					exchange(w)
					w.change(func() { w.failing = code(0x80100013) })
				}
				return nil
			}
			if err := f(c, t.Context()); !errors.Is(err, ErrNoService) {
				t.Errorf("%v", err)
			}
			w.change(func() { w.failing = nil })
			lost(t, w, c)
		})
	}
}

// What looks like a reset by another program may be another card.
func TestExchangedAtReset(t *testing.T) {
	for name, answer := range map[string]code{"reset": cardReset, "protocols differ": protoMismatch} {
		failing := func(w *world, then func()) {
			w.transmits = func([]byte) ([]byte, error) {
				w.transmits = func([]byte) ([]byte, error) { return ok9000, nil }
				then()
				return nil, answer
			}
		}
		each(t, name+", same card", func(t *testing.T, w *world, c *Card) {
			failing(w, func() {})
			if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrReset) || errors.Is(err, reader.ErrCardRemoved) {
				t.Errorf("%v", err)
			}
			if _, err := c.Transmit(t.Context(), command); err != nil {
				t.Errorf("after it: %v", err)
			}
		})
		each(t, name+", another card", func(t *testing.T, w *world, c *Card) {
			failing(w, func() { exchange(w) })
			if _, err := c.Transmit(t.Context(), command); !errors.Is(err, reader.ErrCardRemoved) {
				t.Errorf("%v", err)
			}
			if _, err := c.Transmit(t.Context(), command); err != nil || w.did("transmit") != 2 {
				t.Errorf("the card that lies there: %v", err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := c.WaitRemoved(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("that card has not left: %v", err)
			}
		})
		each(t, name+", another card after a failed reconnection", func(t *testing.T, w *world, c *Card) {
			failing(w, func() { w.others = func(string) error { w.others = nil; return code(0x80100066) } })
			if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrReset) {
				t.Errorf("%v", err)
			}
			exchange(w)
			lost(t, w, c)
		})
	}
}

// Who only sees what Transmit says learns of an exchange that was said to
// somebody else.
func TestExchangeToldToOthers(t *testing.T) {
	once := func(w *world, which string, err error) {
		w.others = func(op string) error {
			if op != which {
				return nil
			}
			w.others = nil
			exchange(w)
			return err
		}
	}
	each(t, "begin", func(t *testing.T, w *world, c *Card) {
		once(w, "begin", code(0x80100069))
		if _, err := c.Begin(t.Context()); !errors.Is(err, reader.ErrCardRemoved) {
			t.Errorf("%v", err)
		}
		lost(t, w, c)
	})
	each(t, "ATR", func(t *testing.T, w *world, c *Card) {
		once(w, "atr", code(0x80100069))
		if _, err := c.ATR(t.Context()); !errors.Is(err, reader.ErrCardRemoved) {
			t.Errorf("%v", err)
		}
		lost(t, w, c)
	})
	for name, err := range map[string]error{"end, code": code(0x80100069), "end, reader error": code(0x80100013)} {
		each(t, name, func(t *testing.T, w *world, c *Card) {
			end, e := c.Begin(t.Context())
			if e != nil {
				t.Fatal(e)
			}
			once(w, "end", err)
			if err := end(); err != nil {
				t.Errorf("%v", err)
			}
			lost(t, w, c)
		})
	}
}

// The card that was counted is the one that was connected to.
func TestExchangedWhileConnecting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld("R", there)
		w.transmits = func([]byte) ([]byte, error) { return ok9000, nil }
		w.onConnect = func() { w.states["R"] = state{present: true, events: 3} }
		c, err := connect(t.Context(), Options{}, w.open)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Transmit(t.Context(), command); err != nil {
			t.Errorf("%v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.WaitRemoved(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it has not left: %v", err)
		}
	})
}
