package termcrypto

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math/big"
	"os/exec"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"
	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/internal/spec"
)

func TestCMACAgainstOtherLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := bytesOf(16).Draw(t, "key")
		data := rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(t, "data")
		b, err := aes.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		want := cbcmac.NewCMAC(b, 16).MAC(data)
		if got := cmac(b, data); !bytes.Equal(got, want) {
			t.Fatalf("got %X, want %X", got, want)
		}
		if got, err := cmacLeft8(key, data); err != nil || !bytes.Equal(got, want[:8]) {
			t.Fatalf("got %X, %v; want %X", got, err, want[:8])
		}
	})
}

// RFC 4493, section 4: the four examples.
func TestCMACExamples(t *testing.T) {
	key, _ := hex.DecodeString("2B7E151628AED2A6ABF7158809CF4F3C")
	message, _ := hex.DecodeString("6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51" +
		"30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710")
	b, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{0: "bb1d6929e95937287fa37d129b756746", 16: "070a16b46b4d4144f79bdd9dd04a287c",
		40: "dfa66747de9ae63030ca32611497c827", 64: "51f0bebf7e3b9d92fc49741779363cfe"} {
		if got := hex.EncodeToString(cmac(b, message[:n])); got != want {
			t.Errorf("%d bytes: %s, want %s", n, got, want)
		}
	}
}

func TestAESAgainstOpenSSL(t *testing.T) {
	key := []byte("0123456789abcdef")
	data := bytes.Repeat([]byte("synthetic block."), 5)
	for n, m := range map[uint64]mode{0: aesIV0, 1<<40 + 7: aesIVCounter} {
		iv := make([]byte, 16)
		if m.counts { // made by openssl too
			iv = run(t, []byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x07"),
				"enc", "-aes-128-ecb", "-nopad", "-K", hex.EncodeToString(key))
		}
		want := run(t, data, "enc", "-aes-128-cbc", "-nopad", "-K", hex.EncodeToString(key), "-iv", hex.EncodeToString(iv))
		got, err := m.encipher(key, n, data)
		equal(t, "cryptogram", got, want, err)
		back, err := m.decipher(key, n, want)
		equal(t, "plain text", back, data, err)
	}
	for _, m := range []mode{aesIV0, aesIVCounter, tdesIV0} {
		if _, err := m.encipher(key[:15], 1, data); !errors.Is(err, ErrKey) {
			t.Error(err)
		}
		if _, err := m.decipher(key, 1, data[:17]); !errors.Is(err, ErrCiphertext) {
			t.Error(err)
		}
	}
}

func run(t *testing.T, in []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("openssl", args...)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("openssl is needed as independent check (Debian package openssl): %v", err)
	}
	return out
}

// What is sent decrypts, under exactly the hashes that the profile names, to
// the message that it names, with the session key at its place. The messages
// are typed here.
func TestDelivery(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p, err := spec.Lookup("t07")
	if err != nil {
		t.Fatal(err)
	}
	type keys struct{ length, at int }
	for message, want := range map[string]keys{"A0{80:32}": {36, 4}, "A0{80:32,81:32}": {70, 4}, "bare-32": {32, 0}, "bare-16": {16, 0}} {
		for hashes, o := range map[string]rsa.OAEPOptions{"sha256": {Hash: crypto.SHA256}, "sha1": {Hash: crypto.SHA1},
			"sha256-mgf1-sha1": {Hash: crypto.SHA256, MGFHash: crypto.SHA1}} {
			chosen, err := p.Choose(map[string]string{"message": message, "oaep": hashes})
			if err != nil {
				t.Fatal(err)
			}
			s, err := For(chosen)
			if err != nil {
				t.Fatal(err)
			}
			cryptogram, ksenc, err := s.Deliver(rand.Reader, &private.PublicKey)
			if err != nil || len(cryptogram) != 256 {
				t.Fatal(len(cryptogram), err)
			}
			plain, err := private.Decrypt(nil, cryptogram, &o)
			if err != nil || len(plain) != want.length || len(ksenc) != 16 || !bytes.Equal(plain[want.at:want.at+16], ksenc) {
				t.Errorf("%s, %s: %X, session key %X, %v", message, hashes, plain, ksenc, err)
			}
			again, other, err := s.Deliver(rand.Reader, &private.PublicKey)
			if err != nil || bytes.Equal(again, cryptogram) || bytes.Equal(other, ksenc) {
				t.Error("the same again", err)
			}
		}
	}
	heads := map[string]string{"A0{80:32}": "A0228020", "A0{80:32,81:32}": "A0448020"}
	for message, head := range heads {
		chosen, _ := p.Choose(map[string]string{"message": message})
		s, _ := For(chosen)
		cryptogram, _, err := s.Deliver(rand.Reader, &private.PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := rsa.DecryptOAEP(sha256.New(), nil, private, cryptogram, nil)
		if err != nil || hex.EncodeToString(plain[:4]) != hex.EncodeToString(mustHex(head)) {
			t.Errorf("%s begins %X", message, plain[:4])
		}
		if len(plain) == 70 && (plain[36] != 0x81 || plain[37] != 0x20) {
			t.Errorf("second key under %X", plain[36:38])
		}
		if _, err := rsa.DecryptOAEP(sha1.New(), nil, private, cryptogram, nil); err == nil {
			t.Error("decrypts under another hash")
		}
	}
}

func mustHex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// openssl decrypts what is sent, so OAEP is not only our library's.
func TestDeliveryAgainstOpenSSL(t *testing.T) {
	dir := t.TempDir()
	pem := dir + "/key.pem"
	run(t, nil, "genrsa", "-out", pem, "2048")
	modulus := bytes.TrimSpace(bytes.TrimPrefix(run(t, nil, "rsa", "-in", pem, "-noout", "-modulus"), []byte("Modulus=")))
	public := &rsa.PublicKey{E: 65537}
	public.N = new(big.Int).SetBytes(mustHex(string(modulus)))
	s := suite(t, "t07")
	cryptogram, ksenc, err := s.Deliver(rand.Reader, public)
	if err != nil {
		t.Fatal(err)
	}
	plain := run(t, cryptogram, "pkeyutl", "-decrypt", "-inkey", pem, "-pkeyopt", "rsa_padding_mode:oaep",
		"-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha256")
	if len(plain) != 36 || !bytes.Equal(plain[4:20], ksenc) {
		t.Errorf("%X, session key %X", plain, ksenc)
	}
}

func TestDeliveryRefuses(t *testing.T) {
	s := suite(t, "t07")
	for _, n := range []int{0, 16, 31, 33, 64} {
		if _, _, err := s.KeyMessage(make([]byte, n)); !errors.Is(err, ErrKey) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := s.NewHandshake("AA12345678BB", make([]byte, 8), make([]byte, 8), make([]byte, 16)); !errors.Is(err, ErrUnknownAlgorithm) {
		t.Errorf("handshake on a specified card: %v", err)
	}
	if _, _, err := suite(t, "t05").KeyMessage(make([]byte, 32)); !errors.Is(err, ErrUnknownAlgorithm) {
		t.Errorf("delivery on type 05: %v", err)
	}
	if _, _, err := s.Deliver(bytes.NewReader(make([]byte, 10)), nil); err == nil {
		t.Error("random source dry")
	}
}
