package link

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"time"
)

// driver is vpcd's side of the link: it listens, and the card connects.
type driver struct {
	t    *testing.T
	addr string
	l    *net.TCPListener
}

func newDriver(t *testing.T, addr string) *driver {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &driver{t, l.Addr().String(), l.(*net.TCPListener)}
}

// card waits for the card to connect.
func (d *driver) card() net.Conn {
	d.t.Helper()
	d.l.SetDeadline(time.Now().Add(20 * time.Second))
	conn, err := d.l.Accept()
	if err != nil {
		d.t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	d.t.Cleanup(func() { conn.Close() })
	return conn
}

type told struct {
	event string
	err   error
}

// connect connects a slot to addr until the test ends, without the pauses
// that a real driver needs. Errors are told on the channel.
func connect(t *testing.T, addr string, slot *Slot) <-chan told {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	seen, done := make(chan told, 100), make(chan error, 1)
	slot.pace = pace{redial: time.Millisecond, settle: time.Millisecond, silence: time.Hour}
	go func() { done <- slot.Connect(ctx, addr, func(event string, err error) { seen <- told{event, err} }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Connect: %v", err)
		}
	})
	return seen
}

func next(t *testing.T, seen <-chan told, want string) error {
	t.Helper()
	select {
	case got := <-seen:
		if got.event != want {
			t.Fatalf("told %q (%v), want %q", got.event, got.err, want)
		}
		return got.err
	case <-time.After(20 * time.Second):
		t.Fatalf("not told %q", want)
		return nil
	}
}

func send(t *testing.T, conn net.Conn, frame ...byte) {
	t.Helper()
	if err := writeFrame(conn, frame); err != nil {
		t.Fatal(err)
	}
}

// A presence poll is answered with the ATR and resets nothing.
func TestPresencePollIsNoReset(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	card := &echo{}
	seen := connect(t, d.addr, NewSlot(card, nil))
	conn := d.card()
	for range 3 {
		if got := exchange(t, conn, []byte{codeATR}); !bytes.Equal(got, card.ATR()) {
			t.Errorf("ATR %X", got)
		}
		exchange(t, conn, []byte{0, 0xB0, 0, 0, 0})
	}
	next(t, seen, TerminalConnected)
	if card.resets != 1 {
		t.Errorf("%d resets, want that of the connection", card.resets)
	}
	send(t, conn, codeReset)
	exchange(t, conn, []byte{codeATR})
	if card.resets != 2 {
		t.Errorf("%d resets after 02, want 2", card.resets)
	}
}

// Lengths are unsigned, and a frame may come in any number of segments.
func TestLongAndCutFrames(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	connect(t, d.addr, NewSlot(&echo{}, nil))
	conn := d.card()
	command := make([]byte, 40_000)
	for i := range command {
		command[i] = byte(i % 251)
	}
	raw := append([]byte{40_000 >> 8, 40_000 & 0xFF}, command...)
	for _, part := range [][]byte{raw[:1], raw[1:2], raw[2:3], raw[3:30_000], raw[30_000:]} {
		if _, err := conn.Write(part); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond) // so that it becomes a segment of its own
	}
	answer, err := readFrame(conn)
	if err != nil || !bytes.Equal(answer, append(command, 0x90, 0)) {
		t.Errorf("%d bytes, %v", len(answer), err)
	}
}

// sized is a card whose answers have as many bytes as it says.
type sized struct {
	echo
	length int
}

func (s *sized) Transmit([]byte) []byte { return make([]byte, s.length) }

// An answer fills a frame of 65,535 bytes; one byte more is an error of the
// card and not the end of the link.
func TestAnswerThatFitsNoFrame(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	card := &sized{length: 0xFFFF}
	connect(t, d.addr, NewSlot(card, nil))
	conn := d.card()
	if got := exchange(t, conn, []byte{0, 0xB0, 0, 0}); len(got) != 0xFFFF {
		t.Errorf("%d bytes, want 65535", len(got))
	}
	card.length++
	for range 2 {
		if got := exchange(t, conn, []byte{0, 0xB0, 0, 0}); !bytes.Equal(got, []byte{0x6F, 0}) {
			t.Errorf("%d bytes instead of 6F00", len(got))
		}
	}
	card.length = 0
	if got := exchange(t, conn, []byte{0, 0xB0, 0, 0}); len(got) != 0 {
		t.Errorf("%d bytes, want none", len(got))
	}
}

// The driver that goes away is told, called again, and finds a fresh card,
// whether it hung up between two frames or inside one.
func TestDriverComesBack(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	card := &echo{}
	seen := connect(t, d.addr, NewSlot(card, nil))
	for i, end := range []struct {
		cut  []byte
		want error
	}{{nil, nil}, {[]byte{0, 9, 1}, io.ErrUnexpectedEOF}, {[]byte{0, 9}, io.ErrUnexpectedEOF}, {nil, nil}} {
		conn := d.card()
		exchange(t, conn, []byte{codeATR})
		next(t, seen, TerminalConnected)
		if card.resets != i+1 {
			t.Errorf("%d resets, want one for each connection", card.resets)
		}
		conn.Write(end.cut)
		conn.Close()
		if err := next(t, seen, TerminalGone); !errors.Is(err, end.want) {
			t.Errorf("gone with %v, want %v", err, end.want)
		}
	}
}

// That nobody is there is told once, however often it is tried.
func TestDriverThatIsNotThereYet(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	seen := connect(t, addr, NewSlot(&echo{}, nil))
	if err := next(t, seen, DriverWaiting); err == nil {
		t.Error("no reason given")
	}
	time.Sleep(20 * time.Millisecond) // more attempts
	conn := newDriver(t, addr).card()
	exchange(t, conn, []byte{codeATR})
	next(t, seen, TerminalConnected)
}

// Whoever takes the connection and never asks has another card.
func TestSilentDriver(t *testing.T) {
	d := newDriver(t, "127.0.0.1:0")
	slot := NewSlot(&echo{}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	slot.pace = pace{redial: time.Millisecond, silence: time.Millisecond}
	seen, done := make(chan told, 100), make(chan error, 1)
	go func() { done <- slot.Connect(ctx, d.addr, func(event string, err error) { seen <- told{event, err} }) }()
	conn := d.card()
	if err := next(t, seen, DriverWaiting); !errors.Is(err, ErrSilent) {
		t.Error(err)
	}
	exchange(t, conn, []byte{codeATR})
	next(t, seen, TerminalConnected)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if len(seen) > 0 {
		t.Errorf("told %v of an end that was asked for", <-seen)
	}
}

func TestConnectToNoAddress(t *testing.T) {
	var addr *net.AddrError
	if err := Connect(t.Context(), "127.0.0.1", &echo{}, nil); !errors.As(err, &addr) {
		t.Error(err)
	}
}

// logged is a watcher that remembers.
type logged struct {
	mu     sync.Mutex
	events []Event
	bytes  [][2][]byte
}

func (l *logged) Exchange(command, response []byte, _ time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bytes = append(l.bytes, [2][]byte{bytes.Clone(command), bytes.Clone(response)})
}

// seen returns what was told so far.
func (l *logged) seen() ([]Event, [][2][]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.events), slices.Clone(l.bytes)
}

func (l *logged) Event(e Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, e)
}
