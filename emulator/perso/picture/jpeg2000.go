package picture

import (
	"bytes"
	"encoding/binary"
)

// Names of ISO/IEC 15444-1: the first bytes of a JP2 file (annex I.5.1) and of
// a codestream (markers SOC and SIZ, annex A.4, A.5.1).
const (
	jp2Signature = "\x00\x00\x00\x0CjP  \r\n\x87\n"
	socAndSIZ    = "\xFF\x4F\xFF\x51"
)

// maxFaceSide bounds what a ready picture may promise: a reader allocates by
// it.
const maxFaceSide = 4096

// isJPEG2000 knows a JP2 file and a bare codestream.
func isJPEG2000(file []byte) bool {
	return bytes.HasPrefix(file, []byte(jp2Signature)) || bytes.HasPrefix(file, []byte(socAndSIZ))
}

// checkJPEG2000 reads the headers of a ready picture; it decodes nothing. It
// fails with a [*FormatError].
func checkJPEG2000(file []byte) error {
	bad := func(f Flaw) error { return &FormatError{Picture: "face", Flaw: f} }
	codestream := file
	if bytes.HasPrefix(file, []byte(jp2Signature)) {
		header, found := box(file, "jp2h")
		if !found {
			return bad(NotCodestream)
		}
		if _, found := box(header, "ihdr"); !found {
			return bad(NotCodestream)
		}
		if codestream, found = box(file, "jp2c"); !found {
			return bad(NotCodestream)
		}
	}
	return checkCodestream(codestream, bad)
}

// checkCodestream reads the marker SIZ: Lsiz, Rsiz, Xsiz, Ysiz, XOsiz, YOsiz,
// four of the tiles, Csiz (annex A.5.1).
func checkCodestream(c []byte, bad func(Flaw) error) error {
	const components = 4 + 2 + 2 + 8*4
	if !bytes.HasPrefix(c, []byte(socAndSIZ)) || len(c) < components+2 {
		return bad(NotCodestream)
	}
	be := binary.BigEndian
	right, bottom := int64(be.Uint32(c[8:])), int64(be.Uint32(c[12:]))
	width, height := right-int64(be.Uint32(c[16:])), bottom-int64(be.Uint32(c[20:]))
	if width < 1 || height < 1 || width > maxFaceSide || height > maxFaceSide {
		return bad(BadSize)
	}
	if be.Uint16(c[components:]) < 3 {
		return bad(NotColour)
	}
	return nil
}

// box finds the content of the first box of a kind (annex I.4).
func box(file []byte, kind string) ([]byte, bool) {
	for len(file) >= 8 {
		length, start := uint64(binary.BigEndian.Uint32(file)), uint64(8)
		switch length {
		case 0: // to the end of the file
			length = uint64(len(file))
		case 1: // the length follows in 8 bytes
			if len(file) < 16 {
				return nil, false
			}
			length, start = binary.BigEndian.Uint64(file[8:]), 16
		}
		if length < start || length > uint64(len(file)) {
			return nil, false
		}
		if string(file[4:8]) == kind {
			return file[start:length], true
		}
		file = file[length:]
	}
	return nil, false
}
