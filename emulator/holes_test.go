package emulator_test

import (
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// seeds is how many walks are tried.
const seeds = 3000

// holes are weakened cards, each by one cell.
func holes() map[string]string {
	return map[string]string{
		"t1.guard.read-plain.not-verified":   "off",
		"t1.guard.read-plain.sm-required":    "off",
		"t1.guard.read-plain.no-current-ef":  "6D02",
		"t1.guard.read-plain.offset-outside": "off",
		"t1.guard.read-plain.data-present":   "off",
		"t1.guard.read-plain.p1p2-wrong":     "off",
		"t1.guard.read-sm.not-verified":      "off",
		"t1.guard.read-sm.no-session":        "off",
		"t1.guard.read-sm.sm-object-wrong":   "off",
		"t1.guard.read-sm.length-wrong":      "off",
		"t1.guard.read-sm.cla-sm":            "off",
		"t1.guard.verify.no-session":         "off",
		"t1.guard.verify.number-wrong":       "off",
		"t1.guard.verify.cla-plain":          "off",
		"t1.guard.verify.p1p2-wrong":         "off",
		"t1.guard.verify.sm-object-wrong":    "off",
		"t1.guard.mutual.no-challenge":       "off",
		"t1.guard.mutual.mac-wrong":          "off",
		"t1.guard.mutual.challenge-wrong":    "off",
		"t1.guard.mutual.length-wrong":       "off",
		"t1.guard.challenge.le-wrong":        "off",
		"t1.guard.challenge.cla-sm":          "off",
		"t1.guard.select.file-not-found":     "off",
		"t1.guard.select.p1p2-wrong":         "off",
		"t1.guard.unknown.always":            "off",
		"t1.effect.any":                      "",
		"t1.effect.verify.mismatch":          "",
		"t1.effect.verify.fail":              "set-verified",
		"t1.effect.mutual.ok":                "set-session",
		"t1.effect.mutual.fail":              "",
		"t1.effect.challenge.ok":             "set-challenge set-verified",
		"t1.effect.challenge.fail":           "",
		"t1.effect.select.ok":                "enter-df",
		"t1.effect.select.fail":              "clear-session",
		"t1.effect.read.ok":                  "",
		"t1.effect.read.fail":                "set-verified",
		"t1.effect.sm-error":                 "clear-session",
		"t1.df1.ef01.access":                 "free",
		"t1.df1.ef02.access":                 "number",
		"t1.df2.ef03.access":                 "free",
		"t1.df3.ef01.sfi":                    "03",
		"t1.df2.ef01.size":                   "341",
		"t1.ke.check.mac":                    "no",

		"t05.ke.cipher":       "tdes2-cbc-iv0",
		"t05.ke.mac":          "retail-mac-pad2",
		"t05.sm.cipher":       "tdes2-cbc-iv0",
		"t06.sm.cipher":       "aes128-cbc-ivcounter",
		"t05.df1.ef04.access": "number",
		"t05.df2.ef03.access": "free",
		"t06.df2.ef01.sfi":    "01",

		"t07.guard.set-key.not-entered":  "off",
		"t07.guard.set-key.length-wrong": "off",
		"t07.guard.set-key.cla-wrong":    "off",
		"t07.guard.set-key.p1p2-wrong":   "off",
		"t07.effect.set-key.ok":          "set-session start-counter",
		"t08.effect.set-key.ok":          "set-session clear-verified",
		"t07.effect.sm-command":          "",
		"t07.effect.sm-error":            "",
		"t08.effect.select-ap.ok":        "enter-df clear-ef",
		"t07.effect.select-mf.ok":        "enter-df clear-ef",
		"t07.effect.select.ok":           "enter-df clear-ef clear-session",
		"t07.sm.cipher":                  "aes128-cbc-iv0",
		"t08.sm.counter.start":           "0",
		"t07.sm.le.length":               "2",
		"t07.ke.oaep":                    "sha1-mgf1-sha1",
		"t08.ke.message":                 "A0{80:32,81:32}",
		"t07.ke.key-field.length":        "16",
		"t07.entry":                      "mf",
		"t07.ap.ef01.access":             "number",
	}
}

// resets are cards that keep something over a reset.
func resets() map[string]string {
	return map[string]string{
		"session":   "enter-mf clear-ef clear-challenge clear-verified",
		"challenge": "enter-mf clear-ef clear-session clear-verified",
		"EF":        "enter-mf clear-challenge clear-session clear-verified",
		"DF":        "clear-ef clear-challenge clear-session clear-verified",
	}
}

// The property that holds for the card must not hold for a weakened one, or
// it proves nothing. The walks are those of fixed seeds.
func TestWalksFindPlantedHoles(t *testing.T) {
	for key, value := range holes() {
		profile, _, _ := strings.Cut(key, ".")
		t.Run(key, func(t *testing.T) { expectFound(t, profile, emulator.WithSpec(key, value)) })
	}
	for kept, value := range resets() {
		t.Run("reset keeps "+kept, func(t *testing.T) { expectFound(t, "t1", emulator.WithSpec("t1.effect.reset", value)) })
	}
}

// Walks of fixed seeds find nothing on a card without a hole.
func TestWalksFindNothingElse(t *testing.T) {
	for seed := range 300 {
		if err := seededWalk(t, allProfiles()[seed%6], seed); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func expectFound(t *testing.T, profile string, hole emulator.Option) {
	t.Helper()
	for seed := range seeds {
		if seededWalk(t, profile, seed, hole) != nil {
			if err := seededWalk(t, profile, seed); err != nil {
				t.Errorf("seed %d finds something on the sound card too: %v", seed, err)
			}
			return
		}
	}
	t.Error("no walk finds this hole")
}

func seededWalk(t *testing.T, profile string, seed int, opts ...emulator.Option) error {
	t.Helper()
	img := image(profile)
	return walk(newCard(t, img, append(opts, counting())...), img, walkGenerator().Example(seed))
}
