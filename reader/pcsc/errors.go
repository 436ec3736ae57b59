package pcsc

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zairyukit/zairyu/reader"
)

// What goes wrong. An [*Error] wraps one of these, [reader.ErrCardRemoved]
// when the card has left, or the error of the context when that ended first.
var (
	ErrNotBuilt  = errors.New("this program was built without PC/SC; build it with cgo, on Linux also with libpcsclite-dev and -tags pcsc")
	ErrNoService = errors.New("the PC/SC service is not running or cannot be reached; start it (on Linux: pcscd)")
	ErrNoReader  = errors.New("no such card reader; plug it in, and list the readers for their names")
	ErrAmbiguous = errors.New("more than one reader fits; give more of the name")
	ErrNoCard    = errors.New("no card on the reader; put one on it")
	ErrMute      = errors.New("the card does not answer; lay it on anew, flat and alone")
	ErrSharing   = errors.New("another program holds the card for itself; close that program")
	ErrReader    = errors.New("the reader or the PC/SC service failed; lay the card on anew, then plug the reader in anew")
	ErrReset     = fmt.Errorf("%w, so its session is gone; begin again", reader.ErrCardReset)
	ErrStuck     = errors.New("an earlier command to the card was given up and may still be running; close this connection and connect anew")
	ErrClosed    = errors.New("the connection to the card is closed")
	ErrCommand   = errors.New("a command APDU has at least 4 bytes")
)

// Error is every error of this package.
type Error struct {
	Op     string // "list readers", "connect", "transmit", ...
	Reader string // its name, as far as it is known
	Code   uint32 // of PC/SC, 0 if there was none
	Err    error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("PC/SC: " + e.Op)
	if e.Reader != "" {
		fmt.Fprintf(&b, ", reader %q", e.Reader)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	if e.Code != 0 {
		fmt.Fprintf(&b, " (code %08X", e.Code)
		if m, ok := meanings[code(e.Code)]; ok {
			b.WriteString(", " + m.name)
		}
		b.WriteString(")")
	}
	return b.String()
}

// Unwrap returns what went wrong.
func (e *Error) Unwrap() error { return e.Err }

// failed makes an [*Error] of what a backend returned; nil stays nil.
func failed(op, name string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if l, ok := errors.AsType[left](err); ok {
		err = l.error
	}
	c, ok := errors.AsType[code](err)
	if !ok {
		return &Error{Op: op, Reader: name, Err: err}
	}
	return &Error{Op: op, Reader: name, Code: uint32(c), Err: c.meaning()}
}

// meaning of a code that the table does not have: the service failed.
func (c code) meaning() error {
	if m, ok := meanings[c]; ok {
		return m.err
	}
	return ErrReader
}

// The codes that decide something here.
const (
	protoMismatch    code = 0x8010000F
	sharingViolation code = 0x8010000B
	noReaders        code = 0x8010002E
	unknownReader    code = 0x80100009
	cardReset        code = 0x80100068
	notTransacted    code = 0x80100016
)

// removed is what a code says of a card that was there before.
var removed = reader.ErrCardRemoved
