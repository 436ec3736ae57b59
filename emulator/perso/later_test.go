package perso_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"
	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

// laterSizes are those of 2G 3.3.1; on types 07 and 08 they are assumed, and
// the free files stand in the application.
func laterSizes(cardType string) map[string]int {
	root := map[bool]string{true: "ap", false: "mf"}[cardType > "06"]
	s := map[string]int{
		root + "/ef01": 6, root + "/ef02": 4, "df1/ef01": 14, "df1/ef02": 73, "df1/ef03": 5508, "df1/ef04": 2505,
		"df2/ef01": 22, "df2/ef02": 3, "df2/ef03": 207, "df3/ef01": 704,
	}
	if cardType == "06" || cardType == "08" {
		s["df1/ef02"], s["df2/ef01"] = 46, 207
		delete(s, "df2/ef02")
		delete(s, "df2/ef03")
	}
	return s
}

// Every data object of the built-in cards, byte for byte, typed from what is
// told of 2G 3.3.4.
func TestLaterContents(t *testing.T) {
	for _, cardType := range []string{"05", "07"} {
		r := build(t, perso.Builtin(cardType))
		f := r.Image.Files
		root := map[bool]string{true: "ap", false: "mf"}[cardType == "07"]
		for key, want := range map[string][]byte{
			root + "/ef01": []byte("\xC0\x040001"),
			root + "/ef02": []byte("\xC1\x02" + cardType),
			"df1/ef01":     []byte("\xC2\x0CAA12345678BB"),
			"df1/ef02": []byte("\xC5\x0820300720\xC6\x0819900401\xC7\x011\xC8\x03XXX\xC9\x0AT410010000\xCE\x040403" +
				"\xCA\x0201\xCB\x0820260420\xCC\x019\xCD\x0820300720"),
			"df1/ef03": slices.Concat([]byte{0xD0, 0x82, 0x09, 0xC4}, r.Name, nul(2500-len(r.Name)),
				[]byte{0xD1, 0x82, 0x0B, 0xB8}, r.Face, nul(3000-len(r.Face))),
			"df1/ef04": slices.Concat([]byte{0xDF, 0xD1, 0x82, 0x09, 0xC4}, r.Address, nul(2500-len(r.Address))),
			"df2/ef01": slices.Concat([]byte("\xD5\x011\xD6\x0820270331\xD7\x010"), nul(6)),
			"df2/ef02": []byte("\xD8\x010"),
			"df2/ef03": slices.Concat([]byte("\xD9\x010\xDE\x82\x00\xC8"), nul(200)),
			"df3/ef01": slices.Concat([]byte{0xDC, 0x60}, r.CheckCode, []byte{0xDD, 0x82, byte(len(r.Certificate) >> 8), byte(len(r.Certificate))},
				r.Certificate, nul(602-len(r.Certificate))),
		} {
			if !bytes.Equal(f[key], want) {
				t.Errorf("type %s %s: % x..., want % x...", cardType, key, f[key][:min(20, len(f[key]))], want[:min(20, len(want))])
			}
		}
		if len(r.CheckCode) != 96 || len(r.Certificate) > 602 || len(r.SignedData) != 5553 {
			t.Errorf("type %s: check code %d, certificate %d, signed data %d bytes", cardType, len(r.CheckCode), len(r.Certificate), len(r.SignedData))
		}
	}
}

