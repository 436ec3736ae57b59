package icc

import (
	"fmt"
	"math"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// challenge is ICC_C: GET CHALLENGE (P 4.2.3, 4.2.4(2)).
func challenge() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_C_01", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("チャレンジは8バイト", "A challenge has 8 bytes"),
			Purpose: text("GET CHALLENGEは8バイトのカードチャレンジを返し正常終了する。", "GET CHALLENGE ends normally with a card challenge of 8 bytes."),
			Refs:    []string{"P 4.2.3(3)", "P 4.2.3(4)"},
			Variants: conformance.Once(func(t *conformance.T) {
				t.WantOK(t.Send([]byte{0x00, 0x84, 0x00, 0x00, 0x08}), 8, "ke.challenge.length", "sw.challenge.9000")
			}),
		},
		{
			ID: "ICC_C_02", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("チャレンジは乱数", "Challenges are random"),
			Purpose: text("1,000個(実カードでは100個)のチャレンジが互いに異なる。ビットの偏りは警告する。", "1,000 challenges, 100 of a physical card, all differ; bits out of balance are a warning."),
			Refs:    []string{"P 4.2.3(4)", "P annex 1"}, Variants: conformance.Once(c02),
		},
		{
			ID: "ICC_C_03", Rev: 1, Applies: "gen1 || gen2", Basis: "AA-", Safety: conformance.S2,
			Title:   text("GET CHALLENGEのLeとデータ部の検査", "GET CHALLENGE with another Le or with data"),
			Purpose: text("Leが08以外の場合と、データ部がある場合は拒否される。", "An Le other than 08, and a data field, are refused."),
			Refs:    []string{"P 4.2.3(3)", "P 4.2.3(5)"}, Variants: c03,
		},
		{
			ID: "ICC_C_04", Rev: 1, Applies: "gen1 || gen2", Basis: "AS-", Safety: conformance.S2,
			Title:   text("GET CHALLENGEのP1とP2の検査", "GET CHALLENGE with other P1 and P2"),
			Purpose: text("P1、P2が00以外の場合は拒否される。", "P1 or P2 other than 00 is refused."),
			Refs:    []string{"P 4.2.3(3)", "P 4.2.3(5)"}, Variants: c04,
		},
		{
			ID: "ICC_C_05", Rev: 1, Applies: "gen1 || gen2", Basis: "AA-", Safety: conformance.S1,
			Title:   text("チャレンジは直前に取得する", "The challenge is fetched directly before"),
			Purpose: text("GET CHALLENGEとMUTUAL AUTHENTICATEの間に他のコマンドがあると鍵交換は拒否される。", "With another command between GET CHALLENGE and MUTUAL AUTHENTICATE the key agreement is refused."),
			Refs:    []string{"P 4.2.4(2)"}, Variants: c05,
		},
		{
			ID: "ICC_C_06", Rev: 1, Applies: "gen1 || gen2", Basis: "VV-", Safety: conformance.S1,
			Title:   text("最後のチャレンジだけが有効", "Only the newest challenge serves"),
			Purpose: text("2回取得したチャレンジのうち、新しい方でのみ鍵交換できる。", "Of two challenges only the newer one leads to a session key."),
			Refs:    []string{"P 4.2.3(1)", "P 4.2.4(2)"}, Variants: c06,
		},
		{
			ID: "ICC_C_07", Rev: 1, Applies: "gen1 || gen2", Basis: "AA-",
			Title:   text("GET CHALLENGEだけでは認証状態は変わらない", "GET CHALLENGE alone keeps the session"),
			Purpose: text("認証後にGET CHALLENGEを実行しても、セッション鍵と認証状態が残る。", "After GET CHALLENGE in mid session the session key and the verified state are still there."),
			Refs:    []string{"P 4.2.3(1)"}, Variants: conformance.Once(c07),
		},
		{
			ID: "ICC_C_08", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("DFがカレントのときのGET CHALLENGE", "GET CHALLENGE while a DF is current"),
			Purpose: text("応答を記録する。6A82はこのコマンドのステータスワードにない。", "The answer is recorded; 6A82 is no status word of this command."),
			Refs:    []string{"P 4.2.3(5)"}, Variants: c08,
		},
	}
}

// repetitions is how often a case that counts repeats itself: an emulated
// card is asked more often than one made of silicon.
func repetitions(s *conformance.Subject, emulated, other int) int {
	if s.InProcess() {
		return emulated
	}
	return other
}

