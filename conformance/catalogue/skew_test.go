package catalogue_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
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
	"ke.base-key":          "one algorithm exists in this generation; another name is refused",
	"ke.cipher":            "one algorithm exists in this generation; another name is refused",
	"ke.mac":               "one algorithm exists in this generation; another name is refused",
	"ke.session-key":       "one algorithm exists in this generation; another name is refused",
	"sm.cipher":            "one algorithm exists in this generation; another name is refused",
	"sm.padding":           "one algorithm exists in this generation; another name is refused",
	"sm.mac":               "the first generation has no MAC to leave out",
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

	// Not asked: no case of the catalogue sends such a command and judges its
	// status word; ICC_I_03 and ICC_I_05 claim only that there is one and that
	// nothing is given out.
	"guard.unknown.header-missing":          "ICC_I_03 takes any status word",
	"guard.unknown.cla-unknown":             "unknown INS and unknown CLA together are not asked",
	"guard.challenge.cla-unknown=off":       "ICC_I_01 sends unknown CLAs with READ BINARY",
	"guard.mutual.cla-unknown=off":          "ICC_I_01 sends unknown CLAs with READ BINARY",
	"guard.verify.cla-unknown=off":          "ICC_I_01 sends unknown CLAs with READ BINARY",
	"guard.challenge.length-malformed=off":  "ICC_I_03 takes any status word",
	"guard.mutual.length-malformed=off":     "ICC_I_03 takes any status word",
	"guard.verify.length-malformed=off":     "ICC_I_03 takes any status word",
	"guard.read-plain.length-malformed=off": "ICC_I_03 takes any status word",
	"guard.read-sm.length-malformed=off":    "ICC_I_03 takes any status word",
	"guard.read-sm.cla-channel=off":         "ICC_I_02 sends channel bits without secure messaging",
	"guard.read-sm.p1p2-wrong":              "ICC_G_08 asks for wrong P1 in plain only",
	"effect.challenge.fail=":                "a challenge that survives a refused GET CHALLENGE is not asked",
}

// TestSkew changes one cell of one emulated card at a time: some case must
// notice. The expected bytes of the cases come from the witness and from
// literals, so a slip in a table shows here or in TestHealthyCards.
func TestSkew(t *testing.T) {
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		users := usersOfCells(t, p)
		for _, c := range p.Cells() {
			key := strings.TrimPrefix(c.Key, name+".")
			if exempt(c, key) {
				continue
			}
			for _, value := range others(c) {
				if _, listed := untested[key+"="+value]; listed {
					continue
				}
				t.Run(fmt.Sprintf("%s=%s", c.Key, value), func(t *testing.T) {
					t.Parallel()
					if !noticed(t, p, c.Key, value, users[key]) {
						t.Errorf("no case notices %s = %q instead of %q", c.Key, value, c.Value)
					}
				})
			}
		}
	}
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

// usersOfCells runs the catalogue once and says which cases rest on a cell.
func usersOfCells(t *testing.T, p *spec.Profile) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, i := range runAll(t, defect.Subject(t, p.Type, nil), catalogue.All()).Instances {
		for _, claim := range i.Claims {
			for _, key := range claim.Keys {
				if !slices.Contains(out[key], i.Case) {
					out[key] = append(out[key], i.Case)
				}
			}
		}
	}
	return out
}

// noticed tries the cases that rest on the cell first, then all.
func noticed(t *testing.T, p *spec.Profile, key, value string, users []string) bool {
	t.Helper()
	for _, among := range [][]string{users, nil} {
		cases := slices.DeleteFunc(catalogue.All(), func(c conformance.Case) bool {
			return among != nil && !slices.Contains(among, c.ID)
		})
		s := defect.Subject(t, p.Type, nil, emulator.WithSpec(key, value))
		for _, i := range runAll(t, s, cases).Instances {
			if i.SuiteError {
				t.Errorf("%s broke on %s = %q: %s", i.ID, key, value, i.Reason)
			}
			switch i.Verdict {
			case conformance.Fail, conformance.Deviates, conformance.Inconclusive, conformance.Warn: // a precondition that is gone tells of the card too
				return true
			}
		}
	}
	return false
}

func runAll(t *testing.T, s *conformance.Subject, cases []conformance.Case) *conformance.Report {
	t.Helper()
	r, err := conformance.Run(context.Background(), s, conformance.Plan{Cases: cases, Seed: 1, Allow: conformance.S3})
	if err != nil {
		t.Fatal(err)
	}
	return r
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
		wrong := "6F00" // in every table, and no event of a healthy card
		return []string{"off", wrong}
	case spec.Effect:
		return otherEffects(strings.Fields(c.Value))
	case spec.Layout:
		names := strings.Fields(c.Value)
		slices.Reverse(names)
		return []string{strings.Join(names, " ")}
	}
	return map[spec.Kind][]string{
		spec.Size: {"1", "24"}, spec.SFI: {"1D"}, spec.Tag: {"8F"}, spec.Bytes: {flipped(c.Value)},
	}[c.Kind]
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

// flipped changes the last bit of bytes in hex.
func flipped(hex string) string {
	last := hex[len(hex)-1]
	digits := "0123456789ABCDEF"
	return hex[:len(hex)-1] + string(digits[strings.IndexByte(digits, last)^1])
}
