// Package present shows the result of a reading to a person (Japanese or
// English) and to a program (JSON with the keys that reader shims use). It
// shows personal data only when told to, escapes what could deceive a screen,
// and says plainly what the signature does not cover (specification 3.4.3). It must not import
// the emulator.
package present

import (
	"cmp"

	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/trust"
)

// Lang is a language of the text.
type Lang string

// The languages.
const (
	Japanese Lang = "ja"
	English  Lang = "en"
)

// words is one expression in both languages.
type words struct{ ja, en string }

func (w words) in(l Lang) string {
	if l == Japanese {
		return w.ja
	}
	return w.en
}

// Name returns the name of a field, or the field itself if it has none.
func Name(field string, l Lang) string { return cmp.Or(names[field].in(l), field) }

// TypeName returns the name of a card type, empty for one that is unknown.
func TypeName(typ string, l Lang) string { return types[typ].in(l) }

// Advice says what to do about a verdict.
func Advice(v reader.Verdict, l Lang) string { return advice[v].in(l) }

// Meaning tells what a verdict means, and whether there is such a verdict.
func Meaning(v reader.Verdict, l Lang) (string, bool) {
	w, known := verdicts[v]
	return w.in(l), known
}

// names are those of clause 3.3.4, of the second generation those of 2G 3.3.4.
var names = map[string]words{
	"number":                         {"在留カード等番号", "card number"},
	"card_number":                    {"在留カード等番号（記録）", "card number (stored)"},
	"version":                        {"仕様バージョン番号", "specification version"},
	"type":                           {"カード種別", "card type"},
	"front":                          {"券面（表）イメージ", "front image"},
	"name":                           {"氏名イメージ", "name image"},
	"face":                           {"顔画像", "face image"},
	"entries":                        {"券面記載事項", "printed entries"},
	"card_expiry":                    {"カードの有効期間満了日", "expiry of the card"},
	"birth":                          {"生年月日", "date of birth"},
	"sex":                            {"性別", "sex"},
	"nationality":                    {"国籍・地域", "nationality or region"},
	"status":                         {"在留資格", "status of residence"},
	"period":                         {"在留期間", "period of stay"},
	"period_until":                   {"在留期間の満了日", "end of the period of stay"},
	"permission_kind":                {"許可の種類", "kind of permission"},
	"permission_date":                {"許可年月日", "date of permission"},
	"work":                           {"就労制限の有無", "restriction of work"},
	"address_date":                   {"追記書き込み年月日", "date of the address entry"},
	"municipality":                   {"市町村コード", "municipality code"},
	"address":                        {"住居地（裏面追記）", "address (entered on the back)"},
	"address_image":                  {"住居地イメージ", "address image"},
	"permission_comprehensive":       {"裏面資格外活動包括許可欄", "comprehensive work permission"},
	"permission_comprehensive_until": {"資格外活動包括許可の期限", "end of the comprehensive work permission"},
	"permission_individual":          {"裏面資格外活動個別許可欄", "individual work permission"},
	"check_code":                     {"チェックコード", "check code"},
	"certificate":                    {"公開鍵証明書", "certificate"},
	"application_status":             {"在留期間更新等許可申請", "pending application"},
	"commissioner_entry":             {"長官記載の有無", "entry of the commissioner"},
	"reserved_text":                  {"予備テキスト", "reserved text"},
}

var types = map[string]words{
	"1":  {"在留カード", "residence card"},
	"2":  {"特別永住者証明書", "special permanent resident certificate"},
	"05": {"在留カード", "residence card"},
	"06": {"特別永住者証明書", "special permanent resident certificate"},
	"07": {"特定在留カード", "specified residence card"},
	"08": {"特定特別永住者証明書", "specified special permanent resident certificate"},
}

