package conformance

import (
	"errors"

	"github.com/zairyukit/zairyu/internal/spec"
)

var errNoClaim = errors.New("the instance made no claim")

// Report is the outcome of a run; as JSON it is the authority that other
// forms are made from.
type Report struct {
	Schema  string `json:"schema"`
	Suite   string `json:"suite"`
	Spec    string `json:"spec"`
	Profile string `json:"profile"`
	// Unverified: the table of this type was never checked against a genuine
	// card.
	Unverified bool `json:"unverifiedProfile,omitempty"`
	// Transport is the way to the card: in process, pcsc.
	Transport string                 `json:"transport"`
	Seed      uint64                 `json:"seed"`
	Catalogue string                 `json:"catalogueSha256"`
	Counts    map[Verdict]int        `json:"counts"`
	Cases     map[string]CaseSummary `json:"cases"`
	Instances []InstanceResult       `json:"instances"`
}

// CaseSummary is a case's worst verdict and the number of its instances.
type CaseSummary struct {
	Title   Text    `json:"title"`
	Verdict Verdict `json:"verdict"`
	Count   int     `json:"count"`
}

// Version is the version of the suite that a report names.
const Version = "0.1.0"

// SpecVersion names the edition of the specification that a card type is
// judged by. Those of the later types were not read: what is known of them is
// told by others.
func SpecVersion(p *spec.Profile) string {
	switch generation(p) {
	case "gen2":
		return "第２世代在留カード等仕様書（一般公開用）Ver 1.1, second-hand"
	case "specified":
		return "特定在留カード等仕様書（一般公開用）Ver 1.1, second-hand"
	}
	return "在留カード等仕様書（一般公開用）Ver 1.5"
}

func newReport(s *Subject, plan Plan, results []InstanceResult) *Report {
	r := &Report{
		Schema: "zairyu-report/1", Suite: Version, Spec: SpecVersion(s.Profile),
		Profile: s.Profile.Name, Unverified: s.Profile.Unverified(), Transport: s.transport(), Seed: plan.Seed,
		Catalogue: CatalogueHash(plan.Cases), Counts: map[Verdict]int{},
		Cases: map[string]CaseSummary{}, Instances: results,
	}
	titles := map[string]Text{}
	for _, c := range plan.Cases {
		titles[c.ID] = c.Title
	}
	for _, i := range results {
		r.Counts[i.Verdict]++
		sum, seen := r.Cases[i.Case]
		if !seen {
			sum = CaseSummary{Title: titles[i.Case], Verdict: i.Verdict}
		}
		sum.Verdict, sum.Count = Worst(sum.Verdict, i.Verdict), sum.Count+1
		r.Cases[i.Case] = sum
	}
	return r
}

// ExitCode is the process exit status of a run: 0 when nothing failed and
// something passed, 1 when something failed (with strict also a deviation, a
// warning or an inconclusive instance), 3 when nothing was judged or a case
// of the suite itself broke. 1 outranks 3.
func (r *Report) ExitCode(strict bool) int {
	bad := r.Counts[Fail]
	if strict {
		bad += r.Counts[Deviates] + r.Counts[Warn] + r.Counts[Inconclusive]
	}
	switch {
	case bad > 0:
		return 1
	case r.suiteErrors() > 0 || r.Counts[Pass]+r.Counts[Deviates]+r.Counts[Warn] == 0:
		return 3
	}
	return 0
}

func (r *Report) suiteErrors() int {
	n := 0
	for _, i := range r.Instances {
		if i.SuiteError {
			n++
		}
	}
	return n
}
