package issuer

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// keyBits is the size of every RSA key here (clause 3.4.3.1).
const keyBits = 2048

// Reasons for which a stored certificate or key is refused.
var (
	ErrNotPEM      = errors.New("not a PEM file of the kind needed")
	ErrNotRSA2048  = errors.New("not an RSA key of 2048 bits")
	ErrKeyMismatch = errors.New("the certificate does not belong to the private key")
)

// newAuthority reads the three PEM files of an authority. The errors wrap the
// reasons above.
func newAuthority(rootPEM, caKeyPEM, leafKeyPEM []byte) (*Authority, error) {
	root, err := parseCertificate(rootPEM)
	if err != nil {
		return nil, fmt.Errorf("root certificate: %w", err)
	}
	caKey, err := parseKey(caKeyPEM)
	if err != nil {
		return nil, fmt.Errorf("key of the root: %w", err)
	}
	leafKey, err := parseKey(leafKeyPEM)
	if err != nil {
		return nil, fmt.Errorf("key of the leaf: %w", err)
	}
	if !caKey.PublicKey.Equal(root.PublicKey) {
		return nil, ErrKeyMismatch
	}
	leafName := testNames().leaf
	if root.Subject.CommonName == lookAlikeNames().ca.CommonName {
		leafName = lookAlikeNames().leaf
	}
	subject, err := nameDER(leafName)
	if err != nil {
		return nil, err
	}
	return &Authority{root: root, caKey: caKey, leafKey: leafKey, leafSubject: subject}, nil
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
		serial: r.serial, issuer: ca, subject: ca,
		notBefore: r.notBefore, notAfter: r.notAfter,
		key: &a.caKey.PublicKey,
	}.sign(a.caKey)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("issuer: new root: %w", err)
	}
	return &Authority{root: parsed, caKey: a.caKey, leafKey: a.leafKey, leafSubject: leaf}, nil
}

func parseCertificate(file []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(file)
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, ErrNotPEM
	}
	return x509.ParseCertificate(block.Bytes)
}

func parseKey(file []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(file)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, ErrNotPEM
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA || key.N.BitLen() != keyBits {
		return nil, ErrNotRSA2048
	}
	return key, nil
}
