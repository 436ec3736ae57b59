// Package deliverykey reads the public key under which a reader delivers a
// session key to a specified card (types 07 and 08; SET SESSION KEY, SC
// 4.2.3). The agency publishes the key as a file whose layout is not known to
// the authors, so the layouts that such a file may have are all taken: SPKI
// or PKCS#1 in DER or PEM, the bare modulus, modulus and exponent, or data
// objects 81 and 82. It imports none of our packages but the syntax.
package deliverykey

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
)

// PublishedSHA256 is the digest of the agency's file keys_smrsapub_001.bin as
// a source tells it; the file itself was not seen.
const PublishedSHA256 = "98bf7014e478241f7943fc1a76c38b6c7bda4da9a927d106ae9ab8a1ad684d0a"

const (
	modulusBytes = 256
	exponent     = 65537 // SC 4.2.3
)

// Errors of [Parse].
var (
	// ErrLayout: none of the layouts.
	ErrLayout = errors.New("no delivery key; want an RSA public key as SPKI or PKCS#1 (DER or PEM), as a modulus of 256 bytes, that and its exponent, or data objects 81 and 82")
	// ErrPrivate: a private key, which a reader must not have.
	ErrPrivate = errors.New("this is a private key; give the file of the public key")
	// ErrModulus: the modulus is not one of RSA 2048.
	ErrModulus = errors.New("the modulus has not 2048 bits or is even")
	// ErrExponent: another public exponent than 65537.
	ErrExponent = errors.New("the public exponent is not 65537")
	// ErrSize: the file is longer than any layout needs.
	ErrSize = errors.New("the file is too long for a public key")
)

// MaxFile is the longest file that is looked at, in bytes.
const MaxFile = 16 << 10

// Layout says how the key stood in its file.
type Layout string

// The layouts.
const (
	SPKI            Layout = "spki"
	PKCS1           Layout = "pkcs1"
	Modulus         Layout = "modulus"
	ModulusExponent Layout = "modulus-exponent"
	Objects         Layout = "objects"
)

// Key is a delivery key.
type Key struct {
	// Public has 2048 bits and the exponent 65537.
	Public *rsa.PublicKey
	// SHA256 is the digest of the file as it was given.
	SHA256 [sha256.Size]byte
	// Layout says how the file was read.
	Layout Layout
}

// Published says whether the file is the agency's, by its digest. A key of
// another file is no mistake on a card made for tests; on a genuine card it
// means that somebody else may read what is sent.
func (k *Key) Published() bool { return hex.EncodeToString(k.SHA256[:]) == PublishedSHA256 }

// String names the digest of the file.
func (k Key) String() string { return fmt.Sprintf("delivery key, SHA-256 %x", k.SHA256) }

// Parse reads a delivery key from the bytes of its file. It fails with
// [ErrLayout], [ErrPrivate], [ErrModulus], [ErrExponent], [ErrSize].
func Parse(file []byte) (*Key, error) {
	if len(file) > MaxFile {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrSize, len(file), MaxFile)
	}
	public, layout, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("delivery key: %w", err)
	}
	if err := check(public); err != nil {
		return nil, fmt.Errorf("delivery key (%s): %w", layout, err)
	}
	return &Key{public, sha256.Sum256(file), layout}, nil
}

func check(k *rsa.PublicKey) error {
	switch {
	case k.N.BitLen() != 8*modulusBytes || k.N.Bit(0) == 0:
		return fmt.Errorf("%w: %d bits", ErrModulus, k.N.BitLen())
	case k.E != exponent:
		return ErrExponent
	}
	return nil
}

// made makes a key of a modulus and an exponent; none means 65537, which the
// document tells. An exponent that is longer than ours becomes 0.
func made(modulus, e []byte) *rsa.PublicKey {
	k := &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: exponent}
	if e != nil {
		v := new(big.Int).SetBytes(e)
		k.E = 0
		if v.BitLen() <= 31 {
			k.E = int(v.Int64())
		}
	}
	return k
}
