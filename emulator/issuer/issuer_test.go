package issuer_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator/issuer"
)

var issued = time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)

func leaf(t *testing.T, i *issuer.Issuer, o issuer.LeafOptions) []byte {
	t.Helper()
	der, err := i.Gen1().Leaf(o)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func parse(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// openssl runs the independent tool in a folder.
func openssl(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Fatal("openssl is missing: apt-get install openssl")
	}
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %v: %v\n%s", args, err, out)
	}
	return out
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func certPEM(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func TestLeafProfile(t *testing.T) {
	i := issuer.Throwaway()
	der := leaf(t, i, issuer.LeafOptions{Seed: 7, Issued: issued})
	if len(der) > 1200 {
		t.Errorf("leaf has %d bytes, clause 3.3.4.9 allows 1200", len(der))
	}
	c, root := parse(t, der), parse(t, i.Gen1().Root())
	if c.Version != 3 || c.IsCA || c.KeyUsage != x509.KeyUsageDigitalSignature {
		t.Errorf("version %d, CA %v, key usage %b", c.Version, c.IsCA, c.KeyUsage)
	}
	if c.SignatureAlgorithm != x509.SHA256WithRSA || c.PublicKeyAlgorithm != x509.RSA {
		t.Errorf("signature %v, key %v", c.SignatureAlgorithm, c.PublicKeyAlgorithm)
	}
	if c.SerialNumber.Sign() <= 0 || len(c.SerialNumber.Bytes()) > 20 {
		t.Errorf("serial number %v", c.SerialNumber)
	}
	if !bytes.Equal(c.AuthorityKeyId, root.SubjectKeyId) || len(c.SubjectKeyId) != 20 {
		t.Errorf("AKI % x, SKI of root % x", c.AuthorityKeyId, root.SubjectKeyId)
	}
	if c.NotBefore.After(issued) || c.NotAfter.Before(issued.AddDate(8, 0, 0)) {
		t.Errorf("valid %v to %v", c.NotBefore, c.NotAfter)
	}
	for _, cert := range []*x509.Certificate{c, root} {
		if !bytes.Contains([]byte(cert.Subject.CommonName), []byte("TEST")) {
			t.Errorf("subject %v does not say TEST", cert.Subject)
		}
	}
}

func TestOpensslVerifiesChain(t *testing.T) {
	for name, i := range map[string]*issuer.Issuer{"throwaway": issuer.Throwaway(), "look-alike": issuer.LookAlike()} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "root.pem"), certPEM(i.Gen1().Root()))
		for _, q := range append([]issuer.Quirk{""}, issuer.Quirks()...) {
			o := issuer.LeafOptions{Seed: 7, Issued: issued}
			if q != "" {
				o.Quirks = []issuer.Quirk{q}
			}
			write(t, filepath.Join(dir, "leaf.pem"), certPEM(leaf(t, i, o)))
			out := openssl(t, dir, "verify", "-x509_strict", "-attime", "1780000000", "-CAfile", "root.pem", "leaf.pem")
			if !bytes.Contains(out, []byte("leaf.pem: OK")) {
				t.Errorf("%s, quirk %q: %s", name, q, out)
			}
		}
	}
}

