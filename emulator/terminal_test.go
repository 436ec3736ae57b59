package emulator_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"

	"github.com/zairyukit/zairyu/emulator"
)

// A naive terminal, written from annex 1 and 4.2 (second generation: appendix
// 2 and 4.2) for these tests alone.

var errTerminal = errors.New("the terminal cannot make sense of the answer")

// kind is what a terminal must know of the cryptography of a type of card.
type kind struct {
	newCipher func(key []byte) cipher.Block
	mac       func(key, data []byte) []byte
	block     int  // bytes
	specified bool // key delivered, messages numbered, IV of the number
	leLength  int  // bytes of the 96 object's value
}

func kindOf(profile string) kind {
	switch profile {
	case "t1", "t2":
		return kind{tdesCipher, retailMAC, 8, false, 2}
	case "t05", "t06":
		return kind{aesCipher, cmac, 16, false, 2}
	}
	return kind{aesCipher, cmac, 16, true, 3}
}

// gen1 is what most tests of single rules use.
func gen1() kind { return kindOf("t1") }

func kenc(number string) []byte {
	sum := sha1.Sum([]byte(number))
	return sum[:16]
}

func tdesCipher(key []byte) cipher.Block {
	b, err := des.NewTripleDESCipher(slices.Concat(key[:16], key[:8]))
	if err != nil {
		panic(err)
	}
	return b
}

func aesCipher(key []byte) cipher.Block {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	return b
}

// iv is NULs, or on specified cards the number of the message, encrypted.
func (k kind) iv(key []byte, n uint64) []byte {
	iv := make([]byte, k.block)
	if k.specified {
		binary.BigEndian.PutUint64(iv[8:], n)
		k.newCipher(key).Encrypt(iv, iv)
	}
	return iv
}

func (k kind) encrypt(key []byte, n uint64, data []byte) []byte {
	b, out, previous := k.newCipher(key), make([]byte, len(data)), k.iv(key, n)
	for i := 0; i+k.block <= len(data); i += k.block {
		xor(copyTo(out[i:i+k.block], data[i:]), previous)
		b.Encrypt(out[i:], out[i:])
		previous = out[i : i+k.block]
	}
	return out
}

func (k kind) decrypt(key []byte, n uint64, data []byte) []byte {
	b, out, previous := k.newCipher(key), make([]byte, len(data)), k.iv(key, n)
	for i := 0; i+k.block <= len(data); i += k.block {
		b.Decrypt(out[i:], data[i:i+k.block])
		xor(out[i:i+k.block], previous)
		previous = data[i : i+k.block]
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
	padded := gen1().pad(data)
	for i := 0; i < len(padded); i += 8 {
		xor(h, padded[i:i+8])
		k1.Encrypt(h, h)
	}
	k2.Decrypt(h, h)
	k1.Encrypt(h, h)
	return h
}

func cmac(key, data []byte) []byte { return cbcmac.NewCMAC(aesCipher(key), 8).MAC(data) }

func single(key []byte) cipher.Block {
	b, err := des.NewCipher(key)
	if err != nil {
		panic(err)
	}
	return b
}

func (k kind) pad(data []byte) []byte {
	out := append(slices.Clone(data), 0x80)
	for len(out)%k.block != 0 {
		out = append(out, 0)
	}
	return out
}

// unpad returns the data before 80 00..; nil if the last block has no such end.
func (k kind) unpad(data []byte) []byte {
	for i := len(data) - 1; i >= 0 && i >= len(data)-k.block; i-- {
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

// The key agreement is encrypted with an IV of NULs on every card that has it.
func (k kind) mutualBody(kenc, rndICC []byte) []byte {
	k.specified = false
	e := k.encrypt(kenc, 0, slices.Concat(testRNDIFD, rndICC, testKIFD))
	return append(e, k.mac(kenc, e)...)
}

func (k kind) mutualCommand(kenc, rndICC []byte) []byte {
	return slices.Concat(unhex("0082000028"), k.mutualBody(kenc, rndICC), []byte{0})
}

// openMutual checks E_ICC M_ICC and returns KSenc.
func (k kind) openMutual(kenc, rndICC, data []byte) ([]byte, error) {
	k.specified = false
	if len(data) != 40 || !bytes.Equal(k.mac(kenc, data[:32]), data[32:]) {
		return nil, errTerminal
	}
	plain := k.decrypt(kenc, 0, data[:32])
	if !bytes.Equal(plain[:8], rndICC) || !bytes.Equal(plain[8:16], testRNDIFD) {
		return nil, errTerminal
	}
	return sessionKey(testKIFD, plain[16:]), nil
}

func (k kind) verifyCommand(key []byte, n uint64, number string) []byte {
	return verifyRaw(k.encrypt(key, n, k.pad([]byte(number))))
}

// verifyRaw frames a cryptogram of less than 126 bytes.
func verifyRaw(cryptogram []byte) []byte {
	n := byte(len(cryptogram))
	return slices.Concat([]byte{0x08, 0x20, 0x00, 0x86, n + 3, 0x86, n + 1, 0x01}, cryptogram)
}

// readSM frames READ BINARY under SM, length 0 for all.
func (k kind) readSM(p1, p2 byte, length int) []byte {
	object := append([]byte{0x96, byte(k.leLength)}, []byte{0, byte(length >> 8), byte(length)}[3-k.leLength:]...)
	return slices.Concat([]byte{0x08, 0xB0, p1, p2, 0, 0, byte(len(object))}, object, []byte{0, 0})
}

// openAnswer checks and decrypts 86 L 01 cryptogram, L in its shortest form.
func (k kind) openAnswer(key []byte, number uint64, data []byte) ([]byte, error) {
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
	if len(data) != head+n || n < k.block+1 || n%k.block != 1 || data[head] != 0x01 {
		return nil, errTerminal
	}
	plain := k.unpad(k.decrypt(key, number, data[head+1:]))
	if plain == nil {
		return nil, errTerminal
	}
	return plain, nil
}

// Short forms for the first generation.

func mutualCommand(kenc, rndICC []byte) []byte { return gen1().mutualCommand(kenc, rndICC) }

func openMutual(kenc, rndICC, data []byte) ([]byte, error) {
	return gen1().openMutual(kenc, rndICC, data)
}

func verifyCommand(key []byte, number string) []byte { return gen1().verifyCommand(key, 0, number) }

func openAnswer(key, data []byte) ([]byte, error) { return gen1().openAnswer(key, 0, data) }

// agree runs the key agreement and returns KSenc.
func (k kind) agree(t testing.TB, c *emulator.Card, number string) []byte {
	t.Helper()
	challenge := c.Transmit(unhex("0084000008"))
	if len(challenge) != 10 {
		t.Fatalf("GET CHALLENGE: %X", challenge)
	}
	answer := c.Transmit(k.mutualCommand(kenc(number), challenge[:8]))
	key, err := k.openMutual(kenc(number), challenge[:8], answer[:len(answer)-2])
	if err != nil {
		t.Fatalf("MUTUAL AUTHENTICATE: %X: %v", answer, err)
	}
	return key
}

func agree(t testing.TB, c *emulator.Card, number string) []byte {
	t.Helper()
	return gen1().agree(t, c, number)
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
