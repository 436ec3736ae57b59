package machine

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
)

func profiles(t *testing.T) []*spec.Profile {
	t.Helper()
	var out []*spec.Profile
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// The predicates of the machine are those of the tables, form by form: none
// missing in any profile, none unused.
func TestPredicatesAreCompleteAndUsed(t *testing.T) {
	for _, p := range profiles(t) {
		table := map[string]bool{}
		for form, checks := range p.Guards {
			for _, c := range checks {
				table[form+" "+c.Predicate] = true
			}
		}
		compare(t, p.Name+" predicates", table, predicateNames())
	}
}

func predicateNames() map[string]bool {
	out := map[string]bool{}
	for _, f := range forms() {
		for name := range f.predicates {
			out[f.name+" "+name] = true
		}
	}
	return out
}

func TestVerbsAreComplete(t *testing.T) {
	used := map[string]bool{}
	for _, p := range profiles(t) {
		for _, names := range p.Effects {
			for _, v := range names {
				used[v] = true
			}
		}
	}
	have := map[string]bool{}
	for name := range verbs() {
		have[name] = true
	}
	compare(t, "verbs of the profiles", used, have)
	allowed := map[string]bool{}
	for _, v := range spec.Verbs() {
		allowed[v] = true
	}
	compare(t, "verbs a cell may name", allowed, have)
}

func TestEventsAreComplete(t *testing.T) {
	raised := map[string]bool{}
	for _, e := range events() {
		raised[e] = true
	}
	for _, p := range profiles(t) {
		table := map[string]bool{}
		for e := range p.Effects {
			table[e] = true
		}
		compare(t, p.Name+" events", table, raised)
	}
}

// Words and events that stand for a refusal must belong to a predicate, and
// every word that a profile uses must be one that the machine fits.
func TestWordsAndRefusals(t *testing.T) {
	for _, f := range forms() {
		for predicate := range f.refusals {
			if f.predicates[predicate] == nil {
				t.Errorf("%s: refusal of %q, which is no predicate", f.name, predicate)
			}
		}
	}
	for _, p := range profiles(t) {
		for key, known := range words() {
			if !slices.Contains(known, p.Value(key)) {
				t.Errorf("%s.%s = %q, known %s", p.Name, key, p.Value(key), strings.Join(known, ", "))
			}
		}
	}
}

func compare(t *testing.T, what string, table, have map[string]bool) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if !have[name] {
			t.Errorf("%s: the machine lacks %q", what, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if !table[name] {
			t.Errorf("%s: nothing names %q", what, name)
		}
	}
}
