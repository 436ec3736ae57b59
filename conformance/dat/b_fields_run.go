package dat

import (
	"time"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

const compactDate = "20060102"

func b01(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "d2.calendar", Run: func(t *conformance.T) {
			v := read(t, "df2/ef01").value(0xD2)
			t.Claim(text("D2はYYYYMMDDの実在日、または追記なしのNull値", "D2 is a date as YYYYMMDD, or 00 where nothing was written"),
				"df2.ef01.address_date.length", "df2.ef01.address_date.repertoire").
				Saw("%d bytes, written: %t, date: %t", len(v), !allZero(v), isDate(v)).Holds(isDate(v) || allZero(v))
		}},
		{Name: "d2.not-future", Run: func(t *conformance.T) {
			v, day := read(t, "df2/ef01").value(0xD2), judgedOn(t)
			if allZero(v) {
				t.Claim(text("追記なし", "nothing was written"), "df2.ef01.address_date.repertoire").Saw("%d bytes, all 00", len(v)).Holds(true)
				return
			}
			t.Claim(text("D2は未来の日付ではない", "D2 is not in the future"), "df2.ef01.address_date.repertoire").
				Saw("date: %t, after the clock: %t", isDate(v), string(v) > day).Holds(isDate(v) && string(v) <= day)
		}},
	}
}

// isDate says whether v is a day of the calendar, YYYYMMDD.
func isDate(v []byte) bool {
	_, err := time.Parse(compactDate, string(v))
	return err == nil && digits(v)
}

// judgedOn is the day on which dates are judged.
func judgedOn(t *conformance.T) string {
	if t.Subject.Clock.IsZero() {
		t.Inconclusive("no clock is given to judge dates by")
	}
	return t.Subject.Clock.Format(compactDate)
}

func b02(t *conformance.T, _ byte) {
	v := read(t, "df2/ef04").value(0xD7)
	t.Claim(text("D7は0または1", "D7 is 0 or 1"), "df2.ef04.application_status.length", "df2.ef04.application_status.repertoire").
		Saw("%d bytes", len(v)).Holds(string(v) == "0" || string(v) == "1")
}

func b07(t *conformance.T) {
	v := read(t, "df2/ef01").value(0xD3)
	ok := allZero(v) || len(v) == 6 && digits(v) && checkDigit(v[:5]) == v[5]
	t.Claim(text("検査数字が合う、または追記なしのNull値", "the check digit fits, or 00 where nothing was written"), cellCheckDigit).Warning().
		Saw("written: %t, fits: %t", !allZero(v), ok).Holds(ok)
	t.Claim(text("D3は数字6桁、または追記なしのNull値", "D3 has six digits, or 00 where nothing was written"),
		"df2.ef01.municipality.length", "df2.ef01.municipality.repertoire").
		Saw("%d bytes, digits: %t", len(v), digits(trimmed(v))).Holds(allZero(v) || len(v) == 6 && digits(v))
}

// checkDigit follows the rule of the local-government codes: weights 6 to 2,
// 11 less the remainder of 11, of which the last digit counts.
func checkDigit(code []byte) byte {
	sum := 0
	for i, d := range code {
		sum += (6 - i) * int(d-'0')
	}
	return '0' + byte((11-sum%11)%10)
}

func b11(t *conformance.T, tag byte) {
	key, cell := place(tag)
	content := read(t, key)[key]
	withdrawn := len(content) > 0 && content[0] == 0
	t.Claim(text("タグがNull値なら122バイト全てがNull値", "where the tag is 00, all 122 bytes are"), "form.permission-withdrawn", cell+".tag").
		Saw("%d bytes, tag 00: %t, all 00: %t", len(content), withdrawn, allZero(content)).
		Holds(len(content) == 122 && (!withdrawn || allZero(content)))
}

func b12(t *conformance.T, tag byte) {
	key, _ := place(tag)
	cell := "form.permission-never"
	if tag == 0xD2 {
		cell = "form.address-never"
	}
	form := formOf(read(t, key)[key])
	t.Claim(text("記載の有無の形が既知", "the file is written or empty in a known form"), cell).
		Saw("%s", form).Holds(form != formOther)
}

// The forms in which a file of DF2 may be found.
const (
	formWritten = "written"
	formHeaders = "headers, values all 00"
	formZero    = "all 00: never written, or withdrawn (a permission)"
	formOther   = "partly written"
)

// formOf tells whether a file is written. One object written and another not
// is no known form.
func formOf(content []byte) string {
	if allZero(content) {
		return formZero
	}
	objects, err := witness.SplitObjects(content)
	empty := 0
	for _, o := range objects {
		if allZero(o.Value) {
			empty++
		}
	}
	switch {
	case err != nil || len(objects) == 0:
		return formOther
	case empty == 0:
		return formWritten
	case empty == len(objects):
		return formHeaders
	}
	return formOther
}
