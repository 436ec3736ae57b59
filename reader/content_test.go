package reader_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

func TestNumber(t *testing.T) { // IFD_B_06
	for _, typed := range []string{"AA12345678BB", "aa12345678bb", "AA 12345678 BB", " AA12345678BB\n", "AA-12345678-BB",
		"ＡＡ１２３４５６７８ＢＢ", "ａａ１２３４５６７８ｂｂ", "ＡＡ　１２３４５６７８　ＢＢ", "ＡＡ－１２３４５６７８－ＢＢ", "AA–12345678−BB"} {
		o := options(t)
		o.Number = typed
		if r := reader.Check(t.Context(), newCard(t, "1", goodFiles()), o); r.Verdict != reader.Valid {
			t.Errorf("%q: %v", typed, r)
		}
	}
	for _, typed := range []string{"", "AA12345678B", "AA12345678BBC", "AA1234567_BB", "AA12345678Bſ", "AA12345678Bé", "ÀA12345678BB",
		"AA12345678B\x00", "AA12345678B\xff", "ＡＡ１２３４５６７８Ｂー", "AA１２３４５６７８B①", strings.Repeat("A", 1<<16)} {
		card := newCard(t, "1", goodFiles())
		o := options(t)
		o.Number = typed
		d, err := reader.Read(t.Context(), card, o)
		var e *reader.Error
		if !errors.As(err, &e) || e.Verdict != reader.BadInput || len(card.log) != 0 || d.Verify(o).Verdict != reader.BadInput {
			t.Errorf("%q: %v, %d commands", typed, err, len(card.log))
		}
		if len(typed) > 5 && strings.Contains(err.Error(), typed) {
			t.Errorf("the error repeats the number: %v", err)
		}
	}
}

func TestNormaliseNumber(t *testing.T) {
	for typed, want := range map[string]string{"aa 1234-5678 bb": "AA12345678BB", "ＡＡ１２３４５６７８ＢＢ": "AA12345678BB", "123456789012": "123456789012"} {
		if got, err := reader.NormaliseNumber(typed); err != nil || got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]error{"": reader.ErrNumberLength, "AA12345678B": reader.ErrNumberLength,
		"AA12345678BBC": reader.ErrNumberLength, "AA1234567_BB": reader.ErrNumberCharacter, "AA12345678B\xff": reader.ErrNumberCharacter} {
		if got, err := reader.NormaliseNumber(typed); !errors.Is(err, want) || got != "" {
			t.Errorf("%q: %q, %v, want %v", typed, got, err, want)
		}
	}
}

