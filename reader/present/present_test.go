package present_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/present"
	"github.com/zairyukit/zairyu/reader/trust"
)

// secrets are the personal values of the results below; each is odd enough to
// be found wherever it slips out.
var secrets = []string{"ZZ98765432QQ", "20231117", "2023-11-17", "471011", "架空県架空市", "許可文", "\u202Eevil"}

func result() *reader.Result {
	day := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	return &reader.Result{
		Verdict: reader.Valid, Type: "1", SW: 0x9000,
		Files: []reader.FileReport{{Key: "mf/ef01", State: reader.FileRead, SW: 0x9000},
			{Key: "df2/ef03", State: reader.FileMalformed, SW: 0x9000, Err: errors.New("object D6: cut off")}},
		Fields: []reader.Field{
			{Name: "version", Kind: "text", Present: true, Text: "0001", Stored: []byte("0001")},
			{Name: "type", Kind: "text", Present: true, Text: "1", Stored: []byte("1")},
			{Name: "front", Kind: "tiff-g4", Present: true, Stored: []byte("picture\x00\x00")},
			{Name: "face", Kind: "jpeg2000"},
			{Name: "address_date", Kind: "date", Present: true, Text: "20231117", Stored: []byte("20231117")},
			{Name: "municipality", Kind: "municipality", Present: true, Text: "471011", Stored: []byte("471011"), Notes: []string{"check-digit"}},
			{Name: "address", Kind: "text", Present: true, Text: "架空県架空市\u202Eevil\x1b[2J\n<b>=1+1\\", Stored: []byte("架空県架空市\u202Eevil\x1b[2J\n<b>=1+1\\\x00")},
			{Name: "permission_comprehensive", Kind: "text", Present: true, Text: "許可文", Stored: []byte("許可文")},
			{Name: "permission_individual", Kind: "text", Stored: make([]byte, 120)},
			{Name: "application_status", Kind: "flag", Present: true, Text: "1", Stored: []byte("1")},
			{Name: "number", Kind: "text", Present: true, Text: "ZZ98765432QQ"},
		},
		Covered: []string{"front", "face"}, NotCovered: []string{"version", "type", "address", "number"},
		Flags:     []reader.Flag{reader.TestAnchor},
		Signature: reader.Signature{State: reader.SignatureFits, Form: "standard"},
		Chain:     reader.Chain{State: reader.ChainAnchored, Anchor: &trust.Anchor{Class: trust.Test, Source: "root.cer"}},
		Leaf:      &reader.Validity{NotBefore: day, NotAfter: day.AddDate(1, 0, 0)},
		Root:      &reader.Validity{NotBefore: day, NotAfter: day.AddDate(1, 0, 0), Expired: true},
		Pictures:  []reader.Picture{{Field: "front", Format: "tiff", Width: 674, Height: 425, Bytes: []byte("picture")}},
	}
}

