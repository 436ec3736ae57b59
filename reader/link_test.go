package reader_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

func TestRemoval(t *testing.T) { // IFD_F_01, F_02
	const commands = 17 // of a whole reading
	for n := 1; n <= commands; n++ {
		for _, back := range []bool{false, true} {
			card := newCard(t, "1", goodFiles())
			sent := 0
			card.bend = func(_ string, _, answer []byte) ([]byte, error) {
				if sent++; sent == n || sent > n && !back {
					card.reset()
					return nil, fmt.Errorf("slot 0: %w", reader.ErrCardRemoved)
				}
				return answer, nil
			}
			d, err := reader.Read(t.Context(), card, options(t))
			r := d.Verify(options(t))
			if back {
				if r.Verdict != reader.Valid {
					t.Errorf("gone at command %d and back: %v %v", n, r, r.Err)
				}
				continue
			}
			if r.Verdict != reader.CardRemoved || !errors.Is(err, reader.ErrCardRemoved) || d.Opened && !r.Has(reader.Partial) {
				t.Errorf("gone at command %d: %v %v", n, r, err)
			}
			if len(card.log) > n+3 {
				t.Errorf("gone at command %d: %d sent", n, len(card.log))
			}
		}
	}
}

func TestSilentReset(t *testing.T) { // IFD_F_05
	for n := 1; n <= 7; n++ {
		card := newCard(t, "1", goodFiles())
		inner := false
		card.bend = func(step string, command, answer []byte) ([]byte, error) {
			if step == fmt.Sprintf("read %d", n) && !inner {
				inner = true
				df := card.df
				card.reset()
				card.df = df
				return card.answer(command), nil
			}
			return answer, nil
		}
		r := reader.Check(t.Context(), card, options(t))
		expect{verdicts: []reader.Verdict{reader.Valid, reader.ProtocolError}}.judge(t, r, card)
	}
}

func TestSwappedCard(t *testing.T) { // IFD_F_03
	for n := 4; n <= 16; n++ {
		first, second := newCard(t, "1", goodFiles()), newCard(t, "1", goodFiles())
		second.number = "ZY98765432XW"
		sent := 0
		both := transport(func(ctx context.Context, c []byte) ([]byte, error) {
			if sent++; sent > n {
				return second.Transmit(ctx, c)
			}
			return first.Transmit(ctx, c)
		})
		if r := reader.Check(t.Context(), both, options(t)); r.Verdict == reader.Valid {
			t.Errorf("swapped after %d commands: %v", n, r)
		}
	}
}

// A mute card blocks the transport for ever; the reader returns when the
// context ends (IFD_F_04).
func TestMute(t *testing.T) {
	for n := range 17 {
		card := newCard(t, "1", goodFiles())
		hold := make(chan struct{})
		sent := 0
		mute := transport(func(ctx context.Context, c []byte) ([]byte, error) {
			if sent++; sent > n {
				<-hold // looks at no context
			}
			return card.Transmit(ctx, c)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		r := reader.Check(ctx, mute, options(t))
		cancel()
		if r.Verdict != reader.Timeout {
			t.Errorf("mute after %d commands: %v %v", n, r, r.Err)
		}
		close(hold)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if r := reader.Check(cancelled, newCard(t, "1", goodFiles()), options(t)); r.Verdict != reader.Timeout {
		t.Error(r)
	}
	late := transport(func(context.Context, []byte) ([]byte, error) { return nil, context.DeadlineExceeded })
	if r := reader.Check(context.Background(), late, options(t)); r.Verdict != reader.Timeout {
		t.Error(r)
	}
}

func TestTransportError(t *testing.T) {
	mine := errors.New("sharing violation")
	broken := transport(func(context.Context, []byte) ([]byte, error) { return nil, mine })
	d, err := reader.Read(t.Context(), broken, options(t))
	if d.Err == nil || d.Err.Verdict != reader.ProtocolError || !errors.Is(err, mine) {
		t.Error(err)
	}
	huge := transport(func(context.Context, []byte) ([]byte, error) { return make([]byte, 1<<17), nil })
	if r := reader.Check(t.Context(), huge, options(t)); r.Verdict != reader.ProtocolError {
		t.Error(r)
	}
	o := options(t)
	o.Random = bytes.NewReader(make([]byte, 20))
	if r := reader.Check(t.Context(), newCard(t, "1", goodFiles()), o); r.Verdict != reader.ProtocolError {
		t.Error("random source dry:", r)
	}
}

func TestProgress(t *testing.T) {
	o := options(t)
	last, total := -1, 0
	o.Progress = func(_ string, done, all int) {
		if done < last {
			t.Errorf("%d after %d", done, last)
		}
		last, total = done, all
	}
	if r := reader.Check(t.Context(), newCard(t, "1", goodFiles()), o); r.Verdict != reader.Valid {
		t.Fatal(r, r.Err)
	}
	if want := 6 + 3 + 7004 + 3004 + 342 + 122 + 122 + 3 + 1464; last != want || total != want {
		t.Errorf("%d of %d, want %d", last, total, want)
	}
}

// Another program selects the MF between any two of our commands (IFD_B_08).
func TestForeignSelect(t *testing.T) {
	for n := 1; n <= 17; n++ {
		card := newCard(t, "1", goodFiles())
		sent := 0
		shared := transport(func(ctx context.Context, c []byte) ([]byte, error) {
			if sent++; sent == n {
				card.answer(unhex(toMF))
			}
			return card.Transmit(ctx, c)
		})
		if r := reader.Check(t.Context(), shared, options(t)); r.Verdict != reader.Valid {
			t.Errorf("before command %d: %v %v", n, r, r.Err)
		}
	}
}
