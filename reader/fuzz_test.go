package reader_test

import (
	"bytes"
	"context"
	"crypto/elliptic"
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// tape gives recorded responses, one a command, and then says that the card
// has left.
type tape struct {
	responses [][]byte
	next      int
}

func (p *tape) Transmit(context.Context, []byte) ([]byte, error) {
	if p.next == len(p.responses) {
		return nil, fmt.Errorf("tape at its end: %w", reader.ErrCardRemoved)
	}
	p.next++
	return p.responses[p.next-1], nil
}

// pack and unpack turn responses into one byte string and back: each has its
// length before it in two bytes.
func pack(responses [][]byte) []byte {
	var out []byte
	for _, r := range responses {
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(r))), r...)
	}
	return out
}

func unpack(raw []byte) [][]byte {
	var out [][]byte
	for len(raw) >= 2 {
		n := int(binary.BigEndian.Uint16(raw))
		raw = raw[2:]
		n = min(n, len(raw))
		out = append(out, raw[:n])
		raw = raw[n:]
	}
	return out
}

// record reads a card and keeps what it answered. The randoms are pinned, so
// that the tape fits the next reading with the same randoms.
func record(t testing.TB, card reader.Transport) [][]byte {
	t.Helper()
	if c, first := card.(*fakeCard); first {
		c.rndICC = func() []byte { return unhex("5A6E7E385162B7A3") }
	}
	var out [][]byte
	recorder := transport(func(ctx context.Context, c []byte) ([]byte, error) {
		a, err := card.Transmit(ctx, c)
		out = append(out, bytes.Clone(a))
		return a, err
	})
	reader.Check(t.Context(), recorder, pinned(t))
	return out
}

func pinned(t testing.TB) reader.Options {
	o := options(t)
	o.Anchors = anchors(t, testIssuer().root, testLater().root)
	o.DeliveryKey = deliveryFile()
	o.Random = bytes.NewReader(bytes.Repeat([]byte("pinned randomness of the tests.."), 8))
	return o
}

// Whatever a card answers: no panic, no endless reading, no memory beyond the
// tabled sizes, and never VALID, as no answer here is signed by an anchor.
func FuzzReader(f *testing.F) {
	forged := goodFiles()
	sign(forged, otherKey(), testIssuer().leaf(nil)) // wrong key: never valid
	card := newCard(f, "1", forged)
	whole := record(f, card)
	f.Add(pack(whole), uint16(0))
	f.Add(pack(record(f, newCard(f, "1", forged))), uint16(500))
	pieces := newCard(f, "1", forged)
	pieces.limit = 700
	f.Add(pack(record(f, pieces)), uint16(0))
	for n := range whole {
		f.Add(pack(whole[:n]), uint16(0))
		bent := append([][]byte{}, whole...)
		bent[n] = []byte{0x64, 0x00}
		f.Add(pack(bent), uint16(0))
	}
	for _, typ := range laterTypes() {
		whole := record(f, newLater(f, typ, forgedLater(typ)))
		f.Add(pack(whole), uint16(0))
		f.Add(pack(record(f, newLater(f, typ, forgedLater(typ)))), uint16(300))
		for n := range whole {
			f.Add(pack(whole[:n]), uint16(0))
		}
	}
	f.Add(bytes.Repeat([]byte{0, 2, 0x90, 0}, 50), uint16(1))
	f.Add(bytes.Repeat([]byte{0, 5, 0xC1, 1, 0x31, 0x90, 0}, 50), uint16(0))
	f.Fuzz(func(t *testing.T, raw []byte, piece uint16) {
		o := pinned(t)
		o.MaxRead = int(piece)
		p := &tape{responses: unpack(raw)}
		d, err := reader.Read(t.Context(), p, o)
		r := d.Verify(o)
		if r.Verdict == reader.Valid || len(r.Covered) > 0 {
			t.Fatalf("%v from an unsigned tape", r)
		}
		if (err != nil) != (d.Err != nil) || d.Err != nil && r.Verdict != d.Err.Verdict {
			t.Fatalf("error %v, document %v, result %v", err, d.Err, r)
		}
		for _, file := range d.Files {
			if len(file.Data) > 7004 {
				t.Fatalf("%s: %d bytes", file.Key, len(file.Data))
			}
		}
	})
}

// The seeds must reach the end of the sequence, or the fuzzer never does.
func TestFuzzSeedReachesSignature(t *testing.T) {
	forged := goodFiles()
	sign(forged, otherKey(), testIssuer().leaf(nil))
	p := &tape{responses: record(t, newCard(t, "1", forged))}
	if r := reader.Check(t.Context(), p, pinned(t)); r.Verdict != reader.InvalidSignature {
		t.Errorf("%v %v", r, r.Err)
	}
	for _, typ := range laterTypes() {
		p := &tape{responses: record(t, newLater(t, typ, forgedLater(typ)))}
		if r := reader.Check(t.Context(), p, pinned(t)); r.Verdict != reader.InvalidSignature || r.Type != typ {
			t.Errorf("%v %v", r, r.Err)
		}
	}
}

// forgedLater are files with a check code of another key: never valid.
func forgedLater(typ string) map[string][]byte {
	other := newEC(elliptic.P384())
	return resigned(typ, func(_, l []byte) ([]byte, []byte) { return ecSign(other, signedLater(laterFiles(typ))), l })
}

func TestMemoryIsBounded(t *testing.T) {
	huge := bytes.Repeat([]byte{0x86, 0x82, 0xFF, 0xFF}, 1<<14)
	endless := transport(func(_ context.Context, c []byte) ([]byte, error) {
		switch {
		case c[1] == 0xB0 && c[2] == 0x8A && c[3] == 0:
			return unhex("C1019000"), nil
		case c[1] == 0xB0 && c[2] == 0x8A:
			return unhex("319000"), nil
		}
		return append(huge[:len(huge):len(huge)], 0x90, 0), nil
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := reader.Check(t.Context(), endless, options(t))
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 || r.Verdict == reader.Valid {
		t.Errorf("%v, %d bytes allocated", r, n)
	}
}

func BenchmarkReadVerify(b *testing.B) {
	responses := record(b, newCard(b, "1", goodFiles()))
	o := pinned(b)
	for b.Loop() {
		o.Random = bytes.NewReader(bytes.Repeat([]byte("pinned randomness of the tests.."), 8))
		if r := reader.Check(b.Context(), &tape{responses: responses}, o); r.Verdict != reader.Valid {
			b.Fatal(r, r.Err)
		}
	}
}
