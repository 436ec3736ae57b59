package arch

import (
	"go/ast"
	"os"
	"strings"
	"testing"
)

// Every package that starts a goroutine runs under the race detector: it
// stands in ci/race-packages.
func TestRacePackages(t *testing.T) {
	raw, err := os.ReadFile("../../ci/race-packages")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for line := range strings.Lines(string(raw)) {
		folder, _, _ := strings.Cut(line, " ")
		listed[strings.TrimPrefix(folder, "./")] = true
	}
	for _, s := range tree(t) {
		if s.test || listed[s.dir] || below(s.dir, "emulator/link") && listed["emulator/link/..."] {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if _, starts := n.(*ast.GoStmt); starts {
				t.Errorf("%s starts a goroutine, and its package is not in ci/race-packages", s.path)
			}
			return true
		})
	}
}