func TestFields(t *testing.T) {
	r := check(t, goodFiles())
	for name, text := range map[string]string{"version": "0001", "type": "1", "number": testNumber, "address_date": "20240401",
		"municipality": "131016", "address": "東京都千代田区霞が関1-1-1", "permission_comprehensive": "許可：原則週28時間以内", "application_status": "0"} {
		if f, ok := r.Field(name); !ok || !f.Present || f.Text != text || len(f.Notes) != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if f, ok := r.Field("permission_individual"); !ok || f.Present || f.Text != "" {
		t.Errorf("withdrawn permission: %+v", f)
	}
	for _, name := range []string{"check_code", "certificate"} {
		if _, ok := r.Field(name); ok {
			t.Errorf("%s is shown as a field", name)
		}
	}
}

func TestTexts(t *testing.T) { // APP_A
	address := func(date, code string, text []byte) []byte {
		return slices.Concat([]byte("\xD2\x08"+date+"\xD3\x06"+code), object("D4820140", 320, text))
	}
	for _, c := range []struct {
		name, key string
		data      []byte
		field     string
		present   bool
		text      string
		notes     []string
		flag      reader.Flag
	}{
		{"header and NULs", "df2/ef02", object("D578", 120, nil), "permission_comprehensive", false, "", nil, ""},
		{"withdrawn", "df2/ef02", make([]byte, 122), "permission_comprehensive", false, "", nil, ""},
		{"address of NULs", "df2/ef01", make([]byte, 342), "address", false, "", nil, ""},
		{"address headers with NULs", "df2/ef01", address("\x00\x00\x00\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00\x00", nil), "address_date", false, "", nil, ""},
		{"kanji that Shift_JIS decodes too", "df2/ef02", object("D578", 120, []byte("東京")), "permission_comprehensive", true, "東京", nil, ""},
		{"Shift_JIS", "df2/ef02", object("D578", 120, unhex("938C8B9E")), "permission_comprehensive", true, "東京", []string{"encoding-guess"}, reader.EncodingGuess},
		{"neither", "df2/ef02", object("D578", 120, unhex("80FFFE80")), "permission_comprehensive", true, "", []string{"undecodable"}, ""},
		{"byte order mark", "df2/ef02", object("D578", 120, []byte("\uFEFF許可")), "permission_comprehensive", true, "許可", []string{"byte-order-mark"}, ""},
		{"cut character", "df2/ef02", object("D578", 120, []byte("許可\xE5\x8F")), "permission_comprehensive", true, "許可\uFFFD", []string{"cut-character"}, ""},
		{"NUL inside", "df2/ef02", object("D578", 120, []byte("許\x00可")), "permission_comprehensive", true, "許\x00可", []string{"nul-inside"}, ""},
		{"no such day", "df2/ef01", address("20230229", "131016", []byte("x")), "address_date", true, "20230229", []string{"bad-date"}, ""},
		{"month 13", "df2/ef01", address("20231301", "131016", []byte("x")), "address_date", true, "20231301", []string{"bad-date"}, ""},
		{"check digit", "df2/ef01", address("20240401", "131017", []byte("x")), "municipality", true, "131017", []string{"check-digit"}, ""},
		{"code of letters", "df2/ef01", address("20240401", "13101X", []byte("x")), "municipality", true, "13101X", []string{"unknown-code"}, ""},
		{"status 2", "df2/ef04", []byte("\xD7\x012"), "application_status", true, "2", []string{"unknown-code"}, ""},
		{"status NUL", "df2/ef04", []byte("\xD7\x01\x00"), "application_status", false, "", nil, ""},
		{"shorter than fixed", "df2/ef02", append([]byte("\xD5\x03abc"), make([]byte, 117)...), "permission_comprehensive", true, "abc", nil, ""},
		{"order changed", "df2/ef01", slices.Concat([]byte("\xD3\x06131016\xD2\x0820240401"), object("D4820140", 320, []byte("x"))), "municipality", true, "131016", nil, ""},
		{"unknown object beside it", "df2/ef02", append([]byte("\xC9\x01x\xD5\x03abc"), make([]byte, 114)...), "permission_comprehensive", true, "abc", nil, ""},
		{"bytes after tag 00", "df2/ef02", append([]byte("\xD5\x03abc\x00"), bytes.Repeat([]byte{0xD5}, 116)...), "permission_comprehensive", true, "abc", nil, ""},
		{"longer than its object", "df2/ef01", slices.Concat([]byte("\xD2\x09202404011\xD3\x06131016\xD4\x01x"), make([]byte, 320)), "address_date", true, "202404011", []string{"over-length", "bad-date"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := check(t, with(goodFiles(), c.key, c.data))
			f, ok := r.Field(c.field)
			if r.Verdict != reader.Valid || !ok || f.Present != c.present || f.Text != c.text || !slices.Equal(f.Notes, c.notes) {
				t.Errorf("%v (%v): %+v", r, r.Err, f)
			}
			if c.flag != "" && !r.Has(c.flag) {
				t.Errorf("flags %v", r.Flags)
			}
		})
	}
}

func TestMalformedFiles(t *testing.T) {
	for name, c := range map[string]struct{ key, head string }{
		"repeated object":           {"df2/ef02", "D50161D50162"},
		"another tag only":          {"df2/ef02", "D67861"},
		"date missing":              {"df2/ef01", "D30631333130313600"},
		"length cut off":            {"df2/ef04", "D78201"},
		"indefinite length":         {"df2/ef02", "D580616200"},
		"another generation's face": {"df1/ef02", "D2820BB8"},
		"front where the face is":   {"df1/ef02", "D0820BB8"},
		"check code only":           {"df3/ef01", "DA0161"},
		"certificate only":          {"df3/ef01", "DB0161"},
		"version of another tag":    {"mf/ef01", "C50430303031"},
	} {
		data := make([]byte, len(goodFiles()[c.key]))
		copy(data, unhex(c.head))
		r := check(t, with(goodFiles(), c.key, data))
		if r.Verdict != reader.DataError || r.Err.Step != c.key || !r.Has(reader.Partial) {
			t.Errorf("%s: %v %v", name, r, r.Err)
		}
		for _, f := range r.Fields {
			if f.Name == "permission_comprehensive" && c.key == "df2/ef02" {
				t.Errorf("%s: half a value: %+v", name, f)
			}
		}
	}
}

func TestNoPhoto(t *testing.T) { // APP_B_03, B_07, C_20, C_21
	unsigned := map[string][]byte{
		"DA00DB00": append(unhex("DA00DB00"), make([]byte, 1460)...),
		"DA00":     append(unhex("DA00"), make([]byte, 1462)...),
		"NULs":     make([]byte, 1464),
		"headers":  df3(nil, nil),
	}
	faces := map[string][]byte{
		"D100":    append(unhex("D100"), make([]byte, 3002)...),
		"headers": object("D1820BB8", 3000, nil),
		"NULs":    make([]byte, 3004),
		"absent":  nil,
	}
	for form, proof := range unsigned {
		for face, data := range faces {
			files := with(with(goodFiles(), "df3/ef01", proof), "df1/ef02", data)
			if data == nil {
				delete(files, "df1/ef02")
			}
			r := check(t, files)
			if r.Verdict != reader.NotVerifiable || r.Signature.State != reader.SignatureAbsent || r.Has(reader.UnsignedWithPhoto) {
				t.Errorf("%s, face %s: %v %v", form, face, r, r.Err)
			}
		}
		r := check(t, with(goodFiles(), "df3/ef01", proof))
		if r.Verdict != reader.NotVerifiable || !r.Has(reader.UnsignedWithPhoto) || len(r.Covered) > 0 {
			t.Errorf("%s with a photo: %v", form, r)
		}
	}
	for face, data := range faces { // photo gone, signature kept
		files := with(goodFiles(), "df1/ef02", data)
		if data == nil {
			delete(files, "df1/ef02")
		}
		r := check(t, files)
		if r.Verdict == reader.Valid || len(r.Covered) > 0 {
			t.Errorf("signed, face %s: %v", face, r)
		}
	}
}

func TestPictures(t *testing.T) {
	r := check(t, goodFiles())
	if len(r.Pictures) != 2 || r.Pictures[0].Width != 16 || r.Pictures[0].Height != 1 || r.Pictures[1].Width != 120 || r.Pictures[1].Height != 160 ||
		!bytes.Equal(r.Pictures[0].Bytes, tinyTIFF()) || !bytes.Equal(r.Pictures[1].Bytes, tinyCodestream()) {
		t.Errorf("%+v", r.Pictures)
	}
	files := with(goodFiles(), "df1/ef02", object("D1820BB8", 3000, []byte("no picture at all")))
	sign(files, testIssuer().leafKey, testIssuer().leaf(nil))
	if r := check(t, files); r.Verdict != reader.Valid || r.Pictures[1].Err == nil {
		t.Errorf("signed, but no picture: %v", r)
	}
}

// Neither %v of a document nor of a result may show personal data.
func TestStringsArePlain(t *testing.T) {
	d, err := reader.Read(t.Context(), newCard(t, "1", goodFiles()), options(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{d.String(), d.Verify(options(t)).String()} {
		if strings.Contains(s, "131016") || strings.Contains(s, testNumber) || strings.Contains(s, "東京") {
			t.Error(s)
		}
	}
}

func TestReport(t *testing.T) {
	d, err := reader.Read(t.Context(), newCard(t, "1", goodFiles()), options(t))
	if r := d.Report(); err != nil || r.Verdict != reader.OK || r.Err != nil || len(r.Covered) != 0 || len(r.Fields) == 0 ||
		r.Signature.State != reader.SignatureNotChecked || r.Chain.State != reader.ChainNotChecked {
		t.Errorf("%v %v", r, err)
	}
	if r := (&reader.Document{}).Verify(options(t)); r.Verdict != reader.NotVerifiable {
		t.Errorf("empty document: %v", r)
	}
	if r := (&reader.Document{Files: []reader.File{{Key: "df1/ef01", State: reader.FileRead}}}).Verify(options(t)); r.Verdict == reader.Valid {
		t.Errorf("made-up document: %v", r)
	}
	d.Err = &reader.Error{Verdict: reader.CardRemoved, Step: "df2/ef04"}
	if r := d.Verify(options(t)); r.Verdict != reader.CardRemoved || len(r.Covered) != 0 {
		t.Errorf("an error stands before everything: %v, covered %v", r, r.Covered)
	}
	d, _ = reader.Read(t.Context(), newCard(t, "1", with(goodFiles(), "df2/ef04", []byte{0xD7})), options(t))
	if r := d.Report(); r.Verdict != reader.DataError {
		t.Errorf("short file: %v", r)
	}
}