// The digests of the derived vectors, over entries, face and name as they are
// given there, through a card of our own that is taken apart and put together.
func TestLaterForms(t *testing.T) {
	d := perso.Builtin("05")
	d.Photo = "none"
	long := d
	long.OtherActivity.Comprehensive.Form = "long"
	nothing := d
	nothing.OtherActivity.Comprehensive = perso.Activity{}
	granted := d
	granted.OtherActivity.Individual = perso.Activity{State: perso.Granted}
	for name, c := range map[string]struct {
		d    perso.Description
		want string
	}{
		"long":    {long, "D50731000000000000D6083230323730333331D70130"},
		"nothing": {nothing, "D50130D6080000000000000000D70130000000000000"},
		"granted": {granted, "D50131D6083230323730333331D70131000000000000"},
	} {
		if got := strings.ToUpper(hex.EncodeToString(build(t, c.d).Image.Files["df2/ef01"])); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	days := d
	r := *d.Residence
	r.Period.Code = "090"
	days.Residence = &r
	if got := build(t, days).Image.Files["df1/ef02"]; !bytes.Contains(got, []byte("\xCE\x04090\x00")) {
		t.Errorf("days: % x", got)
	}
	spr := perso.Builtin("06")
	spr.Photo = "none"
	if got := build(t, spr).Image.Files["df1/ef02"]; !bytes.HasSuffix(got, []byte("\xC9\x0A0000000000\xCE\x040000")) {
		t.Errorf("type 06: % x", got)
	}
}

// An infant has neither photo nor signature; from one year on both are there.
func TestOneYearRule(t *testing.T) {
	for born, signed := range map[perso.Date]bool{
		{Year: 2025, Month: 5, Day: 2}: false, {Year: 2025, Month: 5, Day: 1}: true, {Year: 2026, Month: 4, Day: 30}: false, {Year: 2015, Month: 1, Day: 1}: true,
	} {
		d := perso.Builtin("06")
		d.Holder.Born = born
		r := build(t, d)
		if r.Signed() != signed || (r.Face != nil) != signed {
			t.Errorf("born %s: signed %t", born, r.Signed())
		}
		if signed {
			continue
		}
		if got := r.Image.Files["df3/ef01"]; !bytes.Equal(got, append([]byte{0xDC, 0, 0xDD, 0}, nul(700)...)) {
			t.Errorf("DF3 without signature: % x", got[:8])
		}
		if got := r.Image.Files["df1/ef03"][2504:]; !bytes.Equal(got, append([]byte{0xD1, 0}, nul(3002)...)) {
			t.Errorf("D1 without photo: % x", got[:8])
		}
	}
}

// The quirk nul-tail fills the object of a P-384 certificate.
func TestLaterNULTail(t *testing.T) {
	d := perso.Builtin("08")
	d.Certificate.Quirks = []issuer.Quirk{issuer.NULTail, issuer.NullParameters}
	r := build(t, d)
	want := slices.Concat([]byte{0xDD, 0x82, 0x02, 0x5A}, r.Certificate, nul(602-len(r.Certificate)))
	if got := r.Image.Files["df3/ef01"][98:]; !bytes.Equal(got, want) {
		t.Errorf("DD: % x...", got[:8])
	}
}

// What types 05 to 08 need and cannot hold, told at its place.
func TestLaterMistakes(t *testing.T) {
	for _, c := range []struct {
		name, path string
		message    perso.Message
		edit       func(*perso.Description)
	}{
		{"05", "holder.nationality.code", perso.MsgMissing, func(d *perso.Description) { d.Holder.Nationality.Code = "" }},
		{"06", "holder.nationality.code", perso.MsgAlpha3, func(d *perso.Description) { d.Holder.Nationality.Code = "Xx1" }},
		{"05", "residence", perso.MsgMissing, func(d *perso.Description) { d.Residence = nil }},
		{"05", "residence.status.code", perso.MsgCodeLength, func(d *perso.Description) { d.Residence.Status.Code = "T41" }},
		{"07", "residence.period.code", perso.MsgPeriodCode, func(d *perso.Description) { d.Residence.Period.Code = "4Y3M" }},
		{"07", "residence.permission.date", perso.MsgMissing, func(d *perso.Description) { d.Residence.Permission.Date = perso.Date{} }},
		{"05", "residence.work.code", perso.MsgChoice, func(d *perso.Description) { d.Residence.Work.Code = "3" }},
		{"05", "residence.period.code", perso.MsgPeriodCode, func(d *perso.Description) { d.Residence.Period.Code = "0412" }},
		{"05", "residence.period.code", perso.MsgPeriodCode, func(d *perso.Description) { d.Residence.Period.Code = "9999" }},
		{"07", "residence.period.code", perso.MsgPeriodCode, func(d *perso.Description) { d.Residence.Period.Code = "000" }},
		{"06", "residence.period.code", perso.MsgPeriodCode, func(d *perso.Description) {
			d.Residence = &perso.Residence{Period: perso.Period{Code: "0013"}}
		}},
		{"05", "residence.period.until", perso.MsgDateNone, func(d *perso.Description) { d.Residence.Period.Until = perso.Date{Year: 2027, Month: 2, Day: 30} }},
		{"07", "residence.period.until", perso.MsgDateOrder, func(d *perso.Description) { d.Residence.Period.Until = perso.Date{Year: 2013, Month: 1, Day: 1} }},
		{"05", "other_activity.comprehensive.expires", perso.MsgDateNone, func(d *perso.Description) {
			d.OtherActivity.Comprehensive = perso.Activity{State: perso.Granted, Code: "1", Expires: perso.Date{Year: 2027, Month: 2, Day: 30}}
		}},
		{"07", "other_activity.comprehensive.expires", perso.MsgDateOrder, func(d *perso.Description) {
			d.OtherActivity.Comprehensive = perso.Activity{State: perso.Granted, Code: "1", Expires: perso.Date{Year: 2013, Month: 1, Day: 1}}
		}},
		{"05", "other_activity.comprehensive.form", perso.MsgChoice, func(d *perso.Description) {
			d.OtherActivity.Comprehensive = perso.Activity{State: perso.Never, Form: "wide"}
		}},
		{"05", "other_activity.comprehensive.code", perso.MsgChoice, func(d *perso.Description) {
			d.OtherActivity.Comprehensive = perso.Activity{State: perso.Never, Code: "7"}
		}},
		{"05", "other_activity.individual.expires", perso.MsgNotForType, func(d *perso.Description) {
			d.OtherActivity.Individual = perso.Activity{State: perso.Granted, Expires: perso.Date{Year: 2027, Month: 2, Day: 3}}
		}},
		{"07", "other_activity.individual.form", perso.MsgNotForType, func(d *perso.Description) { d.OtherActivity.Individual.Form = "long" }},
		{"06", "residence.work", perso.MsgNotForType, func(d *perso.Description) { d.Residence = &perso.Residence{Work: perso.Coded{Code: "1"}} }},
		{"08", "pending_application", perso.MsgNotForType, func(d *perso.Description) { d.Pending = true }},
		{"08", "other_activity.individual", perso.MsgNotForType, func(d *perso.Description) { d.OtherActivity.Individual.State = perso.Granted }},
		{"05", "other_activity.comprehensive.code", perso.MsgChoice, func(d *perso.Description) { d.OtherActivity.Comprehensive.Code = "7" }},
		{"05", "other_activity.comprehensive.expires", perso.MsgMissing, func(d *perso.Description) { d.OtherActivity.Comprehensive.Expires = perso.Date{} }},
		{"05", "other_activity.comprehensive.form", perso.MsgChoice, func(d *perso.Description) { d.OtherActivity.Comprehensive.Form = "wide" }},
		{"05", "other_activity.comprehensive.text", perso.MsgNotForType, func(d *perso.Description) {
			d.OtherActivity.Comprehensive = perso.Activity{State: perso.Granted, Text: "x"}
		}},
		{"05", "commissioner.text", perso.MsgTooManyBytes, func(d *perso.Description) { d.Commissioner.Text = strings.Repeat("備", 67) }},
		{"05", "address.back", perso.MsgNotForType, func(d *perso.Description) { d.Address.Back = &perso.Back{} }},
		{"05", "front", perso.MsgNotForType, func(d *perso.Description) { d.Front = "a.tif" }},
		{"1", "name_image", perso.MsgNotForType, func(d *perso.Description) { d.NameImage = "a.tif" }},
		{"05", "profile", perso.MsgOption, func(d *perso.Description) { d.Profile = map[string]string{"iv": "zero"} }},
		{"07", "profile", perso.MsgOption, func(d *perso.Description) { d.Profile = map[string]string{"iv": "guess"} }},
		{"05", "delivery_key", perso.MsgNotForType, func(d *perso.Description) { d.DeliveryKey = "key.pem" }},
		{"05", "raw.mf/ef05", perso.MsgRawFile, func(d *perso.Description) { d.Raw = map[string]string{"mf/ef05": "00"} }},
		{"05", "photo", perso.MsgUnderAge, func(d *perso.Description) {
			d.Holder.Born, d.Photo = perso.Date{Year: 2026, Month: 1, Day: 1}, "synthetic"
			d.Residence.Permission.Date = d.Card.Issued
		}},
		{"06", "holder.name", perso.MsgGlyph, func(d *perso.Description) { d.Holder.Name = "SAMPLE 😀" }},
		{"06", "address.front", perso.MsgTooWide, func(d *perso.Description) { d.Address.Front = strings.Repeat("東", 300) }},
		{"06", "name_image", perso.MsgPictureMissing, func(d *perso.Description) { d.NameImage = "nowhere.tif" }},
	} {
		d := perso.Builtin(c.name)
		if d.Residence != nil {
			r := *d.Residence
			d.Residence = &r
		}
		c.edit(&d)
		_, err := perso.Build(d, nil)
		var e *perso.Error
		if !errors.As(err, &e) || e.Message != c.message || e.Path != c.path {
			t.Errorf("type %s %s: %v, want %s", c.name, c.path, err, c.message)
		}
		for _, lang := range []perso.Language{perso.English, perso.Japanese} {
			if e != nil && strings.Contains(e.Text(lang), "%!") {
				t.Errorf("%s: %s", c.path, e.Text(lang))
			}
		}
	}
}

// laterDescription draws a valid card of types 05 to 08.
func laterDescription() *rapid.Generator[perso.Description] {
	return rapid.Custom(func(t *rapid.T) perso.Description {
		d := description().Draw(t, "base")
		d.Type = rapid.SampledFrom([]string{"05", "06", "07", "08"}).Draw(t, "later type")
		d.Residence, d.OtherActivity, d.Pending, d.Address.Back = nil, perso.OtherActivity{}, false, nil
		d.Holder.Nationality = perso.Nationality{Code: rapid.StringMatching(`[A-Z]{3}`).Draw(t, "country")}
		d.Commissioner = perso.Commissioner{Entry: rapid.Bool().Draw(t, "entry"), Text: word(60).Draw(t, "reserved")}
		if len(d.Commissioner.Text) > 200 {
			d.Commissioner.Text = ""
		}
		if d.Type == "06" || d.Type == "08" {
			return d
		}
		r := residence(d.Holder.Born, d.Card.Issued).Draw(t, "stay")
		r.Status.Code = rapid.StringMatching(`[A-Z][0-9]{9}`).Draw(t, "status code")
		r.Period.Code = rapid.StringMatching(`[0-9]{2}(0[0-9]|1[01])|[1-9][0-9]{2}`).Draw(t, "period code")
		r.Permission.Code = rapid.StringMatching(`[0-9]{2}`).Draw(t, "kind")
		r.Permission.Date = within(d.Holder.Born.Time(), d.Card.Issued.Time()).Draw(t, "permitted on")
		r.Work.Code = rapid.SampledFrom([]string{"1", "2", "4", "9"}).Draw(t, "work code")
		d.Residence = r
		if rapid.Bool().Draw(t, "permission") {
			d.OtherActivity.Comprehensive = perso.Activity{State: perso.Granted, Code: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "D5"),
				Expires: d.Card.Expires, Form: rapid.SampledFrom([]string{"", "short", "long"}).Draw(t, "form")}
		}
		if rapid.Bool().Draw(t, "individual") {
			d.OtherActivity.Individual = perso.Activity{State: perso.Granted}
		}
		d.Pending = rapid.Bool().Draw(t, "pending application")
		return d
	})
}

