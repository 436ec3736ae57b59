package deliverykey

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

var testKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })

func newKey(bits int) *rsa.PrivateKey {
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return k
}

func spki(k any) []byte {
	b, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		panic(err)
	}
	return b
}

func pemOf(typ string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: typ, Bytes: der})
}

// objectsOf is typed here: 81 82 01 00 modulus, 82 03 exponent.
func objectsOf(modulus, e []byte) []byte {
	return slices.Concat([]byte{0x81, 0x82, byte(len(modulus) >> 8), byte(len(modulus))}, modulus,
		[]byte{0x82, byte(len(e))}, e)
}

func TestLayouts(t *testing.T) {
	k := &testKey().PublicKey
	n := k.N.FillBytes(make([]byte, 256))
	pkcs1 := x509.MarshalPKCS1PublicKey(k)
	for name, c := range map[string]struct {
		file []byte
		want Layout
	}{
		"SPKI":                    {spki(k), SPKI},
		"SPKI in PEM":             {pemOf("PUBLIC KEY", spki(k)), SPKI},
		"PKCS#1":                  {pkcs1, PKCS1},
		"PKCS#1 in PEM":           {pemOf("RSA PUBLIC KEY", pkcs1), PKCS1},
		"PEM with text before it": {append([]byte("delivery key\n"), pemOf("PUBLIC KEY", spki(k))...), SPKI},
		"modulus":                 {n, Modulus},
		"modulus, 3 bytes":        {append(bytes.Clone(n), 1, 0, 1), ModulusExponent},
		"modulus, 4 bytes":        {append(bytes.Clone(n), 0, 1, 0, 1), ModulusExponent},
		"objects":                 {objectsOf(n, []byte{1, 0, 1}), Objects},
		"objects with a 00":       {objectsOf(append([]byte{0}, n...), []byte{1, 0, 1}), Objects},
	} {
		got, err := Parse(c.file)
		if err != nil || got.Layout != c.want || !got.Public.Equal(k) || got.SHA256 != sha256.Sum256(c.file) || got.Published() {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestRefused(t *testing.T) {
	k := testKey()
	n := k.N.FillBytes(make([]byte, 256))
	ec, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	three := &rsa.PublicKey{N: k.N, E: 3}
	even := new(big.Int).Sub(k.N, big.NewInt(1)).FillBytes(make([]byte, 256))
	half := append(make([]byte, 128), n[:128]...)
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":                   {nil, ErrLayout},
		"text":                    {[]byte("no key at all"), ErrLayout},
		"255 bytes":               {n[:255], ErrLayout},
		"257 bytes, exponent 1":   {append(bytes.Clone(n), 1), ErrExponent},
		"exponent 3":              {spki(three), ErrExponent},
		"exponent 3 in an object": {objectsOf(n, []byte{3}), ErrExponent},
		"exponent of 9 bytes":     {objectsOf(n, []byte{1, 0, 0, 0, 0, 0, 1, 0, 1}), ErrExponent},
		"even modulus":            {even, ErrModulus},
		"modulus with zeros":      {half, ErrModulus},
		"RSA 1024":                {spki(&newKey(1024).PublicKey), ErrModulus},
		"RSA 3072":                {spki(&newKey(3072).PublicKey), ErrModulus},
		"elliptic curve":          {spki(&ec.PublicKey), ErrLayout},
		"private PKCS#1":          {x509.MarshalPKCS1PrivateKey(k), ErrPrivate},
		"private PKCS#8":          {pkcs8, ErrPrivate},
		"private PEM":             {pemOf("PRIVATE KEY", pkcs8), ErrPrivate},
		"bytes after SPKI":        {append(spki(&k.PublicKey), 0), ErrLayout},
		"bytes after objects":     {append(objectsOf(n, []byte{1, 0, 1}), 0), ErrLayout},
		"objects exchanged":       {slices.Concat([]byte{0x82, 3, 1, 0, 1, 0x81, 0x82, 1, 0}, n), ErrLayout},
		"two PEM blocks":          {bytes.Repeat(pemOf("PUBLIC KEY", spki(&k.PublicKey)), 2), ErrLayout},
		"certificate PEM":         {pemOf("CERTIFICATE", spki(&k.PublicKey)), ErrLayout},
		"too long":                {make([]byte, MaxFile+1), ErrSize},
	} {
		if got, err := Parse(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
}

// The files that openssl writes are read, and the key in them is openssl's.
func TestOpenSSLFiles(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) []byte {
		t.Helper()
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("openssl is needed as independent check (Debian package openssl): %v: %v", args, err)
		}
		return out
	}
	run("genrsa", "-out", "key.pem", "2048")
	modulus := bytes.TrimSpace(bytes.TrimPrefix(run("rsa", "-in", "key.pem", "-noout", "-modulus"), []byte("Modulus=")))
	for want, args := range map[Layout][]string{
		SPKI:  {"rsa", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public"},
		PKCS1: {"rsa", "-in", "key.pem", "-RSAPublicKey_out", "-out", "public"},
	} {
		run(args...)
		file, err := os.ReadFile(filepath.Join(dir, "public"))
		if err != nil {
			t.Fatal(err)
		}
		k, err := Parse(file)
		if err != nil || k.Layout != want || hex.EncodeToString(k.Public.N.Bytes()) != string(bytes.ToLower(modulus)) {
			t.Errorf("%s: %v, %v", want, k, err)
		}
	}
}

// The published file is told by its digest alone.
func TestPublished(t *testing.T) {
	var k Key
	raw, err := hex.DecodeString("98bf7014e478241f7943fc1a76c38b6c7bda4da9a927d106ae9ab8a1ad684d0a")
	if err != nil || copy(k.SHA256[:], raw) != 32 || !k.Published() {
		t.Error(k, err)
	}
	if k.SHA256[31] ^= 1; k.Published() {
		t.Error("another digest is called published")
	}
}
