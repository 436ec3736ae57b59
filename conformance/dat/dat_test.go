package dat

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// builtIn holds the built-in cards, which take long to make.
var builtIn = sync.OnceValues(func() (map[string]*perso.Result, error) {
	cards := map[string]*perso.Result{}
	for _, name := range perso.Builtins() {
		card, err := perso.Build(perso.Builtin(name), issuer.Throwaway())
		if err != nil {
			return nil, err
		}
		cards[name] = card
	}
	return cards, nil
})

// subject makes a built-in card, edited, into a subject.
func subject(t *testing.T, name string, edits ...func(*emulator.Image)) *conformance.Subject {
	t.Helper()
	cards, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	card, img := cards[name], *cards[name].Image
	img.Files = map[string][]byte{}
	for key, content := range card.Image.Files {
		img.Files[key] = slices.Clone(content)
	}
	for _, e := range edits {
		e(&img)
	}
	s, err := conformance.NewEmulated(&img, card.Signed())
	if err != nil {
		t.Fatal(err)
	}
	s.Anchors, s.Clock = card.Anchors, card.Clock
	return s
}

// judge runs cases on a built-in card that was edited, and on a subject that
// was changed; change may be nil.
func judge(t *testing.T, cases []conformance.Case, card string, change func(*conformance.Subject), edits ...func(*emulator.Image)) *conformance.Report {
	t.Helper()
	s := subject(t, card, edits...)
	if change != nil {
		change(s)
	}
	r, err := conformance.Run(context.Background(), s, conformance.Plan{Cases: cases, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// wantAll demands that every instance passes or does not apply.
func wantAll(t *testing.T, cases []conformance.Case, card string, change func(*conformance.Subject), edits ...func(*emulator.Image)) {
	t.Helper()
	for _, i := range judge(t, cases, card, change, edits...).Instances {
		if i.Verdict != conformance.Pass && i.Verdict != conformance.NotApplicable {
			t.Errorf("%s: %s %s %+v", i.ID, i.Verdict, i.Reason, i.Claims)
		}
	}
}

// verdicts gives the verdict of every instance by its name without profile.
func verdicts(r *conformance.Report) map[string]conformance.Verdict {
	out := map[string]conformance.Verdict{}
	for _, i := range r.Instances {
		id, rest, _ := strings.Cut(i.ID, "@")
		if _, variant, found := strings.Cut(rest, "#"); found {
			id += "#" + variant
		}
		out[id] = i.Verdict
	}
	return out
}

// wantVerdicts demands the verdicts named.
func wantVerdicts(t *testing.T, r *conformance.Report, want map[string]conformance.Verdict) {
	t.Helper()
	got := verdicts(r)
	for id, v := range want {
		if got[id] != v {
			t.Errorf("%s: %q, want %q", id, got[id], v)
		}
	}
}

// The catalogue: every row once, and in order.
func TestCatalogue(t *testing.T) {
	want := "A_01 A_02 A_03 A_04 A_05 A_06 A_07 A_08 B_01 B_02 B_03 B_04 B_05 B_06 B_07 B_08 B_09 B_10 B_11 B_12 " +
		"C_01 C_02 C_03 C_04 C_05 C_06 C_07 D_01 D_02 D_03 D_04 D_05 D_06 D_07 D_08 D_09 D_10 " +
		"E_01 E_02 E_03 E_04 E_05 E_06 E_07 E_08 F_01 F_02"
	var got []string
	for _, c := range Cases() {
		got = append(got, strings.TrimPrefix(c.ID, "DAT_"))
		if c.Safety != conformance.S0 || c.Rev != 1 || len(c.Refs) == 0 {
			t.Errorf("%s: %+v", c.ID, c)
		}
		for _, text := range []string{c.Title.JA, c.Title.EN, c.Purpose.JA, c.Purpose.EN} {
			if text == "" {
				t.Errorf("%s lacks a text", c.ID)
			}
		}
	}
	if strings.Join(got, " ") != want {
		t.Errorf("cases %v", got)
	}
}

// The main claim rests on what the catalogue says, on both types.
func TestBasisOfMainClaims(t *testing.T) {
	for _, card := range []string{"1", "2", "1-nophoto", "2-nophoto"} {
		basis := map[string]string{}
		for _, c := range Cases() {
			basis[c.ID] = c.Basis[:1]
		}
		for _, i := range judge(t, Cases(), card, nil).Instances {
			if len(i.Claims) > 0 && i.Claims[0].Basis != basis[i.Case] {
				t.Errorf("%s: main claim rests on %q, the catalogue says %q", i.ID, i.Claims[0].Basis, basis[i.Case])
			}
		}
	}
}

// How many instances a type has.
func TestInstances(t *testing.T) {
	variant := regexp.MustCompile(`^[a-z0-9.-]*$`)
	for card, want := range map[string]string{
		"1": "A:32 B:19 C:9 D:14 E:13 F:8", "2": "A:21 B:8 C:9 D:11 E:13 F:5",
		"1-nophoto": "A:29 B:19 C:5 D:2 E:0 F:8", "2-nophoto": "A:18 B:8 C:5 D:2 E:0 F:5",
	} {
		counts := map[string]int{}
		for id, v := range verdicts(judge(t, Cases(), card, nil)) {
			if v != conformance.NotApplicable {
				counts[id[4:5]]++
			}
			if _, name, _ := strings.Cut(id, "#"); !variant.MatchString(name) {
				t.Errorf("%s: name of the variant", id)
			}
		}
		got := ""
		for f := 'A'; f <= 'F'; f++ {
			got += fmt.Sprintf("%c:%d ", f, counts[string(f)])
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("card %s: %s, want %s", card, got, want)
		}
	}
}

// No report holds a personal value: the texts of the built-in cards are
// looked for in all that was seen, for good and for broken cards.
func TestNothingPersonalIsSeen(t *testing.T) {
	personal := regexp.MustCompile(`SAMPLE|東京|AA12345678BB|20240401|131016|許可：`)
	for _, edits := range [][]func(*emulator.Image){nil, {put("df2/ef01", 1, 0x0E)}, {fileOf("df1/ef01")}, {fileOf("df3/ef01")},
		{put("df2/ef01", 9, '9')}, {put("df2/ef02", 60, 0xFF)}} {
		for _, i := range judge(t, Cases(), "1", nil, edits...).Instances {
			for _, c := range i.Claims {
				if personal.MatchString(c.Saw) {
					t.Errorf("%s: %s", i.ID, c.Saw)
				}
			}
			if personal.MatchString(i.Reason) {
				t.Errorf("%s: %s", i.ID, i.Reason)
			}
		}
	}
}
