package main

import "github.com/zairyukit/zairyu/conformance"

// swText is what a person wants to know about a status word.
type swText struct {
	meaning, cause, next conformance.Text
}

// explanation finds the text of a status word; 63CX stands for all of its
// sixteen values.
func explanation(sw uint16) (swText, bool) {
	if sw&0xFFF0 == 0x63C0 {
		sw = 0x63C0
	}
	for _, e := range swTexts() {
		if e.sw == sw {
			return e.swText, true
		}
	}
	return swText{}, false
}

func swTexts() []struct {
	sw uint16
	swText
} {
	t := func(ja, en string) conformance.Text { return conformance.Text{JA: ja, EN: en} }
	never := t("在留カード等の仕様ではこの値を返すコマンドはない。別のカードか、誤った実装である。", "No command of this card has it: another kind of card, or a wrong implementation.")
	kind := t("カード種別（MF/EF02）を読む。", "Read the card type (MF/EF02).")
	return []struct {
		sw uint16
		swText
	}{
		{0x9000, swText{t("正常終了", "normal end"), t("コマンドは実行された。", "The command was carried out."), t("データ長を仕様のファイル容量と比べる。", "Compare the data length with the file's size.")}},
		{0x6283, swText{t("DF（または親DF）が閉そくしている", "the DF, or the EF's parent DF, is blocked"), t("カードが利用停止にされている。番号の誤りではない。", "The card was put out of use. It is not a wrong number."), t("別の正常なカードで同じ手順を試す。", "Try the same sequence with a healthy card.")}},
		{0x6300, swText{t("照合不一致", "mismatch"), t("VERIFY: 在留カード等番号が違う。MUTUAL AUTHENTICATE: 番号、MAC、RND.ICCのいずれかが違うか、世代の違う暗号を使っている。", "VERIFY: the card number is wrong. MUTUAL AUTHENTICATE: number, MAC or RND.ICC is wrong, or the cipher is that of another generation."), t("番号を券面と比べ、先にカード種別を読む。鍵はSHA-1の先頭16バイト、MACはパディング方式2。再試行回数に制限はない。", "Compare the number with the card's face and read the card type first. The key is the first 16 bytes of SHA-1, the MAC has padding method 2. There is no retry limit.")}},
		{0x63C0, swText{t("照合不一致（残り試行回数付き）", "mismatch, with the tries left"), never, kind}},
		{0x6400, swText{t("ファイル制御情報に異常がある", "file control information damaged"), t("カードの不良。", "A damaged card."), t("シーケンスを最初から1回だけやり直す。", "Run the whole sequence again, once.")}},
		{0x6581, swText{t("メモリへの書込みが失敗した", "writing to memory failed"), never, kind}},
		{0x66F1, swText{t("このアプリケーションでは鍵の配送を提供しない", "no key delivery in this application"), t("特定在留カード等（種別07、08）で、在留カードAPを選択せずにSET SESSION KEYを送った。My Numberカードの別のアプリケーションでの観測に基づく。", "Types 07 and 08: SET SESSION KEY was sent while the residence application is not selected. Measured on a sister application of the My Number card."), t("APのAID（D392F0004F01と00が10個）をSELECTしてから送る。", "SELECT the application (AID D392F0004F01 and ten 00) first.")}},
		{0x6700, swText{t("Lc、LeまたはAPDU長の誤り", "Lc, Le or the APDU's length is wrong"), t("GET CHALLENGEのLeは08、平文READ BINARYのLeは3バイト、SMでは拡張LcとLe 0000。拡張APDUを通さないリーダもある。", "Le of GET CHALLENGE is 08; plain READ BINARY has a 3-byte Le, under SM an extended Lc and Le 0000. Some readers do not pass extended APDUs."), t("送ったバイト列を仕様4.2の表と1バイトずつ比べる。", "Compare the bytes sent with the tables of 4.2, one by one.")}},
		{0x6881, swText{t("指定された論理チャネルを提供しない", "logical channel not offered"), t("CLAの下位2ビットが0でない。", "The low two bits of CLA are not 0."), t("CLAを00または08にする。", "Send CLA 00 or 08.")}},
		{0x6882, swText{t("CLAが示すセキュアメッセージングを提供しない", "secure messaging indicated by CLA not offered"), t("SELECT FILE、GET CHALLENGE、MUTUAL AUTHENTICATEをSMで送ったか、CLAが04または0C。", "SELECT FILE, GET CHALLENGE or MUTUAL AUTHENTICATE was sent under SM, or CLA is 04 or 0C."), t("SMはCLA 08で、VERIFYとREAD BINARYだけに使う。", "SM is CLA 08, for VERIFY and READ BINARY only.")}},
		{0x6981, swText{t("ファイル構造と矛盾したコマンド", "command does not fit the file structure"), t("対象がバイナリのEFではない。", "The target is no binary EF."), t("P1の短縮EF識別子を確認する。", "Check the short EF identifier in P1.")}},
		{0x6982, swText{t("セキュリティステータスが満足されない", "security status not satisfied"), t("在留カード等番号による認証（VERIFY）が済んでいないか、SM必須のDF1のファイルを平文で読んだか、VERIFYを平文で送った。", "VERIFY has not succeeded, or a file of DF1, which needs SM, was read in plain, or VERIFY was sent in plain."), t("VERIFYが9000であったことと、DF1の読出しがCLA 08であることを確認する。誤った番号のVERIFYは認証状態を消す。", "Check that VERIFY gave 9000 and that DF1 is read with CLA 08. A VERIFY with a wrong number clears the state.")}},
		{0x6983, swText{t("認証方法を受け付けない", "authentication method blocked"), never, kind}},
		{0x6984, swText{t("参照されたIEFが閉そくしている", "referenced key file blocked"), t("カードが利用停止にされている。", "The card was put out of use."), t("別の正常なカードで同じ手順を試す。", "Try the same sequence with a healthy card.")}},
		{0x6985, swText{t("コマンドの使用条件が満足されない", "conditions of use not satisfied"), t("GET CHALLENGEの直後でないMUTUAL AUTHENTICATE、またはセッション鍵のないSMコマンド。", "MUTUAL AUTHENTICATE not directly after GET CHALLENGE, or an SM command without a session key."), t("間に他のコマンドを挟まず、失敗後は最初からやり直す。", "Send nothing in between, and after a failure start again from the beginning.")}},
		{0x6986, swText{t("カレントEFがない", "no current EF"), t("オフセット指定（P1の最上位ビット0）のREAD BINARYの前に、成功した読出しがない。", "READ BINARY by offset (top bit of P1 is 0) without a successful read before it."), t("先に短縮EF識別子で読む。DFを選択するとカレントEFはなくなる。", "Read by SFI first. Selecting a DF leaves no current EF.")}},
		{0x6987, swText{t("SMに必要なデータオブジェクトがない", "an expected SM object is missing"), t("種別07、08: VERIFYの86、READ BINARYの96がないか、チェックサム付きのSM（CLA 0C）を送った。ほかの種別では返さない。", "Types 07 and 08: VERIFY without 86, READ BINARY without 96, or SM with a checksum (CLA 0C). Other types never answer it."), t("SMエラーでセッションは失われる。APのSELECTからやり直す。ほかの種別ならカード種別を読む。", "An SM error destroys the session: start again from SELECT of the application. On another type, read the card type.")}},
		{0x6988, swText{t("SMのデータオブジェクトのタグ、長さ、値、順序が正しくない", "SM object: tag, length, value or order wrong"), t("86 Lの次に01がない、暗号文が8の倍数でない、パディングが80 00..でない、または96が2バイトでない。", "No 01 after 86 L, a cryptogram that is no multiple of 8, a padding that is not 80 00.., or a 96 that has not 2 bytes."), t("IVは毎回0、鍵はKSenc。別添2の値で自分の実装を確かめる。", "The IV is 0 each time, the key KSenc. Check your code with the values of annex 2.")}},
		{0x6999, swText{t("アクセス対象ファイルの選択が失敗した", "selecting the file failed"), t("SELECT FILEがファイルを選択できなかった。", "SELECT FILE could not select the file."), t("AIDの16バイトを確認する。", "Check the 16 bytes of the AID.")}},
		{0x69FC, swText{t("セッションがない", "no session"), t("種別07、08: セッション鍵のないSMコマンド。APの再選択、SMエラー、リセットで鍵は失われる。", "Types 07 and 08: an SM command without a session key, which selecting the application again, an SM error or a reset destroys."), t("APのSELECT、SET SESSION KEY、VERIFYの順にやり直す。カウンタは1から数える。", "Start again: SELECT of the application, SET SESSION KEY, VERIFY; the counter begins at 1.")}},
		{0x6A80, swText{t("データフィールドのタグが正しくない、または配送した鍵を受け付けない", "wrong tag in the data field, or the key delivered is refused"), t("種別07、08: SET SESSION KEYの暗号文が別の鍵によるか、復号した構造（A0、80）が違う。ほかの種別では返さない。", "Types 07 and 08: the cryptogram of SET SESSION KEY was made with another key, or what is in it (A0, 80) has another structure. Other types never answer it."), t("配送鍵のファイル（--delivery-key）とOAEPのハッシュを確認する。ほかの種別ならカード種別を読む。", "Check the delivery key file (--delivery-key) and the hash of OAEP. On another type, read the card type.")}},
		{0x6A81, swText{t("機能が提供されていない", "function not offered"), never, kind}},
		{0x6A82, swText{t("ファイルがない、または短縮EF識別子のEFがない", "file not found, or no EF with that SFI"), t("別のDFがカレントか、AIDが違うか、カード種別にないファイル（種別2のDF2/EF02からEF04）を読んだ。", "Another DF is current, the AID is wrong, or this type of card lacks the file (DF2/EF02 to EF04 of type 2)."), t("読む直前にそのDFをSELECTする。", "SELECT that DF directly before reading.")}},
		{0x6A84, swText{t("ファイル内のメモリ残容量が足りない", "not enough memory in the file"), never, kind}},
		{0x6A85, swText{t("Lcの値がTLV構造に矛盾している", "Lc contradicts the TLV structure"), never, kind}},
		{0x6A86, swText{t("P1-P2の値が正しくない", "P1-P2 wrong"), t("DF選択はP1 04 P2 0C、MF選択は00 00、VERIFYはP2 86。", "DF selection is P1 04 P2 0C, MF selection 00 00, VERIFY has P2 86."), t("P1とP2を仕様4.2の表と比べる。", "Compare P1 and P2 with the tables of 4.2.")}},
		{0x6A87, swText{t("Lcの値がP1-P2と矛盾している", "Lc contradicts P1-P2"), t("AIDが16バイトでないか、MFの識別子が2バイトでない。", "The AID has not 16 bytes, or the MF's identifier not 2."), t("短縮したAIDは使えない。", "A shortened AID does not work.")}},
		{0x6A88, swText{t("参照された鍵が正しく設定されていない", "referenced key not set"), never, kind}},
		{0x6B00, swText{t("EF範囲外にオフセットした", "offset outside the EF"), t("オフセットがファイル容量以上。", "The offset is the file's size or more."), t("読めた平文の長さだけオフセットを進める（SMのパディングを含めない）。", "Advance the offset by the plain bytes read, SM padding not counted.")}},
		{0x6D00, swText{t("INSが提供されていない", "INS not offered"), t("その種別のコマンド以外を送った。別添1のMUTUAL AUTHENTICATEのINS 84は誤植で、正しくは82。", "Not a command of this type of card. INS 84 for MUTUAL AUTHENTICATE in annex 1 is a misprint; it is 82."), t("INSはA4、20、84、82、B0のいずれか。種別07、08ではA4、AE、20、B0。", "INS is A4, 20, 84, 82 or B0; on types 07 and 08 A4, AE, 20 or B0.")}},
		{0x6E00, swText{t("CLAが提供されていない", "CLA not offered"), t("CLAが00でも08でもない。", "CLA is neither 00 nor 08."), t("平文は00、SMは08。", "00 for plain, 08 for SM.")}},
		{0x6F00, swText{t("自己診断異常", "self-check error"), t("カードの不良。種別07、08のSET SESSION KEYでは、暗号文が法以上である場合にも返る。", "A damaged card. On types 07 and 08 also SET SESSION KEY with a cryptogram that is not below the modulus."), t("シーケンスを最初から1回だけやり直す。SET SESSION KEYでは乱数を変えて1回だけ送り直す。", "Run the whole sequence again, once; SET SESSION KEY once more with a new seed.")}},
	}
}
