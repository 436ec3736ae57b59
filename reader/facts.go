package reader

import "time"

// facts raises the flags that depend on neither signature nor certificate.
func (x *examination) facts() {
	p := x.doc.profile
	x.raise(UnverifiedProfile, p != nil && p.Unverified())
	x.raise(DeliveryKeyOther, x.doc.otherKey)
	x.raise(CardExpired, x.past("period_until") || x.past("card_expiry"))
	// A blank number is no match: who copies a signature leaves it out.
	stored, there := x.Field("card_number")
	x.raise(NumberMismatch, there && x.doc.Opened && stored.Text != x.doc.Number)
}

// past says whether a date is stored and over: its day, which still counts,
// ends at midnight in Japan.
func (x *examination) past(field string) bool {
	f, there := x.Field(field)
	if !there || !f.Present {
		return false
	}
	day, err := time.ParseInLocation("20060102", f.Text, time.FixedZone("JST", 9*60*60))
	return err == nil && !x.now.Before(day.AddDate(0, 0, 1))
}
