package termcrypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"encoding/binary"
	"fmt"
)

// mode is a block cipher in CBC and the rule for its initial value. n is the
// number of the message in its session; most rules do not look at it.
type mode struct {
	size   int // of a block in bytes
	block  func(key []byte) (cipher.Block, error)
	iv     func(b cipher.Block, n uint64) []byte
	counts bool // the initial value depends on n
}

var (
	tdesIV0      = mode{des.BlockSize, tdes, zeroIV, false}
	aesIV0       = mode{aes.BlockSize, aes128, zeroIV, false}
	aesIVCounter = mode{aes.BlockSize, aes128, counterIV, true}
)

// zeroIV is an initial value of 0 in every message (4.2.2(3)(i), 2G appendix
// 2).
func zeroIV(b cipher.Block, _ uint64) []byte { return make([]byte, b.BlockSize()) }

// counterIV is the message number, a big-endian number as long as a block,
// enciphered with the session key (M; SC 4.2 tells of a counter only).
func counterIV(b cipher.Block, n uint64) []byte {
	iv := make([]byte, b.BlockSize())
	binary.BigEndian.PutUint64(iv[len(iv)-8:], n)
	b.Encrypt(iv, iv)
	return iv
}

func (m mode) encipher(key []byte, n uint64, data []byte) ([]byte, error) {
	b, out, err := m.open(key, data)
	if err != nil {
		return nil, err
	}
	cipher.NewCBCEncrypter(b, m.iv(b, n)).CryptBlocks(out, data)
	return out, nil
}

func (m mode) decipher(key []byte, n uint64, data []byte) ([]byte, error) {
	b, out, err := m.open(key, data)
	if err != nil {
		return nil, err
	}
	cipher.NewCBCDecrypter(b, m.iv(b, n)).CryptBlocks(out, data)
	return out, nil
}

func (m mode) open(key, data []byte) (cipher.Block, []byte, error) {
	if len(data) == 0 || len(data)%m.size != 0 {
		return nil, nil, fmt.Errorf("%w: %d bytes", ErrCiphertext, len(data))
	}
	b, err := m.block(key)
	return b, make([]byte, len(data)), err
}
