package dat

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

func newKey(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func day(s string) time.Time {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	return t
}

// template is a certificate valid on the day of the built-in cards.
func template(name string, serial int64) *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name},
		NotBefore: day("2024-01-01"), NotAfter: day("2033-01-01"), KeyUsage: x509.KeyUsageDigitalSignature}
}

// certify makes a certificate for a key under an issuer's name and key.
func certify(t *testing.T, leaf, issuer *x509.Certificate, public *rsa.PublicKey, signer *rsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, leaf, issuer, public, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// certificate puts another certificate on the card.
func certificate(der []byte) func(*emulator.Image) {
	return func(img *emulator.Image) {
		clear(img.Files["df3/ef01"][264:])
		copy(img.Files["df3/ef01"][264:], der)
	}
}

// rebuilt takes the files of card "1" with another description.
func rebuilt(t *testing.T, change func(*perso.Description)) func(*emulator.Image) {
	t.Helper()
	d := perso.Builtin("1")
	change(&d)
	card, err := perso.Build(d, issuer.Throwaway())
	if err != nil {
		t.Fatal(err)
	}
	return func(img *emulator.Image) { img.Files = card.Image.Files }
}

// laterTail makes the value of DD one byte longer, by a byte that is not 00.
func laterTail(img *emulator.Image) {
	file := img.Files["df3/ef01"]
	n := int(file[100])<<8 | int(file[101]) // DD 82 hh ll behind the check code
	file[100], file[101] = byte((n+1)>>8), byte(n+1)
	file[102+n] = 1
}

func TestCertificates(t *testing.T) {
	key, small := newKey(t, 2048), newKey(t, 1024)
	root := template("zairyu TEST other root", 1)
	own := certify(t, root, root, &key.PublicKey, key)
	authority := template("zairyu TEST CA as leaf", 2)
	authority.IsCA, authority.BasicConstraintsValid = true, true
	enciphers := template("zairyu TEST leaf", 3)
	enciphers.KeyUsage = x509.KeyUsageDataEncipherment
	expired := rebuilt(t, func(d *perso.Description) {
		d.Card.Issued = perso.Date{Year: 2014, Month: 1, Day: 15}
		d.Residence.Permission.Date = d.Card.Issued
	})
	negative := rebuilt(t, func(d *perso.Description) { d.Certificate.Quirks = []issuer.Quirk{issuer.NegativeSerial} })
	defect.Prove(t, certificates(), nil, []defect.Defect{
		{Name: "no-certificate", Edit: certificate(nil), Noticed: []string{"DAT_E_01", "DAT_E_03"}, Stopped: []string{"DAT_E_02", "DAT_E_04", "DAT_E_05"}},
		{Name: "leaf-trailing", Edit: put("df3/ef01", 1463, 1), Noticed: []string{"DAT_E_01"}},
		{Name: "leaf-version-1", Edit: certificate(firstVersion(own)), Noticed: []string{"DAT_E_01"}},
		{Name: "leaf-self-signed", Edit: certificate(own), Noticed: []string{"DAT_E_02", "DAT_E_03", "DAT_E_06", "DAT_E_07"}},
		{Name: "leaf-rsa-1024", Edit: certificate(certify(t, template("zairyu TEST leaf", 4), root, &small.PublicKey, key)), Noticed: []string{"DAT_E_02"}},
		{Name: "leaf-byte-changed", Edit: put("df3/ef01", 300, 0xAA), Noticed: []string{"DAT_E_02", "DAT_E_03", "DAT_E_06", "DAT_E_07"}},
		{Name: "leaf-is-ca", Edit: certificate(certify(t, authority, root, &key.PublicKey, key)), Noticed: []string{"DAT_E_04"}},
		{Name: "leaf-key-usage", Edit: certificate(certify(t, enciphers, root, &key.PublicKey, key)), Noticed: []string{"DAT_E_04"}},
		{Name: "leaf-serial-negative", Edit: negative, Noticed: []string{"DAT_E_04"}},
		{Name: "later-leaf-byte-changed", Card: "05", Edit: put("df3/ef01", 180, 0xAA), Noticed: []string{"DAT_E_02", "DAT_E_03", "DAT_E_08"}},
		{Name: "later-leaf-trailing", Card: "07", Edit: laterTail, Noticed: []string{"DAT_E_01"}},
		{Name: "leaf-expired", Edit: expired, Noticed: []string{"DAT_E_05"}},
	})
	// The exact variant that breaks, and no other with it.
	wantVerdicts(t, judge(t, certificates(), "1", nil, negative), map[string]conformance.Verdict{
		"DAT_E_04#serial": conformance.Deviates, "DAT_E_04#issuer": conformance.Pass, "DAT_E_02": conformance.Pass})
	wantVerdicts(t, judge(t, certificates(), "1", nil, expired), map[string]conformance.Verdict{
		"DAT_E_05#clock": conformance.Deviates, "DAT_E_05#root": conformance.Pass, "DAT_E_02": conformance.Pass, "DAT_E_07": conformance.Pass})
}

// firstVersion takes the field version out of a certificate.
func firstVersion(der []byte) []byte {
	outer, _, _ := takeElement(der)
	parts, _ := elements(outer.content)
	fields, _ := elements(parts[0].content)
	var tbs []byte
	for _, f := range fields[1:] {
		if f.tag != 0xA3 {
			tbs = append(tbs, f.raw...)
		}
	}
	sequence := func(content []byte) []byte {
		return slices.Concat([]byte{0x30, 0x82, byte(len(content) >> 8), byte(len(content))}, content)
	}
	return sequence(slices.Concat(sequence(tbs), parts[1].raw, parts[2].raw))
}

// Every habit of genuine certificates is accepted and listed.
func TestQuirksAreAccepted(t *testing.T) {
	for _, q := range issuer.Quirks() {
		if q == issuer.NegativeSerial {
			continue // DAT_E_04 says so
		}
		edit := rebuilt(t, func(d *perso.Description) { d.Certificate.Quirks = []issuer.Quirk{q} })
		wantAll(t, slices.Concat(signatures(), certificates()), "1", nil, edit)
	}
}

// Four roots of one name: the right one is found wherever it stands, and
// without it nothing passes for it.
func TestRootsOfOneName(t *testing.T) {
	leafKey := newKey(t, 2048)
	var keys []*rsa.PrivateKey
	var given [][]byte
	for serial := range int64(4) {
		key, root := newKey(t, 2048), template("zairyu TEST ZairyuCard CA", serial+1)
		root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
		keys, given = append(keys, key), append(given, certify(t, root, root, &key.PublicKey, key))
	}
	issued := certify(t, template("zairyu TEST leaf", 9), template("zairyu TEST ZairyuCard CA", 3), &leafKey.PublicKey, keys[2])
	all := func(s *conformance.Subject) { s.Anchors = given }
	wantAll(t, certificates(), "1", all, certificate(issued))
	without := func(s *conformance.Subject) { s.Anchors = [][]byte{given[0], given[1], given[3]} }
	wantVerdicts(t, judge(t, certificates(), "1", without, certificate(issued)), map[string]conformance.Verdict{
		"DAT_E_02": conformance.Fail, "DAT_E_06#root1": conformance.Fail, "DAT_E_06#root3": conformance.Fail, "DAT_E_04#issuer": conformance.Inconclusive})
	twice := func(s *conformance.Subject) { s.Anchors = append(slices.Clone(given), given[2]) }
	wantVerdicts(t, judge(t, certificates(), "1", twice, certificate(issued)), map[string]conformance.Verdict{"DAT_E_06#root3": conformance.Fail})
	renamed := certify(t, template("zairyu TEST leaf", 9), template("zairyu TEST other CA", 3), &leafKey.PublicKey, keys[2])
	wantVerdicts(t, judge(t, certificates(), "1", all, certificate(renamed)), map[string]conformance.Verdict{"DAT_E_04#issuer": conformance.Deviates})
	small := newKey(t, 1024)
	short := certify(t, template("zairyu TEST leaf", 9), template("zairyu TEST ZairyuCard CA", 3), &small.PublicKey, keys[2])
	wantVerdicts(t, judge(t, certificates(), "1", all, certificate(short)), map[string]conformance.Verdict{"DAT_E_02": conformance.Fail, "DAT_E_06#root1": conformance.Pass})
	rootAsLeaf := func(s *conformance.Subject) { s.Anchors = given[:1] }
	wantVerdicts(t, judge(t, certificates(), "1", rootAsLeaf, certificate(given[0])), map[string]conformance.Verdict{"DAT_E_04#not-ca": conformance.Deviates})
}

// The expiry of a root and the chain are two facts; without roots and without
// a clock nothing is claimed that needs them.
func TestExpiredRootAndMissingFacts(t *testing.T) {
	later := func(s *conformance.Subject) { s.Clock = day("2050-01-02") }
	wantVerdicts(t, judge(t, certificates(), "1", later), map[string]conformance.Verdict{
		"DAT_E_07": conformance.Warn, "DAT_E_05#clock": conformance.Deviates, "DAT_E_02": conformance.Pass})
	none := func(s *conformance.Subject) { s.Anchors = nil }
	wantVerdicts(t, judge(t, certificates(), "1", none), map[string]conformance.Verdict{
		"DAT_E_01": conformance.Pass, "DAT_E_02": conformance.Inconclusive, "DAT_E_03#ber": conformance.Pass, "DAT_E_04#key-usage": conformance.Pass,
		"DAT_E_05#clock": conformance.Pass, "DAT_E_06#root1": conformance.Inconclusive, "DAT_E_07": conformance.Inconclusive})
	timeless := func(s *conformance.Subject) { s.Clock = time.Time{} }
	wantVerdicts(t, judge(t, Cases(), "1", timeless), map[string]conformance.Verdict{
		"DAT_E_05#clock": conformance.Inconclusive, "DAT_E_07": conformance.Inconclusive, "DAT_B_01#d2.not-future": conformance.Inconclusive})
}
