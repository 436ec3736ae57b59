// Package sigcheck checks the electronic signature of a card and the
// certificate that comes with it (fact sheet for the first generation,
// section 6; specification 3.4.3.1, 3.3.4.9). It keeps three questions apart:
// is the certificate usable, does the signature fit the data, does the
// certificate chain to an anchor. It must not import the emulator or the
// witness.
package sigcheck

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Reason says why something does not hold. The list is closed: [Reasons].
type Reason string

// The reasons.
const (
	SignatureLength   Reason = "signature-length"   // DA has not 256 bytes
	SignatureRange    Reason = "signature-range"    // DA is not below the modulus
	SignatureMismatch Reason = "signature-mismatch" // the block does not hold this hash
	DataLength        Reason = "data-length"        // a signed value has not its tabled length
	LeafMissing       Reason = "leaf-missing"       // DB is empty
	LeafUnreadable    Reason = "leaf-unreadable"    // no X.509 certificate
	LeafTrailing      Reason = "leaf-trailing"      // bytes other than NUL after it
	LeafKey           Reason = "leaf-key"           // not RSA with 2048 bits and a usable exponent
	LeafCA            Reason = "leaf-ca"            // a CA certificate
	LeafUsage         Reason = "leaf-usage"         // keyUsage without digitalSignature
	LeafAlgorithm     Reason = "leaf-algorithm"     // not signed with SHA-256 and RSA
	LeafSerial        Reason = "leaf-serial"        // serial number not positive
	LeafExtension     Reason = "leaf-extension"     // an unknown critical extension
	NoAnchors         Reason = "no-anchors"         // nothing to chain to was given
	IssuerUnknown     Reason = "issuer-unknown"     // no anchor has the issuer's name
	IssuerSignature   Reason = "issuer-signature"   // no anchor of that name signed it
)

// Reasons lists them all.
func Reasons() []Reason {
	return []Reason{SignatureLength, SignatureRange, SignatureMismatch, DataLength,
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

// Form says which padded block the signature holds.
type Form string

// The forms of the block. P cites PKCS#1 v1.5, but its figure 3-4 has no room
// for the DigestInfo that PKCS#1 puts before the hash.
const (
	Standard Form = "standard" // 00 01 FF.. 00 DigestInfo hash
	Bare     Form = "bare"     // 00 01 FF.. 00 hash
)

// ErrUnknownAlgorithm: the profile names a signature this package lacks.
var ErrUnknownAlgorithm = errors.New("signature algorithm unknown to the reader")

// Supports fails with [ErrUnknownAlgorithm] unless the profile's signature is
// one this package can check.
func Supports(p *spec.Profile) error {
	if name := p.Value("sig.algorithm"); name != "rsa2048-pkcs1v15-sha256" {
		return fmt.Errorf("%w: cell %s.sig.algorithm names %q", ErrUnknownAlgorithm, p.Name, name)
	}
	return nil
}

// Part is one signed value and the length in bytes that it must have, its NUL
// tail included.
type Part struct {
	Value  []byte
	Length int
}

const (
	modulusBytes = 256
	modulusBits  = 8 * modulusBytes
)

// digestInfo is the DER encoding that PKCS#1 v1.5 puts before a SHA-256 hash:
// SEQUENCE { SEQUENCE { OID sha256, NULL }, OCTET STRING (32 bytes) }.
var digestInfo = []byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
	0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}

// Verify says in which form the check code fits the joined parts under the
// leaf's key. Both whole blocks are built and compared; nothing of the block
// is parsed, so nothing of it can be left out (3.4.3.1). The error is a
// [*Problem]: [DataLength], [SignatureLength], [SignatureRange],
// [SignatureMismatch].
func Verify(key *rsa.PublicKey, parts []Part, checkCode []byte) (Form, error) {
	hash := sha256.New()
	for _, p := range parts {
		if len(p.Value) != p.Length {
			return "", &Problem{Reason: DataLength}
		}
		hash.Write(p.Value)
	}
	if len(checkCode) != modulusBytes {
		return "", &Problem{Reason: SignatureLength}
	}
	s := new(big.Int).SetBytes(checkCode)
	if s.Cmp(key.N) >= 0 {
		return "", &Problem{Reason: SignatureRange}
	}
	block := s.Exp(s, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, modulusBytes))
	sum := hash.Sum(nil)
	standard := subtle.ConstantTimeCompare(block, padded(append(bytes.Clone(digestInfo), sum...)))
	bare := subtle.ConstantTimeCompare(block, padded(sum))
	switch {
	case standard == 1:
		return Standard, nil
	case bare == 1:
		return Bare, nil
	}
	return "", &Problem{Reason: SignatureMismatch}
}

// padded is the block 00 01 FF.. 00 content of 256 bytes.
func padded(content []byte) []byte {
	block := bytes.Repeat([]byte{0xFF}, modulusBytes)
	block[0], block[1] = 0, 1
	block[modulusBytes-len(content)-1] = 0
	copy(block[modulusBytes-len(content):], content)
	return block
}
