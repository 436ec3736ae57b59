package dat

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// errTIFF is a TIFF file that breaks TIFF 6.0, or that is more than a small
// single picture.
var errTIFF = errors.New("TIFF structure broken")

// The tags of TIFF 6.0 that a bilevel picture has.
const (
	tiffWidth        = 256
	tiffHeight       = 257
	tiffDepth        = 258
	tiffCompression  = 259
	tiffPhotometric  = 262
	tiffFillOrder    = 266
	tiffStripOffsets = 273
	tiffSamples      = 277
	tiffRowsPerStrip = 278
	tiffStripBytes   = 279
)

// maxSide bounds what the suite decodes: a picture of 7,000 bytes may claim
// any size.
const maxSide = 4096

// tiffFile is the structure of a TIFF file, nothing decoded yet.
type tiffFile struct {
	tags map[uint16][]int
	next uint32 // offset of a second picture, 0 for none
	end  int    // first byte after everything that the structure names
}

// parseTIFF reads header and first directory. The file may be longer than the
// picture: its end is found from the structure.
func parseTIFF(data []byte) (*tiffFile, error) {
	if len(data) < 8 {
		return nil, fmt.Errorf("%w: %d bytes", errTIFF, len(data))
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(data[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, fmt.Errorf("%w: no header", errTIFF)
	}
	at := int64(order.Uint32(data[4:8]))
	if at < 8 || at+2 > int64(len(data)) {
		return nil, fmt.Errorf("%w: directory at %d of %d", errTIFF, at, len(data))
	}
	n := int64(order.Uint16(data[at:]))
	if at+2+12*n+4 > int64(len(data)) {
		return nil, fmt.Errorf("%w: directory of %d entries at %d of %d", errTIFF, n, at, len(data))
	}
	f := &tiffFile{tags: map[uint16][]int{}, next: order.Uint32(data[at+2+12*n:]), end: int(at + 2 + 12*n + 4)}
	for i := range n {
		if err := f.entry(data, order, data[at+2+12*i:][:12]); err != nil {
			return nil, err
		}
	}
	return f, f.strips(len(data))
}

// entry reads one directory entry; only whole numbers are kept.
func (f *tiffFile) entry(data []byte, order binary.ByteOrder, e []byte) error {
	sizes := []int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}
	tag, kind, count := order.Uint16(e), order.Uint16(e[2:]), int64(order.Uint32(e[4:]))
	if kind == 0 || int(kind) >= len(sizes) {
		return fmt.Errorf("%w: tag %d has type %d", errTIFF, tag, kind)
	}
	value, length := e[8:], sizes[kind]*count
	if length > 4 {
		at := int64(order.Uint32(e[8:]))
		if at+length > int64(len(data)) {
			return fmt.Errorf("%w: tag %d lies outside the file", errTIFF, tag)
		}
		value, f.end = data[at:at+length], max(f.end, int(at+length))
	}
	for i := range int(count) {
		switch kind {
		case 1:
			f.tags[tag] = append(f.tags[tag], int(value[i]))
		case 3:
			f.tags[tag] = append(f.tags[tag], int(order.Uint16(value[2*i:])))
		case 4:
			f.tags[tag] = append(f.tags[tag], int(int32(order.Uint32(value[4*i:])))) // negative where too large
		}
	}
	return nil
}

// strips checks that every strip lies inside the file.
func (f *tiffFile) strips(length int) error {
	at, size := f.tags[tiffStripOffsets], f.tags[tiffStripBytes]
	if len(at) == 0 || len(at) != len(size) {
		return fmt.Errorf("%w: %d strip offsets, %d strip lengths", errTIFF, len(at), len(size))
	}
	for i := range at {
		if at[i] < 8 || size[i] < 0 || int64(at[i])+int64(size[i]) > int64(length) {
			return fmt.Errorf("%w: strip %d lies outside the file", errTIFF, i)
		}
		f.end = max(f.end, at[i]+size[i])
	}
	return nil
}

// number returns a tag's only value, or what holds where the tag is missing.
func (f *tiffFile) number(tag uint16, missing int) int {
	if v := f.tags[tag]; len(v) == 1 {
		return v[0]
	}
	return missing
}

func (f *tiffFile) width() int  { return f.number(tiffWidth, 0) }
func (f *tiffFile) height() int { return f.number(tiffHeight, 0) }

// bilevelG4 says that the file holds one bilevel picture in T.6 coding ("MMR",
// 3.3.4.3).
func (f *tiffFile) bilevelG4() bool {
	return f.number(tiffCompression, 1) == 4 && f.number(tiffDepth, 1) == 1 &&
		f.number(tiffSamples, 1) == 1 && f.number(tiffPhotometric, -1)&^1 == 0 && f.next == 0
}

// decodable says that the picture is small enough to be decoded here.
func (f *tiffFile) decodable() bool {
	return f.width() > 0 && f.width() <= maxSide && f.height() > 0 && f.height() <= maxSide
}

// pixels decodes the strips with the suite's own decoder: 1 is the second
// colour of T.6, whatever it looks like. On failure it returns the rows that
// came before.
func (f *tiffFile) pixels(data []byte) (rows [][]byte, err error) {
	if !f.decodable() || !f.bilevelG4() {
		return nil, fmt.Errorf("%w: %d x %d, not decoded", errTIFF, f.width(), f.height())
	}
	perStrip := f.number(tiffRowsPerStrip, f.height())
	if perStrip <= 0 { // 2^32-1 is written where all rows are in one strip
		perStrip = f.height()
	}
	for i, at := range f.tags[tiffStripOffsets] {
		strip := append([]byte{}, data[at:at+f.tags[tiffStripBytes][i]]...)
		if f.number(tiffFillOrder, 1) == 2 {
			for j := range strip {
				strip[j] = bits.Reverse8(strip[j])
			}
		}
		part, _, err := newG4(strip).rows(f.width(), min(perStrip, f.height()-len(rows)))
		rows = append(rows, part...)
		if err != nil {
			return rows, fmt.Errorf("strip %d: %w", i, err)
		}
	}
	if len(rows) != f.height() {
		return rows, fmt.Errorf("%w: the strips hold %d of %d rows", errTIFF, len(rows), f.height())
	}
	return rows, nil
}
