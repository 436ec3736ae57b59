package ginkgo_test

import (
	"testing"

	onsi "github.com/onsi/ginkgo/v2"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	binding "github.com/zairyukit/zairyu/conformance/ginkgo"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

// The catalogue against built-in cards.
func TestCatalogue(t *testing.T) {
	if verdictsAsked() {
		return // Ginkgo runs one suite in a process; this one is for TestVerdicts
	}
	for _, name := range suiteCards() {
		subject := func() (*conformance.Subject, error) { return defect.Subject(t, name, nil), nil }
		binding.Register("card "+name, subject, conformance.Plan{Cases: catalogue.All(), Seed: 1, Allow: conformance.S3})
	}
	onsi.RunSpecs(t, "conformance catalogue")
}
