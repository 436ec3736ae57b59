package dat

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"fmt"
	"math/big"
	"time"
)

// leaf is the certificate of a card, read leniently: the standard library
// refuses what genuine cards are reported to hold. Signatures are checked over
// the bytes as they stand.
type leaf struct {
	raw  []byte // the certificate alone
	tail []byte // what follows it in DB

	tbs, signature []byte
	algorithm      []byte // outer AlgorithmIdentifier
	innerAlgorithm []byte
	version        byte // 2 is X.509 version 3
	serial         *big.Int
	issuer         []byte // Name, as it stands
	from, until    time.Time
	key            crypto.PublicKey // *rsa.PublicKey, or *ecdsa.PublicKey on P-384

	der         bool   // lengths and BOOLEANs are DER
	hasUsage    bool   // has the extension keyUsage
	usage       []byte // its bits, first byte first
	authority   bool   // basicConstraints says CA
	hasNULParam bool   // both AlgorithmIdentifiers have NULL parameters
}

// The object identifiers of RFC 5280, RFC 8017, RFC 5480 and RFC 5758, as DER
// contents.
var (
	oidEC               = []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01}
	oidP384             = []byte{0x2B, 0x81, 0x04, 0x00, 0x22}
	oidECDSAWithSHA256  = []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02}
	oidECDSAWithSHA384  = []byte{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03}
	oidRSA              = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01}
	oidSHA256WithRSA    = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B}
	oidKeyUsage         = []byte{0x55, 0x1D, 0x0F}
	oidBasicConstraints = []byte{0x55, 0x1D, 0x13}
)

// parseLeaf reads the value of DB or DD (3.3.4.9): the certificate, then the fill.
func parseLeaf(value []byte) (*leaf, error) {
	outer, tail, err := takeElement(value)
	if err != nil || outer.tag != 0x30 {
		return nil, fmt.Errorf("%w: no certificate", errBER)
	}
	parts, err := elements(outer.content)
	if err != nil || len(parts) != 3 || parts[0].tag != 0x30 || parts[1].tag != 0x30 || parts[2].tag != 0x03 || len(parts[2].content) < 1 {
		return nil, fmt.Errorf("%w: no TBSCertificate, algorithm and signature", errBER)
	}
	l := &leaf{raw: outer.raw, tail: tail, tbs: parts[0].raw, algorithm: parts[1].content,
		signature: parts[2].content[1:], der: allDER(outer)}
	if err := l.fields(parts[0].content); err != nil {
		return nil, err
	}
	null := []byte{0x05, 0x00}
	l.hasNULParam = bytes.HasSuffix(l.algorithm, null) && bytes.HasSuffix(l.innerAlgorithm, null)
	return l, nil
}

// fields reads TBSCertificate (RFC 5280, 4.1).
func (l *leaf) fields(tbs []byte) error {
	f, err := elements(tbs)
	if err != nil {
		return err
	}
	if len(f) > 0 && f[0].tag == 0xA0 { // version, [0] EXPLICIT
		l.version = last(f[0].content)
		f = f[1:]
	}
	want := []byte{0x02, 0x30, 0x30, 0x30, 0x30, 0x30} // serial, algorithm, issuer, validity, subject, key
	for i, tag := range want {
		if len(f) <= i || f[i].tag != tag {
			return fmt.Errorf("%w: TBSCertificate, field %d", errBER, i)
		}
	}
	l.serial = signedInteger(f[0].content)
	l.innerAlgorithm, l.issuer = f[1].content, f[2].raw
	if err := l.validity(f[3].content); err != nil {
		return err
	}
	if l.key, err = publicKey(f[5].content); err != nil {
		return err
	}
	for _, e := range f[6:] {
		if e.tag == 0xA3 {
			return l.extensions(e.content)
		}
	}
	return nil
}

func last(b []byte) byte {
	if len(b) == 0 {
		return 0
	}
	return b[len(b)-1]
}

func signedInteger(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}

func (l *leaf) validity(content []byte) error {
	t, err := elements(content)
	if err != nil || len(t) != 2 {
		return fmt.Errorf("%w: validity", errBER)
	}
	if l.from, err = moment(t[0]); err != nil {
		return err
	}
	l.until, err = moment(t[1])
	return err
}

