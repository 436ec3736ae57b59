package perso_test

import (
	"bytes"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
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
	p := partsOf(r)
	for name, image := range p.drawn {
		// The NUL tail stays: the data object has it, so decoders must bear it.
		write(name+".tif", image)
		info := tool(t, dir, "libtiff-tools", "tiffinfo", "-D", name+".tif")
		if !bytes.Contains(info, []byte("CCITT Group 4")) || bytes.Contains(info, []byte("Warning")) {
			t.Errorf("tiffinfo: %s", info)
		}
		tool(t, dir, "libtiff-tools", "tiffcp", "-c", "none", name+".tif", "plain.tif")
	}
	if !r.Signed() {
		return
	}
	write("face.jp2", p.face)
	tool(t, dir, "libopenjp2-tools", "opj_decompress", "-i", "face.jp2", "-o", "face.png")

	write("data", p.signed)
	write("code", p.code)
	write("leaf.der", r.Certificate)
	write("root.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Anchors[0]}))
	tool(t, dir, "openssl", "openssl", "x509", "-inform", "der", "-in", "leaf.der", "-out", "leaf.pem")
	tool(t, dir, "openssl", "openssl", "x509", "-in", "leaf.pem", "-noout", "-pubkey", "-out", "leaf.pub")
	tool(t, dir, "openssl", "openssl", "dgst", "-sha256", "-verify", "leaf.pub", "-signature", "code", "data")
	at := strconv.FormatInt(r.Clock.Unix(), 10)
	tool(t, dir, "openssl", "openssl", "verify", "-attime", at, "-CAfile", "root.pem", "leaf.pem")
	if !bytes.HasPrefix(f["df3/ef01"][p.certificate:], r.Certificate) {
		t.Error("the certificate in the file is another one")
	}
}

// parts are what a reader takes out of a card's files.
type parts struct {
	drawn              map[string][]byte
	face, signed, code []byte
	certificate        int // where it begins in DF3/EF01
}

// partsOf knows the places of the documents, not the tables: of types 05 to 08
// the entries of DF1/EF02 have lengths of one byte, D0 has 2,500 bytes and D1
// what remains.
func partsOf(r *perso.Result) parts {
	f := r.Image.Files
	if len(r.Image.Profile) == 2 { // t1, t2
		front, face := f["df1/ef01"][4:], f["df1/ef02"][4:]
		return parts{map[string][]byte{"front": front}, face, append(append([]byte(nil), front...), face...), f["df3/ef01"][4:260], 264}
	}
	var entries []byte
	for rest := f["df1/ef02"]; len(rest) > 0; rest = rest[2+int(rest[1]):] {
		entries = append(entries, rest[2:2+int(rest[1])]...)
	}
	name, face := f["df1/ef03"][4:2504], f["df1/ef03"][2504:]
	if len(face) == 3004 {
		face = face[4:]
	}
	signed := append(append(append(entries, make([]byte, 53-len(entries))...), face...), name...)
	p := parts{drawn: map[string][]byte{"name": name, "address": f["df1/ef04"][5:]}, face: face, signed: signed, certificate: 102}
	if raw := f["df3/ef01"][2:98]; r.Signed() {
		p.code, _ = asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(raw[:48]), new(big.Int).SetBytes(raw[48:])})
	}
	return p
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
