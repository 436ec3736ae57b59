package perso

import "github.com/zairyukit/zairyu/emulator/perso/picture"

// frontTexts gives the texts of the front as they are drawn. Labels are
// pre-printed and not part of the image (clause 3.3.4.3).
func (d Description) frontTexts() picture.Front {
	f := picture.Front{
		Number:      d.Number,
		Name:        d.Holder.Name,
		Born:        d.Holder.Born.drawn(),
		Sex:         d.Holder.Sex.drawn(),
		Nationality: d.Holder.Nationality.Text,
		Address:     d.Address.Front,
		Issued:      d.Card.Issued.drawn(),
		Expires:     d.Card.Expires.drawn(),
	}
	if r := d.Residence; r != nil {
		f.Status, f.Work = r.Status.Text, r.Work.Text
		f.Permission, f.PermissionDate = r.Permission.Text, r.Permission.Date.drawn()
		f.Period = r.Period.Text
		if !r.Period.Until.IsZero() {
			f.Period += "（" + r.Period.Until.drawn() + "）"
		}
	}
	return f
}

// drawn is the form on the front.
func (s Sex) drawn() string {
	switch s {
	case Male:
		return "男 M."
	case Female:
		return "女 F."
	}
	return "その他"
}

// drawnPath is where in the description a text of the front comes from.
func drawnPath(item string) string {
	switch item {
	case "holder.name", "address.front": // of an image of its own
		return item
	case "name", "born", "sex":
		return "holder." + item
	case "nationality":
		return "holder.nationality.text"
	case "address":
		return "address.front"
	case "status", "work", "period", "permission":
		return "residence." + item + ".text"
	case "permission_date":
		return "residence.permission.date"
	case "issued", "expires":
		return "card." + item
	}
	return item
}
