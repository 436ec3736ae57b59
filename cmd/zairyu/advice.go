package main

import (
	"errors"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/present"
)

// advice is what to do about a reading: the last line, which nobody overlooks.
func (r *reading) advice(o readOptions) conformance.Text {
	if kept := blocked(r.err()); kept != nil {
		return *kept
	}
	switch e := r.result.Err; {
	case e != nil && errors.Is(e, reader.ErrNoDeliveryKey) && o.reader != "":
		return textOf("リーダの種別07、08のカードは認証不要のファイルだけを読みました。すべて読むには --allow-specified と --delivery-key を指定してください（実際のカードで確認されていません）。"+keySource.JA,
			"Of a card of type 07 or 08 on a reader only the free files were read. To read it all give --allow-specified and --delivery-key; that was never checked against a genuine card. "+keySource.EN)
	case e != nil && errors.Is(e, reader.ErrNoDeliveryKey):
		return textOf("種別07、08のカードを読むには、--delivery-key で配送用公開鍵のファイルを指定してください。"+keySource.JA,
			"To read a card of type 07 or 08 name the file of the delivery key with --delivery-key. "+keySource.EN)
	case e != nil && e.Verdict == reader.BadInput && e.Step != "number":
		return textOf("--profile を外すか、このカードの種別にある選択肢を指定してください。種別07、08の選択肢は `zairyu spec --type 07` で表示します。",
			"Leave --profile out, or give a choice that this type of card has; `zairyu spec --type 07` lists those of types 07 and 08.")
	case r.result.Verdict == reader.ProtocolError && r.result.Has(reader.UnverifiedProfile):
		return textOf("未確認のプロファイルの選択肢か配送鍵が、このカードと違うかもしれません。--profile で別の値を指定できます（`zairyu spec --type 07` で一覧を表示）。--delivery-key のファイルも確認してください。"+keySource.JA,
			"The choices of the unverified profile or the delivery key may not be those of this card. Set others with --profile, which `zairyu spec --type 07` lists, and check the file of --delivery-key. "+keySource.EN)
	case r.result.Chain.State == reader.ChainNoAnchors && r.result.Signature.State == reader.SignatureFits:
		return textOf("トラストアンカーがありません。--anchors でルート証明書のフォルダを指定するか、公開されているルート証明書を `zairyu anchors add` で登録してください。",
			"There is no root to trust: name a folder of root certificates with --anchors, or store the published ones with `zairyu anchors add`.")
	}
	return textOf(present.Advice(r.result.Verdict, present.Japanese), present.Advice(r.result.Verdict, present.English))
}

// keySource says where a delivery key is to be had.
var keySource = textOf("出入国在留管理庁が 001462222.zip（keys_smrsapub_001.bin）として公開しています。自作のカードの鍵は `zairyu card show --export` で得られる delivery-key.bin です。",
	"The agency publishes it in 001462222.zip (keys_smrsapub_001.bin); that of a card of your own is the delivery-key.bin of `zairyu card show --export`.")
