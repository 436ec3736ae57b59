package issuer

import "fmt"

// Quirk is a departure of a certificate from plain DER. Readers of genuine
// cards report such certificates (fact sheet gen1, section 8). The signature
// is always over the bytes as they stand.
type Quirk string

// The quirks. The first two are true of every card of types 1 and 2, which
// fill the certificate with NULs (clause 3.3.4.9) and sign with RSA, whose
// parameters are NULL; naming them changes nothing there.
const (
	NULTail        Quirk = "nul-tail"
	NullParameters Quirk = "null-parameters"
	// BERLength writes the lengths of the certificate and its signed part in
	// one byte more than needed.
	BERLength Quirk = "ber-length"
	// BERIndefinite gives the outermost sequence no length but an end mark.
	BERIndefinite Quirk = "ber-indefinite"
	// BERBoolean writes TRUE as 01.
	BERBoolean Quirk = "ber-boolean"
	// NegativeSerial sets the sign bit of the serial number.
	NegativeSerial Quirk = "negative-serial"
)

// Quirks lists every quirk.
func Quirks() []Quirk {
	return []Quirk{NULTail, NullParameters, BERLength, BERIndefinite, BERBoolean, NegativeSerial}
}

// UnknownQuirkError: there is no quirk of that name; [Quirks] lists them.
type UnknownQuirkError struct{ Quirk Quirk }

func (e *UnknownQuirkError) Error() string {
	return fmt.Sprintf("unknown certificate quirk %q; known: %v", string(e.Quirk), Quirks())
}

// form is how a certificate is written.
type form struct {
	longLength, indefinite, looseTrue, negativeSerial bool
}

func formOf(quirks []Quirk) (form, error) {
	var f form
	for _, q := range quirks {
		switch q {
		case NULTail, NullParameters:
		case BERLength:
			f.longLength = true
		case BERIndefinite:
			f.indefinite = true
		case BERBoolean:
			f.looseTrue = true
		case NegativeSerial:
			f.negativeSerial = true
		default:
			return form{}, &UnknownQuirkError{Quirk: q}
		}
	}
	return f, nil
}
