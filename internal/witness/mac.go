package witness

import "crypto/subtle"

// MAC returns the 8 bytes that stand behind a cryptogram in MUTUAL
// AUTHENTICATE: the Retail MAC on the first generation (annex 1, table 1), the
// leftmost 8 bytes of the CMAC on the others (2G 5). data is not padded.
func (k *Kind) MAC(key, data []byte) []byte {
	if k.Generation == 1 {
		return RetailMAC(key, data)
	}
	return CMAC(key, data)[:8]
}

// RetailMAC returns the 8-byte MAC of ISO/IEC 9797-1 algorithm 3 with padding
// method 2 (annex 1, table 1): single DES in CBC with the first key half, then
// the last block deciphered with the second half and enciphered with the
// first. A key that is not 16 bytes is cut or completed with 00.
func RetailMAC(key, data []byte) []byte {
	halves := sixteen(key)
	first, second := singleDES(halves[:8]), singleDES(halves[8:])
	block := make([]byte, 8)
	for padded := For("1").Pad(data); len(padded) > 0; padded = padded[8:] {
		subtle.XORBytes(block, block, padded[:8])
		first.Encrypt(block, block)
	}
	second.Decrypt(block, block)
	first.Encrypt(block, block)
	return block
}

// CMAC returns the 16-byte AES-CMAC (NIST SP 800-38B, RFC 4493): a whole last
// block is masked with K1, any other padded with 80 00.. and masked with K2.
// A key that is not 16 bytes is cut or completed with 00.
func CMAC(key, data []byte) []byte {
	block := aes128(key)
	mask := make([]byte, 16)
	block.Encrypt(mask, mask)
	mask = doubled(mask) // K1
	head, last := lastBlock(data)
	if len(last) < 16 {
		mask = doubled(mask) // K2
		last = append(last, 0x80)
		last = append(last, make([]byte, 16-len(last))...)
	}
	sum := make([]byte, 16)
	for ; len(head) > 0; head = head[16:] {
		subtle.XORBytes(sum, sum, head[:16])
		block.Encrypt(sum, sum)
	}
	subtle.XORBytes(sum, sum, last)
	subtle.XORBytes(sum, sum, mask)
	block.Encrypt(sum, sum)
	return sum
}

// lastBlock cuts data before its last block, which is a copy of 0 to 16 bytes
// and empty only if data is.
func lastBlock(data []byte) (head, last []byte) {
	n := (max(len(data), 1) - 1) / 16 * 16
	return data[:n], append(make([]byte, 0, 16), data[n:]...)
}

// doubled multiplies by x in the field of CMAC: a shift to the left, and 87
// into the last byte if a bit falls out.
func doubled(in []byte) []byte {
	out := make([]byte, 16)
	for i := range out {
		out[i] = in[i] << 1
		if i < 15 {
			out[i] |= in[i+1] >> 7
		}
	}
	out[15] ^= 0x87 * (in[0] >> 7)
	return out
}
