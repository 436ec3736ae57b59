package picture

import (
	"encoding/binary"
	"fmt"
)

const (
	tagWidth, tagHeight           = 256, 257
	tagStripOffsets, tagByteCount = 273, 279
	maxEntries                    = 64
	entrySize                     = 12
)

// fieldSizes are the bytes of one value of each TIFF 6.0 field type.
var fieldSizes = [...]int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}

// tiffFile is the image with its byte order.
type tiffFile struct {
	b     []byte
	order binary.ByteOrder
	// strips and counts are the values of the two strip fields, one byte
	// range each.
	strips, counts []uint32
	end            int // first byte after everything the IFD refers to
}

// tiff reads the first image directory only: no chain is followed, so no loop
// can be. It returns the end of the file's last part.
func (in *Info) tiff(b []byte) (end int, err error) {
	in.Format = TIFF
	f := tiffFile{b: b, order: binary.LittleEndian}
	if b[0] == 'M' {
		f.order = binary.BigEndian
	}
	head, err := f.at(4, 4)
	if err != nil {
		return 0, err
	}
	start := f.order.Uint32(head)
	head, err = f.at(start, 2)
	if err != nil {
		return 0, err
	}
	n := int(f.order.Uint16(head))
	if n == 0 || n > maxEntries {
		return 0, fmt.Errorf("%w: TIFF directory of %d entries", ErrHeader, n)
	}
	entries, err := f.at(start+2, n*entrySize+4)
	if err != nil {
		return 0, err
	}
	for i := range n {
		if err := f.entry(in, entries[i*entrySize:][:entrySize]); err != nil {
			return 0, err
		}
	}
	return f.end, f.strip()
}

func (f *tiffFile) entry(in *Info, e []byte) error {
	tag, typ, count := f.order.Uint16(e), int(f.order.Uint16(e[2:])), f.order.Uint32(e[4:])
	if typ >= len(fieldSizes) || fieldSizes[typ] == 0 {
		return nil // a reader skips types it does not know
	}
	if count > uint32(len(f.b)) {
		return fmt.Errorf("%w: TIFF field %d with %d values", ErrHeader, tag, count)
	}
	values, err := e[8:12], error(nil)
	if size := int(count) * fieldSizes[typ]; size > 4 {
		if values, err = f.at(f.order.Uint32(values), size); err != nil {
			return fmt.Errorf("TIFF field %d: %w", tag, err)
		}
	}
	switch tag {
	case tagWidth:
		in.Width = side(f.first(typ, count, values))
	case tagHeight:
		in.Height = side(f.first(typ, count, values))
	case tagStripOffsets:
		f.strips = f.numbers(typ, count, values)
	case tagByteCount:
		f.counts = f.numbers(typ, count, values)
	}
	return nil
}

func (f *tiffFile) first(typ int, count uint32, values []byte) uint32 {
	if n := f.numbers(typ, min(count, 1), values); len(n) == 1 {
		return n[0]
	}
	return 0
}

// numbers reads SHORT and LONG values; other types give none.
func (f *tiffFile) numbers(typ int, count uint32, values []byte) []uint32 {
	var out []uint32
	for i := range int(count) {
		switch typ {
		case 3:
			out = append(out, uint32(f.order.Uint16(values[2*i:])))
		case 4:
			out = append(out, f.order.Uint32(values[4*i:]))
		}
	}
	return out
}

// strip demands that every strip lies inside the file.
func (f *tiffFile) strip() error {
	if len(f.strips) == 0 || len(f.strips) != len(f.counts) {
		return fmt.Errorf("%w: TIFF with %d strips and %d lengths", ErrHeader, len(f.strips), len(f.counts))
	}
	for i, start := range f.strips {
		if f.counts[i] > uint32(len(f.b)) {
			return fmt.Errorf("%w: TIFF strip of %d bytes", ErrHeader, f.counts[i])
		}
		if _, err := f.at(start, int(f.counts[i])); err != nil {
			return fmt.Errorf("TIFF strip %d: %w", i, err)
		}
	}
	return nil
}

// at returns size bytes at an offset and notes how far the file reaches.
func (f *tiffFile) at(offset uint32, size int) ([]byte, error) {
	if int64(offset)+int64(size) > int64(len(f.b)) {
		return nil, fmt.Errorf("%w: offset %d, %d bytes, file of %d", ErrHeader, offset, size, len(f.b))
	}
	end := int(offset) + size
	f.end = max(f.end, end)
	return f.b[offset:end], nil
}
