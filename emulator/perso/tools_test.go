package perso_test

import (
	"bytes"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/zairyukit/zairyu/emulator/perso"
)

// tool runs a program from other hands in a folder; a missing one fails the
// test.
func tool(t *testing.T, dir, pkg, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: apt-get install %s", name, pkg)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return out
}

// judge takes the parts out of the files of a card, as a reader gets them, and
// lets libtiff, OpenJPEG and openssl judge them.
func judge(t *testing.T, r *perso.Result) {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, content []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := r.Image.Files
	// The NUL tail stays: the data object has it, so decoders must bear it.
	write("front.tif", f["df1/ef01"][4:])
	info := tool(t, dir, "libtiff-tools", "tiffinfo", "-D", "front.tif")
	if !bytes.Contains(info, []byte("CCITT Group 4")) || bytes.Contains(info, []byte("Warning")) {
		t.Errorf("tiffinfo: %s", info)
	}
	tool(t, dir, "libtiff-tools", "tiffcp", "-c", "none", "front.tif", "plain.tif")
	if !r.Signed() {
		return
	}
	write("face.jp2", f["df1/ef02"][4:])
	tool(t, dir, "libopenjp2-tools", "opj_decompress", "-i", "face.jp2", "-o", "face.png")

	write("data", append(append([]byte(nil), f["df1/ef01"][4:]...), f["df1/ef02"][4:]...))
	write("code", f["df3/ef01"][4:260])
	write("leaf.der", r.Certificate)
	write("root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Anchors[0]}))
	tool(t, dir, "openssl", "openssl", "x509", "-inform", "der", "-in", "leaf.der", "-out", "leaf.pem")
	tool(t, dir, "openssl", "openssl", "x509", "-in", "leaf.pem", "-noout", "-pubkey", "-out", "leaf.pub")
	tool(t, dir, "openssl", "openssl", "dgst", "-sha256", "-verify", "leaf.pub", "-signature", "code", "data")
	at := strconv.FormatInt(r.Clock.Unix(), 10)
	tool(t, dir, "openssl", "openssl", "verify", "-attime", at, "-CAfile", "root.pem", "leaf.pem")
	if !bytes.HasPrefix(f["df3/ef01"][264:], r.Certificate) {
		t.Error("the certificate in the file is another one")
	}
}

func TestOtherToolsAcceptTheBuiltins(t *testing.T) {
	for _, name := range perso.Builtins() {
		judge(t, build(t, perso.Builtin(name)))
	}
}

func TestOtherToolsAcceptTheExamples(t *testing.T) {
	for name := range examples(t) {
		d, err := perso.Load(name)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		r, err := perso.Build(d, nil)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		judge(t, r)
	}
}
