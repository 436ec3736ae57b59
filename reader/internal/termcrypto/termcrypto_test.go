package termcrypto

import (
	"bytes"
	"crypto/des"
	"encoding/hex"
	"errors"
	"os/exec"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"
	"pgregory.net/rapid"
)

func bytesOf(n int) *rapid.Generator[[]byte] { return rapid.SliceOfN(rapid.Byte(), n, n) }

func TestRetailMACAgainstOtherLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := bytesOf(16).Draw(t, "key")
		data := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "data")
		want := cbcmac.NewANSIRetailMAC(des.NewCipher, key[:8], key[8:], 8).MAC(data)
		got, err := retailMAC(key, data)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("got %X, %v; want %X", got, err, want)
		}
	})
}

func TestCipherAgainstOpenSSL(t *testing.T) {
	key := []byte("0123456789abcdef")
	data := bytes.Repeat([]byte("synthetic block."), 5)
	cmd := exec.Command("openssl", "enc", "-des-ede-cbc", "-provider", "default", "-provider", "legacy",
		"-nopad", "-K", hex.EncodeToString(key), "-iv", "0000000000000000")
	cmd.Stdin = bytes.NewReader(data)
	want, err := cmd.Output()
	if err != nil {
		t.Fatalf("openssl is needed as independent check (Debian package openssl): %v", err)
	}
	got, err := tdesIV0.encipher(key, 0, data)
	equal(t, "cryptogram", got, want, err)
	back, err := tdesIV0.decipher(key, 0, want)
	equal(t, "plain text", back, data, err)
}

func TestPadding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "data")
		block := rapid.SampledFrom([]int{8, 16}).Draw(t, "block")
		padded := pad80(data, block)
		if n := len(padded) - len(data); n < 1 || n > block || len(padded)%block != 0 {
			t.Fatalf("%d bytes of padding on %d", n, len(data))
		}
		if got, err := unpad80(padded, block); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%X, %v", got, err)
		}
	})
	for _, bad := range []string{"", "00", "0000000000000000", "0102030405060708", "8000000000000001",
		"80000000000000000000000000000000", "01800000000000000000"} {
		raw, _ := hex.DecodeString(bad)
		if got, err := unpad80(raw, 8); !errors.Is(err, ErrPadding) {
			t.Errorf("%q: %X, %v", bad, got, err)
		}
	}
}

func TestUnwrapRefuses(t *testing.T) {
	s := suite(t, "t1")
	ksenc, _ := hex.DecodeString("CE94938E19E3B97DF96EABCEDC1715CC")
	sealed := func(plain string) string { // whole blocks, enciphered as they are
		raw, _ := hex.DecodeString(plain)
		c, err := tdesIV0.encipher(ksenc, 0, raw)
		if err != nil {
			t.Fatal(err)
		}
		return hex.EncodeToString(c)
	}
	const ok = "BFF596EBB0C3E427" // D7 01 31, from the vectors
	for _, c := range []struct {
		name, answer string
		want         error
	}{
		{"empty", "", ErrObject},
		{"plain answer", "D70131", ErrObject},
		{"tag 85", "850901" + ok, ErrObject},
		{"tag 87", "870901" + ok, ErrObject},
		{"tag 99", "990901" + ok, ErrObject},
		{"indicator 00", "860900" + ok, ErrObject},
		{"indicator 02", "860902" + ok, ErrObject},
		{"no indicator", "8600", ErrObject},
		{"L one more", "860A01" + ok, ErrObject},
		{"L a block more", "861101" + ok, ErrCutOff},
		{"L a block more, long form", "8682001101" + ok, ErrCutOff},
		{"L a block more, middle form", "86811101" + ok, ErrCutOff},
		{"L one more, long form", "8682001201" + ok, ErrObject},
		{"L huge", "86830FFFFF01" + ok, ErrObject},
		{"L one less", "860801" + ok, ErrObject},
		{"L in the 84 form", "86840000000901" + ok, ErrObject},
		{"nothing but the indicator", "860101", ErrCiphertext},
		{"cut by 1, L right", "860801" + ok[:14], ErrCiphertext},
		{"cut by 7, L right", "860201" + ok[:2], ErrCiphertext},
		{"8E after it", "860901" + ok + "8E080000000000000000", ErrObject},
		{"99 after it", "860901" + ok + "99029000", ErrObject},
		{"no padding", "860901" + sealed("0102030405060708"), ErrPadding},
		{"zeros only", "860901" + sealed("0000000000000000"), ErrPadding},
		{"non-zero tail", "860901" + sealed("0102038000000001"), ErrPadding},
		{"two blocks of padding", "861101" + sealed("80000000000000000000000000000000"), ErrPadding},
	} {
		raw, err := hex.DecodeString(c.answer)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Unwrap(ksenc, 0, raw); !errors.Is(err, c.want) {
			t.Errorf("%s: %X, %v; want %v", c.name, got, err, c.want)
		}
	}
	raw, _ := hex.DecodeString("8682000901" + ok) // 3.2.3.1 allows the long form
	got, err := s.Unwrap(ksenc, 0, raw)
	equal(t, "long length form", got, []byte{0xD7, 1, 0x31}, err)
	if _, err := s.Unwrap(ksenc[:8], 0, raw); !errors.Is(err, ErrKey) {
		t.Errorf("short key: %v", err)
	}
}

