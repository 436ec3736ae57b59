package reader_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// laterRow is a fault on cards of type 05 to 08 and what must come of it.
type laterRow struct {
	name     string
	types    string
	bend     bend
	verdicts []reader.Verdict
	sw       uint16
	keys     int  // MUTUAL AUTHENTICATE or SET SESSION KEY commands; 0: not looked at
	noVerify bool // and no READ of a protected EF
}

func (row laterRow) run(t *testing.T) {
	for _, typ := range strings.Fields(row.types) {
		t.Run(typ+" "+row.name, func(t *testing.T) {
			card := newLater(t, typ, laterFiles(typ))
			card.bend = row.bend
			r := reader.Check(t.Context(), card, laterOptions(t))
			if !slices.Contains(row.verdicts, r.Verdict) || r.Verdict != reader.Valid && len(r.Covered) > 0 {
				t.Errorf("%v (%v), covered %v, want %v", r, r.Err, r.Covered, row.verdicts)
			}
			if row.sw != 0 && (r.Err == nil || r.Err.SW != row.sw) {
				t.Errorf("error %v, want %04X", r.Err, row.sw)
			}
			if n := card.count["mutual"] + card.count["set-key"]; row.keys != 0 && n != row.keys {
				t.Errorf("%d times a key, want %d", n, row.keys)
			}
			if row.noVerify && card.count["verify"]+card.count["read"] != 0 {
				t.Error("the reading went on")
			}
			if card.specified() != r.Has(reader.UnverifiedProfile) {
				t.Errorf("flags %v", r.Flags)
			}
			saneLater(t, card)
		})
	}
}

const (
	agreed    = "05 06"
	delivered = "07 08"
	all       = "05 06 07 08"
)

func v(verdicts ...reader.Verdict) []reader.Verdict { return verdicts }

func TestLaterSequenceFaults(t *testing.T) {
	wrong, protocol, valid := v(reader.WrongNumber), v(reader.ProtocolError), v(reader.Valid)
	rows := []laterRow{
		{"mutual 6300", agreed, at("mutual", say("6300")), wrong, 0x6300, 1, true},
		{"mutual 6985 once", agreed, at("mutual 1", say("6985")), valid, 0, 2, false},
		{"mutual 6985 for ever", agreed, at("mutual", say("6985")), protocol, 0x6985, 2, true},
		{"E_ICC bit", agreed, at("mutual", flip(5)), protocol, 0, 1, true},
		{"M_ICC first half right", agreed, at("mutual", flip(36)), protocol, 0, 1, true},
		{"M_ICC last half right", agreed, at("mutual", flip(35)), protocol, 0, 1, true},
		{"M_ICC the right half", agreed, at("mutual", func(a []byte) []byte { return slices.Concat(a[:32], a[8:16], a[40:]) }), protocol, 0, 1, true},
		{"reflected", agreed, func(step string, c, a []byte) ([]byte, error) {
			if strings.HasPrefix(step, "mutual") {
				return append(bytes.Clone(c[5:45]), 0x90, 0), nil
			}
			return a, nil
		}, protocol, 0, 1, true},
		{"challenge refused", agreed, at("challenge", say("6985")), protocol, 0x6985, 0, true},
		{"verify 6300", all, at("verify", say("6300")), wrong, 0x6300, 1, false},
		{"verify 63C2", all, at("verify", say("63C2")), wrong, 0x63C2, 1, false},
		{"verify 6982", all, at("verify", say("6982")), protocol, 0x6982, 1, false},
		{"verify 6988, session kept", agreed, at("verify", say("6988")), protocol, 0x6988, 1, false},
		{"verify 6988 once, session gone", delivered, at("verify 1", say("6988")), valid, 0, 2, false},
		{"verify 6988 for ever", delivered, at("verify", say("6988")), protocol, 0x6988, 3, false},
		{"read 6988", agreed, at("read 1", say("6988")), protocol, 0x6988, 1, false},
		{"read 6987 once", delivered, at("read 2", say("6987")), valid, 0, 2, false},
		{"read 69FC once", delivered, at("read 3", say("69FC")), valid, 0, 2, false},
		{"read 6988 for ever", delivered, at("read", say("6988")), protocol, 0x6988, 3, false},
		{"read 6400 once", all, at("read 2", say("6400")), valid, 0, 2, false},
		{"key refused 6A80", delivered, at("set-key", say("6A80")), protocol, 0x6A80, 1, true},
		{"key refused 66F1", delivered, at("set-key", say("66F1")), protocol, 0x66F1, 1, true},
		{"key refused 6982", delivered, at("set-key", say("6982")), protocol, 0x6982, 1, true},
		{"key 6F00 once", delivered, at("set-key 1", say("6F00")), valid, 0, 2, false},
		{"key 6F00 for ever", delivered, at("set-key", say("6F00")), protocol, 0x6F00, 2, true},
		{"key with data", delivered, at("set-key", say("99029000"+"9000")), valid, 0, 1, false},
	}
	for i := 32; i < 40; i++ {
		rows = append(rows, laterRow{fmt.Sprintf("M_ICC byte %d", i-31), agreed, at("mutual", flip(i)), protocol, 0, 1, true})
	}
	for _, n := range []int{0, 31, 32, 39, 41} {
		rows = append(rows, laterRow{fmt.Sprintf("answer of %d bytes", n), agreed, at("mutual", length(n)), protocol, 0, 1, true})
	}
	for _, row := range rows {
		row.run(t)
	}
	for _, typ := range laterTypes() {
		card := newLater(t, typ, laterFiles(typ))
		card.number = "ZY98765432XW"
		if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.WrongNumber || r.Has(reader.NumberMismatch) {
			t.Errorf("%v %v", r, r.Err)
		}
	}
}

