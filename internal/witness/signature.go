package witness

import (
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"math/big"
)

// SignedDigest returns SHA-256 over the values of D0 (7000 bytes) and D1 (3000
// bytes), with their NUL tails, without tags and lengths (3.4.3.1).
func SignedDigest(front, face []byte) [32]byte {
	return sha256.Sum256(append(append([]byte{}, front...), face...))
}

// StandardBlock returns the 256 bytes that RSA encrypts by PKCS #1 version
// 1.5, which 3.4.3.1 cites: 0001, FF, 00, DigestInfo of SHA-256, hash.
func StandardBlock(hash [32]byte) []byte {
	info := []byte{
		0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
		0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
	}
	return block(append(info, hash[:]...))
}

// BareBlock returns the 256 bytes as figure 3-4 draws them: 1792 bits of
// padding (0001, FF, 00), then the hash with no DigestInfo.
func BareBlock(hash [32]byte) []byte {
	return block(hash[:])
}

func block(tail []byte) []byte {
	out := []byte{0x00, 0x01}
	for len(out) < 256-len(tail)-1 {
		out = append(out, 0xFF)
	}
	out = append(out, 0x00)
	return append(out, tail...)
}

// RecoverBlock applies the RSA public operation to the check code (DA, 256
// bytes) and returns the block in it, 256 bytes, to be compared as a whole.
// The error is ErrLength if code or modulus is not 2048 bits, ErrModulus if
// the code is not below the modulus.
func RecoverBlock(pub *rsa.PublicKey, code []byte) ([]byte, error) {
	if pub == nil || pub.N == nil || pub.N.Sign() <= 0 || pub.N.BitLen() != 2048 || pub.E < 1 {
		return nil, fmt.Errorf("public key is not RSA of 2048 bits: %w", ErrLength)
	}
	if len(code) != 256 {
		return nil, fmt.Errorf("check code of %d bytes, 256 expected: %w", len(code), ErrLength)
	}
	c := new(big.Int).SetBytes(code)
	if c.Cmp(pub.N) >= 0 {
		return nil, ErrModulus
	}
	m := c.Exp(c, big.NewInt(int64(pub.E)), pub.N)
	return m.FillBytes(make([]byte, 256)), nil
}