// moment reads UTCTime, whose years 50 to 99 are of the 20th century (RFC
// 5280, 4.1.2.5.1), or GeneralizedTime.
func moment(e element) (time.Time, error) {
	text := string(e.content)
	if e.tag == 0x17 && len(text) > 0 {
		century := "20"
		if text[0] >= '5' {
			century = "19"
		}
		text = century + text
	}
	t, err := time.Parse("20060102150405Z", text)
	if err != nil || e.tag != 0x17 && e.tag != 0x18 {
		return t, fmt.Errorf("%w: time with tag %02X, %d bytes", errBER, e.tag, len(e.content))
	}
	return t, nil
}

// publicKey reads SubjectPublicKeyInfo: RSA, or EC on P-384 with the point in
// full.
func publicKey(content []byte) (crypto.PublicKey, error) {
	broken := fmt.Errorf("%w: no public key of RSA or on P-384", errBER)
	parts, err := elements(content)
	if err != nil || len(parts) != 2 || parts[1].tag != 0x03 || len(parts[1].content) < 1 {
		return nil, broken
	}
	algorithm, err := elements(parts[0].content)
	if err != nil || len(algorithm) < 1 {
		return nil, broken
	}
	bits := parts[1].content[1:]
	switch {
	case bytes.Equal(algorithm[0].content, oidRSA):
		if key := rsaKey(bits); key != nil {
			return key, nil
		}
	case bytes.Equal(algorithm[0].content, oidEC) && len(algorithm) > 1 && bytes.Equal(algorithm[1].content, oidP384):
		if key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P384(), bits); err == nil {
			return key, nil
		}
	}
	return nil, broken
}

// rsaKey reads RSAPublicKey; nil if there is none.
func rsaKey(bits []byte) *rsa.PublicKey {
	key, _, err := takeElement(bits)
	if err != nil {
		return nil
	}
	numbers, err := elements(key.content)
	if err != nil || len(numbers) != 2 || len(numbers[1].content) == 0 || len(numbers[1].content) > 4 {
		return nil
	}
	n, e := signedInteger(numbers[0].content), signedInteger(numbers[1].content)
	if n.Sign() <= 0 || e.Sign() <= 0 {
		return nil
	}
	return &rsa.PublicKey{N: n, E: int(e.Int64())}
}

// sameKey says whether two public keys are one.
func sameKey(a, b crypto.PublicKey) bool {
	comparable, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && comparable.Equal(b)
}

// bits is the size of an RSA modulus or of a curve.
func (l *leaf) bits() (algorithm string, n int) {
	switch key := l.key.(type) {
	case *rsa.PublicKey:
		return "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		return "ECDSA", key.Curve.Params().BitSize
	}
	return "unknown", 0
}

// extensions reads keyUsage and basicConstraints (RFC 5280, 4.2.1.3, 4.2.1.9).
func (l *leaf) extensions(content []byte) error {
	sequence, _, err := takeElement(content)
	if err != nil {
		return err
	}
	list, err := elements(sequence.content)
	if err != nil {
		return err
	}
	for _, e := range list {
		parts, err := elements(e.content)
		if err != nil || len(parts) < 2 {
			return fmt.Errorf("%w: extension", errBER)
		}
		if parts[1].tag == 0x01 && last(parts[1].content) != 0xFF { // X.690, 11.1
			l.der = false
		}
		value, _, err := takeElement(parts[len(parts)-1].content)
		switch {
		case err != nil:
			return err
		case bytes.Equal(parts[0].content, oidKeyUsage):
			l.hasUsage = true
			l.usage = value.content[min(1, len(value.content)):]
		case bytes.Equal(parts[0].content, oidBasicConstraints):
			flags, err := elements(value.content)
			l.authority = err == nil && len(flags) > 0 && flags[0].tag == 0x01 && last(flags[0].content) != 0
		}
	}
	return nil
}

// signedBy says whether the root's key made the certificate's signature, over
// the bytes of TBSCertificate as they stand; dates and names are not looked at.
func (l *leaf) signedBy(root *x509.Certificate) bool {
	algorithm, err := elements(l.algorithm)
	if err != nil || len(algorithm) == 0 {
		return false
	}
	oid := algorithm[0].content
	switch key := root.PublicKey.(type) {
	case *rsa.PublicKey:
		sum := sha256.Sum256(l.tbs)
		return bytes.Equal(oid, oidSHA256WithRSA) && rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], l.signature) == nil
	case *ecdsa.PublicKey:
		if bytes.Equal(oid, oidECDSAWithSHA384) {
			sum := sha512.Sum384(l.tbs)
			return ecdsa.VerifyASN1(key, sum[:], l.signature)
		}
		sum := sha256.Sum256(l.tbs)
		return bytes.Equal(oid, oidECDSAWithSHA256) && ecdsa.VerifyASN1(key, sum[:], l.signature)
	}
	return false
}
