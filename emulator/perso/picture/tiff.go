package picture

import (
	"bytes"
	"encoding/binary"
)

// FrontFile takes a ready front image as it is, if its headers say bilevel
// TIFF with CCITT Group 4 (clause 3.3.4.3) and it has at most [FrontLimit]
// bytes. It decodes nothing. It fails with a [*FormatError] or a [*SizeError].
func FrontFile(file []byte) ([]byte, error) {
	if err := checkTIFF(file); err != nil {
		return nil, err
	}
	if len(file) > FrontLimit {
		return nil, &SizeError{Picture: "front", Size: len(file), Limit: FrontLimit}
	}
	return bytes.Clone(file), nil
}

// Tags of TIFF 6.0.
const (
	tagWidth       = 0x0100
	tagHeight      = 0x0101
	tagBits        = 0x0102
	tagCompression = 0x0103
	tagOffsets     = 0x0111
	tagByteCounts  = 0x0117
	compressionT6  = 4
	maxFrontSide   = 8192
)

func checkTIFF(file []byte) error {
	bad := func(f Flaw) error { return &FormatError{Picture: "front", Flaw: f} }
	fields, ok := directory(file)
	if !ok {
		return bad(NotTIFF)
	}
	width, height := fields[tagWidth], fields[tagHeight]
	bits, given := fields[tagBits]
	switch {
	case fields[tagCompression] != compressionT6:
		return bad(NotG4)
	case given && bits != 1:
		return bad(NotBilevel)
	case width < 1 || height < 1 || width > maxFrontSide || height > maxFrontSide:
		return bad(BadSize)
	case uint64(fields[tagOffsets])+uint64(fields[tagByteCounts]) > uint64(len(file)):
		return bad(Damaged)
	}
	return nil
}

// directory reads the first image file directory: the first value of every
// field that holds whole numbers; for the strips of a file with several, which
// stand elsewhere, the place of their list (TIFF 6.0 section 2).
func directory(file []byte) (map[uint16]uint32, bool) {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(file, []byte("MM\x00\x2A")):
		order = binary.BigEndian
	case !bytes.HasPrefix(file, []byte("II\x2A\x00")):
		return nil, false
	}
	const entrySize = 12
	if len(file) < 8 {
		return nil, false
	}
	start := uint64(order.Uint32(file[4:]))
	if start+2 > uint64(len(file)) {
		return nil, false
	}
	count := uint64(order.Uint16(file[start:]))
	if start+2+count*entrySize > uint64(len(file)) {
		return nil, false
	}
	fields := make(map[uint16]uint32, count)
	for i := range count {
		entry := file[start+2+i*entrySize:]
		const short = 3
		tag, kind, n := order.Uint16(entry), order.Uint16(entry[2:]), order.Uint32(entry[4:])
		if tag == tagByteCounts && n > 1 {
			continue // the place of the list is no length
		}
		if kind == short && n == 1 {
			fields[tag] = uint32(order.Uint16(entry[8:]))
		} else {
			fields[tag] = order.Uint32(entry[8:])
		}
	}
	return fields, true
}
