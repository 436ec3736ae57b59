package dat

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
)

const certificateForm = "df3.ef01.certificate.repertoire"

// publishedRoots are the cells of the roots that are published: four of the
// first generation, two of the later ones.
var publishedRoots = [...]string{"sig.root.1", "sig.root.2", "sig.root.3", "sig.root.4", "sig.root.production", "sig.root.test"}

// aRoot are the cells of one root of each generation.
var aRoot = [...]string{"sig.root.1", "sig.root.production"}

func e01(t *conformance.T) {
	value, most := certificateValue(t), 1200
	if t.Kind().Generation > 1 {
		most = 602
	}
	l, err := parseLeaf(value)
	if err != nil {
		t.Claim(text("証明書として読める", "the value is a certificate"), certificateForm).Saw("%d bytes: %v", len(value), err).Holds(false)
		return
	}
	t.Claim(text("X.509バージョン3", "X.509 version 3"), certificateForm).Saw("version field %d", l.version).Holds(l.version == 2)
	t.Claim(text(fmt.Sprintf("%dバイトに収まり、後ろはNull値のみ", most), fmt.Sprintf("fits into %d bytes, nothing but 00 after it", most)), certificateForm, "df3.ef01.certificate.length").
		Saw("%d bytes in %d", len(l.raw), len(value)).Holds(len(value) <= most && allZero(l.tail))
}

// certificateValue reads the value of DB, or DD.
func certificateValue(t *conformance.T) []byte {
	tag := certificateTag(t.Kind())
	return readTags(t, tag).value(tag)
}

// readLeaf reads the certificate, a precondition of what it is used for.
func readLeaf(t *conformance.T) *leaf {
	l, err := parseLeaf(certificateValue(t))
	if err != nil {
		t.Inconclusive("certificate: %v", err)
	}
	return l
}

// roots are the subject's anchors.
func roots(t *conformance.T) []*x509.Certificate {
	var out []*x509.Certificate
	for i, der := range t.Subject.Anchors {
		root, err := x509.ParseCertificate(der)
		if err != nil {
			t.Inconclusive("given root %d is no certificate: %v", i+1, err)
		}
		out = append(out, root)
	}
	return out
}

// givenRoots are the subject's anchors, of which there must be one.
func givenRoots(t *conformance.T) []*x509.Certificate {
	given := roots(t)
	if len(given) == 0 {
		t.Inconclusive("no root is given")
	}
	return given
}

// rootOf returns the root that signed the certificate, nil for none.
func rootOf(l *leaf, given []*x509.Certificate) *x509.Certificate {
	for _, r := range given {
		if l.signedBy(r) {
			return r
		}
	}
	return nil
}

// fingerprint is the SHA-256 of a root: roots are public.
func fingerprint(r *x509.Certificate) string {
	if r == nil {
		return "none"
	}
	return fmt.Sprintf("%x", sha256.Sum256(r.Raw))
}

func e02(t *conformance.T) {
	l, given := readLeaf(t), givenRoots(t)
	root := rootOf(l, given)
	t.Claim(text("指定のルートの直下にある", "stands under a given root"), "sig.chain").
		Saw("%d roots given, SHA-256 of the one that verifies: %s", len(given), fingerprint(root)).Holds(root != nil)
	algorithm, bits := l.bits()
	if t.Kind().Generation > 1 {
		t.Claim(text("P-384の鍵", "a key on P-384"), "sig.algorithm").
			Saw("%s of %d bits", algorithm, bits).Holds(algorithm == "ECDSA" && bits == 384)
		return
	}
	t.Claim(text("RSA 2048ビット", "RSA of 2048 bits"), "sig.algorithm").
		Saw("%s of %d bits", algorithm, bits).Holds(algorithm == "RSA" && bits == 2048)
}

