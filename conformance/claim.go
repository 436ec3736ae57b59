package conformance

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

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
// without the profile's name, "df1.ef01.access", those of a free file for the
// MF. Cells that only other profiles have are left out; one must remain.
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
	c.rest()
	basis := c.result.Basis
	switch {
	case ok:
		c.result.Verdict = Pass
	case c.warn:
		c.result.Verdict = Warn
	case basis == "A":
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
	c.rest()
	c.result.Basis = "" // nothing is expected, so nothing rests on anything
	c.result.Verdict = Pass
	c.t.claims = append(c.t.claims, c.result)
}

// rest finds the cells of the claim and the weakest of their letters. A claim
// without cells is about the suite's own arithmetic and counts as V.
func (c *Claim) rest() {
	p := c.t.Subject.Profile
	weakest, found := byte('V'), []string(nil)
	for _, key := range c.result.Keys {
		key = c.t.cellKey(key)
		cell, err := p.Cell(p.Name + "." + key)
		switch {
		case err == nil:
			weakest, found = weaker(weakest, cell.Confidence), append(found, key)
		case !cellKeys()[key]:
			c.t.suiteError(fmt.Errorf("claim: %w", err))
		}
	}
	if len(c.result.Keys) > 0 && len(found) == 0 {
		c.t.suiteError(fmt.Errorf("claim rests on %s, and %s has none of these cells", strings.Join(c.result.Keys, " "), p.Name))
	}
	c.result.Keys, c.result.Basis = found, string(weakest)
}

// cellKeys are the keys of the cells of all profiles.
var cellKeys = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			continue
		}
		for _, c := range p.Cells() {
			out[strings.TrimPrefix(c.Key, name+".")] = true
		}
	}
	return out
})

// cellKey puts a key of a free file, written for the MF, where the profile
// has its free files: below the application on specified cards.
func (t *T) cellKey(key string) string {
	if rest, ok := strings.CutPrefix(key, "mf.ef"); ok {
		return t.Subject.Profile.Root + ".ef" + rest
	}
	return key
}

func weaker(basis byte, c spec.Confidence) byte {
	if rank := bytes.IndexByte([]byte("VSA"), c.Basis()); rank > bytes.IndexByte([]byte("VSA"), basis) {
		return c.Basis()
	}
	return basis
}
