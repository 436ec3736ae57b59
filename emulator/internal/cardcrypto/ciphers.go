package cardcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"fmt"
	"slices"
)

// blockCipher is a block cipher in its mode, without padding. n is the number
// of the message, on which the IV of some modes depends.
type blockCipher struct {
	block, keyLength int // bytes
	encrypt, decrypt func(key []byte, n uint64, data []byte) ([]byte, error)
}

// ciphers are the values of ke.cipher and sm.cipher.
func ciphers() map[string]blockCipher {
	return map[string]blockCipher{
		"tdes2-cbc-iv0": {des.BlockSize, 2 * des.BlockSize,
			func(key []byte, _ uint64, data []byte) ([]byte, error) {
				return tdes(key, data, cipher.NewCBCEncrypter)
			},
			func(key []byte, _ uint64, data []byte) ([]byte, error) {
				return tdes(key, data, cipher.NewCBCDecrypter)
			}},
		"aes128-cbc-iv0": {aes.BlockSize, keyLength,
			func(key []byte, _ uint64, data []byte) ([]byte, error) {
				return aes128(key, data, zeroIV, cipher.NewCBCEncrypter)
			},
			func(key []byte, _ uint64, data []byte) ([]byte, error) {
				return aes128(key, data, zeroIV, cipher.NewCBCDecrypter)
			}},
		"aes128-cbc-ivcounter": {aes.BlockSize, keyLength,
			func(key []byte, n uint64, data []byte) ([]byte, error) {
				return aes128(key, data, counterIV(n), cipher.NewCBCEncrypter)
			},
			func(key []byte, n uint64, data []byte) ([]byte, error) {
				return aes128(key, data, counterIV(n), cipher.NewCBCDecrypter)
			}},
	}
}

// tdes runs two-key TDES (K1 K2 K1) in CBC mode with an IV of 0: the
// specification gives every message, of both directions, the same IV
// (4.2.2(3), 4.2.5(4)).
func tdes(key, data []byte, mode func(cipher.Block, []byte) cipher.BlockMode) ([]byte, error) {
	if len(key) != 2*des.BlockSize {
		return nil, fmt.Errorf("two-key TDES: %w: %d bytes", ErrKeyLength, len(key))
	}
	if len(data)%des.BlockSize != 0 {
		return nil, fmt.Errorf("TDES-CBC: %w: %d bytes", ErrBlockLength, len(data))
	}
	b, err := des.NewTripleDESCipher(slices.Concat(key, key[:des.BlockSize]))
	if err != nil {
		return nil, fmt.Errorf("two-key TDES: %w", err)
	}
	out := make([]byte, len(data))
	mode(b, make([]byte, des.BlockSize)).CryptBlocks(out, data)
	return out, nil
}
