package reader_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/trust"
)

// The first block here is typed, as is the DigestInfo: what the reader builds
// must not come from the reader.
var typedDigestInfo = unhex("3031300D060960864801650304020105000420")

func block(content []byte) []byte {
	b := bytes.Repeat([]byte{0xFF}, 256-len(content))
	b[0], b[1], b[len(b)-1] = 0, 1, 0
	return append(b, content...)
}

// blockCases are blocks and the verdict each must get.
func blockCases(sum []byte) map[string]struct {
	block []byte
	want  reader.Verdict
} {
	type c = struct {
		block []byte
		want  reader.Verdict
	}
	standard := block(slices.Concat(typedDigestInfo, sum))
	edit := func(i int, b byte) []byte { out := bytes.Clone(standard); out[i] = b; return out }
	tail := make([]byte, 256)
	rand.Read(tail)
	tail[0] = 0
	copy(tail[224:], sum)
	short := slices.Concat(unhex("0001FFFFFFFFFFFFFFFF00"), typedDigestInfo, sum)
	other := sha512.Sum512(sum)
	one := sha1.Sum(sum)
	return map[string]c{
		"standard":             {standard, reader.Valid},
		"bare":                 {block(sum), reader.Valid},
		"last 32 bytes right":  {tail, reader.InvalidSignature},
		"short FF run":         {append(short, make([]byte, 256-len(short))...), reader.InvalidSignature},
		"bytes after the hash": {block(slices.Concat(typedDigestInfo, sum, []byte{0})), reader.InvalidSignature},
		"type 02":              {edit(1, 2), reader.InvalidSignature},
		"no 00":                {edit(256-52, 0xFF), reader.InvalidSignature},
		"FF run broken":        {edit(100, 0xFE), reader.InvalidSignature},
		"long form length":     {block(slices.Concat(unhex("308131300D060960864801650304020105000420"), sum)), reader.InvalidSignature},
		"no NULL":              {block(slices.Concat(unhex("302F300B0609608648016503040201"), unhex("0420"), sum)), reader.InvalidSignature},
		"SHA-1":                {block(slices.Concat(unhex("3021300906052B0E03021A05000414"), one[:])), reader.InvalidSignature},
		"SHA-512":              {block(slices.Concat(unhex("3051300D060960864801650304020305000440"), other[:])), reader.InvalidSignature},
		"hash bit":             {edit(255, standard[255]^1), reader.InvalidSignature},
	}
}

func TestSignatureBlocks(t *testing.T) { // APP_C_12 to C_15
	i := testIssuer()
	files := goodFiles()
	leaf := i.leaf(nil)
	for name, c := range blockCases(signedHash(files)) {
		r := check(t, with(files, "df3/ef01", df3(raw(i.leafKey, c.block), leaf)))
		if r.Verdict != c.want {
			t.Errorf("%s: %v", name, r)
		}
		if r.Has(reader.DigestInfoBare) != (name == "bare") || name == "bare" && r.Signature.Form != "bare" {
			t.Errorf("%s: flags %v, form %q", name, r.Flags, r.Signature.Form)
		}
		if (r.Verdict == reader.Valid) != (r.Signature.State == reader.SignatureFits) {
			t.Errorf("%s: %v, signature %v", name, r, r.Signature)
		}
	}
}

