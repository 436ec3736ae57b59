package perso_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// good is a card file without a mistake; tests replace its lines.
const good = `# 見本のカード
type: "1"
number: AB10000001CD
holder:
  name: SAMPLE TARO
  born: 1990-04-01
  sex: male
  nationality: { text: 米国 }
residence:
  status: { text: 留学 }
  period: { text: 1年, until: 2025-01-15 }
  permission: { text: 許可, date: 2024-01-10 }
card: { issued: 2024-01-15, expires: 2025-01-15 }
address:
  back: { written: 2024-02-29, municipality: "131016", text: 東京都千代田区霞が関1-1-1 }
photo: none
`

func mistakes(t *testing.T, text string) perso.Errors {
	t.Helper()
	_, err := perso.Parse("dir/card.yaml", []byte(text))
	var errs perso.Errors
	if err != nil && !errors.As(err, &errs) {
		t.Fatalf("error %v of type %T", err, err)
	}
	return errs
}

func TestGoodFileParses(t *testing.T) {
	for _, text := range []string{good, strings.ReplaceAll(good, "\n", "\r\n"), "\uFEFF" + good} {
		d, err := perso.Parse("dir/card.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		want := perso.Description{
			Type: "1", Number: "AB10000001CD", Photo: "none", Dir: "dir",
			Holder: perso.Holder{
				Name: "SAMPLE TARO", Born: perso.Date{Year: 1990, Month: 4, Day: 1}, Sex: perso.Male,
				Nationality: perso.Nationality{Text: "米国"},
			},
			Residence: &perso.Residence{
				Status:     perso.Coded{Text: "留学"},
				Period:     perso.Period{Text: "1年", Until: perso.Date{Year: 2025, Month: 1, Day: 15}},
				Permission: perso.Permission{Text: "許可", Date: perso.Date{Year: 2024, Month: 1, Day: 10}},
			},
			Card: perso.Card{
				Issued:  perso.Date{Year: 2024, Month: 1, Day: 15},
				Expires: perso.Date{Year: 2025, Month: 1, Day: 15},
			},
			Address: perso.Address{Back: &perso.Back{
				Written: perso.Date{Year: 2024, Month: 2, Day: 29}, Municipality: "131016",
				Text: "東京都千代田区霞が関1-1-1",
			}},
		}
		same(t, d, want)
	}
}

// A mistake: a piece of the good file, what stands there instead, and the
// first error that must come of it, with its place.
type mistake struct {
	old, new     string
	message      perso.Message
	path         string
	line, column int
}

