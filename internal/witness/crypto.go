package witness

import (
	"crypto/sha1"
	"crypto/subtle"
	"fmt"
)

// BaseKey returns Kenc, which is Kmac too: the first 16 bytes of SHA-1 of the
// number (annex 1; 2G 5). Specified cards have no use for it.
func (k *Kind) BaseKey(number string) []byte {
	sum := sha1.Sum([]byte(number))
	return sum[:16]
}

// Pad appends 80 and as many 00 as make whole blocks: 1 byte to a block, never
// none (4.2.2(3)(i), 4.2.5(4)(ii); 2G 5; M).
func (k *Kind) Pad(data []byte) []byte {
	out := append([]byte{}, data...)
	out = append(out, 0x80)
	for len(out)%k.Block != 0 {
		out = append(out, 0x00)
	}
	return out
}

// Unpad removes what Pad appends. The error is ErrLength if data is not one or
// more blocks, ErrPadding if the last block holds no padding.
func (k *Kind) Unpad(data []byte) ([]byte, error) {
	if len(data) == 0 || len(data)%k.Block != 0 {
		return nil, fmt.Errorf("plain text of %d bytes: %w", len(data), ErrLength)
	}
	for end := len(data) - 1; end >= len(data)-k.Block; end-- {
		if data[end] == 0x80 {
			return append([]byte{}, data[:end]...), nil
		}
		if data[end] != 0x00 {
			break
		}
	}
	return nil, fmt.Errorf("last block of %d bytes of plain text: %w", len(data), ErrPadding)
}

// TerminalCryptogram returns E_IFD and M_IFD, 32 and 8 bytes (annex 1, step 3;
// 2G 5). The randoms are 8, 8 and 16 bytes.
func (k *Kind) TerminalCryptogram(kenc, rndIFD, rndICC, kIFD []byte) []byte {
	return k.withMAC(kenc, rndIFD, rndICC, kIFD)
}

// CardCryptogram returns E_ICC and M_ICC, 32 and 8 bytes (annex 1, step 4; 2G
// 5). The randoms are 8, 8 and 16 bytes.
func (k *Kind) CardCryptogram(kenc, rndICC, rndIFD, kICC []byte) []byte {
	return k.withMAC(kenc, rndICC, rndIFD, kICC)
}

func (k *Kind) withMAC(kenc, first, second, secret []byte) []byte {
	plain := append([]byte{}, first...)
	plain = append(plain, second...)
	plain = append(plain, secret...)
	e := k.EncryptCBC(kenc, plain)
	return append(e, k.MAC(kenc, e)...)
}

// OpenCardCryptogram checks the 40 bytes that answer MUTUAL AUTHENTICATE, in
// the order of annex 2, steps 7 to 9, and returns K.ICC, 16 bytes. The error
// is ErrLength, ErrMAC, ErrRndICC or ErrRndIFD.
func (k *Kind) OpenCardCryptogram(kenc, answer, rndICC, rndIFD []byte) (kICC []byte, err error) {
	if len(answer) != 40 {
		return nil, fmt.Errorf("MUTUAL AUTHENTICATE answer of %d bytes, 40 expected: %w", len(answer), ErrLength)
	}
	e, m := answer[:32], answer[32:]
	if !same(k.MAC(kenc, e), m) {
		return nil, fmt.Errorf("M_ICC: %w", ErrMAC)
	}
	plain := k.DecryptCBC(kenc, e)
	if !same(plain[:8], rndICC) {
		return nil, fmt.Errorf("bytes 0 to 7 of E_ICC: %w", ErrRndICC)
	}
	if !same(plain[8:16], rndIFD) {
		return nil, fmt.Errorf("bytes 8 to 15 of E_ICC: %w", ErrRndIFD)
	}
	return plain[16:32], nil
}

// SessionKey returns KSenc: the first 16 bytes of SHA-1 of K.IFD xor K.ICC and
// 00000001 (annex 1, step 5; 2G 5). Both secrets are 16 bytes. On the
// specified cards the terminal chooses KSenc, see [KeyMessage].
func (k *Kind) SessionKey(kIFD, kICC []byte) []byte {
	material := make([]byte, 20)
	subtle.XORBytes(material, kIFD[:min(len(kIFD), 16)], kICC[:min(len(kICC), 16)])
	material[19] = 0x01
	sum := sha1.Sum(material)
	return sum[:16]
}

func same(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }
