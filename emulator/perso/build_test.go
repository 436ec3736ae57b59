package perso_test

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

func build(t testing.TB, d perso.Description) *perso.Result {
	t.Helper()
	r, err := perso.Build(d, issuer.Throwaway())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// nophoto makes a card quickly: no face to encode, nothing to sign.
func nophoto(name string) perso.Description {
	d := perso.Builtin(name)
	d.Photo = "none"
	return d
}

func nul(n int) []byte { return make([]byte, n) }

// sizes are those of clause 3.3.1, tables 3-1 and 3-2, typed by hand.
func sizes(cardType string) map[string]int {
	s := map[string]int{
		"mf/ef01": 6, "mf/ef02": 3, "df1/ef01": 7004, "df1/ef02": 3004,
		"df2/ef01": 342, "df2/ef02": 122, "df2/ef03": 122, "df2/ef04": 3, "df3/ef01": 1464,
	}
	if len(cardType) == 2 {
		return laterSizes(cardType)
	}
	if cardType == "2" {
		for _, key := range []string{"df2/ef02", "df2/ef03", "df2/ef04"} {
			delete(s, key)
		}
	}
	return s
}

func TestFilesAndSizes(t *testing.T) {
	for _, name := range perso.Builtins() {
		d := perso.Builtin(name)
		r := build(t, d)
		want := sizes(d.Type)
		for key, content := range r.Image.Files {
			if len(content) != want[key] {
				t.Errorf("%s: %s has %d bytes, want %d", name, key, len(content), want[key])
			}
		}
		if len(r.Image.Files) != len(want) {
			t.Errorf("%s: files %v", name, slices.Sorted(maps.Keys(r.Image.Files)))
		}
		if r.Image.Profile != "t"+d.Type || r.Image.Number != d.Number {
			t.Errorf("%s: profile %s", name, r.Image.Profile)
		}
		if want := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC); !r.Clock.Equal(want) {
			t.Errorf("%s: clock %v, want %v", name, r.Clock, want)
		}
	}
}

