package catalogue_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
)

// untested are the cells that no case can notice when one card changes them,
// and why. A key ending in '.' stands for all below it, key=value for one
// value only.
var untested = map[string]string{
	"type":                 "the card answers the bytes of MF/EF02, not this cell",
	"entry":                "one way of entering exists in this generation",
	"transport.":           "about the radio link and the host, which an emulated card does not have",
	"ke.method":            "one method exists in this generation",
	"ke.base-key":          "one algorithm exists; another name is refused",
	"ke.session-key":       "one algorithm exists; another name is refused",
	"sm.padding":           "one algorithm exists; another name is refused",
	"sm.mac":               "no generation has a MAC to leave out",
	"verify.retries":       "no counter exists that could be switched on",
	"verify.number.length": "the number itself is given with the card",
	"rule.":                "a statement about the document; the card computes nothing with it",
	"sig.":                 "made by personalisation, judged on the bytes by DAT_D and DAT_E",
	"form.":                "made by personalisation, judged on the bytes by DAT",
	"text.":                "made by personalisation, judged on the bytes by DAT_B",
	"object.end":           "made by personalisation, judged on the bytes by DAT_A",
	"sw.":                  "the words are chosen by the guards; ICC_I_06 compares them with tables of its own",
	"guard.unknown.always": "without it an unknown command has no answer at all; the card refuses such a table",

	// Not observable: another cell leaves the same behaviour.
	"effect.mutual.fail=clear-session":                                                         "without a session the verified state opens nothing, and a new session clears it",
	"effect.reset=enter-mf clear-ef clear-challenge clear-session":                             "without a session the verified state opens nothing, and a new session clears it",
	"effect.reset=enter-mf clear-ef clear-challenge clear-session clear-verified set-verified": "without a session the verified state opens nothing, and a new session clears it",
	"effect.mutual.fail=clear-session clear-verified set-verified":                             "without a session the verified state opens nothing, and a new session clears it",
	"guard.select.cla-unknown=off":                                                             "the channel check behind it answers the same",
	"guard.mutual.length-wrong=off":                                                            "a frame of another length fails its MAC; ICC_D_10 claims only that no session arises",

	// The same of the specified cards, whose application must be selected
	// after a reset, which clears what the reset left.
	"t07.effect.reset=enter-mf clear-challenge clear-session clear-verified":              "selecting the application clears the EF too",
	"t07.effect.reset=enter-mf clear-ef clear-session clear-verified":                     "there is no challenge",
	"t07.effect.select-ap.ok=enter-df clear-ef clear-session":                             "without a session the verified state opens nothing",
	"t07.effect.select-ap.ok=enter-df clear-ef clear-session clear-verified set-verified": "without a session the verified state opens nothing",
	"t07.effect.select-mf.ok=enter-df clear-ef clear-session":                             "without a session the verified state opens nothing",
	"t07.effect.select-mf.ok=enter-df clear-ef clear-session clear-verified set-verified": "without a session the verified state opens nothing",
	"t07.effect.sm-error=clear-session":                                                   "without a session the verified state opens nothing",
	"t07.effect.sm-error=clear-session clear-verified set-verified":                       "without a session the verified state opens nothing",

	// Not asked: no case of the catalogue sends such a command and judges its
	// status word; ICC_I_03 and ICC_I_05 claim only that there is one and that
	// nothing is given out.
	"guard.unknown.header-missing":            "ICC_I_03 takes any status word",
	"guard.unknown.cla-unknown":               "unknown INS and unknown CLA together are not asked",
	"guard.challenge.cla-unknown=off":         "ICC_I_01 sends unknown CLAs with READ BINARY",
	"guard.mutual.cla-unknown=off":            "ICC_I_01 sends unknown CLAs with READ BINARY",
	"guard.verify.cla-unknown=off":            "ICC_I_01 sends unknown CLAs with READ BINARY",
	"guard.challenge.length-malformed=off":    "ICC_I_03 takes any status word",
	"guard.mutual.length-malformed=off":       "ICC_I_03 takes any status word",
	"guard.verify.length-malformed=off":       "ICC_I_03 takes any status word",
	"guard.read-plain.length-malformed=off":   "ICC_I_03 takes any status word",
	"guard.read-sm.length-malformed=off":      "ICC_I_03 takes any status word",
	"t07.guard.select.p1p2-wrong=off":         "ICC_B_07 is not for specified cards",
	"t07.guard.verify.sm-object-missing=off":  "6987 and 6988 are both taken",
	"t07.guard.read-sm.sm-object-missing=off": "6987 and 6988 are both taken",
	"guard.read-sm.cla-channel=off":           "ICC_I_02 sends channel bits without secure messaging",
	"guard.read-sm.p1p2-wrong":                "ICC_G_08 asks for wrong P1 in plain only",
	"effect.challenge.fail=":                  "a challenge that survives a refused GET CHALLENGE is not asked",
}

