package conformance

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/onsi/gomega"

	"github.com/zairyukit/zairyu/internal/spec"
)

// script is a card that answers every command with the same bytes.
type script struct {
	answer []byte
	err    error
	resets int
}

func (s *script) Transmit(context.Context, []byte) ([]byte, error) { return s.answer, s.err }
func (s *script) Reset(context.Context) error                      { s.resets++; return nil }
func (s *script) ATR(context.Context) ([]byte, error)              { return []byte{0x3B}, nil }

func subject(t *testing.T, card Card, atoms ...string) *Subject {
	t.Helper()
	p, err := spec.Lookup("t1")
	if err != nil {
		t.Fatal(err)
	}
	return &Subject{Card: card, Profile: p, Number: "AA12345678BB", Atoms: atoms}
}

func one(id string, run func(t *T)) Case {
	return Case{ID: id, Rev: 1, Applies: "t1", Variants: Once(run)}
}

var official, assumed = "df1.ef01.access", "guard.read-plain.not-verified"

func TestVerdictOfClaims(t *testing.T) {
	words := Text{JA: "主張", EN: "claim"}
	for name, c := range map[string]struct {
		run  func(t *T)
		want Verdict
	}{
		"holds":                 {func(t *T) { t.Claim(words, official).Holds(true) }, Pass},
		"official broken":       {func(t *T) { t.Claim(words, official).Holds(false) }, Fail},
		"source broken":         {func(t *T) { t.Claim(words, "ke.check.mac").Holds(false) }, Fail},
		"assumed broken":        {func(t *T) { t.Claim(words, assumed).Holds(false) }, Deviates},
		"weakest key counts":    {func(t *T) { t.Claim(words, official, assumed).Holds(false) }, Deviates},
		"claims stay apart":     {func(t *T) { t.Claim(words, assumed).Holds(false); t.Claim(words, official).Holds(false) }, Fail},
		"warning":               {func(t *T) { t.Claim(words, official).Warning().Holds(false) }, Warn},
		"recorded":              {func(t *T) { t.Claim(words, assumed).Recorded() }, Pass},
		"matcher":               {func(t *T) { t.Claim(words, official).To([]byte{1}, gomega.Equal([]byte{2})) }, Fail},
		"no claim":              {func(t *T) {}, Inconclusive},
		"precondition":          {func(t *T) { t.Inconclusive("no") }, Inconclusive},
		"failure outranks stop": {func(t *T) { t.Claim(words, official).Holds(false); t.Inconclusive("no") }, Fail},
		"stop outranks pass":    {func(t *T) { t.Claim(words, official).Holds(true); t.Inconclusive("no") }, Inconclusive},
		"unknown key":           {func(t *T) { t.Claim(words, "no.such.cell").Holds(true) }, Inconclusive},
		"broken case":           {func(t *T) { panic("slip") }, Inconclusive},
	} {
		r := mustRun(t, subject(t, &script{}), Plan{Cases: []Case{one("X_A_01", c.run)}})
		if got := r.Instances[0].Verdict; got != c.want {
			t.Errorf("%s: %s, want %s (%+v)", name, got, c.want, r.Instances[0])
		}
	}
}

func TestNotJudged(t *testing.T) {
	never := func(t *T) { t.Claim(Text{}).Holds(true) }
	cases := []Case{
		{ID: "X_A_01", Applies: "t2", Variants: Once(never)},
		{ID: "X_A_02", Applies: "t1", Safety: S2, Variants: Once(never)},
		{ID: "X_A_03", Applies: "t1", Safety: S3, Variants: Once(never)},
		{ID: "X_A_04", Applies: "t1", Variants: func(*Subject) []Variant { return nil }},
	}
	card := &script{}
	r := mustRun(t, subject(t, card, "phys"), Plan{Cases: cases, Allow: S1})
	for _, got := range r.Instances {
		want := NotApplicable
		if got.Case == "X_A_02" {
			want = Blocked
		}
		if got.Verdict != want || got.Reason == "" {
			t.Errorf("%s: %s %q, want %s with a reason", got.ID, got.Verdict, got.Reason, want)
		}
	}
	if card.resets != 0 {
		t.Error("a case that does not run touched the card")
	}
	if r.Counts[Pass] != 0 || r.ExitCode(false) != 3 {
		t.Errorf("unjudged cases count as passed: %v, exit %d", r.Counts, r.ExitCode(false))
	}
}