// The same key in openssl must give the same check code, and openssl must
// accept ours with the key of the leaf certificate.
func TestOpensslSignsAlike(t *testing.T) {
	dir := t.TempDir()
	data := bytes.Repeat([]byte{0xFA, 0x00}, 5000)
	write(t, filepath.Join(dir, "data"), data)
	i := issuer.Throwaway()
	code, err := i.Gen1().Sign(data)
	if err != nil {
		t.Fatal(err)
	}
	key, err := filepath.Abs("testkeys/TEST-gen1-leaf.key.pem")
	if err != nil {
		t.Fatal(err)
	}
	openssl(t, dir, "dgst", "-sha256", "-sign", key, "-out", "theirs", "data")
	theirs, err := os.ReadFile(filepath.Join(dir, "theirs"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(code, theirs) {
		t.Errorf("check code differs from openssl's: % x", code[:16])
	}
	write(t, filepath.Join(dir, "leaf.pem"), certPEM(leaf(t, i, issuer.LeafOptions{Seed: 1, Issued: issued})))
	openssl(t, dir, "x509", "-in", "leaf.pem", "-noout", "-pubkey", "-out", "leaf.pub")
	write(t, filepath.Join(dir, "code"), code)
	openssl(t, dir, "dgst", "-sha256", "-verify", "leaf.pub", "-signature", "code", "data")
}

// Another machine, another release of Go: the bytes must be these.
func TestLeafBytesAreStable(t *testing.T) {
	der := leaf(t, issuer.Throwaway(), issuer.LeafOptions{Seed: 7, Issued: issued})
	sum := sha256.Sum256(der)
	const want = "bf8e59bafffce2553585a9c75778721a8f614d14823c0bf60000dc5b533d122b"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("leaf certificate has SHA-256 %s, stored is %s", got, want)
	}
}

func TestSeedAndDayChangeTheSerial(t *testing.T) {
	i := issuer.Throwaway()
	a := parse(t, leaf(t, i, issuer.LeafOptions{Seed: 1, Issued: issued}))
	b := parse(t, leaf(t, i, issuer.LeafOptions{Seed: 2, Issued: issued}))
	c := parse(t, leaf(t, i, issuer.LeafOptions{Seed: 1, Issued: issued.AddDate(0, 0, 1)}))
	if a.SerialNumber.Cmp(b.SerialNumber) == 0 || a.SerialNumber.Cmp(c.SerialNumber) == 0 {
		t.Error("different certificates share a serial number")
	}
}

func TestLeafStaysWithinRoot(t *testing.T) {
	i := issuer.Throwaway()
	root := parse(t, i.Gen1().Root())
	for _, day := range []time.Time{root.NotBefore, root.NotAfter} {
		c := parse(t, leaf(t, i, issuer.LeafOptions{Issued: day}))
		if c.NotBefore.Before(root.NotBefore) || c.NotAfter.After(root.NotAfter) {
			t.Errorf("leaf valid %v to %v, root %v to %v", c.NotBefore, c.NotAfter, root.NotBefore, root.NotAfter)
		}
	}
	for _, day := range []time.Time{root.NotBefore.Add(-time.Second), root.NotAfter.Add(time.Second)} {
		_, err := i.Gen1().Leaf(issuer.LeafOptions{Issued: day})
		var validity *issuer.ValidityError
		if !errors.As(err, &validity) || !validity.NotBefore.Equal(root.NotBefore) {
			t.Errorf("issued %v: error %v, want a ValidityError", day, err)
		}
	}
}

func TestQuirksOnTheWire(t *testing.T) {
	i := issuer.Throwaway()
	with := func(q issuer.Quirk) []byte {
		return leaf(t, i, issuer.LeafOptions{Seed: 7, Issued: issued, Quirks: []issuer.Quirk{q}})
	}
	plain := leaf(t, i, issuer.LeafOptions{Seed: 7, Issued: issued})
	// X.690: 30 82 is the DER form, 30 83 00 a longer one, 30 80 no length.
	for q, want := range map[issuer.Quirk][]byte{
		"": {0x30, 0x82}, issuer.BERLength: {0x30, 0x83, 0x00}, issuer.BERIndefinite: {0x30, 0x80, 0x30, 0x82},
	} {
		der := plain
		if q != "" {
			der = with(q)
		}
		if !bytes.HasPrefix(der, want) {
			t.Errorf("quirk %q begins % x, want % x", q, der[:4], want)
		}
	}
	if !bytes.HasSuffix(with(issuer.BERIndefinite), []byte{0, 0}) {
		t.Error("the indefinite form has no end mark")
	}
	// keyUsage is critical: OID 2.5.29.15, BOOLEAN.
	for q, want := range map[issuer.Quirk]string{"": "0603551d0f0101ff", issuer.BERBoolean: "0603551d0f010101"} {
		der := plain
		if q != "" {
			der = with(q)
		}
		if !bytes.Contains([]byte(hex.EncodeToString(der)), []byte(want)) {
			t.Errorf("quirk %q: no %s in the certificate", q, want)
		}
	}
	// INTEGER of 8 bytes with the sign bit, after the version.
	if !bytes.Contains(plain, []byte{0x02, 0x01, 0x02, 0x02, 0x08}) {
		t.Error("no serial number of 8 bytes")
	}
	at := bytes.Index(with(issuer.NegativeSerial), []byte{0x02, 0x01, 0x02, 0x02, 0x08})
	if at < 0 || with(issuer.NegativeSerial)[at+5]&0x80 == 0 {
		t.Error("the serial number is not negative")
	}
	for _, q := range []issuer.Quirk{issuer.NULTail, issuer.NullParameters} {
		if !bytes.Equal(with(q), plain) {
			t.Errorf("quirk %q changes a certificate that has it anyway", q)
		}
	}
	var unknown *issuer.UnknownQuirkError
	if _, err := i.Gen1().Leaf(issuer.LeafOptions{Issued: issued, Quirks: []issuer.Quirk{"odd"}}); !errors.As(err, &unknown) {
		t.Errorf("error %v, want an UnknownQuirkError", err)
	}
}

func TestLookAlikeHasTheNameOnly(t *testing.T) {
	root := parse(t, issuer.LookAlike().Gen1().Root())
	// Fact sheet gen1, section 6.
	const want = "CN=ZairyuCard CA,OU=The Ministry of Justice,O=Japanese Government,C=JP"
	if got := root.Subject.String(); got != want || root.Issuer.String() != want {
		t.Errorf("subject %s, issuer %s, want %s", got, root.Issuer, want)
	}
	if !root.IsCA || root.KeyUsage != x509.KeyUsageCertSign|x509.KeyUsageCRLSign || root.MaxPathLen != 0 {
		t.Errorf("CA %v, key usage %b, path %d", root.IsCA, root.KeyUsage, root.MaxPathLen)
	}
	if bytes.Equal(issuer.Throwaway().Gen1().Root(), root.Raw) {
		t.Error("the look-alike root is the throw-away root")
	}
}
