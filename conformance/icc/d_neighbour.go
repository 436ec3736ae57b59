package icc

import "github.com/zairyukit/zairyu/internal/witness"

// Neighbours of the right M_IFD: what a card would compute if it misread one
// word of annex 1, table 1. None of them may be accepted. All take whole
// blocks and return 8 bytes. Those of the second generation stand last.

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

// dCMACRight is the half of the CMAC that is not taken.
func dCMACRight(key, data []byte) []byte { return witness.CMAC(key, data)[8:] }

// dCMACPadded is the left half of the CMAC over padded data: CMAC pads by
// itself, and only what is no whole block.
func dCMACPadded(key, data []byte) []byte {
	return witness.CMAC(key, witness.For("05").Pad(data))[:8]
}
