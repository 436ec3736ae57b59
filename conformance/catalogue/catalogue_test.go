package catalogue_test

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

// Every case has what a report and `zairyu explain` show, in both languages.
func TestCasesAreComplete(t *testing.T) {
	id := regexp.MustCompile(`^(ICC|DAT)_[A-Z]_\d\d$`)
	basis := regexp.MustCompile(`^[VSA-]{3}$`)
	japanese := regexp.MustCompile(`\p{Han}|\p{Hiragana}|\p{Katakana}`)
	for _, c := range catalogue.All() {
		if !id.MatchString(c.ID) || !basis.MatchString(c.Basis) || c.Rev < 1 || len(c.Refs) == 0 || c.Variants == nil {
			t.Errorf("%s: ID, basis %q, revision, clauses or variants are wrong", c.ID, c.Basis)
		}
		for _, text := range []conformance.Text{c.Title, c.Purpose} {
			if !japanese.MatchString(text.JA) || text.EN == "" || japanese.MatchString(text.EN) {
				t.Errorf("%s: text is not in both languages: %+v", c.ID, text)
			}
		}
		if _, err := conformance.Applies(c.Applies, nil); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	}
}

func TestCatalogueOrder(t *testing.T) {
	var ids []string
	for _, c := range catalogue.All() {
		ids = append(ids, strings.Replace(c.ID, "DAT", "J", 1)) // DAT follows ICC
	}
	if !slices.IsSorted(ids) {
		t.Error("the cases are not in catalogue order")
	}
}

// The whole catalogue on the healthy cards: everything that applies passes,
// every claim is written in both languages, and what the main claim rests on
// is what the case says it rests on.
func TestHealthyCards(t *testing.T) {
	weakest := map[string]string{} // letters of the main claims, by case
	for _, name := range defect.Cards() {
		report, err := conformance.Run(context.Background(), defect.Subject(t, name, nil),
			conformance.Plan{Cases: catalogue.All(), Seed: 1, Allow: conformance.S3})
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, i := range report.Instances {
			if names[i.ID] {
				t.Errorf("%s stands twice", i.ID)
			}
			names[i.ID] = true
			if strings.ContainsAny(i.ID, "/, ") {
				t.Errorf("%q: an instance's name has no '/', ',' or space", i.ID)
			}
			if i.Verdict != conformance.Pass && i.Verdict != conformance.NotApplicable {
				t.Errorf("card %s: %s: %s %s", name, i.ID, i.Verdict, i.Reason)
			}
			checkClaims(t, i)
			if len(i.Claims) > 0 && i.Claims[0].Basis != "" {
				weakest[i.Case] = weaker(weakest[i.Case], generation(name), i.Claims[0].Basis)
			}
		}
	}
	for _, c := range catalogue.All() {
		if got := weakest[c.ID]; got != "" && got != c.Basis {
			t.Errorf("%s: the main claims rest on %s, the case says %s", c.ID, got, c.Basis)
		}
	}
}

// weaker puts a letter into the place of a generation, if it is weaker than
// what stands there.
func weaker(letters string, generation int, letter string) string {
	out := []byte(cmp.Or(letters, "---"))
	const rank = "-VSA"
	if strings.IndexByte(rank, letter[0]) > strings.IndexByte(rank, out[generation]) {
		out[generation] = letter[0]
	}
	return string(out)
}

// generation is the place of a card's letter in Basis: 0, 1 or 2.
func generation(card string) int {
	switch card[:min(2, len(card))] {
	case "05", "06":
		return 1
	case "07", "08":
		return 2
	}
	return 0
}

func checkClaims(t *testing.T, i conformance.InstanceResult) {
	t.Helper()
	for _, claim := range i.Claims {
		if claim.Text.JA == "" || claim.Text.EN == "" || claim.Saw == "" {
			t.Errorf("%s: claim without text or without what was seen: %+v", i.ID, claim)
		}
	}
}

// No report holds a personal value of the built-in cards.
func TestReportsHoldNoPersonalValues(t *testing.T) {
	for _, name := range []string{"1", "05", "07"} {
		t.Run(name, func(t *testing.T) { holdsNothingPersonal(t, defect.Subject(t, name, nil)) })
	}
}

func holdsNothingPersonal(t *testing.T, s *conformance.Subject) {
	report, err := conformance.Run(context.Background(), s,
		conformance.Plan{Cases: catalogue.All(), Seed: 1, Allow: conformance.S3})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range report.Instances {
		for _, claim := range i.Claims {
			for _, secret := range []string{s.Number, "霞が関", "131016", "20240401"} {
				if strings.Contains(claim.Saw, secret) || strings.Contains(claim.Text.JA+claim.Text.EN, secret) {
					t.Errorf("%s shows %q", i.ID, secret)
				}
			}
		}
	}
}
