package dat

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// errJP2 is a JPEG 2000 file that breaks ITU-T T.800.
var errJP2 = errors.New("JPEG 2000 structure broken")

// jp2File is the structure of a JPEG 2000 file, nothing decoded.
type jp2File struct {
	boxed         bool // has the boxes of annex I, and is not a bare codestream
	width, height int
	components    int
	bits          int // of the first component
	reversible    bool
	end           int // first byte after everything that the structure names

	plain   bool // none of the features that this package does not follow
	tiles   int
	packets int64 // at most, by the geometry that the header claims
}

// maxBoxes bounds the walk through the boxes.
const maxBoxes = 64

var jp2Signature = []byte{0, 0, 0, 12, 'j', 'P', ' ', ' ', 0x0D, 0x0A, 0x87, 0x0A}

// parseJP2 reads boxes and codestream headers (T.800 annexes A and I). The
// data may be longer than the picture: its end is found from the structure.
func parseJP2(data []byte) (*jp2File, error) {
	f := &jp2File{plain: true}
	if !bytes.HasPrefix(data, jp2Signature) {
		n, err := f.codestream(data)
		f.end = n
		return f, err
	}
	f.boxed = true
	for seen := 0; seen < maxBoxes; seen++ {
		kind, content, size, err := box(data[f.end:])
		if err != nil || kind == "\x00\x00\x00\x00" || size == 0 && kind != "jp2c" {
			break
		}
		switch kind {
		case "jp2h":
			f.header(content)
		case "jp2c":
			n, err := f.codestream(content)
			if err != nil {
				return nil, err
			}
			if size == 0 { // to the end of the file: the codestream knows better
				size = 8 + n
			}
		}
		f.end += size
	}
	if f.components == 0 {
		return nil, fmt.Errorf("%w: the boxes end at %d of %d without a codestream", errJP2, f.end, len(data))
	}
	return f, nil
}

// box reads one box: type, content, and size, 0 if it goes to the end.
func box(data []byte) (kind string, content []byte, size int, err error) {
	if len(data) < 8 {
		return "", nil, 0, errJP2
	}
	n, head := uint64(binary.BigEndian.Uint32(data)), 8
	kind = string(data[4:8])
	switch {
	case n == 0:
		return kind, data[8:], 0, nil
	case n == 1 && len(data) >= 16:
		n, head = binary.BigEndian.Uint64(data[8:]), 16
	}
	if n < uint64(head) || n > uint64(len(data)) {
		return "", nil, 0, errJP2
	}
	return kind, data[head:n], int(n), nil
}

// header looks for boxes that change what the components mean: palettes.
func (f *jp2File) header(content []byte) {
	for seen := 0; len(content) > 0; seen++ {
		kind, _, size, err := box(content)
		if err != nil || size == 0 || seen == maxBoxes || kind == "pclr" || kind == "cmap" {
			f.plain = false
			return
		}
		content = content[size:]
	}
}

// The markers of T.800 annex A.
const (
	markSOC = 0xFF4F
	markSIZ = 0xFF51
	markCOD = 0xFF52
	markTLM = 0xFF55
	markPLT = 0xFF58
	markQCD = 0xFF5C
	markQCC = 0xFF5D
	markCOM = 0xFF64
	markSOT = 0xFF90
	markSOD = 0xFF93
	markEOC = 0xFFD9
)

// codestream reads main header and tile-part headers and returns the length
// up to and with EOC.
func (f *jp2File) codestream(data []byte) (int, error) {
	if len(data) < 4 || word(data, 0) != markSOC || word(data, 2) != markSIZ {
		return 0, fmt.Errorf("%w: no SOC and SIZ", errJP2)
	}
	for at := 2; at+4 <= len(data) || at+2 == len(data); {
		m := word(data, at)
		if m == markEOC && f.tiles > 0 {
			return at + 2, nil
		}
		if at+4 > len(data) {
			break
		}
		size := 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		if size < 4 || at+size > len(data) {
			return 0, fmt.Errorf("%w: marker %04X at %d is cut off", errJP2, m, at)
		}
		segment := data[at+4 : at+size]
		switch {
		case m == markSIZ && f.components == 0:
			if err := f.size(segment); err != nil {
				return 0, err
			}
		case m == markCOD:
			f.style(segment)
		case m == markSOT:
			n, err := f.tilePart(data[at:])
			if err != nil {
				return 0, err
			}
			size = n
		case m != markQCD && m != markQCC && m != markTLM && m != markCOM:
			f.plain = false
		}
		at += size
	}
	return 0, fmt.Errorf("%w: no EOC", errJP2)
}

