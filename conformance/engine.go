package conformance

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// Plan says what a run does.
type Plan struct {
	// Cases are the cases to run, in catalogue order.
	Cases []Case
	// Seed makes the run repeatable.
	Seed uint64
	// Allow is the highest safety level that may run.
	Allow Safety
	// Progress, if set, is told about every finished instance.
	Progress func(done, total int, r InstanceResult)
}

// InstanceResult is one instance and its verdict.
type InstanceResult struct {
	// ID is the instance's name, "ICC_G_04@t1#df3.ef01"; Case the case's.
	ID   string `json:"id"`
	Case string `json:"case"`
	// Verdict is the worst of its claims, or why it was not judged.
	Verdict Verdict `json:"verdict"`
	// Reason says why it was not judged or is inconclusive.
	Reason string `json:"reason,omitempty"`
	// blocked: a command was kept back, so that the instance ended early.
	blocked bool
	// gone: the card can be asked no more.
	gone error
	// SuiteError is true when the case itself broke.
	SuiteError bool `json:"suiteError,omitempty"`
	// Claims are all claims that were made.
	Claims []ClaimResult `json:"claims,omitempty"`
}

// Run runs the plan against the subject, on a real card the cautious cases
// before the daring ones. The card is reset before every instance. It fails when
// an Applies expression is wrong, and with [ErrGone] when the card can be asked
// no more; what happens to a case is in its result.
func Run(ctx context.Context, s *Subject, plan Plan) (*Report, error) {
	jobs, err := schedule(s, plan)
	if err != nil {
		return nil, err
	}
	var l log
	results := make([]InstanceResult, 0, len(jobs))
	for i, j := range jobs {
		r := j.skipped
		if r.Verdict == "" {
			r = runInstance(ctx, s, plan.Seed, j, &l)
		}
		if r.gone != nil {
			return nil, fmt.Errorf("%s, instance %d of %d: %w", r.ID, i+1, len(jobs), r.gone)
		}
		results = append(results, r)
		if plan.Progress != nil {
			plan.Progress(i+1, len(jobs), r)
		}
	}
	return newReport(s, plan, results), nil
}

// job is one instance to run, or one whose verdict is known before it.
type job struct {
	variant Variant
	skipped InstanceResult
	safety  Safety
}

func schedule(s *Subject, plan Plan) ([]job, error) {
	var ordinary, monitors []job
	holds := s.atoms()
	for _, c := range plan.Cases {
		applies, err := Applies(c.Applies, holds)
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", c.ID, err)
		}
		jobs := jobsOf(s, c, plan, applies)
		if c.Monitor {
			monitors = append(monitors, jobs...)
		} else {
			for i := range jobs {
				jobs[i].safety = c.Safety
			}
			ordinary = append(ordinary, jobs...)
		}
	}
	if holds["phys"] {
		// What the cautious cases can show is seen before the daring ones
		// have used up the attempts that a real card is granted.
		slices.SortStableFunc(ordinary, func(a, b job) int { return cmp.Compare(a.safety, b.safety) })
	}
	return append(ordinary, monitors...), nil
}

func jobsOf(s *Subject, c Case, plan Plan, applies bool) []job {
	base := InstanceResult{ID: InstanceID(c.ID, s.Profile.Name, ""), Case: c.ID}
	switch {
	case !applies:
		base.Verdict, base.Reason = NotApplicable, "applies to: "+c.Applies
		return []job{{skipped: base}}
	case c.Safety == S3 && !s.atoms()["emu"]:
		base.Verdict, base.Reason = NotApplicable, "applies to emulated cards only"
		return []job{{skipped: base}}
	case c.Safety > plan.Allow:
		base.Verdict, base.Reason = Blocked, fmt.Sprintf("needs safety level %s, allowed is %s", c.Safety, plan.Allow)
		return []job{{skipped: base}}
	}
	var jobs []job
	for _, v := range c.Variants(s) {
		r := base
		r.ID = InstanceID(c.ID, s.Profile.Name, v.Name)
		if v.NotTestable != "" {
			r.Verdict, r.Reason = NotTestable, v.NotTestable
		}
		jobs = append(jobs, job{variant: v, skipped: r})
	}
	if len(jobs) == 0 {
		base.Verdict, base.Reason = NotApplicable, "no variant on this card"
		return []job{{skipped: base}}
	}
	return jobs
}

func runInstance(ctx context.Context, s *Subject, seed uint64, j job, l *log) (r InstanceResult) {
	r = j.skipped
	t := &T{Subject: s, Random: rand.New(rand.NewPCG(seed, hash(r.ID))), ctx: ctx, card: s.Card, log: l}
	defer func() {
		r.Claims = t.claims
		switch p := recover().(type) {
		case nil:
		case stop:
			r.Reason, r.SuiteError, r.blocked, r.gone = p.reason, p.suiteError, p.blocked, p.gone
		default:
			r.Reason, r.SuiteError = fmt.Sprintf("the case broke: %v", p), true
		}
		r.Verdict = verdictOf(r)
	}()
	t.Reset()
	j.variant.Run(t)
	if len(t.claims) == 0 {
		t.suiteError(errNoClaim)
	}
	return r
}

// verdictOf is the worst of the claims, or INCONCLUSIVE where the instance
// ended early without a failure. Where a command was kept back, claims that
// hold do not make a PASS of it.
func verdictOf(r InstanceResult) Verdict {
	var vs []Verdict
	switch {
	case r.blocked:
		vs = append(vs, Blocked)
	case r.Reason != "":
		vs = append(vs, Inconclusive)
	}
	for _, c := range r.Claims {
		vs = append(vs, c.Verdict)
	}
	return Worst(vs...)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