func TestDegenerateSignatures(t *testing.T) { // APP_C_01, C_16, C_22, B_04
	i := testIssuer()
	files := goodFiles()
	leaf := i.leaf(nil)
	code := files["df3/ef01"][4:260]
	n := i.leafKey.N
	of := func(v *big.Int) []byte { return v.FillBytes(make([]byte, 256)) }
	s := new(big.Int).SetBytes(code)
	trimmed := func(f map[string][]byte) []byte {
		cut := func(b []byte) []byte { return bytes.TrimRight(b[4:], "\x00") }
		return append(cut(f["df1/ef01"]), cut(f["df1/ef02"])...)
	}
	rows := map[string][]byte{
		"zero":          of(big.NewInt(0)),
		"one":           of(big.NewInt(1)),
		"modulus":       of(n),
		"modulus - 1":   of(new(big.Int).Sub(n, big.NewInt(1))),
		"twin":          of(new(big.Int).Sub(n, s)),
		"all FF":        bytes.Repeat([]byte{0xFF}, 256),
		"first bit":     append([]byte{code[0] ^ 0x40}, code[1:]...),
		"last bit":      append(bytes.Clone(code[:255]), code[255]^1),
		"other key":     raw(otherKey(), block(slices.Concat(typedDigestInfo, signedHash(files)))),
		"trimmed":       signOver(i, trimmed(files)),
		"swapped":       signOver(i, slices.Concat(files["df1/ef02"][4:], files["df1/ef01"][4:])),
		"with tags":     signOver(i, slices.Concat(files["df1/ef01"], files["df1/ef02"])),
		"other picture": signOver(i, make([]byte, 10000)),
	}
	if sum := new(big.Int).Add(s, n); sum.BitLen() <= 2048 { // the same signature, not reduced
		rows["plus modulus"] = of(sum)
	}
	for name, code := range rows {
		r := check(t, with(files, "df3/ef01", df3(code, leaf)))
		if r.Verdict != reader.InvalidSignature || r.Signature.State != reader.SignatureWrong || len(r.Covered) > 0 {
			t.Errorf("%s: %v, %v", name, r, r.Signature)
		}
	}
	shortCode := slices.Concat([]byte{0xDA, 0x81, 0xFF}, code[:255], object("DB8204B0", 1200, leaf), []byte{0, 0})
	if r := check(t, with(files, "df3/ef01", shortCode)); r.Verdict != reader.InvalidSignature {
		t.Errorf("check code of 255 bytes: %v %v", r, r.Err)
	}
	for _, at := range []struct {
		key string
		i   int
	}{{"df1/ef01", 4}, {"df1/ef01", 50}, {"df1/ef01", 7003}, {"df1/ef02", 4}, {"df1/ef02", 60}, {"df1/ef02", 3003}} {
		changed := bytes.Clone(files[at.key])
		changed[at.i] ^= 1
		if r := check(t, with(files, at.key, changed)); r.Verdict != reader.InvalidSignature {
			t.Errorf("%s byte %d changed: %v", at.key, at.i, r)
		}
	}
	cutImage := slices.Concat(unhex("D0821000"), files["df1/ef01"][4:4100], make([]byte, 2904))
	if r := check(t, with(files, "df1/ef01", cutImage)); r.Verdict != reader.InvalidSignature {
		t.Errorf("front of 4096 bytes: %v", r)
	}
}

func signOver(i issuer, data []byte) []byte {
	sum := hash256(data)
	return raw(i.leafKey, block(slices.Concat(typedDigestInfo, sum)))
}

// What nobody signs can be changed, and the result must say so.
func TestUnsignedChanges(t *testing.T) { // APP_C_10, C_17
	for key, data := range map[string][]byte{
		"mf/ef01":  []byte("\xC0\x049999"),
		"df2/ef01": slices.Concat([]byte("\xD2\x0820200101\xD3\x06011002"), object("D4820140", 320, []byte("北海道札幌市"))),
		"df2/ef02": object("D578", 120, []byte("forged permission")),
		"df2/ef03": object("D678", 120, []byte("forged permission")),
		"df2/ef04": []byte("\xD7\x011"),
	} {
		r := check(t, with(goodFiles(), key, data))
		if r.Verdict != reader.Valid || !slices.Equal(r.Covered, []string{"front", "face"}) {
			t.Errorf("%s: %v, covered %v, %v", key, r, r.Covered, r.Err)
		}
	}
}

// rechained signs the good files with a leaf and checks them against roots.
func rechained(t *testing.T, leaf []byte, roots ...*x509.Certificate) *reader.Result {
	t.Helper()
	files := goodFiles()
	sign(files, testIssuer().leafKey, leaf)
	o := options(t)
	o.Anchors = anchors(t, roots...)
	return reader.Check(t.Context(), newCard(t, "1", files), o)
}

