package flow

import (
	"slices"
	"testing"
)

// The ways to ask, one after the other, until there is none left.
func TestPlans(t *testing.T) {
	const key = "df1/ef01"
	refused := &Failure{Cause: Refused, Step: key, SW: swLength}
	other := &Failure{Cause: Refused, Step: key, SW: swLe256}
	failed := &Failure{Cause: Transport, Step: key}
	cut := &Failure{Cause: CutOff, Step: key}
	for name, c := range map[string]struct {
		first plan
		piece int
		f     *Failure
		want  []plan
	}{
		"6700": {plan{}, 0, refused, []plan{{exact: true}, {exact: true, piece: 1600}, {exact: true, piece: 231},
			{exact: true, piece: 128}, {short: true}, {short: true, piece: 128}}},
		"6C00 of pieces": {plan{piece: 500}, 500, other, []plan{{piece: 231}, {piece: 128}, {short: true, piece: 500},
			{short: true, piece: 128}}},
		"transport": {plan{}, 0, failed, []plan{{piece: 1600, noExtended: true}, {piece: 231, noExtended: true},
			{piece: 128, noExtended: true}, {short: true, noExtended: true}, {short: true, piece: 128, noExtended: true}}},
		"transport, small pieces": {plan{piece: 50}, 50, failed, []plan{{short: true, piece: 50, noExtended: true}}},
		"cut off":                 {plan{}, 0, cut, []plan{{piece: 1600}, {piece: 231}, {piece: 128}}},
		"other status word":       {plan{}, 0, &Failure{Cause: Refused, Step: key, SW: 0x6C10}, nil},
		"other step":              {plan{}, 0, &Failure{Cause: Transport, Step: "verify"}, nil},
		"removed":                 {plan{}, 0, &Failure{Cause: Removed, Step: key}, nil},
	} {
		s := session{plan: c.first, in: Input{Piece: c.piece}}
		var got []plan
		for range 20 {
			next, ok := s.afterRead(c.f)
			if !ok {
				break
			}
			got = append(got, next)
			s.plan = next
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