func c02(t *conformance.T) {
	n := repetitions(t.Subject, 1000, 100)
	distinct, ones := map[string]bool{}, [64]int{}
	for range n {
		a := t.Send(witness.GetChallenge())
		if a.SW != 0x9000 || len(a.Data) != 8 {
			t.Inconclusive("no challenge of 8 bytes: %s", a)
		}
		distinct[string(a.Data)] = true
		for i := range ones {
			ones[i] += int(a.Data[i/8]>>(i%8)) & 1
		}
	}
	t.Claim(text("チャレンジがすべて異なる", "all challenges differ"), "rule.random-challenge").
		Saw("%d of %d differ", len(distinct), n).Holds(len(distinct) == n)
	// Six standard deviations, which are half the root of n: a fair bit in
	// 64 comes so far about once in ten million runs.
	least, most, limit := slices.Min(ones[:]), slices.Max(ones[:]), 3*math.Sqrt(float64(n))
	t.Claim(text("どのビットも偏らない", "no bit is out of balance"), "rule.random-challenge").Warning().
		Saw("in %d challenges a bit is set %d to %d times", n, least, most).
		Holds(float64(n)/2-float64(least) <= limit && float64(most)-float64(n)/2 <= limit)
}

func c03(*conformance.Subject) []conformance.Variant {
	refused := func(name, guard string, tail ...byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			a := t.Send(append([]byte{0x00, 0x84, 0x00, 0x00}, tail...))
			t.WantRefused(a, guard)
			t.WantSW(a, []uint16{0x6700}, guard)
		}}
	}
	out := []conformance.Variant{refused("le-none", "guard.challenge.le-wrong")}
	for _, le := range []byte{0x00, 0x01, 0x07, 0x09, 0x10} {
		out = append(out, refused(fmt.Sprintf("le-%02x", le), "guard.challenge.le-wrong", le))
	}
	return append(out,
		refused("data-and-le", "guard.challenge.data-present", 0x01, 0x00, 0x08),
		refused("data-no-le", "guard.challenge.data-present", 0x08, 1, 2, 3, 4, 5, 6, 7, 8))
}

func c04(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, p := range [][2]byte{{0x01, 0x00}, {0x00, 0x01}, {0xFF, 0xFF}} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("p1p2-%02x%02x", p[0], p[1]), Run: func(t *conformance.T) {
			a := t.Send([]byte{0x00, 0x84, p[0], p[1], 0x08})
			t.WantRefused(a, "guard.challenge.p1p2-wrong")
			t.WantSW(a, []uint16{0x6A86}, "guard.challenge.p1p2-wrong")
		}})
	}
	return out
}

func c05(*conformance.Subject) []conformance.Variant {
	between := func(name string, normal bool, command func(t *conformance.T, term *witness.Terminal) []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			term := t.Agree()
			h := dBegin(t)
			if a := t.Send(command(t, term)); (a.SW == 0x9000) != normal {
				t.Inconclusive("the command between answered %s", a)
			}
			a := t.Send(h.command())
			t.WantRefused(a, "effect.any")
			t.WantSW(a, []uint16{0x6985}, "guard.mutual.no-challenge")
		}}
	}
	return []conformance.Variant{
		between("select", true, func(*conformance.T, *witness.Terminal) []byte { return witness.SelectMF() }),
		between("read", true, func(*conformance.T, *witness.Terminal) []byte { return witness.ReadPlain(0x8B, 0, 0) }),
		between("failed-read", false, func(*conformance.T, *witness.Terminal) []byte { return witness.ReadPlain(0x85, 0, 0) }),
		between("verify", true, func(t *conformance.T, term *witness.Terminal) []byte {
			return term.Session.Verify([]byte(t.Subject.Number))
		}),
	}
}

func c06(*conformance.Subject) []conformance.Variant {
	keys := []string{"ke.layout.ifd", "effect.challenge.ok"}
	return []conformance.Variant{
		{Name: "newer", Run: func(t *conformance.T) {
			dBegin(t)
			newer := dBegin(t)
			t.WantOK(t.Send(newer.command()), 40, keys...)
		}},
		{Name: "older", Run: func(t *conformance.T) {
			older := dBegin(t)
			dBegin(t)
			a := t.Send(older.command())
			t.WantRefused(a, keys...)
			t.WantSW(a, []uint16{0x6300}, "guard.mutual.challenge-wrong")
		}},
	}
}

func c07(t *conformance.T) {
	term := t.Open()
	if a := t.Send(witness.GetChallenge()); a.SW != 0x9000 {
		t.Inconclusive("no challenge in mid session: %s", a)
	}
	// That the session stays is inferred: 4.2.3 does not speak of it.
	wantStillOpen(t, "effect.any", "effect.challenge.ok")
	sealed := largest(t.Subject)
	content, err := term.ReadFile(t.Context(), sealed)
	t.Claim(text("セッション鍵が残っている", "the session key is still there"), "effect.any", "effect.challenge.ok").
		Saw("%d bytes, refused or not deciphered: %t", len(content), err != nil).
		Holds(err == nil && len(content) == sealed.Size)
}

func c08(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for df := 1; df <= 3; df++ {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("df%d", df), Run: func(t *conformance.T) {
			selectDFOf(t, witness.File{DF: df})
			a := t.Send(witness.GetChallenge())
			t.Claim(text("6A82を返さない", "never 6A82"), "sw.challenge.9000").Saw("%s", a).Holds(a.SW != 0x6A82)
			t.Claim(text("応答を記録", "answer recorded"), "sw.challenge.9000").Saw("%s", a).Recorded()
		}})
	}
	return out
}
