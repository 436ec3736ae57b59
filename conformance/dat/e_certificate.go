package dat

import "github.com/zairyukit/zairyu/conformance"

// certificates is DAT_E: the public key certificate (P 3.3.4.9).
func certificates() []conformance.Case {
	return []conformance.Case{
		{
			ID: "DAT_E_01", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "VSS",
			Title:    text("公開鍵証明書が読める", "The certificate can be read"),
			Purpose:  text("X.509バージョン3の証明書が1,200バイト(第1世代)または602バイトに収まり、後ろはNull値のみである。", "An X.509 version 3 certificate fits into 1,200 bytes (first generation) or 602 and only 00 follows."),
			Refs:     []string{"P 3.3.4.9"},
			Variants: conformance.Once(e01),
		},
		{
			ID: "DAT_E_02", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "VVS",
			Title:    text("証明書が指定のルートに連なる", "The certificate chains to a given root"),
			Purpose:  text("RSA 2048ビット(第1世代)またはP-384の証明書が、指紋で指定したルートの直下にある。", "A certificate of RSA, 2048 bits (first generation), or P-384 stands one step under a root that is given by fingerprint."),
			Refs:     []string{"P 3.4.3.1", "P 3.3.4.9"},
			Variants: conformance.Once(e02),
		},
		{
			ID: "DAT_E_03", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "SSS",
			Title:    text("証明書の符号化の癖", "Habits in the coding of the certificate"),
			Purpose:  text("BER、NULLパラメータ、Null値の埋めを受け入れて記録し、元のTBSCertificateのバイト列で検証する。", "BER, NULL parameters and the fill with 00 are accepted and listed; signatures are checked over the bytes of TBSCertificate as they stand."),
			Refs:     []string{"P 3.3.4.9"},
			Variants: e03,
		},
		{
			ID: "DAT_E_04", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "AAA",
			Title:    text("証明書の用途と名前", "Use and names of the certificate"),
			Purpose:  text("鍵用途があればdigitalSignatureを含み、CAでもルートでもなく、発行者名はルートの名前と同じバイト列で、シリアル番号は正である。", "keyUsage, if present, has digitalSignature; the certificate is neither a CA's nor the root; the issuer is the root's name byte by byte; the serial number is positive."),
			Refs:     []string{"P 3.3.4.9"},
			Variants: e04,
		},
		{
			ID: "DAT_E_05", Rev: 1, Applies: "(gen1 || gen2 || specified) && photo", Basis: "AAA",
			Title:    text("証明書の有効期間", "Validity of the certificate"),
			Purpose:  text("有効期間を時計およびルートと比べる。署名の正否とは別に扱う。", "The dates are compared with the clock and the root's, apart from the signature."),
			Refs:     []string{"P 3.3.4.9"},
			Variants: e05,
		},
		{
			ID: "DAT_E_06", Rev: 1, Applies: "gen1 && photo", Basis: "S--",
			Title:    text("同名のルートから正しい一つを選ぶ", "The right one of roots with the same name"),
			Purpose:  text("名前が同じルート(公開されたものは2A、4B、74、93の4つ)のうち、検証に成功する一つを指紋で示す。", "Of roots with one name (four are published: 2A, 4B, 74, 93) the one that verifies is named by fingerprint."),
			Refs:     []string{"P 3.4.3.1"},
			Variants: e06,
		},
		{
			ID: "DAT_E_07", Rev: 1, Applies: "gen1 && photo", Basis: "A--",
			Title:    text("期限切れのルートへの連鎖", "Chain to an expired root"),
			Purpose:  text("連鎖の正否と、ルートの期限(2Aは2025-09-05まで)は別の事実として示す。", "That the chain is right and that the root has expired (2A on 2025-09-05) are two facts."),
			Refs:     []string{"P 3.4.3.1"},
			Variants: conformance.Once(e07),
		},
		{
			ID: "DAT_E_08", Rev: 1, Applies: "(gen2 || specified) && photo", Basis: "-SS",
			Title:    text("同名の本番用と試験用のルートの区別", "Production and test root of one name are told apart"),
			Purpose:  text("指定されたルートのうち一つだけが検証に成功し、指紋で示される。", "Exactly one of the given roots verifies; it is named by fingerprint."),
			Refs:     []string{"2G 3.3.4.10"},
			Variants: e08,
		},
	}
}
