package reader_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// bend is what a row does to an answer.
type bend = func(step string, command, answer []byte) ([]byte, error)

// at changes the answer at one step, "read 1", or at every step of a kind,
// "read".
func at(where string, change func(answer []byte) []byte) bend {
	return func(step string, _, answer []byte) ([]byte, error) {
		if step == where || strings.HasPrefix(step, where+" ") {
			return change(bytes.Clone(answer)), nil
		}
		return answer, nil
	}
}

func say(hex string) func([]byte) []byte { return func([]byte) []byte { return unhex(hex) } }

func flip(i int) func([]byte) []byte {
	return func(a []byte) []byte {
		if i < 0 {
			i += len(a)
		}
		a[i] ^= 1
		return a
	}
}

func length(n int) func([]byte) []byte {
	return func([]byte) []byte { return append(make([]byte, n), 0x90, 0) }
}

// expect is what a row demands beside the verdict.
type expect struct {
	verdicts   []reader.Verdict
	sw         uint16
	handshakes int  // MUTUAL AUTHENTICATE commands; 0: not looked at
	noVerify   bool // and nothing after it
	noRead     bool // no READ of a protected EF
}

func is(v ...reader.Verdict) expect { return expect{verdicts: v} }

var errata = []reader.Verdict{reader.ProtocolError, reader.DataError}

type row struct {
	name string
	bend bend
	want expect
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			card := newCard(t, "1", goodFiles())
			card.bend = c.bend
			r := reader.Check(t.Context(), card, options(t))
			c.want.judge(t, r, card)
		})
	}
}

func (e expect) judge(t *testing.T, r *reader.Result, card *fakeCard) {
	t.Helper()
	if !slices.Contains(e.verdicts, r.Verdict) {
		t.Errorf("%v (%v), want %v", r, r.Err, e.verdicts)
	}
	if r.Verdict != reader.Valid && len(r.Covered) != 0 {
		t.Errorf("%s, yet covered %v", r.Verdict, r.Covered)
	}
	if e.sw != 0 && (r.Err == nil || r.Err.SW != e.sw || r.SW != e.sw) {
		t.Errorf("status word %04X, error %v, want %04X", r.SW, r.Err, e.sw)
	}
	if n := card.count["mutual"]; e.handshakes != 0 && n != e.handshakes {
		t.Errorf("%d handshakes, want %d", n, e.handshakes)
	}
	if e.noVerify && card.count["verify"] != 0 {
		t.Error("VERIFY was sent")
	}
	if (e.noVerify || e.noRead) && (card.count["read"] != 0 || card.count["select"] > 1) {
		t.Error("the reading went on")
	}
	if n := len(card.log); n > 400 {
		t.Errorf("%d commands", n)
	}
	sane(t, card)
}

// sane are the rules that no fault may make the reader break: only commands
// of the specification, SM-only files under SM only, nothing protected before
// VERIFY.
func sane(t *testing.T, card *fakeCard) {
	t.Helper()
	verified, df := false, "mf"
	for _, c := range card.log {
		text := fmt.Sprintf("%X", c)
		switch {
		case text == toMF:
			verified, df = false, "mf" // every sequence begins there
		case strings.HasPrefix(text, "00A4040C10D392F0004F") && len(c) == 21:
			df = fmt.Sprintf("df%d", c[10]-1)
		case text == "0084000008", strings.HasPrefix(text, "0082000028") && len(c) == 46 && c[45] == 0:
		case strings.HasPrefix(text, "08200086138611") && len(c) == 24:
			verified = true
		case c[1] == 0xB0 && df == "mf" && (c[2] == 0x8A || c[2] == 0x8B) && c[0] == 0:
		case c[1] == 0xB0 && verified && (c[0] == 8 || c[0] == 0 && df == "df3"):
		default:
			t.Errorf("in %s, verified %t: sent %s", df, verified, text)
		}
	}
}

