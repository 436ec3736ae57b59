package perso

import "github.com/zairyukit/zairyu/emulator/perso/picture"

// Message is what can be wrong with a card description. The names are stable.
type Message string

// Language is a language of error texts.
type Language string

// The languages.
const (
	English  Language = "en"
	Japanese Language = "ja"
)

// The messages.
const (
	MsgAbsent            Message = "absent"
	MsgUnreadable        Message = "unreadable"
	MsgSyntax            Message = "syntax"
	MsgOneDocument       Message = "one-document"
	MsgTooBig            Message = "too-big"
	MsgTooDeep           Message = "too-deep"
	MsgAlias             Message = "alias"
	MsgDuplicateKey      Message = "duplicate-key"
	MsgUnknownKey        Message = "unknown-key"
	MsgNearKey           Message = "unknown-key-near"
	MsgMissing           Message = "missing"
	MsgNotText           Message = "not-text"
	MsgNotQuoted         Message = "not-quoted"
	MsgNotBool           Message = "not-bool"
	MsgNotInteger        Message = "not-integer"
	MsgNotGroup          Message = "not-group"
	MsgNotList           Message = "not-list"
	MsgTypeUnquoted      Message = "type-unquoted"
	MsgTypeUnknown       Message = "type-unknown"
	MsgAlpha3            Message = "alpha-three"
	MsgCodeLength        Message = "code-length"
	MsgPeriodCode        Message = "period-code"
	MsgOption            Message = "profile-option"
	MsgNotForType        Message = "not-for-type"
	MsgNumber            Message = "number"
	MsgVersion           Message = "version"
	MsgDateForm          Message = "date-form"
	MsgDateNone          Message = "date-impossible"
	MsgDateRange         Message = "date-range"
	MsgDateOrder         Message = "date-order"
	MsgChoice            Message = "choice"
	MsgActivity          Message = "activity"
	MsgTooLong           Message = "too-long"
	MsgTooManyBytes      Message = "too-many-bytes"
	MsgControl           Message = "control-character"
	MsgRepertoire        Message = "repertoire"
	MsgEmpty             Message = "empty"
	MsgMunicipality      Message = "municipality"
	MsgCheckDigit        Message = "check-digit"
	MsgUnderAge          Message = "photo-under-age"
	MsgGlyph             Message = "glyph"
	MsgTooWide           Message = "too-wide"
	MsgPictureMissing    Message = "picture-missing"
	MsgPictureUnreadable Message = "picture-unreadable"
	MsgPictureSize       Message = "picture-size"
	MsgFrontSize         Message = "front-size"
	MsgFilePermission    Message = "file-permission"
	MsgFileFolder        Message = "file-folder"
	MsgFileNotRegular    Message = "file-not-regular"
	MsgFileTooBig        Message = "file-too-big"
	MsgYAMLTab           Message = "yaml-tab"
	MsgYAMLQuote         Message = "yaml-quote"
	MsgYAMLColon         Message = "yaml-colon"
	MsgYAMLPair          Message = "yaml-pair"
	MsgYAMLOpen          Message = "yaml-open"
	MsgYAMLStray         Message = "yaml-stray"
	MsgYAMLReserved      Message = "yaml-reserved"
	MsgUTF16             Message = "utf-wide"
	MsgShiftJIS          Message = "not-utf"
	MsgNoValue           Message = "no-value"
	MsgNumberLetter      Message = "number-letter"
	MsgNumberDigit       Message = "number-digit"
	MsgIssuerNone        Message = "issuer-none"
	MsgIssuerNotFolder   Message = "issuer-not-folder"
	MsgIssuerLacks       Message = "issuer-lacks"
	MsgIssuerPermission  Message = "issuer-permission"
	MsgIssuerMismatch    Message = "issuer-mismatch"
	MsgIssuerNotFile     Message = "issuer-not-file"
	MsgIssuerTooBig      Message = "issuer-too-big"
	MsgIssuerNotPEM      Message = "issuer-not-pem"
	MsgIssuerWrongKey    Message = "issuer-wrong-key"
	MsgIssuerDamaged     Message = "issuer-damaged"
	MsgIssuerUnreadable  Message = "issuer-unreadable"
	MsgIssuerGeneration  Message = "issuer-generation"
	MsgRootValidity      Message = "root-validity"
	MsgQuirk             Message = "quirk"
	MsgRawFile           Message = "raw-file"
	MsgRawHex            Message = "raw-hex"
	MsgRawLength         Message = "raw-length"
)

