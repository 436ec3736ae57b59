package reader_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
)

func TestLaterHealthy(t *testing.T) {
	for _, typ := range laterTypes() {
		card := newLater(t, typ, laterFiles(typ))
		r := reader.Check(t.Context(), card, laterOptions(t))
		if r.Verdict != reader.Valid || r.Err != nil || r.Type != typ || r.SW != 0x9000 || r.Signature.Form != "raw" || len(r.Chain.Habits) != 0 {
			t.Fatalf("%v, %v, %+v %+v", r, r.Err, r.Signature, r.Chain)
		}
		if !slices.Equal(r.Covered, []string{"entries", "face", "name"}) {
			t.Errorf("%s: covered %v", typ, r.Covered)
		}
		want := []string{"version", "type", "card_number", "address"}
		if typ == "05" || typ == "07" {
			want = append(want, "permission_comprehensive", "permission_comprehensive_until", "permission_individual", "application_status")
		}
		want = append(want, "commissioner_entry", "reserved_text", "number")
		if !slices.Equal(r.NotCovered, want) {
			t.Errorf("%s: not covered %v, want %v", typ, r.NotCovered, want)
		}
		flags := []reader.Flag{reader.TestAnchor}
		if card.specified() {
			flags = append(flags, reader.UnverifiedProfile, reader.DeliveryKeyOther)
		}
		if !slices.Equal(r.Flags, flags) {
			t.Errorf("%s: flags %v", typ, r.Flags)
		}
		if n := len(card.sent(0xB0)); n != map[string]int{"05": 11, "06": 9, "07": 13, "08": 11}[typ] {
			t.Errorf("%s: %d reads: %q", typ, n, card.sent(0xB0))
		}
		if len(r.Pictures) != 3 {
			t.Errorf("%s: %d pictures", typ, len(r.Pictures))
		}
		saneLater(t, card)
	}
}

// The whole sequence of a type 05 card with the randoms of appendix 2: from
// GET CHALLENGE to VERIFY every byte is the document's.
func TestAppendix2Replay(t *testing.T) {
	v := vector(t, "g2-transcript-appendix2")
	steps, err := v.Steps()
	if err != nil {
		t.Fatal(err)
	}
	s := &script{answers: map[string][]byte{"00B08A00000002": unhex("C1029000"), "00B08A02000002": unhex("30359000"),
		"00B08B00000000": unhex("C004303030319000")}}
	var want []string
	for _, step := range steps[:4] {
		want = append(want, fmt.Sprintf("%X", []byte(step.Command)))
		s.answers[want[len(want)-1]] = step.Answer
	}
	for command, id := range map[string]string{"08B08100000004960200000000": "g2-sm-answer-df1-ef01", "08B08300000004960200000000": "g2-sm-answer-df1-ef02",
		"08B08400000004960200000000": "g2-sm-answer-df1-ef03", "08B08600000004960200000000": "g2-sm-answer-df1-ef04"} {
		s.answers[command] = append(field(t, vector(t, id), "answer"), 0x90, 0)
	}
	s.answers["00A4040C10D392F0004F0400000000000000000000"] = unhex("9000")
	s.answers["00A4040C10D392F0004F0300000000000000000000"] = unhex("9000")
	for command, data := range map[string][]byte{"00B08200000000": make([]byte, 704), "00B08100000000": make([]byte, 22),
		"00B08300000000": make([]byte, 207)} { // DF2/EF02 and DF3/EF01 have one P1; both are given 704
		s.answers[command] = append(data, 0x90, 0)
	}
	doc, err := reader.Read(t.Context(), s, reader.Options{Number: testNumber,
		Random: bytes.NewReader(append(field(t, v, "rnd_ifd"), field(t, v, "k_ifd")...))})
	if err != nil {
		t.Fatal(err)
	}
	start := slices.Index(s.log, want[0])
	if start != 3 || !slices.Equal(s.log[start:start+4], want) {
		t.Errorf("sent %q, want %q", s.log, want)
	}
	if slices.Contains(s.log, toMF) {
		t.Error("SELECT MF, which nobody tells of this generation")
	}
	for _, i := range []int{4, 5, 6} { // the reads of appendix 2
		if c := fmt.Sprintf("%X", []byte(steps[i].Command)); !slices.Contains(s.log, c) {
			t.Errorf("%s was not sent", c)
		}
	}
	plain := map[string]string{"df1/ef01": "g2-sm-answer-df1-ef01", "df1/ef02": "g2-sm-answer-df1-ef02", "df1/ef03": "g2-sm-answer-df1-ef03",
		"df1/ef04": "g2-sm-answer-df1-ef04"}
	for _, f := range doc.Files {
		if id, ok := plain[f.Key]; ok && (f.State != reader.FileRead || !bytes.Equal(f.Data, field(t, vector(t, id), "plain"))) {
			t.Errorf("%s: %s, %d bytes", f.Key, f.State, len(f.Data))
		}
	}
}