// Key and seed never repeat, the key after 6F00 neither.
func TestDeliveriesNeverRepeat(t *testing.T) {
	card := newLater(t, "07", laterFiles("07"))
	card.bend = at("set-key", say("6F00"))
	for range 10 {
		reader.Check(t.Context(), card, laterOptions(t))
	}
	sent := card.sent(0xAE)
	slices.Sort(sent)
	if len(slices.Compact(sent)) != 20 {
		t.Errorf("%d different deliveries", len(slices.Compact(sent)))
	}
}

// Right MACs over wrong randoms.
func TestLaterWrongRandoms(t *testing.T) {
	for name, i := range map[string]int{"RND.ICC": 0, "RND.IFD": 8} {
		card := newLater(t, "05", laterFiles("05"))
		card.bend = func(step string, _, answer []byte) ([]byte, error) {
			if !strings.HasPrefix(step, "mutual") {
				return answer, nil
			}
			plain := aesOpen(card.suite.BaseKey(card.number), answer[:32])
			plain[i] ^= 0x80
			return append(card.proof(plain[8:16], plain[:8], plain[16:], plain[16:]), 0x90, 0), nil
		}
		r := reader.Check(t.Context(), card, laterOptions(t))
		if r.Verdict != reader.ProtocolError || card.count["verify"] != 0 {
			t.Errorf("%s: %v %v", name, r, r.Err)
		}
	}
}

// The card numbers its answers one too far, or not at all: noticed at the
// first file, whatever its length.
func TestCounterSkip(t *testing.T) {
	for _, typ := range []string{"07", "08"} {
		for _, skew := range []uint64{1, ^uint64(0)} {
			for from := 1; from <= 4; from++ {
				card := newLater(t, typ, laterFiles(typ))
				card.bend = func(step string, c, a []byte) ([]byte, error) {
					if step == fmt.Sprintf("read %d", from) {
						card.skew = skew
						return card.read(c, card.n-1), nil
					}
					return a, nil
				}
				r := reader.Check(t.Context(), card, laterOptions(t))
				if r.Verdict != reader.ProtocolError || r.Err.Step != fmt.Sprintf("df1/ef%02d", from) {
					t.Errorf("%s from read %d: %v, %v", typ, from, r, r.Err)
				}
			}
		}
	}
	// Messages of 05 and 06 have no number.
	card := newLater(t, "05", laterFiles("05"))
	card.skew = 7
	if r := reader.Check(t.Context(), card, laterOptions(t)); r.Verdict != reader.Valid {
		t.Error(r, r.Err)
	}
}