func mistakesInOrder() []mistake {
	return []mistake{
		{`type: "1"`, `type: 1`, perso.MsgTypeUnquoted, "type", 2, 7},
		{`type: "1"`, `type: 05`, perso.MsgTypeUnquoted, "type", 2, 7},
		{`type: "1"`, `type: 08`, perso.MsgTypeUnquoted, "type", 2, 7},
		{`type: "1"`, `type: "3"`, perso.MsgTypeUnknown, "type", 2, 7},
		{`type: "1"`, `type: ""`, perso.MsgTypeUnknown, "type", 2, 7},
		{`type: "1"`, `type: [1]`, perso.MsgTypeUnknown, "type", 2, 7},
		{`type: "1"`, `type:`, perso.MsgNoValue, "type", 2, 1},
		{`type: "1"`, `# no type`, perso.MsgMissing, "type", 0, 0},

		{"number:", "nunber:", perso.MsgNearKey, "nunber", 3, 1},
		{"number:", "numbre:", perso.MsgNearKey, "numbre", 3, 1},
		{"number:", "zzz:", perso.MsgUnknownKey, "zzz", 3, 1},
		{"  born:", "  bron:", perso.MsgNearKey, "holder.bron", 6, 3},
		{"{ text: 米国 }", "{ tetx: 米国 }", perso.MsgNearKey, "holder.nationality.tetx", 8, 18},
		{"AB10000001CD", "ab10000001cd", perso.MsgNumberLetter, "number", 3, 9},
		{"AB10000001CD", "AB1000001CD", perso.MsgNumber, "number", 3, 9},
		{"AB10000001CD", "AB10000001CDE", perso.MsgNumber, "number", 3, 9},
		{"AB10000001CD", "ＡＢ10000001CD", perso.MsgNumberLetter, "number", 3, 9},
		{"AB10000001CD", "123456789012", perso.MsgNotQuoted, "number", 3, 9},
		{"AB10000001CD", `""`, perso.MsgEmpty, "number", 3, 9},
		{"AB10000001CD", "[AB]", perso.MsgNotText, "number", 3, 9},
		{"number: AB10000001CD", "seed: 1", perso.MsgMissing, "number", 0, 0},
		{"photo: none", "photo: none\nphoto: none", perso.MsgDuplicateKey, "photo", 17, 1},

		{"  sex: male", "  sex: m", perso.MsgChoice, "holder.sex", 7, 8},
		{"  sex: male", "  sex: true", perso.MsgNotQuoted, "holder.sex", 7, 8},
		{"  sex: male\n", "", perso.MsgMissing, "holder.sex", 5, 3},
		{"SAMPLE TARO", `"A\tB"`, perso.MsgControl, "holder.name", 5, 9},
		{"SAMPLE TARO", "null", perso.MsgNotQuoted, "holder.name", 5, 3},

		{"1990-04-01", "1990-04-31", perso.MsgDateNone, "holder.born", 6, 9},
		{"1990-04-01", "1990-13-01", perso.MsgDateNone, "holder.born", 6, 9},
		{"1990-04-01", "1990-4-1", perso.MsgDateForm, "holder.born", 6, 9},
		{"1990-04-01", "April", perso.MsgDateForm, "holder.born", 6, 9},
		{"1990-04-01", "19900401", perso.MsgDateForm, "holder.born", 6, 9},
		{"1990-04-01", "0000-01-01", perso.MsgDateNone, "holder.born", 6, 9},
		{"1990-04-01", "1700-01-01", perso.MsgDateRange, "holder.born", 6, 9},
		{"2024-02-29", "2023-02-29", perso.MsgDateNone, "address.back.written", 15, 20},
		{"2024-02-29", "2024-01-14", perso.MsgDateOrder, "address.back.written", 15, 20},
		{"issued: 2024-01-15", "issued: 2024-01-09", perso.MsgDateOrder, "card.issued", 13, 17},
		{"issued: 2024-01-15", "issued: 2012-07-08", perso.MsgDateRange, "card.issued", 13, 17},
		{"issued: 2024-01-15", "issued: 2050-01-01", perso.MsgDateRange, "card.issued", 13, 17},
		{"expires: 2025-01-15", "expires: 2024-01-14", perso.MsgDateOrder, "card.expires", 13, 38},
		{"until: 2025-01-15", "until: 2024-01-14", perso.MsgDateOrder, "residence.period.until", 11, 30},
		{"1990-04-01", "2024-01-11", perso.MsgDateOrder, "residence.permission.date", 12, 33},
		{"issued: 2024-01-15, ", "", perso.MsgMissing, "card.issued", 13, 7},

		{`"131016"`, "131016", perso.MsgNotQuoted, "address.back.municipality", 15, 46},
		{`"131016"`, `"131017"`, perso.MsgCheckDigit, "address.back.municipality", 15, 46},
		{`"131016"`, `"480001"`, perso.MsgMunicipality, "address.back.municipality", 15, 46},
		{`"131016"`, `"13101"`, perso.MsgMunicipality, "address.back.municipality", 15, 46},
		{"東京都千代田区霞が関1-1-1", strings.Repeat("あ", 81), perso.MsgTooLong, "address.back.text", 15, 62},
		{"東京都千代田区霞が関1-1-1", "東京都😀", perso.MsgRepertoire, "address.back.text", 15, 62},
		{"東京都千代田区霞が関1-1-1", `""`, perso.MsgEmpty, "address.back.text", 15, 62},
		{"  back: {", "  back: always # {", perso.MsgNotGroup, "address.back", 15, 9},

		{"photo: none", "seed: 1.5", perso.MsgNotInteger, "seed", 16, 7},
		{"photo: none", "seed: 9223372036854775808", perso.MsgNotInteger, "seed", 16, 7},
		{"photo: none", "version: 0001", perso.MsgNotQuoted, "version", 16, 10},
		{"photo: none", `version: "1"`, perso.MsgVersion, "version", 16, 10},
		{"photo: none", "pending_application: yes", perso.MsgNotBool, "pending_application", 16, 22},
		{"photo: none", "other_activity: { comprehensive: maybe }", perso.MsgActivity, "other_activity.comprehensive", 16, 34},
		{"photo: none", "other_activity: { comprehensive: { code: 1 } }", perso.MsgNotForType, "other_activity.comprehensive.code", 16, 42},
		{"photo: none", "other_activity: { individual: { text: " + strings.Repeat("許", 41) + " } }", perso.MsgTooManyBytes, "other_activity.individual.text", 16, 39},
		{"photo: none", "commissioner: { entry: true }", perso.MsgNotForType, "commissioner.entry", 16, 24},
		{"photo: none", "delivery_key: key.pem", perso.MsgNotForType, "delivery_key", 16, 15},
		{"photo: none", "profile: { a: b }", perso.MsgNotForType, "profile", 16, 10},
		{"photo: none", "certificate: { quirks: odd }", perso.MsgNotList, "certificate.quirks", 16, 24},
		{"photo: none", "certificate: { quirks: [odd] }", perso.MsgQuirk, "certificate.quirks", 16, 24},
		{"photo: none", "raw: { df4/ef01: \"00\" }", perso.MsgRawFile, "raw.df4/ef01", 16, 18},
		{"photo: none", "raw: { df2/ef04: \"0\" }", perso.MsgRawHex, "raw.df2/ef04", 16, 18},
		{"photo: none", "raw: { df2/ef04: \"0011\" }", perso.MsgRawLength, "raw.df2/ef04", 16, 18},
		{"photo: none", "raw: 1", perso.MsgNotGroup, "raw", 16, 6},

		{"residence:", "residence: &x", perso.MsgAlias, "residence", 9, 12},
		{"photo: none", "photo: !!str none", perso.MsgAlias, "photo", 16, 8},
		{"photo: none", "photo: *x", perso.MsgAlias, "photo", 16, 8},
		{"photo: none", "<<: { seed: 1 }", perso.MsgAlias, "", 16, 1},
		{"photo: none", "photo: \"none", perso.MsgYAMLQuote, "", 16, 8},
		{"photo: none", "---\nphoto: none", perso.MsgOneDocument, "", 17, 1},
		{"card: {", "card: 3 # {", perso.MsgNotGroup, "card", 13, 7},
	}
}

