package icc

import (
	"slices"

	"github.com/zairyukit/zairyu/conformance"
)

// mutual is ICC_D: MUTUAL AUTHENTICATE (P 4.2.4, annex 1, annex 2).
func mutual() []conformance.Case {
	cases := slices.Concat(dRight(), dWrong(), dState(), dFrame())
	slices.SortFunc(cases, func(a, b conformance.Case) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return cases
}

// dRight are the cases in which key agreement succeeds.
func dRight() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_D_01", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("セッション鍵を交換できる", "A session key can be agreed"),
			Purpose: text("応答は40バイトで、M_ICC、RND.ICC、RND.IFDが正しく、KSencを使用できる。", "The answer has 40 bytes, M_ICC, RND.ICC and RND.IFD are right, and KSenc works."),
			Refs:    []string{"P 4.2.4(4)", "P annex 1"}, Variants: d01,
		},
		{
			ID: "ICC_D_02", Rev: 1, Applies: "(gen1 || gen2) && emu", Basis: "VV-", Safety: conformance.S3,
			Title:   text("文書の例の値によるセッション鍵交換", "Key agreement with the values of the document's example"),
			Purpose: text("RND.ICCとK.ICCを固定すると、E_ICCとM_ICCが別添2の値と一致する。", "With RND.ICC and K.ICC pinned, E_ICC and M_ICC are those of annex 2, or of the second generation's appendix 2."),
			Refs:    []string{"P annex 1", "P annex 2"}, Variants: conformance.Once(d02),
		},
		{
			ID: "ICC_D_03", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("K.ICCは乱数", "K.ICC is random"),
			Purpose: text("100回のセッション鍵交換でK.ICCがすべて異なる。", "100 key agreements give 100 different K.ICC."),
			Refs:    []string{"P annex 1"}, Variants: conformance.Once(d03),
		},
		{
			ID: "ICC_D_17", Rev: 1, Applies: "gen1 || gen2", Basis: "VA-", Safety: conformance.S2,
			Title:   text("MUTUAL AUTHENTICATEではLcより長いデータでもLcが正", "MUTUAL AUTHENTICATE: Lc wins over longer data"),
			Purpose: text("Lcより長いデータを送っても、Lcの長さで処理され鍵交換が成立する。", "With 1, 2 or 16 bytes too many the session key is agreed all the same."),
			Refs:    []string{"P 4.2.4(6)"}, Variants: d17,
		},
		{
			ID: "ICC_D_19", Rev: 1, Applies: "gen1 && emu", Basis: "V--", Safety: conformance.S3,
			Title:   text("別添2の読出しシーケンス", "The sequence of annex 2"),
			Purpose: text("別添2の20手順を、乱数を固定して1バイトずつ照合する。", "The 20 steps of annex 2 with pinned randoms, byte for byte; bodies that the annex leaves out by length, header and ends."),
			Refs:    []string{"P annex 2"}, Variants: conformance.Once(d19),
		},
		{
			ID: "ICC_D_20", Rev: 1, Applies: "gen2 && emu", Basis: "-V-", Safety: conformance.S3,
			Title:   text("第2世代の別添2の読出しシーケンス", "The sequence of the second generation's appendix 2"),
			Purpose: text("鍵交換からDF1/EF03、DF3/EF01までの読出しを、乱数を固定して1バイトずつ照合する。", "Key agreement and the reads of DF1/EF03 and DF3/EF01 with pinned randoms, byte for byte."),
			Refs:    []string{"2G appendix 2"}, Variants: conformance.Once(d20),
		},
	}
}

