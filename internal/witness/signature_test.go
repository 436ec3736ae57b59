package witness_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
	"github.com/zairyukit/zairyu/vectors"
)

// A throw-away key of openssl genrsa 2048; the private half was not kept.
const signerPEM = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxm28df7kcDCWFmNZZ8/5
7rz2zAVUY7Yk68TM6M2ECrsZDp1swGR8uDfIMrBUltfLPNnxdO7JCFq61K8vEe35
PS+VDAlbSxJLaXBulc2JGZKEPHAwQtBkziH5xd4Y11z7I655yCWzjAHKDCBhQN+G
WsPB5slKe79gkS36t3wkw5xNiGytmI0apkO//DulJCkk0rKUXAB02UMDvLYVXdTu
ijVSb85Kdlqyl21u1CK0s7vLJk4mghJR0W7VZtJjnB5VcIIvusgRv9uStb9nhGfw
wOBkHY7wefEleCoJbETrqsFQp2xwqok0QIY80PTOQMcHWgyH0m8sUytz5aI4lBlh
0wIDAQAB
-----END PUBLIC KEY-----
`

// openssl dgst -sha256 -sign, over front and face of g1-signed-data-synthetic.
const standardCode = `
63895C4678C6FF2BD664FA9893ECD30A303E6C5E43342A90519E78D3B23709CE
26D3D70E578B3A60FB7C7E3D7B53EAF7976AF9FA02FBFD6B1B2481BAC86C0056
C59E72D96496B753AC91909ECF468A839D7C7914E6D9D9A8E7CA4E2BAE581F41
7F49863C8DB6EDEB66CEB5B9814D5D6DEB1E02E35D0A2CA828CED365D93C37BA
60F47303BA57AC7EA94B674AAAD73A7632AF6E5DF055059D2817E97F2493D364
3F4F5FB3B464D5370B3D84F0A00BC270C5BBE1C1111C45E8D53D5C47B4186CCA
0B5AD46FDA0E7D80CFDC9AB9663961ADED0F1C931DE486EBA335FB552166C1CF
1AA1355A0E0F94A6296C45C3E58498B843DAE77A5634D9BDAAFF58829D7B4D33
`

// openssl pkeyutl -sign with PKCS #1 padding and no digest name, over the
// SHA-256 of the same data: the form that figure 3-4 draws.
const bareCode = `
0446073EB7B62E1A6D2A9DD7EA758D1F27C04B0C6B4BE366559798A24590AE79
938B7B72990FE51F6BF83D39EFA9C52D4003E71684E244CB5341CED3B3188368
560F15DBDCCD913CBB54D069CC63E527F4E7835FB13CB28F390DA7750E0F77B1
4389FDF76634D9BB379C20740229ED928F885C1169BEAB0165AE6CD87514E7E9
13E3651F6CAA6CE43FA8E9D86A47C060DC3061129FD1839311C1F2B5BC60E0FB
D255F177CF5257AC56328EDB11E7C01FD63066FEA2BE6F22F15568480EEC9306
E12E4C0B34F9C3A58C4DBFF3F752530BE96C413451E858758B3068AD6908390A
7E9910CF4459F6E54F2D25A7606FD6A4E09BCB73F98EA7AA16AE2EC6E1F9DF3D
`

func signer(t *testing.T) *rsa.PublicKey {
	t.Helper()
	b, _ := pem.Decode([]byte(signerPEM))
	if b == nil {
		t.Fatal("no PEM block")
	}
	key, err := x509.ParsePKIXPublicKey(b.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key.(*rsa.PublicKey)
}

func code(t *testing.T, text string) []byte {
	t.Helper()
	return unhex(t, strings.Join(strings.Fields(text), ""))
}

func firstSigned(t *testing.T) fields {
	t.Helper()
	vs, err := vectors.ByOp("signed-data")
	if err != nil {
		t.Fatal(err)
	}
	return fields{t, vs[0]}
}

func digest(t *testing.T) [32]byte {
	t.Helper()
	f := firstSigned(t)
	return witness.SignedDigest(f.get("front"), f.get("face"))
}

func TestBlocksAgainstOpenSSL(t *testing.T) {
	for _, c := range []struct {
		name, code string
		want       []byte
	}{
		{"standard", standardCode, witness.StandardBlock(digest(t))},
		{"bare", bareCode, witness.BareBlock(digest(t))},
	} {
		got, err := witness.RecoverBlock(signer(t), code(t, c.code))
		if err != nil || !bytes.Equal(got, c.want) {
			t.Errorf("%s: recovered %X, %v; want %X", c.name, got, err, c.want)
		}
	}
}

// The recovered block is 256 bytes even where its first bytes are 00.
func TestRecoverBlockKeepsLeadingZeros(t *testing.T) {
	one := make([]byte, 256)
	one[255] = 1
	if got, err := witness.RecoverBlock(signer(t), one); err != nil || !bytes.Equal(got, one) {
		t.Errorf("%X, %v", got, err)
	}
}

func TestRecoverBlockRefuses(t *testing.T) {
	good, pub := code(t, standardCode), signer(t)
	small := &rsa.PublicKey{N: new(big.Int).Rsh(pub.N, 1), E: 65537}
	negative := &rsa.PublicKey{N: new(big.Int).Neg(pub.N), E: 65537}
	for name, c := range map[string]struct {
		pub  *rsa.PublicKey
		code []byte
		want error
	}{
		"no key":           {nil, good, witness.ErrLength},
		"empty key":        {&rsa.PublicKey{}, good, witness.ErrLength},
		"negative modulus": {negative, good, witness.ErrLength},
		"modulus of 2047":  {small, good, witness.ErrLength},
		"exponent 0":       {&rsa.PublicKey{N: pub.N}, good, witness.ErrLength},
		"no code":          {pub, nil, witness.ErrLength},
		"255 bytes":        {pub, good[:255], witness.ErrLength},
		"257 bytes":        {pub, append(bytes.Clone(good), 0), witness.ErrLength},
		"the modulus":      {pub, pub.N.Bytes(), witness.ErrModulus},
		"all FF":           {pub, bytes.Repeat([]byte{0xFF}, 256), witness.ErrModulus},
	} {
		if got, err := witness.RecoverBlock(c.pub, c.code); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %X, %v; want %v", name, got, err, c.want)
		}
	}
}
