package pcsc

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

var there = state{present: true, events: 1, atr: []byte{0x3B, 0x80}}

// Every code of winscard.h, and what it means to a caller.
func TestCodes(t *testing.T) {
	special := map[uint32]error{
		0x80100009: ErrNoReader, 0x80100017: ErrNoReader, 0x8010002E: ErrNoReader,
		0x8010000B: ErrSharing,
		0x8010000C: reader.ErrCardRemoved, 0x80100069: reader.ErrCardRemoved,
		0x80100012: ErrNoService, 0x80100018: ErrNoService, 0x8010001D: ErrNoService, 0x8010001E: ErrNoService,
		0x80100027: ErrNoService, 0x8010006A: ErrNoService,
		0x80100065: ErrMute, 0x80100066: ErrMute, 0x80100067: ErrMute,
		0x80100068: ErrReset,
	}
	var codes []uint32
	for c := uint32(0x80100001); c <= 0x80100031; c++ {
		codes = append(codes, c)
	}
	for c := uint32(0x80100065); c <= 0x8010006F; c++ {
		codes = append(codes, c)
	}
	for _, c := range codes {
		want := ErrReader
		if s, ok := special[c]; ok {
			want = s
		}
		err := failed("transmit", "R", code(c))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Code != c || e.Op != "transmit" || e.Reader != "R" || !errors.Is(err, want) {
			t.Errorf("%08X gives %#v, want %v", c, err, want)
		}
		if meanings[code(c)].name == "" {
			t.Errorf("%08X is not in the table", c)
		}
	}
	if len(meanings) != len(codes) {
		t.Errorf("%d codes in the table, want %d", len(meanings), len(codes))
	}
	if err := failed("x", "", code(0x12345678)); !errors.Is(err, ErrReader) {
		t.Errorf("unknown code: %v", err)
	}
}

func TestList(t *testing.T) {
	w := &world{names: []string{"A", "B"}, states: map[string]state{
		"A": {present: true, mute: true, inUse: true, exclusive: true, atr: []byte{1}}, "B": {}}}
	got, err := list(t.Context(), w.open)
	if err != nil || len(got) != 2 || got[1].Present || got[0].Name != "A" ||
		!got[0].Present || !got[0].Mute || !got[0].InUse || !got[0].Exclusive || len(got[0].ATR) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if w.did("release") != 1 {
		t.Error("the context was not released")
	}
	if got, err := list(t.Context(), (&world{}).open); err != nil || len(got) != 0 {
		t.Errorf("no reader: %v, %v", got, err)
	}
	if _, err := list(t.Context(), (&world{opening: code(0x8010001D)}).open); !errors.Is(err, ErrNoService) {
		t.Errorf("no service: %v", err)
	}
	if _, err := list(t.Context(), (&world{opening: ErrNotBuilt}).open); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("not built: %v", err)
	}
}

func TestPick(t *testing.T) {
	all := []found{{Reader: Reader{Name: "Sony RC-S300 0"}}, {Reader: Reader{Name: "Sony RC-S300 01", Present: true}},
		{Reader: Reader{Name: "Virtual 0"}}}
	for _, c := range []struct {
		want string
		in   []found
		name string
		err  error
	}{
		{"Sony RC-S300 0", all, "Sony RC-S300 0", nil}, // exact, though it is a part of another
		{"virtual", all, "Virtual 0", nil},
		{"sony", all, "", ErrAmbiguous},
		{"acr", all, "", ErrNoReader},
		{"", all, "Sony RC-S300 01", nil}, // the only one with a card
		{"", all[2:], "Virtual 0", nil},
		{"", []found{all[0], all[2]}, "", ErrAmbiguous},
		{"", nil, "", ErrNoReader},
	} {
		got, err := pick(c.in, c.want)
		if got.Name != c.name || !errors.Is(err, c.err) {
			t.Errorf("%q: %q, %v", c.want, got.Name, err)
		}
	}
}

func TestConnectFails(t *testing.T) {
	many := slices.Repeat([]error{sharingViolation}, 50)
	for name, c := range map[string]struct {
		w   *world
		err error
	}{
		"no reader":  {&world{}, ErrNoReader},
		"no card":    {newWorld("R", state{}), ErrNoCard},
		"mute":       {newWorld("R", state{present: true, mute: true}), ErrMute},
		"no service": {&world{failing: code(0x8010001D)}, ErrNoService},
		"left while connecting": {&world{names: []string{"R"}, states: map[string]state{"R": there},
			connects: []error{code(0x80100069)}}, ErrNoCard},
		"unresponsive": {&world{names: []string{"R"}, states: map[string]state{"R": there},
			connects: []error{code(0x80100066)}}, ErrMute},
		"held": {&world{names: []string{"R"}, states: map[string]state{"R": there}, connects: many}, ErrSharing},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, err := connect(t.Context(), Options{}, c.w.open)
			if e, ok := errors.AsType[*Error](err); !ok || !errors.Is(err, c.err) || e.Op == "" {
				t.Errorf("%s: %v", name, err)
			}
			if errors.Is(err, reader.ErrCardRemoved) {
				t.Errorf("%s: nothing was there to be removed", name)
			}
			if c.w.did("release") != c.w.did("open") {
				t.Errorf("%s: a context stays behind", name)
			}
		})
	}
}

func TestConnectWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{connects: []error{sharingViolation, code(0x8010000C), protoMismatch}}
		go func() {
			time.Sleep(time.Second)
			w.change(func() { w.names, w.states = []string{"R"}, map[string]state{"R": {}} })
			time.Sleep(time.Second)
			w.change(func() { w.states["R"] = there })
		}()
		var events []Event
		c, err := connect(t.Context(), Options{Wait: true, Progress: func(e Event) { events = append(events, e) }}, w.open)
		if err != nil {
			t.Fatal(err)
		}
		if want := []Event{WaitingForReader, WaitingForCard, Connected}; !slices.Equal(events, want) {
			t.Errorf("events %q", events)
		}
		if c.Name() != "R" || w.did("connect any") != 1 {
			t.Errorf("reader %q, log %q", c.Name(), w.log)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestConnectEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		w := newWorld("R", state{})
		_, err := connect(ctx, Options{Wait: true}, w.open)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		synctest.Wait()
		if w.did("release") != 2 {
			t.Error("a context stays behind")
		}
	})
}
