package g4

import "encoding/binary"

// TIFF 6.0 field types.
const (
	typeShort    = 3
	typeLong     = 4
	typeRational = 5
)

// entry is one field of the image file directory.
type entry struct {
	tag, kind uint16
	value     uint32
}

const (
	dpi        = 200
	headerSize = 8
	entrySize  = 12
	ratioSize  = 8
)

// container puts the strip into a TIFF 6.0 file: header, directory, the two
// resolutions, strip.
func container(width, height int, strip []byte) []byte {
	const fields = 14
	const resolution = headerSize + 2 + fields*entrySize + 4
	const data = resolution + 2*ratioSize
	directory := [fields]entry{ // in ascending order of tags, TIFF 6.0 section 2
		{0x00FE, typeLong, 0},                  // NewSubfileType
		{0x0100, typeLong, uint32(width)},      // ImageWidth
		{0x0101, typeLong, uint32(height)},     // ImageLength
		{0x0102, typeShort, 1},                 // BitsPerSample
		{0x0103, typeShort, 4},                 // Compression: T.6
		{0x0106, typeShort, 0},                 // PhotometricInterpretation: WhiteIsZero
		{0x0111, typeLong, data},               // StripOffsets
		{0x0115, typeShort, 1},                 // SamplesPerPixel
		{0x0116, typeLong, uint32(height)},     // RowsPerStrip: all of them
		{0x0117, typeLong, uint32(len(strip))}, // StripByteCounts
		{0x011A, typeRational, resolution},     // XResolution
		{0x011B, typeRational, resolution + ratioSize},
		{0x0125, typeLong, 0},  // T6Options: no uncompressed mode
		{0x0128, typeShort, 2}, // ResolutionUnit: inch
	}
	le := binary.LittleEndian
	out := make([]byte, 0, data+len(strip))
	out = append(out, "II"...)
	out = le.AppendUint16(out, 42)
	out = le.AppendUint32(out, headerSize)
	out = le.AppendUint16(out, fields)
	for _, e := range directory {
		out = le.AppendUint16(out, e.tag)
		out = le.AppendUint16(out, e.kind)
		out = le.AppendUint32(out, 1)
		out = le.AppendUint32(out, e.value) // a SHORT stands in the low half
	}
	out = le.AppendUint32(out, 0) // no further directory
	for range 2 {
		out = le.AppendUint32(out, dpi)
		out = le.AppendUint32(out, 1)
	}
	return append(out, strip...)
}
