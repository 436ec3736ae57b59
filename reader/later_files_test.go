package reader_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// laterIssuer is a test PKI on P-384.
type laterIssuer struct {
	rootKey, leafKey *ecdsa.PrivateKey
	root             *x509.Certificate
}

var testLater = sync.OnceValue(func() laterIssuer {
	i := laterIssuer{rootKey: newEC(elliptic.P384()), leafKey: newEC(elliptic.P384())}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "zairyu TEST CA2 for reader tests"},
		NotBefore: testNow.AddDate(-1, 0, 0), NotAfter: testNow.AddDate(12, 0, 0), SignatureAlgorithm: x509.ECDSAWithSHA256,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	i.root = parse(x509.CreateCertificate(rand.Reader, tmpl, tmpl, &i.rootKey.PublicKey, i.rootKey))
	return i
})

func newEC(curve elliptic.Curve) *ecdsa.PrivateKey {
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		panic(err)
	}
	return k
}

func (i laterIssuer) leaf(public any) []byte {
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: "zairyu TEST signer"},
		NotBefore: testNow.AddDate(0, -1, 0), NotAfter: testNow.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		SignatureAlgorithm: x509.ECDSAWithSHA256}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, i.root, public, i.rootKey)
	if err != nil {
		panic(err)
	}
	return der
}

// laterFiles are the files of a healthy card signed by the test issuer.
func laterFiles(typ string) map[string][]byte {
	root := "mf"
	if typ == "07" || typ == "08" {
		root = "ap"
	}
	files := map[string][]byte{
		root + "/ef01": []byte("\xC0\x040001"),
		root + "/ef02": []byte("\xC1\x02" + typ),
		"df1/ef01":     []byte("\xC2\x0C" + testNumber),
		"df1/ef02": []byte("\xC5\x0820310401\xC6\x0820000102\xC7\x011\xC8\x03USA\xC9\x0AT410010000\xCE\x040300" +
			"\xCA\x0201\xCB\x0820260415\xCC\x012\xCD\x0820290415"),
		"df1/ef03": append(object("D08209C4", 2500, tinyTIFF()), object("D1820BB8", 3000, tinyCodestream())...),
		"df1/ef04": object("DFD18209C4", 2500, tinyTIFF()),
		"df2/ef01": append([]byte("\xD5\x011\xD6\x0820270101\xD7\x010"), make([]byte, 6)...),
		"df2/ef02": []byte("\xD8\x010"),
		"df2/ef03": append([]byte("\xD9\x010"), object("DE8200C8", 200, []byte("予備"))...),
	}
	if typ == "06" || typ == "08" {
		files["df1/ef02"] = files["df1/ef02"][:46]
		files["df2/ef01"] = files["df2/ef03"]
		delete(files, "df2/ef02")
		delete(files, "df2/ef03")
	}
	signLater(files, nil)
	return files
}

// signLater signs the files; edit may change check code and certificate.
func signLater(files map[string][]byte, edit func(code, leaf []byte) (c, l []byte)) {
	code := ecSign(testLater().leafKey, signedLater(files))
	leaf := testLater().leaf(&testLater().leafKey.PublicKey)
	if edit != nil {
		code, leaf = edit(code, leaf)
	}
	files["df3/ef01"] = laterDF3(code, leaf)
}

func laterDF3(code, leaf []byte) []byte {
	head := func(tag byte, v []byte) []byte {
		switch n := len(v); {
		case n < 128:
			return append([]byte{tag, byte(n)}, v...)
		case n < 256:
			return append([]byte{tag, 0x81, byte(n)}, v...)
		default:
			return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, v...)
		}
	}
	out := append(head(0xDC, code), head(0xDD, leaf)...)
	return append(out, make([]byte, max(0, 704-len(out)))...)
}

// signedLater is the data of 2G 3.4.3.1, cut from the files at typed places:
// the values of the entries filled to 53, the face, the name.
func signedLater(files map[string][]byte) []byte {
	var out []byte
	for rest := files["df1/ef02"]; len(rest) > 0; rest = rest[2+rest[1]:] {
		out = append(out, rest[2:2+rest[1]]...)
	}
	out = append(out, make([]byte, 53-len(out))...)
	images := files["df1/ef03"]
	return slices.Concat(out, images[2508:5508], images[4:2504])
}

// ecSign signs and returns r and s, 48 bytes each.
func ecSign(key *ecdsa.PrivateKey, data []byte) []byte {
	der, err := ecdsa.SignASN1(rand.Reader, key, hash256(data))
	if err != nil {
		panic(err)
	}
	var n struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &n); err != nil {
		panic(err)
	}
	return append(n.R.FillBytes(make([]byte, 48)), n.S.FillBytes(make([]byte, 48))...)
}

func laterOptions(t testing.TB) reader.Options {
	t.Helper()
	return reader.Options{Number: testNumber, Anchors: anchors(t, testLater().root), Now: testNow, DeliveryKey: deliveryFile()}
}

func checkLater(t testing.TB, typ string, files map[string][]byte) *reader.Result {
	t.Helper()
	return reader.Check(t.Context(), newLater(t, typ, files), laterOptions(t))
}

// laterTypes are all types of this file.
func laterTypes() []string { return []string{"05", "06", "07", "08"} }
