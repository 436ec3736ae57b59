package sigcheck

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"time"
)

// Leaf is what the checks need of the card's certificate. The two raw parts
// are the bytes as stored, never encoded anew.
type Leaf struct {
	Raw                 []byte // the certificate without the NUL tail
	TBS                 []byte // the signed part of Raw
	Issuer              []byte // the issuer's name as coded
	Signature           []byte // the issuer's signature over TBS
	Key                 *rsa.PublicKey
	NotBefore, NotAfter time.Time
}

// ParseLeaf reads the value of DB: one certificate, then NULs only. The error
// is a [*Problem] whose reason begins with "leaf-".
func ParseLeaf(value []byte) (*Leaf, error) {
	if len(bytes.TrimRight(value, "\x00")) == 0 {
		return nil, &Problem{Reason: LeafMissing}
	}
	raw, tail := cut(value)
	if raw == nil {
		return nil, &Problem{Reason: LeafUnreadable}
	}
	if len(bytes.TrimRight(tail, "\x00")) != 0 {
		return nil, &Problem{Reason: LeafTrailing}
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, &Problem{LeafUnreadable, err}
	}
	return profile(cert)
}

// cut splits value at the end that the certificate's own length field gives.
// A NUL can belong to the certificate, so the tail cannot be told by looking
// for the last other byte.
func cut(value []byte) (raw, tail []byte) {
	const sequence = 0x30
	size := 0
	switch {
	case len(value) < 4 || value[0] != sequence:
		return nil, nil
	case value[1] < 0x80:
		size = 2 + int(value[1])
	case value[1] == 0x81:
		size = 3 + int(value[2])
	case value[1] == 0x82:
		size = 4 + int(value[2])<<8 + int(value[3])
	}
	if size == 0 || size > len(value) {
		return nil, nil
	}
	return value[:size], value[size:]
}

// profile checks what a signing certificate must be. The published
// specification says only "X.509 v3" (3.3.4.9); the rest is what its use
// demands.
func profile(cert *x509.Certificate) (*Leaf, error) {
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	reason := Reason("")
	switch {
	case cert.IsCA:
		reason = LeafCA
	case !isRSA || key.N.BitLen() != modulusBits || key.N.Bit(0) == 0 || key.E < 3 || key.E%2 == 0:
		reason = LeafKey
	case hasKeyUsage(cert) && cert.KeyUsage&x509.KeyUsageDigitalSignature == 0:
		reason = LeafUsage
	case cert.SignatureAlgorithm != x509.SHA256WithRSA:
		reason = LeafAlgorithm
	case cert.SerialNumber.Sign() <= 0:
		reason = LeafSerial
	case len(cert.UnhandledCriticalExtensions) > 0:
		reason = LeafExtension
	}
	if reason != "" {
		return nil, &Problem{Reason: reason}
	}
	return &Leaf{Raw: cert.Raw, TBS: cert.RawTBSCertificate, Issuer: cert.RawIssuer, Signature: cert.Signature,
		Key: key, NotBefore: cert.NotBefore, NotAfter: cert.NotAfter}, nil
}

// hasKeyUsage says whether the extension is there (2.5.29.15), even if it
// allows nothing.
func hasKeyUsage(cert *x509.Certificate) bool {
	return slices.ContainsFunc(cert.Extensions, func(e pkix.Extension) bool {
		return e.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 15})
	})
}

// Chain returns the index of the root that signed the leaf. All roots with
// the issuer's name are tried, because published roots share one name; dates
// are not looked at. The error is a [*Problem]: [NoAnchors], [IssuerUnknown],
// [IssuerSignature].
func (l *Leaf) Chain(roots []*x509.Certificate) (int, error) {
	if len(roots) == 0 {
		return -1, &Problem{Reason: NoAnchors}
	}
	sum := sha256.Sum256(l.TBS)
	reason := IssuerUnknown
	for i, root := range roots {
		key, isRSA := root.PublicKey.(*rsa.PublicKey)
		if !bytes.Equal(root.RawSubject, l.Issuer) || bytes.Equal(root.Raw, l.Raw) || !isRSA {
			continue
		}
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], l.Signature) == nil {
			return i, nil
		}
		reason = IssuerSignature
	}
	return -1, &Problem{Reason: reason}
}