// dWrong are the cases in which what the terminal proves is wrong.
func dWrong() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_D_04", Rev: 1, Applies: "gen1 || gen2", Basis: "SS-", Safety: conformance.S1,
			Title:   text("誤ったM_IFDは拒否される", "A wrong M_IFD is refused"),
			Purpose: text("M_IFDの各バイトを誤らせると照合不一致となる。", "A mistake in any byte of M_IFD is a mismatch."),
			Refs:    []string{"P 4.2.4(5)", "P annex 1"}, Variants: d04,
		},
		{
			ID: "ICC_D_05", Rev: 1, Applies: "gen1 || gen2", Basis: "VV-", Safety: conformance.S1,
			Title:   text("RND.ICCを含まないE_IFDは拒否される", "An E_IFD without RND.ICC is refused"),
			Purpose: text("E_IFDの先頭16バイトを変更し、M_IFDを計算し直しても照合不一致となる。", "With bytes 0 to 15 of E_IFD altered and M_IFD made to fit, it is a mismatch."),
			Refs:    []string{"P annex 1"}, Variants: d05,
		},
		{
			ID: "ICC_D_06", Rev: 1, Applies: "gen1 || gen2", Basis: "VV-", Safety: conformance.S1,
			Title:   text("別の番号による鍵交換は拒否される", "Key agreement under another number is refused"),
			Purpose: text("カードの在留カード等番号以外から作った鍵では照合不一致となる。", "With keys made from another card number it is a mismatch."),
			Refs:    []string{"P annex 1"}, Variants: d06,
		},
		{
			ID: "ICC_D_07", Rev: 1, Applies: "gen1 || gen2", Basis: "VV-", Safety: conformance.S1,
			Title:   text("誤ったRND.ICCは拒否される", "A wrong RND.ICC is refused"),
			Purpose: text("以前のチャレンジ、00のチャレンジ、1ビット異なるチャレンジでは照合不一致となる。", "An earlier challenge, 00, and a challenge that is one bit off are mismatches."),
			Refs:    []string{"P 4.2.4(2)", "P annex 1"}, Variants: d07,
		},
		{
			ID: "ICC_D_11", Rev: 1, Applies: "gen1 || gen2", Basis: "AS-", Safety: conformance.S1,
			Title:   text("別の世代の鍵交換は拒否される", "The other generation's key agreement is refused"),
			Purpose: text("もう一方の世代の暗号とMACによる認証データは照合不一致となり、正しい鍵交換はその後も成立する。", "A frame made with the other generation's cipher and MAC is a mismatch, and the right one serves afterwards."),
			Refs:    []string{"P annex 1"}, Variants: conformance.Once(d11),
		},
		{
			ID: "ICC_D_15", Rev: 1, Applies: "(gen1 || gen2) && emu", Basis: "SS-", Safety: conformance.S3,
			Title:   text("M_IFDの全ビットが照合される", "Every bit of M_IFD counts"),
			Purpose: text("M_IFDの64ビットのいずれを反転しても照合不一致となる。", "Each of the 64 bits flipped is a mismatch."),
			Refs:    []string{"P annex 1"}, Variants: conformance.Once(d15),
		},
		{
			ID: "ICC_D_18", Rev: 1, Applies: "gen1 || gen2", Basis: "SS-", Safety: conformance.S1,
			Title:   text("類似のMACは拒否される", "Neighbours of the MAC are refused"),
			Purpose: text("パディングや計算方法の異なるMACは照合不一致となる。", "A MAC with another padding, of another half, or of a like algorithm is a mismatch."),
			Refs:    []string{"P annex 1"}, Variants: d18,
		},
	}
}

