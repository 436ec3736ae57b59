package termcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"slices"
)

// macLength is that of M_IFD and M_ICC in every generation, in bytes.
const macLength = 8

// cmacLeft8 is the leftmost 8 bytes of the AES-CMAC (2G appendix 2; NIST SP
// 800-38B, 6.2). The caller adds no padding.
func cmacLeft8(key, data []byte) ([]byte, error) {
	b, err := aes128(key)
	if err != nil {
		return nil, err
	}
	return cmac(b, data)[:macLength], nil
}

// cmac is CBC-MAC whose last block is masked: with K1 if it is whole, else,
// filled with 80 00.., with K2.
func cmac(b cipher.Block, data []byte) []byte {
	k1 := make([]byte, aes.BlockSize)
	b.Encrypt(k1, k1)
	k1 = double(k1)
	start := max(0, len(data)-1) / aes.BlockSize * aes.BlockSize
	last, mask := slices.Clone(data[start:]), k1
	if len(last) < aes.BlockSize {
		last, mask = pad80(last, aes.BlockSize), double(k1)
	}
	subtle.XORBytes(last, last, mask)
	blocks := slices.Concat(data[:start], last)
	cipher.NewCBCEncrypter(b, make([]byte, aes.BlockSize)).CryptBlocks(blocks, blocks)
	return blocks[start:]
}

// double is multiplication by x in GF(2^128): SP 800-38B, 6.1.
func double(in []byte) []byte {
	out := make([]byte, len(in))
	carry := byte(0)
	for i := len(in) - 1; i >= 0; i-- {
		out[i] = in[i]<<1 | carry
		carry = in[i] >> 7
	}
	out[len(out)-1] ^= carry * 0x87
	return out
}
