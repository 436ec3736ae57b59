package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// selection is ICC_B: SELECT FILE (P 4.2.1, 3.2.2, 3.3.2).
func selection() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_B_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("DF1を選択できる", "DF1 can be selected"),
			Purpose: text("AIDによるDF1の選択は正常終了し、データを返さない。", "Selecting DF1 by its AID ends normally without data."),
			Refs:    []string{"P 3.3.2", "P 4.2.1(3)", "P 4.2.1(4)"}, Variants: conformance.Once(bSelected(1)),
		},
		{
			ID: "ICC_B_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("DF2を選択できる", "DF2 can be selected"),
			Purpose: text("AIDによるDF2の選択は正常終了し、データを返さない。", "Selecting DF2 by its AID ends normally without data."),
			Refs:    []string{"P 3.3.2", "P 4.2.1(3)", "P 4.2.1(4)"}, Variants: conformance.Once(bSelected(2)),
		},
		{
			ID: "ICC_B_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("DF3を選択できる", "DF3 can be selected"),
			Purpose: text("AIDによるDF3の選択は正常終了し、データを返さない。", "Selecting DF3 by its AID ends normally without data."),
			Refs:    []string{"P 3.3.2", "P 4.2.1(3)", "P 4.2.1(4)"}, Variants: conformance.Once(bSelected(3)),
		},
		{
			ID: "ICC_B_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("存在しないファイルは選択できない", "A file that does not exist cannot be selected"),
			Purpose: text("未知のAIDとMFIDは拒否され、カレントDFは変わらない。", "An unknown AID or MFID is refused and the current DF stays."),
			Refs:    []string{"P 3.3.2", "P 4.2.1(3)", "P 4.2.1(5)"}, Variants: b04,
		},
		{
			ID: "ICC_B_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:   text("短いAIDとEFの選択の応答を記録", "Answers to a cut AID and to SELECT EF are recorded"),
			Purpose: text("仕様書が定めない選択方法への応答を記録する。", "What the card answers to selections that the document does not define."),
			Refs:    []string{"P 4.2.1(1)", "P 4.2.1(3)"}, Variants: b05,
		},
		{
			ID: "ICC_B_06", Rev: 1, Applies: "gen1 || gen2", Basis: "VV-",
			Title:   text("AP(..4F01..)は存在しない", "There is no AP ..4F01.."),
			Purpose: text("特定在留カードのAPのAIDは拒否される。", "The AID of the specified cards' AP is refused."),
			Refs:    []string{"P 3.3.2", "P 4.2.1(5)"}, Variants: conformance.Once(b06),
		},
		{
			ID: "ICC_B_07", Rev: 1, Applies: "gen1 || gen2", Basis: "AS-", Safety: conformance.S2,
			Title:   text("SELECT FILEのP1とP2の検査", "SELECT FILE with other P1 and P2"),
			Purpose: text("規定外のP1は拒否される。規定外のP2の応答は記録する。", "Another P1 is refused; the answer to another P2 is recorded."),
			Refs:    []string{"P 4.2.1(3)", "P 4.2.1(5)"}, Variants: b07,
		},
		{
			ID: "ICC_B_08", Rev: 1, Applies: "gen1 || gen2", Basis: "VA-", Safety: conformance.S2,
			Title:   text("SELECT FILEではLcより長いデータでもLcが正", "SELECT FILE: Lc wins over longer data"),
			Purpose: text("Lcより長いデータを送っても、Lcの長さで処理され選択される。", "With 1, 2 or 16 bytes too many the MF or DF is selected all the same."),
			Refs:    []string{"P 4.2.1(6)"}, Variants: b08,
		},
		{
			ID: "ICC_B_09", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("DFの選択だけでは読み出せない", "Selecting a DF alone opens nothing"),
			Purpose:  text("認証なしでDFを選択しても、保護されたEFは読み出せない。", "Without authentication no protected EF of a selected DF is given out."),
			Refs:     []string{"P 3.3.3", "P 4.2.1(2)", "P 4.2.5(2)"},
			Variants: perFile(protected, b09),
		},
		{
			ID: "ICC_B_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("DFを切り替えても認証状態は残る", "The session survives going from DF to DF"),
			Purpose: text("DF1、DF2、DF3、DF1の順に選択し、それぞれのEFを読み出せる。", "DF1, DF2, DF3 and DF1 again are selected and a file of each is read."),
			Refs:    []string{"P 3.5.1", "P annex 2"}, Variants: conformance.Once(b10),
		},
		{
			ID: "ICC_B_11", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("SELECT FILEのLcの検査", "SELECT FILE with a wrong Lc"),
			Purpose: text("データがLcより短い場合と、LcがP1-P2と矛盾する場合は拒否される。", "Data shorter than Lc, and an Lc that contradicts P1-P2, are refused."),
			Refs:    []string{"P 4.2.1(3)", "P 4.2.1(5)"}, Variants: b11,
		},
	}
}

