package pcsc

import (
	"errors"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

func begun(t *testing.T, c *Card) (end func() error) {
	t.Helper()
	end, err := c.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return end
}

// A transaction that has ended before ends without an error, the service is
// told all the same, and what happened to the card is not passed over.
func TestEnd(t *testing.T) {
	each(t, "reset inside", func(t *testing.T, w *world, c *Card) {
		end := begun(t, c)
		if err := c.Reset(t.Context()); err != nil {
			t.Error(err)
		}
		if err := end(); err != nil || w.did("end") != 1 {
			t.Error(err)
		}
	})
	each(t, "reset by another", func(t *testing.T, w *world, c *Card) {
		end := begun(t, c)
		w.others = func(op string) error {
			if op == "end" {
				return cardReset
			}
			return nil
		}
		w.transmits = func([]byte) ([]byte, error) { return nil, cardReset }
		if err := end(); err != nil || w.did("leave") != 0 {
			t.Errorf("%v; connected anew: %d", err, w.did("leave"))
		}
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, ErrReset) {
			t.Errorf("the session is gone, and that is passed over: %v", err)
		}
	})
	each(t, "removed", func(t *testing.T, w *world, c *Card) {
		end := begun(t, c)
		w.change(func() { w.states["R"] = state{events: 2} })
		w.transmits = func([]byte) ([]byte, error) { return nil, code(0x80100069) }
		if _, err := c.Transmit(t.Context(), command); !errors.Is(err, reader.ErrCardRemoved) {
			t.Error(err)
		}
		if err := end(); err != nil || w.did("end") != 1 {
			t.Errorf("%v; the service was told %d times", err, w.did("end"))
		}
	})
	each(t, "not there", func(t *testing.T, w *world, c *Card) {
		end := begun(t, c)
		w.others = func(op string) error {
			if op == "end" {
				return notTransacted
			}
			return nil
		}
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	each(t, "reader failed", func(t *testing.T, w *world, c *Card) {
		end := begun(t, c)
		w.others = func(op string) error {
			if op == "end" {
				return code(0x80100013)
			}
			return nil
		}
		if err := end(); !errors.Is(err, ErrReader) {
			t.Error(err)
		}
	})
	each(t, "closed", func(t *testing.T, w *world, c *Card) {
		end := begun(t, c)
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if err := end(); err != nil || w.did("end") != 0 {
			t.Error(err)
		}
	})
}
