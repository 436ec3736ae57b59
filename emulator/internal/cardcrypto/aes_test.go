package cardcrypto

import (
	"crypto/aes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"
)

// The four examples of RFC 4493, section 4.
func TestCMACOfTheRFC(t *testing.T) {
	key := unhex(t, "2b7e151628aed2a6abf7158809cf4f3c")
	message := unhex(t, "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for n, want := range map[int]string{0: "bb1d6929e9593728", 16: "070a16b46b4d4144", 40: "dfa66747de9ae630", 64: "51f0bebf7e3b9d92"} {
		got, err := aesCMACLeft8(key, message[:n])
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "CMAC", got, unhex(t, want))
	}
}

// A CMAC by somebody else, over lengths around the block.
func TestCMACAgainstAnotherLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	s := suite(t, "t05")
	for n := 0; n <= 65; n++ {
		key, data := random(r, 16), random(r, n)
		block, err := aes.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.MAC(key, data)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "CMAC", got, cbcmac.NewCMAC(block, 8).MAC(data))
		if s.MACLength() != 8 {
			t.Errorf("MAC of %d bytes", s.MACLength())
		}
	}
}

// Appendix 2 of the second generation's specification.
func TestSecondGenerationExample(t *testing.T) {
	s := suite(t, "t05")
	kenc := s.BaseKey([]byte("AA12345678BB"))
	expect(t, "Kenc", kenc, unhex(t, "6522B4E171195BB218223A976C040111"))
	ifd, err := s.Encrypt(kenc, unhex(t, "1122334455667788921CE277323DA057404142434445464748494A4B4C4D4E4F"))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "E_IFD", ifd, unhex(t, "4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773B"))
	mac, err := s.MAC(kenc, ifd)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "M_IFD", mac, unhex(t, "AC854617634F5397"))
	icc := unhex(t, "289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62")
	plain, err := s.Decrypt(kenc, icc)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "plain text of E_ICC", plain, unhex(t, "921CE277323DA05711223344556677882CC6AF9B8B607C662FDCAD27B401D08B"))
	key := s.SessionKey(unhex(t, "404142434445464748494A4B4C4D4E4F"), plain[16:])
	expect(t, "KSenc", key, unhex(t, "C19CF13D3D7FBEE9EA293D834C88952F"))
	number, err := s.DecryptSM(key, 7, unhex(t, "EE0B31EF877F68D071C56D58C72E6748"))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "number", number, []byte("AA12345678BB")) // whatever its place in the session: IV 0
}

// The IV of a specified card is the number of the message, encrypted; the
// three values were computed with another library.
func TestCounterIV(t *testing.T) {
	key := unhex(t, "000102030405060708090A0B0C0D0E0F")
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[uint64]string{1: "7346139595C0B41E497BBDE365F42D0A", 2: "49D68753999BA68CE3897A686081B09D", 3: "B9AD2B2E346AC238505D365E9CB7FC56"} {
		expect(t, "IV", counterIV(n)(block), unhex(t, want))
	}
	s := suite(t, "t07")
	plain, err := s.DecryptSM(key, 1, unhex(t, "564AA15A55132FAEC29D95D38268F7FF"))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "number", plain, []byte("AA12345678BB"))
	answer, err := s.EncryptSM(key, 2, []byte("\xC2\x0CAA12345678BB"))
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "answer", answer, unhex(t, "5EA268036BD0A65290F2C9CC25742258"))
	for _, n := range []uint64{0, 2, 1 << 32} {
		if _, err := s.DecryptSM(key, n, unhex(t, "564AA15A55132FAEC29D95D38268F7FF")); n != 1 && err == nil {
			// CBC: a wrong IV spoils the one block there is, its padding too.
			t.Errorf("message 1 opened as message %d", n)
		}
	}
}

func TestAESWrongLengths(t *testing.T) {
	s := suite(t, "t05")
	if _, err := s.Decrypt(make([]byte, 16), make([]byte, 24)); !errors.Is(err, ErrBlockLength) {
		t.Error(err)
	}
	for _, n := range []int{0, 15, 24, 32} {
		_, e1 := s.EncryptSM(make([]byte, n), 0, nil)
		_, e2 := s.MAC(make([]byte, n), nil)
		if !errors.Is(e1, ErrKeyLength) || !errors.Is(e2, ErrKeyLength) {
			t.Errorf("key of %d bytes: %v, %v", n, e1, e2)
		}
	}
}