func e03(*conformance.Subject) []conformance.Variant {
	habit := func(name string, claim conformance.Text, saw func(l *leaf) string) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			l, err := parseLeaf(certificateValue(t))
			if err != nil {
				t.Claim(claim, aRoot[:]...).Saw("%v", err).Holds(false)
				return
			}
			t.Claim(claim, aRoot[:]...).Saw("%s", saw(l)).Holds(true)
			if given := roots(t); len(given) > 0 {
				t.Claim(text("元のバイト列で署名が合う", "the signature fits the bytes as they stand"), append(aRoot[:], certificateForm)...).
					Saw("TBSCertificate of %d bytes, fits: %t", len(l.tbs), rootOf(l, given) != nil).Holds(rootOf(l, given) != nil)
			}
		}}
	}
	return []conformance.Variant{
		habit("ber", text("DERでない符号化も受け入れる", "BER is accepted"), func(l *leaf) string {
			_, err := x509.ParseCertificate(l.raw)
			return fmt.Sprintf("DER lengths and BOOLEANs: %t, crypto/x509 accepts it: %t", l.der, err == nil)
		}),
		habit("null-parameters", text("NULLパラメータを受け入れる", "NULL parameters are accepted"), func(l *leaf) string {
			return fmt.Sprintf("NULL in both AlgorithmIdentifiers: %t, the two agree: %t", l.hasNULParam, bytes.Equal(l.algorithm, l.innerAlgorithm))
		}),
		habit("fill", text("Null値の埋めを受け入れる", "the fill with 00 is accepted"), func(l *leaf) string {
			return fmt.Sprintf("%d bytes after the certificate", len(l.tail))
		}),
	}
}

func e04(s *conformance.Subject) []conformance.Variant {
	profile := func(name string, run func(t *conformance.T, l *leaf)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) { run(t, readLeaf(t)) }}
	}
	out := []conformance.Variant{
		profile("key-usage", func(t *conformance.T, l *leaf) {
			// Bit 0 of keyUsage is the first bit of its first byte (RFC 5280, 4.2.1.3).
			signs := len(l.usage) > 0 && l.usage[0]&0x80 != 0
			t.Claim(text("鍵用途があればdigitalSignatureを含む", "keyUsage, if present, has digitalSignature"), cellLeafProfile).
				Saw("keyUsage: %t, digitalSignature: %t", l.hasUsage, signs).Holds(!l.hasUsage || signs)
		}),
		profile("not-ca", func(t *conformance.T, l *leaf) {
			isRoot := false
			for _, r := range roots(t) {
				isRoot = isRoot || bytes.Equal(r.Raw, l.raw) || sameKey(l.key, r.PublicKey)
			}
			t.Claim(text("CAでもルートでもない", "neither a CA's certificate nor the root"), cellLeafProfile).
				Saw("CA: %t, root or its key: %t", l.authority, isRoot).Holds(!l.authority && !isRoot)
		}),
		profile("serial", func(t *conformance.T, l *leaf) {
			t.Claim(text("シリアル番号は正", "the serial number is positive"), cellLeafProfile).
				Saw("%d bits, positive: %t", l.serial.BitLen(), l.serial.Sign() > 0).Holds(l.serial.Sign() > 0)
		}),
	}
	if len(s.Anchors) > 0 {
		out = append(out, profile("issuer", func(t *conformance.T, l *leaf) {
			root := rootOf(l, roots(t))
			if root == nil {
				t.Inconclusive("no given root made the certificate's signature")
			}
			t.Claim(text("発行者名はルートの名前と同じバイト列", "the issuer is the root's name, byte by byte"), cellLeafProfile).
				Saw("equal: %t", bytes.Equal(l.issuer, root.RawSubject)).Holds(bytes.Equal(l.issuer, root.RawSubject))
		}))
	}
	return out
}