// MsgFlaw is the message about a picture's flaw.
func MsgFlaw(f picture.Flaw) Message { return Message("picture-" + f) }

// texts is a message in the two languages, as formats for its arguments.
type texts struct{ en, ja string }

func (m Message) format(lang Language) string {
	t := m.texts()
	if lang == Japanese {
		return t.ja
	}
	return t.en
}

func (m Message) texts() texts {
	if t, known := messages()[m]; known {
		return t
	}
	return texts{en: string(m), ja: string(m)}
}

func messages() map[Message]texts {
	return map[Message]texts{
		MsgAbsent:                      {"there is no such card file; `zairyu card new FILE` makes one", "このカードファイルはありません。`zairyu card new FILE` で作れます"},
		MsgUnreadable:                  {"the card file cannot be read: %v", "カードファイルを読めません: %v"},
		MsgSyntax:                      {"not valid YAML: %s", "YAML として読めません: %s"},
		MsgOneDocument:                 {"a card file holds one document; remove the part after ---", "カードファイルに書ける文書は一つです。--- より後を消してください"},
		MsgTooBig:                      {"the card file has %d bytes, at most %d are read", "カードファイルが %d バイトあります。読めるのは %d バイトまでです"},
		MsgTooDeep:                     {"groups and lists stand in each other more than %d deep; no card file needs that", "組やリストの入れ子が %d 段を超えています。カードファイルにその必要はありません"},
		MsgAlias:                       {"anchors, aliases, tags and merge keys are not used in card files; write the value out", "カードファイルではアンカー、エイリアス、タグ、マージキーを使えません。値をそのまま書いてください"},
		MsgDuplicateKey:                {"the key stands twice; keep one", "キーが二度書かれています。一つだけ残してください"},
		MsgUnknownKey:                  {"unknown key %q; known here: %s", "不明なキー %q です。ここで使えるキー: %s"},
		MsgNearKey:                     {"unknown key %q; did you mean %q?", "不明なキー %q です。%q の誤りではありませんか"},
		MsgMissing:                     {"is missing; write it, for example %s", "この項目がありません。例えば %s と書いてください"},
		MsgNotText:                     {"must be text", "文字列を書いてください"},
		MsgNotQuoted:                   {"must be text; put it in quotation marks, as in \"0123\"", "文字列で書いてください。\"0123\" のように引用符で囲みます"},
		MsgNotBool:                     {"must be true or false", "true か false を書いてください"},
		MsgNotInteger:                  {"must be a whole number between -9223372036854775808 and 9223372036854775807", "-9223372036854775808 から 9223372036854775807 までの整数を書いてください"},
		MsgNotGroup:                    {"must be a group of keys: %s", "次のキーを持つ組で書いてください（例 { code: …, text: … }）: %s"},
		MsgNotList:                     {"must be a list, as in [a, b]", "[a, b] のようなリストを書いてください"},
		MsgTypeUnquoted:                {"the card type must be quoted: type: \"%s\"", "カード種別は引用符で囲んでください: type: \"%s\""},
		MsgTypeUnknown:                 {"unknown card type; it is one of: %s", "不明なカード種別です。次のどれかにしてください: %s"},
		MsgNotForType:                  {"a card of type %s cannot hold this; remove it or change the type", "種別 %s のカードには記録できません。消すか種別を変えてください"},
		MsgNumber:                      {"a card number is 2 capital letters, 8 digits and 2 capital letters, as in AA12345678BB: 12 characters, not %d", "在留カード等番号は英大文字 2 字、数字 8 字、英大文字 2 字の 12 字です（例 AA12345678BB）。書かれているのは %d 字です"},
		MsgVersion:                     {"a version is 4 digits in quotation marks, as in \"0001\"", "仕様バージョン番号は引用符で囲んだ数字 4 字です（例 \"0001\"）"},
		MsgDateForm:                    {"write the date as YYYY-MM-DD, as in 2024-01-15", "日付は 2024-01-15 のように YYYY-MM-DD で書いてください"},
		MsgDateNone:                    {"there is no such day in the calendar", "暦にない日付です"},
		MsgDateRange:                   {"must lie between %s and %s", "%s から %s までの日付にしてください"},
		MsgDateOrder:                   {"must not be earlier than %s", "%s より前の日付にはできません"},
		MsgChoice:                      {"must be one of: %s", "次のどれかを書いてください: %s"},
		MsgActivity:                    {"write never, withdrawn, or { text: ... } as on the stamp", "never、withdrawn、または許可欄の記載内容 { text: ... } を書いてください"},
		MsgTooLong:                     {"the text has %d characters in %d bytes; the card holds at most %d characters and %d bytes; shorten it", "文字列が %d 字 %d バイトあります。カードに記録できるのは %d 字 %d バイトまでです。短くしてください"},
		MsgTooManyBytes:                {"the text has %d characters in %d bytes; the card holds at most %d bytes (%d kanji); shorten it", "文字列が %d 字 %d バイトあります。カードに記録できるのは %d バイト（漢字で %d 字）までです。短くしてください"},
		MsgControl:                     {"character %d is a control character or damaged; remove it", "%d 字目は制御文字か壊れた文字です。消してください"},
		MsgRepertoire:                  {"character %d is not in JIS X 0213, which is all that a card stores; write it another way", "%d 字目はカードに記録できる JIS X 0213 にない文字です。別の字で書いてください"},
		MsgEmpty:                       {"is empty; write a text", "空です。文字列を書いてください"},
		MsgMunicipality:                {"a local-government code is 6 digits in quotation marks, beginning with 01 to 47, as in \"131016\"", "地方公共団体コードは引用符で囲んだ数字 6 字で、01 から 47 までで始まります（例 \"131016\"）"},
		MsgCheckDigit:                  {"the check digit (the last one) is wrong; for these 5 digits it is %d", "検査数字（末尾）が違います。この 5 桁に対しては %d です"},
		MsgUnderAge:                    {"the holder is under %d when the card is issued, so the card stores no photo and no signature (clause 3.3.5); remove the line, or change card.issued to %s or later", "交付年月日に %d 歳未満なので、写真も署名も記録されません（3.3.5）。この行を消すか、card.issued を %s 以降にしてください"},
		MsgGlyph:                       {"character %d cannot be drawn: the font lacks it; write it another way, or give a ready picture with front", "%d 字目はフォントにないため描けません。別の字で書くか、front に画像ファイルを指定してください"},
		MsgTooWide:                     {"%d characters, %d columns wide, do not fit on the front, which has room for %d columns here; shorten the text", "%d 字（幅 %d 桁）は券面に収まりません。ここに入るのは %d 桁までです。短くしてください"},
		MsgPictureMissing:              {"there is no file %q; names are relative to the folder of the card file", "ファイル %q がありません。名前はカードファイルのあるフォルダからの相対パスです"},
		MsgPictureUnreadable:           {"the file %q cannot be read: %v", "ファイル %q を読めません: %v"},
		MsgFlaw(picture.NotTIFF):       {"this is no TIFF file, or its directory is damaged; a ready front is a TIFF file with CCITT Group 4", "TIFF ファイルでないか、ヘッダー（IFD）が壊れています。券面は CCITT Group 4 の TIFF ファイルにしてください"},
		MsgFlaw(picture.NotG4):         {"the TIFF file is not compressed with CCITT Group 4 (clause 3.3.4.3); convert it with: tiffcp -c g4", "TIFF ファイルが CCITT Group 4 で圧縮されていません（3.3.4.3）。tiffcp -c g4 で変換できます"},
		MsgFlaw(picture.NotBilevel):    {"the TIFF file is not bilevel; a front has one bit a pixel", "TIFF ファイルが 2 値ではありません。券面は 1 画素 1 ビットです"},
		MsgFlaw(picture.NotAPicture):   {"this is no PNG, JPEG or JPEG 2000 file; give one of these", "PNG、JPEG、JPEG 2000 のどれでもありません。どれかを指定してください"},
		MsgFlaw(picture.NotColour):     {"the JPEG 2000 picture is not in colour (clause 3.3.4.4); use a colour picture", "JPEG 2000 画像がカラーではありません（3.3.4.4）。カラー画像を使ってください"},
		MsgFlaw(picture.NotCodestream): {"the JPEG 2000 file is damaged: its boxes or first markers are not as they must be; encode it again", "JPEG 2000 ファイルのボックスか先頭のマーカーが壊れています。作り直してください"},
		MsgFlaw(picture.NoPixels):      {"the picture has no pixels; use another one", "画素のない画像です。別の画像を使ってください"},
		MsgFlaw(picture.BadSize):       {"the picture's header promises a size that no card picture has; encode it again", "画像のヘッダーにある大きさが異常です。作り直してください"},
		MsgFlaw(picture.TooManyPixels): {"the picture has %d x %d pixels, at most %d in all are read; make it smaller", "画像が %d x %d 画素あります。読めるのは合計 %d 画素までです。小さくしてください"},
		MsgFlaw(picture.Damaged):       {"the picture file is damaged or cut short; save it again", "画像ファイルが壊れているか途中で切れています。保存し直してください"},
		MsgPictureSize:                 {"the picture needs %d bytes, the card holds %d; use a plainer one", "画像に %d バイト必要ですが、カードに記録できるのは %d バイトまでです。もっと単純な画像にしてください"},
		MsgFrontSize:                   {"the drawn image needs %d bytes, the card holds %d; shorten the texts", "画像を描くと %d バイトになりますが、カードに記録できるのは %d バイトまでです。文字列を短くしてください"},
		MsgFilePermission:              {"there is no permission to read %q; change its mode", "%q を読む権限がありません。ファイルの権限を変えてください"},
		MsgFileFolder:                  {"%q is a folder; name the file", "%q はフォルダです。ファイルを指定してください"},
		MsgFileNotRegular:              {"%q is a pipe or device, not a file; name a file", "%q はパイプかデバイスです。通常のファイルを指定してください"},
		MsgFileTooBig:                  {"the file %q has %d bytes, at most %d are read; make it smaller", "ファイル %q は %d バイトあります。読めるのは %d バイトまでです。小さくしてください"},
		MsgYAMLTab:                     {"a tab stands where only spaces may; indent with spaces", "ここにタブは使えません。字下げには空白を使ってください"},
		MsgYAMLQuote:                   {"a quotation mark is not closed; write the second one", "引用符が閉じられていません。閉じの引用符を書いてください"},
		MsgYAMLColon:                   {"a colon is out of place; indent the keys of a group alike, and quote a value that holds a colon", "ここにコロンは書けません。同じ組のキーは字下げをそろえ、コロンを含む値は引用符で囲んでください"},
		MsgYAMLPair:                    {"a key and its value must stand here, as in key: value, with a space after the colon", "ここには「キー: 値」を書いてください。コロンの後には空白が要ります"},
		MsgYAMLOpen:                    {"a bracket [ or { is not closed, or a comma is missing after a value", "括弧 [ か { が閉じられていないか、値の後のコンマがありません"},
		MsgYAMLStray:                   {"this is out of place; look whether a line above lacks a quotation mark or is indented differently", "ここに値は書けません。前の行で引用符が閉じられているか、字下げがそろっているかを確かめてください"},
		MsgYAMLReserved:                {"a value may not begin with this character; put the value in quotation marks", "この文字で始まる値は書けません。値を引用符で囲んでください"},
		MsgUTF16:                       {"the card file is not UTF-8, it looks like UTF-16; save it as UTF-8", "カードファイルが UTF-8 ではありません（UTF-16 のようです）。UTF-8 で保存してください"},
		MsgShiftJIS:                    {"the card file is not UTF-8, perhaps Shift_JIS; save it as UTF-8", "カードファイルが UTF-8 ではありません（Shift_JIS かもしれません）。UTF-8 で保存してください"},
		MsgNoValue:                     {"the key %q has no value; write one after the colon, or remove the line", "キー %q に値がありません。コロンの後に値を書くか、行を消してください"},
		MsgNumberLetter:                {"character %d of the card number must be a capital letter A to Z", "在留カード等番号の %d 字目は英大文字（A～Z）です"},
		MsgNumberDigit:                 {"character %d of the card number must be a digit 0 to 9", "在留カード等番号の %d 字目は数字（0～9）です"},
		MsgIssuerNone:                  {"there is no issuer folder %q; make one with: zairyu issuer new DIR", "発行者のフォルダ %q がありません。次のコマンドで作れます: zairyu issuer new DIR"},
		MsgIssuerNotFolder:             {"the issuer %q is a file; name the folder that zairyu issuer new made", "発行者 %q はファイルです。zairyu issuer new で作ったフォルダを指定してください"},
		MsgIssuerLacks:                 {"the issuer folder %q has no %s; put the file back, or name another folder", "発行者のフォルダ %q に %s がありません。ファイルを戻すか、別のフォルダを指定してください"},
		MsgIssuerPermission:            {"in the issuer folder %q there is no permission to read %s; change its mode", "発行者のフォルダ %q の %s を読む権限がありません。権限を変えてください"},
		MsgIssuerMismatch:              {"in the issuer folder %q the certificate and the private key do not belong together (%s); put the right file back", "発行者のフォルダ %q の証明書と秘密鍵が対になっていません（%s）。正しいファイルを戻してください"},
		MsgIssuerNotFile:               {"in the issuer folder %q, %s is a folder, pipe or device, not a file; put the file back from a copy", "発行者のフォルダ %q の %s は通常のファイルではありません（フォルダ、パイプ、デバイスなど）。控えから戻してください"},
		MsgIssuerTooBig:                {"in the issuer folder %q the file %s has %d bytes, at most %d are read; put it back from a copy", "発行者のフォルダ %q の %s は %d バイトあります。読めるのは %d バイトまでです。控えから戻してください"},
		MsgIssuerNotPEM:                {"in the issuer folder %q the file %s is not in PEM form, or holds something else; put it back from a copy", "発行者のフォルダ %q の %s は PEM 形式でないか、別のものが入っています。控えから戻してください"},
		MsgIssuerWrongKey:              {"in the issuer folder %q the file %s does not hold a key of the kind %s; put it back from a copy", "発行者のフォルダ %q の %s に入っているのは %s の鍵ではありません。控えから戻してください"},
		MsgIssuerDamaged:               {"in the issuer folder %q the file %s is damaged; put it back from a copy", "発行者のフォルダ %q の %s が壊れています。控えから戻してください"},
		MsgIssuerUnreadable:            {"the issuer folder %q cannot be used: %v", "発行者のフォルダ %q を使えません: %v"},
		MsgIssuerGeneration:            {"the issuer %q has no keys for cards of type %s; make a folder with: zairyu issuer new DIR", "発行者 %q には種別 %s のカードの鍵がありません。次のコマンドで新しいフォルダを作ってください: zairyu issuer new DIR"},
		MsgAlpha3:                      {"a nationality or region is 3 capital letters, as in XXX", "国籍・地域は英大文字 3 字のコードです （例 XXX）"},
		MsgCodeLength:                  {"the code has exactly %d capital letters or digits", "コードは英大文字か数字でちょうど %d 字です"},
		MsgPeriodCode:                  {"a period is \"YYMM\" (years and months), \"DDD\" (days), or \"0000\" without limit, in quotation marks", "在留期間は \"YYMM\"（年月）、\"DDD\"（日数）、無期限は \"0000\" を引用符で囲んで書いてください"},
		MsgOption:                      {"%v", "使えない設定です: %v"},
		MsgRootValidity:                {"the issuer's root certificate is valid only from %s to %s; change the date or use another issuer", "発行者のルート証明書が有効なのは %s から %s までです。日付を変えるか、別の発行者を使ってください"},
		MsgQuirk:                       {"unknown certificate quirk; known: %s", "不明な証明書の特殊な符号化（quirk）です。使えるもの: %s"},
		MsgRawFile:                     {"a card of type %s has no such file; it has: %s", "種別 %s のカードにそのファイルはありません。あるのは: %s"},
		MsgRawHex:                      {"must be pairs of hexadecimal digits", "16 進数字を 2 字ずつ書いてください"},
		MsgRawLength:                   {"has the wrong length in bytes: %d here, %d in the card", "バイト数が違います。ここでは %d、カードのファイルは %d です"},
	}
}
