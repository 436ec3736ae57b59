package issuer

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Issuer holds the authorities that a user has, one a generation of cards,
// and the key pair by which specified cards are handed a session key.
type Issuer struct {
	gen1, gen2 *Authority
	delivery   *rsa.PrivateKey
}

// Reasons for which an issuer cannot serve a card.
var (
	// ErrNoAuthority: the issuer folder was made before it had keys for this
	// generation.
	ErrNoAuthority = errors.New("the issuer has no keys for this generation of cards")
	// ErrAlgorithm: the card's table names a signature that no issuer makes.
	ErrAlgorithm = errors.New("no issuer makes this signature")
)

// Gen1 is the authority for cards of types 1 and 2.
func (i *Issuer) Gen1() *Authority { return i.gen1 }

// Gen2 is the authority for cards of types 05 to 08; nil for an issuer folder
// that was made before it had one.
func (i *Issuer) Gen2() *Authority { return i.gen2 }

// For gives the authority that signs cards of a profile, by the algorithm that
// its table names. It fails with [ErrNoAuthority] or [ErrAlgorithm].
func (i *Issuer) For(p *spec.Profile) (*Authority, error) {
	name := p.Value("sig.algorithm")
	a, known := map[string]*Authority{"rsa2048-pkcs1v15-sha256": i.gen1, "ecdsa-p384-sha256-raw": i.gen2}[name]
	switch {
	case !known:
		return nil, fmt.Errorf("%w: %q", ErrAlgorithm, name)
	case a == nil:
		return nil, fmt.Errorf("%w: card type %s", ErrNoAuthority, p.Type)
	}
	return a, nil
}

// Delivery gives the key pair by which specified cards (types 07, 08) are
// handed a session key: the card's half as PKCS#8 DER and the terminal's as
// SubjectPublicKeyInfo DER. It fails with [ErrNoAuthority].
func (i *Issuer) Delivery() (private, public []byte, err error) {
	if i.delivery == nil {
		return nil, nil, fmt.Errorf("%w: no delivery key", ErrNoAuthority)
	}
	if private, err = x509.MarshalPKCS8PrivateKey(i.delivery); err != nil {
		return nil, nil, fmt.Errorf("issuer: delivery key: %w", err)
	}
	if public, err = x509.MarshalPKIXPublicKey(&i.delivery.PublicKey); err != nil {
		return nil, nil, fmt.Errorf("issuer: delivery key: %w", err)
	}
	return private, public, nil
}

// Authority is the certificate authority of one generation, with the leaf key
// that signs cards.
type Authority struct {
	scheme  *scheme
	root    *x509.Certificate
	caKey   crypto.Signer
	leafKey crypto.Signer
	// leafSubject is the DER of the name in leaf certificates.
	leafSubject []byte
}

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

// Leaf makes the public key certificate of a card: X.509 v3, for digital
// signatures only, signed by the root with sha256WithRSAEncryption (types 1
// and 2, at most 1,200 bytes) or ecdsa-with-SHA256 (types 05 to 08, at most
// 602); the NUL fill of the card is not part of it. The same options give the
// same bytes. It fails with a [*ValidityError], an [*UnknownQuirkError] or
// [ErrTooLong].
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
		scheme:    a.scheme,
		serial:    serialOf(o),
		issuer:    a.root.RawSubject,
		subject:   a.leafSubject,
		notBefore: from,
		notAfter:  earlier(from.AddDate(leafLife, 0, 0), a.root.NotAfter),
		key:       a.leafKey.Public(),
		authority: a.root.SubjectKeyId,
		form:      form,
	}.sign(a.caKey)
	if err != nil {
		return nil, err
	}
	if len(der) > a.scheme.maxCertificate {
		return nil, fmt.Errorf("issuer: leaf certificate has %d bytes, the card holds %d: use shorter names: %w",
			len(der), a.scheme.maxCertificate, ErrTooLong)
	}
	return der, nil
}

// Sign gives the check code over data: the 256-byte block of RSA-2048, PKCS#1
// v1.5, SHA-256 (P 3.4.3.1), or r and s of ECDSA over P-384 with SHA-256, 48
// bytes each (2G 3.4.3.1).
func (a *Authority) Sign(data []byte) ([]byte, error) {
	code, err := a.scheme.checkCode(a.leafKey, data)
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