func bSelected(df int) func(*conformance.T) {
	return func(t *conformance.T) {
		t.Enter()
		t.WantOK(t.Send(witness.SelectDF(df)), 0, fmt.Sprintf("df%d.aid", df), "sw.select.9000")
	}
}

func b04(*conformance.Subject) []conformance.Variant {
	unknown := func(name string, command []byte, keys ...string) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			t.Open()
			selectDFOf(t, witness.File{DF: 2})
			a := t.Send(command)
			t.WantRefused(a, keys...)
			t.WantSW(a, []uint16{0x6A82, 0x6999}, "guard.select.file-not-found")
			bWantDF2(t, text("カレントDFは変わらない", "the current DF stays"), "effect.select.fail")
		}}
	}
	return []conformance.Variant{
		unknown("aid-7f", witness.SelectDF(0x7E), "df1.aid", "df2.aid", "df3.aid"),
		unknown("mfid-3f01", []byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x01}, "mf.fid"),
		unknown("mfid-2f01", []byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x2F, 0x01}, "mf.fid"),
	}
}

// bWantDF2 claims that DF2 is current in an open card: its EF01, which
// every type has, comes whole.
func bWantDF2(t *conformance.T, claim conformance.Text, keys ...string) {
	f := probe(t.Subject)
	a := t.Send(witness.ReadPlain(f.P1, 0, 0))
	t.Claim(claim, keys...).Saw("DF2/EF01: %s", a).Holds(a.SW == 0x9000 && len(a.Data) == f.Size)
}

func b05(*conformance.Subject) []conformance.Variant {
	record := func(name string, command []byte, keys ...string) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			t.Enter()
			a := t.Send(command)
			free := t.Send(witness.ReadPlain(0x8B, 0, 0))
			t.Claim(text("応答と、その後のMF/EF01の読出しを記録", "answer, and a read of MF/EF01 after it, recorded"), keys...).
				Saw("%s; then MF/EF01: %s", a, free).Recorded()
		}}
	}
	var out []conformance.Variant
	for _, n := range []int{5, 7, 15} {
		command := witness.SelectDF(1)[:5+n]
		command[4] = byte(n)
		out = append(out, record(fmt.Sprintf("aid-%d-bytes", n), command, "guard.select.lc-contradicts"))
	}
	return append(out,
		record("ef-0001", []byte{0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x01}, "guard.select.p1p2-wrong"),
		record("ef-2f01", []byte{0x00, 0xA4, 0x02, 0x0C, 0x02, 0x2F, 0x01}, "guard.select.p1p2-wrong"))
}

func b06(t *conformance.T) {
	a := t.Send(witness.SelectDF(0)) // byte 5 of the AID is 01
	t.WantRefused(a, "df1.aid", "df2.aid", "df3.aid")
	t.WantSW(a, []uint16{0x6A82}, "guard.select.file-not-found")
}

func b07(*conformance.Subject) []conformance.Variant {
	withP := func(p1, p2 byte) []byte {
		command := witness.SelectDF(1)
		command[2], command[3] = p1, p2
		return command
	}
	var out []conformance.Variant
	for _, p2 := range []byte{0x00, 0x04, 0x08} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("p2-%02x", p2), Run: func(t *conformance.T) {
			t.Claim(text("規定外のP2への応答を記録", "answer to another P2 recorded"), "guard.select.p1p2-wrong").
				Saw("%s", t.Send(withP(0x04, p2))).Recorded()
		}})
	}
	for _, p1 := range []byte{0x01, 0x02, 0x08} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("p1-%02x", p1), Run: func(t *conformance.T) {
			bWantNothingSelected(t, withP(p1, 0x0C), "guard.select.p1p2-wrong", 0x6A86)
		}})
	}
	return out
}