// Refused SM commands count too: the number goes on after 6A82.
func TestRefusedCommandsCount(t *testing.T) {
	card := newLater(t, "07", laterFiles("07"))
	delete(card.files, "df1/ef02")
	r := reader.Check(t.Context(), card, laterOptions(t))
	if r.Verdict != reader.DataError || r.Err.Step != "df1/ef02" {
		t.Fatal(r, r.Err)
	}
	for _, f := range r.Files {
		if f.Key != "df1/ef02" && f.State != reader.FileRead {
			t.Errorf("%s: %s", f.Key, f.State)
		}
	}
}

func TestLaterSMFaults(t *testing.T) {
	rows := []laterRow{}
	for _, c := range []struct {
		name   string
		change func([]byte) []byte
	}{
		{"tag 87", func(a []byte) []byte { a[0] = 0x87; return a }},
		{"indicator 02", func(a []byte) []byte { a[2] = 2; return a }},
		{"8E after it", func(a []byte) []byte { return append(a[:len(a)-2], unhex("8E0811223344556677889000")...) }},
		{"no data", say("9000")},
		{"plain", say("C20C4141313233343536373842429000")},
		{"cut by a byte", func(a []byte) []byte { return slices.Concat([]byte{0x86, 0x10}, a[2:len(a)-3], a[len(a)-2:]) }},
		{"an error with a body", func(a []byte) []byte { return append(a[:len(a)-2], 0x69, 0x82) }},
		{"last byte", flip(-3)},
	} {
		rows = append(rows, laterRow{c.name, all, at("read 1", c.change), errata, 0, 0, false})
	}
	rows = append(rows,
		laterRow{"bit in an image", all, at("read 3", flip(3000)), v(reader.InvalidSignature), 0, 1, false},
		laterRow{"bit in the entries", all, at("read 2", flip(30)), v(reader.InvalidSignature, reader.DataError), 0, 1, false},
		laterRow{"SM answer to a plain read", all, at("read 5", say("8611015EA268036BD0A65290F2C9CC257422589000")), errata, 0, 0, false},
		laterRow{"Le 0000 refused", all, func(_ string, c, a []byte) ([]byte, error) {
			n := len(c)
			if c[1] == 0xB0 && (c[0] == 0 && n == 7 && c[5] == 0 && c[6] == 0 || c[0] == 8 && c[n-4] == 0 && c[n-3] == 0) {
				return unhex("6700"), nil
			}
			return a, nil
		}, v(reader.Valid), 0, 1, false}, // a free file is refused first, so the restart comes before the key
		laterRow{"cut at 1693", all, func(_ string, _, a []byte) ([]byte, error) {
			if len(a) > 1693 {
				a = append(a[:1693:1693], 0x90, 0)
			}
			return a, nil
		}, v(reader.Valid), 0, 2, false},
		laterRow{"answers of other lengths than asked", all, at("read 4", func(a []byte) []byte { return a[:2] }), errata, 0, 0, false},
	)
	for _, row := range rows {
		row.run(t)
	}
}

// Removal at any command, with and without the card's return.
func TestLaterRemoval(t *testing.T) {
	for _, typ := range []string{"06", "07"} {
		commands := map[string]int{"06": 17, "07": 20}[typ]
		for n := 1; n <= commands; n++ {
			for _, back := range []bool{false, true} {
				card := newLater(t, typ, laterFiles(typ))
				sent := 0
				card.bend = func(_ string, _, answer []byte) ([]byte, error) {
					if sent++; sent == n || sent > n && !back {
						card.reset()
						return nil, fmt.Errorf("slot 0: %w", reader.ErrCardRemoved)
					}
					return answer, nil
				}
				r := reader.Check(t.Context(), card, laterOptions(t))
				want := reader.CardRemoved
				if back || n > len(card.log) {
					want = reader.Valid
				}
				if r.Verdict != want {
					t.Errorf("%s gone at command %d, back %t: %v %v", typ, n, back, r, r.Err)
				}
			}
		}
	}
}
