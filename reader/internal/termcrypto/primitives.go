package termcrypto

import (
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"errors"
	"fmt"
	"slices"
)

// ErrKey: a key or random of the wrong length.
var ErrKey = errors.New("key has the wrong length")

// ErrPadding: deciphered data do not end in 80 and at most 7 bytes 00.
var ErrPadding = errors.New("padding is not 80 00.. of 1 to 8 bytes")

// blockSize is that of DES in bytes.
const blockSize = des.BlockSize

// sha1First16 is annex 1: Kenc = Kmac = the first 16 bytes of SHA-1 over the
// number. Parity bits are left as they come: DES ignores them.
func sha1First16(secret []byte) []byte {
	sum := sha1.Sum(secret)
	return sum[:16]
}

// sha1Counter1First16 is annex 1, step 5: the first 16 bytes of SHA-1 over
// the secret and 00000001.
func sha1Counter1First16(secret []byte) []byte {
	return sha1First16(append(slices.Clone(secret), 0, 0, 0, 1))
}

// tdes is two-key triple DES: K1, K2, K1 (annex 1, table 1).
func tdes(key []byte) (cipher.Block, error) {
	if len(key) != 16 {
		return nil, fmt.Errorf("%w: %d bytes, want 16", ErrKey, len(key))
	}
	return des.NewTripleDESCipher(slices.Concat(key, key[:8]))
}

// tdesEncipher is CBC with an initial value of 0 (4.2.2(3)(i)).
func tdesEncipher(key, data []byte) ([]byte, error) {
	block, out, err := tdesBuffer(key, data)
	if err != nil {
		return nil, err
	}
	cipher.NewCBCEncrypter(block, make([]byte, blockSize)).CryptBlocks(out, data)
	return out, nil
}

// tdesDecipher is its inverse (4.2.5(4)(ii)).
func tdesDecipher(key, data []byte) ([]byte, error) {
	block, out, err := tdesBuffer(key, data)
	if err != nil {
		return nil, err
	}
	cipher.NewCBCDecrypter(block, make([]byte, blockSize)).CryptBlocks(out, data)
	return out, nil
}

func tdesBuffer(key, data []byte) (cipher.Block, []byte, error) {
	if len(data) == 0 || len(data)%blockSize != 0 {
		return nil, nil, fmt.Errorf("%w: %d bytes", ErrCiphertext, len(data))
	}
	block, err := tdes(key)
	return block, make([]byte, len(data)), err
}

// retailMAC is ISO/IEC 9797-1 algorithm 3 with padding method 2 (annex 1,
// table 1): single DES CBC with K1, then deciphered with K2 and enciphered
// with K1. All 8 bytes are used.
func retailMAC(key, data []byte) ([]byte, error) {
	if len(key) != 16 {
		return nil, fmt.Errorf("%w: %d bytes, want 16", ErrKey, len(key))
	}
	k1, err := des.NewCipher(key[:8])
	if err != nil {
		return nil, err
	}
	k2, err := des.NewCipher(key[8:])
	if err != nil {
		return nil, err
	}
	padded := pad80(data)
	cipher.NewCBCEncrypter(k1, make([]byte, blockSize)).CryptBlocks(padded, padded)
	mac := padded[len(padded)-blockSize:]
	k2.Decrypt(mac, mac)
	k1.Encrypt(mac, mac)
	return mac, nil
}

// pad80 adds 80 and as many 00 as fill the block, at least 1 byte in all.
func pad80(data []byte) []byte {
	size := (len(data)/blockSize + 1) * blockSize
	out := make([]byte, size)
	copy(out, data)
	out[len(data)] = 0x80
	return out
}

// unpad80 removes 1 to 8 bytes of padding (4.2.5(4)(ii)); two blocks of it
// are no padding of that clause.
func unpad80(data []byte) ([]byte, error) {
	for n := 1; n <= blockSize && n <= len(data); n++ {
		switch data[len(data)-n] {
		case 0x80:
			return data[:len(data)-n], nil
		case 0:
		default:
			return nil, ErrPadding
		}
	}
	return nil, ErrPadding
}