func text(t *testing.T, r *reader.Result, l present.Lang, show bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := present.Text(&b, r, l, present.Options{ShowPersonal: show}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func object(t *testing.T, r *reader.Result, show bool) (map[string]any, string) {
	t.Helper()
	var b bytes.Buffer
	if err := present.JSON(&b, r, present.Options{ShowPersonal: show}); err != nil {
		t.Fatal(err)
	}
	var o map[string]any
	if err := json.Unmarshal(b.Bytes(), &o); err != nil {
		t.Fatal(err)
	}
	return o, b.String()
}

func TestRedaction(t *testing.T) {
	_, raw := object(t, result(), false)
	for _, out := range []string{text(t, result(), present.Japanese, false), text(t, result(), present.English, false), raw} {
		for _, s := range secrets {
			if strings.Contains(out, s) {
				t.Errorf("%q in\n%s", s, out)
			}
		}
		if strings.Contains(out, "420db8") { // of the picture's digest
			t.Error("digest of an image")
		}
	}
	if o, _ := object(t, result(), false); len(o["fields"].(map[string]any)) != 2 || o["redacted"] != true {
		t.Errorf("redacted fields: %v", o["fields"])
	}
}

func TestShown(t *testing.T) {
	for _, l := range []present.Lang{present.Japanese, present.English} {
		out := text(t, result(), l, true)
		for _, s := range []string{"VALID", "ZZ98765432QQ", "2023-11-17", "471011", "架空県架空市", "許可文", "674 x 425", "2025-01-02", "df2/ef03",
			`\u{202E}evil\u{1B}[2J\u{A}<b>=1+1\\`} {
			if !strings.Contains(out, s) {
				t.Errorf("%s: %q missing in\n%s", l, s, out)
			}
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"東京都 1-1": "東京都 1-1", "a\x00b": `a\u{0}b`, "\x1b[31m": `\u{1B}[31m`, "\u202Eabc\u2066": `\u{202E}abc\u{2066}`,
		"a\u200Bb\uFEFF": `a\u{200B}b\u{FEFF}`, "line\u2028": `line\u{2028}`, `a\b`: `a\\b`, "𠮷": "𠮷", "\U000E0041": `\u{E0041}`, "\r\n\t": `\u{D}\u{A}\u{9}`,
	} {
		if got := present.Escape(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	o, raw := object(t, result(), true)
	for key, want := range map[string]string{"verdict": "VALID", "type": "1", "sw": "9000"} {
		if o[key] != want {
			t.Errorf("%s: %v", key, o[key])
		}
	}
	fields := o["fields"].(map[string]any)
	for key, want := range map[string]string{
		"number": "ZZ98765432QQ", "address_date": "20231117", "permission_individual": "", "face_sha256": "",
		"address": "架空県架空市\u202Eevil\x1b[2J\n<b>=1+1\\", // the value itself: only its coding is escaped
		// printf 'picture\0\0' | sha256sum
		"front_sha256": "420db86968d401b362453580ed92aa8785a779ef9d1c7990a041d68b2ebdc87f",
	} {
		if got, ok := fields[key]; !ok || got != want {
			t.Errorf("%s: %v, want %q", key, got, want)
		}
	}
	for _, r := range raw {
		if r == '\u202E' || r == 0x1b || r == '<' {
			t.Errorf("%U stands in the JSON as it is", r)
		}
	}
	empty, _ := object(t, &reader.Result{Verdict: reader.NotAResidenceCard, Err: &reader.Error{Verdict: reader.NotAResidenceCard, Step: "detect"}}, false)
	for _, key := range []string{"covered", "flags", "not_covered", "files", "field_states", "pictures"} {
		if list, ok := empty[key].([]any); !ok || len(list) != 0 {
			t.Errorf("%s: %v", key, empty[key])
		}
	}
	if e := empty["error"].(map[string]any); e["step"] != "detect" {
		t.Errorf("%v", e)
	}
}

// A valid card must not read as if everything were confirmed.
func TestCoverageIsAlwaysSaid(t *testing.T) {
	for _, v := range reader.Verdicts() {
		r := result()
		r.Verdict = v
		if v != reader.Valid {
			r.Covered = nil
		}
		en, ja := text(t, r, present.English, false), text(t, r, present.Japanese, false)
		for _, s := range []string{present.Name("address", present.English), present.Name("number", present.English)} {
			if !strings.Contains(en, s) {
				t.Errorf("%s: %q missing", v, s)
			}
		}
		if !strings.Contains(ja, present.Name("address", present.Japanese)) {
			t.Errorf("%s: 住居地 missing", v)
		}
	}
}

// A card that says "no permission" with a code must not read as if there were
// one that is not shown.
func TestNoPermission(t *testing.T) {
	for _, c := range []struct {
		field reader.Field
		ja    string
		en    string
	}{
		{reader.Field{Name: "permission_comprehensive", Kind: "code", Present: true, Text: "0", Stored: []byte("0")}, "なし", "none"},
		{reader.Field{Name: "permission_comprehensive", Kind: "code", Present: true, Text: "0", Stored: []byte("0\x00\x00\x00\x00\x00\x00")}, "なし", "none"},
		{reader.Field{Name: "permission_individual", Kind: "flag", Present: true, Text: "0", Stored: []byte("0")}, "なし", "none"},
		{reader.Field{Name: "permission_comprehensive", Kind: "code", Present: true, Text: "1", Stored: []byte("1")}, "非表示", "not shown"},
		{reader.Field{Name: "permission_individual", Kind: "flag", Present: true, Text: "1", Stored: []byte("1")}, "非表示", "not shown"},
		{reader.Field{Name: "permission_comprehensive", Kind: "text", Present: true, Text: "0", Stored: []byte("0")}, "非表示", "not shown"},
	} {
		r := &reader.Result{Verdict: reader.Valid, Type: "05", Fields: []reader.Field{c.field}}
		for l, want := range map[present.Lang]string{present.Japanese: c.ja, present.English: c.en} {
			line := ""
			for s := range strings.Lines(text(t, r, l, false)) {
				if strings.HasPrefix(s, "  "+present.Name(c.field.Name, l)) {
					line = s
				}
			}
			if !strings.Contains(line, want) {
				t.Errorf("%s %s %q: %q does not say %q", c.field.Name, c.field.Kind, c.field.Text, line, want)
			}
		}
	}
}
