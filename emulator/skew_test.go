package emulator_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/spec"
)

// notTheCards are the cells that a card does not act on when it answers
// commands, by the beginning of their key after the profile's name: what the
// content means, how it is signed, rules that only claims rest on, and the
// status words' meanings in words.
func notTheCards() []string {
	return []string{"type", "rule.", "sig.", "text.", "object.", "form.", "sw."}
}

// invisible are changes of acting cells that nobody can see from outside.
func invisible(specified bool, path, value string) bool {
	switch path {
	case "guard.read-plain.length-malformed", "guard.read-sm.length-malformed":
		return value == "off" // the guards after it answer the same
	case "effect.sm-error":
		return specified && value == "clear-session" // verified counts with a session only
	case "effect.select-ap.ok", "effect.select-mf.ok":
		return strings.HasSuffix(value, "set-verified clear-ef") // likewise
	case "effect.mutual.fail", "effect.reset", "effect.set-key.fail":
		// Verified counts with a session only, and the next mutual.ok clears it.
		return strings.Contains(value, "clear-session") &&
			(path == "effect.mutual.fail" || strings.HasSuffix(value, "set-verified clear-ef"))
	}
	return false
}

// Every cell that the card acts on changes it: with another value it answers
// some command of the battery in another way, or is refused by New.
func TestEverySkewChangesTheCard(t *testing.T) {
	for _, profile := range spec.Names() {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			p, err := spec.Lookup(profile)
			if err != nil {
				t.Fatal(err)
			}
			reference := battery(t, profile, newCard(t, image(profile), counting()), nil)
			for _, c := range p.Cells() {
				values := others(t, c)
				if profile != fullest(profile) {
					values = values[:1] // the same tables less a few rows
				}
				for _, value := range values {
					checkSkew(t, profile, c, value, reference)
				}
			}
		})
	}
}

func checkSkew(t *testing.T, profile string, c spec.Cell, value string, reference []string) {
	t.Helper()
	card, err := emulator.New(image(profile), counting(), emulator.WithSpec(c.Key, value))
	if err != nil {
		if !errors.Is(err, emulator.ErrSpec) {
			t.Errorf("%s = %q: %v", c.Key, value, err)
		}
		return
	}
	if foreign(profile, c) {
		return
	}
	want := !invisible(kindOf(profile).specified, strings.TrimPrefix(c.Key, profile+"."), value)
	if changed := !slices.Equal(battery(t, profile, card, reference), reference); changed != want {
		t.Errorf("%s = %q instead of %q: changes the card: %t", c.Key, value, c.Value, changed)
	}
}

// foreign says whether a cell is about what the files contain and mean.
func foreign(profile string, c spec.Cell) bool {
	path := strings.TrimPrefix(c.Key, profile+".")
	isObject := strings.Count(path, ".") == 3 && strings.Contains(path, ".ef")
	return isObject || slices.ContainsFunc(notTheCards(), func(p string) bool { return path == p || strings.HasPrefix(path, p) && strings.HasSuffix(p, ".") })
}

// others gives values unlike the table's, by kind.
func others(t *testing.T, c spec.Cell) []string {
	t.Helper()
	var all []string
	switch c.Kind {
	case spec.Size, spec.Count:
		all = []string{"0", "7", "13", "16", "24", "65535"}
	case spec.SFI:
		all = []string{"01", "02", "05", "1E"}
	case spec.Tag:
		all = []string{"87", "97", "5F20"}
	case spec.Bytes:
		all = []string{"", "02", c.Value + "00", flipped(c.Value)}
	case spec.Access:
		all = []string{"free", "number", "number+sm"}
	case spec.Algorithm, spec.Text:
		all = []string{"something", "yes", "no"}
	case spec.Layout:
		all = []string{"RND.IFD RND.ICC", "K.IFD RND.ICC RND.IFD", "RND.IFD RND.IFD K.ICC", "RND.ICC"}
	case spec.Status:
		all = []string{"something"}
	case spec.Guard:
		all = []string{"off", "9100"}
	case spec.Effect:
		all = []string{"", "enter-mf clear-ef", "clear-session", "set-verified", "clear-verified", strings.TrimSpace(c.Value + " set-verified clear-ef")}
	case spec.Fingerprint:
		all = []string{flipped(c.Value)}
	default:
		t.Fatalf("%s: kind %s has no other values here", c.Key, c.Kind)
	}
	all = slices.DeleteFunc(all, func(v string) bool { return v == c.Value })
	return slices.Compact(all)
}

func flipped(value string) string {
	raw := unhex(value)
	raw[0] ^= 1
	return hexOf(raw)
}

// battery runs every statusCase and every walk, each from its named state, and
// returns the answers. With a reference it stops at the first answer that
// differs from it.
func battery(t *testing.T, profile string, card *emulator.Card, reference []string) []string {
	t.Helper()
	log := []string{hexOf(card.ATR())}
	states := map[string]func() *values{}
	for _, name := range []string{"", "challenge", "session", "verified"} {
		card.Reset()
		v := *enter(t, kindOf(profile), card, name)
		s := card.Snapshot()
		states[name] = func() *values {
			if err := card.Restore(s); err != nil {
				t.Fatal(err)
			}
			return &values{card: card, kind: v.kind, challenges: slices.Clone(v.challenges), key: v.key, n: v.n}
		}
	}
	for _, c := range append(statusCases(), walks(profile)...) {
		if reference != nil && log[len(log)-1] != reference[len(log)-1] {
			break
		}
		state, _, _ := strings.Cut(c.state, ">")
		answer := c.from(t, states[state]())
		if len(answer) < 4 {
			t.Fatalf("%s %s: %q is no answer", c.state, c.hex, answer)
		}
		log = append(log, answer)
	}
	return log
}

// Without any check at all the card still answers everything.
func TestAllGuardsOff(t *testing.T) {
	p, err := spec.Lookup("t1")
	if err != nil {
		t.Fatal(err)
	}
	opts := []emulator.Option{counting()}
	for _, c := range p.Cells() {
		if c.Kind == spec.Guard {
			off := emulator.WithSpec(c.Key, "off")
			opts = append(opts, off)
			battery(t, "t1", newCard(t, image("t1"), counting(), off), nil)
		}
	}
	battery(t, "t1", newCard(t, image("t1"), opts...), nil)
}
