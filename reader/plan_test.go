package reader_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// errLink is what a card reader says that cannot carry something.
var errLink = errors.New("not transacted")

func extended(c []byte) bool { return len(c) > 6 && c[4] == 0 }

// A card reader, or card, that does not carry everything: how the reading
// goes on, and what it comes to.
func TestPlan(t *testing.T) {
	fails := func(when func(c, a []byte) bool) func(string, []byte, []byte) ([]byte, error) {
		return func(_ string, c, a []byte) ([]byte, error) {
			if when(c, a) {
				return nil, errLink
			}
			return a, nil
		}
	}
	long := func(n int) func(string, []byte, []byte) ([]byte, error) {
		return fails(func(c, a []byte) bool { return len(a) > n })
	}
	more := func(n int, say string) func(string, []byte, []byte) ([]byte, error) {
		return func(_ string, c, a []byte) ([]byte, error) {
			if len(a) > n {
				return unhex(say), nil
			}
			return a, nil
		}
	}
	for name, c := range map[string]struct {
		bend    func(string, []byte, []byte) ([]byte, error)
		maxRead int
		plan    int
		ends    error // nil: VALID
		most    int   // handshakes
	}{
		"nothing in the way":         {nil, 0, 0, nil, 1},
		"MaxRead":                    {nil, 300, 300, nil, 1},
		"no extended length":         {fails(func(c, _ []byte) bool { return extended(c) }), 0, 231, nil, 1},
		"no extended length, pieces": {fails(func(c, _ []byte) bool { return extended(c) }), 100, 100, nil, 1},
		"no extended length under SM": {fails(func(c, _ []byte) bool {
			return extended(c) && c[0] == 8
		}), 0, 231, nil, 5},
		"answers of 2000": {long(2000), 0, 1600, nil, 2},
		"answers of 1693": {long(1693), 0, 1600, nil, 2},
		"answers of 1000": {long(1000), 0, 231, nil, 3},
		"answers of 200":  {long(200), 0, 128, nil, 4},
		"answers of 100":  {long(100), 0, 128, errLink, 6},
		"6700 over 192":   {more(192, "6700"), 0, 128, nil, 5},
		"6C00 over 300":   {more(300, "6C00"), 0, 231, nil, 4},
		"short form refused under SM": {func(_ string, c, a []byte) ([]byte, error) {
			switch {
			case extended(c):
				return nil, errLink
			case c[0] == 8 && c[1] == 0xB0:
				return unhex("6700"), nil
			}
			return a, nil
		}, 0, 128, reader.ErrNoExtendedLength, 2},
	} {
		card := newCard(t, "1", goodFiles())
		card.bend = c.bend
		o := options(t)
		o.MaxRead = c.maxRead
		d, err := reader.Read(t.Context(), card, o)
		r := d.Verify(o)
		if want := map[bool]reader.Verdict{true: reader.Valid, false: reader.ProtocolError}[c.ends == nil]; r.Verdict != want {
			t.Errorf("%s: %v %v", name, r, r.Err)
		}
		if !errors.Is(err, c.ends) || d.Plan != c.plan {
			t.Errorf("%s: plan %d, want %d, %v", name, d.Plan, c.plan, err)
		}
		if n := len(card.sent(0x82)); n > c.most || n == 0 {
			t.Errorf("%s: %d handshakes, at most %d", name, n, c.most)
		}
	}
}

// Over a link that needs fallbacks a refused number is still tried once, and a
// lost answer to an attempt is not asked for again.
func TestPlanNeverRepeatsAttempts(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	card.number = "ZY98765432XW"
	card.bend = func(_ string, c, a []byte) ([]byte, error) {
		if extended(c) {
			return nil, errLink
		}
		return a, nil
	}
	if r := reader.Check(t.Context(), card, options(t)); r.Verdict != reader.WrongNumber || len(card.sent(0x82)) != 1 {
		t.Errorf("%v, %d attempts", r, len(card.sent(0x82)))
	}
	for _, ins := range []byte{0x82, 0x20} {
		card := newCard(t, "1", goodFiles())
		card.bend = func(_ string, c, a []byte) ([]byte, error) {
			if c[1] == ins {
				return nil, errLink
			}
			return a, nil
		}
		r := reader.Check(t.Context(), card, options(t))
		if r.Verdict != reader.ProtocolError || len(card.sent(ins)) != 1 {
			t.Errorf("INS %02X: %v, %d attempts", ins, r, len(card.sent(ins)))
		}
	}
}

