package icc

import (
	"slices"

	"github.com/zairyukit/zairyu/conformance"
)

// smRead is ICC_H: READ BINARY under secure messaging (P 4.2.5(4), annex 2).
func smRead() []conformance.Case { return slices.Concat(hObjects(), hLengths()) }

// hObjects are the cases about the objects of command and answer, and the
// session they belong to.
func hObjects() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_H_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("SM必須ファイルのSMレスポンスの形式", "The form of the SM answer for an SM-only file"),
			Purpose: text("タグ86、先頭01、8バイト単位の暗号文、パディング80 00..、所定のファイル容量であることを確認する。", "Tag 86, indicator 01, whole blocks of 8, padding 80 00.., and the tabled size inside."),
			Refs:    []string{"P 4.2.5(4)(i)", "P 4.2.5(4)(ii)", "P 3.3.1"}, Variants: perFile(smOnly, h01),
		},
		{
			ID: "ICC_H_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VVA",
			Title:   text("同じ読出しは同じ暗号文になる", "The same read gives the same cryptogram"),
			Purpose: text("IVは常に00であるため、2回の読出しの応答は一致する。", "The IV is always 00, so two reads answer the same bytes."),
			Refs:    []string{"P 4.2.5(4)(ii)"}, Variants: perFile(smOnly, h02),
		},
		{
			ID: "ICC_H_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA", Safety: conformance.S2,
			Title:   text("SM化Leオブジェクトの誤り", "A wrong Le object"),
			Purpose: text("タグ96の欠落、空、別タグ、余分なオブジェクトは6988で拒否され、6987は使われない。長さ1、3は記録する。", "96 missing or empty, another tag, an extra object: 6988, never 6987; 1 and 3 length bytes are recorded."),
			Refs:    []string{"P 4.2.5(3)", "P 4.2.5(5)"}, Variants: h03,
		},
		{
			ID: "ICC_H_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("分割読出しは毎回独立に暗号化される", "Each part is enciphered by itself"),
			Purpose: text("16、100、231、1600バイト単位の読出しごとにパディングとIV 00が適用され、連結すると全体になる。", "Parts of 16, 100, 231 and 1,600 bytes have their own padding and IV 0; joined they are the whole."),
			Refs:    []string{"P 4.2.5(3)", "P 4.2.5(4)"}, Variants: h04,
		},
		{
			ID: "ICC_H_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("SM化Leオブジェクトの値", "The value of the Le object"),
			Purpose: text("0000、容量と同じ値、容量より大きい値で同じデータを得る。", "0000, the exact size and more than the size give the same data."),
			Refs:    []string{"P 4.2.5(3)"}, Variants: h05,
		},
		{
			ID: "ICC_H_06", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("SMの誤りの後もセッションは残る", "An SM error keeps the session"),
			Purpose: text("VERIFY、READ BINARYが6988となった後、同じセッション鍵で続けられる。", "After 6988 to VERIFY or READ BINARY the same session key still serves."),
			Refs:    []string{"P 4.2.2(5)", "P 4.2.5(5)"}, Variants: h06,
		},
		{
			ID: "ICC_H_07", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA", Safety: conformance.S1,
			Title:   text("以前のセッションの鍵と暗号文は使えない", "Key and cryptograms of an earlier session are useless"),
			Purpose: text("非活性化で鍵はクリアされ、新しいセッションでは以前のVERIFYの再送は受け付けられない。", "Deactivation clears the key; a replayed VERIFY does not serve in a new session either."),
			Refs:    []string{"P 4.2.4(2)", "P annex 1"}, Variants: h07,
		},
	}
}

// hLengths are the cases about lengths, padding and offsets, and exact bytes.
func hLengths() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_H_08", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("券面イメージと顔画像の暗号文の長さ", "Cryptogram lengths of the front and face images"),
			Purpose: text("別添2のとおり7008バイト(86821B6101)、3008バイト(86820BC101)である。", "7,008 bytes (86821B6101) and 3,008 bytes (86820BC101), as in annex 2."),
			Refs:    []string{"P annex 2, steps 15 and 17"}, Variants: perFile(smOnly, h08),
		},
		{
			ID: "ICC_H_09", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VVA",
			Title:   text("パディングは1～8バイト", "Padding is 1 to 8 bytes"),
			Purpose: text("1バイトから2ブロックまでの読出しで、ブロック境界でもパディングが付加される。", "Reads of 1 byte to 2 blocks are padded, a full block too."),
			Refs:    []string{"P 4.2.5(4)(ii)"}, Variants: h09,
		},
		{
			ID: "ICC_H_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("平文で読めるファイルのSM読出し", "SM reads of files that plain commands may read"),
			Purpose: text("DF2、DF3のファイルもSMで読み出せ、SMレスポンスになる。", "Files of DF2 and DF3 can be read under SM too and are answered under SM."),
			Refs:    []string{"P 4.2.5(2)", "P 4.2.5(4)"}, Variants: perFile(plainToo, h10),
		},
		{
			ID: "ICC_H_11", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA",
			Title:   text("SMでファイル容量と同じオフセット", "An SM offset equal to the size"),
			Purpose: text("6B00で拒否され、SM化データオブジェクトは付かない。", "6B00, without an SM object."),
			Refs:    []string{"P 4.2.5(5)"}, Variants: perFile(smOnly, h11),
		},
		{
			ID: "ICC_H_12", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("SM読出しでカレントファイルになる", "An SM read makes the file current"),
			Purpose: text("続く15ビットオフセットのSM読出しが、末尾(オフセット7000など)まで続けられる。", "SM reads by 15-bit offset go on from it, up to the last 4 bytes (offset 7000)."),
			Refs:    []string{"P 4.2.5(2)", "P 4.2.5(3)"}, Variants: h12,
		},
		{
			ID: "ICC_H_13", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("SM READ BINARYのLc、Leの別の形式", "Other forms of Lc and Le in an SM read"),
			Purpose: text("短い形式のLc、Le、Leの欠落は6700で拒否される。", "Short Lc or Le, or no outer Le: 6700."),
			Refs:    []string{"P 4.2.5(3)", "P 4.2.5(5)"}, Variants: h13,
		},
		{
			ID: "ICC_H_14", Rev: 1, Applies: "(gen1 || gen2 || specified) && emu", Basis: "VSA", Safety: conformance.S3,
			Title:   text("既知の鍵によるSMレスポンスの一致", "Exact SM answers under the known key"),
			Purpose: text("別添2の番号と乱数、合成データにより、応答が既知の値と全バイト一致する。", "With the number and randoms of annex 2 and synthetic files the answers equal known bytes."),
			Refs:    []string{"P annex 2", "P 4.2.5(4)"}, Variants: h14,
		},
	}
}