func TestHandshakeRefuses(t *testing.T) {
	s := suite(t, "t1")
	zero8, zero16 := make([]byte, 8), make([]byte, 16)
	for _, bad := range [][3][]byte{{zero8[:7], zero8, zero16}, {zero8, zero16, zero16}, {zero8, zero8, zero8}} {
		if _, err := s.NewHandshake("AA12345678BB", bad[0], bad[1], bad[2]); !errors.Is(err, ErrKey) {
			t.Error(err)
		}
	}
	h, err := s.NewHandshake("AA12345678BB", zero8, zero8, zero16)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Answer(make([]byte, 40)); !errors.Is(err, ErrAnswerLength) {
		t.Errorf("answer before the command: %v", err)
	}
	sent, err := h.Data()
	if err != nil {
		t.Fatal(err)
	}
	// RND.ICC = RND.IFD here: only the comparison with what was sent can tell.
	if _, err := h.Answer(sent); !errors.Is(err, ErrReflected) {
		t.Errorf("reflected: %v", err)
	}
	for _, n := range []int{0, 31, 32, 39, 41} {
		if _, err := h.Answer(make([]byte, n)); !errors.Is(err, ErrAnswerLength) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	base := s.BaseKey("AA12345678BB")
	seal := func(plain []byte) []byte {
		e, _ := tdesIV0.encipher(base, 0, plain)
		m, _ := retailMAC(base, e)
		return append(e, m...)
	}
	one := append([]byte{1}, make([]byte, 31)...)
	other := make([]byte, 32)
	other[15] = 1
	for name, plain := range map[string][]byte{"RND.ICC": one, "RND.IFD": other} {
		if _, err := h.Answer(seal(plain)); !errors.Is(err, ErrRandom) {
			t.Errorf("wrong %s with a right MAC: %v", name, err)
		}
	}
}

func FuzzUnwrap(f *testing.F) {
	for _, s := range []string{"", "860901BFF596EBB0C3E427", "8682000901BFF596EBB0C3E427", "86FF", "868465535353"} {
		raw, _ := hex.DecodeString(s)
		f.Add(raw)
	}
	s := suite(f, "t1")
	ksenc := make([]byte, 16)
	f.Fuzz(func(t *testing.T, answer []byte) {
		plain, err := s.Unwrap(ksenc, 0, answer)
		if err == nil && len(plain) >= len(answer) {
			t.Fatalf("%d bytes out of %d", len(plain), len(answer))
		}
	})
}
