package dat

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
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
	key            *rsa.PublicKey

	der         bool   // lengths and BOOLEANs are DER
	hasUsage    bool   // has the extension keyUsage
	usage       []byte // its bits, first byte first
	authority   bool   // basicConstraints says CA
	hasNULParam bool   // both AlgorithmIdentifiers have NULL parameters
}

// The object identifiers of RFC 5280 and RFC 8017, as DER contents.
var (
	oidRSA              = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01}
	oidSHA256WithRSA    = []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B}
	oidKeyUsage         = []byte{0x55, 0x1D, 0x0F}
	oidBasicConstraints = []byte{0x55, 0x1D, 0x13}
)

// parseLeaf reads the value of DB (3.3.4.9): the certificate, then the fill.
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
	if l.key, err = rsaKey(f[5].content); err != nil {
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

// rsaKey reads SubjectPublicKeyInfo.
func rsaKey(content []byte) (*rsa.PublicKey, error) {
	broken := fmt.Errorf("%w: no RSA public key", errBER)
	parts, err := elements(content)
	if err != nil || len(parts) != 2 || parts[1].tag != 0x03 || len(parts[1].content) < 1 {
		return nil, broken
	}
	algorithm, err := elements(parts[0].content)
	if err != nil || len(algorithm) < 1 || !bytes.Equal(algorithm[0].content, oidRSA) {
		return nil, broken
	}
	key, _, err := takeElement(parts[1].content[1:])
	if err != nil {
		return nil, broken
	}
	numbers, err := elements(key.content)
	if err != nil || len(numbers) != 2 || len(numbers[1].content) == 0 || len(numbers[1].content) > 4 {
		return nil, broken
	}
	n, e := signedInteger(numbers[0].content), signedInteger(numbers[1].content)
	if n.Sign() <= 0 || e.Sign() <= 0 {
		return nil, broken
	}
	return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
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
	key, ok := root.PublicKey.(*rsa.PublicKey)
	if err != nil || !ok || len(algorithm) == 0 || !bytes.Equal(algorithm[0].content, oidSHA256WithRSA) {
		return false
	}
	sum := sha256.Sum256(l.tbs)
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], l.signature) == nil
}
