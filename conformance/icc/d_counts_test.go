package icc

import (
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

// The number of instances is that of the catalogue; ICC_B_09 has one for
// every protected file, 7 on type 1 and 4 on type 2.
func TestInstanceCounts(t *testing.T) {
	want := map[string]int{
		"ICC_B_01": 1, "ICC_B_02": 1, "ICC_B_03": 1, "ICC_B_04": 3, "ICC_B_05": 5, "ICC_B_06": 1, "ICC_B_07": 6,
		"ICC_B_08": 6, "ICC_B_10": 1, "ICC_B_11": 8,
		"ICC_C_01": 1, "ICC_C_02": 1, "ICC_C_03": 8, "ICC_C_04": 3, "ICC_C_05": 4, "ICC_C_06": 2, "ICC_C_07": 1,
		"ICC_C_08": 3,
		"ICC_D_01": 5, "ICC_D_02": 1, "ICC_D_03": 1, "ICC_D_04": 8, "ICC_D_05": 2, "ICC_D_06": 3, "ICC_D_07": 3,
		"ICC_D_08": 1, "ICC_D_09": 2, "ICC_D_10": 7, "ICC_D_11": 1, "ICC_D_12": 2, "ICC_D_13": 3, "ICC_D_14": 1,
		"ICC_D_15": 1, "ICC_D_16": 1, "ICC_D_17": 3, "ICC_D_18": 3, "ICC_D_19": 1, "ICC_D_20": 1, "ICC_D_21": 3, "ICC_D_22": 2,
	}
	for card, protected := range map[string]int{"1": 7, "2": 4} {
		want["ICC_B_09"] = protected
		s, seen := defect.Subject(t, card, nil), 0
		for _, c := range slices.Concat(selection(), challenge(), mutual()) {
			n, ok := want[c.ID]
			if got := len(c.Variants(s)); !ok || got != n {
				t.Errorf("card %s: %s has %d instances, the catalogue says %d", card, c.ID, got, n)
			}
			seen++
		}
		if seen != len(want) {
			t.Errorf("%d cases, the catalogue has %d", seen, len(want))
		}
	}
}
