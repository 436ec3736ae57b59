package perso

// The days between which cards of this generation can have been issued: the
// residence management system began on 2012-07-09, and the two-digit year of
// certificates ends with 2049.
func firstIssue() Date { return Date{2012, 7, 9} }
func lastIssue() Date  { return Date{2049, 12, 31} }

// span bounds every other date.
func firstDay() Date { return Date{1850, 1, 1} }
func lastDay() Date  { return Date{2199, 12, 31} }

// datesGiven tells whether the two dates of clause 3.3.5 are there.
func (d Description) datesGiven() bool { return !d.Holder.Born.IsZero() && !d.Card.Issued.IsZero() }

// dates checks that every date is a day and that they follow each other as
// they must in life.
func (c *checker) dates() {
	d := c.d
	born := c.date("holder.born", d.Holder.Born, "born: 1990-04-01")
	issued := c.date("card.issued", d.Card.Issued, "issued: 2024-01-15")
	expires := c.date("card.expires", d.Card.Expires, "expires: 2028-04-01")
	if issued && (d.Card.Issued.Before(firstIssue()) || lastIssue().Before(d.Card.Issued)) {
		c.fail("card.issued", MsgDateRange, firstIssue(), lastIssue())
		return
	}
	if born && issued {
		c.order("card.issued", d.Card.Issued, "holder.born", d.Holder.Born)
	}
	if issued && expires {
		c.order("card.expires", d.Card.Expires, "card.issued", d.Card.Issued)
	}
	c.optionalDate("clock", d.Clock)
	c.residenceDates(born, issued)
	if back := d.Address.Back; back != nil && !d.later() && c.date("address.back.written", back.Written, "written: 2024-04-01") && issued {
		c.order("address.back.written", back.Written, "card.issued", d.Card.Issued)
	}
}

func (c *checker) residenceDates(born, issued bool) {
	r := c.d.Residence
	if r == nil {
		return
	}
	if permitted := r.Permission.Date; c.optionalDate("residence.permission.date", permitted) {
		if born {
			c.order("residence.permission.date", permitted, "holder.born", c.d.Holder.Born)
		}
		if issued {
			c.order("card.issued", c.d.Card.Issued, "residence.permission.date", permitted)
		}
	}
	if until := r.Period.Until; c.optionalDate("residence.period.until", until) && issued {
		c.order("residence.period.until", until, "card.issued", c.d.Card.Issued)
	}
}

// date checks a date that must be there; it tells whether it can be used.
func (c *checker) date(path string, d Date, example string) bool {
	if d.IsZero() {
		c.fail(path, MsgMissing, example)
		return false
	}
	return c.optionalDate(path, d)
}

// optionalDate tells whether there is a date that can be used.
func (c *checker) optionalDate(path string, d Date) bool {
	switch {
	case d.IsZero():
		return false
	case !d.exists():
		c.fail(path, MsgDateNone)
	case d.Before(firstDay()) || lastDay().Before(d):
		c.fail(path, MsgDateRange, firstDay(), lastDay())
	default:
		return true
	}
	return false
}

func (c *checker) order(path string, d Date, earlierPath string, earlier Date) {
	if d.Before(earlier) {
		c.fail(path, MsgDateOrder, earlierPath)
	}
}
