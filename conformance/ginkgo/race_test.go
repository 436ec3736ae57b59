//go:build race

package ginkgo_test

// suiteCards are the cards of the suite when it looks for races, which takes
// many times as long: one of each generation and one without photo. The other
// cards go through the same code with other tables; that their verdicts are
// right is asked without the race detector.
func suiteCards() []string { return []string{"1", "05", "07", "05-nophoto"} }
