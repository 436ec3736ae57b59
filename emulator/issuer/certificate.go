package issuer

import (
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"time"
)

// ErrTooLong: a certificate needs more bytes than a card holds.
var ErrTooLong = errors.New("certificate too long for the card")

// template is a certificate before it is signed. The standard library writes
// DER only; a card also needs the forms of [Quirk].
type template struct {
	scheme              *scheme
	serial              []byte // big-endian, positive
	issuer, subject     []byte // DER names
	notBefore, notAfter time.Time
	key                 crypto.PublicKey
	authority           []byte // key identifier of the issuer; nil for a root
	form                form
}

// sign gives the certificate of RFC 5280 section 4.1.
func (t template) sign(ca crypto.Signer) ([]byte, error) {
	spki, err := x509.MarshalPKIXPublicKey(t.key)
	if err != nil {
		return nil, fmt.Errorf("issuer: public key: %w", err)
	}
	bits, err := keyBytes(t.key)
	if err != nil {
		return nil, fmt.Errorf("issuer: public key: %w", err)
	}
	serial := t.serial
	if t.form.negativeSerial {
		serial = append([]byte{serial[0] | 0x80}, serial[1:]...)
	}
	tbs := t.form.sequence(
		element(0xA0, element(tagInteger, []byte{2})), // version 3
		element(tagInteger, serial),
		t.algorithm(t.form.nullInside),
		t.issuer,
		element(tagSequence, instant(t.notBefore), instant(t.notAfter)),
		t.subject,
		spki,
		element(0xA3, element(tagSequence, t.extensions(bits)...)),
	)
	signature, err := t.scheme.certify(ca, tbs)
	if err != nil {
		return nil, fmt.Errorf("issuer: sign certificate: %w", err)
	}
	parts := [][]byte{tbs, t.algorithm(t.form.nullOutside), element(tagBitString, []byte{0}, signature)}
	if t.form.indefinite {
		return indefinite(parts...), nil
	}
	return t.form.sequence(parts...), nil
}

// extensions of a leaf: keyUsage digitalSignature, or of a root: basic
// constraints and keyUsage for certificates and revocation lists; and the key
// identifiers of both.
func (t template) extensions(key []byte) [][]byte {
	subject := element(tagOctetString, keyIdentifier(key))
	if t.authority == nil {
		return [][]byte{
			// RFC 5280 4.2.1.9: CA TRUE, path length 0.
			t.critical([]byte{0x55, 0x1D, 0x13}, element(tagSequence, t.form.yes(), element(tagInteger, []byte{0}))),
			// 4.2.1.3: keyCertSign and cRLSign are bits 5 and 6.
			t.critical([]byte{0x55, 0x1D, 0x0F}, element(tagBitString, []byte{1, 0x06})),
			extension([]byte{0x55, 0x1D, 0x0E}, subject),
		}
	}
	return [][]byte{
		// 4.2.1.3: digitalSignature is bit 0.
		t.critical([]byte{0x55, 0x1D, 0x0F}, element(tagBitString, []byte{7, 0x80})),
		// 4.2.1.1: the key identifier is the element [0].
		extension([]byte{0x55, 0x1D, 0x23}, element(tagSequence, element(0x80, t.authority))),
		extension([]byte{0x55, 0x1D, 0x0E}, subject),
	}
}

func (t template) critical(oid, value []byte) []byte {
	return element(tagSequence, element(tagOID, oid), t.form.yes(), element(tagOctetString, value))
}

func extension(oid, value []byte) []byte {
	return element(tagSequence, element(tagOID, oid), element(tagOctetString, value))
}

// keyIdentifier is method (1) of RFC 5280 section 4.2.1.2: the SHA-1 of the
// public key's bits.
func keyIdentifier(key []byte) []byte {
	sum := sha1.Sum(key)
	return sum[:]
}

// algorithm is the AlgorithmIdentifier of the certificate's signature; null
// adds parameters NULL where the scheme has none.
func (t template) algorithm(null bool) []byte {
	if t.scheme.null || null {
		return element(tagSequence, element(tagOID, t.scheme.algorithm), element(tagNull))
	}
	return element(tagSequence, element(tagOID, t.scheme.algorithm))
}

// instant is a date by RFC 5280 section 4.1.2.5: UTCTime to 2049.
func instant(at time.Time) []byte {
	at = at.UTC()
	if at.Year() < 2050 {
		return element(tagUTCTime, []byte(at.Format("060102150405Z")))
	}
	return element(tagGeneralizedTime, []byte(at.Format("20060102150405Z")))
}

func nameDER(n pkix.Name) ([]byte, error) {
	der, err := asn1.Marshal(n.ToRDNSequence())
	if err != nil {
		return nil, fmt.Errorf("issuer: name: %w", err)
	}
	return der, nil
}
