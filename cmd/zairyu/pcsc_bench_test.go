//go:build pcsc

package main

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/pcsc"
)

// echo is the least card there is: it answers each command with as many bytes
// as ours does, and does nothing.
type echo struct{}

func (echo) Transmit([]byte) []byte { return []byte{0xC0, 4, '0', '0', '0', '1', 0x90, 0} }
func (echo) Reset()                 {}
func (echo) ATR() []byte            { return []byte{0x3B, 0x80, 0x80, 0x01, 0x01} }

// readVersion is READ BINARY of the common data element, which every card
// here answers at once.
var readVersion = []byte{0x00, 0xB0, 0x8B, 0x00, 0x06}

// What an APDU takes through pcscd and vpcd: with a card that does nothing,
// with ours, and with the card that Debian's vsmartcard-vpicc has.
func BenchmarkPCSCAPDU(b *testing.B) {
	ours, _ := made(b, "1")
	for _, card := range []struct {
		name string
		card link.Card
	}{{"echo", echo{}}, {"ours", ours}} {
		b.Run(card.name, func(b *testing.B) {
			wantPCSC(b)
			slot := insert(b, card.card)
			exchanges(b, slot.connect(b))
		})
	}
	b.Run("vicc", func(b *testing.B) {
		wantPCSC(b)
		startVicc(b)
		ctx, cancel := context.WithTimeout(b.Context(), 20*time.Second)
		defer cancel()
		c, err := pcsc.Connect(ctx, pcsc.Options{Reader: "Virtual PCD 00 00", Wait: true})
		if err != nil {
			b.Fatal(err)
		}
		exchanges(b, c)
	})
}

// exchanges sends one command again and again, and closes the connection.
func exchanges(b *testing.B, c *pcsc.Card) {
	defer c.Close()
	var took []time.Duration
	for b.Loop() {
		begun := time.Now()
		if _, err := c.Transmit(b.Context(), readVersion); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(share*float64(len(took)-1))]) / float64(time.Microsecond)
	}
	b.ReportMetric(at(0.50), "p50-µs")
	b.ReportMetric(at(0.95), "p95-µs")
}

// startVicc starts Debian's virtual card in slot 0. It wants its crypto
// library under the name that this has outside Debian.
func startVicc(b *testing.B) {
	b.Helper()
	const packages, its = "/usr/lib/python3/dist-packages", "/usr/lib/python3/site-packages/virtualsmartcard"
	alias := b.TempDir()
	if err := os.Symlink(filepath.Join(packages, "Cryptodome"), filepath.Join(alias, "Crypto")); err != nil {
		b.Fatal(err)
	}
	vicc := exec.Command("/usr/bin/python3", "/usr/bin/vicc", "-t", "iso7816")
	vicc.Env = append(os.Environ(), "PYTHONPATH="+alias+":"+its)
	if err := vicc.Start(); err != nil {
		b.Fatalf("no vicc here (Debian's vsmartcard-vpicc): %v", err)
	}
	b.Cleanup(func() {
		vicc.Process.Kill()
		vicc.Wait()
	})
}

// A full verified read of every type, with the time that the same exchanges
// would take in the field.
func BenchmarkPCSCRead(b *testing.B) {
	for _, typ := range perso.Types() {
		b.Run("type"+typ, func(b *testing.B) {
			wantPCSC(b)
			card, options := made(b, typ)
			slot := insert(b, card)
			c := slot.connect(b)
			defer c.Close()
			count, model := 0, time.Duration(0)
			options.Observe = func(e reader.Exchange) {
				count++
				model += fieldTime(e.Sent) + fieldTime(e.Received)
			}
			reads := 0
			for b.Loop() {
				reads++
				if got := reader.Check(b.Context(), c, options); got.Verdict != reader.Valid {
					b.Fatal(got.Verdict, got.Err)
				}
			}
			b.ReportMetric(float64(count)/float64(reads), "APDU")
			b.ReportMetric(milliseconds(model)/float64(reads), "model-ms")
		})
	}
}

// fieldTime is what n bytes of an APDU take over ISO/IEC 14443 Type B at 106
// kbit/s, by a model: blocks of at most 253 bytes (frames of 256 less PCB and
// CRC_B), each confirmed but the last; a byte has 10 bits and no guard time,
// a frame has SOF 12 and EOF 10 bits and waits 32 bits (TR0 and TR1) before
// it. What the card takes to think is not in it.
func fieldTime(n int) time.Duration {
	const bit = time.Second / 105_938 // 13.56 MHz / 128
	frame := func(bytes int) time.Duration { return time.Duration(12+10+32+10*bytes) * bit }
	blocks := int(math.Ceil(float64(n) / 253))
	total := time.Duration(0)
	for i := range blocks {
		total += frame(3 + min(253, n-253*i))
		if i < blocks-1 {
			total += frame(3) // R(ACK)
		}
	}
	return total
}