// anyDescription draws a card of any of the six types.
func anyDescription() *rapid.Generator[perso.Description] {
	return rapid.OneOf(description(), laterDescription())
}

// Any valid card file of the later types comes back as it was and gives files
// of the sizes of the documents, with the same values in them.
func TestAnyValidLaterDescription(t *testing.T) {
	iss := issuer.Throwaway()
	rapid.Check(t, func(t *rapid.T) {
		d := laterDescription().Draw(t, "description")
		text, err := perso.Format(d)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := perso.Parse("card.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		d.Dir = "."
		same(t, normal(parsed), normal(d))
		r, err := perso.Build(parsed, iss)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for key, size := range laterSizes(d.Type) {
			if len(r.Image.Files[key]) != size {
				t.Errorf("%s has %d bytes, want %d", key, len(r.Image.Files[key]), size)
			}
		}
		entries := string(r.Image.Files["df1/ef02"])
		for _, want := range []string{"\xC5\x08" + strings.ReplaceAll(d.Card.Expires.String(), "-", ""), "\xC8\x03" + d.Holder.Nationality.Code} {
			if !strings.Contains(entries, want) {
				t.Errorf("DF1/EF02 lacks %q", want)
			}
		}
		for _, image := range [][]byte{r.Name, r.Address} {
			if _, err := tiff.Decode(bytes.NewReader(image)); err != nil || len(image) > picture.StripLimit {
				t.Errorf("image of %d bytes: %v", len(image), err)
			}
		}
		if (r.Image.DeliveryKey != nil) != (d.Type > "06") {
			t.Error("a delivery key belongs to types 07 and 08")
		}
	})
}

// normal leaves out what a file cannot tell apart.
func normal(d perso.Description) perso.Description {
	if d.OtherActivity.Comprehensive.State == "" {
		d.OtherActivity.Comprehensive.State = perso.Never
	}
	if d.OtherActivity.Individual.State == "" {
		d.OtherActivity.Individual.State = perso.Never
	}
	return d
}

// The digest of the vectors that the second generation's fact sheet derives,
// over the signing input of 5,553 bytes.
func TestSignedDataIsEntriesFaceName(t *testing.T) {
	r := build(t, perso.Builtin("05"))
	p := partsOf(r)
	if sha256.Sum256(p.signed) != sha256.Sum256(r.SignedData) {
		t.Error("signed data is not entries, face and name as they stand in the files")
	}
}

// An issuer made before there were later types is told apart from one that is
// broken.
func TestIssuerOfAnotherGeneration(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "issuer")
	if _, err := issuer.New(dir, issuer.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"gen2-*", "*delivery*"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for cardType, want := range map[string]bool{"1": true, "05": false, "07": false} {
		d := perso.Builtin(cardType)
		d.Issuer = dir
		_, err := perso.Build(d, nil)
		var mistakes perso.Errors
		if want {
			if err != nil {
				t.Errorf("type %s: %v", cardType, err)
			}
			continue
		}
		if !errors.As(err, &mistakes) || mistakes[0].Message != perso.MsgIssuerGeneration {
			t.Errorf("type %s: %v", cardType, err)
		}
	}
}
