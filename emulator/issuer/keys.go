package issuer

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// Reasons for which a stored issuer, certificate or key is refused.
var (
	ErrNotFolder   = errors.New("not a folder")
	ErrNotPEM      = errors.New("not a PEM file of the kind needed")
	ErrNotRSA2048  = errors.New("not an RSA key of 2048 bits")
	ErrNotP384     = errors.New("not an EC key on P-384")
	ErrKeyMismatch = errors.New("the certificate does not belong to the private key")
)

// partError says which of the three files of an authority is wrong.
type partError struct {
	file int // index in [scheme.files]
	what string
	err  error
}

func (e *partError) Error() string { return e.what + ": " + e.err.Error() }

func (e *partError) Unwrap() error { return e.err }

// newAuthority reads the three PEM files of an authority. The errors wrap the
// reasons above.
func newAuthority(s *scheme, rootPEM, caKeyPEM, leafKeyPEM []byte) (*Authority, error) {
	root, err := parseCertificate(rootPEM)
	if err != nil {
		return nil, &partError{0, "root certificate", err}
	}
	caKey, err := s.parseKey(caKeyPEM)
	if err != nil {
		return nil, &partError{1, "key of the root", err}
	}
	leafKey, err := s.parseKey(leafKeyPEM)
	if err != nil {
		return nil, &partError{2, "key of the leaf", err}
	}
	if own, ok := caKey.Public().(interface{ Equal(crypto.PublicKey) bool }); !ok || !own.Equal(root.PublicKey) {
		return nil, &partError{1, "key of the root", ErrKeyMismatch}
	}
	leafName := s.testNames().leaf
	if root.Subject.CommonName == s.look {
		leafName = s.lookAlikeNames().leaf
	}
	subject, err := nameDER(leafName)
	if err != nil {
		return nil, err
	}
	return &Authority{scheme: s, root: root, caKey: caKey, leafKey: leafKey, leafSubject: subject}, nil
}

// renamed is the authority with a new root certificate over the same keys.
func (a *Authority) renamed(n names, r root) (*Authority, error) {
	ca, err := nameDER(n.ca)
	if err != nil {
		return nil, err
	}
	leaf, err := nameDER(n.leaf)
	if err != nil {
		return nil, err
	}
	der, err := template{
		scheme: a.scheme, serial: r.serial, issuer: ca, subject: ca,
		notBefore: r.notBefore, notAfter: r.notAfter,
		key: a.caKey.Public(),
	}.sign(a.caKey)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("issuer: new root: %w", err)
	}
	return &Authority{scheme: a.scheme, root: parsed, caKey: a.caKey, leafKey: a.leafKey, leafSubject: leaf}, nil
}

func parseCertificate(file []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(file)
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, ErrNotPEM
	}
	return x509.ParseCertificate(block.Bytes)
}

func (s *scheme) parseKey(file []byte) (crypto.Signer, error) {
	key, err := parseSigner(file)
	if err != nil {
		return nil, err
	}
	if !s.accepts(key) {
		return nil, s.wrongKey
	}
	return key, nil
}

// parseDelivery reads the private half of a delivery key, RSA-2048.
func parseDelivery(file []byte) (*rsa.PrivateKey, error) {
	key, err := parseSigner(file)
	if err != nil {
		return nil, err
	}
	rsaKey, isRSA := key.(*rsa.PrivateKey)
	if !isRSA || rsaKey.N.BitLen() != keyBits {
		return nil, ErrNotRSA2048
	}
	return rsaKey, nil
}

func parseSigner(file []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(file)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, ErrNotPEM
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(crypto.Signer)
	if !ok {
		return nil, ErrNotPEM
	}
	return key, nil
}
