package trace

import (
	"encoding/json"
	"testing"
	"time"
)

func ring(limit int) *Ring {
	return NewRing(limit, noon, func(command []byte) bool { return command[1] == 0xCA })
}

func TestEntriesAsJSON(t *testing.T) {
	r := ring(10)
	r.Event("reset")
	r.Exchange(unhex(t, "08200086138611011AA82973DB959A811F9711D728F0EEF6"), unhex(t, "9000"), 1500*time.Nanosecond)
	r.Exchange(unhex(t, "00CA7F6800"), unhex(t, "C0FFEE6D00"), time.Millisecond)
	entries, last := r.After(0)
	raw, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"n":1,"at":"2026-11-25T03:00:00Z","event":"reset"},` +
		`{"n":2,"at":"2026-11-25T03:00:00Z","header":"08200086","command_length":24,"lc":19,"data_length":0,"sw":"9000","took_us":1},` +
		`{"n":3,"at":"2026-11-25T03:00:00Z","header":"00CA7F68","command_length":5,"le":0,"data_length":3,"sw":"6D00","took_us":1000,"noise":true}]`
	if string(raw) != want || last != 3 {
		t.Errorf("last %d\ngot  %s\nwant %s", last, raw, want)
	}
}

// The oldest entries go, the numbers stay.
func TestRingForgetsTheOldest(t *testing.T) {
	r := ring(3)
	for range 5 {
		r.Event("reset")
	}
	for after, want := range map[uint64][]uint64{0: {3, 4, 5}, 2: {3, 4, 5}, 3: {4, 5}, 5: {}, 9: {}} {
		entries, last := r.After(after)
		if last != 5 || len(entries) != len(want) {
			t.Fatalf("after %d: %v, last %d", after, entries, last)
		}
		for i, e := range entries {
			if e.N != want[i] {
				t.Errorf("after %d: number %d, want %d", after, e.N, want[i])
			}
		}
	}
}

// What was returned does not change when the ring goes on.
func TestEntriesAreTheCallers(t *testing.T) {
	r := ring(1)
	r.Event("reset")
	entries, _ := r.After(0)
	r.Event("removed")
	if entries[0].Event != "reset" {
		t.Errorf("%+v", entries[0])
	}
}
