package witness_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
)

// A throw-away key of openssl ecparam -name secp384r1; the private half was
// not kept.
const ecdsaPEM = `-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEpE06kE4RJ6tl6Td+J+KCXdXmOH2gr/S+
0tJuI+KQ9nHl/0K98jyHmzQGI4E/rs4sTPbfNFihtwX5OCtJ+0AxOUGub9jEH3UV
4McynVNdaPBx6wg0OzcucU2QZjeIVRHE
-----END PUBLIC KEY-----
`

// openssl dgst -sha256 -sign over the text below, r and s taken out of the
// DER form.
const (
	ecdsaData = "residence card, synthetic"
	ecdsaCode = `
4DBF94F1A3648FFCAE1FAE7D5FBD3BA253DF779A30E58CF839FC757645CD86E49525A46A8CFA26F5DD0634E71974A50C
3A1E585B78FDE584BA2BB1516628894AB051E1D29FAB8ECBC1227A3704470AE2CB6C3D5CB6C8CD0B4BA56645099C387D
`
)

func TestCheckSignature(t *testing.T) {
	b, _ := pem.Decode([]byte(ecdsaPEM))
	pub, err := x509.ParsePKIXPublicKey(b.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	good := code(t, ecdsaCode)
	swapped := append(bytes.Clone(good[48:]), good[:48]...)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, cardType := range []string{"05", "06", "07", "08"} {
		for name, c := range map[string]struct {
			pub  crypto.PublicKey
			data string
			code []byte
			want error
		}{
			"good":          {pub, ecdsaData, good, nil},
			"other data":    {pub, ecdsaData + ".", good, witness.ErrSignature},
			"s before r":    {pub, ecdsaData, swapped, witness.ErrSignature},
			"all zero":      {pub, ecdsaData, make([]byte, 96), witness.ErrSignature},
			"all FF":        {pub, ecdsaData, bytes.Repeat([]byte{0xFF}, 96), witness.ErrSignature},
			"95 bytes":      {pub, ecdsaData, good[:95], witness.ErrLength},
			"97 bytes":      {pub, ecdsaData, append(bytes.Clone(good), 0), witness.ErrLength},
			"none":          {pub, ecdsaData, nil, witness.ErrLength},
			"key on P-256":  {&other.PublicKey, ecdsaData, good, witness.ErrKey},
			"RSA key":       {signer(t), ecdsaData, good, witness.ErrKey},
			"no key":        {nil, ecdsaData, good, witness.ErrKey},
			"empty pointer": {(*ecdsa.PublicKey)(nil), ecdsaData, good, witness.ErrKey},
		} {
			if err := witness.For(cardType).CheckSignature(c.pub, []byte(c.data), c.code); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
	}
}

func TestCheckSignatureOfTheFirstGeneration(t *testing.T) {
	f := firstSigned(t)
	data := append(f.get("front"), f.get("face")...)
	k := witness.For("2")
	for name, c := range map[string]struct {
		pub  crypto.PublicKey
		data []byte
		code string
		want error
	}{
		"standard":   {signer(t), data, standardCode, nil},
		"bare":       {signer(t), data, bareCode, nil},
		"other data": {signer(t), data[1:], standardCode, witness.ErrSignature},
		"other key":  {deliveryKey(t), data, standardCode, witness.ErrSignature},
		"no code":    {signer(t), data, "", witness.ErrLength},
		"no key":     {nil, data, standardCode, witness.ErrKey},
	} {
		if err := k.CheckSignature(c.pub, c.data, code(t, c.code)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