// Free files first, then the key, the number, the DFs (SC 4.2).
func TestSpecifiedSequence(t *testing.T) {
	card := newLater(t, "07", laterFiles("07"))
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.Valid {
		t.Fatal(r, r.Err)
	}
	var got []string
	for _, c := range card.log {
		s := fmt.Sprintf("%X", c)
		if c[1] == 0xAE || c[1] == 0x20 {
			s = s[:14]
		}
		got = append(got, s)
	}
	want := []string{"00B08A00000002", toMF, "00B08A00000002", toAP, "00B08A00000002", "00B08A02000002", "00B08B00000000",
		"80AE0000000100", "08200086138611", "00A4040C10D392F0004F0200000000000000000000",
		"08B0810000000596030000000000", "08B0830000000596030000000000", "08B0840000000596030000000000", "08B0860000000596030000000000",
		"00A4040C10D392F0004F0400000000000000000000", "00B08200000000",
		"00A4040C10D392F0004F0300000000000000000000", "00B08100000000", "00B08200000000", "00B08300000000"}
	if !slices.Equal(got, want) {
		t.Errorf("sent\n%q\nwant\n%q", got, want)
	}

	card = newLater(t, "08", laterFiles("08"))
	card.files["mf/ef02"] = card.files["ap/ef02"] // a bonus that one source expects
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.Valid || slices.Contains(card.sent(0xA4), toMF) {
		t.Error(r, r.Err, card.sent(0xA4))
	}
	card = newLater(t, "08", laterFiles("08"))
	card.files["mf/ef02"], card.noAP = card.files["ap/ef02"], true
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.NotAResidenceCard {
		t.Error(r, r.Err)
	}
}

// A SELECT MF that is refused does not matter where the MF is current.
func TestNoSelectMF(t *testing.T) {
	card := newLater(t, "05", laterFiles("05"))
	card.noMF = true
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.Valid {
		t.Error(r, r.Err)
	}
	card = newLater(t, "05", laterFiles("05"))
	card.df = "df2" // as another program left it
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.Valid {
		t.Error(r, r.Err)
	}
}

// Without a delivery key the free files are shown, nothing is sent that needs
// one, and the error says what to give.
func TestNoDeliveryKey(t *testing.T) {
	for _, typ := range []string{"07", "08"} {
		card := newLater(t, typ, laterFiles(typ))
		o := laterOptions(t)
		o.DeliveryKey = nil
		d, err := reader.Read(t.Context(), card, o)
		r := d.Verify(o)
		if r.Verdict != reader.NotVerifiable || !errors.Is(err, reader.ErrNoDeliveryKey) || r.Err.Step != "set-key" || d.Opened {
			t.Errorf("%v, %v", r, err)
		}
		if v, ok := r.Field("version"); !ok || v.Text != "0001" || !r.Has(reader.UnverifiedProfile) || r.Has(reader.DeliveryKeyOther) {
			t.Errorf("version %+v, flags %v", v, r.Flags)
		}
		if len(card.sent(0xAE))+len(card.sent(0x20)) != 0 {
			t.Error("sent what needs a key")
		}
		saneLater(t, card)
	}
	o := laterOptions(t)
	o.DeliveryKey = nil
	if r := reader.Check(t.Context(), newLater(t, "05", laterFiles("05")), o); r.Verdict != reader.Valid {
		t.Error(r, r.Err)
	}
}

