package fuzz

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/trust"
)

// words are texts that a card may hold.
func words(most int) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.RuneFrom([]rune("ABCxyz 0123-東京都千代田区霞が関大阪市北許可原則週時間以内")), 1, most, -1).
		Filter(func(s string) bool { return s == string(bytes.TrimSpace([]byte(s))) })
}

func dayFrom(t *rapid.T, label string, first, last int) perso.Date {
	n := rapid.IntRange(first, last).Draw(t, label)
	d, err := perso.ParseDate(time.Date(2000, 1, n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// cards draws descriptions of valid cards: an adult with or without photo.
func cards() *rapid.Generator[perso.Description] {
	return rapid.Custom(func(t *rapid.T) perso.Description {
		d := perso.Builtin(rapid.SampledFrom([]string{"1", "2"}).Draw(t, "type"))
		d.Number = rapid.StringMatching(`[A-Z]{2}[0-9]{8}[A-Z]{2}`).Draw(t, "number")
		d.Seed = rapid.Int64().Draw(t, "seed")
		d.Version = rapid.StringMatching(`[0-9]{4}`).Draw(t, "version")
		d.Holder.Name = words(30).Draw(t, "name")
		d.Address.Back = nil
		if rapid.Bool().Draw(t, "moved") {
			d.Address.Back = &perso.Back{Written: dayFrom(t, "written", 8900, 9600), Municipality: "131016", Text: words(80).Draw(t, "address")}
		}
		if rapid.IntRange(0, 9).Draw(t, "photo") != 0 {
			d.Photo = "none" // an encoded portrait takes as long as a hundred cards
		}
		if d.Type == "1" {
			d.OtherActivity.Comprehensive = permission(t, "comprehensive")
			d.OtherActivity.Individual = permission(t, "individual")
			d.Pending = rapid.Bool().Draw(t, "pending")
		}
		return d
	})
}

func permission(t *rapid.T, label string) perso.Activity {
	switch rapid.IntRange(0, 2).Draw(t, label) {
	case 0:
		return perso.Activity{State: perso.Never}
	case 1:
		return perso.Activity{State: perso.Withdrawn}
	}
	return perso.Activity{State: perso.Granted, Text: words(40).Draw(t, label+" text")}
}

// Any valid card, described, made, and read through its APDUs, gives back what
// was described, in whatever pieces it is read.
func TestWhatIsDescribedIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := cards().Draw(t, "card")
		made, err := perso.Build(d, nil)
		if err != nil {
			t.Fatalf("a valid description was refused: %v", err)
		}
		r := check(t, made, rapid.SampledFrom([]int{0, 0, 128, 231, 1693}).Draw(t, "pieces"))
		want := reader.Valid
		if !made.Signed() {
			want = reader.NotVerifiable
		}
		if r.Verdict != want {
			t.Fatalf("%s: %v", r, r.Err)
		}
		for field, text := range expected(d) {
			if got, ok := r.Field(field); !ok || got.Present != (text != "") || got.Text != text {
				t.Errorf("%s: read %q (%t), described %q", field, got.Text, ok, text)
			}
		}
		for _, p := range r.Pictures {
			if want := map[string][]byte{"front": made.Front, "face": made.Face}[p.Field]; !bytes.Equal(p.Bytes, want) {
				t.Errorf("%s: %d bytes read, %d made", p.Field, len(p.Bytes), len(want))
			}
		}
	})
}

func expected(d perso.Description) map[string]string {
	want := map[string]string{"type": d.Type, "version": d.Version, "number": d.Number,
		"address": "", "address_date": "", "municipality": ""}
	if b := d.Address.Back; b != nil {
		want["address"], want["address_date"], want["municipality"] = b.Text, b.Written.Time().Format("20060102"), b.Municipality
	}
	if d.Type == "1" {
		want["permission_comprehensive"], want["permission_individual"] = d.OtherActivity.Comprehensive.Text, d.OtherActivity.Individual.Text
		want["application_status"] = map[bool]string{true: "1", false: "0"}[d.Pending]
	}
	return want
}

func check(t *rapid.T, made *perso.Result, piece int) *reader.Result {
	card, err := emulator.New(*made.Image)
	if err != nil {
		t.Fatal(err)
	}
	anchors, err := trust.New(trust.Test)
	if err != nil {
		t.Fatal(err)
	}
	for i, der := range made.Anchors {
		if err := anchors.Add(der, fmt.Sprintf("anchor %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	return reader.Check(context.Background(), &tamper{card: card}, reader.Options{
		Number: made.Image.Number, Anchors: anchors, Now: made.Clock, MaxRead: piece})
}

// The catalogue finds nothing wrong with any of those cards either.
func TestRandomCardsConform(t *testing.T) {
	for seed := range 12 {
		d := cards().Example(seed)
		made, err := perso.Build(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := conformance.NewEmulated(made.Image, made.Signed())
		if err != nil {
			t.Fatal(err)
		}
		s.Anchors, s.Clock = made.Anchors, made.Clock
		r, err := conformance.Run(context.Background(), s, conformance.Plan{Cases: catalogue.All(), Seed: uint64(seed), Allow: conformance.S3})
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range r.Instances {
			if i.Verdict != conformance.Pass && i.Verdict != conformance.NotApplicable {
				t.Errorf("card %d: %s %s %s", seed, i.ID, i.Verdict, i.Reason)
			}
		}
	}
}
