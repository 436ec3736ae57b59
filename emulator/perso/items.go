package perso

import (
	"github.com/goccy/go-yaml/ast"

	"github.com/zairyukit/zairyu/emulator/issuer"
)

// item is one key of a group and how its value is read.
type item struct {
	key  string
	read reading
}

// description lists the keys of a card file and where they go.
func (p *reader) description(d *Description) []item {
	return []item{
		{"type", p.cardType(&d.Type)},
		{"number", p.text(&d.Number)},
		{"version", p.text(&d.Version)},
		{"clock", p.date(&d.Clock)},
		{"seed", p.integer(&d.Seed)},
		{"holder", p.group(p.holder(&d.Holder))},
		{"residence", p.residence(&d.Residence)},
		{"card", p.group([]item{{"issued", p.date(&d.Card.Issued)}, {"expires", p.date(&d.Card.Expires)}})},
		{"address", p.group([]item{{"front", p.text(&d.Address.Front)}, {"back", p.back(&d.Address.Back)}})},
		{"other_activity", p.group([]item{
			{"comprehensive", p.activity(&d.OtherActivity.Comprehensive)},
			{"individual", p.activity(&d.OtherActivity.Individual)},
		})},
		{"pending_application", p.boolean(&d.Pending)},
		{"commissioner", p.group([]item{
			{"entry", p.boolean(&d.Commissioner.Entry)},
			{"text", p.text(&d.Commissioner.Text)},
		})},
		{"front", p.text(&d.Front)},
		{"name_image", p.text(&d.NameImage)},
		{"address_image", p.text(&d.AddressImage)},
		{"photo", p.text(&d.Photo)},
		{"issuer", p.text(&d.Issuer)},
		{"certificate", p.group([]item{{"quirks", list(p, &d.Certificate.Quirks)}})},
		{"delivery_key", p.text(&d.DeliveryKey)},
		{"profile", p.table(&d.Profile)},
		{"raw", p.table(&d.Raw)},
	}
}

func (p *reader) holder(h *Holder) []item {
	return []item{
		{"name", p.text(&h.Name)},
		{"born", p.date(&h.Born)},
		{"sex", p.text((*string)(&h.Sex))},
		{"nationality", p.group(p.coded(&h.Nationality.Code, &h.Nationality.Text))},
	}
}

func (p *reader) coded(code, text *string, more ...item) []item {
	return append([]item{{"code", p.text(code)}, {"text", p.text(text)}}, more...)
}

func (p *reader) residence(to **Residence) reading {
	r := new(Residence)
	read := p.group([]item{
		{"status", p.group(p.coded(&r.Status.Code, &r.Status.Text))},
		{"period", p.group(p.coded(&r.Period.Code, &r.Period.Text, item{"until", p.date(&r.Period.Until)}))},
		{"permission", p.group(p.coded(&r.Permission.Code, &r.Permission.Text, item{"date", p.date(&r.Permission.Date)}))},
		{"work", p.group(p.coded(&r.Work.Code, &r.Work.Text))},
	})
	return func(path string, v value) {
		*to = r
		read(path, v)
	}
}

// back reads "never" or a group.
func (p *reader) back(to **Back) reading {
	b := new(Back)
	read := p.group([]item{
		{"written", p.date(&b.Written)},
		{"municipality", p.text(&b.Municipality)},
		{"text", p.text(&b.Text)},
	})
	return func(path string, v value) {
		if word, isText := plainText(v); isText && word == string(Never) {
			return
		}
		*to = b
		read(path, v)
	}
}

// activity reads "never", "withdrawn" or a group.
func (p *reader) activity(to *Activity) reading {
	granted := true
	read := p.group([]item{
		{"text", p.text(&to.Text)},
		{"code", p.later(p.digit(&to.Code))}, {"expires", p.later(p.date(&to.Expires))},
		{"form", p.later(p.text(&to.Form))}, {"granted", p.later(p.boolean(&granted))},
	})
	return func(path string, v value) {
		if word, isText := plainText(v); isText {
			*to = Activity{State: State(word)}
			if word != string(Never) && word != string(Withdrawn) {
				p.fail(path, placeOf(v), MsgActivity)
			}
			return
		}
		to.State = Granted
		read(path, v)
		if !granted || to.Code == "0" {
			to.State = Never
		}
	}
}

// later reads an item and notes that types 1 and 2 do not have it.
func (p *reader) later(read reading) reading {
	return func(path string, v value) {
		p.laterItems = append(p.laterItems, path)
		read(path, v)
	}
}

// digit reads a code of one digit, in quotation marks or without.
func (p *reader) digit(to *string) reading {
	return func(path string, v value) {
		if n, isInteger := v.(*ast.IntegerNode); isInteger {
			*to = n.GetToken().Value
			return
		}
		p.text(to)(path, v)
	}
}

func list(p *reader, to *[]issuer.Quirk) reading {
	return p.sequence(func(path string, v value) {
		var word string
		p.text(&word)(path, v)
		*to = append(*to, issuer.Quirk(word))
	})
}
