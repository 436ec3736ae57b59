package dat

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

const compactDate = "20060102"

// b01 asks of every date whether it is one, of those that tell of the past
// whether they do, and of the card's last day whether it has passed.
func b01(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	variant := func(tag uint16, name string, run func(t *conformance.T, tag uint16)) {
		if key, _ := place(s.Kind(), tag); key != "" {
			out = append(out, conformance.Variant{Name: tagName(tag) + "." + name, Run: func(t *conformance.T) { run(t, tag) }})
		}
	}
	if s.Kind().Generation == 1 {
		variant(0xD2, "calendar", b01Calendar)
		variant(0xD2, "not-future", b01NotFuture)
		return out
	}
	for _, tag := range []uint16{0xC5, 0xC6, 0xCB, 0xCD} {
		variant(tag, "calendar", b01Calendar)
	}
	variant(0xC6, "not-future", b01NotFuture)
	variant(0xCB, "not-future", b01NotFuture)
	variant(0xC5, "not-expired", b01NotExpired)
	return out
}

// dateOf returns a date's value and its cells.
func dateOf(t *conformance.T, tag uint16) (v []byte, length, repertoire string) {
	_, cell := place(t.Kind(), tag)
	return readTags(t, tag).value(tag), cell + ".length", cell + ".repertoire"
}

func b01Calendar(t *conformance.T, tag uint16) {
	v, length, repertoire := dateOf(t, tag)
	t.Claim(text(fmt.Sprintf("%02XはYYYYMMDDの実在日、または記載なしのNull値", tag), fmt.Sprintf("%02X is a date as YYYYMMDD, or 00 where nothing was written", tag)),
		length, repertoire).
		Saw("%d bytes, written: %t, date: %t", len(v), !allZero(v), isDate(v)).Holds(isDate(v) || allZero(v))
}

func b01NotFuture(t *conformance.T, tag uint16) {
	v, _, repertoire := dateOf(t, tag)
	day := judgedOn(t)
	if allZero(v) {
		t.Claim(text("記載なし", "nothing was written"), repertoire).Saw("%d bytes, all 00", len(v)).Holds(true)
		return
	}
	t.Claim(text(fmt.Sprintf("%02Xは未来の日付ではない", tag), fmt.Sprintf("%02X is not in the future", tag)), repertoire).
		Saw("date: %t, after the clock: %t", isDate(v), string(v) > day).Holds(isDate(v) && string(v) <= day)
}

func b01NotExpired(t *conformance.T, tag uint16) {
	v, _, repertoire := dateOf(t, tag)
	t.Claim(text("カードの有効期間内", "the card has not expired"), repertoire).Warning().
		Saw("date: %t, before the clock: %t", isDate(v), string(v) < judgedOn(t)).Holds(string(v) >= judgedOn(t))
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

// b02Tags are the codes of which all values are known.
func b02Tags(k *witness.Kind) []uint16 {
	if k.Generation == 1 {
		return []uint16{0xD7}
	}
	return []uint16{0xC7, 0xCC, 0xD5, 0xD7, 0xD8, 0xD9}
}

func b02(t *conformance.T, tag uint16) {
	values := "0 1"
	if t.Kind().Generation > 1 {
		values = map[uint16]string{0xC7: "1 2 3", 0xCC: "1 2 4 9", 0xD5: "0 1 2", 0xD7: "0 1", 0xD8: "0 1", 0xD9: "0 1"}[tag]
	}
	_, cell := place(t.Kind(), tag)
	v := readTags(t, tag).value(tag)
	t.Claim(text(fmt.Sprintf("%02Xの値は%sのいずれか", tag, values), fmt.Sprintf("%02X is one of %s", tag, values)), cell+".length", cell+".repertoire").
		Saw("%d bytes", len(v)).Holds(len(trimmed(v)) == 1 && slices.Contains(strings.Fields(values), string(trimmed(v))))
}

func b03(t *conformance.T, tag uint16) {
	_, cell := place(t.Kind(), tag)
	v := readTags(t, tag).value(tag)
	letters := !bytes.ContainsFunc(v, func(r rune) bool { return r < 'A' || r > 'Z' })
	if tag == 0xC8 {
		t.Claim(text("英大文字3文字", "three capital letters"), cell+".length", cell+".repertoire").
			Saw("%d bytes, letters: %t", len(v), letters).Holds(len(v) == 3 && letters)
		return
	}
	t.Claim(text("10文字の英数字", "ten letters or digits"), cell+".length", cell+".repertoire").
		Saw("%d bytes, written: %d", len(v), len(trimmed(v))).Holds(len(trimmed(v)) == 10 && alphanumeric(v))
}

func alphanumeric(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r > 'Z' || r < '0' || r > '9' && r < 'A' })
}

// b04 takes three digits filled up with 00 or spaces: how days fill the four
// bytes is told by no source. What a special permanent resident certificate
// has here is not told either, so there anything but 0000 is only recorded.
func b04(t *conformance.T, tag uint16) {
	_, cell := place(t.Kind(), tag)
	v := bytes.TrimRight(readTags(t, tag).value(tag), "\x00 ")
	ok := digits(v) && (len(v) == 3 || len(v) == 4 && string(v[2:]) <= "12")
	if certificate := t.Kind().Type == "06" || t.Kind().Type == "08"; certificate && string(v) != "0000" {
		t.Claim(text("特別永住者証明書の0000以外の値を記録", "a value other than 0000 on a special permanent resident certificate, recorded"), cell+".length").
			Saw("%d bytes, YYMM or DDD: %t", len(v), ok).Recorded()
		return
	}
	t.Claim(text("YYMM、DDD、または0000", "YYMM, DDD, or 0000"), cell+".length", cell+".repertoire").
		Saw("%d bytes, YYMM or DDD: %t", len(v), ok).Holds(ok)
}

func b06(t *conformance.T) {
	c := readTags(t, 0xD5)
	code, until := string(trimmed(c.value(0xD5))), c.value(0xD6)
	granted := code == "1" || code == "2"
	t.Claim(text("D6はD5と合う", "D6 agrees with D5"), "form.permission-never").
		Saw("granted: %t, D6 of %d bytes, written: %t, date: %t", granted, len(until), !allZero(until), isDate(until)).
		Holds(granted && isDate(until) || !granted && allZero(until))
}

func b07(t *conformance.T) {
	v := readTags(t, 0xD3).value(0xD3)
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

func b11(t *conformance.T, tag uint16) {
	key, cell := place(t.Kind(), tag)
	content := read(t, key).files[key]
	withdrawn := len(content) > 0 && content[0] == 0
	t.Claim(text("タグがNull値なら122バイト全てがNull値", "where the tag is 00, all 122 bytes are"), "form.permission-withdrawn", cell+".tag").
		Saw("%d bytes, tag 00: %t, all 00: %t", len(content), withdrawn, allZero(content)).
		Holds(len(content) == 122 && (!withdrawn || allZero(content)))
}

func b12(t *conformance.T, tag uint16) {
	key, _ := place(t.Kind(), tag)
	cell := "form.permission-never"
	if tag == 0xD2 {
		cell = "form.address-never"
	}
	form := formOf(t.Kind(), read(t, key).files[key])
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
func formOf(k *witness.Kind, content []byte) string {
	if allZero(content) {
		return formZero
	}
	objects, err := k.SplitObjects(content)
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
