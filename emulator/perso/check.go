package perso

import (
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso/jisx0213"
	"github.com/zairyukit/zairyu/internal/spec"
)

// Limits of clauses 3.3.4.5 to 3.3.4.7.
const (
	maxAddress      = 80  // characters of D4
	maxAddressBytes = 320 // bytes of D4
	maxStampBytes   = 120 // bytes of D5 and D6
)

// checker gathers the mistakes of a description.
type checker struct {
	d    Description
	errs Errors
}

// check gives every mistake that can be seen without making pictures.
func (d Description) check() Errors {
	c := &checker{d: d}
	if !c.cardType() {
		return c.errs
	}
	c.number()
	c.holder()
	c.residence()
	c.dates()
	if c.d.later() {
		c.laterGenerations()
	} else {
		c.address()
		c.otherActivity()
		c.firstGeneration()
	}
	c.photo()
	c.certificate()
	c.raw()
	return c.errs
}

func (c *checker) fail(path string, m Message, args ...any) {
	c.errs = append(c.errs, c.d.fail(path, m, args...))
}

// cardType tells whether the rest can be checked.
func (c *checker) cardType() bool {
	switch {
	case c.d.Type == "":
		c.fail("type", MsgMissing, `type: "1"`)
	case !slices.Contains(cardTypes(), c.d.Type):
		c.fail("type", MsgTypeUnknown, strings.Join(cardTypes(), ", "))
	default:
		return true
	}
	return false
}

func cardTypes() []string { return Types() }

func (c *checker) number() {
	n := c.d.Number
	if n == "" {
		c.fail("number", MsgMissing, "number: AA12345678BB")
		return
	}
	if length := utf8.RuneCountInString(n); length != 12 {
		c.fail("number", MsgNumber, length)
	} else if i := wrongCharacter(n); i > 0 && (i <= 2 || i > 10) {
		c.fail("number", MsgNumberLetter, i)
	} else if i > 0 {
		c.fail("number", MsgNumberDigit, i)
	}
	if v := c.d.Version; v != "" && (len(v) != 4 || !allDigits(v)) {
		c.fail("version", MsgVersion)
	}
}

// wrongCharacter gives the position, from 1, of the first character of a card
// number that is not of its kind; 0 if all are.
func wrongCharacter(number string) int {
	for i, r := range []rune(number) {
		letter := i < 2 || i >= 10
		if letter && (r < 'A' || r > 'Z') || !letter && (r < '0' || r > '9') {
			return i + 1
		}
	}
	return 0
}

func (c *checker) holder() {
	h := c.d.Holder
	c.needText("holder.name", h.Name, "name: SAMPLE TARO")
	if c.d.later() {
		c.text("holder.nationality.text", h.Nationality.Text)
	} else {
		c.needText("holder.nationality.text", h.Nationality.Text, "nationality: { text: 無国籍 }")
	}
	switch h.Sex {
	case Male, Female, Other:
	case "":
		c.fail("holder.sex", MsgMissing, "sex: female")
	default:
		c.fail("holder.sex", MsgChoice, "male, female, other")
	}
	c.text("address.front", c.d.Address.Front)
}

func (c *checker) residence() {
	r := c.d.Residence
	switch {
	case c.d.later(): // by codes, in laterGenerations
	case c.d.Type == "2" && r != nil:
		c.fail("residence", MsgNotForType, c.d.Type)
	case c.d.Type != "2" && r == nil:
		c.fail("residence", MsgMissing, "residence: { status: { text: 留学 }, period: { text: 1年, until: 2025-01-15 } }")
	case r != nil:
		c.needText("residence.status.text", r.Status.Text, "status: { text: 留学 }")
		c.needText("residence.period.text", r.Period.Text, "period: { text: 1年, until: 2025-01-15 }")
		c.text("residence.permission.text", r.Permission.Text)
		c.text("residence.work.text", r.Work.Text)
	}
}

// needText checks a text that must be there.
func (c *checker) needText(path, text, example string) {
	if text == "" {
		c.fail(path, MsgMissing, example)
		return
	}
	c.text(path, text)
}

// text checks the characters of a text; the front and the card's files have
// other limits of length.
func (c *checker) text(path, text string) bool {
	position := 0
	for _, r := range text {
		position++
		if !writable(r) {
			c.fail(path, MsgControl, position)
			return false
		}
	}
	return true
}

// repertoire checks the characters of a text that is stored as such (clause
// 3.3.4).
func (c *checker) repertoire(path, text string) bool {
	position := 0
	for _, r := range text {
		position++
		if !jisx0213.Contains(r) {
			c.fail(path, MsgRepertoire, position)
			return false
		}
	}
	return true
}

func writable(r rune) bool {
	return r != utf8.RuneError && !unicode.IsControl(r)
}

