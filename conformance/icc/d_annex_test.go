package icc

import (
	"context"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

// The twin of ICC_D_19 cannot be reached by a fault of the wire, so this test
// spoils the answer of step 15 itself, one bit at a time: object header, both
// ends and the middle of the cryptogram.
func TestAnnexNoticesEveryPartOfStep15(t *testing.T) {
	for _, at := range []int{-1, 0, 1, 2, 3, 4, 5, 12, 3000, 7004, 7005, 7012} {
		spoilt := conformance.Case{ID: "ICC_D_19", Applies: "gen1", Safety: conformance.S3,
			Variants: conformance.Once(func(t *conformance.T) { dPlayTo15(t, at) })}
		r, err := conformance.Run(context.Background(), defect.Subject(t, "1", nil),
			conformance.Plan{Cases: []conformance.Case{spoilt}, Allow: conformance.S3})
		if err != nil {
			t.Fatal(err)
		}
		want := conformance.Fail
		if at < 0 {
			want = conformance.Pass
		}
		if i := r.Instances[0]; i.Verdict != want {
			t.Errorf("bit at offset %d flipped: %s %s, want %s", at, i.Verdict, i.Reason, want)
		}
	}
}

func dPlayTo15(t *conformance.T, at int) {
	x := dUseExample(t)
	for _, s := range x.steps {
		a := t.Send(s.Command)
		if s.Number != 15 {
			continue
		}
		if len(a.Data) != 7013 {
			t.Inconclusive("step 15: %s", a)
		}
		if at >= 0 {
			a.Data[at] ^= 0x01
		}
		dWantSealed(t, s, a, x, x.files["df1/ef01"], dFrontEnds, dStepKeys(15)...)
		return
	}
}