// dState are the cases about challenge, session key and verified state.
func dState() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_D_08", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-", Safety: conformance.S1,
			Title:   text("チャレンジなしの鍵交換は拒否される", "Key agreement without a challenge is refused"),
			Purpose: text("GET CHALLENGEを実行しない鍵交換と、リセット前のチャレンジによる鍵交換は拒否される。", "MUTUAL AUTHENTICATE without GET CHALLENGE before it, or with a reset between, is refused."),
			Refs:    []string{"P 4.2.4(2)"}, Variants: conformance.Once(d08),
		},
		{
			ID: "ICC_D_09", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-", Safety: conformance.S1,
			Title:   text("成功した認証データの再送は拒否される", "A replayed frame is refused"),
			Purpose: text("成功した認証データを、チャレンジなしと新しいチャレンジの後に再送する。", "A frame that succeeded is sent again, without and with a new challenge."),
			Refs:    []string{"P 4.2.4(2)", "P annex 1"}, Variants: d09,
		},
		{
			ID: "ICC_D_12", Rev: 1, Applies: "gen1 || gen2", Basis: "AA-", Safety: conformance.S1,
			Title:   text("鍵交換の失敗でセッションは消える", "A failed key agreement ends the session"),
			Purpose: text("成功後の失敗により、認証状態とセッション鍵が使用できなくなる。", "After a failure that follows a success, verified state and session key are gone."),
			Refs:    []string{"P 3.5.1", "P 4.2.4(2)"}, Variants: d12,
		},
		{
			ID: "ICC_D_13", Rev: 1, Applies: "gen1 || gen2", Basis: "AA-",
			Title:   text("2回目の鍵交換は新しいセッションとなる", "A second key agreement begins a new session"),
			Purpose: text("新しいKSencが有効となり、古いKSencは無効、認証状態は未認証となる。", "The new KSenc serves, the old one is dead, and the card is not verified."),
			Refs:    []string{"P 4.2.4(1)"}, Variants: d13,
		},
		{
			ID: "ICC_D_14", Rev: 1, Applies: "gen1 || gen2", Basis: "AS-", Safety: conformance.S1,
			Title:   text("鍵交換の失敗回数に上限はない", "Failed key agreements are not counted"),
			Purpose: text("3回(エミュレータでは1,000回)失敗した後も鍵交換が成立し、63CXを返さない。", "After 3 failures, 1,000 of an emulated card, key agreement still succeeds; never 63CX."),
			Refs:    []string{"P 4.2.4(5)"}, Variants: conformance.Once(d14),
		},
		{
			ID: "ICC_D_16", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-", Safety: conformance.S1,
			Title:   text("失敗したチャレンジは再使用できない", "After a failure the challenge is dead"),
			Purpose: text("失敗後に正しい認証データを送っても拒否され、チャレンジを再取得すると成立する。", "After a failure the corrected frame is refused; with a new challenge it succeeds."),
			Refs:    []string{"P 4.2.4(2)"}, Variants: conformance.Once(d16),
		},
	}
}

// dFrame are the cases about the form of the command.
func dFrame() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_D_10", Rev: 1, Applies: "gen1 || gen2", Basis: "AA-", Safety: conformance.S2,
			Title:   text("MUTUAL AUTHENTICATEのLcとLeの検査", "MUTUAL AUTHENTICATE with another Lc or Le"),
			Purpose: text("規定外の形式では、40バイトの正常な応答がない限り鍵交換は成立しない。", "Another form agrees no key, unless the card answers 9000 and all 40 bytes."),
			Refs:    []string{"P 4.2.4(3)", "P 4.2.4(5)"}, Variants: d10,
		},
		{
			ID: "ICC_D_21", Rev: 1, Applies: "gen1 || gen2", Basis: "VA-", Safety: conformance.S2,
			Title:   text("MUTUAL AUTHENTICATEのP1とP2の検査", "MUTUAL AUTHENTICATE with other P1 and P2"),
			Purpose: text("P1、P2が00以外の場合は拒否される。6A86はこのコマンドのステータスワードにない。", "P1 or P2 other than 00 is refused; 6A86 is no status word of this command."),
			Refs:    []string{"P 4.2.4(3)", "P 4.2.4(5)"}, Variants: d21,
		},
		{
			ID: "ICC_D_22", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-", Safety: conformance.S2,
			Title:   text("INS 84では鍵交換は成立しない", "INS 84 agrees no key"),
			Purpose: text("別添1の誤記であるINS 84では、40バイトの認証データを送っても鍵交換は成立しない。", "INS 84, a misprint of annex 1, with the 40 bytes of key agreement agrees no key."),
			Refs:    []string{"P 4.1.2", "P 4.2.4(3)", "P annex 1"}, Variants: d22,
		},
	}
}