func TestHealthy(t *testing.T) {
	for _, typ := range []string{"1", "2"} {
		files := with(goodFiles(), "mf/ef02", []byte("\xC1\x01"+typ))
		if typ == "2" {
			for _, key := range []string{"df2/ef02", "df2/ef03", "df2/ef04"} {
				delete(files, key)
			}
		}
		card := newCard(t, typ, files)
		r := reader.Check(t.Context(), card, options(t))
		expect{verdicts: []reader.Verdict{reader.Valid}, handshakes: 1}.judge(t, r, card)
		if !slices.Equal(r.Covered, []string{"front", "face"}) || r.Type != typ || r.SW != 0x9000 || r.Err != nil {
			t.Errorf("%v, covered %v, SW %04X, %v", r, r.Covered, r.SW, r.Err)
		}
		if !slices.Equal(r.Flags, []reader.Flag{reader.TestAnchor}) {
			t.Errorf("flags %v", r.Flags)
		}
		for _, name := range []string{"version", "type", "address", "address_date", "municipality", "number"} {
			if !slices.Contains(r.NotCovered, name) {
				t.Errorf("%s is not among %v", name, r.NotCovered)
			}
		}
		var seen []string
		for _, c := range card.sent(0xB0) {
			if slices.Contains(seen, c) && c != "08B08100000004960200000000" {
				t.Errorf("%s sent twice", c)
			}
			seen = append(seen, c)
		}
		if n := len(card.sent(0xB0)); n != map[string]int{"1": 10, "2": 7}[typ] {
			t.Errorf("type %s: %d reads", typ, n)
		}
	}
}

func TestSequenceFaults(t *testing.T) { // IFD_B
	wrong := func(sw uint16) expect {
		return expect{verdicts: []reader.Verdict{reader.WrongNumber}, sw: sw, handshakes: 1, noRead: true}
	}
	stop := func(sw uint16) expect {
		return expect{verdicts: []reader.Verdict{reader.ProtocolError}, sw: sw, handshakes: 1, noRead: true}
	}
	rows := []row{
		{"verify 6300", at("verify", say("6300")), wrong(0x6300)},
		{"verify 63C2", at("verify", say("63C2")), wrong(0x63C2)},
		{"verify 63C0", at("verify", say("63C0")), wrong(0x63C0)},
		{"verify 6982", at("verify", say("6982")), stop(0x6982)},
		{"verify 6985", at("verify", say("6985")), stop(0x6985)},
		{"verify 6988", at("verify", say("6988")), stop(0x6988)},
		{"verify 6400", at("verify", say("6400")), stop(0x6400)},
		{"verify 6283 is no wrong number", at("verify", say("6283")), stop(0x6283)},
		{"verify with an SM answer", at("verify", say("860901BFF596EBB0C3E4279000")), is(reader.Valid)},
		{"read 6400 for ever", at("read 1", say("6400")), expect{verdicts: []reader.Verdict{reader.Valid}, handshakes: 2}},
		{"select DF1 6400 once", at("select 2", say("6400")), expect{verdicts: []reader.Verdict{reader.Valid}, handshakes: 2}},
		{"read always 6400", at("read", say("6400")), expect{verdicts: []reader.Verdict{reader.ProtocolError}, sw: 0x6400, handshakes: 3}},
		{"mutual 6300", at("mutual", say("6300")), expect{verdicts: []reader.Verdict{reader.WrongNumber}, sw: 0x6300, handshakes: 1, noVerify: true}},
	}
	for n := 1; n <= 7; n++ {
		rows = append(rows, row{fmt.Sprintf("read %d once 6400", n), at(fmt.Sprintf("read %d", n), say("6400")),
			expect{verdicts: []reader.Verdict{reader.Valid}, handshakes: 2}})
	}
	run(t, rows)

	card := newCard(t, "1", goodFiles())
	card.number = "ZY98765432XW"
	r := reader.Check(t.Context(), card, options(t))
	expect{verdicts: []reader.Verdict{reader.WrongNumber}, sw: 0x6300, handshakes: 1, noVerify: true}.judge(t, r, card)
}

