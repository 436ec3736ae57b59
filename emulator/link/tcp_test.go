package link

import (
	"bytes"
	"context"
	"net"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/lookalike"
)

// Both kinds of cards can be put on the link.
var _, _ Card = (*emulator.Card)(nil), (*lookalike.Card)(nil)

// echo is a card that answers a command with itself and counts resets.
type echo struct{ resets int }

func (e *echo) Transmit(command []byte) []byte { return append(bytes.Clone(command), 0x90, 0x00) }
func (e *echo) Reset()                         { e.resets++ }
func (e *echo) ATR() []byte                    { return []byte{0x3B, 0x80} }

func serve(t *testing.T, card Card) (dial func() net.Conn, end func()) {
	t.Helper()
	return serveWith(t, NewSlot(card, nil), nil)
}

func serveWith(t *testing.T, slot *Slot, seen func(string, error)) (dial func() net.Conn, end func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- slot.Serve(ctx, l, seen) }()
	dial = func() net.Conn {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		return conn
	}
	end = func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	}
	return dial, end
}

func exchange(t *testing.T, conn net.Conn, frame []byte) []byte {
	t.Helper()
	if err := writeFrame(conn, frame); err != nil {
		t.Fatal(err)
	}
	answer, err := readFrame(conn)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// The codes and the frames are those of vpcd: reset and power are not
// answered, the ATR is.
func TestControlCodes(t *testing.T) {
	card := &echo{}
	dial, end := serve(t, card)
	defer end()
	conn := dial()
	defer conn.Close()
	if got := exchange(t, conn, []byte{codeATR}); !bytes.Equal(got, []byte{0x3B, 0x80}) {
		t.Errorf("ATR %X", got)
	}
	for _, code := range []byte{codeReset, codeOff, 0x7F} {
		if err := writeFrame(conn, []byte{code}); err != nil {
			t.Fatal(err)
		}
	}
	if got := exchange(t, conn, []byte{0, 0xB0, 0, 0, 0}); len(got) != 0 {
		t.Errorf("a card without power answered %X", got)
	}
	if err := writeFrame(conn, []byte{codeOn}); err != nil {
		t.Fatal(err)
	}
	if got := exchange(t, conn, []byte{0, 0xB0, 0, 0, 0}); !bytes.Equal(got, []byte{0, 0xB0, 0, 0, 0, 0x90, 0}) {
		t.Errorf("answer %X", got)
	}
	if card.resets != 4 { // connection, reset, off, on
		t.Errorf("%d resets, want 4", card.resets)
	}
}

// Length and bytes may come in any number of segments.
func TestSplitAndJoinedFrames(t *testing.T) {
	dial, end := serve(t, &echo{})
	defer end()
	conn := dial()
	defer conn.Close()
	for _, part := range [][]byte{{0}, {5, 0, 0x84}, {0, 0, 8, 0, 5, 0, 0x84, 0, 0, 8}} {
		if _, err := conn.Write(part); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	for range 2 {
		if answer, err := readFrame(conn); err != nil || len(answer) != 7 {
			t.Errorf("%X %v", answer, err)
		}
	}
}

// A terminal that hangs up, even inside a frame, leaves the card to the next.
func TestNextTerminalFindsAFreshCard(t *testing.T) {
	card := &echo{}
	dial, end := serve(t, card)
	defer end()
	first := dial()
	if _, err := first.Write([]byte{0, 9, 1}); err != nil {
		t.Fatal(err)
	}
	first.Close()
	second := dial()
	defer second.Close()
	exchange(t, second, []byte{0, 0x84, 0, 0, 8})
	if card.resets != 2 {
		t.Errorf("%d resets, want one for each terminal", card.resets)
	}
}

// The longest frame passes, and Serve ends while a terminal is connected.
func TestLongFrameAndEnd(t *testing.T) {
	dial, end := serve(t, &echo{})
	conn := dial()
	defer conn.Close()
	if got := exchange(t, conn, make([]byte, 0xFFFD)); len(got) != 0xFFFF {
		t.Errorf("%d bytes", len(got))
	}
	end()
}
