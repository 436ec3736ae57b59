package ginkgo_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	onsi "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"github.com/zairyukit/zairyu/conformance"
	binding "github.com/zairyukit/zairyu/conformance/ginkgo"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

// askVerdicts is set in the child process of TestVerdicts.
const askVerdicts = "ZAIRYU_TEST_GINKGO_VERDICTS"

func verdictsAsked() bool { return os.Getenv(askVerdicts) != "" }

// What becomes of each verdict in Ginkgo: the state of its spec, and a word
// of the report entry or the reason.
func TestVerdicts(t *testing.T) {
	if verdictsAsked() {
		return
	}
	report := childReport(t)
	for id, want := range map[string]struct {
		state types.SpecState
		entry string
	}{
		"X_A_01": {types.SpecStatePassed, ""},
		"X_A_02": {types.SpecStateFailed, ""},
		"X_A_03": {types.SpecStatePassed, "DEVIATES-FROM-ASSUMPTION"},
		"X_A_04": {types.SpecStatePassed, "WARN"},
		"X_A_05": {types.SpecStateSkipped, ""},
		"X_A_06": {types.SpecStateSkipped, ""},
		"X_A_07": {types.SpecStateSkipped, ""},
		"X_A_08": {types.SpecStateFailed, ""},
		"X_A_09": {types.SpecStatePassed, ""},
	} {
		spec := specOf(t, report, id)
		var entry string
		if len(spec.ReportEntries) > 0 {
			entry = spec.ReportEntries[0].Name
		}
		if spec.State != want.state || entry != want.entry {
			t.Errorf("%s: %s with report entry %q, want %s with %q", id, spec.State, entry, want.state, want.entry)
		}
		if (spec.State != types.SpecStatePassed) != (spec.FailureMessage() != "") {
			t.Errorf("%s: %s with reason %q", id, spec.State, spec.FailureMessage())
		}
	}
}

// The labels a user filters by.
func TestLabels(t *testing.T) {
	if verdictsAsked() {
		return
	}
	got := specOf(t, childReport(t), "X_A_07").Labels()
	for _, want := range []string{"X_A_07", "X_A", "t1", "s2"} {
		if !slices.Contains(got, want) {
			t.Errorf("labels %v lack %s", got, want)
		}
	}
}

// A card that could not be set up, and a plan that is wrong, are a failure
// and not an empty success.
func TestBrokenSetUpFails(t *testing.T) {
	if verdictsAsked() {
		return
	}
	failed := 0
	for _, s := range childReport(t).SpecReports {
		if s.LeafNodeText == "is set up" && s.State == types.SpecStateFailed {
			failed++
		}
	}
	if failed != 2 {
		t.Errorf("%d failing specs for two broken set-ups", failed)
	}
}

// TestVerdictsChild is the suite that the tests above look at. It fails by
// intention, and does nothing but in their child process.
func TestVerdictsChild(t *testing.T) {
	if !verdictsAsked() {
		return
	}
	plan := conformance.Plan{Cases: verdictCases(), Seed: 1, Allow: conformance.S1}
	binding.Register("verdicts", func() (*conformance.Subject, error) { return defect.Subject(t, "1", nil), nil }, plan)
	binding.Register("no card", func() (*conformance.Subject, error) { return nil, errors.New("no card") }, plan)
	binding.Register("wrong plan", func() (*conformance.Subject, error) { return defect.Subject(t, "1", nil), nil },
		conformance.Plan{Cases: []conformance.Case{{ID: "X_A_01", Applies: "gen9"}}})
	onsi.RunSpecs(t, "verdicts")
}

func verdictCases() []conformance.Case {
	words := conformance.Text{JA: "主張", EN: "claim"}
	one := func(id string, run func(t *conformance.T)) conformance.Case {
		return conformance.Case{ID: id, Rev: 1, Applies: "gen1", Title: words, Variants: conformance.Once(run)}
	}
	claim := func(key string, ok bool) func(t *conformance.T) {
		return func(t *conformance.T) { t.Claim(words, key).Saw("it").Holds(ok) }
	}
	monitor := one("X_A_09", func(t *conformance.T) {
		t.Claim(words, "sw.read.9000").Saw("%d", len(t.Exchanges())).Holds(len(t.Exchanges()) == 1)
	})
	monitor.Monitor = true
	blocked := one("X_A_07", claim("sw.read.9000", true))
	blocked.Safety = conformance.S2
	other := one("X_A_06", claim("sw.read.9000", true))
	other.Applies = "t2"
	return []conformance.Case{
		monitor,
		one("X_A_01", claim("sw.read.9000", true)),
		one("X_A_02", claim("sw.read.9000", false)),
		one("X_A_03", claim("effect.sm-error", false)),
		one("X_A_04", func(t *conformance.T) {
			t.Send([]byte{0x00, 0xB0, 0x8B, 0x00, 0x06})
			t.Claim(words, "sw.read.9000").Warning().Saw("it").Holds(false)
		}),
		one("X_A_05", func(t *conformance.T) { t.Inconclusive("not reached") }),
		other,
		blocked,
		one("X_A_08", func(*conformance.T) { panic("the case is broken") }),
	}
}

// childReport runs TestVerdictsChild in a process of its own, which must fail,
// and returns what Ginkgo reported.
func childReport(t *testing.T) types.Report {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestVerdictsChild$", "-ginkgo.json-report="+file)
	child.Env = append(os.Environ(), askVerdicts+"=1")
	out, err := child.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("a suite with failures ended with %v:\n%s", err, out)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	var reports []types.Report
	if err := json.Unmarshal(raw, &reports); err != nil || len(reports) != 1 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	return reports[0]
}

func specOf(t *testing.T, r types.Report, id string) types.SpecReport {
	t.Helper()
	for _, s := range r.SpecReports {
		if strings.HasPrefix(s.LeafNodeText, id+"@t1") {
			return s
		}
	}
	t.Fatalf("no spec of %s", id)
	return types.SpecReport{}
}