// TestSkew changes one cell of one emulated card at a time: some case must
// notice. The expected bytes of the cases come from the witness and from
// literals, so a slip in a table shows here or in TestHealthyCards.
func TestSkew(t *testing.T) {
	healthy := map[string]*watch{}
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		base := cmp.Or(bases[name], name)
		if healthy[base] == nil {
			healthy[base] = watched(t, p)
		}
		for n, c := range p.Cells() {
			if raceDetector && n%20 != 0 {
				continue
			}
			key := strings.TrimPrefix(c.Key, name+".")
			if exempt(c, key) || inherited(t, name, c, key) {
				continue
			}
			for _, value := range others(c) {
				if untested[key+"="+value] != "" || untested[c.Key+"="+value] != "" || value == c.Value {
					continue
				}
				t.Run(fmt.Sprintf("%s=%s", c.Key, value), func(t *testing.T) {
					t.Parallel()
					if !noticed(t, p, c.Key, value, healthy[base].order(key, value)) {
						t.Errorf("no case notices %s = %q instead of %q", c.Key, value, c.Value)
					}
				})
			}
		}
	}
}

// bases are the tables that others were made from.
var bases = map[string]string{"t2": "t1", "t06": "t05", "t08": "t07"}

// inherited says whether a cell is the one of the table that this profile's
// was made from; changed there, it is noticed by the same cases.
func inherited(t *testing.T, name string, c spec.Cell, key string) bool {
	t.Helper()
	base := bases[name]
	if base == "" {
		return false
	}
	p, err := spec.Lookup(base)
	if err != nil {
		t.Fatal(err)
	}
	return p.Value(key) == c.Value
}

func exempt(c spec.Cell, key string) bool {
	if parts := strings.Split(key, "."); len(parts) == 4 && strings.HasPrefix(parts[1], "ef") {
		return true // data objects are made by personalisation, judged on the bytes by DAT
	}
	for prefix := range untested {
		if key == prefix || strings.HasSuffix(prefix, ".") && strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return c.Kind == spec.Status
}

// others returns values that the cell could wrongly have.
func others(c spec.Cell) []string {
	if strings.HasSuffix(c.Key, ".ke.check.mac") {
		return []string{"no"}
	}
	switch c.Kind {
	case spec.Access:
		return slices.DeleteFunc([]string{"free", "number", "number+sm"}, func(v string) bool { return v == c.Value })
	case spec.Guard:
		return []string{"off", "6F00"} // 6F00: in every table, and no event of a healthy card
	case spec.Effect:
		return otherEffects(strings.Fields(c.Value))
	case spec.Layout:
		names := strings.Fields(c.Value)
		if len(names) < 2 {
			return nil
		}
		if strings.HasSuffix(c.Key, ".commands") { // a set: leave out one
			var out []string
			for i := range names {
				out = append(out, strings.Join(slices.Delete(slices.Clone(names), i, i+1), " "))
			}
			return out
		}
		slices.Reverse(names)
		return []string{strings.Join(names, " ")}
	}
	switch c.Kind {
	case spec.Algorithm:
		return otherAlgorithms(c)
	case spec.Size:
		return []string{"1", "24"}
	case spec.SFI:
		return []string{"1D"}
	case spec.Tag:
		return []string{"8F"}
	case spec.Bytes:
		return []string{flipped(c.Value)}
	}
	return nil
}

// otherAlgorithms are the algorithms that other profiles, or the unverified
// choices of a specified card, have in the same place.
func otherAlgorithms(c spec.Cell) []string {
	_, key, _ := strings.Cut(c.Key, ".")
	var out []string
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			continue
		}
		variants := []*spec.Profile{p}
		for _, o := range p.Options() {
			for _, v := range o.Others {
				if other, err := p.Choose(map[string]string{o.Name: v}); err == nil {
					variants = append(variants, other)
				}
			}
		}
		for _, other := range variants {
			if v := other.Value(key); v != "" && v != c.Value && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}

// otherEffects leaves out one verb at a time, opens the card where nobody has
// given the number, or ends the session where nothing is to happen.
func otherEffects(verbs []string) []string {
	if len(verbs) == 0 {
		return []string{"clear-session clear-verified", "set-verified"}
	}
	var out []string
	if !slices.Contains(verbs, "set-verified") {
		out = append(out, strings.Join(append(slices.Clone(verbs), "set-verified"), " "))
	}
	for i := range verbs {
		out = append(out, strings.Join(slices.Delete(slices.Clone(verbs), i, i+1), " "))
	}
	return out
}

// flipped changes the last bit of bytes in hex; no bytes become one.
func flipped(hex string) string {
	last := hex[len(hex)-1]
	digits := "0123456789ABCDEF"
	return hex[:len(hex)-1] + string(digits[strings.IndexByte(digits, last)^1])
}
