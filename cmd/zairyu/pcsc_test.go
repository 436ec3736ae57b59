//go:build pcsc

package main

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/pcsc"
)

// These tests want a pcscd of their own with the vpcd driver and nothing in
// its readers: ci/pcsc gives them one, and says so.
func wantPCSC(t testing.TB) {
	t.Helper()
	if os.Getenv("ZAIRYU_PCSC") != "1" {
		t.Fatal("these tests want a pcscd of their own; run ci/pcsc")
	}
	// each test gets the readers empty
	for range 100 {
		readers, err := pcsc.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if found := virtual(readers); len(found) == 2 && !found[0].Present && !found[1].Present {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the virtual readers do not get empty")
}

// made is a card of ours and how it is to be read.
func made(t testing.TB, typ string) (*emulator.Card, reader.Options) {
	t.Helper()
	card, err := personalise(source{typ: typ}, "")
	if err != nil {
		t.Fatal(err)
	}
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		t.Fatal(err)
	}
	anchors, err := testAnchors(card.Anchors)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ownDeliveryKey(card)
	if err != nil {
		t.Fatal(err)
	}
	return emulated, reader.Options{Number: card.Image.Number, Anchors: anchors, Now: card.Clock, DeliveryKey: key}
}

// inserted is a slot of the driver whose cards come and go.
type inserted struct {
	*link.Slot
	name string
}

func insert(t testing.TB, card link.Card) inserted {
	t.Helper()
	name, addr, err := freeSlot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slot := link.NewSlot(card, nil)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- slot.Connect(ctx, addr, nil) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return inserted{slot, name}
}

func (i inserted) connect(t testing.TB) *pcsc.Card {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	c, err := pcsc.Connect(ctx, pcsc.Options{Reader: i.name, Wait: true})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// before calls act before the nth command.
type before struct {
	reader.Transport
	n    int
	act  func()
	sent int
}

func (b *before) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if b.sent++; b.sent == b.n {
		b.act()
	}
	return b.Transport.Transmit(ctx, command)
}

// A card that is pulled before any command of a full read is told as removed,
// and what was read before is not shown as more than it is.
func TestPCSCCardPulled(t *testing.T) {
	wantPCSC(t)
	for _, typ := range []string{"1", "05", "07"} {
		card, options := made(t, typ)
		slot := insert(t, card)
		whole := 0
		for n := 1; ; n++ {
			c := slot.connect(t)
			pulled := &before{Transport: c, n: n, act: func() {
				if err := slot.Remove(); err != nil {
					t.Fatal(err)
				}
			}}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			got := reader.Check(ctx, pulled, options)
			cancel()
			if err := c.Close(); err != nil {
				t.Errorf("type %s, command %d: close: %v", typ, n, err)
			}
			if pulled.sent < n {
				if whole = pulled.sent; got.Verdict != reader.Valid {
					t.Fatalf("type %s: %s, %v", typ, got.Verdict, got.Err)
				}
				break
			}
			if got.Verdict != reader.CardRemoved || !errors.Is(got.Err, reader.ErrCardRemoved) {
				t.Errorf("type %s, pulled before command %d: %s, %v", typ, n, got.Verdict, got.Err)
			}
			if len(got.Covered) > 0 {
				t.Errorf("type %s, pulled before command %d: confirmed %v", typ, n, got.Covered)
			}
			if err := slot.Insert(card); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("type %s: %d commands", typ, whole)
		if whole < 10 {
			t.Errorf("type %s: a full read of %d commands", typ, whole)
		}
		if err := slot.Remove(); err != nil {
			t.Fatal(err)
		}
		wantPCSC(t)
	}
}

// silent is a card that answers nothing while it is mute.
type silent struct {
	link.Card
	mute atomic.Bool
}

func (s *silent) Transmit(command []byte) []byte {
	for s.mute.Load() {
		time.Sleep(10 * time.Millisecond)
	}
	return s.Card.Transmit(command)
}

// A mute card ends in time, as TIMEOUT; when it speaks again it is read.
func TestPCSCMuteCard(t *testing.T) {
	wantPCSC(t)
	card, options := made(t, "05")
	mute := &silent{Card: card}
	slot := insert(t, mute)
	c := slot.connect(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	got := reader.Check(ctx, &before{Transport: c, n: 4, act: func() { mute.mute.Store(true) }}, options)
	if got.Verdict != reader.Timeout || !errors.Is(got.Err, context.DeadlineExceeded) {
		t.Errorf("%s, %v", got.Verdict, got.Err)
	}
	if _, err := c.Transmit(t.Context(), []byte{0, 0xB0, 0x8B, 0, 6}); !errors.Is(err, pcsc.ErrStuck) {
		t.Errorf("a connection whose command was given up: %v", err)
	}
	mute.mute.Store(false)
	c.Close()
	c = slot.connect(t)
	defer c.Close()
	// The command that was given up ends now, and resets the card as it goes.
	got = reader.Check(t.Context(), c, options)
	for try := 0; try < 3 && errors.Is(got.Err, pcsc.ErrReset); try++ {
		got = reader.Check(t.Context(), c, options)
	}
	if got.Verdict != reader.Valid {
		t.Errorf("afterwards: %s, %v", got.Verdict, got.Err)
	}
}

// halting is a card on a socket of its own that breaks off in the middle of
// its answer to the nth command.
func halting(t *testing.T, card link.Card, n int) {
	t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(vpcdPort)))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer conn.Close()
		for seen := 0; ; {
			var length [2]byte
			if _, err := readFull(conn, length[:]); err != nil {
				return
			}
			frame := make([]byte, binary.BigEndian.Uint16(length[:]))
			if _, err := readFull(conn, frame); err != nil {
				return
			}
			var answer []byte
			switch {
			case len(frame) == 1 && frame[0] == 4:
				answer = card.ATR()
			case len(frame) == 1:
				card.Reset()
				continue
			default:
				seen++
				answer = card.Transmit(frame)
			}
			out := binary.BigEndian.AppendUint16(nil, uint16(len(answer)))
			out = append(out, answer...)
			if seen == n {
				conn.Write(out[:(len(out)+1)/2])
				return
			}
			if _, err := conn.Write(out); err != nil {
				return
			}
		}
	}()
}

