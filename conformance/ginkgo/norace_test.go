//go:build !race

package ginkgo_test

import "github.com/zairyukit/zairyu/conformance/internal/defect"

// suiteCards are the cards of the suite: all built-in ones.
func suiteCards() []string { return defect.Cards() }
