package main

// exampleTitles gives the Japanese line about an example; the files' own
// comments are English. A test demands that none is missing.
func exampleTitles() map[string]string {
	return map[string]string{
		"future-type":                        "まだ誰も知らない種別のカード。C1が09",
		"gen2-both-permissions":              "包括許可と個別許可。D5は長い形、申請中、長官記載あり",
		"gen2-certificate-quirks":            "実際のカードにあるとリーダの開発者が報告している癖のあるP-384の証明書（NULLパラメータ、末尾のNUL、BERの長さ）",
		"gen2-days":                          "在留期間90日。CEは3桁の数字とNUL",
		"gen2-every-key":                     "種別05～08のカードで使えるすべてのキー",
		"gen2-infant":                        "種別05の1歳未満。写真も署名もない（3.3.5）。日付で決まる",
		"gen2-permanent-resident":            "種別05の永住者。在留期間は0000（無期限）で、満了日はない",
		"gen2-special-permanent":             "種別06の特別永住者",
		"gen2-special-permanent-infant":      "種別06の1歳未満。写真も署名もない",
		"gen2-student":                       "種別05の留学生。資格外活動の包括許可あり",
		"gen2-worker-without-permissions":    "種別05の就労者。資格外活動の許可なし",
		"specified-infant":                   "特定在留カード（種別07）の1歳未満。写真も署名もない",
		"specified-other-options":            "未確認の選択肢を既定と違う値にした特定在留カード。リーダにも同じ値を指定する",
		"specified-permanent-resident":       "特定在留カード（種別07）の永住者。無期限、許可なし",
		"specified-special-permanent":        "種別08の特別永住者",
		"specified-special-permanent-infant": "種別08の1歳未満。写真も署名もない",
		"specified-student":                  "マイナンバーカードと一体の特定在留カード（種別07）の留学生",
		"permanent-child":                    "16歳未満の特別永住者。写真も署名もない",
		"permanent-moved":                    "転居した特別永住者。新しい住居地は裏面にある",
		"permanent-short":                    "最も短い特別永住者証明書",
		"permanent-without-photo":            "成人だが写真がない。署名もない",
		"residence-certificate-quirks":       "DERではないBERの証明書。実際のカードにあるとリーダの開発者が報告している",
		"residence-child":                    "16歳未満。写真も署名も記録されない（3.3.5）",
		"residence-designated":               "特定活動。就労制限の文が長いので小さく描く",
		"residence-engineer":                 "就労者。カードの交付後に転居し、新しい住居地は裏面にある",
		"residence-every-key":                "第1世代の在留カードで使えるすべてのキー",
		"residence-expired":                  "カードの有効期間が過ぎた日に見る",
		"residence-half-year":                "15歳だが16歳の誕生日前の半年間に交付された。写真と署名がある（3.3.5 脚注3）",
		"residence-kanji-name":               "ローマ字の氏名に漢字の氏名を併記",
		"residence-long-texts":               "長さの限界の文字列。長い氏名、両面に80文字の住居地、120バイトのスタンプ",
		"residence-pending":                  "在留期間更新許可等を申請中。D7が1",
		"residence-permanent":                "永住者。在留期間に終わりがなく、就労制限もない",
		"residence-permissions":              "資格外活動の包括許可と個別許可。スタンプの文のとおり",
		"residence-raw":                      "ファイルの内容を直接書き換える。申請状況が仕様にない9",
		"residence-short":                    "最も短い在留カード。ほかの項目はすべて既定値",
		"residence-withdrawn":                "一度許可され、取り消された。タグと長さも00（3.3.4.6、3.3.4.7）",
	}
}