var verdicts = map[reader.Verdict]words{
	reader.Valid:              {"署名は署名対象の項目に一致し、証明書は指定されたトラストアンカーにつながります。", "The signature fits what it covers, and the certificate chains to a given trust anchor."},
	reader.InvalidSignature:   {"署名が読み出したデータと一致しません。改ざんの可能性があります。", "The signature does not fit the data that were read. They may have been altered."},
	reader.InvalidCertificate: {"証明書が使えないか、指定されたトラストアンカーにつながりません。", "The certificate is unusable or chains to no given trust anchor."},
	reader.NotVerifiable:      {"データが真正かどうかを判定できません。", "It cannot be decided whether the data are genuine."},
	reader.OK:                 {"読出しを終えました。検証はしていません。", "Reading is done. Nothing was verified."},
	reader.WrongNumber:        {"カードが番号を受け付けませんでした。券面の番号と照らし合わせてください。", "The card refused the number. Compare it with the number printed on the card."},
	reader.NotAResidenceCard:  {"在留カードでも特別永住者証明書でもありません。", "This is neither a residence card nor a special permanent resident certificate."},
	reader.UnsupportedType:    {"このカード種別には対応していません。", "This card type is not supported."},
	reader.CardRemoved:        {"読出しの途中でカードとの接触が失われました。", "The card left before reading was done."},
	reader.ProtocolError:      {"カードの応答が仕様と異なるか、カードと通信できません。", "The card's answer differs from the specification, or the card could not be asked."},
	reader.DataError:          {"カード内のファイル又はデータオブジェクトを読み取れません。", "A file or data object of the card is unreadable."},
	reader.Timeout:            {"時間内に応答がありませんでした。", "There was no answer in time."},
	reader.BadInput:           {"番号が英字と数字あわせて12文字ではないか、指定が正しくありません。カードには番号を送っていません。", "The number must have 12 letters and digits, or a setting is wrong. No number was sent to the card."},
}

var advice = map[reader.Verdict]words{
	reader.Valid:              {"署名で確認できた項目だけを信用してください。", "Rely on what the signature confirms and on nothing else."},
	reader.InvalidSignature:   {"データを信用しないでください。", "Do not rely on the data."},
	reader.InvalidCertificate: {"データを信用しないでください。発行元のルート証明書が正しいかを確認してください。", "Do not rely on the data. Check that the issuer's root is the right one."},
	reader.NotVerifiable:      {"データを確認済みとして扱わないでください。", "Do not take the data as confirmed."},
	reader.OK:                 {"データを確認済みとして扱わないでください。", "Do not take the data as confirmed."},
	reader.WrongNumber:        {"券面右上の番号と照らし合わせてください。", "Compare the number with the one printed at the top right of the card."},
	reader.NotAResidenceCard:  {"在留カードか特別永住者証明書を置いてください。", "Put a residence card or special permanent resident certificate on the reader."},
	reader.UnsupportedType:    {"新しい版のプログラムを使ってください。", "Use a newer version of this program."},
	reader.CardRemoved:        {"読み終わるまでカードを動かさず、最初からやり直してください。", "Leave the card on the reader until reading is done, and start again."},
	reader.ProtocolError:      {"最初からやり直してください。繰り返す場合はカードかリーダの実装を調べてください。", "Start again; if it happens again, look into card and reader."},
	reader.DataError:          {"最初からやり直してください。繰り返す場合はカードのデータが壊れています。", "Start again; if it happens again, the card's data are damaged."},
	reader.Timeout:            {"カードを一度離して置き直し、最初からやり直してください。", "Take the card off, put it back, and start again."},
	reader.BadInput:           {"在留カード等番号の英字と数字12文字と、指定を確認してください。", "Check the 12 letters and digits of the card number, and the settings."},
}

// steps are where a reading ends; a file is named by its key.
var steps = map[string]words{
	"number":      {"番号の確認", "number"},
	"detect":      {"カード種別の判定", "detect"},
	"mf":          {"MFの選択", "mf"},
	"ap":          {"在留カード等のAPの選択", "ap"},
	"set-key":     {"セッション鍵の送付（SET SESSION KEY）", "set-key"},
	"challenge":   {"乱数の取得（GET CHALLENGE）", "challenge"},
	"mutual":      {"相互認証（MUTUAL AUTHENTICATE）", "mutual"},
	"verify":      {"番号の照合（VERIFY）", "verify"},
	"df1":         {"DF1の選択", "df1"},
	"df2":         {"DF2の選択", "df2"},
	"df3":         {"DF3の選択", "df3"},
	"signature":   {"署名の検証", "signature"},
	"certificate": {"証明書の検証", "certificate"},
	"chain":       {"トラストアンカーの確認", "chain"},
}