func TestChain(t *testing.T) {
	i := testIssuer()
	leaf := i.leaf(nil)
	name := i.root.Subject.CommonName
	second, third := i, i
	second.rootKey, third.rootKey = otherKey(), otherKey()
	sameName := second.makeRoot(name, 0x2A)
	otherName := third.makeRoot("zairyu TEST root of another name", 1)

	if r := rechained(t, leaf, sameName, otherName, i.root); r.Verdict != reader.Valid ||
		r.Chain.Anchor.Fingerprint != trust.Fingerprint(hash256(i.root.Raw)) || r.Chain.Anchor.Class != trust.Test || !r.Has(reader.TestAnchor) {
		t.Errorf("right root among others: %v %v", r, r.Err)
	}
	if r := rechained(t, leaf, sameName); r.Verdict != reader.InvalidCertificate || r.Chain.Reason != "issuer-signature" ||
		r.Signature.State != reader.SignatureFits || r.Chain.State != reader.ChainNotAnchored {
		t.Errorf("another root of the name: %v %v", r, r.Chain)
	}
	if r := rechained(t, leaf, otherName); r.Verdict != reader.InvalidCertificate || r.Chain.Reason != "issuer-unknown" {
		t.Errorf("root of another name: %v %v", r, r.Chain)
	}
	if r := rechained(t, leaf); r.Verdict != reader.NotVerifiable || r.Chain.State != reader.ChainNoAnchors ||
		r.Signature.State != reader.SignatureFits || len(r.Covered) > 0 {
		t.Errorf("no anchors: %v %v", r, r.Chain)
	}
	o := options(t)
	o.Anchors = nil
	if r := reader.Check(t.Context(), newCard(t, "1", goodFiles()), o); r.Verdict != reader.NotVerifiable {
		t.Errorf("nil store: %v", r)
	}
	// A forger's own root of the published name and serial.
	forger := issuer{rootKey: otherKey(), leafKey: i.leafKey}
	forger.root = forger.makeRoot(name, 0x2A)
	if r := rechained(t, forger.leaf(nil), i.root); r.Verdict != reader.InvalidCertificate {
		t.Errorf("self-made CA of the same name: %v", r)
	}
}

func TestLeafProfile(t *testing.T) { // APP_C_06 to C_08, C_23
	i := testIssuer()
	weak := newKey(1024)
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	underRoot := func(public any) []byte {
		tmpl := &x509.Certificate{SerialNumber: big.NewInt(5), NotBefore: testNow, NotAfter: testNow.AddDate(1, 0, 0)}
		der, err := x509.CreateCertificate(rand.Reader, tmpl, i.root, public, i.rootKey)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	self := &x509.Certificate{SerialNumber: big.NewInt(6), Subject: pkix.Name{CommonName: "self"}, NotBefore: testNow, NotAfter: testNow.AddDate(1, 0, 0)}
	selfSigned, err := x509.CreateCertificate(rand.Reader, self, self, &i.leafKey.PublicKey, i.leafKey)
	if err != nil {
		t.Fatal(err)
	}
	good := i.leaf(nil)
	for name, c := range map[string]struct {
		leaf   []byte
		reason string
	}{
		"CA":                      {i.leaf(func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }), "leaf-ca"},
		"the root itself":         {i.root.Raw, "leaf-ca"},
		"keyUsage":                {i.leaf(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), "leaf-usage"},
		"SHA-512":                 {i.leaf(func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA512WithRSA }), "leaf-algorithm"},
		"PSS":                     {i.leaf(func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA256WithRSAPSS }), "leaf-algorithm"},
		"RSA-1024":                {underRoot(&weak.PublicKey), "leaf-key"},
		"elliptic curve":          {underRoot(&ecKey.PublicKey), "leaf-key"},
		"critical extension":      {i.leaf(func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}, Critical: true}} }), "leaf-extension"},
		"self-signed":             {selfSigned, ""},
		"a byte after it":         {append(bytes.Clone(good), 1), "leaf-trailing"},
		"two certificates":        {slices.Concat(good[:0:0], small(t, i), small(t, i)), "leaf-trailing"},
		"cut off":                 {good[:len(good)-1], ""},
		"random bytes":            {bytes.Repeat([]byte{0x30, 0x82, 1, 0}, 100), "leaf-trailing"},
		"empty":                   {nil, "leaf-missing"},
		"empty SEQUENCE":          {[]byte{0x30, 0}, "leaf-unreadable"},
		"indefinite, no end":      {append(append([]byte{0x30, 0x80}, good[4:]...), bytes.Repeat([]byte{5}, 1200-len(good)+2)...), "leaf-unreadable"},
		"issuer's signature bent": {append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1), ""},
	} {
		files := goodFiles()
		sign(files, i.leafKey, c.leaf)
		r := check(t, files)
		if r.Verdict != reader.InvalidCertificate || len(r.Covered) > 0 {
			t.Errorf("%s: %v %v", name, r, r.Err)
		}
		if c.reason != "" && r.Signature.Reason != c.reason {
			t.Errorf("%s: reason %q", name, r.Signature.Reason)
		}
	}
	for name, edit := range map[string]func(*x509.Certificate){
		"no keyUsage":         func(c *x509.Certificate) { c.KeyUsage = 0 },
		"two usages":          func(c *x509.Certificate) { c.KeyUsage |= x509.KeyUsageContentCommitment },
		"explicitly no CA":    func(c *x509.Certificate) { c.BasicConstraintsValid = true },
		"uncritical unknowns": func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}}} },
	} {
		if r := rechained(t, i.leaf(edit), i.root); r.Verdict != reader.Valid {
			t.Errorf("%s: %v %v", name, r, r.Err)
		}
	}
}