func readFull(conn net.Conn, b []byte) (int, error) {
	for n := 0; n < len(b); {
		m, err := conn.Read(b[n:])
		if n += m; err != nil {
			return n, err
		}
	}
	return len(b), nil
}

// An answer that breaks off in the middle is no answer: typed, in time, and
// nothing is confirmed.
func TestPCSCAnswerCutOff(t *testing.T) {
	for _, n := range []int{1, 5, 12} {
		wantPCSC(t)
		card, options := made(t, "05")
		halting(t, card, n)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		c, err := pcsc.Connect(ctx, pcsc.Options{Reader: "Virtual PCD 00 00", Wait: true})
		if err != nil {
			t.Fatal(err)
		}
		got := reader.Check(ctx, c, options)
		// pcscd looks every 400 ms: a card that came before it has seen the
		// slot empty would never be noticed.
		time.Sleep(time.Second)
		if got.Verdict != reader.CardRemoved && got.Verdict != reader.ProtocolError {
			t.Errorf("answer %d: %s, %v", n, got.Verdict, got.Err)
		}
		if len(got.Covered) > 0 || got.Err == nil {
			t.Errorf("answer %d: confirmed %v, %v", n, got.Covered, got.Err)
		}
		c.Close()
		cancel()
	}
}

// All types read and verify beside each other, in the two slots.
func TestPCSCTwoSlots(t *testing.T) {
	wantPCSC(t)
	first, one := made(t, "1")
	second, two := made(t, "08")
	a, b := insert(t, first), inserted{}
	for range 50 { // the slot is taken once the driver has seen the card
		if b.name, _, _ = freeSlot(t.Context()); b.name != a.name {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	b = insert(t, second)
	done := make(chan *reader.Result, 2)
	for _, job := range []struct {
		slot    inserted
		options reader.Options
	}{{a, one}, {b, two}} {
		c := job.slot.connect(t)
		defer c.Close()
		go func() { done <- reader.Check(t.Context(), c, job.options) }()
	}
	for range 2 {
		if got := <-done; got.Verdict != reader.Valid {
			t.Errorf("type %s: %s, %v", got.Type, got.Verdict, got.Err)
		}
	}
}

// When pcscd dies in the middle of a read that is told as such, in time. It is
// the last test, as nothing can follow it.
func TestPCSCServiceDies(t *testing.T) {
	wantPCSC(t)
	pid, err := strconv.Atoi(os.Getenv("ZAIRYU_PCSCD_PID"))
	if err != nil || pid < 2 {
		t.Fatal("ci/pcsc says which process pcscd is")
	}
	card, options := made(t, "1")
	slot := insert(t, card)
	c := slot.connect(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	got := reader.Check(ctx, &before{Transport: c, n: 6, act: func() {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}}, options)
	if !errors.Is(got.Err, pcsc.ErrNoService) || got.Verdict == reader.Valid || ctx.Err() != nil {
		t.Errorf("%s, %v", got.Verdict, got.Err)
	}
	if err := c.Close(); err != nil {
		t.Logf("close: %v", err)
	}
	if _, err := pcsc.List(t.Context()); !errors.Is(err, pcsc.ErrNoService) {
		t.Errorf("afterwards: %v", err)
	}
}
