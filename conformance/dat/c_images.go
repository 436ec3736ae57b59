package dat

import "github.com/zairyukit/zairyu/conformance"

// images is DAT_C: front image and photo (P 3.3.4.3, 3.3.4.4, 3.3.5).
func images() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_C_01", Rev: 1, Applies: "gen1", Basis: "VSS",
			Title:    text("券面（表）イメージはMMR圧縮のTIFF", "The front image is a TIFF with MMR coding"),
			Purpose:  text("二値画像1枚、圧縮方式4、ストリップはファイル内にあり、最終行まで復号できる。", "One bilevel picture, compression 4, strips inside the file; it decodes to its last row."),
			Refs:     []string{"P 3.3.4.3"},
			Variants: conformance.Once(c01),
		},
		{
			ID: "DAT_C_02", Rev: 1, Applies: "gen1 && photo", Basis: "VSS",
			Title:    text("顔画像はJPEG 2000カラー画像", "The photo is a JPEG 2000 colour picture"),
			Purpose:  text("D1は3成分のJPEG 2000である。", "D1 is JPEG 2000 with three components."),
			Refs:     []string{"P 3.3.4.4"},
			Variants: conformance.Once(c02),
		},
		{
			ID: "DAT_C_03", Rev: 1, Applies: "gen1", Basis: "AAA",
			Title:    text("画像の大きさを記録", "Sizes of the pictures are recorded"),
			Purpose:  text("大きさは仕様書にない。4,096画素を超える辺は警告する。", "The document gives no size; a side over 4,096 pixels is a warning."),
			Refs:     []string{"P 3.3.4.3", "P 3.3.4.4"},
			Variants: perPicture(c03Front, c03Face),
		},
		{
			ID: "DAT_C_04", Rev: 1, Applies: "gen1", Basis: "AAA",
			Title:    text("顔画像の有無", "Whether there is a photo"),
			Purpose:  text("顔画像がないことは16歳未満で許される。生年月日はデータにないため、既知の有無とのみ比べる。", "No photo is allowed under 16; no birth date is recorded as data, so the card is only compared with what is known of it."),
			Refs:     []string{"P 3.3.5"},
			Variants: conformance.Once(c04),
		},
		{
			ID: "DAT_C_05", Rev: 1, Applies: "gen1 && photo", Basis: "AAA",
			Title:    text("二つの復号器の結果が一致", "Two decoders agree"),
			Purpose:  text("二値画像は全画素、カラー画像は丸めの差を除き一致する。", "Every pixel is the same; in a lossy colour picture up to rounding."),
			Refs:     []string{"P 3.3.4.3", "P 3.3.4.4"},
			Variants: perPicture(c05Front, c05Face),
		},
		{
			ID: "DAT_C_06", Rev: 1, Applies: "gen1 && nophoto", Basis: "AAA",
			Title:    text("顔画像がない場合の形", "Form of a missing photo"),
			Purpose:  text("D100、D1820BB8とNull値、全てNull値のいずれか。見たものを記録する。", "D100, D1820BB8 with 00, or all 00; what was seen is recorded."),
			Refs:     []string{"P 3.3.5"},
			Variants: conformance.Once(c06),
		},
		{
			ID: "DAT_C_07", Rev: 1, Applies: "gen1", Basis: "VAA",
			Title:    text("画像の後ろはNull値のみ", "Nothing but 00 after a picture"),
			Purpose:  text("最大データ長に満たない画像の後ろはNull値で埋められる。", "A picture shorter than its object is filled up with 00."),
			Refs:     []string{"P 3.3.4.3", "P 3.3.4.4"},
			Variants: perPicture(c07Front, c07Face),
		},
	}
}

// perPicture makes a variant for the front image and, on a card with one, for
// the photo.
func perPicture(front, face func(*conformance.T)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		out := []conformance.Variant{{Name: "d0", Run: front}}
		if withPhoto(s) {
			out = append(out, conformance.Variant{Name: "d1", Run: face})
		}
		return out
	}
}
