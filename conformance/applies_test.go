package conformance

import (
	"errors"
	"testing"
)

func TestApplies(t *testing.T) {
	holds := map[string]bool{"t1": true, "gen1": true, "photo": true, "emu": true}
	for expr, want := range map[string]bool{
		"gen1": true, "t2": false, "!t2": true, "gen1 && photo": true, "gen1&&nophoto": false,
		"t2 || t1": true, "t2||t1&&nophoto": false, "(t2||t1)&&photo": true, "!(t1 && phys)": true, "!!t1": true,
	} {
		got, err := Applies(expr, holds)
		if err != nil || got != want {
			t.Errorf("%q = %t, %v", expr, got, err)
		}
	}
	for _, expr := range []string{"", "gen9", "t1 &&", "(t1", "t1)", "t1 t2", "!", "t1 & t2"} {
		if _, err := Applies(expr, holds); !errors.Is(err, ErrApplies) {
			t.Errorf("%q: %v", expr, err)
		}
	}
}
