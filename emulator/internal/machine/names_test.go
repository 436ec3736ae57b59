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
// missing in any profile, none that no profile names.
func TestPredicatesAreCompleteAndUsed(t *testing.T) {
	all := map[string]bool{}
	for _, p := range profiles(t) {
		for form, checks := range p.Guards {
			for _, c := range checks {
				all[form+" "+c.Predicate] = true
			}
		}
	}
	compare(t, "predicates", all, predicateNames())
}

// A profile has guards for the forms of command that its card offers, for
// what it does not, and for nothing else; and the machine has all forms.
func TestCommandsAndGuardsAgree(t *testing.T) {
	offered := map[string]bool{unknownName: true}
	for _, p := range profiles(t) {
		commands, guards := map[string]bool{unknownName: true}, map[string]bool{}
		for _, name := range p.Commands {
			commands[name], offered[name] = true, true
		}
		for name := range p.Guards {
			guards[name] = true
		}
		compare(t, p.Name+" guards", guards, commands)
	}
	have := map[string]bool{}
	for _, f := range forms() {
		have[f.name] = true
	}
	compare(t, "forms", offered, have)
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
	raised, table := map[string]bool{}, map[string]bool{}
	for _, e := range events() {
		raised[e] = true
	}
	for _, p := range profiles(t) {
		for e := range p.Effects {
			table[e] = true
		}
		for _, f := range forms() {
			for _, e := range append(f.okEvents(), f.failEvents()...) {
				if _, has := p.Effects[e]; !has && slices.Contains(p.Commands, f.name) {
					t.Errorf("%s: no effects for %s", p.Name, e)
				}
			}
		}
	}
	compare(t, "events", table, raised)
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
	used := map[string]bool{}
	for _, p := range profiles(t) {
		for key, known := range words() {
			if v := p.Value(key); v != "" && !slices.Contains(known, v) {
				t.Errorf("%s.%s = %q, known %s", p.Name, key, v, strings.Join(known, ", "))
			} else if v != "" {
				used[key] = true
			}
		}
	}
	for key := range words() {
		if !used[key] {
			t.Errorf("no profile has the cell %s", key)
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
