package dat

import "github.com/zairyukit/zairyu/conformance"

// signatures is DAT_D: the check code (P 3.4.3.1, 3.3.5).
func signatures() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_D_01", Rev: 1, Applies: "(gen2 || specified) && photo", Basis: "-SA",
			Title:    text("チェックコードの形", "Form of the check code"),
			Purpose:  text("DCは96バイトで、rとsがそれぞれ48バイト、1以上かつ位数未満である。DERの形は記録する。", "DC has 96 bytes, r and s of 48 each, from 1 to below the order; a DER form is a departure."),
			Refs:     []string{"2G 3.3.4.10"},
			Variants: conformance.Once(d01),
		},
		{
			ID: "DAT_D_02", Rev: 1, Applies: "(gen1 || t05 || t07) && photo", Basis: "VVA",
			Title:    text("チェックコードの検証", "The check code verifies"),
			Purpose:  text("券面（表）イメージと顔画像の10,000バイト、または券面記載項目・顔画像・氏名イメージの5,553バイトに対する署名が正しい。", "The signature fits front image and photo, 10,000 bytes, or printed entries, photo and name image, 5,553 bytes."),
			Refs:     []string{"P 3.4.3.1", "2G 3.4.3.1"},
			Variants: conformance.Once(d02),
		},
		{
			ID: "DAT_D_03", Rev: 1, Applies: "(t06 || t08) && photo", Basis: "-SA",
			Title:    text("特別永住者証明書のチェックコードの検証", "The check code of a special permanent resident certificate verifies"),
			Purpose:  text("券面記載項目34バイトとNull値19バイト、顔画像3,000バイト、氏名イメージ2,500バイトに対する署名が正しい。", "The signature fits the entries, 34 bytes and 19 of 00, the photo, 3,000, and the name image, 2,500 bytes."),
			Refs:     []string{"2G 3.4.3.1"},
			Variants: conformance.Once(d02),
		},
		{
			ID: "DAT_D_04", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "VSA",
			Title:    text("署名対象の変更は検出される", "A changed covered byte is noticed"),
			Purpose:  text("写しの1ビットを変えると検証に失敗する。", "One changed bit in a copy makes the verification fail."),
			Refs:     []string{"P 3.4.3", "P 3.4.3.1"},
			Variants: d04,
		},
		{
			ID: "DAT_D_05", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "VSA",
			Title:    text("署名対象外のデータ", "What the signature does not cover"),
			Purpose:  text("署名対象外のファイルを写しで変えても検証は成功する。対象外のデータを記録する。", "A copy with another uncovered file still verifies; what is not covered is recorded."),
			Refs:     []string{"P 3.4.3"},
			Variants: d05,
		},
		{
			ID: "DAT_D_06", Rev: 1, Applies: "gen1 && photo", Basis: "A--",
			Title:    text("DigestInfoの形", "Form of the DigestInfo"),
			Purpose:  text("PKCS #1のDigestInfoを持つ。図3-4どおりハッシュ値のみの場合は記録する。", "DigestInfo of PKCS #1; a bare hash as figure 3-4 draws it is recorded."),
			Refs:     []string{"P 3.4.3.1"},
			Variants: conformance.Once(d06),
		},
		{
			ID: "DAT_D_07", Rev: 1, Applies: "gen1 && photo", Basis: "V--",
			Title:    text("復号したブロック全体の一致", "The whole recovered block is right"),
			Purpose:  text("256バイトで法より小さく、0001、FF、00、DigestInfo、ハッシュ値の全てが一致する。", "256 bytes, below the modulus; 0001, FF, 00, DigestInfo and hash all agree."),
			Refs:     []string{"P 3.3.4.9", "P 3.4.3.1"},
			Variants: conformance.Once(d07),
		},
		{
			ID: "DAT_D_08", Rev: 1, Applies: "gen1 && nophoto", Basis: "V--",
			Title:    text("署名がない場合の形", "Form of a missing signature"),
			Purpose:  text("DA00DB00、DA00(注釈により異なる)、全てNull値のいずれかであり、形を記録する。", "DA00DB00, DA00 (the footnotes differ), or all 00; the form is recorded."),
			Refs:     []string{"P 3.3.5"},
			Variants: conformance.Once(d08),
		},
		{
			ID: "DAT_D_09", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "VSA",
			Title:    text("Null値の埋めも署名対象", "The fill with 00 is signed too"),
			Purpose:  text("埋めを除いた値では検証に失敗する。", "Values without their fill do not verify."),
			Refs:     []string{"P 3.4.3.1"},
			Variants: conformance.Once(d09),
		},
		{
			ID: "DAT_D_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:    text("顔画像と署名は共に存在する", "Photo and signature come together"),
			Purpose:  text("顔画像と、チェックコード・公開鍵証明書は、共に存在するか共に存在しない。", "The photo, and check code and certificate, are all there or all missing."),
			Refs:     []string{"P 3.3.5"},
			Variants: conformance.Once(d10),
		},
	}
}
