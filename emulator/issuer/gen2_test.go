package issuer_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/internal/spec"
)

// issuedLater is a day after the root of the later types begins.
var issuedLater = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func leafLater(t *testing.T, i *issuer.Issuer, quirks ...issuer.Quirk) []byte {
	t.Helper()
	der, err := i.Gen2().Leaf(issuer.LeafOptions{Seed: 7, Issued: issuedLater, Quirks: quirks})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// The card of types 05 to 08 holds at most 602 bytes of certificate (2G
// 3.3.4.10), whatever its habits.
func TestLaterLeafProfile(t *testing.T) {
	i := issuer.Throwaway()
	for _, q := range issuer.Quirks() {
		if n := len(leafLater(t, i, q)); n > 602 {
			t.Errorf("quirk %q: %d bytes", q, n)
		}
	}
	c, root := parse(t, leafLater(t, i)), parse(t, i.Gen2().Root())
	key, ok := c.PublicKey.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P384() || c.SignatureAlgorithm != x509.ECDSAWithSHA256 {
		t.Errorf("key %T, signature %v", c.PublicKey, c.SignatureAlgorithm)
	}
	if c.IsCA || c.KeyUsage != x509.KeyUsageDigitalSignature || !root.IsCA {
		t.Errorf("leaf: CA %t, key usage %b; root: CA %t", c.IsCA, c.KeyUsage, root.IsCA)
	}
}

// openssl verifies the chain of every certificate that it can read; NULL
// parameters beside ECDSA it refuses, as RFC 5758 has it.
func TestOpensslVerifiesLaterChain(t *testing.T) {
	for name, i := range map[string]*issuer.Issuer{"throwaway": issuer.Throwaway(), "look-alike": issuer.LookAlike()} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "root.pem"), certPEM(i.Gen2().Root()))
		for _, quirks := range [][]issuer.Quirk{nil, {issuer.NULTail}, {issuer.BERLength}, {issuer.BERBoolean}} {
			write(t, filepath.Join(dir, "leaf.pem"), certPEM(leafLater(t, i, quirks...)))
			out := openssl(t, dir, "verify", "-x509_strict", "-attime", "1780000000", "-CAfile", "root.pem", "leaf.pem")
			if !bytes.Contains(out, []byte("leaf.pem: OK")) {
				t.Errorf("%s, quirks %q: %s", name, quirks, out)
			}
		}
	}
}

// NULL parameters stand where the quirk says: OID of ecdsa-with-SHA256, then
// 05 00 instead of nothing.
func TestNullParameters(t *testing.T) {
	oid := []byte{0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02}
	withNull := append(bytes.Clone(oid), 0x05, 0x00)
	i := issuer.Throwaway()
	for quirk, want := range map[issuer.Quirk]int{issuer.NULTail: 0, issuer.NullParameters: 2, issuer.NullParametersOuter: 1} {
		der := leafLater(t, i, quirk)
		if got := bytes.Count(der, withNull); got != want || bytes.Count(der, oid) != 2 {
			t.Errorf("quirk %q: NULL %d times, want %d; algorithm %d times", quirk, got, want, bytes.Count(der, oid))
		}
	}
}

// The check code is r and s of 48 bytes each; put into DER, openssl accepts it
// with the leaf's key.
func TestOpensslVerifiesLaterCheckCode(t *testing.T) {
	dir, i := t.TempDir(), issuer.Throwaway()
	data := bytes.Repeat([]byte{0xFA, 0x00, 0x4E}, 1851)
	code, err := i.Gen2().Sign(data)
	if err != nil || len(code) != 96 {
		t.Fatalf("%d bytes, %v", len(code), err)
	}
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(code[:48]), new(big.Int).SetBytes(code[48:])})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "data"), data)
	write(t, filepath.Join(dir, "code"), der)
	write(t, filepath.Join(dir, "leaf.pem"), certPEM(leafLater(t, i)))
	openssl(t, dir, "x509", "-in", "leaf.pem", "-noout", "-pubkey", "-out", "leaf.pub")
	openssl(t, dir, "dgst", "-sha256", "-verify", "leaf.pub", "-signature", "code", "data")
}

// A folder made before there were later types signs the first generation and
// says that it has no keys for others.
func TestFolderOfOneGeneration(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "issuer")
	if _, err := issuer.New(dir, issuer.Options{}); err != nil {
		t.Fatal(err)
	}
	later, err := filepath.Glob(filepath.Join(dir, "gen2-*"))
	if err != nil || len(later) == 0 {
		t.Fatalf("a new issuer has no keys of the second generation: %v", err)
	}
	delivery, err := filepath.Glob(filepath.Join(dir, "*delivery*"))
	if err != nil || len(delivery) == 0 {
		t.Fatalf("a new issuer has no delivery key: %v", err)
	}
	for _, path := range append(later, delivery...) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	i, err := issuer.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"t1": nil, "t2": nil, "t05": issuer.ErrNoAuthority, "t08": issuer.ErrNoAuthority} {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := i.For(p); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}
