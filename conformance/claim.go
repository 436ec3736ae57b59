package conformance

import (
	"bytes"
	"fmt"

	"github.com/onsi/gomega/types"

	"github.com/zairyukit/zairyu/internal/spec"
)

// ClaimResult is one claim and what became of it.
type ClaimResult struct {
	// Text is the claim in words.
	Text Text `json:"text"`
	// Keys are the cells of the specification tables it rests on.
	Keys []string `json:"keys,omitempty"`
	// Basis is the weakest letter of those cells: V, S or A.
	Basis string `json:"basis,omitempty"`
	// Saw is what was seen, without personal values.
	Saw string `json:"saw"`
	// Verdict is PASS, FAIL, DEVIATES-FROM-ASSUMPTION or WARN.
	Verdict Verdict `json:"verdict"`
}

// Claim is a claim under construction: say what was seen, then whether it
// holds. A claim that never comes to Holds, To or Recorded is not made.
type Claim struct {
	t      *T
	result ClaimResult
	warn   bool
}

// Claim begins a claim that rests on the given cells; the keys are written
// without the profile's name, "df1.ef01.access".
func (t *T) Claim(text Text, keys ...string) *Claim {
	return &Claim{t: t, result: ClaimResult{Text: text, Keys: keys}}
}

// Warning makes a broken claim a WARN, whatever it rests on.
func (c *Claim) Warning() *Claim {
	c.warn = true
	return c
}

// Saw says what was seen. It must hold no personal value: lengths, offsets,
// status words and structure only.
func (c *Claim) Saw(format string, args ...any) *Claim {
	c.result.Saw = fmt.Sprintf(format, args...)
	return c
}

// Holds ends the claim: it holds or is broken. It returns ok.
func (c *Claim) Holds(ok bool) bool {
	basis, err := c.t.basis(c.result.Keys)
	if err != nil {
		c.t.suiteError(err)
	}
	c.result.Basis = string(basis)
	switch {
	case ok:
		c.result.Verdict = Pass
	case c.warn:
		c.result.Verdict = Warn
	case basis == 'A':
		c.result.Verdict = Deviates
	default:
		c.result.Verdict = Fail
	}
	c.t.claims = append(c.t.claims, c.result)
	return ok
}

// To ends the claim with a Gomega matcher. Its message is not used, since it
// would print the values.
func (c *Claim) To(actual any, matcher types.GomegaMatcher) bool {
	ok, err := matcher.Match(actual)
	if err != nil {
		c.t.suiteError(fmt.Errorf("matcher: %w", err))
	}
	return c.Holds(ok)
}

// Recorded ends the claim without an expectation: what was seen is reported
// and the claim passes.
func (c *Claim) Recorded() {
	c.result.Verdict = Pass
	c.t.claims = append(c.t.claims, c.result)
}

// basis returns the weakest letter of the cells. A claim without cells is
// about the suite's own arithmetic and counts as V.
func (t *T) basis(keys []string) (byte, error) {
	weakest := byte('V')
	for _, key := range keys {
		cell, err := t.Subject.Profile.Cell(t.Subject.Profile.Name + "." + key)
		if err != nil {
			return 0, fmt.Errorf("claim: %w", err)
		}
		weakest = weaker(weakest, cell.Confidence)
	}
	return weakest, nil
}

func weaker(basis byte, c spec.Confidence) byte {
	if rank := bytes.IndexByte([]byte("VSA"), c.Basis()); rank > bytes.IndexByte([]byte("VSA"), basis) {
		return c.Basis()
	}
	return basis
}
