package witness

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"encoding/binary"
	"fmt"
)

// EncryptCBC encrypts in CBC with IV 0: two-key TDES on the first generation
// (annex 1, table 1), AES-128 on the others (2G 5).
//
// It always answers, because a judge must not stop: a key that is not 16
// bytes is cut or completed with 00, and so is a last block that is not whole.
func (k *Kind) EncryptCBC(key, data []byte) []byte {
	return k.encrypt(key, make([]byte, k.Block), data)
}

// DecryptCBC undoes EncryptCBC and treats odd lengths as it does.
func (k *Kind) DecryptCBC(key, data []byte) []byte {
	return k.decrypt(key, make([]byte, k.Block), data)
}

// IV returns the initial vector of the SM command with number n and of its
// answer. It is 0 on types 1 to 06 (annex 1, table 1; 2G 5); on the specified
// cards it is the AES-128 encryption under KSenc of n as a big-endian number
// of 16 bytes, the first SM command being number 1 (M).
func (k *Kind) IV(ksenc []byte, n uint64) []byte {
	iv := make([]byte, k.Block)
	if k.Generation == 3 {
		binary.BigEndian.PutUint64(iv[8:], n)
		k.cipher(ksenc).Encrypt(iv, iv)
	}
	return iv
}

// EncryptSM encrypts whole blocks under the IV of SM command n.
func (k *Kind) EncryptSM(ksenc []byte, n uint64, data []byte) []byte {
	return k.encrypt(ksenc, k.IV(ksenc, n), data)
}

// DecryptSM undoes EncryptSM.
func (k *Kind) DecryptSM(ksenc []byte, n uint64, data []byte) []byte {
	return k.decrypt(ksenc, k.IV(ksenc, n), data)
}

func (k *Kind) encrypt(key, iv, data []byte) []byte {
	out := k.wholeBlocks(data)
	cipher.NewCBCEncrypter(k.cipher(key), iv).CryptBlocks(out, out)
	return out
}

func (k *Kind) decrypt(key, iv, data []byte) []byte {
	out := k.wholeBlocks(data)
	cipher.NewCBCDecrypter(k.cipher(key), iv).CryptBlocks(out, out)
	return out
}

func (k *Kind) wholeBlocks(data []byte) []byte {
	out := make([]byte, (len(data)+k.Block-1)/k.Block*k.Block)
	copy(out, data)
	return out
}

func (k *Kind) cipher(key []byte) cipher.Block {
	if k.Generation == 1 {
		return tdes(key)
	}
	return aes128(key)
}

func sixteen(key []byte) []byte {
	out := make([]byte, 16)
	copy(out, key)
	return out
}

func tdes(key []byte) cipher.Block {
	k := sixteen(key)
	block, err := des.NewTripleDESCipher(append(k, k[:8]...))
	return possible(block, err)
}

func singleDES(key []byte) cipher.Block {
	block, err := des.NewCipher(key)
	return possible(block, err)
}

func aes128(key []byte) cipher.Block {
	block, err := aes.NewCipher(sixteen(key))
	return possible(block, err)
}

// possible panics where the process itself is set up so that it cannot do
// DES: no input leads here, the key lengths are right by construction.
func possible(block cipher.Block, err error) cipher.Block {
	if err != nil {
		panic(fmt.Sprintf("witness: first-generation cards need DES, which this process refuses (fips140=only?): %v", err))
	}
	return block
}
