package icc

import (
	"github.com/zairyukit/zairyu/conformance"
)

// verify is ICC_E: VERIFY (P 4.2.2, 3.4.1).
func verify() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_E_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("在留カード等番号による認証が成功する", "VERIFY succeeds with the card's own number"),
			Purpose: text("正しい番号で正常終了し、応答は平文の状態バイトだけである。", "The right number ends normally; the answer is the two status bytes in clear, although figure 3-6 says \"with SM\"."),
			Refs:    []string{"P 3.4.1", "P 4.2.2(3)", "P 4.2.2(4)", "P annex 2"}, Variants: conformance.Once(e01),
		},
		{
			ID: "ICC_E_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Safety: conformance.S1,
			Title:   text("番号が違えば照合不一致", "A wrong number is a mismatch"),
			Purpose: text("誤った番号には6300を返し、残り回数(63CX)は返さない。", "A wrong number gives 6300, never a remaining count 63CX."),
			Refs:    []string{"P 4.2.2(1)", "P 4.2.2(2)"}, Variants: conformance.Once(e02),
		},
		{
			ID: "ICC_E_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA", Safety: conformance.S1,
			Title:   text("平文のVERIFYは受け付けない", "VERIFY in plain is refused"),
			Purpose: text("VERIFYはSMコマンドに限る。CLA 00では番号が正しくても認証されない。", "VERIFY is for SM only: with CLA 00 not even the right number is accepted."),
			Refs:    []string{"P 4.2.2(2)"}, Variants: conformance.Once(e03),
		},
		{
			ID: "ICC_E_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VVS", Safety: conformance.S1,
			Title:   text("鍵交換前のVERIFYは受け付けない", "VERIFY before key agreement is refused"),
			Purpose: text("セッション鍵がなければ、どの鍵で暗号化しても認証されない。", "Without a session key no cryptogram is accepted, whatever key made it."),
			Refs:    []string{"P 3.5.2", "P 4.2.2(2)"}, Variants: conformance.Once(e04),
		},
		{
			ID: "ICC_E_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA", Safety: conformance.S2,
			Title:   text("パディングの誤り", "Wrong padding"),
			Purpose: text("正しい番号でもパディングが80 00 00 00でなければ6988で拒否する。", "Even with the right number, padding other than 80 00 00 00 is refused with 6988."),
			Refs:    []string{"P 4.2.2(3)(i)", "P 4.2.2(5)"}, Variants: e05,
		},
		{
			ID: "ICC_E_06", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA", Safety: conformance.S2,
			Title:   text("SM化データオブジェクトの値の誤り", "Wrong value of the SM object"),
			Purpose: text("暗号文の長さまたは先頭の01が誤っていれば6988で拒否する。", "A cryptogram of another length, or an indicator other than 01, is refused with 6988."),
			Refs:    []string{"P 4.2.2(3)", "P 4.2.2(5)"}, Variants: e06,
		},
		{
			ID: "ICC_E_07", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA", Safety: conformance.S2,
			Title:   text("SM化データオブジェクトのタグ・個数・長さの誤り", "Wrong tag, number or length of SM objects"),
			Purpose: text("タグ、個数、レングスの誤りは6988で拒否し、6987は返さない。", "Wrong tag, count or length is refused with 6988, never 6987."),
			Refs:    []string{"P 4.2.2(3)", "P 4.2.2(5)"}, Variants: e07,
		},
		{
			ID: "ICC_E_08", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA", Safety: conformance.S3,
			Title:   text("P2は86に限る", "P2 is 86 only"),
			Purpose: text("P2が86以外なら6A86または6A82で拒否する。", "Any other P2 is refused with 6A86 or 6A82."),
			Refs:    []string{"P 4.2.2(3)", "P 4.2.2(5)"}, Variants: e08,
		},
		{
			ID: "ICC_E_09", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA", Safety: conformance.S1,
			Title:   text("照合不一致で認証状態は失われる", "A mismatch ends the verified state"),
			Purpose: text("認証後に誤った番号を照合すると、各EFは再び読めなくなる。", "After a wrong number each EF is closed again."),
			Refs:    []string{"P 4.2.2(1)"}, Variants: perFile(protected, e09),
		},
		{
			ID: "ICC_E_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Safety: conformance.S1,
			Title:   text("認証状態は最後の照合結果による", "The last VERIFY decides"),
			Purpose: text("誤りの後に正しい番号、または正しい番号を2回照合すると読める。", "Wrong then right, or right twice, leaves the files open."),
			Refs:    []string{"P 4.2.2(1)"}, Variants: e10,
		},
		{
			ID: "ICC_E_11", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA", Safety: conformance.S1,
			Title:   text("照合失敗回数に制限はない", "There is no retry limit"),
			Purpose: text("3回(エミュレータでは1,000回)の不一致の後も正しい番号で認証できる。", "After 3 mismatches (1,000 on an emulated card) the right number is still accepted."),
			Refs:    []string{"P 4.2.2(2)"}, Variants: conformance.Once(e11),
		},
		{
			ID: "ICC_E_12", Rev: 1, Applies: "gen1 || gen2", Basis: "VA-", Safety: conformance.S2,
			Title:   text("Lcより長いデータではLcが正", "Lc wins over longer data"),
			Purpose: text("データがLcより1、2、16バイト長くてもLcの値で処理する。", "Data longer than Lc by 1, 2 or 16 bytes is taken as Lc says."),
			Refs:    []string{"P 4.2.2(6)"}, Variants: e12,
		},
		{
			ID: "ICC_E_13", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Safety: conformance.S1,
			Title:   text("よく似た番号は照合不一致", "Numbers that nearly fit are mismatches"),
			Purpose: text("小文字、空白、NUL、字形の似た文字、11文字、13文字は6300となる。", "Lower case, space, NUL, a look-alike, 11 and 13 characters give 6300."),
			Refs:    []string{"P 3.4.1", "P 4.2.2(1)"}, Variants: e13,
		},
		{
			ID: "ICC_E_14", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Safety: conformance.S3,
			Title:   text("12文字のすべてが照合される", "Each of the 12 characters counts"),
			Purpose: text("1文字だけ異なる番号は、どの位置でも照合不一致となる。", "A number that differs in one character is a mismatch, whichever it is."),
			Refs:    []string{"P 4.2.2(1)", "P 4.2.2(3)(i)"}, Variants: e14,
		},
	}
}