// limited checks a text that is stored as such.
func (c *checker) limited(path, text string, characters, bytes int) {
	if text == "" {
		c.fail(path, MsgEmpty)
		return
	}
	if !c.text(path, text) || !c.repertoire(path, text) {
		return
	}
	const kanji = 3 // bytes of most of them in UTF-8
	switch n := utf8.RuneCountInString(text); {
	case n <= characters && len(text) <= bytes:
	case characters == bytes: // only the bytes count
		c.fail(path, MsgTooManyBytes, n, len(text), bytes, bytes/kanji)
	default:
		c.fail(path, MsgTooLong, n, len(text), characters, bytes)
	}
}

func (c *checker) address() {
	back := c.d.Address.Back
	if back == nil {
		return
	}
	c.limited("address.back.text", back.Text, maxAddress, maxAddressBytes)
	const path = "address.back.municipality"
	switch code := back.Municipality; {
	case code == "":
		c.fail(path, MsgMissing, `municipality: "131016"`)
	case len(code) != 6 || !allDigits(code) || number(code[:2]) < 1 || number(code[:2]) > 47:
		c.fail(path, MsgMunicipality)
	case number(code[5:]) != municipalityCheckDigit(code[:5]):
		c.fail(path, MsgCheckDigit, municipalityCheckDigit(code[:5]))
	}
}

// municipalityCheckDigit is the rule of the local-government codes to which
// clause 3.3.4.5 refers: weights 6 to 2, the complement to 11, its last digit.
func municipalityCheckDigit(digits string) int {
	sum := 0
	for i, c := range []byte(digits) {
		sum += (6 - i) * int(c-'0')
	}
	return (11 - sum%11) % 10
}

func (c *checker) otherActivity() {
	o := c.d.OtherActivity
	c.activity("other_activity.comprehensive", o.Comprehensive)
	c.activity("other_activity.individual", o.Individual)
	if c.d.Type == "2" && c.d.Pending {
		c.fail("pending_application", MsgNotForType, c.d.Type)
	}
}

func (c *checker) activity(path string, a Activity) {
	switch {
	case a.State != "" && a.State != Never && c.d.Type == "2":
		c.fail(path, MsgNotForType, c.d.Type)
	case a.State == Granted && a.Code == "" && a.Form == "" && a.Expires.IsZero():
		c.limited(path+".text", a.Text, maxStampBytes, maxStampBytes)
	case a.State == Granted: // told as an item of later types
	case a.State != "" && a.State != Never && a.State != Withdrawn, a.Text != "":
		c.fail(path, MsgActivity)
	}
}

// firstGeneration refuses what types 1 and 2 cannot hold. Keys that say
// "nothing" are welcome, so that one file can be tried as several types.
func (c *checker) firstGeneration() {
	c.refuse("commissioner.entry", c.d.Commissioner.Entry)
	c.refuse("commissioner.text", c.d.Commissioner.Text != "")
	c.refuse("delivery_key", c.d.DeliveryKey != "" && c.d.DeliveryKey != "throwaway")
	c.refuse("profile", len(c.d.Profile) > 0)
	c.refuse("name_image", c.d.NameImage != "" && c.d.NameImage != drawn)
	c.refuse("address_image", c.d.AddressImage != "" && c.d.AddressImage != drawn)
}

func (c *checker) refuse(path string, used bool) {
	if used {
		c.fail(path, MsgNotForType, c.d.Type)
	}
}

func (c *checker) photo() {
	if !c.d.withoutPhoto() || c.d.Photo == "" || c.d.Photo == photoNone || !c.d.datesGiven() {
		return
	}
	rule := c.d.photoRule()
	c.fail("photo", MsgUnderAge, rule.age, rule.from(c.d.Holder.Born))
}

func (c *checker) certificate() {
	for _, q := range c.d.Certificate.Quirks {
		if known := issuer.Quirks(); !slices.Contains(known, q) {
			names := make([]string, len(known))
			for i, k := range known {
				names[i] = string(k)
			}
			c.fail("certificate.quirks", MsgQuirk, strings.Join(names, ", "))
		}
	}
}

func (c *checker) raw() {
	profile, err := spec.ForType(c.d.Type)
	if err != nil {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(c.d.Raw)) {
		path := "raw." + key
		file, has := profile.File(key)
		if !has {
			keys := make([]string, len(profile.Files))
			for i, f := range profile.Files {
				keys[i] = f.Key
			}
			c.fail(path, MsgRawFile, c.d.Type, strings.Join(keys, ", "))
			continue
		}
		content, err := rawBytes(c.d.Raw[key])
		switch {
		case err != nil:
			c.errs = append(c.errs, c.d.fail(path, MsgRawHex).because(err))
		case len(content) != file.Size:
			c.fail(path, MsgRawLength, len(content), file.Size)
		}
	}
}

// rawBytes reads hexadecimal digits; white space between them is allowed.
func rawBytes(digits string) ([]byte, error) {
	return hex.DecodeString(strings.Join(strings.Fields(digits), ""))
}

func dateOf(t time.Time) Date { return Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()} }
