package emulator_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
	"slices"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// deliveryKey is a throw-away key, always the same, so that a finding of the
// fuzzer can be replayed.
var deliveryKey = sync.OnceValue(func() *rsa.PrivateKey {
	p := new(big.Int).SetBytes(unhex("E4EDD2214D82386FACF087822C1B43054BD885939F3932A9B5C3D494FF7056D4FE6E008D80B9AECEABA03E7E92E8313E867BC0ED473C9D9D271BC3B2CE135070" +
		"5B34935B06D70D5CF585489DE40C129A00155305D906669C482A62FEF146B1D8252891676CF57B0BABE26DC736FA894FF2A76C3E780B44DDF28ED9F95DC5F7B1"))
	q := new(big.Int).SetBytes(unhex("D86972933BFBD1A06613B19F7EBADBB99888E20111AECE02A57DE966F6CCE444D0E3E8EA64BA44462F230D1B2563763DEC2F30091E232ABAB81BDEE2439403CA" +
		"B87DDC8BD6CD7FF01940215E3406E831E96820BF1792AA08E966660F264352E3130CB7DCE2EFB2AB1147DE380BDE3B78C214BF2D5BD6F4EC01E5CCBD6A11F4ED"))
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537}, Primes: []*big.Int{p, q}}
	key.D = new(big.Int).ModInverse(big.NewInt(65537), phi)
	if err := key.Validate(); err != nil {
		panic(err)
	}
	key.Precompute()
	return key
})

var deliveryKeyDER = sync.OnceValue(func() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(deliveryKey())
	if err != nil {
		panic(err)
	}
	return der
})

// keyField is the 32 bytes that the tests deliver: 00 01 02 .. 1F.
func keyField() []byte {
	out := make([]byte, 32)
	for i := range out {
		out[i] = byte(i)
	}
	return out
}

// keyMessage is A0 22 80 20 and the field.
func keyMessage(field []byte) []byte { return slices.Concat(unhex("A0228020"), field) }

// keyCryptogram encrypts a message with RSAES-OAEP, SHA-256 for both uses.
func keyCryptogram(message []byte) []byte { return keyCryptogramBy(crypto.SHA256, message) }

func keyCryptogramBy(hash crypto.Hash, message []byte) []byte {
	out, err := rsa.EncryptOAEPWithOptions(rand.Reader, &deliveryKey().PublicKey, message, &rsa.OAEPOptions{Hash: hash})
	if err != nil {
		panic(err)
	}
	return out
}

// setKeyCommand is SET SESSION KEY with a cryptogram.
func setKeyCommand(cryptogram []byte) []byte {
	return slices.Concat(unhex("80AE0000 00"), []byte{byte(len(cryptogram) >> 8), byte(len(cryptogram))}, cryptogram)
}

// deliver selects the application and hands keyField over.
func deliver(t testing.TB, c *emulator.Card) []byte {
	t.Helper()
	if got := send(c, selectDF("ap"), hexOf(setKeyCommand(keyCryptogram(keyMessage(keyField()))))); got != "9000" {
		t.Fatalf("SET SESSION KEY: %s", got)
	}
	return keyField()[:16]
}
