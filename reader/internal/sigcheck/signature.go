// Package sigcheck checks the electronic signature of a card and the
// certificate that comes with it (fact sheets, section 6 of each generation;
// P 3.4.3.1, 3.3.4.9; 2G 3.4.3.1, 3.3.4.10). It keeps three questions apart:
// is the certificate usable, does the signature fit the data, does the
// certificate chain to an anchor. It must not import the emulator or the
// witness.
package sigcheck

import (
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Reason says why something does not hold. The list is closed: [Reasons].
type Reason string

// The reasons.
const (
	SignatureLength   Reason = "signature-length"   // the check code has not the length of a signature
	SignatureRange    Reason = "signature-range"    // not below the modulus; r or s not in 1 to n-1
	SignatureMismatch Reason = "signature-mismatch" // it does not fit this hash
	SignatureForm     Reason = "signature-form"     // neither r and s of 48 bytes nor their DER form
	DataLength        Reason = "data-length"        // a signed value has not its tabled length
	LeafMissing       Reason = "leaf-missing"       // the certificate object is empty
	LeafUnreadable    Reason = "leaf-unreadable"    // no X.509 certificate
	LeafTrailing      Reason = "leaf-trailing"      // bytes other than NUL after it
	LeafKey           Reason = "leaf-key"           // no key of the kind, length or curve of this generation
	LeafCA            Reason = "leaf-ca"            // a CA certificate
	LeafUsage         Reason = "leaf-usage"         // keyUsage without digitalSignature
	LeafAlgorithm     Reason = "leaf-algorithm"     // not signed as this generation's certificates are
	LeafSerial        Reason = "leaf-serial"        // serial number not positive
	LeafExtension     Reason = "leaf-extension"     // an unknown critical extension
	NoAnchors         Reason = "no-anchors"         // nothing to chain to was given
	IssuerUnknown     Reason = "issuer-unknown"     // no anchor has the issuer's name
	IssuerSignature   Reason = "issuer-signature"   // no anchor of that name signed it
)

// Reasons lists them all.
func Reasons() []Reason {
	return []Reason{SignatureLength, SignatureRange, SignatureMismatch, SignatureForm, DataLength,
		LeafMissing, LeafUnreadable, LeafTrailing, LeafKey, LeafCA, LeafUsage, LeafAlgorithm, LeafSerial, LeafExtension,
		NoAnchors, IssuerUnknown, IssuerSignature}
}

// Problem is the error of this package: what does not hold and, if another
// library said it, its error.
type Problem struct {
	Reason Reason
	Err    error
}

// Error names the reason only: the cause may quote the card's certificate,
// which is the card's word and may be personal.
func (p *Problem) Error() string { return "signature check: " + string(p.Reason) }

// Unwrap returns the cause, if any.
func (p *Problem) Unwrap() error { return p.Err }

// Form says how the signature was written.
type Form string

// The forms. P cites PKCS#1 v1.5, but its figure 3-4 has no room for the
// DigestInfo that PKCS#1 puts before the hash. A source quotes "ASN.1" for the
// second generation, whose 96 bytes have room for raw numbers only.
const (
	Standard Form = "standard" // 00 01 FF.. 00 DigestInfo hash
	Bare     Form = "bare"     // 00 01 FF.. 00 hash
	Raw      Form = "raw"      // r and s, 48 bytes each
	DER      Form = "der"      // SEQUENCE of two INTEGERs
)

// Forms lists them all.
func Forms() []Form { return []Form{Standard, Bare, Raw, DER} }

// ErrUnknownAlgorithm: the profile names a signature, or data to sign, that
// this package lacks.
var ErrUnknownAlgorithm = errors.New("signature algorithm unknown to the reader")

// Scheme is the signature of one profile.
type Scheme struct {
	algorithm
	// tailIsHabit: the table puts the NULs after the certificate's object,
	// not into it.
	tailIsHabit bool
}

// algorithm is one way to sign: which keys and certificates it takes, and
// whether a check code fits a hash.
type algorithm struct {
	usable   func(key any) bool
	issuedBy []x509.SignatureAlgorithm
	verify   func(key any, sum, checkCode []byte) (Form, error)
}

func algorithms() map[string]algorithm {
	return map[string]algorithm{
		"rsa2048-pkcs1v15-sha256": {usableRSA, []x509.SignatureAlgorithm{x509.SHA256WithRSA}, verifyRSA},
		// How the agency signs its leaves is told of the root only; a hash
		// that is stronger is no reason to refuse.
		"ecdsa-p384-sha256-raw": {usableP384, []x509.SignatureAlgorithm{x509.ECDSAWithSHA256, x509.ECDSAWithSHA384,
			x509.ECDSAWithSHA512}, verifyECDSA},
	}
}

// For returns the scheme of a profile. It fails with [ErrUnknownAlgorithm].
func For(p *spec.Profile) (*Scheme, error) {
	name := p.Value("sig.algorithm")
	a, ok := algorithms()[name]
	if !ok {
		return nil, fmt.Errorf("%w: cell %s.sig.algorithm names %q", ErrUnknownAlgorithm, p.Name, name)
	}
	_, object, _ := p.FieldFile("certificate")
	return &Scheme{a, object.Form == spec.Short}, nil
}

// Part is one signed value and the length in bytes that it must have.
type Part struct {
	Value  []byte
	Length int
	// Fill: NULs make a shorter value as long as that. Longer ones are never
	// cut.
	Fill bool
}

// Verify says in which form the check code fits the joined parts under the
// leaf's key. The error is a [*Problem]: [DataLength], [SignatureLength],
// [SignatureForm], [SignatureRange], [SignatureMismatch], [LeafKey].
func (s *Scheme) Verify(key any, parts []Part, checkCode []byte) (Form, error) {
	hash := sha256.New()
	for _, p := range parts {
		if len(p.Value) > p.Length || len(p.Value) < p.Length && !p.Fill {
			return "", &Problem{Reason: DataLength}
		}
		hash.Write(p.Value)
		hash.Write(make([]byte, p.Length-len(p.Value)))
	}
	if !s.usable(key) {
		return "", &Problem{Reason: LeafKey}
	}
	return s.verify(key, hash.Sum(nil), checkCode)
}
