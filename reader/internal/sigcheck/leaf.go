package sigcheck

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"time"
)

// Leaf is what the checks need of the card's certificate. Raw and TBS are the
// bytes as stored, never encoded anew.
type Leaf struct {
	Raw                 []byte // the certificate without the NUL tail
	TBS                 []byte // the signed part of Raw
	Issuer              []byte // the issuer's name in DER
	Signature           []byte // the issuer's signature over TBS
	Key                 any    // *rsa.PublicKey or *ecdsa.PublicKey, as the scheme wants
	NotBefore, NotAfter time.Time
	// Habits are what a strict reader would have refused.
	Habits []Habit

	issuedBy x509.SignatureAlgorithm
}

// ParseLeaf reads the value of the certificate's object: one certificate, then
// NULs only. The error is a [*Problem] whose reason begins with "leaf-".
func (s *Scheme) ParseLeaf(value []byte) (*Leaf, error) {
	c, err := lenient(value)
	if err != nil {
		return nil, err
	}
	if c.negative {
		return nil, &Problem{Reason: LeafSerial}
	}
	cert, err := x509.ParseCertificate(c.der)
	if err != nil {
		return nil, &Problem{LeafUnreadable, err}
	}
	if reason := s.profile(cert); reason != "" {
		return nil, &Problem{Reason: reason}
	}
	habits := slices.DeleteFunc(c.habits, func(h Habit) bool { return h == NULTail && !s.tailIsHabit })
	return &Leaf{Raw: c.raw, TBS: c.tbs, Issuer: cert.RawIssuer, Signature: cert.Signature, Key: cert.PublicKey,
		NotBefore: cert.NotBefore, NotAfter: cert.NotAfter, Habits: habits, issuedBy: cert.SignatureAlgorithm}, nil
}

// profile says what a signing certificate lacks, if anything. The published
// specification says only "X.509 v3" (3.3.4.9), and of the second generation
// no profile was recovered; the rest is what its use demands.
func (s *Scheme) profile(cert *x509.Certificate) Reason {
	switch {
	case cert.IsCA:
		return LeafCA
	case !s.usable(cert.PublicKey):
		return LeafKey
	case hasKeyUsage(cert) && cert.KeyUsage&x509.KeyUsageDigitalSignature == 0:
		return LeafUsage
	case !slices.Contains(s.issuedBy, cert.SignatureAlgorithm):
		return LeafAlgorithm
	case cert.SerialNumber.Sign() <= 0:
		return LeafSerial
	case len(cert.UnhandledCriticalExtensions) > 0:
		return LeafExtension
	}
	return ""
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
	reason := IssuerUnknown
	for i, root := range roots {
		if !bytes.Equal(root.RawSubject, l.Issuer) || bytes.Equal(root.Raw, l.Raw) {
			continue
		}
		if l.signedBy(root.PublicKey) {
			return i, nil
		}
		reason = IssuerSignature
	}
	return -1, &Problem{Reason: reason}
}

// signedBy checks the issuer's signature over the stored bytes.
func (l *Leaf) signedBy(key any) bool {
	hash := map[x509.SignatureAlgorithm]crypto.Hash{x509.SHA256WithRSA: crypto.SHA256, x509.ECDSAWithSHA256: crypto.SHA256,
		x509.ECDSAWithSHA384: crypto.SHA384, x509.ECDSAWithSHA512: crypto.SHA512}[l.issuedBy]
	if !hash.Available() {
		return false
	}
	h := hash.New()
	h.Write(l.TBS)
	sum := h.Sum(nil)
	switch k := key.(type) {
	case *rsa.PublicKey:
		return l.issuedBy == x509.SHA256WithRSA && rsa.VerifyPKCS1v15(k, hash, sum, l.Signature) == nil
	case *ecdsa.PublicKey:
		return l.issuedBy != x509.SHA256WithRSA && ecdsa.VerifyASN1(k, sum, l.Signature)
	}
	return false
}
