// Package ginkgo registers conformance cases as Ginkgo specs, one for every
// instance, so that the catalogue runs in a Ginkgo suite, ours or a vendor's,
// with its filters and reports. The verdicts are those of section 4 of the
// design: a failed claim fails the spec, a warning or a deviation from an
// assumption passes it with a report entry, everything that was not judged is
// skipped with its reason. Importing Ginkgo adds flags to the process, so
// nothing but a test should import this package; it must not import the
// reader.
package ginkgo

import (
	"fmt"
	"strings"

	onsi "github.com/onsi/ginkgo/v2"

	"github.com/zairyukit/zairyu/conformance"
)

// Register adds a container of that name with one spec for every instance of
// the plan. It calls subject once, while the tree of specs is built; an error
// of it, or of the plan, is one failing spec. Every spec has the labels of
// its case ("ICC_H_01"), family ("ICC_H"), profile ("t1") and safety level
// ("s0"). The specs run in the plan's order and share the card; monitor cases
// judge the specs that ran before them, so that a filter that leaves the
// others out makes them inconclusive.
func Register(name string, subject func() (*conformance.Subject, error), plan conformance.Plan) {
	onsi.Describe(name, onsi.Ordered, onsi.ContinueOnFailure, func() {
		s, err := subject()
		if err != nil {
			broken(fmt.Errorf("the card under test could not be set up: %w", err))
			return
		}
		instances, err := conformance.Instances(s, plan)
		if err != nil {
			broken(err)
			return
		}
		for _, i := range instances {
			onsi.It(i.ID+" "+i.Case.Title.EN, labels(s, i.Case), func(ctx onsi.SpecContext) {
				tell(i.Run(ctx))
			})
		}
	})
}

func broken(err error) {
	onsi.It("is set up", func() { onsi.Fail(err.Error()) })
}

// labels of a case. Ginkgo refuses '/' and ',' in them; IDs, profiles and
// levels have neither.
func labels(s *conformance.Subject, c conformance.Case) onsi.Labels {
	family := c.ID
	if i := strings.LastIndexByte(c.ID, '_'); i > 0 {
		family = c.ID[:i]
	}
	return onsi.Label(c.ID, family, s.Profile.Name, c.Safety.String())
}

// tell makes a verdict known to Ginkgo. A case that broke fails its spec: to
// skip it would hide a defect of the suite among what was not judged.
func tell(r conformance.InstanceResult) {
	switch {
	case r.Verdict == conformance.Fail || r.SuiteError:
		onsi.Fail(describe(r))
	case r.Verdict == conformance.Inconclusive || !r.Verdict.Judged():
		onsi.Skip(describe(r))
	case r.Verdict != conformance.Pass:
		onsi.AddReportEntry(string(r.Verdict), describe(r))
	}
}

// describe says why an instance has its verdict: the reason, and the claims
// that do not hold. Claims hold no personal values.
func describe(r conformance.InstanceResult) string {
	lines := []string{string(r.Verdict)}
	if r.Reason != "" {
		lines[0] += ": " + r.Reason
	}
	for _, c := range r.Claims {
		if c.Verdict != conformance.Pass {
			lines = append(lines, fmt.Sprintf("%s (basis %s): %s; seen: %s", c.Verdict, c.Basis, c.Text.EN, c.Saw))
		}
	}
	return strings.Join(lines, "\n")
}
