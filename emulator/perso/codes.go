package perso

import (
	"github.com/zairyukit/zairyu/emulator/issuer"
)

// What a certificate of types 06 and 08 says about status and period is not
// known: these stand for "special permanent resident, without limit".
const (
	noStatus = "0000000000"
	noLimit  = "0000"
)

// codes sets the data objects that only types 05 to 08 have. Which of them a
// type stores is the tables' to say.
func (b *builder) codes() {
	d := b.d
	set := func(field, value string) { b.values[field] = []byte(value) }
	set("card_number", d.Number)
	set("card_expiry", d.Card.Expires.compact())
	set("birth", d.Holder.Born.compact())
	set("sex", map[Sex]string{Male: "1", Female: "2", Other: "3"}[d.Holder.Sex])
	set("nationality", d.Holder.Nationality.Code)
	set("status", noStatus)
	set("period", noLimit)
	if r := d.Residence; r != nil {
		set("status", nonEmpty(r.Status.Code, noStatus))
		set("period", nonEmpty(r.Period.Code, noLimit))
		set("permission_kind", r.Permission.Code)
		set("permission_date", r.Permission.Date.compact())
		set("work", r.Work.Code)
		if !r.Period.Until.IsZero() {
			set("period_until", r.Period.Until.compact())
		}
	}
	b.permissions()
	b.values["commissioner_entry"] = digit(d.Commissioner.Entry)
	set("reserved_text", d.Commissioner.Text)
}

// permissions sets D5 to D7. Without a permission D6 is NULs, which is assumed
// (form.permission-never).
func (b *builder) permissions() {
	a := b.d.OtherActivity.Comprehensive
	code := "0"
	if a.State == Granted {
		code = a.Code
		b.values["permission_comprehensive_until"] = []byte(a.Expires.compact())
	}
	if a.Form == "long" {
		code += "\x00\x00\x00\x00\x00\x00" // 2G gives D5 a length of 7 and uses 1
	}
	b.values["permission_comprehensive"] = []byte(code)
	b.values["permission_individual"] = digit(b.d.OtherActivity.Individual.State == Granted)
}

func nonEmpty(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func digit(yes bool) []byte {
	if yes {
		return []byte("1")
	}
	return []byte("0")
}

// delivery sets the key by which a specified card is handed its session key.
func (b *builder) delivery(iss *issuer.Issuer) error {
	if b.profile.Value("ke.method") != "set-session-key" {
		return nil
	}
	if b.d.DeliveryKey == "throwaway" {
		iss = issuer.Throwaway()
	}
	private, public, err := iss.Delivery()
	if err != nil {
		return Errors{b.d.fail("issuer", MsgIssuerGeneration, b.d.Issuer, b.d.Type).because(err)}
	}
	b.deliveryKey, b.result.DeliveryKey = private, public
	return nil
}
