package perso

import "github.com/zairyukit/zairyu/internal/spec"

// Values of the item photo that are not file names.
const (
	photoNone      = "none"
	photoSynthetic = "synthetic"
)

// drawn is the value of an image that the program draws.
const drawn = "drawn"

// photoRule is when a card has no photo and no signature: under an age in
// years on the day of issue, less some months before that birthday.
type photoRule struct{ age, grace int }

// photoRule reads the rule from the tables: 16 years less half a year (P
// 3.3.5, footnote 3), one year on types 05 to 08 (2G 3.3.5).
func (d Description) photoRule() photoRule {
	p, err := spec.ForType(d.Type)
	if err != nil {
		return photoRule{}
	}
	r := photoRule{age: number(p.Value("form.nophoto.age"))}
	if p.Value("form.nophoto.grace") == "half-year" {
		r.grace = 6
	}
	return r
}

// from is the first day of issue on which the card has a photo.
func (r photoRule) from(born Date) Date {
	born.Year += r.age
	return born.monthsBefore(r.grace)
}

// photo is the item with its default: none where the rule says so.
func (d Description) photo() string {
	switch {
	case d.Photo != "":
		return d.Photo
	case d.withoutPhoto():
		return photoNone
	}
	return photoSynthetic
}

// withoutPhoto tells whether the rule leaves photo and signature out.
func (d Description) withoutPhoto() bool {
	return d.Card.Issued.Before(d.photoRule().from(d.Holder.Born))
}
