package reader_test

import (
	"bytes"
	"crypto/elliptic"
	"crypto/x509"
	"math/big"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// resigned makes files whose check code and certificate edit has changed.
func resigned(typ string, edit func(code, leaf []byte) (c, l []byte)) map[string][]byte {
	files := laterFiles(typ)
	signLater(files, edit)
	return files
}

// laterDER is the DER form of r and s, typed here.
func laterDER(raw []byte) []byte {
	number := func(b []byte) []byte {
		b = bytes.TrimLeft(b, "\x00")
		if b[0]&0x80 != 0 {
			b = append([]byte{0}, b...)
		}
		return append([]byte{2, byte(len(b))}, b...)
	}
	body := append(number(raw[:48]), number(raw[48:])...)
	return append([]byte{0x30, byte(len(body))}, body...)
}

func TestLaterSignatures(t *testing.T) {
	n := elliptic.P384().Params().N
	fill := func(v *big.Int) []byte { return v.FillBytes(make([]byte, 48)) }
	code := func(edit func(code []byte) []byte) func(c, l []byte) ([]byte, []byte) {
		return func(c, l []byte) ([]byte, []byte) { return edit(bytes.Clone(c)), l }
	}
	swapped := func(d []byte) []byte { return slices.Concat(d[:53], d[3053:], d[53:3053]) }
	over := func(data func([]byte) []byte) func(c, l []byte) ([]byte, []byte) {
		return code(func([]byte) []byte { return ecSign(testLater().leafKey, data(signedLater(laterFiles("05")))) })
	}
	for name, c := range map[string]struct {
		edit   func(c, l []byte) ([]byte, []byte)
		want   reader.Verdict
		reason string
		form   string
	}{
		"raw":       {nil, reader.Valid, "", "raw"},
		"DER":       {code(laterDER), reader.Valid, "", "der"},
		"first bit": {code(func(c []byte) []byte { c[0] ^= 0x80; return c }), reader.InvalidSignature, "", ""},
		"last bit":  {code(func(c []byte) []byte { c[95] ^= 1; return c }), reader.InvalidSignature, "signature-mismatch", ""},
		"r 0":       {code(func(c []byte) []byte { return append(make([]byte, 48), c[48:]...) }), reader.InvalidSignature, "signature-range", ""},
		"s n":       {code(func(c []byte) []byte { return append(c[:48], fill(n)...) }), reader.InvalidSignature, "signature-range", ""},
		"twin": {code(func(c []byte) []byte {
			return append(c[:48], fill(new(big.Int).Sub(n, new(big.Int).SetBytes(c[48:])))...)
		}), reader.Valid, "", "raw"},
		"95 bytes":         {code(func(c []byte) []byte { return c[:95] }), reader.InvalidSignature, "signature-form", ""},
		"DER and a byte":   {code(func(c []byte) []byte { return append(laterDER(c), 1) }), reader.InvalidSignature, "signature-form", ""},
		"other key":        {code(func([]byte) []byte { return ecSign(newEC(elliptic.P384()), signedLater(laterFiles("05"))) }), reader.InvalidSignature, "signature-mismatch", ""},
		"name before face": {over(swapped), reader.InvalidSignature, "signature-mismatch", ""},
		"no entries":       {over(func(d []byte) []byte { return d[53:] }), reader.InvalidSignature, "signature-mismatch", ""},
		"trimmed":          {over(func(d []byte) []byte { return bytes.TrimRight(d, "\x00") }), reader.InvalidSignature, "signature-mismatch", ""},
	} {
		r := checkLater(t, "05", resigned("05", c.edit))
		if r.Verdict != c.want || r.Signature.Form != c.form || c.reason != "" && r.Signature.Reason != c.reason ||
			r.Has(reader.DERSignature) != (c.form == "der") {
			t.Errorf("%s: %v %v %+v", name, r, r.Err, r.Signature)
		}
	}
}

// Every signed byte counts, NUL tails included; what is not signed does not.
func TestLaterSignedBytes(t *testing.T) {
	for _, typ := range laterTypes() {
		base := laterFiles(typ)
		for _, at := range []struct {
			key string
			i   int
		}{{"df1/ef02", 2}, {"df1/ef02", 22}, {"df1/ef02", 25}, {"df1/ef02", 45}, {"df1/ef03", 4}, {"df1/ef03", 2503},
			{"df1/ef03", 2508}, {"df1/ef03", 5507}} {
			changed := bytes.Clone(base[at.key])
			changed[at.i] ^= 1
			if r := checkLater(t, typ, with(base, at.key, changed)); r.Verdict != reader.InvalidSignature {
				t.Errorf("%s %s byte %d: %v %v", typ, at.key, at.i, r, r.Err)
			}
		}
		forged := with(base, "df1/ef04", object("DFD18209C4", 2500, []byte("another address")))
		if r := checkLater(t, typ, forged); r.Verdict != reader.Valid || slices.Contains(r.Covered, "address") {
			t.Errorf("%s another address: %v, covered %v", typ, r, r.Covered)
		}
	}
	// Two dates of one length, each under the other's tag, give the same
	// joined values: no signature may bear that.
	files := laterFiles("05")
	e := files["df1/ef02"]
	files["df1/ef02"] = slices.Concat([]byte{0xC6}, e[1:10], []byte{0xC5}, e[11:])
	if r := checkLater(t, "05", files); r.Verdict != reader.DataError || r.Err.Step != "df1/ef02" || len(r.Covered) > 0 {
		t.Errorf("tags of two dates exchanged: %v %v", r, r.Err)
	}
}

func TestLaterChain(t *testing.T) {
	i := testLater()
	check := func(leaf []byte, roots ...*x509.Certificate) *reader.Result {
		o := laterOptions(t)
		o.Anchors = anchors(t, roots...)
		return reader.Check(t.Context(), newLater(t, "05", resigned("05", func(c, _ []byte) ([]byte, []byte) { return c, leaf })), o)
	}
	good := i.leaf(&i.leafKey.PublicKey)
	other := laterIssuer{rootKey: newEC(elliptic.P384()), leafKey: i.leafKey}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), RawSubject: i.root.RawSubject, NotBefore: testNow, NotAfter: testNow.AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	other.root = parse(x509.CreateCertificate(nil, tmpl, tmpl, &other.rootKey.PublicKey, other.rootKey))
	for name, c := range map[string]struct {
		r      *reader.Result
		want   reader.Verdict
		reason string // of the chain, or of the leaf
	}{
		"right root among others":    {check(good, other.root, i.root), reader.Valid, ""},
		"another root of the name":   {check(good, other.root), reader.InvalidCertificate, "issuer-signature"},
		"root of another generation": {check(good, testIssuer().root), reader.InvalidCertificate, "issuer-unknown"},
		"no anchors":                 {check(good), reader.NotVerifiable, "no-anchors"},
		"self-made CA":               {check(other.leaf(&i.leafKey.PublicKey), i.root), reader.InvalidCertificate, "issuer-signature"},
		"P-256":                      {check(i.leaf(&newEC(elliptic.P256()).PublicKey), i.root), reader.InvalidCertificate, "leaf-key"},
		"P-521":                      {check(i.leaf(&newEC(elliptic.P521()).PublicKey), i.root), reader.InvalidCertificate, "leaf-key"},
		"RSA":                        {check(i.leaf(&otherKey().PublicKey), i.root), reader.InvalidCertificate, "leaf-key"},
		"the root itself":            {check(i.root.Raw, i.root), reader.InvalidCertificate, "leaf-ca"},
		"none":                       {check(nil, i.root), reader.InvalidCertificate, "leaf-missing"},
	} {
		if c.r.Verdict != c.want || c.reason != "" && c.r.Chain.Reason != c.reason && c.r.Signature.Reason != c.reason {
			t.Errorf("%s: %v %v %+v %+v", name, c.r, c.r.Err, c.r.Chain, c.r.Signature)
		}
	}
	tail := check(append(bytes.Clone(good), 0, 0), i.root)
	if tail.Verdict != reader.Valid || !slices.Equal(tail.Chain.Habits, []string{"nul-tail"}) {
		t.Errorf("NUL tail: %v %v %v", tail, tail.Err, tail.Chain.Habits)
	}
}

