package arch

import (
	"go/ast"
	"os"
	"slices"
	"strings"
	"testing"
)

// Every fuzz target is run by ci/test, which reads this list.
func TestFuzzTargetsAreListed(t *testing.T) {
	raw, err := os.ReadFile("../../ci/fuzz-targets")
	if err != nil {
		t.Fatal(err)
	}
	var listed, there []string
	for line := range strings.Lines(string(raw)) {
		if words := strings.Fields(line); len(words) == 3 {
			listed = append(listed, words[0]+" "+words[1])
		}
	}
	for _, s := range tree(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test && strings.HasPrefix(f.Name.Name, "Fuzz") {
				there = append(there, "./"+s.dir+" "+f.Name.Name)
			}
		}
	}
	for _, target := range there {
		if !slices.Contains(listed, target) {
			t.Errorf("ci/fuzz-targets lacks %s", target)
		}
	}
	for _, target := range listed {
		if !slices.Contains(there, target) {
			t.Errorf("ci/fuzz-targets names %s, which does not exist", target)
		}
	}
}
