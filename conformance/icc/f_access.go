package icc

import (
	"github.com/zairyukit/zairyu/conformance"
)

// access is ICC_F: access conditions (P 3.3.3, 4.2.5(2), 3.2.2). The matrix
// of every protected file, state and form of READ BINARY is F_01 to F_06; the
// files of the MF, which are free, are ICC_A_05.
func access() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_F_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("認証なしの平文読出しは拒否される", "Plain read without authentication is refused"),
			Purpose: text("何もしていない状態では、保護されたEFは平文で読めない。", "With nothing done, no protected EF can be read in plain."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)"}, Variants: perFile(protected, f01),
		},
		{
			ID: "ICC_F_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("鍵のないSM読出しは拒否される", "SM read without a session key is refused"),
			Purpose: text("セッション鍵がなければ、保護されたEFはSMでも読めない。", "Without a session key, no protected EF can be read under SM either."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)"}, Variants: perFile(protected, f02),
		},
		{
			ID: "ICC_F_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("鍵交換だけでは読めない", "Key agreement alone opens nothing"),
			Purpose: text("在留カード等番号による認証の前は、平文でもSMでも読めない。", "Before VERIFY no protected EF can be read, in plain or under SM."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)"}, Variants: fEach(protected, f03, "plain", "sm"),
		},
		{
			ID: "ICC_F_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("SM属性のあるEFは平文で読めない", "An EF with the SM attribute is refused in plain"),
			Purpose: text("認証後でも、SM属性のあるEFの平文読出しは拒否される。", "Even after VERIFY an SM-only EF is not given in plain."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)"}, Variants: perFile(smOnly, f04),
		},
		{
			ID: "ICC_F_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("SM属性のないEFは認証後に平文で読める", "The other EFs can be read in plain after VERIFY"),
			Purpose: text("認証後、SM属性のないEFは平文で全体を読める。", "After VERIFY an EF without the SM attribute is given whole in plain."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)"}, Variants: perFile(plainToo, f05),
		},
		{
			ID: "ICC_F_06", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("SMで読んでも平文と同じ内容", "Under SM they hold the same bytes"),
			Purpose: text("SM属性のないEFをSMで読み復号すると、平文読出しと一致する。", "An EF without the SM attribute, read under SM and deciphered, equals the plain read."),
			Refs:    []string{"P 4.2.5(2)", "P 4.2.5(4)"}, Variants: perFile(plainToo, f06),
		},
		{
			ID: "ICC_F_07", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:   text("リセットでセッションが終わる", "A reset ends the session"),
			Purpose: text("リセット後は以前の鍵が使えず、認証状態も戻らない。", "After a reset the earlier key is useless, and a new one brings no rights back."),
			Refs:    []string{"P 3.5.1", "P 4.2.4(2)"}, Variants: f07,
		},
		{
			ID: "ICC_F_08", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("非活性化でセッション鍵がクリアされる", "Deactivation clears the session key"),
			Purpose: text("非活性化し再び活性化すると、SMでも平文でも読めない。", "Deactivated and activated again, the card gives nothing under SM or in plain."),
			Refs:    []string{"P 4.2.4(2)"}, Variants: f08,
		},
		{
			ID: "ICC_F_09", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Safety: conformance.S1,
			Title:   text("失敗した認証では読めない", "Failed authentication opens nothing"),
			Purpose: text("鍵交換または照合に失敗した後、保護されたEFは読めない。", "After a failed MUTUAL AUTHENTICATE or VERIFY no protected EF can be read."),
			Refs:    []string{"P 3.3.3", "P 4.2.2(1)", "P 4.2.4(2)"}, Variants: perFile(protected, f09),
		},
		{
			ID: "ICC_F_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S3,
			Title:   text("書込み系コマンドは提供されない", "Commands that write are not offered"),
			Purpose: text("表4-4にないINSには6D00を返し、ファイルも番号も変わらない。", "An INS outside table 4-4 gives 6D00; files and number stay as they were."),
			Refs:    []string{"P 4.1.2", "P 4.1.8"}, Variants: f10,
		},
		{
			ID: "ICC_F_11", Rev: 1, Applies: "t2", Basis: "V--",
			Title:   text("特別永住者証明書のDF2にEF02～EF04はない", "DF2 of the special permanent resident certificate has no EF02 to EF04"),
			Purpose: text("短縮EF識別子2～4は、どの状態でもファイルなしとなる。", "Short EF identifiers 2 to 4 name no file, in any state."),
			Refs:    []string{"P 3.3.1", "P 4.2.5(3)"}, Variants: f11,
		},
		{
			ID: "ICC_F_12", Rev: 1, Applies: "t06 || t08", Basis: "-AA",
			Title:   text("第2世代の特別永住者証明書のDF2に短縮EF識別子1、2のEFはない", "DF2 of the later special permanent resident certificates has no EF with SFI 1 or 2"),
			Purpose: text("短縮EF識別子1、2は、どの状態でもファイルなしとなる。", "Short EF identifiers 1 and 2 name no file, in any state."),
			Refs:    []string{"2G 3.3.1"}, Variants: f12,
		},
		{
			ID: "ICC_F_13", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("他のDFのEFには届かない", "Files of other DFs are out of reach"),
			Purpose: text("短縮EF識別子はカレントDFの中だけで解釈される。", "A short EF identifier names a file of the current DF only."),
			Refs:    []string{"P 3.2.2", "P 4.2.5(3)"}, Variants: perFile(protected, f13),
		},
		{
			ID: "ICC_F_14", Rev: 1, Applies: "t1 || t05 || t07", Basis: "VVA",
			Title:   text("同じ短縮EF識別子がDFごとに別のEFを指す", "One short EF identifier names another EF in each DF"),
			Purpose: text("P1 82はDF2ではEF02、DF3ではEF01を読む。", "P1 82 reads EF02 in DF2 and EF01 in DF3."),
			Refs:    []string{"P 4.2.5(3)(iii)", "P 4.2.5(3)(iv)"}, Variants: f14,
		},
		{
			ID: "ICC_F_15", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("応答の形式はコマンドに従う", "The form of the answer follows the command"),
			Purpose: text("SMコマンドにはタグ86のSMレスポンス、平文には平文で応答する。", "An SM command is answered by one object 86, a plain one in plain."),
			Refs:    []string{"P 4.2.5(2)", "P 4.2.5(4)"}, Variants: perFile(protected, f15),
		},
		{
			ID: "ICC_F_16", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Monitor: true,
			Title:   text("エラー応答はデータを含まない", "No error answer carries data"),
			Purpose: text("この実行のすべてのエラー応答は状態バイトだけである。", "Every error answer of the run is two status bytes alone."),
			Refs:    []string{"P 4.1.6", "P 4.1.7"}, Variants: conformance.Once(f16),
		},
		{
			ID: "ICC_F_17", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("オフセット指定でもSM属性は守られる", "The SM attribute holds for the offset form too"),
			Purpose: text("SM読出しでカレントになったEFを、平文のオフセット指定で読めない。", "An EF made current by an SM read is not given by the plain offset form."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)", "P 4.2.5(3)"}, Variants: perFile(smOnly, f17),
		},
	}
}
