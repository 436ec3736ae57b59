package dat

import "github.com/zairyukit/zairyu/conformance"

// fields is DAT_B: dates, codes and texts (P 3.3.4).
func fields() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_B_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("日付は暦日", "Dates are in the calendar"),
			Purpose:  text("日付は実在し、D2・C6・CBは未来の日付ではない。記載のない欄はNull値。有効期間が満了したカードは警告する。", "Dates are in the calendar, D2, C6 and CB not in the future; 00 where nothing was written. An expired card is a warning."),
			Refs:     []string{"P 3.3.4.5", "2G 3.3.4"},
			Variants: b01,
		},
		{
			ID: "DAT_B_02", Rev: 1, Applies: "t1 || gen2 || specified", Basis: "VSA",
			Title:    text("コードの値", "Values of the codes"),
			Purpose:  text("D7は0または1。以後の世代では性別1～3、就労制限1・2・4・9、包括許可0～2、D7～D9は0または1。", "D7 is 0 or 1; on later generations sex is 1 to 3, work restriction 1, 2, 4 or 9, comprehensive permission 0 to 2, D7 to D9 are 0 or 1."),
			Refs:     []string{"P 3.3.4.8", "2G 3.3.4"},
			Variants: perTag(b02Tags, b02),
		},
		{
			ID: "DAT_B_03", Rev: 1, Applies: "gen2 || specified", Basis: "-SA",
			Title:    text("国籍・地域と在留資格のコード", "Codes of nationality and status of residence"),
			Purpose:  text("C8は英大文字3文字、C9は10文字。コード表は公表されていない。", "C8 has three capital letters, C9 ten characters; the code tables are not published."),
			Refs:     []string{"2G 3.3.4"},
			Variants: perTag(these(0xC8, 0xC9), b03),
		},
		{
			ID: "DAT_B_04", Rev: 1, Applies: "gen2 || specified", Basis: "-SA",
			Title:    text("在留期間の形", "Form of the period of stay"),
			Purpose:  text("CEは年月(YYMM)、日数(3桁)、または0000。特別永住者証明書で0000以外の値は記録する。", "CE is years and months, YYMM, days, DDD, or 0000; another value than 0000 on a special permanent resident certificate is recorded."),
			Refs:     []string{"2G 3.3.4"},
			Variants: perTag(these(0xCE), b04),
		},
		{
			ID: "DAT_B_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VVA",
			Title:    text("文字列は正しいUTF-8", "Texts are strict UTF-8"),
			Purpose:  text("BOMがなく、途中で切れた文字もない。", "No BOM and no character cut off."),
			Refs:     []string{"P 3.3.4"},
			Variants: perTag(texts, b05),
		},
		{
			ID: "DAT_B_06", Rev: 1, Applies: "t05 || t07", Basis: "-AA",
			Title:    text("包括許可の期限は許可の有無と合う", "The end of the comprehensive permission agrees with it"),
			Purpose:  text("D5が0ならD6は日付を持たず、1または2なら日付である。", "Where D5 is 0, D6 holds no date; where it is 1 or 2, D6 is a date."),
			Refs:     []string{"2G 3.3.4"},
			Variants: conformance.Once(b06),
		},
		{
			ID: "DAT_B_07", Rev: 1, Applies: "gen1", Basis: "A--",
			Title:    text("市町村コードは検査数字を持つ6桁", "The municipality code has six digits with a check digit"),
			Purpose:  text("D3は全国地方公共団体コード6桁で、検査数字が合わなければ警告する。", "D3 is a local-government code; a check digit that does not fit is a warning."),
			Refs:     []string{"P 3.3.4.5"},
			Variants: conformance.Once(b07),
		},
		{
			ID: "DAT_B_08", Rev: 1, Applies: "gen1", Basis: "V--",
			Title:    text("Shift_JISの文字列がない", "No text is Shift_JIS"),
			Purpose:  text("文字の符号化方式はUTF-8である。実カードでは旧版の可能性があるため警告とする。", "The encoding is UTF-8; on a physical card, perhaps of an older edition, Shift_JIS is a warning."),
			Refs:     []string{"P 3.3.4"},
			Variants: perTag(texts, b08),
		},
		{
			ID: "DAT_B_09", Rev: 1, Applies: "gen1", Basis: "V--",
			Title:    text("二通りに読める文字列もUTF-8として読む", "A text readable in two ways is UTF-8"),
			Purpose:  text("UTF-8としてもCP932としても読める場合はUTF-8が正であり、曖昧さを記録する。", "Where UTF-8 and CP932 both give a reading, UTF-8 is the one; the ambiguity is noted."),
			Refs:     []string{"P 3.3.4"},
			Variants: perTag(texts, b09),
		},
		{
			ID: "DAT_B_10", Rev: 1, Applies: "gen1", Basis: "V--",
			Title:    text("住居地は80文字以内", "The address has at most 80 characters"),
			Purpose:  text("JIS X 0213:2004にない文字があれば警告する。", "Characters outside JIS X 0213:2004 are a warning."),
			Refs:     []string{"P 3.3.4.5"},
			Variants: conformance.Once(b10),
		},
		{
			ID: "DAT_B_11", Rev: 1, Applies: "t1", Basis: "V--",
			Title:    text("取り消された資格外活動許可は全てNull値", "A withdrawn permission is all 00"),
			Purpose:  text("“無”に書き換えた場合、タグ・レングス・データの122バイト全てがNull値となる。", "Rewritten to \"none\", tag, length and value are 00, 122 bytes in all."),
			Refs:     []string{"P 3.3.4.6", "P 3.3.4.7"},
			Variants: perTag(these(0xD5, 0xD6), b11),
		},
		{
			ID: "DAT_B_12", Rev: 1, Applies: "gen1", Basis: "A--",
			Title:    text("記載のない欄の形", "Form of fields that were never written"),
			Purpose:  text("許可や裏面住居地の記載がない場合の形を記録する。", "How a card shows that a permission was never granted or an address never written is recorded."),
			Refs:     []string{"P 3.3.4.5", "P 3.3.4.6", "P 3.3.4.7"},
			Variants: perTag(these(0xD2, 0xD5, 0xD6), b12),
		},
	}
}
