package conformance

// NotTestable ends a claim that this host cannot evaluate, a second decoder
// being missing for instance: the claim counts as NOT-TESTABLE-HERE, and so
// does the instance unless another of its claims is worse. why must hold no
// personal value.
func (c *Claim) NotTestable(why string) {
	c.result.Saw, c.result.Verdict = why, NotTestable
	c.t.claims = append(c.t.claims, c.result)
}
