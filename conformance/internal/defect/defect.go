// Package defect proves that cases can fail: it runs them on the built-in
// cards, where they must pass, and on the same cards with one defect, where
// the named ones must notice. It is for tests of the catalogue and must not
// import the reader.
package defect

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// Defect is one thing wrong with a card and the cases that must notice.
type Defect struct {
	// Name says what is wrong.
	Name string
	// Card is the built-in card that has it: "1", "2", "1-nophoto", ...;
	// empty means "1".
	Card string
	// Options change the emulated card (a cell of its table, say).
	Options []emulator.Option
	// Edit changes the card's files.
	Edit func(img *emulator.Image)
	// Wrap puts a misbehaving link between suite and card.
	Wrap func(conformance.Card) conformance.Card
	// Noticed are the IDs of the cases of which a claim must break.
	Noticed []string
	// Stopped are the IDs of the cases that must be INCONCLUSIVE, because
	// the defect takes away what they need.
	Stopped []string
}

// Cards are the built-in cards: each type with and without photo.
func Cards() []string { return perso.Builtins() }

// Subject makes the built-in card of that name, "1", "05-nophoto", into a
// subject; edit may be nil.
func Subject(tb testing.TB, name string, edit func(*emulator.Image), opts ...emulator.Option) *conformance.Subject {
	tb.Helper()
	s, err := Try(name, edit, opts...)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Try is Subject for options that the emulator may refuse.
func Try(name string, edit func(*emulator.Image), opts ...emulator.Option) (*conformance.Subject, error) {
	card, err := built(name)
	if err != nil {
		return nil, fmt.Errorf("built-in card %s: %w", name, err)
	}
	img := *card.Image
	img.Files = map[string][]byte{}
	for key, content := range card.Image.Files {
		img.Files[key] = slices.Clone(content)
	}
	if edit != nil {
		edit(&img)
	}
	s, err := conformance.NewEmulated(&img, card.Signed(), opts...)
	if err != nil {
		return nil, fmt.Errorf("built-in card %s: %w", name, err)
	}
	s.Anchors, s.Clock = card.Anchors, card.Clock
	return s, nil
}

// builds keeps the built-in cards once they are made: drawing and encoding the
// pictures takes longer than most cases. What is kept is never changed.
var builds sync.Map

func built(name string) (*perso.Result, error) {
	if made, ok := builds.Load(name); ok {
		return made.(*perso.Result), nil
	}
	made, err := perso.Build(perso.Builtin(name), issuer.Throwaway())
	if err == nil {
		builds.Store(name, made)
	}
	return made, err
}

// Prove runs the cases on every healthy built-in card, where none may fail,
// deviate, warn or be inconclusive, and then every defect. Cases in
// recordOnly have no expectation; every other one must be named by a defect.
func Prove(t *testing.T, cases []conformance.Case, recordOnly []string, defects []Defect) {
	t.Helper()
	for _, name := range Cards() {
		t.Run("healthy-"+name, func(t *testing.T) { healthy(t, cases, name) })
	}
	noticed := map[string]bool{}
	for _, d := range defects {
		for _, id := range slices.Concat(d.Noticed, d.Stopped) {
			noticed[id] = true
		}
		t.Run(d.Name, func(t *testing.T) { d.prove(t, cases) })
	}
	for _, c := range cases {
		if !noticed[c.ID] && !slices.Contains(recordOnly, c.ID) {
			t.Errorf("%s: no defect proves that it can fail", c.ID)
		}
	}
}

func healthy(t *testing.T, cases []conformance.Case, name string) {
	for _, i := range run(t, cases, Subject(t, name, nil)).Instances {
		switch i.Verdict {
		case conformance.Pass, conformance.NotApplicable:
		default:
			t.Errorf("%s: %s %s %+v", i.ID, i.Verdict, i.Reason, broken(i))
		}
	}
}

func (d Defect) prove(t *testing.T, cases []conformance.Case) {
	name := d.Card
	if name == "" {
		name = "1"
	}
	s := Subject(t, name, d.Edit, d.Options...)
	if d.Wrap != nil {
		s.Card = d.Wrap(s.Card)
	}
	wanted := slices.DeleteFunc(slices.Clone(cases), func(c conformance.Case) bool {
		return !c.Monitor && !slices.Contains(d.Noticed, c.ID) && !slices.Contains(d.Stopped, c.ID)
	})
	report := run(t, wanted, s)
	for _, id := range d.Noticed {
		if !slices.ContainsFunc(report.Instances, func(i conformance.InstanceResult) bool {
			return i.Case == id && len(broken(i)) > 0
		}) {
			t.Errorf("%s did not notice: %q", id, report.Cases[id].Verdict)
		}
	}
	for _, id := range d.Stopped {
		if v := report.Cases[id].Verdict; v != conformance.Inconclusive {
			t.Errorf("%s went on: %q", id, v)
		}
	}
	for _, i := range report.Instances {
		if i.SuiteError {
			t.Errorf("%s broke: %s", i.ID, i.Reason)
		}
	}
}

func run(t *testing.T, cases []conformance.Case, s *conformance.Subject) *conformance.Report {
	t.Helper()
	r, err := conformance.Run(context.Background(), s, conformance.Plan{Cases: cases, Seed: 1, Allow: conformance.S3})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func broken(i conformance.InstanceResult) []conformance.ClaimResult {
	return slices.DeleteFunc(slices.Clone(i.Claims), func(c conformance.ClaimResult) bool {
		return c.Verdict == conformance.Pass
	})
}
