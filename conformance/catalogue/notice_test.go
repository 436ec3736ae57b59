package catalogue_test

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/spec"
)

// watch is what one run of the catalogue on a healthy card tells about where
// to look first. It only orders the search for an instance that notices: what
// is found does not depend on it.
type watch struct {
	users map[string][]string      // cases that rest on a cell
	cost  map[string]time.Duration // of an instance, by its name without profile
}

// watched runs the catalogue once on the healthy card of a profile.
func watched(t *testing.T, p *spec.Profile) *watch {
	t.Helper()
	w := &watch{users: map[string][]string{}, cost: map[string]time.Duration{}}
	for _, i := range instances(t, defect.Subject(t, p.Type, nil)) {
		start := time.Now()
		r := i.Run(t.Context())
		w.cost[plainID(i.ID)] = time.Since(start)
		for _, claim := range r.Claims {
			for _, key := range claim.Keys {
				if !slices.Contains(w.users[key], i.Case.ID) {
					w.users[key] = append(w.users[key], i.Case.ID)
				}
			}
		}
	}
	return w
}

// firstNoticed are the instances, by name without profile, that noticed a
// value of a cell on some profile; those that inherit the cell ask them first.
var firstNoticed sync.Map

// order compares two instances by which is to be asked first about a cell: the
// one that noticed the same on another profile, those that rest on the cell,
// the quick before the slow, and monitors last, which need the exchanges of
// all others.
func (w *watch) order(key, value string) func(a, b conformance.Instance) int {
	return func(a, b conformance.Instance) int {
		return cmp.Or(w.rank(key, value, a)-w.rank(key, value, b), cmp.Compare(w.cost[plainID(a.ID)], w.cost[plainID(b.ID)]))
	}
}

func (w *watch) rank(key, value string, i conformance.Instance) int {
	first, _ := firstNoticed.Load(key + "=" + value)
	switch {
	case i.Case.Monitor:
		return 3
	case first == plainID(i.ID):
		return 0
	case slices.Contains(w.users[key], i.Case.ID):
		return 1
	}
	return 2
}

// plainID is an instance's name without its profile.
func plainID(id string) string {
	name, rest, _ := strings.Cut(id, "@")
	_, variant, _ := strings.Cut(rest, "#")
	return name + "#" + variant
}

// noticed asks one instance after the other on a card with another value of a
// cell, until one notices.
func noticed(t *testing.T, p *spec.Profile, key, value string, order func(a, b conformance.Instance) int) bool {
	t.Helper()
	s, err := defect.Try(p.Type, nil, emulator.WithSpec(key, value))
	if errors.Is(err, emulator.ErrSpec) {
		return true // such a card is refused before it exists
	}
	if err != nil {
		t.Fatal(err)
	}
	all := instances(t, s)
	slices.SortStableFunc(all, order)
	for _, i := range all {
		r := i.Run(t.Context())
		if r.SuiteError {
			t.Errorf("%s broke on %s = %q: %s", i.ID, key, value, r.Reason)
		}
		switch r.Verdict {
		case conformance.Fail, conformance.Deviates, conformance.Inconclusive, conformance.Warn: // a precondition that is gone tells of the card too
			firstNoticed.Store(strings.TrimPrefix(key, p.Name+".")+"="+value, plainID(i.ID))
			return true
		}
	}
	return false
}

func instances(t *testing.T, s *conformance.Subject) []conformance.Instance {
	t.Helper()
	all, err := conformance.Instances(s, conformance.Plan{Cases: catalogue.All(), Seed: 1, Allow: conformance.S3})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
