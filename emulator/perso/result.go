package perso

import (
	"time"

	"github.com/zairyukit/zairyu/emulator"
)

// Result is a personalised card and what went into it.
type Result struct {
	// Image is the card: profile, number, files.
	Image *emulator.Image
	// Anchors are the root certificates, DER, to which the card's certificate
	// chains. There is one.
	Anchors [][]byte
	// Clock is the beginning of the day, UTC, on which the card is looked at.
	Clock time.Time

	// Front is the front image, TIFF, without its NUL fill; types 1 and 2.
	Front []byte
	// Name and Address are the images of name and address, TIFF, without their
	// NUL fill; types 05 to 08.
	Name, Address []byte
	// Face is the face image, JPEG 2000, without its NUL fill; nil without
	// photo.
	Face []byte
	// SignedData is what the check code covers (3.4.3.1): the values of D0 and
	// D1 at full length, 10,000 bytes, or entries, face and name image, 5,553
	// bytes; nil without signature.
	SignedData []byte
	// CheckCode is the signature, 256 bytes, or r and s, 96 bytes; nil without
	// signature.
	CheckCode []byte
	// Certificate is the card's certificate without its NUL fill; nil without
	// signature.
	Certificate []byte
	// DeliveryKey is the terminal's half of the key by which a specified card
	// is handed its session key, SubjectPublicKeyInfo DER; types 07 and 08.
	DeliveryKey []byte
	// Raw lists the files whose bytes were replaced, in the order of the
	// specification; the items above are as they were before.
	Raw []string
}

// Signed tells whether the card has a check code and certificate. A card
// without photo has none (clause 3.3.5).
func (r *Result) Signed() bool { return r.CheckCode != nil }
