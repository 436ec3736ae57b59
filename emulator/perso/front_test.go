package perso

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

// Every item of the agency's list that has no data object stands on the front.
func TestFrontTexts(t *testing.T) {
	d := Builtin("1")
	d.Holder.Nationality.Text, d.Address.Front, d.Residence.Work.Text = "米国", "京都市", "就労制限なし"
	d.Card.Issued = Date{2024, 2, 3}
	want := picture.Front{
		Number: "AA12345678BB", Name: "SAMPLE TARO", Born: "1990年04月01日", Sex: "男 M.", Nationality: "米国",
		Address: "京都市", Status: "留学", Work: "就労制限なし", Period: "4年3月（2028年04月01日）",
		Permission: "在留期間更新許可", PermissionDate: "2024年01月10日", Issued: "2024年02月03日", Expires: "2028年04月01日",
	}
	if diff := cmp.Diff(want, d.frontTexts()); diff != "" {
		t.Errorf("front of card 1 (-want +got):\n%s", diff)
	}
	d.Residence.Period.Until, d.Residence.Permission.Date, d.Holder.Sex = Date{}, Date{}, Female
	want.Period, want.PermissionDate, want.Sex = "4年3月", "", "女 F."
	if diff := cmp.Diff(want, d.frontTexts()); diff != "" {
		t.Errorf("without dates (-want +got):\n%s", diff)
	}
	d = Builtin("2")
	f := d.frontTexts()
	if f.Status != "" || f.Work != "" || f.Period != "" || f.Permission != "" || f.PermissionDate != "" {
		t.Errorf("card 2 shows residence items: %+v", f)
	}
}

// Every item of the front that can be too wide or lack a glyph is one of the
// description.
func TestDrawnPaths(t *testing.T) {
	for item, want := range map[string]string{
		"number": "number", "name": "holder.name", "born": "holder.born", "sex": "holder.sex",
		"nationality": "holder.nationality.text", "address": "address.front", "status": "residence.status.text",
		"work": "residence.work.text", "period": "residence.period.text", "permission": "residence.permission.text",
		"permission_date": "residence.permission.date", "issued": "card.issued", "expires": "card.expires",
	} {
		if got := drawnPath(item); got != want {
			t.Errorf("%s: %s, want %s", item, got, want)
		}
	}
}