// A specified card takes its key in an extended command only.
func TestPlanSpecified(t *testing.T) {
	card := newLater(t, "07", laterFiles("07"))
	card.bend = func(_ string, c, a []byte) ([]byte, error) {
		if extended(c) {
			return nil, errLink
		}
		return a, nil
	}
	r := reader.Check(t.Context(), card, laterOptions(t))
	if r.Verdict != reader.ProtocolError || !errors.Is(r.Err, reader.ErrNoExtendedLength) || !errors.Is(r.Err, errLink) {
		t.Errorf("%v %v", r, r.Err)
	}
}

// Another program resets the card at any command: the reading begins anew and
// asks as before.
func TestCardReset(t *testing.T) {
	for n := 1; n <= 17; n++ {
		card := newCard(t, "1", goodFiles())
		sent := 0
		card.bend = func(_ string, _, a []byte) ([]byte, error) {
			if sent++; sent == n {
				card.reset()
				return nil, fmt.Errorf("reader 0: %w", reader.ErrCardReset)
			}
			return a, nil
		}
		d, err := reader.Read(t.Context(), card, options(t))
		if r := d.Verify(options(t)); err != nil || r.Verdict != reader.Valid || d.Plan != 0 {
			t.Errorf("reset at command %d: %v, plan %d, %v", n, r, d.Plan, err)
		}
	}
	card := newCard(t, "1", goodFiles())
	card.bend = func(string, []byte, []byte) ([]byte, error) { return nil, reader.ErrCardReset }
	if _, err := reader.Read(t.Context(), card, options(t)); !errors.Is(err, reader.ErrCardReset) || len(card.log) > 5 {
		t.Errorf("reset again and again: %d commands, %v", len(card.log), err)
	}
}

func TestObserve(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	type pair struct{ command, answer []byte }
	var seen []pair
	watched := transport(func(ctx context.Context, c []byte) ([]byte, error) {
		a, err := card.Transmit(ctx, c)
		if len(seen) == 3 {
			err, a = errLink, nil
		}
		seen = append(seen, pair{c, a})
		return a, err
	})
	var told []reader.Exchange
	o := options(t)
	o.Observe = func(e reader.Exchange) { told = append(told, e) }
	if _, err := reader.Read(t.Context(), watched, o); err != nil {
		t.Fatal(err)
	}
	if len(told) != len(seen) || len(told) < 10 {
		t.Fatalf("%d told of %d", len(told), len(seen))
	}
	for i, e := range told {
		s := seen[i]
		var sw uint16
		if n := len(s.answer); n > 0 {
			sw = uint16(s.answer[n-2])<<8 | uint16(s.answer[n-1])
		}
		if e.Step == "" || [4]byte(s.command) != e.Command || e.Sent != len(s.command) || e.Received != len(s.answer) || e.SW != sw || e.Took < 0 {
			t.Errorf("%d: %+v", i, e)
		}
	}
	if told[0].Step != "detect" || told[3].SW != 0 {
		t.Errorf("%+v", told[:4])
	}
}

// A link that dies for good: the error says where, and what was read stays.
func TestLinkDies(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	dead := false
	card.bend = func(step string, _, a []byte) ([]byte, error) {
		if dead = dead || step == "read 3"; dead {
			return nil, errLink
		}
		return a, nil
	}
	d, err := reader.Read(t.Context(), card, options(t))
	if !errors.Is(err, errLink) || !d.Opened || d.Type != "1" || d.Err.Step == "detect" {
		t.Errorf("%v: %v", d, err)
	}
}
