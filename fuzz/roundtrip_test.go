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
	"github.com/zairyukit/zairyu/reader/deliverykey"
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
		d := perso.Builtin(rapid.SampledFrom(perso.Types()).Draw(t, "type"))
		d.Number = rapid.StringMatching(`[A-Z]{2}[0-9]{8}[A-Z]{2}`).Draw(t, "number")
		d.Seed = rapid.Int64().Draw(t, "seed")
		d.Version = rapid.StringMatching(`[0-9]{4}`).Draw(t, "version")
		d.Holder.Name = words(30).Draw(t, "name")
		d.Address.Back = nil
		if later(d) {
			drawLater(t, &d)
		} else if rapid.Bool().Draw(t, "moved") {
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

// later says that a card is of types 05 to 08.
func later(d perso.Description) bool { return len(d.Type) == 2 }

// drawLater draws what cards of types 05 to 08 hold as codes.
func drawLater(t *rapid.T, d *perso.Description) {
	d.Holder.Sex = rapid.SampledFrom([]perso.Sex{perso.Male, perso.Female, perso.Other}).Draw(t, "sex")
	d.Holder.Nationality.Code = rapid.StringMatching(`[A-Z]{3}`).Draw(t, "nationality")
	d.Commissioner.Entry = rapid.Bool().Draw(t, "entry")
	d.Commissioner.Text = rapid.SampledFrom([]string{"", "予備", "abc 123"}).Draw(t, "reserved")
	if d.Residence == nil {
		return
	}
	d.Residence.Status.Code = rapid.StringMatching(`[A-Z0-9]{10}`).Draw(t, "status")
	d.Residence.Period.Code = rapid.SampledFrom([]string{"0403", "0100", "0006", "090"}).Draw(t, "period")
	d.Residence.Work.Code = rapid.SampledFrom([]string{"1", "2", "4", "9"}).Draw(t, "work")
	d.OtherActivity = perso.OtherActivity{}
	if rapid.Bool().Draw(t, "comprehensive") {
		d.OtherActivity.Comprehensive = perso.Activity{State: perso.Granted,
			Code: rapid.SampledFrom([]string{"1", "2"}).Draw(t, "code"), Expires: perso.Date{Year: 2027, Month: 3, Day: 31}}
	}
	if rapid.Bool().Draw(t, "individual") {
		d.OtherActivity.Individual = perso.Activity{State: perso.Granted}
	}
	d.Pending = rapid.Bool().Draw(t, "pending")
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
			if want := map[string][]byte{"front": made.Front, "face": made.Face, "name": made.Name, "address": made.Address}[p.Field]; !bytes.Equal(p.Bytes, want) {
				t.Errorf("%s: %d bytes read, %d made", p.Field, len(p.Bytes), len(want))
			}
		}
	})
}

func expected(d perso.Description) map[string]string {
	if later(d) {
		return expectedLater(d)
	}
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

func expectedLater(d perso.Description) map[string]string {
	flag := map[bool]string{true: "1", false: "0"}
	want := map[string]string{"type": d.Type, "version": d.Version, "number": d.Number, "card_number": d.Number,
		"card_expiry": d.Card.Expires.Time().Format("20060102"), "birth": d.Holder.Born.Time().Format("20060102"),
		"sex": map[perso.Sex]string{perso.Male: "1", perso.Female: "2", perso.Other: "3"}[d.Holder.Sex], "nationality": d.Holder.Nationality.Code,
		"commissioner_entry": flag[d.Commissioner.Entry], "reserved_text": d.Commissioner.Text}
	r := d.Residence
	if r == nil {
		return want
	}
	want["status"], want["period"], want["work"] = r.Status.Code, r.Period.Code, r.Work.Code
	want["permission_kind"], want["permission_date"] = r.Permission.Code, r.Permission.Date.Time().Format("20060102")
	want["period_until"] = r.Period.Until.Time().Format("20060102")
	want["permission_comprehensive"], want["permission_comprehensive_until"] = "0", ""
	if a := d.OtherActivity.Comprehensive; a.State == perso.Granted {
		want["permission_comprehensive"], want["permission_comprehensive_until"] = a.Code, a.Expires.Time().Format("20060102")
	}
	want["permission_individual"] = flag[d.OtherActivity.Individual.State == perso.Granted]
	want["application_status"] = flag[d.Pending]
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
	o := reader.Options{Number: made.Image.Number, Anchors: anchors, Now: made.Clock, MaxRead: piece}
	if made.DeliveryKey != nil {
		if o.DeliveryKey, err = deliverykey.Parse(made.DeliveryKey); err != nil {
			t.Fatal(err)
		}
	}
	return reader.Check(context.Background(), &tamper{card: card}, o)
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
