package icc

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"fmt"

	"github.com/zairyukit/zairyu/internal/witness"
)

// Neighbours of the right M_IFD: what a card would compute if it misread one
// word of annex 1, table 1. None of them may be accepted. All take whole
// blocks and return 8 bytes.

// dMACUnpadded is the Retail MAC without padding method 2. Padding method 1
// adds nothing to 32 bytes and is the same.
func dMACUnpadded(key, data []byte) []byte {
	last := witness.EncryptCBC(twice(key[:8]), data)
	last = witness.DecryptCBC(twice(key[8:]), last[len(last)-8:])
	return witness.EncryptCBC(twice(key[:8]), last)
}

// dMACZeroBlock is the Retail MAC with padding method 1 read as "always a
// block": eight 00 in place of 80 and seven 00.
func dMACZeroBlock(key, data []byte) []byte {
	return dMACUnpadded(key, append(append([]byte{}, data...), make([]byte, 8)...))
}

// dMACPlainCBC is the last block of TDES in CBC over the padded data: the
// block cipher of the table, but not algorithm 3.
func dMACPlainCBC(key, data []byte) []byte {
	all := witness.EncryptCBC(key, witness.Pad(data))
	return all[len(all)-8:]
}

// twice makes two-key TDES of one key half, which is single DES.
func twice(half []byte) []byte { return append(append([]byte{}, half...), half...) }

// dSecondGeneration is the body of the second generation's MUTUAL
// AUTHENTICATE for the same pieces: AES-128 in CBC with IV 0, then the left 8
// bytes of AES-CMAC.
func (h dHandshake) dSecondGeneration() ([]byte, error) {
	block, err := aes.NewCipher(h.kenc)
	if err != nil {
		return nil, fmt.Errorf("AES-128: %w", err)
	}
	e := append(append(append([]byte{}, h.rndIFD...), h.rndICC...), h.kIFD...)
	cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(e, e)
	return append(e, dCMAC(block, e)[:8]...), nil
}

// dCMAC is AES-CMAC (NIST SP 800-38B) over one or more whole blocks, 16 bytes.
func dCMAC(block cipher.Block, data []byte) []byte {
	k1 := make([]byte, 16)
	block.Encrypt(k1, k1)
	carry := k1[0] >> 7
	for i := range k1 {
		k1[i] <<= 1
		if i < 15 {
			k1[i] |= k1[i+1] >> 7
		}
	}
	k1[15] ^= carry * 0x87
	mac := make([]byte, 16)
	for ; len(data) > 0; data = data[16:] {
		subtle.XORBytes(mac, mac, data[:16])
		if len(data) == 16 {
			subtle.XORBytes(mac, mac, k1)
		}
		block.Encrypt(mac, mac)
	}
	return mac
}
