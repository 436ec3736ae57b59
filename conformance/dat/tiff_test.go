package dat

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// plainTIFF writes an uncompressed bilevel TIFF, 1 is black.
func plainTIFF(rows [][]byte, photometric uint32) []byte {
	width, le := len(rows[0]), binary.LittleEndian
	out := []byte("II*\x00\x00\x00\x00\x00")
	for _, row := range rows {
		packed := make([]byte, (width+7)/8)
		for x, black := range row {
			if (black == 1) == (photometric == 0) {
				packed[x/8] |= 0x80 >> (x % 8)
			}
		}
		out = append(out, packed...)
	}
	size := uint32(len(out) - 8)
	if len(out)%2 == 1 {
		out = append(out, 0)
	}
	le.PutUint32(out[4:], uint32(len(out)))
	tags := [][2]uint32{{256, uint32(width)}, {257, uint32(len(rows))}, {258, 1}, {259, 1}, {262, photometric},
		{273, 8}, {277, 1}, {278, uint32(len(rows))}, {279, size}}
	out = le.AppendUint16(out, uint16(len(tags)))
	for _, t := range tags {
		out = le.AppendUint16(le.AppendUint16(out, uint16(t[0])), 4)
		out = le.AppendUint32(le.AppendUint32(out, 1), t[1])
	}
	return le.AppendUint32(out, 0)
}

// byLibtiff lets libtiff code a picture.
func byLibtiff(t *testing.T, rows [][]byte, photometric uint32, options ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.tif"), filepath.Join(dir, "out.tif")
	if err := os.WriteFile(in, plainTIFF(rows, photometric), 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-c", "g4"}, options...)
	if text, err := exec.Command(tool(t, "tiffcp", "libtiff-tools"), append(args, in, out)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// randomRows makes a picture of runs, whose mean length decides which codes
// occur.
func randomRows(r *rand.Rand, width, height, mean int) [][]byte {
	rows := make([][]byte, height)
	for y := range rows {
		rows[y] = make([]byte, width)
		if y > 0 && r.IntN(3) > 0 { // vertical modes need a similar row above
			shift := r.IntN(9) - 4
			for x := range rows[y] {
				rows[y][x] = rows[y-1][min(max(x+shift, 0), width-1)]
			}
			continue
		}
		colour := byte(r.IntN(2))
		for x := 0; x < width; colour = 1 - colour {
			for n := 1 + r.IntN(2*mean); n > 0 && x < width; n-- {
				rows[y][x] = colour
				x++
			}
		}
	}
	return rows
}

// The suite's own decoder reads what libtiff writes, pixel by pixel, and
// agrees with golang.org/x/image about it.
func TestOwnDecoderReadsLibtiff(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n, mean := range []int{1, 2, 5, 20, 80, 700, 2000} {
		for _, options := range [][]string{nil, {"-r", "7"}, {"-f", "lsb2msb"}, {"-B"}} {
			width, height := 1+r.IntN(900), 1+r.IntN(60)
			if mean >= 700 {
				width = 4096
			}
			rows, photometric := randomRows(r, width, height, mean), uint32(n%2)
			data := byLibtiff(t, rows, photometric, options...)
			name := fmt.Sprintf("%d x %d, runs of %d, %v", width, height, mean, options)
			f, err := parseTIFF(data)
			if err != nil || !f.bilevelG4() || f.end > len(data) {
				t.Fatalf("%s: %v", name, err)
			}
			got, err := f.pixels(data)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for y := range rows {
				want := bytes.Clone(rows[y])
				for x := range want { // T.6 calls 0 what photometric 1 shows black
					want[x] ^= byte(photometric)
				}
				if !bytes.Equal(got[y], want) {
					t.Fatalf("%s: row %d differs", name, y)
				}
			}
			if differ, err := tiffDifferences(f, data); err != nil || differ != 0 {
				t.Errorf("%s: x/image sees %d pixels otherwise, %v", name, differ, err)
			}
		}
	}
}

// A damaged or shortened stream is refused, with the rows before the damage.
func TestBrokenT6(t *testing.T) {
	rows := randomRows(rand.New(rand.NewPCG(3, 4)), 300, 40, 6)
	data := byLibtiff(t, rows, 0)
	f, err := parseTIFF(data)
	if err != nil {
		t.Fatal(err)
	}
	strip := data[f.tags[tiffStripOffsets][0]:][:f.tags[tiffStripBytes][0]]
	got, ended, err := newG4(strip).rows(300, 40)
	if err != nil || !ended || len(got) != 40 {
		t.Fatalf("%d rows, end of block %t, %v", len(got), ended, err)
	}
	half, _, err := newG4(strip[:len(strip)/2]).rows(300, 40)
	if !errors.Is(err, errG4) || len(half) == 0 || len(half) >= 40 {
		t.Errorf("half a strip: %d rows, %v", len(half), err)
	}
	if more, _, err := newG4(strip).rows(300, 41); !errors.Is(err, errG4) || len(more) != 40 {
		t.Errorf("one row too many: %d rows, %v", len(more), err)
	}
	if _, _, err := newG4(make([]byte, 100)).rows(300, 1); !errors.Is(err, errG4) {
		t.Errorf("zeros: %v", err)
	}
	for _, stream := range []string{ // T.6, table 1: what no row of 8 white pixels allows
		"0000010",            // change left of the row
		"011" + "0000011",    // change right of the row
		"001" + "10011" + "", // run of 8, then nothing
	} {
		if _, _, err := newG4(packBits(stream)).rows(8, 1); !errors.Is(err, errG4) {
			t.Errorf("%s: %v", stream, err)
		}
	}
}

func packBits(s string) []byte {
	out := make([]byte, (len(s)+7)/8)
	for i, c := range s {
		out[i/8] |= byte(c-'0') << (7 - i%8)
	}
	return out
}
