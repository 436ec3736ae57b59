package icc

import "github.com/zairyukit/zairyu/conformance"

// specifiedCards is ICC_S: what only the cards of types 07 and 08 have. Their
// document (SC) was not read; most of this was measured on a sister application
// of the same card (M), so that a genuine card may well differ.
func specifiedCards() []conformance.Case {
	const applies = "specified"
	return []conformance.Case{
		{
			ID: "ICC_S_01", Rev: 1, Applies: applies, Basis: "--A",
			Title:   text("在留カード等のAPを選択できる", "The residence application can be selected"),
			Purpose: text("AID ..4F01.. の選択は正常終了し、EF01、EF02を認証なしで読み出せる。", "Selecting AID ..4F01.. ends normally; its EF01 and EF02 are free."),
			Refs:    []string{"SC 3.3.2", "SC 3.3.4.2"}, Variants: s01,
		},
		{
			ID: "ICC_S_02", Rev: 1, Applies: applies, Basis: "--A",
			Title:   text("何も選択しないときの読出しの応答を記録", "The answer to a read with nothing selected is recorded"),
			Purpose: text("活性化直後に短縮EF識別子0Aを読んだときの応答を記録する。", "What SFI 0A answers right after activation."),
			Refs:    []string{"SC 3.3.4.2"}, Variants: conformance.Once(s02),
		},
		{
			ID: "ICC_S_03", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("SET SESSION KEYでセッション鍵を渡せる", "SET SESSION KEY hands over a session key"),
			Purpose: text("256バイトの暗号文で正常終了し、データを返さない。渡した鍵でVERIFYが成功する。", "With a cryptogram of 256 bytes it ends normally without data, and VERIFY succeeds under the key."),
			Refs:    []string{"SC 4.2.3"}, Variants: conformance.Once(s03),
		},
		{
			ID: "ICC_S_04", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("誤った暗号文のSET SESSION KEYは拒否される", "SET SESSION KEY with a wrong cryptogram is refused"),
			Purpose: text("ハッシュ、ラベル、内部の構造が異なる暗号文、法以上の暗号文は拒否され、鍵は生じない。", "Another hash, a label, another structure inside, or a number not below the modulus is refused and gives no key."),
			Refs:    []string{"SC 4.2.3"}, Variants: s04,
		},
		{
			ID: "ICC_S_05", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("IVはSMコマンドの番号から作られる", "The IV is made of the number of the SM command"),
			Purpose: text("番号を鍵で暗号化した値がコマンドと応答のIVとなる。最初のSMコマンドの番号は1である。", "It is the number enciphered with the key, for command and answer; the first SM command has number 1."),
			Refs:    []string{"SC 4.2"}, Variants: s05,
		},
		{
			ID: "ICC_S_06", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("拒否されたSMコマンドも数えられる", "Refused SM commands count too"),
			Purpose: text("拒否されたSMコマンドの後も、次の番号で続けられる。", "After a refused SM command the session goes on with the next number."),
			Refs:    []string{"SC 4.2"}, Variants: s06,
		},
		{
			ID: "ICC_S_07", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("番号を誤るとセッションは終わる", "A wrong number of the command ends the session"),
			Purpose: text("前後にずれた番号のVERIFYは6988となり、以後は69FCとなる。", "VERIFY made for the number before or after is refused with 6988, and everything after it with 69FC."),
			Refs:    []string{"SC 4.2"}, Variants: s07,
		},
		{
			ID: "ICC_S_08", Rev: 1, Applies: applies + " && emu", Basis: "--S", Safety: conformance.S3,
			Title:   text("APを選択し直すと鍵は消える", "Selecting the application again erases the key"),
			Purpose: text("認証後にAPを選択すると、SMでも平文でも読めない。", "After authentication and another SELECT of the application nothing is given, under SM or in plain."),
			Refs:    []string{"SC 4.2.3(2)"}, Variants: conformance.Once(s08),
		},
		{
			ID: "ICC_S_09", Rev: 1, Applies: applies, Basis: "--S",
			Title:   text("APの前にDFは選択できない", "No DF can be selected before the application"),
			Purpose: text("活性化直後のDFの選択は拒否される。", "Right after activation SELECT of a DF is refused."),
			Refs:    []string{"SC 3.3.2"}, Variants: s09,
		},
		{
			ID: "ICC_S_10", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("2回目のSET SESSION KEYは新しいセッションとなる", "A second SET SESSION KEY begins a new session"),
			Purpose: text("古い鍵は無効となり、番号は1から始まり、認証状態は未認証となる。", "The old key is dead, numbers begin with 1 again, and the card is not verified."),
			Refs:    []string{"SC 4.2.3"}, Variants: s10,
		},
		{
			ID: "ICC_S_11", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("平文コマンドは数えられず、鍵を消さない", "Plain commands neither count nor erase the key"),
			Purpose: text("DFの選択、平文の読出し、拒否された平文コマンドの後も、次の番号で続けられる。", "After SELECT of a DF, a plain read and a refused plain command the session goes on with the next number."),
			Refs:    []string{"SC 4.2"}, Variants: s11,
		},
		{
			ID: "ICC_S_12", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("テストベクタとの一致", "Agreement with the test vectors"),
			Purpose: text("既知の鍵によるVERIFYとREAD BINARYが、導出されたベクタと一致する。公式の値はない。", "VERIFY and READ BINARY under the known key are those of the derived vectors; there are no official ones."),
			Refs:    []string{"SC 4.2"}, Variants: s12,
		},
		{
			ID: "ICC_S_13", Rev: 1, Applies: applies + " && emu", Basis: "--A", Safety: conformance.S3,
			Title:   text("リセットでセッションが終わる", "A reset ends the session"),
			Purpose: text("リセット後は、以前の鍵も認証状態も残らない。", "After a reset neither the earlier key nor the verified state is left."),
			Refs:    []string{"SC 4.2"}, Variants: s13,
		},
	}
}
