package dat

import "github.com/zairyukit/zairyu/conformance"

// structure is DAT_A: files and data objects (P 3.2.3.1, 3.3.1, 3.3.4).
func structure() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_A_01", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("カード種別と仕様バージョン番号", "Card type and specification version"),
			Purpose:  text("C1は1(在留カード)または2(特別永住者証明書)、C0は数字4桁。", "C1 is 1 (residence card) or 2 (special permanent resident certificate); C0 has four digits."),
			Refs:     []string{"P 3.3.4.1", "P 3.3.4.2"},
			Variants: conformance.Once(a01),
		},
		{
			ID: "DAT_A_02", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("在留カード等番号はデータとして記録されない", "The card number is not recorded as data"),
			Purpose:  text("第一世代のカードにC2は存在しない。", "Cards of the first generation have no C2."),
			Refs:     []string{"P 3.3.1", "P 3.3.4", "P 3.4.1"},
			Variants: conformance.Once(a02),
		},
		{
			ID: "DAT_A_04", Rev: 1, Applies: "gen1", Basis: "VSA",
			Title:    text("EFの容量と各データの長さ", "Size of each EF and lengths of its data"),
			Purpose:  text("EFは表3-1・3-2の容量を持ち、各データは最大データ長を超えない。", "An EF has the size of tables 3-1 and 3-2 and no object exceeds its greatest length."),
			Refs:     []string{"P 3.3.1", "P 3.3.4"},
			Variants: perFile(a04),
		},
		{
			ID: "DAT_A_05", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("データオブジェクトの並びとNull埋め", "Order of the data objects, and the fill after them"),
			Purpose:  text("未知または重複したタグがなく、最後のデータオブジェクトの後はNull値のみである。", "No unknown or repeated tag, and nothing but 00 after the last object."),
			Refs:     []string{"P 3.2.3.1", "P 3.3.4"},
			Variants: perFile(a05),
		},
		{
			ID: "DAT_A_06", Rev: 1, Applies: "gen1", Basis: "V--",
			Title:    text("データオブジェクトは固定長", "Data objects have their fixed length"),
			Purpose:  text("タグとレングスが3.3.4の値に一致する。", "Tag and length are those of 3.3.4."),
			Refs:     []string{"P 3.2.3.1", "P 3.3.4"},
			Variants: a06,
		},
		{
			ID: "DAT_A_07", Rev: 1, Applies: "gen1", Basis: "V--",
			Title:    text("文字列の後ろはNull値", "Texts are filled with 00"),
			Purpose:  text("最大データ長に満たない文字列の後ろはNull値のみである。", "After the first 00 of a text there is nothing else."),
			Refs:     []string{"P 3.3.4.5", "P 3.3.4.6", "P 3.3.4.7"},
			Variants: perTag([]byte{0xD4, 0xD5, 0xD6}, a07),
		},
		{
			ID: "DAT_A_08", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("他世代の意味を持つデータがない", "No data with another generation's meaning"),
			Purpose:  text("タグは1バイトで、D0・D1・D5・D6・D7は本世代のファイルに本世代の長さで存在する。", "Tags have one byte; D0, D1, D5, D6, D7 stand in this generation's files with this generation's lengths."),
			Refs:     []string{"P 3.2.3.1", "P 3.3.4"},
			Variants: conformance.Once(a08),
		},
	}
}
