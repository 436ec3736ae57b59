package dat

import "github.com/zairyukit/zairyu/conformance"

// images is DAT_C: front image and photo (P 3.3.4.3, 3.3.4.4, 3.3.5).
func images() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_C_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSS",
			Title:    text("券面（表）・氏名・住居地のイメージはMMR圧縮のTIFF", "The images of front, name and address are TIFF with MMR coding"),
			Purpose:  text("二値画像1枚、圧縮方式4、ストリップはファイル内にあり、最終行まで復号できる。", "One bilevel picture, compression 4, strips inside the file; it decodes to its last row."),
			Refs:     []string{"P 3.3.4.3"},
			Variants: perDrawing(c01),
		},
		{
			ID: "DAT_C_02", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "VSS",
			Title:    text("顔画像はJPEG 2000カラー画像", "The photo is a JPEG 2000 colour picture"),
			Purpose:  text("D1は3成分のJPEG 2000である。", "D1 is JPEG 2000 with three components."),
			Refs:     []string{"P 3.3.4.4"},
			Variants: conformance.Once(c02),
		},
		{
			ID: "DAT_C_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:    text("画像の大きさを記録", "Sizes of the pictures are recorded"),
			Purpose:  text("大きさは仕様書にない。4,096画素を超える辺は警告する。", "The document gives no size; a side over 4,096 pixels is a warning."),
			Refs:     []string{"P 3.3.4.3", "P 3.3.4.4"},
			Variants: perPicture(c03Drawing, c03Face),
		},
		{
			ID: "DAT_C_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:    text("顔画像の有無", "Whether there is a photo"),
			Purpose:  text("顔画像がないことは、第1世代では16歳未満、以後の世代では1歳未満で許される。既知の有無とのみ比べる。", "No photo is allowed under 16 on the first generation, under one year on later ones; the card is only compared with what is known of it."),
			Refs:     []string{"P 3.3.5"},
			Variants: conformance.Once(c04),
		},
		{
			ID: "DAT_C_05", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "AAA",
			Title:    text("二つの復号器の結果が一致", "Two decoders agree"),
			Purpose:  text("二値画像は全画素、カラー画像は丸めの差を除き一致する。", "Every pixel is the same; in a lossy colour picture up to rounding."),
			Refs:     []string{"P 3.3.4.3", "P 3.3.4.4"},
			Variants: perPicture(c05Drawing, c05Face),
		},
		{
			ID: "DAT_C_06", Rev: 1, Applies: "(gen1 || gen2 || specified) && nophoto", Basis: "AAA",
			Title:    text("顔画像がない場合の形", "Form of a missing photo"),
			Purpose:  text("D100、D1820BB8とNull値、D1なし、全てNull値のいずれか。見たものを記録する。", "D100, D1820BB8 with 00, no D1, or all 00; what was seen is recorded."),
			Refs:     []string{"P 3.3.5"},
			Variants: conformance.Once(c06),
		},
		{
			ID: "DAT_C_07", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSS",
			Title:    text("画像の後ろはNull値のみ", "Nothing but 00 after a picture"),
			Purpose:  text("最大データ長に満たない画像の後ろはNull値で埋められる。", "A picture shorter than its object is filled up with 00."),
			Refs:     []string{"P 3.3.4.3", "P 3.3.4.4"},
			Variants: perPicture(c07Drawing, c07Face),
		},
	}
}

// perDrawing makes a variant for every bilevel picture of the type; a single
// one needs no name.
func perDrawing(run func(t *conformance.T, tag uint16)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		out := perTag(drawings, run)(s)
		if len(out) == 1 {
			out[0].Name = ""
		}
		return out
	}
}

// perPicture makes a variant for every bilevel picture and, on a card with
// one, for the photo.
func perPicture(drawing func(t *conformance.T, tag uint16), face func(*conformance.T)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		out := perTag(drawings, drawing)(s)
		if withPhoto(s) {
			out = append(out, conformance.Variant{Name: "d1", Run: face})
		}
		return out
	}
}
