package perso

import (
	"regexp"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
)

// later says that the card is one of types 05 to 08, which store codes and
// images of name and address instead of one drawn front.
func (d Description) later() bool { return len(d.Type) == 2 }

// full says that the type is one of a residence card, which has permissions;
// 06 and 08 are special permanent resident certificates.
func (d Description) full() bool { return d.Type == "1" || d.Type == "05" || d.Type == "07" }

// Forms of codes (2G 3.3.4). The agency's tables are not public, so which
// codes exist is not checked.
var (
	alpha3     = regexp.MustCompile(`^[A-Z]{3}$`)
	statusCode = regexp.MustCompile(`^[0-9A-Z]{10}$`)
	kindCode   = regexp.MustCompile(`^[0-9A-Z]{2}$`)
	// Years and up to 11 months, or days from 1; 0000 is without limit.
	periodCode = regexp.MustCompile(`^([0-9]{2}(0[0-9]|1[01])|00[1-9]|0[1-9][0-9]|[1-9][0-9]{2})$`)
)

// laterGenerations checks the items of types 05 to 08.
func (c *checker) laterGenerations() {
	c.code("holder.nationality.code", c.d.Holder.Nationality.Code, "nationality: { code: XXX }", alpha3, MsgAlpha3)
	c.stay()
	c.activityCodes()
	c.commissioner()
	c.refuse("address.back", c.d.Address.Back != nil)
	c.refuse("front", c.d.Front != "" && c.d.Front != drawn)
	specified := c.d.Type == "07" || c.d.Type == "08"
	c.refuse("delivery_key", !specified && c.d.DeliveryKey != "" && c.d.DeliveryKey != "throwaway")
	if specified && c.d.DeliveryKey != "" && c.d.DeliveryKey != "throwaway" {
		c.fail("delivery_key", MsgChoice, "throwaway")
	}
	c.options()
}

// code checks a code that must be there.
func (c *checker) code(path, code, example string, form *regexp.Regexp, m Message, args ...any) {
	switch {
	case code == "":
		c.fail(path, MsgMissing, example)
	case !form.MatchString(code):
		c.fail(path, m, args...)
	}
}

// stay checks the codes of status and period, and of a residence card the
// permission, the restriction of work and the last day.
func (c *checker) stay() {
	r := c.d.Residence
	if !c.d.full() {
		if r == nil {
			return
		}
		c.refuse("residence.permission", r.Permission != Permission{})
		c.refuse("residence.work", r.Work != Coded{})
		c.refuse("residence.period.until", !r.Period.Until.IsZero())
		if r.Status.Code != "" {
			c.code("residence.status.code", r.Status.Code, "", statusCode, MsgCodeLength, 10)
		}
		if r.Period.Code != "" {
			c.code("residence.period.code", r.Period.Code, "", periodCode, MsgPeriodCode)
		}
		return
	}
	if r == nil {
		c.fail("residence", MsgMissing, `residence: { status: { code: T410010000 }, period: { code: "0403", until: 2028-04-01 }, permission: { code: "01", date: 2024-01-10 }, work: { code: "1" } }`)
		return
	}
	c.code("residence.status.code", r.Status.Code, "status: { code: T410010000 }", statusCode, MsgCodeLength, 10)
	c.code("residence.period.code", r.Period.Code, `period: { code: "0403" }`, periodCode, MsgPeriodCode)
	c.code("residence.permission.code", r.Permission.Code, `permission: { code: "01", date: 2024-01-10 }`, kindCode, MsgCodeLength, 2)
	if r.Permission.Date.IsZero() {
		c.fail("residence.permission.date", MsgMissing, "date: 2024-01-10")
	}
	c.listed("residence.work.code", r.Work.Code, "work", `work: { code: "1" }`)
}

// listed checks a code whose values the tables list.
func (c *checker) listed(path, code, field, example string) {
	p, err := spec.ForType(c.d.Type)
	if err != nil {
		return
	}
	_, o, _ := p.FieldFile(field)
	switch {
	case code == "":
		c.fail(path, MsgMissing, example)
	case !slices.Contains(o.Values, code):
		c.fail(path, MsgChoice, strings.Join(o.Values, ", "))
	}
}

func (c *checker) activityCodes() {
	o := c.d.OtherActivity
	if !c.d.full() {
		c.refuse("other_activity.comprehensive", o.Comprehensive.State == Granted)
		c.refuse("other_activity.individual", o.Individual.State == Granted)
		c.refuse("pending_application", c.d.Pending)
		return
	}
	c.comprehensive(o.Comprehensive)
	const individual = "other_activity.individual"
	c.refuse(individual+".text", o.Individual.Text != "")
	c.refuse(individual+".code", o.Individual.Code != "")
	c.refuse(individual+".expires", !o.Individual.Expires.IsZero())
	c.refuse(individual+".form", o.Individual.Form != "")
}

// comprehensive checks D5 and D6. What is written wrong is told even where no
// permission is granted and the card would not store it.
func (c *checker) comprehensive(a Activity) {
	const path = "other_activity.comprehensive"
	c.refuse(path+".text", a.Text != "")
	if a.State == Granted && a.Text == "" || a.Code != "" {
		c.listed(path+".code", a.Code, "permission_comprehensive", "comprehensive: { code: 1, expires: 2027-03-31 }")
	}
	if a.State == Granted && a.Text == "" && a.Expires.IsZero() {
		c.fail(path+".expires", MsgMissing, "expires: 2027-03-31")
	}
	if c.optionalDate(path+".expires", a.Expires) && !c.d.Card.Issued.IsZero() {
		c.order(path+".expires", a.Expires, "card.issued", c.d.Card.Issued)
	}
	if a.Form != "" && a.Form != "short" && a.Form != "long" {
		c.fail(path+".form", MsgChoice, "short, long")
	}
}

// commissioner checks the reserved text: at most 200 bytes (2G 3.3.4).
func (c *checker) commissioner() {
	const path, room = "commissioner.text", 200
	if text := c.d.Commissioner.Text; text != "" {
		c.limited(path, text, room, room)
	}
}

// options checks the choices in the unverified block of a specified card.
func (c *checker) options() {
	p, err := spec.ForType(c.d.Type)
	if err != nil {
		return
	}
	if _, err := p.Choose(c.d.Profile); err != nil {
		c.errs = append(c.errs, c.d.fail("profile", MsgOption, err).because(err))
	}
}
