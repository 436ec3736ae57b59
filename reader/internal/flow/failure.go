// Package flow is the terminal's side of the conversation with a card: find
// out its type, authenticate, read every file of its profile (fact sheets,
// sections on sequence and commands; P 3.5, 4.2, annex 2; 2G 4.2; SC 4.2).
// What the files mean is not its business. It must not import the emulator or
// the witness.
package flow

import (
	"errors"
	"fmt"
)

// ErrCardRemoved is wrapped by the error of a transport when the card has
// left.
var ErrCardRemoved = errors.New("card removed")

// ErrCardReset is wrapped by the error of a transport when somebody else
// reset the card, so that its session is gone.
var ErrCardReset = errors.New("card reset by another program")

// ErrNoExtendedLength: what is between reader and card does not carry
// extended length, and the card refuses the short form under SM, which no
// table of the specification has.
var ErrNoExtendedLength = errors.New("the card reader or its driver carries no extended-length commands, and this card gives its files in no other form; use another card reader, or another driver for it")

// Cause says what ended a reading.
type Cause string

// The causes.
const (
	Removed     Cause = "removed"     // the card left
	Reset       Cause = "reset"       // another program reset it
	Timeout     Cause = "timeout"     // the context ended, or the transport's own time limit
	Transport   Cause = "transport"   // the card could not be asked
	Refused     Cause = "refused"     // a status word that ends the sequence
	WrongNumber Cause = "wrong"       // the card refused the number
	Frame       Cause = "frame"       // an answer that is not what the clause says
	CutOff      Cause = "cut-off"     // an answer that lost its end on the way
	NotCard     Cause = "not-a-card"  // no residence card
	Unsupported Cause = "unsupported" // a card type without a profile
	BadData     Cause = "bad-data"    // the card type object is malformed
	NoKey       Cause = "no-key"      // the card wants a delivery key and none was given
	Setting     Cause = "setting"     // a profile option that does not exist
	Local       Cause = "local"       // the reader's own means failed: randomness, a profile it cannot serve
)

// Failure is the error of this package.
type Failure struct {
	Cause Cause
	// Step is where: "detect", "mf", "mf/ef01", "challenge", "mutual",
	// "set-key", "verify", "df1", "df1/ef01", ...
	Step string
	// SW is the status word that was answered, 0 if none matters.
	SW  uint16
	Err error
	// Absent: the card said for the first time that it has not this file.
	Absent bool
}

func (f *Failure) Error() string {
	switch {
	case f.SW != 0 && f.Err != nil:
		return fmt.Sprintf("%s: %s, status word %04X: %v", f.Step, f.Cause, f.SW, f.Err)
	case f.SW != 0:
		return fmt.Sprintf("%s: %s, status word %04X", f.Step, f.Cause, f.SW)
	}
	return fmt.Sprintf("%s: %s: %v", f.Step, f.Cause, f.Err)
}

// Unwrap returns the cause, if any.
func (f *Failure) Unwrap() error { return f.Err }

// The status words whose meaning decides something here (tables of 4.2).
const (
	swOK         = 0x9000
	swBlocked    = 0x6283
	swMismatch   = 0x6300
	swDamaged    = 0x6400
	swLength     = 0x6700
	swLe256      = 0x6C00 // "256 bytes at most", from what knows short APDUs only
	swConditions = 0x6985
	swNoEF       = 0x6986
	swNotFound   = 0x6A82
	swOffset     = 0x6B00
	swSelfCheck  = 0x6F00

	// Of specified cards only (M).
	swSMMissing = 0x6987
	swSMWrong   = 0x6988
	swNoSession = 0x69FC
	swOutside   = 0x6F00 // SET SESSION KEY: the cryptogram is not below the modulus
)

// errBlocked explains 6283: the DF is blocked, which says nothing about the
// number.
var errBlocked = errors.New("DF is blocked")

// ErrNoDeliveryKey: a specified card can be opened only with the agency's
// public key for it.
var ErrNoDeliveryKey = errors.New("this card takes its session key under a delivery key, and none was given; give the agency's public key file")
