package cardcrypto

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Every algorithm that a profile names, by itself or by one of its options,
// has a function, and no function is without a profile that names it.
func TestNamesAreCompleteAndUsed(t *testing.T) {
	known := map[string][]string{
		"ke.base-key":    slices.Sorted(maps.Keys(baseKeys())),
		"ke.cipher":      slices.DeleteFunc(slices.Sorted(maps.Keys(ciphers())), func(n string) bool { return n == "aes128-cbc-ivcounter" }),
		"sm.cipher":      slices.Sorted(maps.Keys(ciphers())),
		"ke.mac":         slices.Sorted(maps.Keys(macs())),
		"ke.session-key": slices.Sorted(maps.Keys(sessionKeys())),
		"ke.oaep":        slices.Sorted(maps.Keys(oaeps())),
		"ke.message":     slices.Sorted(maps.Keys(messages())),
		"sm.padding":     slices.Sorted(maps.Keys(paddings())),
	}
	used := map[string]bool{}
	for _, p := range choices(t) {
		for key, names := range known {
			value := p.Value(key)
			if value == "" {
				continue // a cell of the other method
			}
			if !slices.Contains(names, value) {
				t.Errorf("%s.%s = %q has no function", p.Name, key, value)
			}
			used[key+" "+value] = true
			other, err := p.With(p.Name+"."+key, "rot13")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := New(other); !errors.Is(err, ErrUnknownAlgorithm) {
				t.Errorf("%s.%s = rot13: %v", p.Name, key, err)
			}
		}
	}
	for key, names := range known {
		for _, n := range names {
			if !used[key+" "+n] {
				t.Errorf("%s: no profile names %q", key, n)
			}
		}
	}
}

// An algorithm cell that no map stands behind must not go unseen: text and
// signatures are the reader's.
func TestNoAlgorithmIsForgotten(t *testing.T) {
	known := []string{"ke.base-key", "ke.cipher", "ke.mac", "ke.session-key", "ke.oaep", "sm.cipher", "sm.padding",
		"text.encoding", "text.fallback", "sig.algorithm"}
	for _, p := range choices(t) {
		for _, c := range p.Cells() {
			if c.Kind == spec.Algorithm && !slices.Contains(known, c.Key[len(p.Name)+1:]) {
				t.Errorf("%s is an algorithm that nothing looks at", c.Key)
			}
		}
	}
}

// choices are all profiles, and each with every option set to every value.
func choices(t *testing.T) []*spec.Profile {
	t.Helper()
	var out []*spec.Profile
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
		for _, o := range p.Options() {
			for _, value := range o.Others {
				changed, err := p.Choose(map[string]string{o.Name: value})
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, changed)
			}
		}
	}
	return out
}
