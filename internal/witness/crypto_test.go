package witness_test

import (
	"bytes"
	"crypto/cipher"
	"crypto/des"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"
	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/internal/witness"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Expected values: openssl enc -des-ede-cbc -nopad, IV 0. With equal halves
// the first is the single-DES value known from textbooks.
func TestCipherAgainstOpenSSL(t *testing.T) {
	for _, c := range []struct{ key, plain, cipher string }{
		{"133457799BBCDFF1133457799BBCDFF1", "0123456789ABCDEF", "85E813540F0AB405"},
		{"0123456789ABCDEFFEDCBA9876543210", "4E6F77206973207468652074696D6520666F7220616C6C20", "D80A0D8B2BAE5E4E319E5E68C3E8891B93462A6DB9B4A4D1"},
	} {
		key, plain, want := unhex(t, c.key), unhex(t, c.plain), unhex(t, c.cipher)
		if got := witness.EncryptCBC(key, plain); !bytes.Equal(got, want) {
			t.Errorf("encrypted %X, want %X", got, want)
		}
		if got := witness.DecryptCBC(key, want); !bytes.Equal(got, plain) {
			t.Errorf("decrypted %X, want %X", got, plain)
		}
	}
}

// Expected values: openssl's legacy single DES, block by block.
func TestRetailMACAgainstOpenSSL(t *testing.T) {
	key := unhex(t, "0123456789ABCDEFFEDCBA9876543210")
	for data, want := range map[string]string{
		"":                   "F1FBCF2A56D19BA7",
		"00":                 "AEF2E65A672FE949",
		"01020304050607":     "4463C63420688B31",
		"0102030405060708":   "59997D5B782645F9",
		"010203040506070809": "A5227242B3A62DC4",
	} {
		if got := witness.RetailMAC(key, unhex(t, data)); !bytes.Equal(got, unhex(t, want)) {
			t.Errorf("MAC of %q is %X, want %s", data, got, want)
		}
	}
}

func TestRetailMACAgainstAnotherLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "key")
		data := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "data")
		want := cbcmac.NewANSIRetailMAC(func(k []byte) (cipher.Block, error) { return des.NewCipher(k) }, key[:8], key[8:], 8).MAC(data)
		if got := witness.RetailMAC(key, data); !bytes.Equal(got, want) {
			t.Fatalf("MAC %X, the other library says %X", got, want)
		}
	})
}

func TestPadAndUnpad(t *testing.T) {
	for _, c := range []struct{ plain, padded string }{
		{"", "8000000000000000"},
		{"01", "0180000000000000"},
		{"01020304050607", "0102030405060780"},
		{"0102030405060708", "01020304050607088000000000000000"},
		{"8000", "8000800000000000"},
	} {
		plain, padded := unhex(t, c.plain), unhex(t, c.padded)
		if got := witness.Pad(plain); !bytes.Equal(got, padded) {
			t.Errorf("Pad(%s) = %X", c.plain, got)
		}
		if got, err := witness.Unpad(padded); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("Unpad(%s) = %X, %v", c.padded, got, err)
		}
	}
}

func TestUnpadRefuses(t *testing.T) {
	for _, c := range []struct {
		data string
		want error
	}{
		{"", witness.ErrLength},
		{"80", witness.ErrLength},
		{"800000000000000000", witness.ErrLength},
		{"0000000000000000", witness.ErrPadding},
		{"0102030405060708", witness.ErrPadding},
		{"0102030405068001", witness.ErrPadding},
		{"0102030405060708 0000000000000000", witness.ErrPadding},
		// More than one block of padding is none: 4.2.5(4)(ii) says 1 to 8 bytes.
		{"8000000000000000 0000000000000000", witness.ErrPadding},
		{"0102030405060780 0000000000000000", witness.ErrPadding},
	} {
		if got, err := witness.Unpad(unhex(t, c.data)); !errors.Is(err, c.want) {
			t.Errorf("Unpad(%s) = %X, %v; want %v", c.data, got, err, c.want)
		}
	}
}

// The answer of annex 2, spoiled in one place at a time.
func TestOpenCardCryptogramRefuses(t *testing.T) {
	kenc := unhex(t, "6522B4E171195BB218223A976C040111")
	rndICC, rndIFD := unhex(t, "5A6E7E385162B7A3"), unhex(t, "1122334455667788")
	good := unhex(t, "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE 59388FD6CD45248B")
	if _, err := witness.OpenCardCryptogram(kenc, good, rndICC, rndIFD); err != nil {
		t.Fatal(err)
	}
	for bit := range 320 {
		bad := bytes.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := witness.OpenCardCryptogram(kenc, bad, rndICC, rndIFD); !errors.Is(err, witness.ErrMAC) {
			t.Errorf("bit %d: %v", bit, err)
		}
	}
	other := unhex(t, "0000000000000000")
	for name, c := range map[string]struct {
		answer, rndICC, rndIFD []byte
		want                   error
	}{
		"none":          {nil, rndICC, rndIFD, witness.ErrLength},
		"39 bytes":      {good[:39], rndICC, rndIFD, witness.ErrLength},
		"41 bytes":      {append(bytes.Clone(good), 0), rndICC, rndIFD, witness.ErrLength},
		"other RND.ICC": {good, other, rndIFD, witness.ErrRndICC},
		"other RND.IFD": {good, rndICC, other, witness.ErrRndIFD},
		"swapped":       {good, rndIFD, rndICC, witness.ErrRndICC},
		"short RND.ICC": {good, rndICC[:7], rndIFD, witness.ErrRndICC},
	} {
		if got, err := witness.OpenCardCryptogram(kenc, c.answer, c.rndICC, c.rndIFD); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %X, %v; want %v", name, got, err, c.want)
		}
	}
}

// Cases build refused commands with odd keys and lengths: no panic, and the
// argument stays as it was.
func TestOddLengthsDoNotPanic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "key")
		data := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "data")
		before := append(bytes.Clone(key), data...)
		if n := len(witness.EncryptCBC(key, data)); n%8 != 0 || n < len(data) {
			t.Fatalf("%d bytes from %d", n, len(data))
		}
		witness.DecryptCBC(key, data)
		witness.RetailMAC(key, data)
		witness.TerminalCryptogram(key, data, key, data)
		witness.SessionKey(key, data)
		if _, err := witness.Open(key, witness.Seal(key, data)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(before, append(bytes.Clone(key), data...)) {
			t.Fatal("an argument was changed")
		}
	})
}
