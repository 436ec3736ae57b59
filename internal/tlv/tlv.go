// Package tlv holds the syntax of the data objects (specification 3.2.3.1):
// tag, length in 1 to 3 bytes, value. It reads one object at a time and says
// how it was coded; which tags and lengths belong where is the caller's rule.
// It imports none of our packages.
package tlv

import (
	"errors"
	"fmt"
)

// Errors of [Next]. Every error it returns wraps exactly one of them.
var (
	// ErrTag: no byte left for a tag, or a tag longer than allowed.
	ErrTag = errors.New("data object tag malformed")
	// ErrLength: the length field is cut off or has none of the three forms.
	ErrLength = errors.New("data object length malformed")
	// ErrValue: the length says more bytes than follow.
	ErrValue = errors.New("data object value cut off")
)

// Object is one data object.
type Object struct {
	// Tag is the tag, 1 or 2 bytes read as a number.
	Tag uint16
	// Value is the value, without tag and length.
	Value []byte
	// Header is tag and length as coded.
	Header []byte
	// Minimal is true when the length has its shortest form.
	Minimal bool
}

// Next reads the object at the start of b. Tags have one byte; a tag whose
// low five bits are all 1 has a second one where twoByteTags allows it (the
// first generation has 1-byte tags only). Value and Header share memory with
// b. Tag 00 is returned like any other: that it ends the data (3.3.4.6 and 7)
// is for the caller to know.
func Next(b []byte, twoByteTags bool) (o Object, rest []byte, err error) {
	n := 1
	if twoByteTags && len(b) > 0 && b[0]&0x1F == 0x1F {
		n = 2
	}
	if len(b) < n {
		return o, b, fmt.Errorf("%w: %d bytes left", ErrTag, len(b))
	}
	for _, t := range b[:n] {
		o.Tag = o.Tag<<8 | uint16(t)
	}
	length, used, err := readLength(b[n:])
	if err != nil {
		return o, b, fmt.Errorf("object %02X: %w", o.Tag, err)
	}
	start := n + used
	o.Header, o.Minimal = b[:start:start], used == len(appendLength(nil, length))
	if len(b)-start < length {
		return o, b, fmt.Errorf("object %02X: %w: length %d, %d bytes follow",
			o.Tag, ErrValue, length, len(b)-start)
	}
	o.Value = b[start : start+length : start+length]
	return o, b[start+length:], nil
}

func readLength(b []byte) (length, used int, err error) {
	switch {
	case len(b) == 0:
		return 0, 0, fmt.Errorf("%w: no length byte", ErrLength)
	case b[0] <= 0x7F:
		return int(b[0]), 1, nil
	case b[0] == 0x81 && len(b) >= 2:
		return int(b[1]), 2, nil
	case b[0] == 0x82 && len(b) >= 3:
		return int(b[1])<<8 | int(b[2]), 3, nil
	case b[0] == 0x81 || b[0] == 0x82:
		return 0, 0, fmt.Errorf("%w: cut off", ErrLength)
	}
	return 0, 0, fmt.Errorf("%w: first byte %02X", ErrLength, b[0])
}

// ErrTooLong: a value that no length form of 3.2.3.1 can express.
var ErrTooLong = errors.New("data object value over 65535 bytes")

// Append appends the object tag, value to dst with the shortest length form.
// It fails with [ErrTooLong] for a value over 65,535 bytes.
func Append(dst []byte, tag uint16, value []byte) ([]byte, error) {
	if len(value) > 0xFFFF {
		return dst, fmt.Errorf("object %02X: %w: %d", tag, ErrTooLong, len(value))
	}
	if tag > 0xFF {
		dst = append(dst, byte(tag>>8))
	}
	dst = append(dst, byte(tag))
	return append(appendLength(dst, len(value)), value...), nil
}

func appendLength(dst []byte, n int) []byte {
	switch {
	case n <= 0x7F:
		return append(dst, byte(n))
	case n <= 0xFF:
		return append(dst, 0x81, byte(n))
	}
	return append(dst, 0x82, byte(n>>8), byte(n))
}
