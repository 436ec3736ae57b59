package cardcrypto

import (
	"crypto/cipher"
	"crypto/des"
	"fmt"
)

type macAlgorithm struct {
	length int // bytes
	sum    func(key, data []byte) ([]byte, error)
}

// macs are the values of ke.mac.
func macs() map[string]macAlgorithm {
	return map[string]macAlgorithm{
		"retail-mac-pad2": {des.BlockSize, retailMAC},
		"aes-cmac-left8":  {8, aesCMACLeft8},
	}
}

// retailMAC is ISO/IEC 9797-1 algorithm 3 with padding method 2 (annex 1,
// table 1): single DES in CBC mode with K1, then the last block once more
// through D K2 and E K1.
func retailMAC(key, data []byte) ([]byte, error) {
	if len(key) != 2*des.BlockSize {
		return nil, fmt.Errorf("retail MAC: %w: %d bytes", ErrKeyLength, len(key))
	}
	first, err := des.NewCipher(key[:des.BlockSize])
	if err != nil {
		return nil, fmt.Errorf("retail MAC: %w", err)
	}
	second, err := des.NewCipher(key[des.BlockSize:])
	if err != nil {
		return nil, fmt.Errorf("retail MAC: %w", err)
	}
	chain := pad80(data, des.BlockSize)
	cipher.NewCBCEncrypter(first, make([]byte, des.BlockSize)).CryptBlocks(chain, chain)
	mac := chain[len(chain)-des.BlockSize:]
	second.Decrypt(mac, mac)
	first.Encrypt(mac, mac)
	return mac, nil
}