func TestExitCodes(t *testing.T) {
	for name, c := range map[string]struct {
		counts       map[Verdict]int
		broken       bool
		want, strict int
	}{
		"all pass":               {map[Verdict]int{Pass: 2}, false, 0, 0},
		"fail":                   {map[Verdict]int{Pass: 2, Fail: 1}, false, 1, 1},
		"deviates":               {map[Verdict]int{Pass: 2, Deviates: 1}, false, 0, 1},
		"warn":                   {map[Verdict]int{Pass: 2, Warn: 1}, false, 0, 1},
		"inconclusive":           {map[Verdict]int{Pass: 2, Inconclusive: 1}, false, 0, 1},
		"nothing judged":         {map[Verdict]int{NotApplicable: 2, Blocked: 1}, false, 3, 3},
		"suite broke":            {map[Verdict]int{Pass: 2, Inconclusive: 1}, true, 3, 1},
		"fail outranks breaking": {map[Verdict]int{Fail: 1, Inconclusive: 1}, true, 1, 1},
	} {
		r := &Report{Counts: c.counts, Instances: []InstanceResult{{SuiteError: c.broken}}}
		if got, strict := r.ExitCode(false), r.ExitCode(true); got != c.want || strict != c.strict {
			t.Errorf("%s: exit %d strict %d", name, got, strict)
		}
	}
}

func TestTransportErrorIsInconclusive(t *testing.T) {
	card := &script{err: errors.New("gone")}
	r := mustRun(t, subject(t, card), Plan{Cases: []Case{one("X_A_01", func(t *T) { t.Send([]byte{0, 0xB0, 0, 0}) })}})
	if r.Instances[0].Verdict != Inconclusive || r.Instances[0].SuiteError {
		t.Errorf("%+v", r.Instances[0])
	}
}

func TestAnswerWithoutStatusWordFails(t *testing.T) {
	card := &script{answer: []byte{0x90}}
	r := mustRun(t, subject(t, card), Plan{Cases: []Case{one("X_A_01", func(t *T) { t.Send([]byte{0, 0xB0, 0, 0}) })}})
	if r.Instances[0].Verdict != Fail {
		t.Errorf("%+v", r.Instances[0])
	}
}

func TestMonitorsRunLastAndSeeTheRun(t *testing.T) {
	monitor := one("X_A_01", func(t *T) { t.Claim(Text{}).Saw("%d", len(t.Exchanges())).Holds(len(t.Exchanges()) == 1) })
	monitor.Monitor = true
	asks := one("X_A_02", func(t *T) { t.Send([]byte{0, 0xB0, 0, 0}); t.Claim(Text{}).Holds(true) })
	r := mustRun(t, subject(t, &script{answer: []byte{0x90, 0}}), Plan{Cases: []Case{monitor, asks}})
	if len(r.Instances) != 2 || r.Instances[1].Case != "X_A_01" || r.Instances[1].Verdict != Pass {
		t.Errorf("%+v", r.Instances)
	}
}

// The same seed gives an instance the same random numbers, alone or among
// others.
func TestSeedIsPerInstance(t *testing.T) {
	draw := func(seed uint64, ids ...string) uint64 {
		var got uint64
		var cases []Case
		for _, id := range ids {
			cases = append(cases, one(id, func(t *T) {
				if v := t.Random.Uint64(); id == "X_A_02" {
					got = v
				}
				t.Claim(Text{}).Holds(true)
			}))
		}
		mustRun(t, subject(t, &script{}), Plan{Cases: cases, Seed: seed})
		return got
	}
	if draw(7, "X_A_01", "X_A_02") != draw(7, "X_A_02") {
		t.Error("an instance alone draws other numbers")
	}
	if draw(7, "X_A_02") == draw(8, "X_A_02") {
		t.Error("the seed changes nothing")
	}
}

func TestDifferenceShowsNoValues(t *testing.T) {
	secret, other := []byte("AA12345678BB"), []byte("AA12345678BC")
	if s := Difference(secret, other); strings.Contains(s, "AA") || !strings.Contains(s, "offset 11") {
		t.Error(s)
	}
}

func TestSelectAndHash(t *testing.T) {
	cases := []Case{{ID: "ICC_A_01", Rev: 1}, {ID: "ICC_B_01", Rev: 1}}
	if got := Select(cases, regexp.MustCompile("^ICC_B")); len(got) != 1 || got[0].ID != "ICC_B_01" {
		t.Errorf("%+v", got)
	}
	h := CatalogueHash(cases)
	if h != CatalogueHash([]Case{cases[1], cases[0]}) {
		t.Error("the hash depends on the order")
	}
	cases[0].Rev = 2
	if h == CatalogueHash(cases) {
		t.Error("a new revision leaves the hash")
	}
}

