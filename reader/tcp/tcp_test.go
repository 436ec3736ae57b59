package tcp

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// listen runs play as the other end of one connection.
func listen(t *testing.T, play func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		play(conn)
	}()
	return l.Addr().String()
}

func take(conn net.Conn) []byte {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil
	}
	frame := make([]byte, binary.BigEndian.Uint16(length[:]))
	io.ReadFull(conn, frame)
	return frame
}

func dial(t *testing.T, addr string) *Conn {
	t.Helper()
	c, err := Dial(context.Background(), addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestFramesOnTheWire(t *testing.T) {
	got := make(chan []byte, 2)
	c := dial(t, listen(t, func(conn net.Conn) {
		got <- take(conn)
		got <- take(conn)
		for _, part := range [][]byte{{0}, {3, 0xAA}, {0x90, 0x00}} { // in pieces
			conn.Write(part)
			time.Sleep(time.Millisecond)
		}
	}))
	answer, err := c.Transmit(context.Background(), []byte{0, 0x84, 0, 0, 8})
	if err != nil || !bytes.Equal(answer, []byte{0xAA, 0x90, 0}) {
		t.Fatalf("%X %v", answer, err)
	}
	if first := <-got; !bytes.Equal(first, []byte{2}) {
		t.Errorf("on connecting: %X, want the reset code 02", first)
	}
	if second := <-got; !bytes.Equal(second, []byte{0, 0x84, 0, 0, 8}) {
		t.Errorf("command on the wire: %X", second)
	}
}

func TestCardThatLeaves(t *testing.T) {
	for name, play := range map[string]func(net.Conn){
		"before the answer": func(conn net.Conn) { take(conn); take(conn) },
		"inside the length": func(conn net.Conn) { take(conn); take(conn); conn.Write([]byte{0}) },
		"inside the answer": func(conn net.Conn) { take(conn); take(conn); conn.Write([]byte{0, 5, 1}) },
		"without power":     func(conn net.Conn) { take(conn); take(conn); conn.Write([]byte{0, 0}); take(conn) },
	} {
		c := dial(t, listen(t, play))
		if _, err := c.Transmit(context.Background(), []byte{0, 0x84, 0, 0, 8}); !errors.Is(err, reader.ErrCardRemoved) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMuteCardEndsWithTheContext(t *testing.T) {
	held := make(chan struct{})
	t.Cleanup(func() { close(held) })
	c := dial(t, listen(t, func(net.Conn) { <-held }))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := c.Transmit(ctx, []byte{0, 0x84, 0, 0, 8}); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, reader.ErrCardRemoved) {
		t.Errorf("%v", err)
	}
}

func TestNobodyThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	if _, err := Dial(context.Background(), addr); err == nil {
		t.Error("a closed port was dialled")
	}
}

func TestWhatNoFrameHolds(t *testing.T) {
	c := dial(t, listen(t, func(conn net.Conn) { take(conn); take(conn) }))
	for _, command := range [][]byte{nil, {4}, make([]byte, 0x10000)} {
		if _, err := c.Transmit(context.Background(), command); !errors.Is(err, ErrFrame) {
			t.Errorf("%d bytes: %v", len(command), err)
		}
	}
}
