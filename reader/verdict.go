package reader

import "fmt"

// Verdict is the outcome of a reading in one word. The list is closed.
type Verdict string

// The verdicts.
const (
	// Valid: the signature is right over what was read and the certificate
	// chains to a given anchor.
	Valid Verdict = "VALID"
	// InvalidSignature: the signature does not fit the data.
	InvalidSignature Verdict = "INVALID_SIGNATURE"
	// InvalidCertificate: the certificate is unusable or under no given
	// anchor.
	InvalidCertificate Verdict = "INVALID_CERTIFICATE"
	// NotVerifiable: nothing is signed, or not enough is there to decide.
	NotVerifiable Verdict = "NOT_VERIFIABLE"
	// OK: reading is done and no verification was asked for.
	OK Verdict = "OK"
	// WrongNumber: the card refused the number.
	WrongNumber Verdict = "WRONG_NUMBER"
	// NotAResidenceCard: another card.
	NotAResidenceCard Verdict = "NOT_A_RESIDENCE_CARD"
	// UnsupportedType: a residence card of a type unknown here.
	UnsupportedType Verdict = "UNSUPPORTED_TYPE"
	// CardRemoved: the card left.
	CardRemoved Verdict = "CARD_REMOVED"
	// ProtocolError: wrong status word, frame or SM object, or the card could
	// not be asked.
	ProtocolError Verdict = "PROTOCOL_ERROR"
	// DataError: a file or object is unreadable.
	DataError Verdict = "DATA_ERROR"
	// Timeout: no answer in time, or the reading was cancelled.
	Timeout Verdict = "TIMEOUT"
	// BadInput: the number was refused before the card was asked, or the card
	// has no such profile option.
	BadInput Verdict = "BAD_INPUT"
)

// Verdicts lists them all.
func Verdicts() []Verdict {
	return []Verdict{Valid, InvalidSignature, InvalidCertificate, NotVerifiable, OK, WrongNumber, NotAResidenceCard,
		UnsupportedType, CardRemoved, ProtocolError, DataError, Timeout, BadInput}
}

// Flag is a fact beside the verdict. The list is closed.
type Flag string

// The flags.
const (
	DigestInfoBare    Flag = "digestinfo-bare"     // signed block without DigestInfo, as figure 3-4 draws it
	EncodingGuess     Flag = "encoding-guess"      // a text is not UTF-8 and was read as Shift_JIS
	LeafNotYetValid   Flag = "leaf-not-yet-valid"  // by the clock given
	LeafExpired       Flag = "leaf-expired"        // by the clock given
	RootExpired       Flag = "root-expired"        // by the clock given
	TestAnchor        Flag = "test-anchor"         // chains to an anchor declared as test
	UnsignedWithPhoto Flag = "unsigned-with-photo" // a photo, but no signature
	Partial           Flag = "partial"             // not every file of the type was read
	Blocked           Flag = "blocked"             // the card says that a DF is blocked (6283)
	DERSignature      Flag = "der-signature"       // the check code is DER where r and s belong
	CardExpired       Flag = "card-expired"        // the card or the period of stay, by the clock given
	NumberMismatch    Flag = "number-mismatch"     // the number stored is not the one that opened the card, or none is stored
	DeliveryKeyOther  Flag = "delivery-key-other"  // the delivery key is not the published file
	UnverifiedProfile Flag = "unverified-profile"  // the table of this type was never checked against a genuine card
)

// Flags lists them all.
func Flags() []Flag {
	return []Flag{DigestInfoBare, EncodingGuess, LeafNotYetValid, LeafExpired, RootExpired, TestAnchor, UnsignedWithPhoto,
		Partial, Blocked, DERSignature, CardExpired, NumberMismatch, DeliveryKeyOther, UnverifiedProfile}
}

// Error says which verdict a reading ended with, where, and why.
type Error struct {
	Verdict Verdict
	// Step is where: "number", "detect", "mf", "mf/ef01", "ap/ef01",
	// "challenge", "mutual", "set-key", "verify", "df1", "df1/ef01", ...,
	// "signature", "certificate", "chain".
	Step string
	// SW is the status word that decided, 0 if none did.
	SW uint16
	// Err is the cause; nil where the status word says all.
	Err error
}

// hints say what to do about a verdict.
var hints = map[Verdict]string{
	WrongNumber:       "compare the number with the one printed at the top right of the card",
	NotAResidenceCard: "put a residence card or special permanent resident certificate on the reader",
	UnsupportedType:   "use a newer version of this program",
	CardRemoved:       "leave the card on the reader until reading is done, and start again",
	ProtocolError:     "start again; if it happens again, record a trace",
	DataError:         "start again; if it happens again, the card's data are damaged",
	Timeout:           "take the card off, put it back, and start again",
	BadInput:          "type the 12 letters and digits of the card number",
	NotVerifiable:     "do not take the data as confirmed",
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s at %s", e.Verdict, e.Step)
	if e.SW != 0 {
		text += fmt.Sprintf(", status word %04X", e.SW)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if hint := hints[e.Verdict]; hint != "" && (e.Verdict != BadInput || e.Step == "number") {
		text += "; " + hint
	}
	return text
}

// Unwrap returns the cause, if any. It takes a nil error too, since
// errors.Is(result.Err, ...) is what people write of a result without one.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}
