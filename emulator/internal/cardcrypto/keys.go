package cardcrypto

import "crypto/sha1"

// keyLength is the length in bytes of the keys that are cut from a SHA-1
// value (annex 1).
const keyLength = 16

// baseKeys are the values of ke.base-key.
func baseKeys() map[string]func(number []byte) []byte {
	return map[string]func([]byte) []byte{"sha1-first16": sha1First16}
}

// sessionKeys are the values of ke.session-key.
func sessionKeys() map[string]func(ifd, icc []byte) []byte {
	return map[string]func(ifd, icc []byte) []byte{"sha1-xor-00000001-first16": sha1XorCounter}
}

func sha1First16(data []byte) []byte {
	sum := sha1.Sum(data)
	return sum[:keyLength]
}

// sha1XorCounter hashes (K.IFD xor K.ICC) 00000001 (annex 1, step 5). Where a
// changed table makes the two differ in length, the shorter counts as
// followed by NULs.
func sha1XorCounter(ifd, icc []byte) []byte {
	mixed := make([]byte, max(len(ifd), len(icc)), max(len(ifd), len(icc))+4)
	copy(mixed, ifd)
	for i, b := range icc {
		mixed[i] ^= b
	}
	return sha1First16(append(mixed, 0, 0, 0, 1))
}
