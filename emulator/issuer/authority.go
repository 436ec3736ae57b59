package issuer

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// Issuer holds the authorities that a user has, one a generation of cards.
type Issuer struct {
	gen1 *Authority
}

// Gen1 is the authority for cards of types 1 and 2.
func (i *Issuer) Gen1() *Authority { return i.gen1 }

// Authority is the certificate authority of one generation, with the leaf key
// that signs cards.
type Authority struct {
	root    *x509.Certificate
	caKey   *rsa.PrivateKey
	leafKey *rsa.PrivateKey
	// leafSubject is the DER of the name in leaf certificates.
	leafSubject []byte
}

// The certificate and the check code of clause 3.3.4.9, in bytes.
const (
	MaxCertificate  = 1200
	CheckCodeLength = 256
)

// leafLead is how long before the card a leaf certificate begins, and leafLife
// how many years it lasts. The profile of genuine leaves was not recovered
// (fact sheet gen1, section 6).
const (
	leafLead = 30 * 24 * time.Hour
	leafLife = 10
)

// LeafOptions is what distinguishes one leaf certificate from another.
type LeafOptions struct {
	// Seed decides the serial number, together with Issued.
	Seed int64
	// Issued is the day the card was issued. The certificate is valid from 30
	// days before it for ten years, but never longer than the root.
	Issued time.Time
	// Quirks are departures from DER as genuine cards show them.
	Quirks []Quirk
}

// ValidityError: the card was issued on a day on which the root is not valid.
type ValidityError struct {
	Issued, NotBefore, NotAfter time.Time
}

func (e *ValidityError) Error() string {
	const day = time.DateOnly
	return fmt.Sprintf("the root certificate is valid only from %s to %s; change the day of issue or use another issuer",
		e.NotBefore.Format(day), e.NotAfter.Format(day))
}

// Root gives the root certificate, DER.
func (a *Authority) Root() []byte { return slices.Clone(a.root.Raw) }

// Leaf makes the public key certificate of a card: X.509 v3, RSA-2048, for
// digital signatures only, signed by the root with sha256WithRSAEncryption. It
// has at most [MaxCertificate] bytes; the NUL fill of the card is not part of
// it. The same options give the same bytes. It fails with a [*ValidityError]
// or an [*UnknownQuirkError].
func (a *Authority) Leaf(o LeafOptions) ([]byte, error) {
	form, err := formOf(o.Quirks)
	if err != nil {
		return nil, err
	}
	if o.Issued.Before(a.root.NotBefore) || o.Issued.After(a.root.NotAfter) {
		return nil, &ValidityError{Issued: o.Issued, NotBefore: a.root.NotBefore, NotAfter: a.root.NotAfter}
	}
	from := later(o.Issued.UTC().Add(-leafLead), a.root.NotBefore)
	der, err := template{
		serial:    serialOf(o),
		issuer:    a.root.RawSubject,
		subject:   a.leafSubject,
		notBefore: from,
		notAfter:  earlier(from.AddDate(leafLife, 0, 0), a.root.NotAfter),
		key:       &a.leafKey.PublicKey,
		authority: a.root.SubjectKeyId,
		form:      form,
	}.sign(a.caKey)
	if err != nil {
		return nil, err
	}
	if len(der) > MaxCertificate {
		return nil, fmt.Errorf("issuer: leaf certificate has %d bytes, the card holds %d: use shorter names: %w",
			len(der), MaxCertificate, ErrTooLong)
	}
	return der, nil
}

// Sign gives the check code over data: RSA-2048, PKCS#1 v1.5, SHA-256 (clause
// 3.4.3.1, with the DigestInfo that PKCS#1 asks for), [CheckCodeLength] bytes.
func (a *Authority) Sign(data []byte) ([]byte, error) {
	digest := sha256.Sum256(data)
	code, err := rsa.SignPKCS1v15(nil, a.leafKey, crypto.SHA256, digest[:])
	if err != nil {
		return nil, fmt.Errorf("issuer: sign: %w", err)
	}
	return code, nil
}

// serialOf derives a positive serial number of 8 bytes.
func serialOf(o LeafOptions) []byte {
	var in [16]byte
	binary.BigEndian.PutUint64(in[:8], uint64(o.Seed))
	binary.BigEndian.PutUint64(in[8:], uint64(o.Issued.Unix()))
	sum := sha256.Sum256(append([]byte("zairyu leaf serial"), in[:]...))
	serial := sum[:8]
	serial[0] = serial[0]&0x3F | 0x40
	return serial
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
