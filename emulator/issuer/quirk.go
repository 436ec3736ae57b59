package issuer

import "fmt"

// Quirk is a departure of a certificate from plain DER. Readers of genuine
// cards report such certificates (fact sheet gen1, section 8). The signature
// is always over the bytes as they stand.
type Quirk string

// The quirks.
const (
	// NULTail has NULs after the certificate. Every card of types 1 and 2 has
	// them (P 3.3.4.9); naming it changes something on types 05 to 08 only,
	// where the object is as long as the certificate otherwise.
	NULTail Quirk = "nul-tail"
	// NullParameters gives the algorithm of the signature the parameters NULL
	// in both its places. RSA has them always; ECDSA must not (RFC 5758).
	NullParameters Quirk = "null-parameters"
	// NullParametersOuter does so in the outer place only.
	NullParametersOuter Quirk = "null-parameters-outer"
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
	return []Quirk{NULTail, NullParameters, NullParametersOuter, BERLength, BERIndefinite, BERBoolean, NegativeSerial}
}

// UnknownQuirkError: there is no quirk of that name; [Quirks] lists them.
type UnknownQuirkError struct{ Quirk Quirk }

func (e *UnknownQuirkError) Error() string {
	return fmt.Sprintf("unknown certificate quirk %q; known: %v", string(e.Quirk), Quirks())
}

// form is how a certificate is written.
type form struct {
	longLength, indefinite, looseTrue, negativeSerial, nullInside, nullOutside bool
}

func formOf(quirks []Quirk) (form, error) {
	var f form
	for _, q := range quirks {
		switch q {
		case NULTail: // of the card, not of the certificate
		case NullParameters:
			f.nullInside, f.nullOutside = true, true
		case NullParametersOuter:
			f.nullOutside = true
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
