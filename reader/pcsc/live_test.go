//go:build linux && cgo && pcsc

package pcsc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// The live tests run against a pcscd of their own, with the vpcd driver, in a
// network and mount namespace of their own (the driver listens on every
// address). As root, with pcscd, vsmartcard-vpcd and util-linux installed:
//
//	ZAIRYU_PCSC=1 go test -tags pcsc ./reader/pcsc
func TestMain(m *testing.M) {
	const inside = "ZAIRYU_PCSC_INSIDE"
	if os.Getenv("ZAIRYU_PCSC") != "1" || os.Getenv(inside) == "1" {
		os.Exit(m.Run())
	}
	const setUp = `ip link set lo up && mkdir -p /run/pcscd && mount -t tmpfs none /run/pcscd && exec "$0" "$@"`
	args := append([]string{"-n", "-m", "-p", "-f", "--kill-child", "--mount-proc", "sh", "-c", setUp}, os.Args...)
	cmd := exec.Command("unshare", args...)
	cmd.Stdout, cmd.Stderr, cmd.Env = os.Stdout, os.Stderr, append(os.Environ(), inside+"=1")
	if err := cmd.Run(); err != nil {
		if e, ok := errors.AsType[*exec.ExitError](err); ok {
			os.Exit(e.ExitCode())
		}
		fmt.Fprintln(os.Stderr, "unshare:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// pcscd starts the daemon and returns a function that kills it.
func pcscd(t *testing.T) (kill func()) {
	t.Helper()
	const socket = "/run/pcscd/pcscd.comm"
	os.Remove(socket)
	os.Remove("/run/pcscd/pcscd.pid")
	cmd := exec.Command("pcscd", "--foreground", "--error")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	dead := false
	kill = func() {
		if !dead {
			dead = true
			cmd.Process.Kill()
			cmd.Wait()
		}
	}
	t.Cleanup(kill)
	until(t, func() bool { _, err := os.Stat(socket); return err == nil })
	return kill
}

// until waits for what happens soon.
func until(t *testing.T, f func() bool) {
	t.Helper()
	for range 400 {
		if f() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("it did not come about in 10 s")
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestLive(t *testing.T) {
	if os.Getenv("ZAIRYU_PCSC") != "1" {
		t.Fatal("this test wants a pcscd of its own; set ZAIRYU_PCSC=1, or run ci/pcsc")
	}
	if _, err := List(soon(t)); !errors.Is(err, ErrNoService) {
		t.Errorf("no daemon: %v", err)
	}
	kill := pcscd(t)
	until(t, func() bool { all, err := List(soon(t)); return err == nil && len(all) > 0 })
	all, err := List(soon(t))
	if err != nil || all[0].Present || !strings.Contains(all[0].Name, "Virtual PCD") {
		t.Fatalf("%+v, %v", all, err)
	}
	name := all[0].Name
	if _, err := Connect(soon(t), Options{Reader: name}); !errors.Is(err, ErrNoCard) {
		t.Errorf("no card: %v", err)
	}
	if _, err := Connect(soon(t), Options{Reader: "no such"}); !errors.Is(err, ErrNoReader) {
		t.Errorf("no reader: %v", err)
	}
	if _, err := Connect(soon(t), Options{Reader: "virtual"}); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("two slots: %v", err)
	}
	t.Run("wait for a card, use it", func(t *testing.T) { liveUse(t, name) })
	t.Run("reset by another", func(t *testing.T) { liveReset(t, name) })
	t.Run("transaction", func(t *testing.T) { liveTransaction(t, name) })
	t.Run("pulled", func(t *testing.T) { livePulled(t, name) })
	t.Run("pulled inside a command", func(t *testing.T) { livePulledInside(t, name) })
	t.Run("cancel", liveCancel)
	t.Run("service killed", func(t *testing.T) { liveKilled(t, name, kill) })
	pcscd(t)
	t.Run("mute", func(t *testing.T) { liveMute(t, name) }) // blocks the daemon: last
}

func liveUse(t *testing.T, name string) {
	later := make(chan *vcard, 1)
	time.AfterFunc(200*time.Millisecond, func() { later <- insert(t) })
	var events []Event
	c, err := Connect(soon(t), Options{Reader: name, Wait: true, Progress: func(e Event) { events = append(events, e) }})
	if err != nil {
		t.Fatal(err)
	}
	v := <-later
	if fmt.Sprint(events) != fmt.Sprint([]Event{WaitingForCard, Connected}) {
		t.Errorf("events %q", events)
	}
	long := append([]byte{0x00, 0xB0, 0x81, 0x00}, 0x00, 0x1B, 0x58)
	for _, cmd := range [][]byte{command, long} {
		answer, err := c.Transmit(soon(t), cmd)
		if want := answerTo(cmd); err != nil || string(answer) != string(want) {
			t.Errorf("%X: %d bytes, want %d, %v", cmd, len(answer), len(want), err)
		}
	}
	if atr, err := c.ATR(soon(t)); err != nil || string(atr) != string(liveATR) {
		t.Errorf("ATR %X, %v", atr, err)
	}
	for op, f := range map[byte]func(context.Context) error{2: c.Reset, 0: c.PowerCycle} {
		before := v.seen(op)
		if err := f(soon(t)); err != nil || v.seen(op) == before {
			t.Errorf("control code %d did not reach the card: %v", op, err)
		}
	}
	before := v.seen(2)
	if err := c.Close(); err != nil || v.seen(2) == before {
		t.Errorf("closed without a reset: %v", err)
	}
	v.pull(t, name)
}

func with(t *testing.T, name string) (*vcard, *Card) {
	t.Helper()
	v := insert(t)
	c, err := Connect(soon(t), Options{Reader: name, Wait: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return v, c
}

func liveReset(t *testing.T, name string) {
	v, a := with(t, name)
	b, err := Connect(soon(t), Options{Reader: name})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Reset(soon(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Transmit(soon(t), command); !errors.Is(err, ErrReset) {
		t.Errorf("%v", err)
	}
	if _, err := a.Transmit(soon(t), command); err != nil {
		t.Errorf("after it: %v", err)
	}
	if _, err := b.Transmit(soon(t), command); err != nil {
		t.Errorf("who reset it: %v", err)
	}
	b.Close()
	a.Close()
	v.pull(t, name)
}

func liveTransaction(t *testing.T, name string) {
	v, a := with(t, name)
	b, err := Connect(soon(t), Options{Reader: name})
	if err != nil {
		t.Fatal(err)
	}
	end, err := a.Begin(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := b.Begin(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("somebody else gets between: %v", err)
	}
	if _, err := a.Transmit(soon(t), command); err != nil {
		t.Error(err)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	b.Close()
	a.Close()
	// What was given up gets its turn now, and disconnects by itself.
	until(t, func() bool {
		all, err := List(soon(t))
		return err == nil && len(all) > 0 && all[0].Name == name && !all[0].InUse
	})
	v.pull(t, name)
}

func livePulled(t *testing.T, name string) {
	v, c := with(t, name)
	gone := make(chan error, 1)
	go func() { gone <- c.WaitRemoved(soon(t)) }()
	v.conn.Close()
	if _, err := c.Transmit(soon(t), command); !errors.Is(err, reader.ErrCardRemoved) {
		t.Errorf("%v", err)
	}
	if err := <-gone; err != nil {
		t.Errorf("waiting for it: %v", err)
	}
	v = insert(t)
	until(t, func() bool { _, err := c.Transmit(soon(t), command); return err == nil })
	c.Close()
	v.pull(t, name)
}

func livePulledInside(t *testing.T, name string) {
	v, c := with(t, name)
	v.hangUpOn(command)
	if _, err := c.Transmit(soon(t), command); !errors.Is(err, reader.ErrCardRemoved) {
		t.Errorf("%v", err)
	}
	c.Close()
	v.pull(t, name)
}

func liveCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	if _, err := Connect(ctx, Options{Reader: "00 00", Wait: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func liveKilled(t *testing.T, name string, kill func()) {
	v, c := with(t, name)
	v.doOn(command, kill)
	if _, err := c.Transmit(soon(t), command); !errors.Is(err, ErrNoService) {
		t.Errorf("inside a command: %v", err)
	}
	if _, err := c.Transmit(soon(t), command); !errors.Is(err, ErrNoService) {
		t.Errorf("after it: %v", err)
	}
	c.Close()
}

func liveMute(t *testing.T, name string) {
	v, c := with(t, name)
	v.doOn(command, func() { <-t.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := c.Transmit(ctx, command); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if _, err := c.Transmit(soon(t), command); !errors.Is(err, ErrStuck) {
		t.Errorf("after it: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