// Headers by clause 3.3.4: tag, length in its form of 3.2.3.1.
func TestBuiltinContents(t *testing.T) {
	r := build(t, perso.Builtin("1"))
	f := r.Image.Files
	for key, want := range map[string]string{
		"mf/ef01": "C00430303031", "mf/ef02": "C10131", "df2/ef04": "D70130",
	} {
		if got := strings.ToUpper(hex.EncodeToString(f[key])); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	for key, want := range map[string][]byte{
		"df1/ef01": append(append([]byte{0xD0, 0x82, 0x1B, 0x58}, r.Front...), nul(7000-len(r.Front))...),
		"df1/ef02": append(append([]byte{0xD1, 0x82, 0x0B, 0xB8}, r.Face...), nul(3000-len(r.Face))...),
		"df3/ef01": slices.Concat([]byte{0xDA, 0x82, 0x01, 0x00}, r.CheckCode,
			[]byte{0xDB, 0x82, 0x04, 0xB0}, r.Certificate, nul(1200-len(r.Certificate))),
		"df2/ef02": stamp(0xD5, "許可：原則週28時間以内・風俗営業等の従事を除く"),
		"df2/ef03": stamp(0xD6, "許可：語学講師（2027年3月31日まで）"),
	} {
		if !bytes.Equal(f[key], want) {
			t.Errorf("%s: got % x..., want % x...", key, f[key][:12], want[:12])
		}
	}
}

func stamp(tag byte, text string) []byte {
	return append(append([]byte{tag, 0x78}, text...), nul(120-len(text))...)
}

// The back address of the built-in cards is the synthetic one of the fact
// sheet gen1, section 7, whose digest stands there.
func TestBackAddressDigest(t *testing.T) {
	const want = "AF6A35A982B94394BF3DC0FEACD2E94BF8266F54CA17B43CDB9189ED78A091EB"
	for _, name := range []string{"1", "2", "1-nophoto", "2-nophoto"} {
		sum := sha256.Sum256(build(t, nophoto(name)).Image.Files["df2/ef01"])
		if got := strings.ToUpper(hex.EncodeToString(sum[:])); got != want {
			t.Errorf("%s: DF2/EF01 has SHA-256 %s, want %s", name, got, want)
		}
	}
}

func TestAddressNeverWritten(t *testing.T) {
	d := nophoto("1")
	d.Address.Back = nil
	want := slices.Concat([]byte{0xD2, 0x08}, nul(8), []byte{0xD3, 0x06}, nul(6), []byte{0xD4, 0x82, 0x01, 0x40}, nul(320))
	if got := build(t, d).Image.Files["df2/ef01"]; !bytes.Equal(got, want) {
		t.Errorf("DF2/EF01 is % x..., want headers with NULs", got[:24])
	}
}

func TestPermissionForms(t *testing.T) {
	d := nophoto("1")
	d.OtherActivity = perso.OtherActivity{Comprehensive: perso.Activity{State: perso.Withdrawn}}
	d.Pending = true
	f := build(t, d).Image.Files
	for _, key := range []string{"df2/ef02", "df2/ef03"} { // withdrawn, never
		if !bytes.Equal(f[key], nul(122)) {
			t.Errorf("%s is % x..., want 122 NULs", key, f[key][:8])
		}
	}
	if !bytes.Equal(f["df2/ef04"], []byte{0xD7, 0x01, 0x31}) {
		t.Errorf("pending: DF2/EF04 is % x", f["df2/ef04"])
	}
}

func TestNoPhotoForms(t *testing.T) {
	for _, name := range []string{"1-nophoto", "2-nophoto"} {
		r := build(t, perso.Builtin(name))
		if r.Face != nil || r.CheckCode != nil || r.Certificate != nil || r.SignedData != nil || r.Signed() {
			t.Errorf("%s: a card without photo has a face or a signature", name)
		}
		// Fact sheet gen1, open questions 2 and 3.
		if want := append([]byte{0xD1, 0x00}, nul(3002)...); !bytes.Equal(r.Image.Files["df1/ef02"], want) {
			t.Errorf("%s: DF1/EF02 is % x...", name, r.Image.Files["df1/ef02"][:8])
		}
		if want := append([]byte{0xDA, 0x00, 0xDB, 0x00}, nul(1460)...); !bytes.Equal(r.Image.Files["df3/ef01"], want) {
			t.Errorf("%s: DF3/EF01 is % x...", name, r.Image.Files["df3/ef01"][:8])
		}
	}
}

// Clause 3.3.5 by the calendar.
func TestNoPhotoRule(t *testing.T) {
	day := func(s string) perso.Date {
		d, err := perso.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		born, issued string
		photo        bool
	}{
		{"2008-09-01", "2024-02-29", false}, // a day before half a year before the 16th birthday
		{"2008-09-01", "2024-03-01", true},  // that day
		{"2008-09-01", "2024-08-31", true},
		{"2008-09-01", "2024-09-01", true}, // the birthday
		{"2008-08-31", "2024-02-28", false},
		{"2008-08-31", "2024-02-29", true}, // February has no 31st
		{"2008-02-29", "2023-08-28", false},
		{"2008-02-29", "2023-08-29", true},
		{"2020-01-01", "2024-01-15", false},
		{"1950-01-01", "2024-01-15", true},
	} {
		d := perso.Builtin("2")
		d.Holder.Born, d.Card.Issued = day(c.born), day(c.issued)
		d.Card.Expires, d.Address.Back = day("2031-01-01"), nil
		if r := build(t, d); (r.Face != nil) != c.photo || r.Signed() != c.photo {
			t.Errorf("born %s, issued %s: photo %v, signed %v, want %v", c.born, c.issued, r.Face != nil, r.Signed(), c.photo)
		}
	}
}

// The signature covers the two values at full length, D0 then D1 (clause
// 3.4.3.1), and verifies with the certificate in the card.
func TestSignature(t *testing.T) {
	for _, name := range []string{"1", "2"} {
		r := build(t, perso.Builtin(name))
		f := r.Image.Files
		data := slices.Concat(f["df1/ef01"][4:], f["df1/ef02"][4:])
		if len(data) != 10000 || !bytes.Equal(data, r.SignedData) {
			t.Errorf("%s: %d bytes are signed", name, len(r.SignedData))
		}
		certificate, err := x509.ParseCertificate(bytes.TrimRight(f["df3/ef01"][264:], "\x00"))
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256(data)
		key, isRSA := certificate.PublicKey.(*rsa.PublicKey)
		if !isRSA {
			t.Fatalf("%s: key %T", name, certificate.PublicKey)
		}
		if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], f["df3/ef01"][4:260]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		roots := x509.NewCertPool()
		for _, der := range r.Anchors {
			root, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			roots.AddCert(root)
		}
		if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: r.Clock, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(r.Anchors) != 1 {
			t.Errorf("%s: %d anchors", name, len(r.Anchors))
		}
	}
}

