package dat

import "github.com/zairyukit/zairyu/conformance"

// structure is DAT_A: files and data objects (P 3.2.3.1, 3.3.1, 3.3.4).
func structure() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_A_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("カード種別と仕様バージョン番号", "Card type and specification version"),
			Purpose:  text("C1はカード種別(1、2、05～08)、C0は数字4桁。", "C1 is the card type, 1, 2 or 05 to 08; C0 has four digits."),
			Refs:     []string{"P 3.3.4.1", "P 3.3.4.2"},
			Variants: conformance.Once(a01),
		},
		{
			ID: "DAT_A_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("データとしての在留カード等番号", "The card number as data"),
			Purpose:  text("第1世代のカードにC2は存在しない。以後の世代のC2は認証に用いた番号と一致する。", "Cards of the first generation have no C2; on later ones C2 is the number that opened the card."),
			Refs:     []string{"P 3.3.1", "P 3.3.4", "P 3.4.1"},
			Variants: conformance.Once(a02),
		},
		{
			ID: "DAT_A_03", Rev: 1, Applies: "gen2 || specified", Basis: "-SA",
			Title:    text("券面記載項目の並び", "Order of the printed entries"),
			Purpose:  text("DF1/EF02のデータオブジェクトが規定の順に並び、73バイト(特別永住者証明書は46バイト)である。", "The objects of DF1/EF02 stand in their order, 73 bytes, or 46 on a special permanent resident certificate."),
			Refs:     []string{"2G 3.3.4"},
			Variants: conformance.Once(a03),
		},
		{
			ID: "DAT_A_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("EFの容量と各データの長さ", "Size of each EF and lengths of its data"),
			Purpose:  text("EFは表3-1・3-2の容量を持ち、各データは最大データ長を超えない。", "An EF has the size of tables 3-1 and 3-2 and no object exceeds its greatest length."),
			Refs:     []string{"P 3.3.1", "P 3.3.4"},
			Variants: perFile(a04),
		},
		{
			ID: "DAT_A_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
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
			Variants: perTag(texts, a07),
		},
		{
			ID: "DAT_A_08", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("他世代の意味を持つデータがない", "No data with another generation's meaning"),
			Purpose:  text("D0・D1・D5・D6・D7は本世代のファイルに本世代の長さで存在する。第1世代のタグは1バイトである。", "D0, D1, D5, D6, D7 stand in this generation's files with this generation's lengths; tags of the first generation have one byte."),
			Refs:     []string{"P 3.2.3.1", "P 3.3.4"},
			Variants: conformance.Once(a08),
		},
	}
}
