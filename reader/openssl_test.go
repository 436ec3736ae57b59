package reader_test

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// openssl runs the program in a folder and returns its output. The program is
// the independent check of signature and chain; without it there is none.
func openssl(t *testing.T, dir string, args ...string) ([]byte, error) {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Fatal("the openssl program is needed as independent check; install the Debian package openssl")
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	return cmd.CombinedOutput()
}

func must(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := openssl(t, dir, args...); err != nil {
		t.Fatalf("openssl %v: %v\n%s", args, err, out)
	}
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func readBack(t *testing.T, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What the reader accepts openssl accepts, and what it refuses openssl
// refuses: signature over the signed values, and chain.
func TestOpenSSLAgrees(t *testing.T) {
	dir := t.TempDir()
	i := testIssuer()
	files := goodFiles()
	leaf := i.leaf(nil)
	public, err := x509.MarshalPKIXPublicKey(&i.leafKey.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "public.der", public)
	write(t, dir, "data", slices.Concat(files["df1/ef01"][4:], files["df1/ef02"][4:]))
	for name, c := range blockCases(signedHash(files)) {
		code := raw(i.leafKey, c.block)
		write(t, dir, "code", code)
		_, refused := openssl(t, dir, "dgst", "-sha256", "-verify", "public.der", "-keyform", "DER", "-signature", "code", "data")
		r := check(t, with(files, "df3/ef01", df3(code, leaf)))
		ours := r.Verdict == reader.Valid && r.Signature.Form == "standard"
		if ours != (refused == nil) {
			t.Errorf("%s: %v here, openssl: %v", name, r, refused)
		}
	}
	write(t, dir, "root.pem", toPEM(i.root.Raw))
	for name, der := range map[string][]byte{"leaf": leaf, "bent": append(slices.Clone(leaf[:len(leaf)-1]), leaf[len(leaf)-1]^1)} {
		write(t, dir, "leaf.pem", toPEM(der))
		_, refused := openssl(t, dir, "verify", "-attime", "1780272000", "-CAfile", "root.pem", "leaf.pem") // 2026-06-01
		files := goodFiles()
		sign(files, i.leafKey, der)
		if r := check(t, files); (r.Verdict == reader.Valid) != (refused == nil) {
			t.Errorf("%s: %v here, openssl: %v", name, r, refused)
		}
	}
}

func toPEM(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// Keys, certificates and signatures that openssl made, in both forms of the
// block: with DigestInfo (dgst), and of the bare hash (pkeyutl).
func TestOpenSSLMakes(t *testing.T) {
	dir := t.TempDir()
	must(t, dir, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem", "-days", "3650",
		"-subj", "/C=JP/O=zairyu TEST/CN=TEST root by openssl", "-sha256")
	must(t, dir, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/C=JP/CN=TEST signer by openssl")
	must(t, dir, "x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial", "9", "-days", "365",
		"-sha256", "-outform", "DER", "-out", "leaf.der")
	files := goodFiles()
	write(t, dir, "data", slices.Concat(files["df1/ef01"][4:], files["df1/ef02"][4:]))
	must(t, dir, "dgst", "-sha256", "-sign", "leaf.key", "-out", "standard", "data")
	must(t, dir, "dgst", "-sha256", "-binary", "-out", "hash", "data")
	must(t, dir, "pkeyutl", "-sign", "-inkey", "leaf.key", "-in", "hash", "-out", "bare")
	must(t, dir, "dgst", "-sha1", "-sign", "leaf.key", "-out", "sha1", "data")

	block, _ := pem.Decode(readBack(t, dir, "root.pem"))
	o := options(t)
	o.Anchors = anchors(t, parse(block.Bytes, nil))
	for form, want := range map[string]reader.Verdict{
		"standard": reader.Valid, "bare": reader.Valid, "sha1": reader.InvalidSignature} {
		proof := df3(readBack(t, dir, form), readBack(t, dir, "leaf.der"))
		r := reader.Check(t.Context(), newCard(t, "1", with(files, "df3/ef01", proof)), o)
		if r.Verdict != want || want == reader.Valid && r.Signature.Form != form {
			t.Errorf("%s: %v, %+v, %v", form, r, r.Signature, r.Err)
		}
	}
}
