package main

import (
	"context"
	"crypto"
	"crypto/cipher"
	"crypto/des"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/reader"
)

// BenchmarkVerifiedRead is a full session in process: detection, key
// agreement, VERIFY, all nine files, signature, certificate.
func BenchmarkVerifiedRead(b *testing.B) {
	card, err := personalise(source{}, "")
	if err != nil {
		b.Fatal(err)
	}
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		b.Fatal(err)
	}
	anchors, err := testAnchors(card.Anchors)
	if err != nil {
		b.Fatal(err)
	}
	o := reader.Options{Number: card.Image.Number, Anchors: anchors, Now: card.Clock}
	b.ReportAllocs()
	for b.Loop() {
		emulated.Reset()
		if r := reader.Check(context.Background(), inProcess{emulated}, o); r.Verdict != reader.Valid {
			b.Fatal(r)
		}
	}
}

// BenchmarkPrimitives is the least arithmetic such a session needs on both
// sides together, on the same bytes and with nothing around it: TDES over the
// two files that are read under SM and over the key agreement, encrypted by
// one side and decrypted by the other, the hashes, and two RSA verifications.
func BenchmarkPrimitives(b *testing.B) {
	card, err := personalise(source{}, "")
	if err != nil {
		b.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(card.Certificate)
	if err != nil {
		b.Fatal(err)
	}
	root, err := x509.ParseCertificate(card.Anchors[0])
	if err != nil {
		b.Fatal(err)
	}
	base := sha1.Sum([]byte(card.Image.Number))
	key := append(append([]byte{}, base[:16]...), base[:8]...)
	messages := [][]byte{make([]byte, 7008), make([]byte, 3008), make([]byte, 32), make([]byte, 32), make([]byte, 16)}
	b.ReportAllocs()
	for b.Loop() {
		for _, m := range messages {
			block, err := des.NewTripleDESCipher(key)
			if err != nil {
				b.Fatal(err)
			}
			cipher.NewCBCEncrypter(block, make([]byte, 8)).CryptBlocks(m, m)
			cipher.NewCBCDecrypter(block, make([]byte, 8)).CryptBlocks(m, m)
		}
		sha1.Sum(key)
		hash := sha256.Sum256(card.SignedData)
		if err := rsa.VerifyPKCS1v15(leaf.PublicKey.(*rsa.PublicKey), crypto.SHA256, hash[:], card.CheckCode); err != nil {
			b.Fatal(err)
		}
		if err := leaf.CheckSignatureFrom(root); err != nil {
			b.Fatal(err)
		}
	}
}
