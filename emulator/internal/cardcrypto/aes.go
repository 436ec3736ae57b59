package cardcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"
)

// aes128 runs AES-128 in CBC mode. The IV is 0 (2G appendix 2), or where the
// table says so the encryption of the message's number as a block (M, for
// specified cards).
func aes128(key, data []byte, iv func(cipher.Block) []byte, mode func(cipher.Block, []byte) cipher.BlockMode) ([]byte, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("AES-128: %w: %d bytes", ErrKeyLength, len(key))
	}
	if len(data)%aes.BlockSize != 0 {
		return nil, fmt.Errorf("AES-CBC: %w: %d bytes", ErrBlockLength, len(data))
	}
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("AES-128: %w", err)
	}
	out := make([]byte, len(data))
	mode(b, iv(b)).CryptBlocks(out, data)
	return out, nil
}

func zeroIV(cipher.Block) []byte { return make([]byte, aes.BlockSize) }

// counterIV is the number n, 16 bytes big-endian, encrypted as one block.
func counterIV(n uint64) func(cipher.Block) []byte {
	return func(b cipher.Block) []byte {
		iv := make([]byte, aes.BlockSize)
		binary.BigEndian.PutUint64(iv[aes.BlockSize-8:], n)
		b.Encrypt(iv, iv)
		return iv
	}
}

// aesCMACLeft8 is the leftmost 8 bytes of the CMAC of RFC 4493 (NIST SP
// 800-38B): nothing is padded before it (2G appendix 2).
func aesCMACLeft8(key, data []byte) ([]byte, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("AES-CMAC: %w: %d bytes", ErrKeyLength, len(key))
	}
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("AES-CMAC: %w", err)
	}
	subkey := make([]byte, aes.BlockSize)
	b.Encrypt(subkey, subkey)
	double(subkey)
	whole := len(data) > 0 && len(data)%aes.BlockSize == 0
	if !whole {
		data = pad80(data, aes.BlockSize)
		double(subkey)
	}
	chain := make([]byte, aes.BlockSize)
	for ; len(data) > 0; data = data[aes.BlockSize:] {
		for i := range chain {
			chain[i] ^= data[i]
			if len(data) == aes.BlockSize {
				chain[i] ^= subkey[i]
			}
		}
		b.Encrypt(chain, chain)
	}
	return chain[:8], nil
}

// double multiplies by x in the field of 2^128 elements (RFC 4493 2.3).
func double(block []byte) {
	carry := block[0] >> 7
	for i := range block {
		block[i] <<= 1
		if i+1 < len(block) {
			block[i] |= block[i+1] >> 7
		}
	}
	block[len(block)-1] ^= 0x87 * carry
}
