package perso

import (
	"slices"
	"strings"
)

// Types lists the card types that can be made.
func Types() []string { return []string{"1", "2", "05", "06", "07", "08"} }

// noPhoto ends the name of a built-in card without photo and signature.
const noPhoto = "-nophoto"

// Builtins names the built-in cards: one by type, "1", "05", and for each one
// of a child or infant without photo and signature, "1-nophoto".
func Builtins() []string {
	out := Types()
	for _, t := range Types() {
		out = append(out, t+noPhoto)
	}
	return out
}

// Builtin describes a built-in card, synthetic from end to end. The number of
// cards "1" and "05" is that of the examples of the specifications. An unknown
// name gives an empty description, which [Build] refuses; [Builtins] has the
// names.
func Builtin(name string) Description {
	if !slices.Contains(Builtins(), name) {
		return Description{}
	}
	cardType, child := strings.CutSuffix(name, noPhoto)
	d := sample(cardType)
	if cardType == "2" || cardType == "06" || cardType == "08" {
		d.Number, d.Seed = "CD87654321EF", 8
		d.Holder.Name, d.Holder.Sex = "SAMPLE HANAKO", Female
	}
	switch {
	case child && d.full():
		d.Number, d.Seed = "GH13572468JK", 9
		d.child("SAMPLE JIRO", Male)
	case child:
		d.Number, d.Seed = "LM24681357NP", 10
		d.child("SAMPLE YUKI", Female)
	}
	return d
}

// sample is the holder and the card that the built-in ones share.
func sample(cardType string) Description {
	const address = "東京都千代田区霞が関1-1-1"
	d := Description{
		Type:    cardType,
		Number:  "AA12345678BB",
		Version: "0001",
		Clock:   Date{2026, 6, 1},
		Seed:    7,
		Holder: Holder{
			Name:        "SAMPLE TARO",
			Born:        Date{1990, 4, 1},
			Sex:         Male,
			Nationality: Nationality{Code: "XXX", Text: "無国籍"},
		},
		Card: Card{Issued: Date{2024, 1, 15}, Expires: Date{2028, 4, 1}},
		Address: Address{
			Front: address,
			Back:  &Back{Written: Date{2024, 4, 1}, Municipality: "131016", Text: address},
		},
	}
	if d.later() {
		d.Address.Back = nil
		d.Card = Card{Issued: Date{2026, 5, 1}, Expires: Date{2030, 7, 20}} // their root begins in 2026
	}
	if !d.full() {
		return d
	}
	d.Residence = &Residence{
		Status:     Coded{Text: "留学"},
		Period:     Period{Code: "0403", Text: "4年3月", Until: Date{2028, 4, 1}},
		Permission: Permission{Text: "在留期間更新許可", Date: Date{2024, 1, 10}},
		Work:       Coded{Text: "就労不可"},
	}
	if d.later() {
		d.Residence.Period.Until, d.Residence.Permission.Date = d.Card.Expires, Date{2026, 4, 20}
		d.Residence.Status.Code, d.Residence.Permission.Code, d.Residence.Work.Code = "T410010000", "01", "9"
		d.OtherActivity.Comprehensive = Activity{State: Granted, Code: "1", Expires: Date{2027, 3, 31}}
	} else {
		d.OtherActivity = OtherActivity{
			Comprehensive: Activity{State: Granted, Text: "許可：原則週28時間以内・風俗営業等の従事を除く"},
			Individual:    Activity{State: Granted, Text: "許可：語学講師（2027年3月31日まで）"},
		}
	}
	return d
}

// child makes the holder ten years old when the card is issued, or half a year
// on types 05 to 08, so that clause 3.3.5 leaves photo and signature out.
func (d *Description) child(name string, sex Sex) {
	d.Holder.Name, d.Holder.Sex, d.Holder.Born = name, sex, Date{2013, 9, 20}
	if d.later() {
		d.Holder.Born = Date{2025, 11, 3}
	}
	if d.Residence != nil {
		d.Residence.Status.Text, d.Residence.Work.Text = "家族滞在", "就労不可"
		d.OtherActivity = OtherActivity{}
	}
}