func TestEveryMistakeIsExplained(t *testing.T) {
	seen := map[perso.Message]bool{}
	for _, m := range mistakesInOrder() {
		if strings.Count(good, m.old) != 1 {
			t.Fatalf("%q stands %d times in the good file", m.old, strings.Count(good, m.old))
		}
		name := fmt.Sprintf("%q for %q", m.new, m.old)
		if len(name) > 90 {
			name = name[:90]
		}
		errs := mistakes(t, strings.Replace(good, m.old, m.new, 1))
		var found *perso.Error
		for _, e := range errs {
			if e.Message == m.message && e.Path == m.path {
				found = e
			}
		}
		if found == nil {
			t.Errorf("%s: got %v, want %s at %s", name, errs, m.message, m.path)
			continue
		}
		seen[m.message] = true
		tellsAll(t, found)
		if found.File != "dir/card.yaml" || found.Line != m.line || found.Column != m.column {
			t.Errorf("%s: at %s:%d:%d, want %d:%d", name, found.File, found.Line, found.Column, m.line, m.column)
		}
	}
	t.Logf("%d messages", len(seen))
}

// One mistake gives one error where nothing else depends on it.
func TestNoErrorsOutOfErrors(t *testing.T) {
	for _, m := range mistakesInOrder() {
		errs := mistakes(t, strings.Replace(good, m.old, m.new, 1))
		perPath := map[string]int{}
		for _, e := range errs {
			if perPath[e.Path]++; perPath[e.Path] > 1 {
				t.Errorf("%q: two errors at %s: %v", m.new, e.Path, errs)
			}
		}
	}
}