// After an SM error the sequence begins again with SELECT AP, and the number
// with 1.
func TestRestartOfSpecified(t *testing.T) {
	card := newLater(t, "08", laterFiles("08"))
	card.bend = at("read 2", say("6988"))
	r := reader.Check(t.Context(), card, laterOptions(t))
	if r.Verdict != reader.Valid {
		t.Fatal(r, r.Err)
	}
	var after []string
	for i, c := range card.log {
		if fmt.Sprintf("%X", c[:4]) == "08B08300" && after == nil {
			for _, c := range card.log[i+1:] {
				after = append(after, fmt.Sprintf("%X", c[:min(len(c), 21)]))
			}
		}
	}
	if len(after) < 5 || after[0] != toAP || slices.Contains(after, toMF) || !strings.HasPrefix(after[4], "80AE") {
		t.Errorf("after the error: %q", after)
	}
}

// The published delivery key is told by the digest of its file.
func TestPublishedDeliveryKey(t *testing.T) {
	o := laterOptions(t)
	copy(o.DeliveryKey.SHA256[:], unhex("98bf7014e478241f7943fc1a76c38b6c7bda4da9a927d106ae9ab8a1ad684d0a"))
	r := reader.Check(t.Context(), newLater(t, "07", laterFiles("07")), o)
	if r.Verdict != reader.Valid || r.Has(reader.DeliveryKeyOther) || !r.Has(reader.UnverifiedProfile) {
		t.Error(r, r.Err)
	}
	if r := reader.Check(t.Context(), newLater(t, "05", laterFiles("05")), laterOptions(t)); r.Has(reader.DeliveryKeyOther) {
		t.Error("a key that this card does not take:", r)
	}
}

// "Others" of type 06 under the other short identifier; on type 08, which
// nobody has checked, nothing is tried.
func TestOthersOfType06(t *testing.T) {
	card := newLater(t, "06", laterFiles("06"))
	card.others81 = true
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.Valid {
		t.Error(r, r.Err)
	}
	if sent := card.sent(0xB0); !slices.Equal(sent[len(sent)-2:], []string{"00B08300000000", "00B08100000000"}) {
		t.Errorf("%q", sent)
	}
	card = newLater(t, "08", laterFiles("08"))
	card.others81 = true
	r := reader.Check(t.Context(), card, laterOptions(t))
	if r.Verdict != reader.DataError || r.Err.Step != "df2/ef01" || slices.Contains(card.sent(0xB0), "00B08100000000") {
		t.Error(r, r.Err)
	}
	card = newLater(t, "06", laterFiles("06"))
	delete(card.files, "df2/ef01")
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.DataError || r.Err.SW != 0x6A82 {
		t.Error(r, r.Err)
	}
	saneLater(t, card)
}

// Any size of pieces gives the same bytes.
func TestLaterPieces(t *testing.T) {
	for _, typ := range laterTypes() {
		var whole *reader.Document
		files := laterFiles(typ)
		for _, n := range []int{0, 1600, 1024, 257, 231, 100, 17, 1 << 20} {
			card := newLater(t, typ, files)
			o := laterOptions(t)
			o.MaxRead = n
			d, err := reader.Read(t.Context(), card, o)
			if err != nil {
				t.Fatal(typ, n, err)
			}
			if whole == nil {
				whole = d
			}
			for i := range d.Files {
				if f := d.Files[i]; f.State != reader.FileRead || !bytes.Equal(f.Data, whole.Files[i].Data) ||
					!bytes.Equal(f.Data, card.files[f.Key]) {
					t.Errorf("%s in pieces of %d: %s differs", typ, n, f.Key)
				}
			}
		}
	}
}