var flags = map[reader.Flag]words{
	reader.DigestInfoBare:    {"署名の形式が図3-4の文字どおりで、PKCS#1 v1.5の標準形式と異なります。", "The signature has the form that figure 3-4 draws, not the standard form of PKCS#1 v1.5."},
	reader.EncodingGuess:     {"UTF-8でない文字列をShift_JISと推定して読みました。", "A text is not UTF-8 and was read as Shift_JIS, which is a guess."},
	reader.LeafNotYetValid:   {"カードの証明書はまだ有効期間に入っていません。", "The card's certificate is not yet valid."},
	reader.LeafExpired:       {"カードの証明書は有効期間を過ぎています。", "The card's certificate has expired."},
	reader.RootExpired:       {"トラストアンカーの証明書は有効期間を過ぎています。", "The trust anchor's certificate has expired."},
	reader.TestAnchor:        {"試験用のトラストアンカーです。本物のカードの証明にはなりません。", "The trust anchor is for tests. This says nothing about a genuine card."},
	reader.UnsignedWithPhoto: {"顔画像があるのに署名がありません。", "There is a face image but no signature."},
	reader.Partial:           {"読み出せなかったファイルがあります。", "Not every file was read."},
	reader.DERSignature:      {"チェックコードがDER形式です。仕様は r と s をそのまま並べた96バイトです。", "The check code is in DER; the specification has r and s as they are, 96 bytes."},
	reader.CardExpired:       {"カード又は在留期間が満了しています。", "The card or the period of stay has expired."},
	reader.NumberMismatch:    {"カードに記録された番号が、認証に使った番号と異なるか、記録されていません。", "The number stored on the card is not the one that opened it, or none is stored."},
	reader.DeliveryKeyOther:  {"セッション鍵の送付に使った公開鍵は、公表されたファイルのものではありません。試験用のカードでは問題ありません。", "The key by which the session key was sent is not that of the published file. On a card for tests that is as it should be."},
	reader.UnverifiedProfile: {"未確認のプロファイル（unverified profile）：この種別の仕様は実際のカードで確認されていません。", "unverified profile: what is known of this type was never checked against a genuine card."},
	reader.Blocked:           {"カードがDFの閉そくを知らせました。番号の誤りではありません。", "The card says that a DF is blocked. This is not about the number."},
}

var fileStates = map[reader.FileState]words{
	reader.FileRead:      {"読出し済み", "read"},
	reader.FileAbsent:    {"存在しない", "absent"},
	reader.FileShort:     {"長さ不足", "short"},
	reader.FileMalformed: {"形式の誤り", "malformed"},
	reader.FileNotRead:   {"未読出し", "not read"},
}

var signatures = map[reader.SignatureState]words{
	reader.SignatureFits:       {"データと一致する", "fits the data"},
	reader.SignatureWrong:      {"データと一致しない", "does not fit the data"},
	reader.SignatureAbsent:     {"署名なし", "not present"},
	reader.SignatureNotChecked: {"未検証", "not checked"},
}

var forms = map[string]words{
	"standard": {"DigestInfoあり", "with DigestInfo"},
	"bare":     {"DigestInfoなし", "without DigestInfo"},
	"raw":      {"rとsの並び", "r and s as they are"},
	"der":      {"DER形式", "in DER"},
}

var chains = map[reader.ChainState]words{
	reader.ChainAnchored:    {"トラストアンカーにつながる", "chains to a trust anchor"},
	reader.ChainNotAnchored: {"トラストアンカーにつながらない", "chains to no trust anchor"},
	reader.ChainNoAnchors:   {"トラストアンカーが指定されていない", "no trust anchors were given"},
	reader.ChainNotChecked:  {"未検証", "not checked"},
}

var classes = map[trust.Class]words{
	trust.Production: {"公表されたルート証明書", "published root"},
	trust.Test:       {"試験用", "for tests"},
	trust.Custom:     {"利用者が指定", "given by the user"},
}