// A card without a photo, in the forms that a source leaves open.
func TestLaterNoPhoto(t *testing.T) {
	name := object("D08209C4", 2500, tinyTIFF())
	pad := func(b []byte) []byte { return append(b, make([]byte, 5508-len(b))...) }
	faces := map[string][]byte{
		"D1 00":   pad(append(bytes.Clone(name), 0xD1, 0)),
		"absent":  pad(bytes.Clone(name)),
		"of NULs": append(bytes.Clone(name), object("D1820BB8", 3000, nil)...),
	}
	unsigned := map[string][]byte{
		"DC00DD00": laterDF3(nil, nil),
		"NULs":     make([]byte, 704),
		"DC00":     append(unhex("DC00"), make([]byte, 702)...),
		"headers":  laterDF3(make([]byte, 96), make([]byte, 602)),
	}
	for _, typ := range laterTypes() {
		for face, data := range faces {
			base := with(laterFiles(typ), "df1/ef03", data)
			for form, proof := range unsigned {
				r := checkLater(t, typ, with(base, "df3/ef01", proof))
				if r.Verdict != reader.NotVerifiable || r.Signature.State != reader.SignatureAbsent || r.Has(reader.UnsignedWithPhoto) {
					t.Errorf("%s face %s, %s: %v %v", typ, face, form, r, r.Err)
				}
			}
			// The photo gone, the signature kept: what is signed of a card
			// without a face is assumed, so it is neither valid nor called
			// forged.
			r := checkLater(t, typ, base)
			if r.Verdict != reader.NotVerifiable || r.Signature.Reason != "data-missing" || len(r.Covered) > 0 {
				t.Errorf("%s photo stripped, %s: %v %+v", typ, face, r, r.Signature)
			}
			// Signed over 3,000 NULs, as a face filled to its length is.
			signed := with(base, "df1/ef03", faces["of NULs"])
			signLater(signed, nil)
			signed["df1/ef03"] = data
			r = checkLater(t, typ, signed)
			if r.Verdict != reader.Valid || r.Signature.State != reader.SignatureFits {
				t.Errorf("%s signed without a photo, %s: %v %v", typ, face, r, r.Err)
			}
			if !slices.Equal(r.Covered, []string{"entries", "name"}) || !slices.Contains(r.NotCovered, "face") {
				t.Errorf("%s signed without a photo, %s: covered %v, not %v", typ, face, r.Covered, r.NotCovered)
			}
			for name, bend := range map[string]func(code []byte) []byte{
				"cut short": func(c []byte) []byte { return c[:90] },
				"nothing":   func([]byte) []byte { return nil },
				"r of NULs": func(c []byte) []byte { return append(make([]byte, 48), c[48:]...) },
			} {
				bent := with(signed, "df1/ef03", faces["of NULs"])
				signLater(bent, func(code, leaf []byte) (c, l []byte) { return bend(code), leaf })
				bent["df1/ef03"] = data
				if r := checkLater(t, typ, bent); r.Verdict != reader.InvalidSignature {
					t.Errorf("%s without a photo, %s, check code bent in %s: %v %v", typ, face, name, r, r.Err)
				}
			}
		}
		r := checkLater(t, typ, with(laterFiles(typ), "df3/ef01", laterDF3(nil, testLater().leaf(&testLater().leafKey.PublicKey))))
		if r.Verdict != reader.InvalidSignature {
			t.Errorf("%s certificate without check code: %v %v", typ, r, r.Err)
		}
		r = checkLater(t, typ, with(laterFiles(typ), "df3/ef01", laterDF3(nil, nil)))
		if r.Verdict != reader.NotVerifiable || !r.Has(reader.UnsignedWithPhoto) {
			t.Errorf("%s unsigned with a photo: %v", typ, r)
		}
	}
}

