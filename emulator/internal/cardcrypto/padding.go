package cardcrypto

import (
	"bytes"
	"fmt"
)

type padding struct {
	add    func(data []byte, block int) []byte
	remove func(data []byte, block int) ([]byte, error)
}

// paddings are the values of sm.padding.
func paddings() map[string]padding {
	return map[string]padding{"pad-80-00": {pad80, unpad80}}
}

// pad80 appends 80 and as many NULs as fill the block; whole blocks get one
// more (4.2.5(4): 1 to 8 bytes). The result is a copy.
func pad80(data []byte, block int) []byte {
	out := make([]byte, (len(data)/block+1)*block)
	out[copy(out, data)] = 0x80
	return out
}

// unpad80 takes the padding off. An 80 before the last block is data, not
// padding, so a whole block of NULs at the end is malformed.
func unpad80(data []byte, block int) ([]byte, error) {
	cut := bytes.TrimRight(data, "\x00")
	if len(cut) == 0 || cut[len(cut)-1] != 0x80 || len(data)-len(cut) >= block {
		return nil, fmt.Errorf("%w: %d bytes do not end in 80 and at most %d NULs", ErrPadding, len(data), block-1)
	}
	return cut[: len(cut)-1 : len(cut)-1], nil
}
