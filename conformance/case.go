// Package conformance judges cards: a [Case] is a value with a stable ID that
// makes claims about what a card does; the engine runs cases against a
// [Subject] and turns every claim into a verdict, so that what merely rests on
// an assumption never fails a card. The catalogue follows the clauses of the
// published specification (P, public edition Ver 1.5), chapters 3 and 4. It
// must not import the reader, which is judged like a stranger's.
package conformance

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
)

// Text is one text in both languages of our users.
type Text struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// In returns the text in the language lang, "ja" or anything else for English.
func (t Text) In(lang string) string {
	if lang == "ja" {
		return t.JA
	}
	return t.EN
}

// Safety says what a case may do to a card.
type Safety int

// The safety levels.
const (
	S0 Safety = iota // reads, refused ones too, and correct authentication
	S1               // wrong credentials or order
	S2               // malformed commands, with a reset after each
	S3               // emulated cards only
)

func (s Safety) String() string { return fmt.Sprintf("s%d", int(s)) }

// Case is one conformance case.
type Case struct {
	// ID is the stable name, "ICC_D_04"; never reused.
	ID string
	// Rev rises when the same bytes could get another verdict.
	Rev int
	// Title and Purpose are for people.
	Title, Purpose Text
	// Refs are the clauses, "P 4.2.4".
	Refs []string
	// Applies is an expression over the subject's atoms, "gen1 && photo".
	Applies string
	// Basis has three letters (V, S, A or -): what the main claim rests on
	// for the first generation, the second, and the specified cards. The
	// engine derives the letter from the claim's cells; a test compares.
	Basis string
	// Safety is the level of the most daring command.
	Safety Safety
	// Monitor marks a case that judges the exchanges of the whole run; it
	// runs after all others.
	Monitor bool
	// Variants lists the instances of the case for a subject. The first
	// claim of an instance is its main claim.
	Variants func(s *Subject) []Variant
}

// Variant is one instance of a case.
type Variant struct {
	// Name is the part of the instance's ID after '#'; empty if there is
	// only one.
	Name string
	// NotTestable, if set, says why the way to this card cannot express the
	// instance; it is then not run.
	NotTestable string
	// Run makes the claims. It never skips: what a case needs is decided
	// before it runs.
	Run func(t *T)
}

// Once makes the variants of a case that has one instance.
func Once(run func(t *T)) func(*Subject) []Variant {
	return func(*Subject) []Variant { return []Variant{{Run: run}} }
}

// InstanceID names one instance: "ICC_G_04@t1#df3.ef01".
func InstanceID(id, profile, variant string) string {
	if variant == "" {
		return id + "@" + profile
	}
	return id + "@" + profile + "#" + variant
}

// CatalogueHash is the SHA-256, in hex, over the ID and revision of every
// case in order of ID: two reports with the same hash judged by the same
// catalogue.
func CatalogueHash(cases []Case) string {
	sorted := slices.SortedFunc(slices.Values(cases), func(a, b Case) int { return cmp.Compare(a.ID, b.ID) })
	h := sha256.New()
	for _, c := range sorted {
		fmt.Fprintf(h, "%s %d\n", c.ID, c.Rev)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Select returns the cases whose ID matches the pattern; nil selects all.
func Select(cases []Case, pattern *regexp.Regexp) []Case {
	if pattern == nil {
		return cases
	}
	var out []Case
	for _, c := range cases {
		if pattern.MatchString(c.ID) {
			out = append(out, c)
		}
	}
	return out
}
