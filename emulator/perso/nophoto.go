package perso

// Values of the item photo that are not file names.
const (
	photoNone      = "none"
	photoSynthetic = "synthetic"
)

const (
	photoAge    = 16 // years, clause 3.3.5
	graceMonths = 6  // clause 3.3.5, footnote 3
)

// photo is the item with its default: none where clause 3.3.5 says so.
func (d Description) photo() string {
	switch {
	case d.Photo != "":
		return d.Photo
	case d.withoutPhoto():
		return photoNone
	}
	return photoSynthetic
}

// withoutPhoto tells whether clause 3.3.5 leaves photo and signature out: the
// holder is under 16 on the day of issue, and that day is earlier than half a
// year before the 16th birthday.
func (d Description) withoutPhoto() bool {
	birthday := d.Holder.Born
	birthday.Year += photoAge
	return d.Card.Issued.Before(birthday.monthsBefore(graceMonths))
}
