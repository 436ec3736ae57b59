package emulator_test

import (
	"bytes"
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"errors"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// A naive terminal, written from annex 1 and 4.2 for these tests alone.

var errTerminal = errors.New("the terminal cannot make sense of the answer")

func kenc(number string) []byte {
	sum := sha1.Sum([]byte(number))
	return sum[:16]
}

func tdes(key, data []byte, decrypt bool) []byte {
	b, err := des.NewTripleDESCipher(slices.Concat(key[:8], key[8:16], key[:8]))
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(data))
	previous := make([]byte, 8)
	for i := 0; i+8 <= len(data); i += 8 {
		block := data[i : i+8]
		if decrypt {
			b.Decrypt(out[i:], block)
			xor(out[i:i+8], previous)
			previous = block
		} else {
			xor(copyTo(out[i:i+8], block), previous)
			b.Encrypt(out[i:], out[i:])
			previous = out[i : i+8]
		}
	}
	return out
}

func copyTo(dst, src []byte) []byte { copy(dst, src); return dst }

func xor(dst, src []byte) {
	for i := range src {
		dst[i] ^= src[i]
	}
}

func retailMAC(key, data []byte) []byte {
	k1, k2 := single(key[:8]), single(key[8:16])
	h := make([]byte, 8)
	padded := pad(data)
	for i := 0; i < len(padded); i += 8 {
		xor(h, padded[i:i+8])
		k1.Encrypt(h, h)
	}
	k2.Decrypt(h, h)
	k1.Encrypt(h, h)
	return h
}

func single(key []byte) cipher.Block {
	b, err := des.NewCipher(key)
	if err != nil {
		panic(err)
	}
	return b
}

func pad(data []byte) []byte {
	out := append(slices.Clone(data), 0x80)
	for len(out)%8 != 0 {
		out = append(out, 0)
	}
	return out
}

// unpad returns the data before 80 00..; nil if the last block has no such end.
func unpad(data []byte) []byte {
	for i := len(data) - 1; i >= 0 && i >= len(data)-8; i-- {
		switch data[i] {
		case 0x00:
		case 0x80:
			return data[:i:i]
		default:
			return nil
		}
	}
	return nil
}

func sessionKey(kIFD, kICC []byte) []byte {
	mixed := slices.Clone(kIFD)
	xor(mixed, kICC)
	sum := sha1.Sum(append(mixed, 0, 0, 0, 1))
	return sum[:16]
}

// The terminal's randoms; a test needs no good ones.
var (
	testRNDIFD = unhex("1122334455667788")
	testKIFD   = unhex("404142434445464748494A4B4C4D4E4F")
)

func mutualBody(kenc, rndICC []byte) []byte {
	e := tdes(kenc, slices.Concat(testRNDIFD, rndICC, testKIFD), false)
	return append(e, retailMAC(kenc, e)...)
}

func mutualCommand(kenc, rndICC []byte) []byte {
	return slices.Concat(unhex("0082000028"), mutualBody(kenc, rndICC), []byte{0})
}

// openMutual checks E_ICC M_ICC and returns KSenc.
func openMutual(kenc, rndICC, data []byte) ([]byte, error) {
	if len(data) != 40 || !bytes.Equal(retailMAC(kenc, data[:32]), data[32:]) {
		return nil, errTerminal
	}
	plain := tdes(kenc, data[:32], true)
	if !bytes.Equal(plain[:8], rndICC) || !bytes.Equal(plain[8:16], testRNDIFD) {
		return nil, errTerminal
	}
	return sessionKey(testKIFD, plain[16:]), nil
}

func verifyCommand(key []byte, number string) []byte {
	return verifyRaw(tdes(key, pad([]byte(number)), false))
}

// verifyRaw frames a cryptogram of less than 126 bytes.
func verifyRaw(cryptogram []byte) []byte {
	n := byte(len(cryptogram))
	return slices.Concat([]byte{0x08, 0x20, 0x00, 0x86, n + 3, 0x86, n + 1, 0x01}, cryptogram)
}

// openAnswer checks and decrypts 86 L 01 cryptogram, L in its shortest form.
func openAnswer(key, data []byte) ([]byte, error) {
	if len(data) < 2 || data[0] != 0x86 {
		return nil, errTerminal
	}
	head, n := 2, int(data[1])
	switch {
	case data[1] == 0x81 && len(data) > 3 && data[2] > 0x7F:
		head, n = 3, int(data[2])
	case data[1] == 0x82 && len(data) > 4 && data[2] > 0:
		head, n = 4, int(data[2])<<8|int(data[3])
	case data[1] > 0x7F:
		return nil, errTerminal
	}
	if len(data) != head+n || n < 9 || n%8 != 1 || data[head] != 0x01 {
		return nil, errTerminal
	}
	plain := unpad(tdes(key, data[head+1:], true))
	if plain == nil {
		return nil, errTerminal
	}
	return plain, nil
}

// agree runs the key agreement and returns KSenc.
func agree(t testing.TB, c *emulator.Card, number string) []byte {
	t.Helper()
	challenge := c.Transmit(unhex("0084000008"))
	if len(challenge) != 10 {
		t.Fatalf("GET CHALLENGE: %X", challenge)
	}
	answer := c.Transmit(mutualCommand(kenc(number), challenge[:8]))
	key, err := openMutual(kenc(number), challenge[:8], answer[:len(answer)-2])
	if err != nil {
		t.Fatalf("MUTUAL AUTHENTICATE: %X: %v", answer, err)
	}
	return key
}

// login agrees on a key and verifies the number.
func login(t testing.TB, c *emulator.Card) []byte {
	t.Helper()
	key := agree(t, c, number)
	if got := hexOf(c.Transmit(verifyCommand(key, number))); got != "9000" {
		t.Fatalf("VERIFY: %s", got)
	}
	return key
}
