package sigcheck

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"
)

// pki is a test root and the key of a leaf, of one generation.
type pki struct {
	rootKey, leafKey interface {
		Public() any
		sign(data []byte) []byte
	}
	root *x509.Certificate
}

type ecKey struct{ *ecdsa.PrivateKey }

func (k ecKey) Public() any { return &k.PublicKey }

func (k ecKey) sign(data []byte) []byte {
	sum := sha256.Sum256(data)
	sig, err := ecdsa.SignASN1(rand.Reader, k.PrivateKey, sum[:])
	if err != nil {
		panic(err)
	}
	return sig
}

type rsaKey struct{ *rsa.PrivateKey }

func (k rsaKey) Public() any { return &k.PublicKey }

func (k rsaKey) sign(data []byte) []byte {
	sum := sha256.Sum256(data)
	sig, err := rsa.SignPKCS1v15(nil, k.PrivateKey, 5, sum[:]) // 5: SHA-256
	if err != nil {
		panic(err)
	}
	return sig
}

var testEC = sync.OnceValue(func() pki {
	root, err1 := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	leaf, err2 := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err1 != nil || err2 != nil {
		panic(err1)
	}
	return newPKI(pki{rootKey: ecKey{root}, leafKey: ecKey{leaf}}, root)
})

var testRSA = sync.OnceValue(func() pki {
	root, err1 := rsa.GenerateKey(rand.Reader, 2048)
	leaf, err2 := rsa.GenerateKey(rand.Reader, 2048)
	if err1 != nil || err2 != nil {
		panic(err1)
	}
	return newPKI(pki{rootKey: rsaKey{root}, leafKey: rsaKey{leaf}}, root)
})

var day = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func newPKI(p pki, signer any) pki {
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "zairyu TEST root of sigcheck"},
		NotBefore: day.AddDate(-1, 0, 0), NotAfter: day.AddDate(9, 0, 0), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, p.rootKey.Public(), signer)
	if err != nil {
		panic(err)
	}
	if p.root, err = x509.ParseCertificate(der); err != nil {
		panic(err)
	}
	return p
}

// leaf makes a leaf with a critical keyUsage and an explicit basicConstraints,
// so that it has BOOLEANs.
func (p pki) leaf(edit func(*x509.Certificate)) []byte {
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(0x1234), Subject: pkix.Name{CommonName: "zairyu TEST signer"},
		NotBefore: day, NotAfter: day.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true}
	var signer any
	switch k := p.rootKey.(type) {
	case ecKey:
		signer, tmpl.SignatureAlgorithm = k.PrivateKey, x509.ECDSAWithSHA256 // as the published CA2 signs itself
	case rsaKey:
		signer = k.PrivateKey
	}
	if edit != nil {
		edit(tmpl)
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, p.root, p.leafKey.Public(), signer)
	if err != nil {
		panic(err)
	}
	return der
}

// style is how the test's own writer codes elements.
type style struct {
	long       int  // bytes of length more than needed; 0: none
	indefinite bool // of constructed elements
	trueAs     byte // 0: FF
}

func (s style) write(e element) []byte {
	content := e.content
	if e.tag == 0x01 && len(content) == 1 && content[0] != 0 && s.trueAs != 0 {
		content = []byte{s.trueAs}
	}
	if e.tag&0x20 != 0 {
		content = nil
		for _, c := range e.children {
			content = append(content, s.write(c)...)
		}
		if s.indefinite {
			return slices.Concat([]byte{e.tag, 0x80}, content, []byte{0, 0})
		}
	}
	n := len(content)
	length := []byte{byte(n)}
	if n > 0x7F || s.long > 0 {
		length = []byte{byte(n >> 8), byte(n)}
		if n <= 0xFF {
			length = length[1:]
		}
		length = append(make([]byte, s.long), length...)
		length = append([]byte{0x80 | byte(len(length))}, length...)
	}
	return slices.Concat([]byte{e.tag}, length, content)
}

// resigned writes a certificate in a style, after edit has changed its
// elements, and has the root sign the bytes as written.
func (p pki) resigned(t testing.TB, der []byte, s style, edit func(cert *element)) []byte {
	t.Helper()
	e, err := whole(der, 0)
	if err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		edit(&e)
	}
	tbs := s.write(e.children[0])
	signature := element{tag: 0x03, content: append([]byte{0}, p.rootKey.sign(tbs)...)}
	body := slices.Concat(tbs, s.write(e.children[1]), s.write(signature))
	if s.indefinite {
		return slices.Concat([]byte{0x30, 0x80}, body, []byte{0, 0})
	}
	out := s.write(element{tag: 0x10, content: body}) // a primitive stand-in, written as it is
	out[0] = 0x30
	return out
}

var null = element{tag: 0x05}

func addNULL(algorithm *element) { algorithm.children = append(algorithm.children, null) }

// innerAlgorithm returns the AlgorithmIdentifier inside the signed part.
func innerAlgorithm(cert *element) *element { return &cert.children[0].children[2] }

func seeds(t testing.TB) [][]byte {
	leaf := testEC().leaf(nil)
	return [][]byte{
		leaf, append(slices.Clone(leaf), 0, 0, 0), testRSA().leaf(nil),
		testEC().resigned(t, leaf, style{indefinite: true}, nil),
		testEC().resigned(t, leaf, style{long: 1, trueAs: 1}, func(c *element) { addNULL(&c.children[1]); addNULL(innerAlgorithm(c)) }),
	}
}