// An ordinary My Number card has an AP of another name: only what tells a
// residence card is sent to it, and no PIN is touched.
func TestMyNumberCard(t *testing.T) {
	for _, other := range []string{"6A82", "6985", "6D00", "6E00", "6999"} {
		card := &answers{other: other, known: map[string]string{toMF: "9000"}}
		if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.NotAResidenceCard {
			t.Error(other, r, r.Err)
		}
		for _, c := range card.log {
			if c != readHead && c != toMF && c != toAP && c != version {
				t.Errorf("%s: sent %s", other, c)
			}
		}
	}
	for _, card := range []*answers{{other: "6A82"}, {other: "6283"}, {other: "9000"}} { // blank cards
		if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.NotAResidenceCard {
			t.Error(card.other, r, r.Err)
		}
	}
}

// Choices of the unverified block are used when set, and only then.
func TestProfileOptions(t *testing.T) {
	card := newLater(t, "07", laterFiles("07"))
	o := laterOptions(t)
	o.ProfileOptions = map[string]string{"read_object": "96-02"}
	r := reader.Check(t.Context(), card, o)
	if r.Verdict != reader.ProtocolError || r.Err.SW != 0x6988 || !slices.Contains(card.sent(0xB0), "08B08100000004960200000000") {
		t.Error(r, r.Err)
	}
	p, err := spec.Lookup("t07")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Choose(map[string]string{"plain_read": "sm-for-all", "iv": "zero"}); err != nil {
		t.Fatal(err)
	}
	card = newLater(t, "07", laterFiles("07"))
	card.suite = suiteOf(t, p)
	o.ProfileOptions = map[string]string{"plain_read": "sm-for-all", "iv": "zero"}
	if r := reader.Check(t.Context(), card, o); r.Verdict != reader.Valid || !r.Has(reader.UnverifiedProfile) {
		t.Error(r, r.Err)
	}
	for _, c := range card.sent(0xB0) {
		if strings.HasPrefix(c, "00") && c[4:6] != "8A" && c[4:6] != "8B" {
			t.Errorf("in clear: %s", c)
		}
	}
	o.ProfileOptions = map[string]string{"iv": "guess"}
	d, err := reader.Read(t.Context(), newLater(t, "07", laterFiles("07")), o)
	if d.Err == nil || d.Err.Verdict != reader.BadInput || !errors.Is(err, spec.ErrOption) {
		t.Error(err)
	}
	if r := reader.Check(t.Context(), newLater(t, "05", laterFiles("05")), o); r.Verdict != reader.Valid {
		t.Error("an option of 07 matters on 05:", r, r.Err)
	}
}

// A seventh type with nothing but a table.
func TestHypotheticalType(t *testing.T) {
	base, err := spec.Lookup("t05")
	if err != nil {
		t.Fatal(err)
	}
	p, err := base.With("t05.type", "09")
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.With("t05.df1.ef04.sfi", "07"); err != nil {
		t.Fatal(err)
	}
	files := laterFiles("05")
	files["mf/ef02"] = []byte("\xC1\x0209")
	o := laterOptions(t)
	if r := reader.Check(t.Context(), newLater(t, "05", files), o); r.Verdict != reader.UnsupportedType || r.Type != "09" {
		t.Error(r, r.Err)
	}
	o.Profiles = []*spec.Profile{p}
	card := newLater(t, "05", files)
	moved := transport(func(ctx context.Context, c []byte) ([]byte, error) {
		if c[1] == 0xB0 && card.df == "df1" && c[2] == 0x87 {
			c = append([]byte{c[0], c[1], 0x86}, c[3:]...)
		}
		return card.Transmit(ctx, c)
	})
	if r := reader.Check(t.Context(), moved, o); r.Verdict != reader.Valid || r.Type != "09" {
		t.Error(r, r.Err)
	}
}
