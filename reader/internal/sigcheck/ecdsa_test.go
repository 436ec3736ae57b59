package sigcheck

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

// signed signs a hash and returns r and s.
func signed(t *testing.T, key *ecdsa.PrivateKey, sum []byte) (r, s *big.Int) {
	t.Helper()
	der, err := ecdsa.SignASN1(rand.Reader, key, sum)
	if err != nil {
		t.Fatal(err)
	}
	var n struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &n); err != nil {
		t.Fatal(err)
	}
	return n.R, n.S
}

func fill48(n *big.Int) []byte { return n.FillBytes(make([]byte, 48)) }

// Signatures over the digests that the vectors give fit the vectors' parts,
// and no others do.
func TestSignedDataECDSA(t *testing.T) {
	key := testEC().leafKey.(ecKey).PrivateKey
	for _, name := range []string{"t05", "t06"} {
		vs, err := vectors.For(name, "signed-data-ecdsa")
		if err != nil || len(vs) == 0 {
			t.Fatal(len(vs), err)
		}
		for _, v := range vs {
			get := func(field string) []byte {
				b, err := v.Bytes(field)
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			values := bytes.TrimRight(get("values"), "\x00")
			parts := []Part{{values, 53, true}, {get("face"), 3000, true}, {get("name"), 2500, true}}
			r, s := signed(t, key, get("sha256"))
			scheme := schemeOf(t, name)
			form, err := scheme.Verify(&key.PublicKey, parts, append(fill48(r), fill48(s)...))
			if form != Raw || err != nil {
				t.Errorf("%s: %q, %v", v.ID, form, err)
			}
			for what, other := range map[string][]Part{
				"face and name exchanged": {parts[0], {get("name"), 2500, true}, {get("face"), 3000, true}},
				"name first":              {parts[2], parts[0], parts[1]},
				"not filled":              {{values, len(values), true}, {get("face"), len(get("face")), true}, {get("name"), len(get("name")), true}},
				"another entry":           {{append([]byte{values[0] ^ 1}, values[1:]...), 53, true}, parts[1], parts[2]},
			} {
				if _, err := scheme.Verify(&key.PublicKey, other, append(fill48(r), fill48(s)...)); !has(err, SignatureMismatch) {
					t.Errorf("%s, %s: %v", v.ID, what, err)
				}
			}
			long := []Part{{append(slices.Clone(values), make([]byte, 60)...), 53, true}, parts[1], parts[2]}
			if _, err := scheme.Verify(&key.PublicKey, long, append(fill48(r), fill48(s)...)); !has(err, DataLength) {
				t.Errorf("%s, too long: %v", v.ID, err)
			}
		}
	}
}

// derOf is typed here: SEQUENCE of two INTEGERs.
func derOf(r, s []byte) []byte {
	number := func(b []byte) []byte {
		if b[0]&0x80 != 0 {
			b = append([]byte{0}, b...)
		}
		return append([]byte{2, byte(len(b))}, b...)
	}
	body := append(number(r), number(s)...)
	return append([]byte{0x30, byte(len(body))}, body...)
}

func TestCheckCodeForms(t *testing.T) {
	key := testEC().leafKey.(ecKey).PrivateKey
	n := elliptic.P384().Params().N
	data := []Part{{[]byte("data"), 4, false}}
	sum := sha256.Sum256([]byte("data"))
	r, s := signed(t, key, sum[:])
	raw := append(fill48(r), fill48(s)...)
	der := derOf(r.Bytes(), s.Bytes())
	zero, one, above := make([]byte, 48), fill48(big.NewInt(1)), fill48(new(big.Int).Add(n, big.NewInt(1)))
	for name, c := range map[string]struct {
		code []byte
		form Form
		want Reason
	}{
		"raw":                     {raw, Raw, ""},
		"twin n - s":              {append(fill48(r), fill48(new(big.Int).Sub(n, s))...), Raw, ""},
		"DER":                     {der, DER, ""},
		"DER, NULs after it":      {append(slices.Clone(der), 0, 0, 0), DER, ""},
		"raw, a NUL after it":     {append(slices.Clone(raw), 0), "", SignatureForm},
		"DER, a byte after it":    {append(slices.Clone(der), 1), "", SignatureForm},
		"DER cut off":             {der[:len(der)-1], "", SignatureForm},
		"DER, long length":        {append([]byte{0x30, 0x81}, der[1:]...), "", SignatureForm},
		"DER of three numbers":    {append([]byte{0x30, der[1] + 3}, append(slices.Clone(der[2:]), 2, 1, 1)...), "", SignatureForm},
		"DER of one number":       {[]byte{0x30, 3, 2, 1, 1}, "", SignatureForm},
		"DER, number not minimal": {append([]byte{0x30, der[1] + 1, 2, der[3] + 1, 0}, der[4:]...), "", SignatureForm},
		"empty":                   {nil, "", SignatureForm},
		"95 bytes":                {raw[1:], "", SignatureForm},
		"r 0":                     {append(slices.Clone(zero), raw[48:]...), "", SignatureRange},
		"s 0":                     {append(slices.Clone(raw[:48]), zero...), "", SignatureRange},
		"r n":                     {append(fill48(n), raw[48:]...), "", SignatureRange},
		"s n":                     {append(slices.Clone(raw[:48]), fill48(n)...), "", SignatureRange},
		"s n + 1":                 {append(slices.Clone(raw[:48]), above...), "", SignatureRange},
		"negative in DER":         {[]byte{0x30, 6, 2, 1, 0xFF, 2, 1, 1}, "", SignatureRange},
		"zero in DER":             {[]byte{0x30, 6, 2, 1, 0, 2, 1, 1}, "", SignatureRange},
		"r and s exchanged":       {append(slices.Clone(raw[48:]), raw[:48]...), "", SignatureMismatch},
		"r 1, s 1":                {append(slices.Clone(one), one...), "", SignatureMismatch},
		"a bit of r":              {append([]byte{raw[0] ^ 1}, raw[1:]...), "", SignatureMismatch},
		"96 bytes FF":             {bytes.Repeat([]byte{0xFF}, 96), "", SignatureRange},
		"96 NULs":                 {make([]byte, 96), "", SignatureRange},
		"256 bytes as of RSA":     {bytes.Repeat([]byte{0x5A}, 256), "", SignatureForm},
	} {
		form, err := schemeOf(t, "t05").Verify(&key.PublicKey, data, c.code)
		if form != c.form || c.want == "" && err != nil || c.want != "" && !has(err, c.want) {
			t.Errorf("%s: %q, %v; want %q, %s", name, form, err, c.form, c.want)
		}
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []any{&other.PublicKey, testRSA().leafKey.Public(), nil} {
		if _, err := schemeOf(t, "t05").Verify(k, data, raw); !has(err, LeafKey) {
			t.Errorf("key %T: %v", k, err)
		}
	}
}

// openssl signs, we check.
func TestOpenSSLSignsECDSA(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("openssl is needed as independent check (Debian package openssl): %v: %s", err, out)
		}
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if err := os.WriteFile(filepath.Join(dir, "data"), append([]byte("entries"), make([]byte, 46)...), 0o600); err != nil {
		t.Fatal(err)
	}
	run("ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", "key")
	run("ec", "-in", "key", "-pubout", "-out", "public")
	run("dgst", "-sha256", "-sign", "key", "-out", "sig", "data")
	block, _ := pem.Decode(read("public"))
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	parts := []Part{{[]byte("entries"), 53, true}}
	scheme := schemeOf(t, "t05")
	if form, err := scheme.Verify(public, parts, read("sig")); form != DER || err != nil {
		t.Errorf("%q, %v", form, err)
	}
	var numbers struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(read("sig"), &numbers); err != nil {
		t.Fatal(err)
	}
	if form, err := scheme.Verify(public, parts, append(fill48(numbers.R), fill48(numbers.S)...)); form != Raw || err != nil {
		t.Errorf("%q, %v", form, err)
	}
}

// The signed data as the sheets give them.
func TestInput(t *testing.T) {
	second := []Item{{"entries", "df1/ef02", 53, true}, {"face", "df1/ef03", 3000, true}, {"name", "df1/ef03", 2500, true}}
	first := []Item{{"front", "df1/ef01", 7000, false}, {"face", "df1/ef02", 3000, false}}
	for name, want := range map[string][]Item{"t1": first, "t2": first, "t05": second, "t06": second, "t07": second, "t08": second} {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Input(p)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		for _, bad := range []string{"unheard-of", "face:x", "face:0", "entries"} {
			other, err := p.With(name+".sig.input", bad)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := Input(other); err == nil {
				t.Errorf("%s: %s gives %v", name, bad, got)
			}
		}
	}
}
