package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

const (
	jp2Signature = "\x00\x00\x00\x0CjP  \r\n\x87\n"
	// sizStart is SOC and SIZ, with which every codestream begins.
	sizStart  = "\xFF\x4F\xFF\x51"
	maxBoxes  = 64
	sizLength = 38 // Lsiz of one component, SOC and SIZ markers not counted
)

// jp2 walks the boxes at the top level until the codestream, at most 64, and
// takes the size from the codestream, which is what a decoder obeys.
func (in *Info) jp2(b []byte) error {
	in.Format = JP2
	for range maxBoxes {
		typ, content, rest, err := box(b)
		if err != nil {
			return err
		}
		if typ == "jp2c" {
			return in.codestream(content)
		}
		b = rest
	}
	return fmt.Errorf("%w: no codestream among the first %d boxes", ErrHeader, maxBoxes)
}

// box splits off one box. Length 0 reaches to the end, length 1 has 8 more
// length bytes; both occur before codestreams.
func box(b []byte) (typ string, content, rest []byte, err error) {
	if len(b) < 8 {
		return "", nil, nil, fmt.Errorf("%w: no codestream in %d bytes", ErrHeader, len(b))
	}
	size, head := uint64(binary.BigEndian.Uint32(b)), 8
	switch {
	case size == 0:
		size = uint64(len(b))
	case size == 1 && len(b) >= 16:
		size, head = binary.BigEndian.Uint64(b[8:]), 16
	}
	if size < uint64(head) || size > uint64(len(b)) {
		return "", nil, nil, fmt.Errorf("%w: box of %d bytes, %d left", ErrHeader, size, len(b))
	}
	return string(b[4:8]), b[head:size], b[size:], nil
}

// codestream reads the SIZ marker segment.
func (in *Info) codestream(b []byte) error {
	if !bytes.HasPrefix(b, []byte(sizStart)) || len(b) < len(sizStart)+sizLength {
		return fmt.Errorf("%w: codestream without SIZ", ErrHeader)
	}
	s := b[len(sizStart):]
	xEnd, yEnd := binary.BigEndian.Uint32(s[4:]), binary.BigEndian.Uint32(s[8:])
	xStart, yStart := binary.BigEndian.Uint32(s[12:]), binary.BigEndian.Uint32(s[16:])
	if xEnd <= xStart || yEnd <= yStart {
		return fmt.Errorf("%w: image area is empty", ErrSize)
	}
	in.Width, in.Height = side(xEnd-xStart), side(yEnd-yStart)
	if tileX, tileY := binary.BigEndian.Uint32(s[20:]), binary.BigEndian.Uint32(s[24:]); tileX == 0 || tileY == 0 {
		return fmt.Errorf("%w: tiles of no size", ErrSize)
	}
	if n := binary.BigEndian.Uint16(s[36:]); n < 1 || n > 4 {
		return fmt.Errorf("%w: %d components", ErrHeader, n)
	}
	return nil
}