// openssl agrees on the signature over the data that we join, and on the
// chain.
func TestOpenSSLAgreesLater(t *testing.T) {
	dir := t.TempDir()
	i := testLater()
	files := laterFiles("05")
	public, err := x509.MarshalPKIXPublicKey(&i.leafKey.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "public.der", public)
	write(t, dir, "data", signedLater(files))
	write(t, dir, "root.pem", toPEM(i.root.Raw))
	code := ecSign(i.leafKey, signedLater(files))
	for name, raw := range map[string][]byte{"right": code, "bent": append(bytes.Clone(code[:95]), code[95]^1)} {
		write(t, dir, "code", laterDER(raw))
		_, refused := openssl(t, dir, "dgst", "-sha256", "-verify", "public.der", "-keyform", "DER", "-signature", "code", "data")
		leaf := i.leaf(&i.leafKey.PublicKey)
		write(t, dir, "leaf.pem", toPEM(leaf))
		must(t, dir, "verify", "-attime", "1780272000", "-CAfile", "root.pem", "leaf.pem") // 2026-06-01
		r := checkLater(t, "05", with(files, "df3/ef01", laterDF3(raw, leaf)))
		if (r.Verdict == reader.Valid) != (refused == nil) {
			t.Errorf("%s: %v here, openssl: %v", name, r, refused)
		}
	}
}