func TestAllMistakesAtOnceInOrder(t *testing.T) {
	text := strings.NewReplacer("AB10000001CD", "AB1", "1990-04-01", "1990-02-30", "sex: male", "sex: no", "photo:", "foto:").Replace(good)
	var got []string
	for _, e := range mistakes(t, text) {
		got = append(got, fmt.Sprintf("%d %s", e.Line, e.Message))
	}
	want := "3 number, 6 date-impossible, 7 choice, 16 unknown-key-near"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// Clause 3.3.5: a card that stores no photo cannot be given one. Saying that
// there is none is welcome.
func TestPhotoOfAChild(t *testing.T) {
	child := strings.Replace(good, "1990-04-01", "2014-04-01", 1)
	child = strings.Replace(child, "date: 2024-01-10", "date: 2024-01-11", 1)
	if errs := mistakes(t, child); len(errs) > 0 {
		t.Errorf("photo none: %v", errs)
	}
	for _, photo := range []string{"synthetic", "child.png"} {
		errs := mistakes(t, strings.Replace(child, "photo: none", "photo: "+photo, 1))
		if len(errs) != 1 || errs[0].Message != perso.MsgUnderAge || errs[0].Line != 16 || errs[0].Column != 8 {
			t.Errorf("photo %s: %v", photo, errs)
		}
	}
}

// Type 2 has no residence items, no permissions and no application status.
func TestWhatType2CannotHold(t *testing.T) {
	text := strings.Replace(good, `type: "1"`, `type: "2"`, 1) +
		"other_activity: { comprehensive: withdrawn, individual: { text: 許可 } }\npending_application: true\nraw: { df2/ef02: \"00\" }\n"
	want := map[string]perso.Message{
		"residence": perso.MsgNotForType, "other_activity.comprehensive": perso.MsgNotForType,
		"other_activity.individual": perso.MsgNotForType, "pending_application": perso.MsgNotForType,
		"raw.df2/ef02": perso.MsgRawFile,
	}
	for _, e := range mistakes(t, text) {
		if want[e.Path] != e.Message {
			t.Errorf("%s: %s", e.Path, e.Message)
		}
		delete(want, e.Path)
	}
	if len(want) > 0 {
		t.Errorf("not refused: %v", want)
	}
}

// The local-government codes of some offices, check digit included, as they
// are published.
func TestCheckDigits(t *testing.T) {
	for _, code := range []string{
		"011002", "041009", "131016", "131041", "141003", "231002", "261009", "271004", "281000", "401307", "472018",
	} {
		text := strings.Replace(good, "131016", code, 1)
		if errs := mistakes(t, text); len(errs) > 0 {
			t.Errorf("%s: %v", code, errs)
		}
		for digit := range 10 {
			other := code[:5] + fmt.Sprint(digit)
			if errs := mistakes(t, strings.Replace(good, "131016", other, 1)); other != code && len(errs) != 1 {
				t.Errorf("%s passes", other)
			}
		}
	}
}

func TestEmptyAndForeignFiles(t *testing.T) {
	for text, want := range map[string]perso.Message{
		"": perso.MsgMissing, "# nothing": perso.MsgMissing, "hello": perso.MsgNotGroup, "[1]": perso.MsgNotGroup,
		"\x00": perso.MsgUTF16, strings.Repeat("a", 300<<10): perso.MsgTooBig, "{": perso.MsgYAMLOpen, "%A\n": perso.MsgSyntax,
	} {
		errs := mistakes(t, text)
		if len(errs) != 1 || errs[0].Message != want {
			t.Errorf("%.20q: got %v, want %s", text, errs, want)
		}
	}
	if _, err := perso.Load("testdata/nowhere.yaml"); err == nil {
		t.Error("a missing file was read")
	}
}

// No error shows what stands in the file about a person.
func TestErrorsTellNoPersonalData(t *testing.T) {
	text := strings.NewReplacer(
		"AB10000001CD", "SECRETNUMBER1", "SAMPLE TARO", `"SECRET\tNAME"`, "1990-04-01", "1999-99-99",
		"東京都千代田区霞が関1-1-1", strings.Repeat("秘密", 50), "131016", "131017", "sex: male", "sex: SECRETSEX",
	).Replace(good)
	errs := mistakes(t, text)
	if len(errs) < 6 {
		t.Errorf("only %d errors: %v", len(errs), errs)
	}
	for _, lang := range []perso.Language{perso.English, perso.Japanese} {
		for _, secret := range []string{"SECRET", "秘", "1999", "13101"} {
			if strings.Contains(strings.ReplaceAll(errs.Text(lang), `"131016"`, ""), secret) {
				t.Errorf("the %s text tells %q:\n%s", lang, secret, errs.Text(lang))
			}
		}
	}
}

func TestPictureAndIssuerErrors(t *testing.T) {
	for _, c := range []struct {
		old, new, path string
		message        perso.Message
	}{
		{"photo: none", "photo: nowhere.png", "photo", perso.MsgPictureMissing},
		{"photo: none", "photo: .", "photo", perso.MsgFileFolder},
		{"photo: none", "photo: /dev/null", "photo", perso.MsgFileNotRegular},
		{"photo: none", "photo: parse_test.go", "photo", "picture-not-a-picture"},
		{"photo: none", "front: nowhere.tif", "front", perso.MsgPictureMissing},
		{"photo: none", "front: parse_test.go", "front", "picture-not-tiff"},
		{"photo: none", "issuer: nowhere", "issuer", perso.MsgIssuerNone},
		{"SAMPLE TARO", "SAMPLE 😀", "holder.name", perso.MsgGlyph},
		{"SAMPLE TARO", strings.Repeat("W", 201), "holder.name", perso.MsgTooWide},
		{"留学", strings.Repeat("留", 90), "residence.status.text", perso.MsgTooWide},
	} {
		d, err := perso.Parse("card.yaml", []byte(strings.Replace(good, c.old, c.new, 1)))
		if err != nil {
			t.Errorf("%s: %v", c.new, err)
			continue
		}
		_, err = perso.Build(d, nil)
		var e *perso.Error
		if !errors.As(err, &e) || e.Message != c.message || e.Path != c.path || e.Line == 0 || e.File != "card.yaml" {
			t.Errorf("%.40s: error %v, want %s at %s with its line", c.new, err, c.message, c.path)
		}
	}
	// A root that was not valid yet when the card was issued.
	d, err := perso.Parse("card.yaml", []byte(strings.Replace(good, "photo: none", "", 1)))
	if err != nil {
		t.Fatal(err)
	}
	late, err := issuer.New(t.TempDir(), issuer.Options{NotBefore: (perso.Date{Year: 2025, Month: 1, Day: 1}).Time()})
	if err != nil {
		t.Fatal(err)
	}
	var e *perso.Error
	if _, err := perso.Build(d, late); !errors.As(err, &e) || e.Message != perso.MsgRootValidity || e.Line != 13 {
		t.Errorf("error %v, want %s", err, perso.MsgRootValidity)
	}
}

func TestIssuerFolder(t *testing.T) {
	dir := t.TempDir()
	own, err := issuer.New(dir, issuer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := perso.Builtin("2")
	d.Issuer = dir
	r, err := perso.Build(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	if string(r.Anchors[0]) != string(own.Gen1().Root()) {
		t.Error("the card is not signed by the issuer of the folder")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(good)
	for _, m := range mistakesInOrder() {
		f.Add(strings.Replace(good, m.old, m.new, 1))
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := perso.Parse("card.yaml", []byte(text))
		var errs perso.Errors
		if err != nil && (!errors.As(err, &errs) || len(errs) == 0) {
			t.Fatalf("error %v of type %T", err, err)
		}
		for _, e := range errs {
			if e.Text(perso.Japanese) == "" || e.Text(perso.English) == "" {
				t.Errorf("%s has no text", e.Message)
			}
		}
		if err == nil && len(d.Number) != 12 {
			t.Errorf("a number of %d characters passes", len(d.Number))
		}
	})
}
