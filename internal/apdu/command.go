// Package apdu holds the syntax of command and response APDUs and judges
// nothing: it returns the header, the declared body and what follows it
// (specification 4.1, ISO/IEC 7816-4 length fields). Which of those a card or
// a reader accepts is each side's own rule; "Lc wins over longer data"
// (4.2.1 (6) and others) is one of them. It imports none of our packages.
package apdu

import (
	"errors"
	"fmt"
)

// Errors of [Parse]. Every error it returns wraps exactly one of them.
var (
	// ErrHeader: fewer than the four header bytes CLA INS P1 P2.
	ErrHeader = errors.New("APDU shorter than its 4-byte header")
	// ErrShortData: Lc declares more bytes than follow.
	ErrShortData = errors.New("APDU data field shorter than Lc")
	// ErrLengthField: the bytes after the header are no Lc and no Le.
	ErrLengthField = errors.New("APDU length field malformed")
)

// Command is a command APDU taken apart.
type Command struct {
	CLA, INS, P1, P2 byte
	// Extended is true when the length fields have the extended form
	// (Lc 00 hh ll, Le 00 hh ll or hh ll).
	Extended bool
	// Lc is the declared length of the data field in bytes, -1 if there is
	// no Lc field.
	Lc int
	// Data is the data field, exactly Lc bytes.
	Data []byte
	// Tail is everything after the data field: nothing, an Le field, or
	// surplus bytes with or without one. Without a data field it is the Le
	// field as sent, with the leading 00 of the extended form.
	Tail []byte
}

// Parse takes a command APDU apart. On an error the header fields are filled
// as far as they exist, so that a caller can still tell which command it was.
// Data and Tail share memory with raw.
func Parse(raw []byte) (Command, error) {
	c := Command{Lc: -1}
	if len(raw) < 4 {
		for i, dst := range []*byte{&c.CLA, &c.INS, &c.P1, &c.P2}[:len(raw)] {
			*dst = raw[i]
		}
		return c, fmt.Errorf("%w: %d bytes", ErrHeader, len(raw))
	}
	c.CLA, c.INS, c.P1, c.P2 = raw[0], raw[1], raw[2], raw[3]
	return c.body(raw[4:])
}

func (c Command) body(rest []byte) (Command, error) {
	switch {
	case len(rest) == 0:
		return c, nil
	case len(rest) == 1:
		c.Tail = rest
		return c, nil
	case rest[0] != 0:
		return c.data(rest[1:], int(rest[0]))
	case len(rest) == 2:
		return c, fmt.Errorf("%w: 2 bytes after the header begin with 00", ErrLengthField)
	case len(rest) == 3:
		c.Extended, c.Tail = true, rest
		return c, nil
	}
	c.Extended = true
	lc := int(rest[1])<<8 | int(rest[2])
	if lc == 0 {
		return c, fmt.Errorf("%w: extended Lc is 0", ErrLengthField)
	}
	return c.data(rest[3:], lc)
}

func (c Command) data(rest []byte, lc int) (Command, error) {
	c.Lc = lc
	if len(rest) < lc {
		return c, fmt.Errorf("%w: Lc %d, %d bytes follow", ErrShortData, lc, len(rest))
	}
	c.Data, c.Tail = rest[:lc:lc], rest[lc:]
	return c, nil
}

// Le returns the expected response length that the last bytes of Tail code,
// and whether they can be an Le field at all: one byte in the short form, two
// in the extended form (three where no Lc precedes). The value is as coded:
// 0 stands for "all", whose meaning is the command's. Bytes of Tail before
// the Le field are surplus; what they mean is the caller's rule.
func (c Command) Le() (value int, ok bool) {
	n := len(c.Tail)
	switch {
	case n == 0:
		return 0, false
	case !c.Extended:
		return int(c.Tail[n-1]), true
	case n == 1:
		return 0, false
	}
	return int(c.Tail[n-2])<<8 | int(c.Tail[n-1]), true
}

// Surplus returns how many bytes of Tail no Le field accounts for, reading
// its last bytes as Le. It is 0 for a well-formed command.
func (c Command) Surplus() int {
	le := 1
	switch {
	case c.Extended && c.Lc < 0:
		le = 3
	case c.Extended:
		le = 2
	}
	return max(0, len(c.Tail)-le)
}
