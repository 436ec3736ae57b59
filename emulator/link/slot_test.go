package link

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"
)

// To the driver a card is there as long as it is connected.
func TestInsertAndRemoveBeforeADriver(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	watch := &logged{}
	slot := NewSlot(nil, watch)
	connect(t, d.addr, slot)
	if err := slot.Remove(); !errors.Is(err, ErrEmpty) {
		t.Errorf("removed from an empty slot: %v", err)
	}
	if err := slot.Reset(); !errors.Is(err, ErrEmpty) {
		t.Errorf("reset in an empty slot: %v", err)
	}
	card := &echo{}
	if err := slot.Insert(card); err != nil {
		t.Fatal(err)
	}
	if err := slot.Insert(&echo{}); !errors.Is(err, ErrOccupied) {
		t.Errorf("inserted twice: %v", err)
	}
	conn := d.card()
	exchange(t, conn, []byte{codeATR})
	if got, want := slot.State(), (State{Inserted: true, Connected: true, Powered: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	send(t, conn, codeOff)
	exchange(t, conn, []byte{codeATR})
	if got, want := slot.State(), (State{Inserted: true, Connected: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if err := slot.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := readFrame(conn); !errors.Is(err, io.EOF) {
		t.Errorf("after removal: %v", err)
	}
	if got := slot.State(); got != (State{}) {
		t.Errorf("%+v, want nothing", got)
	}
	slot.Swap(card)
	exchange(t, d.card(), []byte{0, 0x84, 0, 0, 8})
	want := []Event{Inserted, Connected, PowerOff, Removed, Inserted, Connected}
	events, exchanged := watch.seen()
	if !slices.Equal(events, want) {
		t.Errorf("%v, want %v", events, want)
	}
	if len(exchanged) != 1 || !bytes.Equal(exchanged[0][1], []byte{0, 0x84, 0, 0, 8, 0x90, 0}) {
		t.Errorf("watched %X", exchanged)
	}
}

// A swap is a removal and an insertion, and the driver gets the other card.
func TestSwapBeforeADriver(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	slot := NewSlot(&echo{}, nil)
	seen := connect(t, d.addr, slot)
	first := d.card()
	exchange(t, first, []byte{codeATR})
	next(t, seen, TerminalConnected)
	slot.Swap(&sized{length: 5})
	if _, err := readFrame(first); !errors.Is(err, io.EOF) {
		t.Errorf("the first connection: %v", err)
	}
	if got := exchange(t, d.card(), []byte{0, 0x84, 0, 0, 8}); len(got) != 5 {
		t.Errorf("answer %X is not the second card's", got)
	}
	next(t, seen, TerminalConnected) // and nothing about the removal, which was asked for
}

// slow is a card that is at work until it is let go.
type slow struct {
	echo
	begun, free chan struct{}
}

func (s *slow) Transmit(command []byte) []byte {
	close(s.begun)
	<-s.free
	return s.echo.Transmit(command)
}

// A card can be taken out while it is at work; its answer reaches nobody.
func TestRemoveInTheMiddleOfACommand(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	card := &slow{begun: make(chan struct{}), free: make(chan struct{})}
	slot := NewSlot(card, nil)
	connect(t, d.addr, slot)
	conn := d.card()
	send(t, conn, 0, 0x84, 0, 0, 8)
	<-card.begun
	slot.Swap(&sized{length: 5})
	close(card.free)
	if _, err := readFrame(conn); !errors.Is(err, io.EOF) {
		t.Errorf("after removal: %v", err)
	}
	if got := exchange(t, d.card(), []byte{0, 0x84, 0, 0, 8}); len(got) != 5 {
		t.Errorf("answer %X is not the second card's", got)
	}
}

// Reset clears the card, and the terminal is not told.
func TestResetOfASlot(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	card, watch := &echo{}, &logged{}
	slot := NewSlot(card, watch)
	connect(t, d.addr, slot)
	conn := d.card()
	exchange(t, conn, []byte{codeATR})
	if err := slot.Reset(); err != nil {
		t.Fatal(err)
	}
	exchange(t, conn, []byte{0, 0x84, 0, 0, 8})
	if events, _ := watch.seen(); card.resets != 2 || !slices.Equal(events, []Event{Connected, Cleared}) {
		t.Errorf("%d resets, %v", card.resets, events)
	}
}

// A terminal at an empty slot is hung up on, and served once a card is there.
func TestServeAnEmptySlot(t *testing.T) {
	slot := NewSlot(&echo{}, nil)
	dial, seen, end := serveSlot(t, slot)
	defer end()
	conn := dial()
	exchange(t, conn, []byte{codeATR})
	next(t, seen, TerminalConnected)
	if err := slot.Remove(); err != nil {
		t.Fatal(err)
	}
	if err := next(t, seen, TerminalGone); !errors.Is(err, ErrRemoved) {
		t.Errorf("gone with %v", err)
	}
	if _, err := readFrame(conn); !errors.Is(err, io.EOF) {
		t.Errorf("after removal: %v", err)
	}
	if _, err := readFrame(dial()); !errors.Is(err, io.EOF) {
		t.Errorf("at an empty slot: %v", err)
	}
	if err := next(t, seen, TerminalRefused); !errors.Is(err, ErrEmpty) {
		t.Errorf("refused with %v", err)
	}
	slot.Swap(&echo{})
	exchange(t, dial(), []byte{codeATR})
}

// Cards come and go under a terminal that keeps sending: nothing is answered
// by two cards, and nothing blocks. The race detector looks on.
func TestSwapsUnderLoad(t *testing.T) {
	slot := NewSlot(&echo{}, nil)
	dial, _, end := serveSlot(t, slot)
	defer end()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 200 {
			slot.Swap(&echo{})
			slot.State()
			slot.Reset()
		}
	}()
	command := []byte{0, 0x84, 0, 0, 8}
	for running := true; running; {
		conn := dial()
		for {
			err := writeFrame(conn, command)
			if err == nil {
				var answer []byte
				if answer, err = readFrame(conn); err == nil && !bytes.Equal(answer, append(bytes.Clone(command), 0x90, 0)) {
					t.Fatalf("answer %X", answer)
				}
			}
			select {
			case <-done:
				running = false
			default:
			}
			if err != nil || !running {
				break
			}
		}
		conn.Close()
	}
}

func serveSlot(t *testing.T, slot *Slot) (dial func() net.Conn, seen <-chan told, end func()) {
	t.Helper()
	events := make(chan told, 10_000)
	dial, end = serveWith(t, slot, func(event string, err error) { events <- told{event, err} })
	return dial, events, end
}

// The longest pause must outlast the driver's poll, or a swap goes unnoticed.
func TestPauseOutlastsThePoll(t *testing.T) {
	if p := usualPace(); p.settle <= 400*time.Millisecond || p.redial != 500*time.Millisecond {
		t.Errorf("%+v", p)
	}
}

// A command that was read before a swap does not reach the card after it.
func TestNoCommandReachesTheNextCard(t *testing.T) {
	slot := NewSlot(&echo{}, nil)
	conn, terminal := net.Pipe()
	defer terminal.Close()
	if err := slot.begin(conn); err != nil {
		t.Fatal(err)
	}
	next := &echo{}
	slot.Swap(next)
	for _, frame := range [][]byte{{0, 0x84, 0, 0, 8}, {codeReset}, {codeATR}} {
		if answer, err := slot.respond(conn, frame); !errors.Is(err, ErrRemoved) {
			t.Errorf("%X: answered %X, %v", frame, answer, err)
		}
	}
	if next.resets != 0 {
		t.Error("the next card was reset")
	}
}
