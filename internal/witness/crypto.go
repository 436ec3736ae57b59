// Package witness is the suite's own terminal and encoder for cards of the
// first generation (types 1 and 2): the third opinion beside emulator and
// reader. It is naive on purpose. Every constant is typed by hand from the
// specification, clause by clause, so that a mistake in the shared tables
// shows as a disagreement.
//
// It implements sections 2 to 6 of the fact sheet for the first generation
// (Ver 1.5 of the specification, clauses 3.2 to 4.2 and annexes 1 and 2). It
// imports the standard library and nothing of this module.
package witness

import (
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"crypto/subtle"
	"fmt"
)

// Fault is a way in which an answer or a file breaks the specification.
// Compare with errors.Is.
type Fault string

func (f Fault) Error() string { return string(f) }

// What the functions of this package find wrong.
const (
	ErrLength  Fault = "length is not the one specified"
	ErrMAC     Fault = "MAC does not fit the cryptogram"
	ErrRndICC  Fault = "RND.ICC is not the card's own challenge"
	ErrRndIFD  Fault = "RND.IFD is not the terminal's"
	ErrObject  Fault = "data object is malformed"
	ErrPadding Fault = "padding is not 80 and up to seven 00"
	ErrSession Fault = "no session key; authenticate first"
	ErrModulus Fault = "check code is not below the modulus; the key is another card's"
)

// BaseKey returns Kenc, which is Kmac too: the first 16 bytes of SHA-1 of the
// number (annex 1).
func BaseKey(number string) []byte {
	sum := sha1.Sum([]byte(number))
	return sum[:16]
}

// EncryptCBC encrypts with two-key TDES, CBC, IV 0 (annex 1, table 1).
//
// It always answers, because a judge must not stop: a key that is not 16
// bytes is cut or completed with 00, and so is a last block that is not whole.
func EncryptCBC(key, data []byte) []byte {
	out := wholeBlocks(data)
	cipher.NewCBCEncrypter(tdes(key), make([]byte, 8)).CryptBlocks(out, out)
	return out
}

// DecryptCBC undoes EncryptCBC and treats odd lengths as it does.
func DecryptCBC(key, data []byte) []byte {
	out := wholeBlocks(data)
	cipher.NewCBCDecrypter(tdes(key), make([]byte, 8)).CryptBlocks(out, out)
	return out
}

// RetailMAC returns the 8-byte MAC of ISO/IEC 9797-1 algorithm 3 with padding
// method 2 (annex 1, table 1): single DES in CBC with the first key half, then
// the last block deciphered with the second half and enciphered with the
// first. A key that is not 16 bytes is cut or completed with 00.
func RetailMAC(key, data []byte) []byte {
	k1, k2 := halves(key)
	first, second := singleDES(k1), singleDES(k2)
	block := make([]byte, 8)
	for padded := Pad(data); len(padded) > 0; padded = padded[8:] {
		subtle.XORBytes(block, block, padded[:8])
		first.Encrypt(block, block)
	}
	second.Decrypt(block, block)
	first.Encrypt(block, block)
	return block
}

// Pad appends 80 and as many 00 as make whole blocks of 8: 1 to 8 bytes, never
// none (4.2.2(3)(i), 4.2.5(4)(ii)).
func Pad(data []byte) []byte {
	out := append([]byte{}, data...)
	out = append(out, 0x80)
	for len(out)%8 != 0 {
		out = append(out, 0x00)
	}
	return out
}

// Unpad removes what Pad appends. The error is ErrLength if data is not one or
// more blocks of 8, ErrPadding if the last block holds no padding.
func Unpad(data []byte) ([]byte, error) {
	if len(data) == 0 || len(data)%8 != 0 {
		return nil, fmt.Errorf("plain text of %d bytes: %w", len(data), ErrLength)
	}
	for end := len(data) - 1; end >= len(data)-8; end-- {
		if data[end] == 0x80 {
			return append([]byte{}, data[:end]...), nil
		}
		if data[end] != 0x00 {
			break
		}
	}
	return nil, fmt.Errorf("last block of %d bytes of plain text: %w", len(data), ErrPadding)
}

// TerminalCryptogram returns E_IFD and M_IFD, 32 and 8 bytes (annex 1, step 3).
// The randoms are 8, 8 and 16 bytes.
func TerminalCryptogram(kenc, rndIFD, rndICC, kIFD []byte) []byte {
	return withMAC(kenc, rndIFD, rndICC, kIFD)
}

// CardCryptogram returns E_ICC and M_ICC, 32 and 8 bytes (annex 1, step 4).
// The randoms are 8, 8 and 16 bytes.
func CardCryptogram(kenc, rndICC, rndIFD, kICC []byte) []byte {
	return withMAC(kenc, rndICC, rndIFD, kICC)
}

func withMAC(kenc, first, second, secret []byte) []byte {
	plain := append([]byte{}, first...)
	plain = append(plain, second...)
	plain = append(plain, secret...)
	e := EncryptCBC(kenc, plain)
	return append(e, RetailMAC(kenc, e)...)
}

// OpenCardCryptogram checks the 40 bytes that answer MUTUAL AUTHENTICATE, in
// the order of annex 2, steps 7 to 9, and returns K.ICC, 16 bytes. The error
// is ErrLength, ErrMAC, ErrRndICC or ErrRndIFD.
func OpenCardCryptogram(kenc, answer, rndICC, rndIFD []byte) (kICC []byte, err error) {
	if len(answer) != 40 {
		return nil, fmt.Errorf("MUTUAL AUTHENTICATE answer of %d bytes, 40 expected: %w", len(answer), ErrLength)
	}
	e, m := answer[:32], answer[32:]
	if !same(RetailMAC(kenc, e), m) {
		return nil, fmt.Errorf("M_ICC: %w", ErrMAC)
	}
	plain := DecryptCBC(kenc, e)
	if !same(plain[:8], rndICC) {
		return nil, fmt.Errorf("bytes 0 to 7 of E_ICC: %w", ErrRndICC)
	}
	if !same(plain[8:16], rndIFD) {
		return nil, fmt.Errorf("bytes 8 to 15 of E_ICC: %w", ErrRndIFD)
	}
	return plain[16:32], nil
}

// SessionKey returns KSenc: the first 16 bytes of SHA-1 of K.IFD xor K.ICC and
// 00000001 (annex 1, step 5). Both secrets are 16 bytes.
func SessionKey(kIFD, kICC []byte) []byte {
	material := make([]byte, 20)
	subtle.XORBytes(material, kIFD[:min(len(kIFD), 16)], kICC[:min(len(kICC), 16)])
	material[19] = 0x01
	sum := sha1.Sum(material)
	return sum[:16]
}

func same(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

func wholeBlocks(data []byte) []byte {
	out := make([]byte, (len(data)+7)/8*8)
	copy(out, data)
	return out
}

func halves(key []byte) (k1, k2 []byte) {
	k := make([]byte, 16)
	copy(k, key)
	return k[:8], k[8:]
}

func tdes(key []byte) cipher.Block {
	k1, k2 := halves(key)
	three := append(append(append([]byte{}, k1...), k2...), k1...)
	block, err := des.NewTripleDESCipher(three)
	return possible(block, err)
}

func singleDES(key []byte) cipher.Block {
	block, err := des.NewCipher(key)
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
