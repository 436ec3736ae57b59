package dat

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"testing"
)

// Where a certificate is DER, the standard library reads the same.
func TestLeafAgreesWithX509(t *testing.T) {
	key := newKey(t, 2048)
	authority := template("zairyu TEST CA", 0x7FFF)
	authority.IsCA, authority.BasicConstraintsValid, authority.KeyUsage = true, true, x509.KeyUsageCertSign
	late := template("zairyu TEST leaf", 5)
	late.NotBefore, late.NotAfter = day("1999-12-31"), day("2051-01-01")
	for _, der := range [][]byte{
		built(t).Certificate, builtLater(t).Certificate, certify(t, authority, authority, &key.PublicKey, key), certify(t, late, authority, &key.PublicKey, key),
	} {
		want, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseLeaf(append(slices.Clone(der), make([]byte, 100)...))
		if err != nil {
			t.Fatal(err)
		}
		if got.serial.Cmp(want.SerialNumber) != 0 || !got.from.Equal(want.NotBefore) || !got.until.Equal(want.NotAfter) ||
			!sameKey(got.key, want.PublicKey) || got.authority != want.IsCA || int(got.version)+1 != want.Version || !got.der || len(got.tail) != 100 {
			t.Errorf("%s: %+v", want.Subject, got)
		}
		for name, pair := range map[string][2][]byte{"issuer": {got.issuer, want.RawIssuer}, "TBS": {got.tbs, want.RawTBSCertificate},
			"signature": {got.signature, want.Signature}, "whole": {got.raw, der}} {
			if !bytes.Equal(pair[0], pair[1]) {
				t.Errorf("%s: %s differs", want.Subject, name)
			}
		}
		signs := len(got.usage) > 0 && got.usage[0]&0x80 != 0
		if !got.hasUsage || signs != (want.KeyUsage&x509.KeyUsageDigitalSignature != 0) {
			t.Errorf("%s: key usage %X", want.Subject, got.usage)
		}
	}
}

// The forms of X.690, 8.1.3, by hand.
func TestElements(t *testing.T) {
	for _, good := range []struct {
		in, content, rest string
		der               bool
	}{
		{"\x04\x02ab!", "ab", "!", true},
		{"\x04\x81\x02ab", "ab", "", false},
		{"\x04\x84\x00\x00\x00\x02ab", "ab", "", false},
		{"\x30\x80\x04\x01a\x00\x00!", "\x04\x01a", "!", false},
		{"\x30\x80\x30\x80\x00\x00\x00\x00", "\x30\x80\x00\x00", "", false},
		{"\x04\x81\x80" + string(make([]byte, 128)), string(make([]byte, 128)), "", true},
	} {
		e, rest, err := takeElement([]byte(good.in))
		if err != nil || string(e.content) != good.content || string(rest) != good.rest || e.der != good.der ||
			string(e.raw)+good.rest != good.in {
			t.Errorf("%X: %+v, rest %X, %v", good.in, e, rest, err)
		}
	}
	for _, bad := range []string{"", "\x04", "\x04\x02a", "\x04\x80a\x00\x00", "\x30\x80\x04\x01a", "\x04\x81", "\x1F\x01a",
		"\x04\x85\x00\x00\x00\x00\x01a", "\x04\x84\xFF\xFF\xFF\xFFa", string(bytes.Repeat([]byte{0x30, 0x80}, 1000))} {
		if _, _, err := takeElement([]byte(bad)); !errors.Is(err, errBER) {
			t.Errorf("%.20X: %v", bad, err)
		}
	}
}
