package conformance

// Verdict is what an instance of a case, or a claim, comes to.
type Verdict string

// The verdicts, worst first.
const (
	// Fail: a claim that rests on the document, on genuine cards or on a
	// source is broken.
	Fail Verdict = "FAIL"
	// Inconclusive: a precondition was not reached, or the case itself broke.
	Inconclusive Verdict = "INCONCLUSIVE"
	// Deviates: only claims that rest on an assumption are broken. It is
	// never a failure of the card; what was seen is recorded.
	Deviates Verdict = "DEVIATES-FROM-ASSUMPTION"
	// Warn: the claims hold, but a user should know something.
	Warn Verdict = "WARN"
	// Blocked: the safety level is not allowed.
	Blocked Verdict = "BLOCKED-BY-SAFETY"
	// NotTestable: the transport or the host cannot express the case.
	NotTestable Verdict = "NOT-TESTABLE-HERE"
	// NotApplicable: the case is about another kind of card.
	NotApplicable Verdict = "NOT-APPLICABLE"
	// Pass: every claim was evaluated and holds.
	Pass Verdict = "PASS"
)

// Verdicts lists the verdicts, worst first.
func Verdicts() []Verdict {
	return []Verdict{Fail, Inconclusive, Deviates, Warn, Blocked, NotTestable, NotApplicable, Pass}
}

// Judged says whether the verdict is about the card: a case that was blocked,
// not testable or not applicable judged nothing and is never counted as
// passed.
func (v Verdict) Judged() bool {
	return v != Blocked && v != NotTestable && v != NotApplicable
}

// Worst returns the worst of the verdicts, [Pass] for none.
func Worst(vs ...Verdict) Verdict {
	for _, worst := range Verdicts() {
		for _, v := range vs {
			if v == worst {
				return worst
			}
		}
	}
	return Pass
}
