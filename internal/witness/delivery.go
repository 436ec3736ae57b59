package witness

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"math/big"
)

// KeyMessage returns what a terminal encrypts for SET SESSION KEY: A0 22 80 20
// and the key field, of which the first 16 bytes become KSenc (M). key is 32
// bytes; others get the length they have, to build refused messages.
func KeyMessage(key []byte) []byte {
	inner := append(header(0x80, len(key)), key...)
	return append(header(0xA0, len(inner)), inner...)
}

// EncryptOAEP is RSAES-OAEP of PKCS #1 version 2.2 with SHA-256, MGF1 with
// SHA-256, and an empty label (SC 4.2.3 for OAEP, M for the rest). It is
// written out, so that the 32 bytes of seed decide the cryptogram. The error
// is ErrKey if the key is not RSA of 2048 bits, ErrLength if the seed is not 32
// bytes or the message longer than 190.
func EncryptOAEP(pub *rsa.PublicKey, seed, message []byte) ([]byte, error) {
	const k, h = 256, sha256.Size
	if !isRSA2048(pub) {
		return nil, fmt.Errorf("SET SESSION KEY: %w", ErrKey)
	}
	if len(seed) != h || len(message) > k-2*h-2 {
		return nil, fmt.Errorf("OAEP of %d bytes with a seed of %d: %w", len(message), len(seed), ErrLength)
	}
	label := sha256.Sum256(nil)
	data := make([]byte, k-h-1) // lHash, 00.., 01, message
	copy(data, label[:])
	data[len(data)-len(message)-1] = 0x01
	copy(data[len(data)-len(message):], message)
	block := make([]byte, k) // 00, masked seed, masked data
	subtle.XORBytes(block[1+h:], data, mgf1(seed, len(data)))
	subtle.XORBytes(block[1:], seed, mgf1(block[1+h:], h))
	m := new(big.Int).SetBytes(block)
	return m.Exp(m, big.NewInt(int64(pub.E)), pub.N).FillBytes(make([]byte, k)), nil
}

// mgf1 is the mask generation function of PKCS #1, B.2.1, with SHA-256.
func mgf1(seed []byte, n int) []byte {
	var out []byte
	for counter := uint32(0); len(out) < n; counter++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint32(append([]byte{}, seed...), counter))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

func isRSA2048(pub *rsa.PublicKey) bool {
	return pub != nil && pub.N != nil && pub.N.Sign() > 0 && pub.N.BitLen() == 2048 && pub.E >= 1
}
