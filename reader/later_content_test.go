package reader_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

func TestLaterFields(t *testing.T) {
	r := checkLater(t, "05", laterFiles("05"))
	for name, want := range map[string]struct{ text, kind string }{
		"version": {"0001", "text"}, "type": {"05", "text"}, "card_number": {testNumber, "card-number"}, "number": {testNumber, "text"},
		"card_expiry": {"20310401", "date"}, "birth": {"20000102", "date"}, "sex": {"1", "code"}, "nationality": {"USA", "alpha"},
		"status": {"T410010000", "code"}, "period": {"0300", "period"}, "permission_kind": {"01", "code"},
		"permission_date": {"20260415", "date"}, "work": {"2", "code"}, "period_until": {"20290415", "date"},
		"permission_comprehensive": {"1", "code"}, "permission_comprehensive_until": {"20270101", "date"},
		"permission_individual": {"0", "flag"}, "application_status": {"0", "flag"}, "commissioner_entry": {"0", "flag"},
		"reserved_text": {"予備", "text"},
	} {
		if f, ok := r.Field(name); !ok || !f.Present || f.Text != want.text || f.Kind != want.kind || len(f.Notes) != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for _, name := range []string{"face", "name", "address"} {
		if f, ok := r.Field(name); !ok || !f.Present || f.Text != "" {
			t.Errorf("%s: %t %t", name, ok, f.Present)
		}
	}
	if len(r.Fields) != 23 {
		t.Errorf("%d fields", len(r.Fields))
	}
}

// Forms that are read alike, and what is odd; nothing here is signed.
func TestLaterForms(t *testing.T) {
	permission := func(objects string) []byte { return append([]byte(objects), make([]byte, 22-len(objects))...) }
	nuls := func(n int) string { return string(make([]byte, n)) }
	for _, c := range []struct {
		name, key string
		data      []byte
		field     string
		present   bool
		text      string
		notes     []string
	}{
		{"D5 of 1 byte", "df2/ef01", permission("\xD5\x012\xD6\x0820270101\xD7\x010"), "permission_comprehensive", true, "2", nil},
		{"D5 of 7 bytes", "df2/ef01", permission("\xD5\x072" + nuls(6) + "\xD6\x0820270101\xD7\x010"), "permission_comprehensive", true, "2", nil},
		{"D6 of NULs", "df2/ef01", permission("\xD5\x010\xD6\x08" + nuls(8) + "\xD7\x010"), "permission_comprehensive_until", false, "", nil},
		{"D6 absent", "df2/ef01", permission("\xD5\x010\xD7\x010"), "permission_comprehensive_until", false, "", nil},
		{"unknown permission", "df2/ef01", permission("\xD5\x015\xD7\x010"), "permission_comprehensive", true, "5", []string{"unknown-code"}},
		{"file of NULs", "df2/ef01", make([]byte, 22), "permission_comprehensive", false, "", nil},
		{"DE in Shift_JIS", "df2/ef03", append([]byte("\xD9\x010"), object("DE8200C8", 200, unhex("938C8B9E"))...), "reserved_text", true, "", []string{"undecodable"}},
		{"DE of short length", "df2/ef03", append([]byte("\xD9\x011\xDE\x03abc"), make([]byte, 199)...), "reserved_text", true, "abc", nil},
		{"DE empty", "df2/ef03", append([]byte("\xD9\x011\xDE\x00"), make([]byte, 202)...), "reserved_text", false, "", nil},
		{"pending", "df2/ef02", []byte("\xD8\x011"), "application_status", true, "1", nil},
		{"status 2", "df2/ef02", []byte("\xD8\x012"), "application_status", true, "2", []string{"unknown-code"}},
	} {
		r := checkLater(t, "05", with(laterFiles("05"), c.key, c.data))
		f, ok := r.Field(c.field)
		if r.Verdict != reader.Valid || !ok || f.Present != c.present || f.Text != c.text || !slices.Equal(f.Notes, c.notes) || r.Has(reader.EncodingGuess) {
			t.Errorf("%s: %v (%v): %+v", c.name, r, r.Err, f)
		}
	}
}

func TestNumberMismatch(t *testing.T) {
	for _, typ := range laterTypes() {
		r := checkLater(t, typ, with(laterFiles(typ), "df1/ef01", []byte("\xC2\x0CZY98765432XW")))
		if r.Verdict != reader.Valid || !r.Has(reader.NumberMismatch) {
			t.Errorf("%v %v", r, r.Err)
		}
		for form, file := range map[string]string{"NULs": "\xC2\x0C" + strings.Repeat("\x00", 12), "no value": "\xC2\x00" + strings.Repeat("\x00", 12),
			"nothing": strings.Repeat("\x00", 14)} {
			if r := checkLater(t, typ, with(laterFiles(typ), "df1/ef01", []byte(file))); r.Verdict == reader.Valid && !r.Has(reader.NumberMismatch) {
				t.Errorf("%s, number of %s: %v %v", typ, form, r, r.Err)
			}
		}
	}
	if r := check(t, goodFiles()); r.Has(reader.NumberMismatch) { // no file of type 1 holds the number
		t.Errorf("type 1: %v", r)
	}
}

// The last day counts to its end in Japan.
func TestCardExpired(t *testing.T) {
	for typ, last := range map[string]time.Time{
		"05": time.Date(2029, 4, 15, 14, 59, 59, 0, time.UTC), // CD comes before C5
		"06": time.Date(2031, 4, 1, 14, 59, 59, 0, time.UTC),
	} {
		for _, c := range []struct {
			now     time.Time
			expired bool
		}{{last.AddDate(-2, 0, 0), false}, {last, false}, {last.Add(time.Second), true}} {
			o := laterOptions(t)
			o.Now = c.now
			r := reader.Check(t.Context(), newLater(t, typ, laterFiles(typ)), o)
			if r.Verdict != reader.Valid || r.Has(reader.CardExpired) != c.expired {
				t.Errorf("%s at %v: %v", typ, c.now, r)
			}
		}
	}
	files := laterFiles("05")
	copy(files["df1/ef02"][2:], "20260531") // C5, the day before the clock
	signLater(files, nil)
	if r := checkLater(t, "05", files); r.Verdict != reader.Valid || !r.Has(reader.CardExpired) {
		t.Error(r, r.Err)
	}
	copy(files["df1/ef02"][2:], "20310231") // no day
	signLater(files, nil)
	if r := checkLater(t, "05", files); r.Verdict != reader.Valid || r.Has(reader.CardExpired) {
		t.Error(r, r.Err)
	}
}

// Files missing, cut and of NULs.
func TestLaterFileFaults(t *testing.T) {
	for _, typ := range laterTypes() {
		for key, data := range laterFiles(typ) {
			if key[:2] == "mf" || key[:2] == "ap" {
				continue
			}
			missing := laterFiles(typ)
			delete(missing, key)
			r := checkLater(t, typ, missing)
			if r.Verdict != reader.DataError || r.Err.Step != key || !r.Has(reader.Partial) {
				t.Errorf("%s %s missing: %v, %v", typ, key, r, r.Err)
			}
			if r := checkLater(t, typ, with(laterFiles(typ), key, data[:len(data)-1])); r.Verdict != reader.DataError || r.Err.Step != key {
				t.Errorf("%s %s cut: %v, %v", typ, key, r, r.Err)
			}
			r = checkLater(t, typ, with(laterFiles(typ), key, make([]byte, len(data))))
			if signed := key == "df1/ef02" || key == "df1/ef03" || key == "df3/ef01"; signed && r.Verdict == reader.Valid {
				t.Errorf("%s %s of NULs: %v", typ, key, r)
			}
		}
	}
}