// reasons are the codes of reader.Signature and reader.Chain.
var reasons = map[string]words{
	"signature-length":   {"チェックコードの長さが仕様と異なる", "the check code has not the length of a signature"},
	"signature-range":    {"チェックコードの値が範囲外である", "a number in the check code is out of range"},
	"signature-form":     {"チェックコードが署名の形式でない", "the check code has no form of a signature"},
	"signature-mismatch": {"ハッシュ値が一致しない", "the hash does not match"},
	"data-length":        {"署名対象の長さが仕様と異なる", "a signed value has not its specified length"},
	"data-missing":       {"署名対象が記録されていない", "a signed value is not stored"},
	"leaf-missing":       {"証明書がない", "there is no certificate"},
	"leaf-unreadable":    {"X.509証明書として読めない", "it is no readable X.509 certificate"},
	"leaf-trailing":      {"証明書の後に余分なバイトがある", "there are bytes after the certificate"},
	"leaf-key":           {"この世代の鍵でない", "its key is not of the kind that this generation has"},
	"leaf-ca":            {"認証局の証明書である", "it is a CA certificate"},
	"leaf-usage":         {"鍵用途に電子署名がない", "its key usage lacks digital signature"},
	"leaf-algorithm":     {"この世代の方式で署名されていない", "it is not signed as certificates of this generation are"},
	"leaf-serial":        {"シリアル番号が正の数でない", "its serial number is not positive"},
	"leaf-extension":     {"未知のクリティカル拡張がある", "it has an unknown critical extension"},
	"no-anchors":         {"トラストアンカーが指定されていない", "no trust anchors were given"},
	"issuer-unknown":     {"発行者名の一致するトラストアンカーがない", "no trust anchor has the issuer's name"},
	"issuer-signature":   {"発行者名は一致するが署名が合わない", "a trust anchor has the issuer's name but did not sign it"},
}

// habits are what a strict reader would have refused a certificate for.
var habits = map[string]words{
	"nul-tail":        {"後ろにNULが続く", "NULs follow it"},
	"null-parameters": {"ECDSAにNULLパラメータがある", "NULL parameters beside ECDSA"},
	"ber":             {"DERでないBERの符号化", "BER that is no DER"},
}

// flagWords are the values of fields that are 0 or 1, "" meaning either
// shown as it is.
var flagWords = map[string][2]words{
	"application_status":    {{"申請なし", "none pending"}, {"申請中", "pending"}},
	"permission_individual": {{"なし", "none"}, {"あり", "granted"}},
	"commissioner_entry":    {{"記載なし", "no entry"}, {"記載あり", "there is an entry"}},
}

// codeWords are the codes of which all values are known.
var codeWords = map[string]map[string]words{
	"sex": {"1": {"男", "male"}, "2": {"女", "female"}, "3": {"未指定又は不詳", "not specified or unknown"}},
	"work": {
		"1": {"就労制限なし", "no restriction"}, "2": {"在留資格に基づく就労活動のみ可", "only as the status allows"},
		"4": {"指定書により指定された就労活動のみ可", "only as designated"}, "9": {"就労不可", "not permitted"},
	},
	"permission_comprehensive": {
		"0": {"なし", "none"}, "1": {"許可：原則週28時間以内・風俗営業等を除く", "up to 28 hours a week, no adult entertainment"},
		"2": {"許可：教育等、原則週28時間以内", "up to 28 hours a week, education and the like"},
	},
}

var notes = map[string]words{
	"encoding-guess":  {"文字コードは推定", "encoding guessed"},
	"undecodable":     {"文字コード不明", "not decodable as text"},
	"byte-order-mark": {"BOMあり", "byte order mark"},
	"cut-character":   {"末尾の文字が途中で切れている", "last character incomplete"},
	"nul-inside":      {"途中にNULがある", "NUL inside"},
	"over-length":     {"仕様より長い", "longer than specified"},
	"bad-date":        {"暦にない日付", "no day of the calendar"},
	"bad-number":      {"番号の形でない", "no card number"},
	"bad-period":      {"在留期間の形でない", "no period of stay"},
	"check-digit":     {"検査数字が合わない", "check digit is wrong"},
	"unknown-code":    {"仕様にない値", "value not in the specification"},
}
