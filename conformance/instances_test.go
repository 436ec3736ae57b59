package conformance

import (
	"context"
	"slices"
	"testing"
)

// Instance by instance and in one run are the same: order, verdicts, random
// numbers, and what a monitor sees.
func TestInstancesAreTheRun(t *testing.T) {
	var drawn []uint32
	draw := func(t *T) {
		t.Send([]byte{0x00, 0xB0, 0x00, 0x00})
		drawn = append(drawn, t.Random.Uint32())
		t.Claim(Text{"主張", "claim"}).Saw("it").Holds(true)
	}
	var seen []int
	monitor := Case{ID: "X_A_00", Applies: "t1", Monitor: true, Variants: Once(func(t *T) {
		seen = append(seen, len(t.Exchanges()))
		t.Claim(Text{"主張", "claim"}).Saw("it").Holds(false)
	})}
	plan := Plan{Cases: []Case{monitor, one("X_A_01", draw), {ID: "X_A_02", Applies: "t2", Variants: Once(draw)}, one("X_A_03", draw)}, Seed: 7}
	s := subject(t, &script{answer: []byte{0x90, 0x00}})
	want := mustRun(t, s, plan).Instances

	list, err := Instances(s, plan)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i, instance := range list {
		got := instance.Run(context.Background())
		if got.ID != want[i].ID || got.Verdict != want[i].Verdict || instance.ID != got.ID || instance.Case.ID != got.Case {
			t.Errorf("%+v, in one run %+v", got, want[i])
		}
		ids = append(ids, instance.ID)
	}
	if !slices.Equal(ids, []string{"X_A_01@t1", "X_A_02@t1", "X_A_03@t1", "X_A_00@t1"}) {
		t.Errorf("order: %v", ids)
	}
	if !slices.Equal(seen, []int{2, 2}) {
		t.Errorf("a monitor saw %v exchanges, 2 were made in each run", seen)
	}
	if len(drawn) != 4 || !slices.Equal(drawn[:2], drawn[2:]) || drawn[0] == drawn[1] {
		t.Errorf("random numbers: %v", drawn)
	}
}

func TestInstancesRefuseAnUnknownAtom(t *testing.T) {
	plan := Plan{Cases: []Case{{ID: "X_A_01", Applies: "gen9", Variants: Once(func(*T) {})}}}
	if _, err := Instances(subject(t, &script{}), plan); err == nil {
		t.Error("an Applies expression with an unknown atom was accepted")
	}
}
