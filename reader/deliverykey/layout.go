package deliverykey

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"

	"github.com/zairyukit/zairyu/internal/tlv"
)

// Tags of the layout with data objects, as in ISO/IEC 7816-8 templates.
const (
	tagModulus  = 0x81
	tagExponent = 0x82
)

// read tries the layouts. Their lengths keep the layouts apart: 256 bytes are
// a modulus, whatever they begin with.
func read(file []byte) (*rsa.PublicKey, Layout, error) {
	if bytes.Contains(file, []byte("-----BEGIN ")) {
		return readPEM(file)
	}
	switch n := len(file); {
	case n == modulusBytes:
		return made(file, nil), Modulus, nil
	case n > modulusBytes && n <= modulusBytes+4:
		return made(file[:modulusBytes], file[modulusBytes:]), ModulusExponent, nil
	}
	if k, ok := objects(file); ok {
		return k, Objects, nil
	}
	return der(file)
}

// readPEM takes a file with exactly one PEM block.
func readPEM(file []byte) (*rsa.PublicKey, Layout, error) {
	block, rest := pem.Decode(file)
	if block == nil {
		return nil, "", ErrLayout
	}
	if next, _ := pem.Decode(rest); next != nil {
		return nil, "", ErrLayout
	}
	switch block.Type {
	case "PUBLIC KEY", "RSA PUBLIC KEY":
		return der(block.Bytes)
	case "PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY":
		return nil, "", ErrPrivate
	}
	return nil, "", ErrLayout
}

func der(raw []byte) (*rsa.PublicKey, Layout, error) {
	if k, err := x509.ParsePKCS1PublicKey(raw); err == nil {
		return k, PKCS1, nil
	}
	if any, err := x509.ParsePKIXPublicKey(raw); err == nil {
		if k, ok := any.(*rsa.PublicKey); ok {
			return k, SPKI, nil
		}
		return nil, "", ErrLayout
	}
	if isPrivate(raw) {
		return nil, "", ErrPrivate
	}
	return nil, "", ErrLayout
}

func isPrivate(raw []byte) bool {
	if _, err := x509.ParsePKCS1PrivateKey(raw); err == nil {
		return true
	}
	_, err := x509.ParsePKCS8PrivateKey(raw)
	return err == nil
}

// objects reads exactly the objects 81 and 82, in this order. A leading 00 of
// the modulus, as signed numbers have it, is allowed.
func objects(file []byte) (*rsa.PublicKey, bool) {
	m, rest, err := tlv.Next(file, false)
	if err != nil || m.Tag != tagModulus || len(m.Value) > modulusBytes+1 {
		return nil, false
	}
	e, rest, err := tlv.Next(rest, false)
	if err != nil || e.Tag != tagExponent || len(rest) != 0 || len(e.Value) == 0 {
		return nil, false
	}
	return made(m.Value, e.Value), true
}