// bWantNothingSelected claims that a malformed SELECT FILE is refused with one
// of the status words and that the current DF stays.
func bWantNothingSelected(t *conformance.T, command []byte, guard string, sw ...uint16) {
	t.Open()
	selectDFOf(t, witness.File{DF: 2})
	a := t.Send(command)
	t.WantRefused(a, guard)
	t.WantSW(a, sw, guard)
	bWantDF2(t, text("カレントDFは変わらない", "the current DF stays"), "effect.select.fail")
}

// bWantMF claims that the MF is current: its EF01 comes whole.
func bWantMF(t *conformance.T, claim conformance.Text, keys ...string) {
	a := t.Send(witness.ReadPlain(0x8B, 0, 0))
	t.Claim(claim, keys...).Saw("MF/EF01: %s", a).Holds(a.SW == 0x9000 && len(a.Data) == 6)
}

func b08(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, n := range []int{1, 2, 16} {
		surplus := bytes.Repeat([]byte{0xAA}, n)
		out = append(out,
			conformance.Variant{Name: fmt.Sprintf("mf-plus-%d", n), Run: func(t *conformance.T) {
				selectDFOf(t, witness.File{DF: 1})
				t.WantOK(t.Send(append(witness.SelectMF(), surplus...)), 0, "rule.lc-wins.select", "sw.select.9000")
				bWantMF(t, text("MFが選択された", "the MF is selected"), "mf.fid", "mf.ef01.access")
			}},
			conformance.Variant{Name: fmt.Sprintf("df2-plus-%d", n), Run: func(t *conformance.T) {
				t.Open()
				t.WantOK(t.Send(append(witness.SelectDF(2), surplus...)), 0, "rule.lc-wins.select", "sw.select.9000")
				bWantDF2(t, text("DF2が選択された", "DF2 is selected"), "df2.aid", "df2.ef01.access")
			}})
	}
	return out
}

func b09(t *conformance.T, f witness.File) {
	selectDFOf(t, f)
	a := t.Send(witness.ReadPlain(f.P1, 0, 0))
	t.WantRefused(a, dotted(f)+".access")
	t.WantSW(a, []uint16{0x6982}, "guard.read-plain.not-verified")
}

func b10(t *conformance.T) {
	term := t.Open()
	var front [][]byte
	for _, df := range []int{1, 2, 3, 1} {
		f := files(t.Subject, func(f witness.File) bool { return f.DF == df })[0]
		content, err := term.ReadFile(t.Context(), f)
		t.Claim(text(fmt.Sprintf("DF%dのEF01を読み出せる", df), fmt.Sprintf("EF01 of DF%d can be read", df)),
			fmt.Sprintf("df%d.aid", df), dotted(f)+".access", "sm.cipher").
			Saw("%d bytes, expected %d; refused or not deciphered: %t", len(content), f.Size, err != nil).
			Holds(err == nil && len(content) == f.Size)
		if df == 1 {
			front = append(front, content)
		}
	}
	t.WantBytes(text("DF1に戻っても同じ内容", "back in DF1 the content is the same"), front[1], front[0],
		"df1.aid", "df1.ef01.access")
}

func b11(*conformance.Subject) []conformance.Variant {
	wrong := func(name string, command []byte, guard string, sw ...uint16) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			bWantNothingSelected(t, command, guard, sw...)
		}}
	}
	const short, contradicts = "guard.select.length-malformed", "guard.select.lc-contradicts"
	long := append(witness.SelectDF(1), 0x00)
	long[4] = 0x11
	return []conformance.Variant{
		wrong("mf-1-byte-short", witness.SelectMF()[:6], short, 0x6700),
		wrong("df-1-byte-short", witness.SelectDF(1)[:20], short, 0x6700),
		wrong("df-8-bytes-short", witness.SelectDF(1)[:13], short, 0x6700),
		// A fifth byte 00 is an Le to some cards, and then 6700 is right too.
		wrong("mf-lc-00", []byte{0x00, 0xA4, 0x00, 0x00, 0x00}, contradicts, 0x6A87, 0x6700),
		wrong("mf-lc-01", []byte{0x00, 0xA4, 0x00, 0x00, 0x01, 0x3F}, contradicts, 0x6A87),
		wrong("mf-lc-03", []byte{0x00, 0xA4, 0x00, 0x00, 0x03, 0x3F, 0x00, 0x00}, contradicts, 0x6A87),
		wrong("df-lc-00", []byte{0x00, 0xA4, 0x04, 0x0C, 0x00}, contradicts, 0x6A87, 0x6700),
		wrong("df-lc-11", long, contradicts, 0x6A87),
	}
}