func word(data []byte, at int) uint16 { return binary.BigEndian.Uint16(data[at:]) }

// size reads SIZ (A.5.1).
func (f *jp2File) size(s []byte) error {
	if len(s) < 36 {
		return fmt.Errorf("%w: SIZ of %d bytes", errJP2, len(s))
	}
	var v [8]int64 // Xsiz Ysiz XOsiz YOsiz XTsiz YTsiz XTOsiz YTOsiz
	for i := range v {
		v[i] = int64(binary.BigEndian.Uint32(s[2+4*i:]))
	}
	n := int(binary.BigEndian.Uint16(s[34:36]))
	if len(s) != 36+3*n || n == 0 || v[0] <= v[2] || v[1] <= v[3] || v[4] == 0 || v[5] == 0 || v[0] > 1<<30 || v[1] > 1<<30 {
		return fmt.Errorf("%w: SIZ contradicts itself", errJP2)
	}
	f.width, f.height, f.components, f.bits = int(v[0]-v[2]), int(v[1]-v[3]), n, int(s[36]&0x7F)+1
	// One tile on the whole picture and full-size components are what a
	// photo of 3,000 bytes needs; the rest is for decoders in a sandbox.
	if v[2]|v[3]|v[6]|v[7] != 0 || v[4] < v[0] || v[5] < v[1] {
		f.plain = false
	}
	for c := range n {
		if s[36+3*c] != s[36] || s[37+3*c] != 1 || s[38+3*c] != 1 {
			f.plain = false
		}
	}
	return nil
}

// style reads COD (A.6.1) and counts the packets that the header claims: a
// decoder walks through all of them, present or not.
func (f *jp2File) style(s []byte) {
	if len(s) < 10 {
		f.plain = false
		return
	}
	layers, levels := int64(binary.BigEndian.Uint16(s[2:])), int(s[5])
	f.reversible = s[9] == 1
	if s[0]&1 != 0 && len(s) != 10+levels+1 || levels > 32 || s[6] > 8 || s[7] > 8 || s[6]+s[7] > 8 {
		f.plain = false
		return
	}
	for r := range levels + 1 {
		w, h := 15, 15 // exponents of the precinct size
		if s[0]&1 != 0 {
			w, h = int(s[10+r]&0xF), int(s[10+r]>>4)
		}
		shift := levels - r
		across := int64(f.width)>>shift>>w + 1
		down := int64(f.height)>>shift>>h + 1
		f.packets += layers * int64(f.components) * across * down
	}
}

// tilePart reads a tile-part (A.4.2) and returns its length.
func (f *jp2File) tilePart(data []byte) (int, error) {
	if len(data) < 12 || word(data, 2) != 10 {
		return 0, fmt.Errorf("%w: SOT is cut off", errJP2)
	}
	f.tiles++
	size := int64(binary.BigEndian.Uint32(data[6:]))
	if size == 0 { // to the EOC, which is the last marker but for the fill
		size = int64(bytes.LastIndex(data, []byte{0xFF, 0xD9}))
	}
	if size < 14 || size > int64(len(data)) {
		return 0, fmt.Errorf("%w: tile-part of %d bytes in %d", errJP2, size, len(data))
	}
	if word(data, 4) != 0 { // not the first tile
		f.plain = false
	}
	header := data[12:size]
	for len(header) >= 2 && word(header, 0) != markSOD {
		if len(header) < 4 {
			break
		}
		if m := word(header, 0); m != markPLT && m != markCOM {
			f.plain = false
		}
		header = header[min(len(header), 2+int(word(header, 2))):]
	}
	if len(header) < 2 || word(header, 0) != markSOD {
		return 0, fmt.Errorf("%w: tile-part without SOD", errJP2)
	}
	return int(size), nil
}

// decodable says that the picture may be given to decoders that trust
// headers: small, of one tile, and without features that multiply the work.
func (f *jp2File) decodable() bool {
	return f.plain && f.components <= 4 && f.width <= maxSide && f.height <= maxSide &&
		f.width*f.height <= 1<<20 && f.packets > 0 && f.packets <= 1<<14
}