// The files of the built-in cards, as every machine must make them.
func TestBuiltinBytesAreStable(t *testing.T) {
	for name, want := range stored() {
		r := build(t, perso.Builtin(name))
		h := sha256.New()
		for _, key := range slices.Sorted(maps.Keys(r.Image.Files)) {
			sum := sha256.Sum256(r.Image.Files[key])
			h.Write(sum[:])
		}
		if got := hex.EncodeToString(h.Sum(nil)); got != want {
			for _, key := range slices.Sorted(maps.Keys(r.Image.Files)) {
				t.Logf("%s %s %x", name, key, sha256.Sum256(r.Image.Files[key]))
			}
			t.Errorf("card %s has digest %s, stored is %s", name, got, want)
		}
	}
}

func TestSeedVariesTheCard(t *testing.T) {
	d := perso.Builtin("1")
	a := build(t, d)
	again := build(t, d)
	for key, content := range a.Image.Files {
		if !bytes.Equal(content, again.Image.Files[key]) {
			t.Errorf("%s differs between two cards of one description", key)
		}
	}
	d.Seed++
	b := build(t, d)
	if bytes.Equal(a.Face, b.Face) || bytes.Equal(a.Certificate, b.Certificate) {
		t.Error("another seed gives the same portrait or certificate")
	}
	if !bytes.Equal(a.Front, b.Front) {
		t.Error("another seed gives another front")
	}
}

func TestClockDefaultsToDayOfIssue(t *testing.T) {
	d := nophoto("1")
	d.Clock = perso.Date{}
	if got := build(t, d).Clock; !got.Equal(time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("clock %v", got)
	}
}

func TestRawHasTheLastWord(t *testing.T) {
	d := perso.Builtin("1")
	d.Raw = map[string]string{"df2/ef04": "d7 01\n39", "df1/ef02": strings.Repeat("4e", 3004)}
	r := build(t, d)
	if got := r.Image.Files["df2/ef04"]; !bytes.Equal(got, []byte{0xD7, 0x01, 0x39}) {
		t.Errorf("DF2/EF04 is % x", got)
	}
	if got := r.Image.Files["df1/ef02"]; !bytes.Equal(got, bytes.Repeat([]byte{0x4E}, 3004)) {
		t.Errorf("DF1/EF02 is % x...", got[:8])
	}
	if !slices.Equal(r.Raw, []string{"df1/ef02", "df2/ef04"}) {
		t.Errorf("replaced files %v", r.Raw)
	}
	plain := build(t, perso.Builtin("1"))
	if !bytes.Equal(plain.Image.Files["df3/ef01"], r.Image.Files["df3/ef01"]) {
		t.Error("the check code was computed again")
	}
}

func TestBuildNeedsNoFileForItsErrors(t *testing.T) {
	d := perso.Builtin("1")
	d.Number, d.Card.Issued, d.Holder.Born = "nonsense", perso.Date{Year: 2024, Month: 2, Day: 30}, perso.Date{}
	_, err := perso.Build(d, nil)
	var errs perso.Errors
	if !errors.As(err, &errs) || len(errs) != 3 {
		t.Fatalf("error %v, want three", err)
	}
	for _, e := range errs {
		if e.File != "" || e.Line != 0 {
			t.Errorf("%s has a place in a file", e.Path)
		}
	}
}

// A name that is none must not give somebody else's card.
func TestUnknownBuiltinIsRefused(t *testing.T) {
	var errs perso.Errors
	if _, err := perso.Build(perso.Builtin("9"), nil); !errors.As(err, &errs) {
		t.Errorf("an unknown built-in card was made: %v", err)
	}
}
