package issuer

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
)

// keyBits is the size of every RSA key here (clause 3.4.3.1).
const keyBits = 2048

// scheme is how one generation of cards is signed: the kind of keys, how a
// certificate is signed, and what a check code is.
type scheme struct {
	// label stands in file names and in the names of test certificates.
	label string
	// look is the label in the names of the published roots.
	look string
	// maxCertificate is the greatest certificate that the card holds, bytes.
	maxCertificate int
	generate       func(io.Reader) (crypto.Signer, error)
	accepts        func(crypto.Signer) bool
	wrongKey       error // what a key is that is not accepted
	// algorithm is the object identifier of certificate signatures; null says
	// that its parameters are NULL rather than absent.
	algorithm []byte
	null      bool
	certify   func(crypto.Signer, []byte) ([]byte, error)
	checkCode func(crypto.Signer, []byte) ([]byte, error)
}

// gen1Scheme is that of types 1 and 2: RSA-2048, PKCS#1 v1.5, SHA-256 (P
// 3.4.3.1, with the DigestInfo that PKCS#1 asks for).
func gen1Scheme() *scheme {
	return &scheme{
		label: "gen1", look: "ZairyuCard CA", maxCertificate: 1200,
		generate: func(random io.Reader) (crypto.Signer, error) { return rsa.GenerateKey(random, keyBits) },
		accepts: func(s crypto.Signer) bool {
			key, ok := s.(*rsa.PrivateKey)
			return ok && key.N.BitLen() == keyBits
		},
		wrongKey: ErrNotRSA2048,
		// RFC 8017 appendix A.2.4: sha256WithRSAEncryption, parameters NULL.
		algorithm: []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B}, null: true,
		certify: signRSA, checkCode: signRSA,
	}
}

// gen2Scheme is that of types 05 to 08: ECDSA over P-384 with SHA-256; the
// check code is r and s, 48 bytes each (2G 3.4.3.1).
func gen2Scheme() *scheme {
	return &scheme{
		label: "gen2", look: "ZairyuCard CA2", maxCertificate: 602,
		generate: func(random io.Reader) (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P384(), random) },
		accepts: func(s crypto.Signer) bool {
			key, ok := s.(*ecdsa.PrivateKey)
			return ok && key.Curve == elliptic.P384()
		},
		wrongKey: ErrNotP384,
		// RFC 5758 section 3.2: ecdsa-with-SHA256, parameters absent.
		algorithm: []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02},
		certify:   signECDSA, checkCode: signRaw,
	}
}

func schemes() []*scheme { return []*scheme{gen1Scheme(), gen2Scheme()} }

func signRSA(key crypto.Signer, data []byte) ([]byte, error) {
	digest := sha256.Sum256(data)
	return key.Sign(nil, digest[:], crypto.SHA256)
}

// signECDSA gives the DER signature. Without a random source it is the
// deterministic one of RFC 6979: same card, same bytes.
func signECDSA(key crypto.Signer, data []byte) ([]byte, error) {
	digest := sha256.Sum256(data)
	return key.Sign(nil, digest[:], crypto.SHA256)
}

func signRaw(key crypto.Signer, data []byte) ([]byte, error) {
	der, err := signECDSA(key, data)
	if err != nil {
		return nil, err
	}
	var value struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &value); err != nil {
		return nil, fmt.Errorf("own signature: %w", err)
	}
	out := make([]byte, 96)
	value.R.FillBytes(out[:48])
	value.S.FillBytes(out[48:])
	return out, nil
}

// errKeyKind: a public key of a kind that no scheme here makes.
var errKeyKind = errors.New("public key of another kind")

// keyBytes are the public key's bits as they stand in a certificate.
func keyBytes(key crypto.PublicKey) ([]byte, error) {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return x509.MarshalPKCS1PublicKey(k), nil
	case *ecdsa.PublicKey:
		return k.Bytes()
	}
	return nil, errKeyKind
}
