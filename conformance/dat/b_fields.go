package dat

import "github.com/zairyukit/zairyu/conformance"

// fields is DAT_B: dates, codes and texts (P 3.3.4).
func fields() []conformance.Case {
	texts := []byte{0xD4, 0xD5, 0xD6}
	return []conformance.Case{
		{
			ID: "DAT_B_01", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("追記書き込み年月日は暦日", "The date of the entry is a date"),
			Purpose:  text("D2は実在する日付で、未来の日付ではない。裏面に追記がなければNull値。", "D2 is in the calendar and not in the future; it is 00 where nothing was written."),
			Refs:     []string{"P 3.3.4.5"},
			Variants: b01,
		},
		{
			ID: "DAT_B_02", Rev: 1, Applies: "t1", Basis: "VSS",
			Title:    text("申請ステータスコードの値", "Value of the application status"),
			Purpose:  text("D7は0(無し)または1(申請中)。", "D7 is 0 (none) or 1 (pending)."),
			Refs:     []string{"P 3.3.4.8"},
			Variants: perTag([]byte{0xD7}, b02),
		},
		{
			ID: "DAT_B_05", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("文字列は正しいUTF-8", "Texts are strict UTF-8"),
			Purpose:  text("BOMがなく、途中で切れた文字もない。", "No BOM and no character cut off."),
			Refs:     []string{"P 3.3.4"},
			Variants: perTag(texts, b05),
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
			Variants: perTag([]byte{0xD5, 0xD6}, b11),
		},
		{
			ID: "DAT_B_12", Rev: 1, Applies: "gen1", Basis: "A--",
			Title:    text("記載のない欄の形", "Form of fields that were never written"),
			Purpose:  text("許可や裏面住居地の記載がない場合の形を記録する。", "How a card shows that a permission was never granted or an address never written is recorded."),
			Refs:     []string{"P 3.3.4.5", "P 3.3.4.6", "P 3.3.4.7"},
			Variants: perTag([]byte{0xD2, 0xD5, 0xD6}, b12),
		},
	}
}