func e05(s *conformance.Subject) []conformance.Variant {
	out := []conformance.Variant{{Name: "clock", Run: func(t *conformance.T) {
		l, now := readLeaf(t), t.Subject.Clock
		judgedOn(t)
		t.Claim(text("時計の日に有効", "valid on the day of the clock"), cellLeafProfile).
			Saw("begun: %t, ended: %t", !now.Before(l.from), now.After(l.until)).Holds(!now.Before(l.from) && !now.After(l.until))
	}}}
	if len(s.Anchors) > 0 {
		out = append(out, conformance.Variant{Name: "root", Run: func(t *conformance.T) {
			l := readLeaf(t)
			root := rootOf(l, roots(t))
			if root == nil {
				t.Inconclusive("no given root made the certificate's signature")
			}
			t.Claim(text("有効期間はルートの有効期間内", "the dates lie inside the root's"), cellLeafProfile).
				Saw("begins before the root: %t, ends after it: %t", l.from.Before(root.NotBefore), l.until.After(root.NotAfter)).
				Holds(!l.from.Before(root.NotBefore) && !l.until.After(root.NotAfter))
		}})
	}
	return out
}

// e06 has an instance for every given root; without one it is inconclusive.
func e06(s *conformance.Subject) []conformance.Variant {
	out := []conformance.Variant{}
	for i := range max(1, len(s.Anchors)) {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("root%d", i+1), Run: func(t *conformance.T) { e06Root(t, i) }})
	}
	return out
}

func e06Root(t *conformance.T, i int) {
	l, given := readLeaf(t), givenRoots(t)
	this, fitting := given[i], 0
	for _, r := range given {
		if bytes.Equal(r.RawSubject, this.RawSubject) && l.signedBy(r) {
			fitting++
		}
	}
	named := slices.ContainsFunc(given, func(r *x509.Certificate) bool { return bytes.Equal(r.RawSubject, l.issuer) })
	if named && !bytes.Equal(this.RawSubject, l.issuer) {
		t.Claim(text("別の名のルートを記録", "root of another name recorded"), publishedRoots[:]...).
			Saw("root %s is not of the issuer's name", fingerprint(this)).Recorded()
		return
	}
	t.Claim(text("同名のルートのうち一つだけが検証に成功する", "exactly one root of this name verifies"), publishedRoots[:]...).
		Saw("root %s, serial number %X: verifies: %t; of its name: %d", fingerprint(this), this.SerialNumber, l.signedBy(this), fitting).
		Holds(fitting == 1)
}

func e07(t *conformance.T) {
	judgedOn(t)
	l, given, now := readLeaf(t), givenRoots(t), t.Subject.Clock
	root := rootOf(l, given)
	t.Claim(text("日付を見ずに連鎖が正しい", "the chain is right, dates not looked at"), cellLeafProfile).
		Saw("SHA-256 of the root: %s", fingerprint(root)).Holds(root != nil)
	if root != nil {
		t.Claim(text("ルートは時計の日に有効", "the root is valid on the day of the clock"), cellLeafProfile).Warning().
			Saw("begun: %t, ended: %t", !now.Before(root.NotBefore), now.After(root.NotAfter)).
			Holds(!now.Before(root.NotBefore) && !now.After(root.NotAfter))
	}
}

// e08 is e06 for the root of the later generations, of which production and
// test have one name and one serial number.
func e08(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "one-verifies", Run: func(t *conformance.T) {
			l, given := readLeaf(t), givenRoots(t)
			fitting := 0
			for _, r := range given {
				if l.signedBy(r) {
					fitting++
				}
			}
			t.Claim(text("ルートのうち一つだけが検証に成功する", "exactly one root verifies"), "sig.root.production", "sig.root.test").
				Saw("%d roots given, of these verify: %d", len(given), fitting).Holds(fitting == 1)
		}},
		{Name: "which", Run: func(t *conformance.T) {
			root := rootOf(readLeaf(t), givenRoots(t))
			t.Claim(text("ルートを記録", "root recorded"), "sig.root.production", "sig.root.test").
				Saw("SHA-256 of the root: %s", fingerprint(root)).Recorded()
		}},
	}
}
