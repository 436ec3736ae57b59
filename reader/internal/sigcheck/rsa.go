package sigcheck

import (
	"bytes"
	"crypto/rsa"
	"crypto/subtle"
	"math/big"
)

const (
	modulusBytes = 256
	modulusBits  = 8 * modulusBytes
)

func usableRSA(key any) bool {
	k, ok := key.(*rsa.PublicKey)
	return ok && k.N.BitLen() == modulusBits && k.N.Bit(0) == 1 && k.E >= 3 && k.E%2 == 1
}

// digestInfo is the DER encoding that PKCS#1 v1.5 puts before a SHA-256 hash:
// SEQUENCE { SEQUENCE { OID sha256, NULL }, OCTET STRING (32 bytes) }.
func digestInfo(sum []byte) []byte {
	return append([]byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
		0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}, sum...)
}

// verifyRSA builds and compares both whole blocks; nothing of the block is
// parsed, so nothing of it can be left out (3.4.3.1).
func verifyRSA(key any, sum, checkCode []byte) (Form, error) {
	k := key.(*rsa.PublicKey)
	if len(checkCode) != modulusBytes {
		return "", &Problem{Reason: SignatureLength}
	}
	s := new(big.Int).SetBytes(checkCode)
	if s.Cmp(k.N) >= 0 {
		return "", &Problem{Reason: SignatureRange}
	}
	block := s.Exp(s, big.NewInt(int64(k.E)), k.N).FillBytes(make([]byte, modulusBytes))
	standard := subtle.ConstantTimeCompare(block, padded(digestInfo(sum)))
	bare := subtle.ConstantTimeCompare(block, padded(sum))
	switch {
	case standard == 1:
		return Standard, nil
	case bare == 1:
		return Bare, nil
	}
	return "", &Problem{Reason: SignatureMismatch}
}

// padded is the block 00 01 FF.. 00 content of 256 bytes.
func padded(content []byte) []byte {
	block := bytes.Repeat([]byte{0xFF}, modulusBytes)
	block[0], block[1] = 0, 1
	block[modulusBytes-len(content)-1] = 0
	copy(block[modulusBytes-len(content):], content)
	return block
}
