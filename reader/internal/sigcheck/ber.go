package sigcheck

import (
	"errors"
	"slices"
)

// Errors of the encoding. They name no content.
var (
	errCut       = errors.New("ASN.1 element cut off")
	errDeep      = errors.New("ASN.1 elements nested too deep")
	errTag       = errors.New("ASN.1 tag of more than one byte, or a string in pieces")
	errLength    = errors.New("ASN.1 length malformed")
	errStructure = errors.New("not the structure of a certificate")
)

// maxDepth is twice what a certificate needs.
const maxDepth = 16

// Tags of X.690.
const (
	tagBoolean   = 0x01
	tagInteger   = 0x02
	tagBits      = 0x03
	tagOctets    = 0x04
	tagNull      = 0x05
	tagOID       = 0x06
	tagSequence  = 0x30
	tagSet       = 0x31
	constructed  = 0x20
	classBits    = 0xC0
	longTag      = 0x1F
	indefinite   = 0x80
	longestField = 4 // bytes of a length field after its first
)

// element is one element of BER, taken apart.
type element struct {
	tag      byte
	content  []byte    // of a primitive one
	children []element // of a constructed one
	stored   []byte    // as it stands, header and end included
	ber      bool      // it, or something in it, is not DER
}

// next reads the element at the start of b: BER (X.690, 8.1) without tags of
// several bytes and without strings in pieces. Lengths may be longer than
// they need be, or indefinite.
func next(b []byte, depth int) (e element, rest []byte, err error) {
	if depth > maxDepth {
		return e, nil, errDeep
	}
	if len(b) < 2 {
		return e, nil, errCut
	}
	e.tag = b[0]
	if e.tag&longTag == longTag || e.tag&classBits == 0 && e.tag&constructed != 0 && e.tag != tagSequence && e.tag != tagSet {
		return e, nil, errTag
	}
	if b[1] == indefinite {
		return e.open(b, depth)
	}
	length, used, err := lengthOf(b[1:])
	if err != nil {
		return e, nil, err
	}
	start := 1 + used
	if length > len(b)-start {
		return e, nil, errCut
	}
	end := start + length
	e.stored, e.ber = b[:end:end], used != len(derLength(length))
	if e.tag&constructed == 0 {
		e.content = b[start:end:end]
		e.ber = e.ber || e.tag == tagBoolean && len(e.content) == 1 && e.content[0] != 0 && e.content[0] != 0xFF
		return e, b[end:], nil
	}
	for inner := b[start:end]; len(inner) > 0; {
		if inner, err = e.take(inner, depth); err != nil {
			return e, nil, err
		}
	}
	return e, b[end:], nil
}

// open reads an element of indefinite length up to its end, 00 00.
func (e element) open(b []byte, depth int) (element, []byte, error) {
	if e.tag&constructed == 0 {
		return e, nil, errLength
	}
	inner := b[2:]
	for len(inner) >= 2 && (inner[0] != 0 || inner[1] != 0) {
		var err error
		if inner, err = e.take(inner, depth); err != nil {
			return e, nil, err
		}
	}
	if len(inner) < 2 {
		return e, nil, errCut
	}
	end := len(b) - len(inner) + 2
	e.stored, e.ber = b[:end:end], true
	return e, b[end:], nil
}

func (e *element) take(inner []byte, depth int) (rest []byte, err error) {
	child, rest, err := next(inner, depth+1)
	if err != nil {
		return nil, err
	}
	e.children, e.ber = append(e.children, child), e.ber || child.ber
	return rest, nil
}

func lengthOf(b []byte) (length, used int, err error) {
	n := int(b[0] & 0x7F)
	switch {
	case b[0] < 0x80:
		return int(b[0]), 1, nil
	case n == 0 || n > longestField:
		return 0, 0, errLength
	case len(b) < 1+n:
		return 0, 0, errCut
	}
	for _, d := range b[1 : 1+n] {
		if length > 0xFFFF { // longer than any file, and no overflow
			return 0, 0, errLength
		}
		length = length<<8 | int(d)
	}
	return length, 1 + n, nil
}

// der encodes the element anew: shortest lengths, TRUE as FF.
func (e element) der() []byte {
	content := e.content
	if e.tag&constructed != 0 {
		content = nil
		for _, c := range e.children {
			content = append(content, c.der()...)
		}
	} else if e.tag == tagBoolean && len(content) == 1 && content[0] != 0 {
		content = []byte{0xFF}
	}
	return slices.Concat([]byte{e.tag}, derLength(len(content)), content)
}

func derLength(n int) []byte {
	switch {
	case n < 0x80:
		return []byte{byte(n)}
	case n <= 0xFF:
		return []byte{0x81, byte(n)}
	case n <= 0xFFFF:
		return []byte{0x82, byte(n >> 8), byte(n)}
	}
	return []byte{0x83, byte(n >> 16), byte(n >> 8), byte(n)}
}

// whole reads b as exactly one element.
func whole(b []byte, depth int) (element, error) {
	e, rest, err := next(b, depth)
	if err == nil && len(rest) > 0 {
		err = errStructure
	}
	return e, err
}
