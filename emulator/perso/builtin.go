package perso

import "slices"

// Types lists the card types that can be made.
func Types() []string { return []string{"1", "2"} }

// Builtins names the built-in cards: "1" and "2" by type, and for each a child
// without photo and signature.
func Builtins() []string { return []string{"1", "2", "1-nophoto", "2-nophoto"} }

// Builtin describes a built-in card, synthetic from end to end. The number of
// card "1" is that of annex 2 of the specification. An unknown name gives an
// empty description, which [Build] refuses; [Builtins] has the names.
func Builtin(name string) Description {
	if !slices.Contains(Builtins(), name) {
		return Description{}
	}
	d := sample(name[:1])
	switch name {
	case "2":
		d.Number, d.Seed = "CD87654321EF", 8
		d.Holder.Name, d.Holder.Sex = "SAMPLE HANAKO", Female
	case "1-nophoto":
		d.Number, d.Seed = "GH13572468JK", 9
		d.child("SAMPLE JIRO", Male)
	case "2-nophoto":
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
	if cardType == "1" {
		d.Residence = &Residence{
			Status:     Coded{Text: "留学"},
			Period:     Period{Code: "0403", Text: "4年3月", Until: Date{2028, 4, 1}},
			Permission: Permission{Text: "在留期間更新許可", Date: Date{2024, 1, 10}},
			Work:       Coded{Text: "就労不可"},
		}
		d.OtherActivity = OtherActivity{
			Comprehensive: Activity{State: Granted, Text: "許可：原則週28時間以内・風俗営業等の従事を除く"},
			Individual:    Activity{State: Granted, Text: "許可：語学講師（2027年3月31日まで）"},
		}
	}
	return d
}

// child makes the holder ten years old when the card is issued, so that clause
// 3.3.5 leaves photo and signature out.
func (d *Description) child(name string, sex Sex) {
	d.Holder.Name, d.Holder.Sex, d.Holder.Born = name, sex, Date{2013, 9, 20}
	if d.Residence != nil {
		d.Residence.Status, d.Residence.Work = Coded{Text: "家族滞在"}, Coded{Text: "就労不可"}
		d.OtherActivity = OtherActivity{}
	}
}