// Forms that genuine cards are reported to have (APP_C_07): the end of an
// indefinite length is two NULs, as the tail has them.
func TestLeafHabits(t *testing.T) {
	i := testIssuer()
	good := i.leaf(nil)
	for name, c := range map[string]struct {
		leaf   []byte
		habits []string
	}{
		"strict":            {good, nil},
		"indefinite length": {append([]byte{0x30, 0x80}, good[4:]...), []string{"ber"}},
		"3 bytes of length": {slices.Concat([]byte{0x30, 0x83, 0}, good[2:]), []string{"ber"}},
	} {
		r := rechained(t, c.leaf, i.root)
		if r.Verdict != reader.Valid || !slices.Equal(r.Chain.Habits, c.habits) {
			t.Errorf("%s: %v %v, habits %v", name, r, r.Err, r.Chain.Habits)
		}
	}
}

// small is a leaf of which two fit into the certificate object.
func small(t *testing.T, i issuer) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(7), NotBefore: testNow, NotAfter: testNow}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, i.root, &key.PublicKey, i.rootKey)
	if err != nil || len(der) > 600 {
		t.Fatal(err, len(der))
	}
	return der
}

// Dates are facts beside the verdict.
func TestDates(t *testing.T) { // APP_C_05, C_19
	for _, c := range []struct {
		now      time.Time
		flags    []reader.Flag
		notYet   bool
		expired  bool
		rootGone bool
	}{
		{testNow, nil, false, false, false},
		{testNow.AddDate(-2, 0, 0), []reader.Flag{reader.LeafNotYetValid}, true, false, false},
		{testNow.AddDate(2, 0, 0), []reader.Flag{reader.LeafExpired}, false, true, false},
		{testNow.AddDate(9, 0, 0), []reader.Flag{reader.LeafExpired, reader.RootExpired}, false, true, true},
	} {
		o := options(t)
		o.Now = c.now
		r := reader.Check(t.Context(), newCard(t, "1", goodFiles()), o)
		if r.Verdict != reader.Valid || r.Leaf.NotYet != c.notYet || r.Leaf.Expired != c.expired || r.Root.Expired != c.rootGone {
			t.Errorf("%v: %v, leaf %+v, root %+v", c.now, r, r.Leaf, r.Root)
		}
		for _, f := range []reader.Flag{reader.LeafNotYetValid, reader.LeafExpired, reader.RootExpired} {
			if r.Has(f) != slices.Contains(c.flags, f) {
				t.Errorf("%v: flags %v", c.now, r.Flags)
			}
		}
	}
}