// Randoms must never repeat: not between restarts, not between sessions.
func TestRandomsNeverRepeat(t *testing.T) {
	seen := map[string]bool{}
	card := newCard(t, "1", goodFiles())
	card.bend = at("read", say("6400"))
	card.rndICC = func() []byte { return make([]byte, 8) } // so that only the reader's randoms differ
	card.number = testNumber
	for range 20 {
		reader.Check(t.Context(), card, options(t))
	}
	for _, c := range card.sent(0x82) {
		if seen[c] {
			t.Fatal("a handshake was repeated")
		}
		seen[c] = true
	}
	if len(seen) != 60 {
		t.Errorf("%d handshakes", len(seen))
	}
}

func TestKeyAgreementFaults(t *testing.T) { // IFD_C
	stop := expect{verdicts: []reader.Verdict{reader.ProtocolError}, handshakes: 1, noVerify: true}
	rows := []row{
		{"mutual 6985 once", at("mutual 1", say("6985")), expect{verdicts: []reader.Verdict{reader.Valid}, handshakes: 2}},
		{"mutual 6985 for ever", at("mutual", say("6985")), expect{verdicts: []reader.Verdict{reader.ProtocolError}, sw: 0x6985, handshakes: 2, noVerify: false}},
		{"E_ICC bit", at("mutual", flip(5)), stop},
		{"M_ICC halves exchanged", at("mutual", func(a []byte) []byte {
			return slices.Concat(a[:32], a[36:40], a[32:36], a[40:])
		}), stop},
		{"M_ICC first half right", at("mutual", flip(36)), stop},
		{"M_ICC last half right", at("mutual", flip(35)), stop},
		{"challenge refused", at("challenge", say("6985")), expect{verdicts: []reader.Verdict{reader.ProtocolError}, sw: 0x6985, noVerify: true}},
	}
	for i := 32; i < 40; i++ {
		rows = append(rows, row{fmt.Sprintf("M_ICC byte %d", i-31), at("mutual", flip(i)), stop})
	}
	for _, n := range []int{0, 31, 32, 39, 41} {
		rows = append(rows, row{fmt.Sprintf("answer of %d bytes", n), at("mutual", length(n)), stop})
	}
	for _, n := range []int{0, 4, 7, 9, 16} {
		rows = append(rows, row{fmt.Sprintf("challenge of %d bytes", n), at("challenge", length(n)),
			expect{verdicts: []reader.Verdict{reader.ProtocolError}, noVerify: true}})
	}
	rows = append(rows, row{"reflected", func(step string, command, answer []byte) ([]byte, error) {
		if strings.HasPrefix(step, "mutual") {
			return append(bytes.Clone(command[5:45]), 0x90, 0), nil
		}
		return answer, nil
	}, stop})
	run(t, rows)

	weak := newCard(t, "1", goodFiles())
	weak.rndICC = func() []byte { return make([]byte, 8) }
	if r := reader.Check(t.Context(), weak, options(t)); r.Verdict != reader.Valid {
		t.Error("challenge of zeros:", r, r.Err)
	}
}

func TestRightMACWrongRandoms(t *testing.T) {
	for name, i := range map[string]int{"RND.ICC": 0, "RND.IFD": 8} {
		card := newCard(t, "1", goodFiles())
		card.bend = func(step string, command, answer []byte) ([]byte, error) {
			if !strings.HasPrefix(step, "mutual") {
				return answer, nil
			}
			base := card.suite.BaseKey(card.number)
			plain := open(base, answer[:32])
			plain[i] ^= 0x80
			h, _ := card.suite.NewHandshake(card.number, plain[8:16], plain[:8], plain[16:])
			data, _ := h.Data()
			return append(data, 0x90, 0), nil
		}
		r := reader.Check(t.Context(), card, options(t))
		t.Log(name)
		expect{verdicts: []reader.Verdict{reader.ProtocolError}, handshakes: 1, noVerify: true}.judge(t, r, card)
	}
}
