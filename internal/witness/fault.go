package witness

import "fmt"

// Fault is a way in which an answer or a file breaks the specification.
// Compare with errors.Is.
type Fault string

func (f Fault) Error() string { return string(f) }

// What the functions of this package find wrong.
const (
	ErrLength    Fault = "length is not the one specified"
	ErrMAC       Fault = "MAC does not fit the cryptogram"
	ErrRndICC    Fault = "RND.ICC is not the card's own challenge"
	ErrRndIFD    Fault = "RND.IFD is not the terminal's"
	ErrObject    Fault = "data object is malformed"
	ErrPadding   Fault = "padding is not 80 and as many 00 as fill the block"
	ErrSession   Fault = "no session key; authenticate first"
	ErrModulus   Fault = "check code is not below the modulus; the key is another card's"
	ErrSignature Fault = "check code does not fit the data and the key"
	ErrKey       Fault = "public key is not of the kind that this card type uses"
)

// StatusError is a status word other than 9000 where 9000 was needed.
type StatusError struct {
	Step string // the command, and the file if there is one
	SW   uint16
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s: the card answered %04X, 9000 expected; `zairyu explain %04X` says what it means", e.Step, e.SW, e.SW)
}
