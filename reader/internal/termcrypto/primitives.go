package termcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"errors"
	"fmt"
	"slices"
)

// ErrKey: a key or random of the wrong length.
var ErrKey = errors.New("key has the wrong length")

// ErrPadding: deciphered data do not end in 80 and less than a block of 00.
var ErrPadding = errors.New("padding is not 80 00.. of 1 byte to a block")

// sha1First16 is annex 1 and 2G appendix 2: Kenc = Kmac = the first 16 bytes
// of SHA-1 over the number. Parity bits are left as they come: DES ignores
// them and AES has none.
func sha1First16(secret []byte) []byte {
	sum := sha1.Sum(secret)
	return sum[:16]
}

// sha1Counter1First16 is annex 1, step 5, and 2G appendix 2: the first 16
// bytes of SHA-1 over the secret and 00000001.
func sha1Counter1First16(secret []byte) []byte {
	return sha1First16(append(slices.Clone(secret), 0, 0, 0, 1))
}

// tdes is two-key triple DES: K1, K2, K1 (annex 1, table 1).
func tdes(key []byte) (cipher.Block, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("%w: %d bytes, want %d", ErrKey, len(key), keyLength)
	}
	return des.NewTripleDESCipher(slices.Concat(key, key[:8]))
}

// aes128 is AES with 16 bytes of key (2G appendix 2).
func aes128(key []byte) (cipher.Block, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("%w: %d bytes, want %d", ErrKey, len(key), keyLength)
	}
	return aes.NewCipher(key)
}

// retailMAC is ISO/IEC 9797-1 algorithm 3 with padding method 2 (annex 1,
// table 1): single DES CBC with K1, then deciphered with K2 and enciphered
// with K1. All 8 bytes are used.
func retailMAC(key, data []byte) ([]byte, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("%w: %d bytes, want %d", ErrKey, len(key), keyLength)
	}
	k1, err := des.NewCipher(key[:8])
	if err != nil {
		return nil, err
	}
	k2, err := des.NewCipher(key[8:])
	if err != nil {
		return nil, err
	}
	padded := pad80(data, des.BlockSize)
	cipher.NewCBCEncrypter(k1, make([]byte, des.BlockSize)).CryptBlocks(padded, padded)
	mac := padded[len(padded)-des.BlockSize:]
	k2.Decrypt(mac, mac)
	k1.Encrypt(mac, mac)
	return mac, nil
}

// pad80 adds 80 and as many 00 as fill the block, at least 1 byte in all.
func pad80(data []byte, block int) []byte {
	size := (len(data)/block + 1) * block
	out := make([]byte, size)
	copy(out, data)
	out[len(data)] = 0x80
	return out
}

// unpad80 removes 1 byte to 1 block of padding (4.2.5(4)(ii)); two blocks of
// it are no padding of that clause.
func unpad80(data []byte, block int) ([]byte, error) {
	for n := 1; n <= block && n <= len(data); n++ {
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