func mustRun(t *testing.T, s *Subject, p Plan) *Report {
	t.Helper()
	r, err := Run(context.Background(), s, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// An instance that the way to the card cannot express is not run, and its
// neighbours are.
func TestVariantNotTestable(t *testing.T) {
	card := &script{answer: []byte{0x69, 0x82}}
	ran := 0
	c := Case{ID: "ICC_A_01", Rev: 1, Applies: "t1", Variants: func(*Subject) []Variant {
		run := func(t *T) {
			ran++
			t.Claim(Text{"応答する", "answers"}, official).Saw("yes").Holds(true)
		}
		return []Variant{{Name: "a", NotTestable: "no way", Run: run}, {Name: "b", Run: run}}
	}}
	s := subject(t, card)
	s.Through(card, "pcsc")
	r, err := Run(t.Context(), s, Plan{Cases: []Case{c}})
	if err != nil {
		t.Fatal(err)
	}
	if ran != 1 || r.Counts[NotTestable] != 1 || r.Counts[Pass] != 1 {
		t.Errorf("ran %d, counts %v", ran, r.Counts)
	}
	if got := r.Instances[0]; got.Verdict != NotTestable || got.Reason != "no way" || got.ID != "ICC_A_01@t1#a" {
		t.Errorf("%+v", got)
	}
	if r.Transport != "pcsc" || r.ExitCode(true) != 0 {
		t.Errorf("transport %q, exit %d", r.Transport, r.ExitCode(true))
	}
}

// careful keeps every command back.
type careful struct{ script }

func (c *careful) Transmit(context.Context, []byte) ([]byte, error) {
	return nil, fmt.Errorf("%w: not to this card", ErrBlocked)
}

// A command that was kept back is the safety's doing, not the card's; what
// was seen before it counts only if it is worse.
func TestKeptBack(t *testing.T) {
	for _, held := range []bool{true, false} {
		c := one("ICC_A_01", func(t *T) {
			t.Claim(Text{"主張", "claim"}, official).Saw("it").Holds(held)
			t.Send([]byte{0, 0x20, 0, 0x86})
		})
		card := &careful{}
		r, err := Run(t.Context(), subject(t, card), Plan{Cases: []Case{c}})
		if err != nil {
			t.Fatal(err)
		}
		want := Blocked
		if !held {
			want = Fail
		}
		if got := r.Instances[0]; got.Verdict != want || got.Reason == "" || got.SuiteError {
			t.Errorf("claim holds %t: %+v", held, got)
		}
	}
}

// On a card that is not ours the cautious cases come first.
func TestCautiousFirst(t *testing.T) {
	for atom, want := range map[string]string{"emu": "ICC_A_01 ICC_A_02 ICC_A_03", "phys": "ICC_A_02 ICC_A_03 ICC_A_01"} {
		var order []string
		var cases []Case
		for id, safety := range map[string]Safety{"ICC_A_01": S2, "ICC_A_02": S0, "ICC_A_03": S1} {
			c := one(id, func(t *T) {
				order = append(order, id)
				t.Claim(Text{"主張", "claim"}, official).Saw("it").Holds(true)
			})
			c.Safety = safety
			cases = append(cases, c)
		}
		slices.SortFunc(cases, func(a, b Case) int { return strings.Compare(a.ID, b.ID) })
		if _, err := Run(t.Context(), subject(t, &script{}, atom), Plan{Cases: cases, Allow: S2}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(order, " "); got != want {
			t.Errorf("%s: %s, want %s", atom, got, want)
		}
	}
}

// leaving is a card that is taken away after some commands.
type leaving struct {
	script
	left int
}

func (l *leaving) Transmit(context.Context, []byte) ([]byte, error) {
	if l.left--; l.left < 0 {
		return nil, fmt.Errorf("reader: %w", ErrGone)
	}
	return []byte{0x69, 0x82}, nil
}

// When the card goes the run ends: there is no report that could be taken for
// a judgement of it.
func TestCardGone(t *testing.T) {
	ran := 0
	send := func(t *T) {
		ran++
		t.Send([]byte{0, 0xB0, 0x8B, 0})
		t.Claim(Text{"主張", "claim"}, official).Saw("it").Holds(true)
	}
	plan := Plan{Cases: []Case{one("ICC_A_01", send), one("ICC_A_02", send), one("ICC_A_03", send)}}
	r, err := Run(t.Context(), subject(t, &leaving{left: 1}), plan)
	if r != nil || !errors.Is(err, ErrGone) || ran != 2 {
		t.Errorf("%v, %v, %d instances ran", r, err, ran)
	}
}
