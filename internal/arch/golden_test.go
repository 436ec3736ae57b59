package arch

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/conformance/catalogue"
)

// Every case has its line in ids.golden and the other way round; a line that
// says "tombstone" stands for a case that was withdrawn and may not return.
func TestIDsGolden(t *testing.T) {
	raw, err := os.ReadFile("../../conformance/ids.golden")
	if err != nil {
		t.Fatal(err)
	}
	active, dead := []string{}, []string{}
	for line := range strings.Lines(string(raw)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "#"):
		case len(words) == 1:
			active = append(active, words[0])
		case len(words) >= 5 && words[1] == "tombstone":
			dead = append(dead, words[0])
		default:
			t.Errorf("ids.golden: line %q is no ID and no tombstone (ID tombstone SINCE SUCCESSOR REASON)", line)
		}
	}
	var registered []string
	for _, c := range catalogue.All() {
		if slices.Contains(registered, c.ID) {
			t.Errorf("%s is registered twice", c.ID)
		}
		if slices.Contains(dead, c.ID) {
			t.Errorf("%s has a tombstone and may not come back", c.ID)
		}
		registered = append(registered, c.ID)
	}
	for _, id := range registered {
		if !slices.Contains(active, id) {
			t.Errorf("%s has no line in ids.golden; append one", id)
		}
	}
	for _, id := range active {
		if !slices.Contains(registered, id) {
			t.Errorf("%s stands in ids.golden and is no case; IDs are never removed, make it a tombstone", id)
		}
	}
	if all := append(active, dead...); len(all) != len(slices.Compact(slices.Sorted(slices.Values(all)))) {
		t.Error("ids.golden has an ID twice")
	}
}
