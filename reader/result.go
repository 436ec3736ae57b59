package reader

import (
	"fmt"
	"slices"
	"time"

	"github.com/zairyukit/zairyu/reader/trust"
)

// Result is the judgement of a [Document]. It keeps apart what was read, what
// the signature says, what the certificate says, the dates, and what is
// covered. It holds personal data; its String does not show them, and package
// present shows them only when told to.
type Result struct {
	Verdict Verdict
	Type    string
	SW      uint16 // the status word that decided, else the last one; 0: none
	// Err says why the verdict is neither [Valid] nor [OK]; nil if it is.
	Err *Error

	Files  []FileReport
	Fields []Field
	// Covered is what a valid signature confirms: empty unless the verdict is
	// [Valid]. Its names are fields, or "entries" for all fields of the file
	// with the printed entries. NotCovered are all other fields that were
	// there to read, and the number.
	Covered, NotCovered []string
	Flags               []Flag

	Signature Signature
	Chain     Chain
	// Leaf and Root are the validity periods of the card's certificate and of
	// the anchor, nil if there is none. They do not change the verdict.
	Leaf, Root *Validity
	// Pictures are the images, looked at after the signature was checked.
	Pictures []Picture
}

// String names verdict and flags and shows no personal data.
func (r Result) String() string {
	return fmt.Sprintf("%s, type %q, flags %v", r.Verdict, r.Type, r.Flags)
}

// Has reports whether a flag is raised.
func (r *Result) Has(f Flag) bool { return slices.Contains(r.Flags, f) }

func (r *Result) raise(f Flag, when bool) {
	if when && !r.Has(f) {
		r.Flags = append(r.Flags, f)
	}
}

// Field returns a field by name and whether it was read.
func (r *Result) Field(name string) (Field, bool) {
	i := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return r.Fields[i], true
}

// FileReport is what became of one file.
type FileReport struct {
	Key   string
	State FileState
	SW    uint16
	Err   error // why it is malformed; nil otherwise
}

// Field is one value of the card, or the number that opened it.
type Field struct {
	// Name is that of the tables: "version", "type", "front", "face",
	// "address", "birth", ...; "number" is the number that was used.
	Name string
	// Kind is "text", "date", "municipality", "flag", "code", "alpha",
	// "card-number", "period", "tiff-g4", "jpeg2000".
	Kind string
	// Present is false if nothing is stored: no permission, address not
	// written, no photo.
	Present bool
	// Text is what is stored, decoded but not escaped; empty for images.
	Text string
	// Stored is the value with its padding, as the signature sees it.
	Stored []byte
	// Notes say what is odd about it, from a closed list: "encoding-guess",
	// "undecodable", "byte-order-mark", "cut-character", "nul-inside",
	// "over-length", "bad-date", "check-digit", "unknown-code", "bad-number",
	// "bad-period".
	Notes []string
}

// SignatureState says whether the signature fits the data, whoever signed.
type SignatureState string

// The states of the signature.
const (
	SignatureFits       SignatureState = "fits"
	SignatureWrong      SignatureState = "does-not-fit"
	SignatureAbsent     SignatureState = "absent"
	SignatureNotChecked SignatureState = "not-checked"
)

// Signature is the answer to "does the signature fit the data?".
type Signature struct {
	State SignatureState
	// Form says how it was written, if it fits: "standard" (with DigestInfo)
	// or "bare", of the second generation "raw" or "der".
	Form string
	// Reason says why it does not fit or was not checked, a code of a closed
	// list; package present has the words.
	Reason string
}

// ChainState says whether the certificate chains to an anchor.
type ChainState string

// The states of the chain.
const (
	ChainAnchored    ChainState = "anchored"
	ChainNotAnchored ChainState = "not-anchored"
	ChainNoAnchors   ChainState = "no-anchors" // none was given
	ChainNotChecked  ChainState = "not-checked"
)

// Chain is the answer to "who vouches for the certificate?".
type Chain struct {
	State ChainState
	// Anchor is the root that signed it, if anchored: fingerprint, class.
	Anchor *trust.Anchor
	// Reason says why it is not anchored, a code of a closed list.
	Reason string
	// Habits are what a strict reader would have refused the card's
	// certificate for, and genuine cards are reported to do: "nul-tail",
	// "null-parameters", "ber".
	Habits []string
}

// Validity is the period of one certificate against the clock.
type Validity struct {
	NotBefore, NotAfter time.Time
	// NotYet and Expired say on which side of the period the clock stands.
	NotYet, Expired bool
}

// Picture is one image of the card.
type Picture struct {
	Field         string // "front", "face"
	Format        string // "tiff", "jp2", "j2k"; empty if unknown
	Width, Height int    // pixels, from the header
	// Bytes is the image file without the NUL tail of its data object.
	Bytes []byte
	// Err says why the image cannot be shown; nil if the header is sound.
	Err error
}
