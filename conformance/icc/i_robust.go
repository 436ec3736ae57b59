package icc

import (
	"slices"

	"github.com/zairyukit/zairyu/conformance"
)

// robustness is ICC_I: robustness (P 4.1, 4.1.8, 4.2.1 to 4.2.5(5)).
func robustness() []conformance.Case { return slices.Concat(iMalformed(), iRun()) }

// iMalformed are the cases that send single commands which no card offers.
func iMalformed() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_I_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S3,
			Title:   text("提供していないINS、CLA", "INS and CLA that the card does not offer"),
			Purpose: text("未定義のINSは6D00、未定義のCLAは6E00で拒否される。", "An unknown INS is refused with 6D00, an unknown CLA with 6E00."),
			Refs:    []string{"P 4.1.1", "P 4.1.2", "P 4.1.8"}, Variants: i01,
		},
		{
			ID: "ICC_I_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("論理チャネルと他のSM方式のCLA", "CLA with a logical channel or another kind of SM"),
			Purpose: text("論理チャネルは6881(SELECT FILEは6E00)、提供しないSMは6882で拒否される。", "A logical channel is refused with 6881 (SELECT FILE: 6E00), SM that is not offered with 6882."),
			Refs:    []string{"P 4.1.1", "P 4.2.1(5)", "P 4.2.5(5)"}, Variants: i02,
		},
		{
			ID: "ICC_I_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("長さの誤ったAPDU", "APDUs of wrong length"),
			Purpose: text("ヘッダー不足、Lc超過、Lc 000000、余分なバイト、65,535バイトのデータに、ステータスワードを返す。", "A missing header, too large an Lc, Lc 000000, trailing bytes, 65,535 bytes of data: a status word, always."),
			Refs:    []string{"P 4.1", "P 4.1.8"}, Variants: i03,
		},
		{
			ID: "ICC_I_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("誤ったコマンドの後も読み出せる", "Reads go on after a malformed command"),
			Purpose: text("誤ったコマンドのたびに、認証の要らないファイルを読み出せることを確認する。", "After each malformed command a free file can be read."),
			Refs:    []string{"P 4.1", "P 3.3.3"}, Variants: i04,
		},
		{
			ID: "ICC_I_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA", Safety: conformance.S3,
			Title:   text("全てのCLA、INSでデータが漏れない", "No CLA and INS gives a protected byte"),
			Purpose: text("認証せずにCLAとINSの全組合せを送り、保護されたデータが返らないことを確認する。", "Every pair of CLA and INS is sent without authentication; nothing of a protected file comes back."),
			Refs:    []string{"P 3.3.3", "P 4.2.5(2)"}, Variants: conformance.Once(i05),
		},
	}
}

// iRun are the cases about many commands: the run's own, random ones, and
// those of foreign programs.
func iRun() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_I_06", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Monitor: true,
			Title:   text("全てのステータスワードがコマンドの表にある", "Every status word stands in its command's table"),
			Purpose: text("実行中の全応答を、4.2.1(5)から4.2.5(5)の表と照合する。", "All answers of the run are compared with the tables of 4.2.1(5) to 4.2.5(5)."),
			Refs:    []string{"P 4.2.1(5)", "P 4.2.2(5)", "P 4.2.3(5)", "P 4.2.4(5)", "P 4.2.5(5)"}, Variants: i06,
		},
		{
			ID: "ICC_I_07", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Monitor: true,
			Title:   text("応答データはLeのあるコマンドだけに返る", "Answer data exactly where the command has Le"),
			Purpose: text("正常終了したSELECT FILE、VERIFYはデータを返さず、他の3コマンドは返す。", "Of the commands that end normally, SELECT FILE and VERIFY give no data and the other three do."),
			Refs:    []string{"P 4.1.6", "P 4.2.1(4)", "P 4.2.2(4)"}, Variants: conformance.Once(i07),
		},
		{
			ID: "ICC_I_08", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA", Safety: conformance.S3,
			Title:   text("乱数によるコマンド列", "Random commands"),
			Purpose: text("10,000個の乱数コマンドの間と後に、アクセス権が守られ、カードが応答し、ファイルが変わらない。", "During and after 10,000 random commands access holds, the card answers, the files are unchanged."),
			Refs:    []string{"P 3.3.3", "P 4.1"}, Variants: i08,
		},
		{
			ID: "ICC_I_09", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S3,
			Title:   text("状態モデルとの一致", "The card follows the state model"),
			Purpose: text("カレントDF、カレントEF、チャレンジ、セッションの4状態のモデルと、乱数の歩みの応答が一致する。", "On a random walk every answer is that of a model with four fields: current DF, current EF, challenge, session."),
			Refs:    []string{"P 3.2.2", "P 4.2"}, Variants: i09,
		},
		{
			ID: "ICC_I_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S3,
			Title:   text("他のプログラムの探索コマンド", "Probes of foreign programs"),
			Purpose: text("他のカードを探すコマンドは拒否され、認証状態とカレントEFは変わらない。", "Commands that look for other cards are refused and leave session and current EF alone."),
			Refs:    []string{"P 4.1.8", "P 4.2.1(5)"}, Variants: i10,
		},
	}
}
