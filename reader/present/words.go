// Package present shows the result of a reading to a person (Japanese or
// English) and to a program (JSON with the keys that reader shims use). It
// shows personal data only when told to, escapes what could deceive a screen,
// and says plainly what the signature does not cover (specification 3.4.3:
// front image and face image are signed, nothing else). It must not import
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

// Meaning tells what a verdict means, and whether there is such a verdict.
func Meaning(v reader.Verdict, l Lang) (string, bool) {
	w, known := verdicts[v]
	return w.in(l), known
}

// names are those of clause 3.3.4.
var names = map[string]words{
	"number":                   {"在留カード等番号", "card number"},
	"version":                  {"仕様バージョン番号", "specification version"},
	"type":                     {"カード種別", "card type"},
	"front":                    {"券面（表）イメージ", "front image"},
	"face":                     {"顔画像", "face image"},
	"address_date":             {"追記書き込み年月日", "date of the address entry"},
	"municipality":             {"市町村コード", "municipality code"},
	"address":                  {"住居地（裏面追記）", "address (entered on the back)"},
	"permission_comprehensive": {"裏面資格外活動包括許可欄", "comprehensive work permission"},
	"permission_individual":    {"裏面資格外活動個別許可欄", "individual work permission"},
	"check_code":               {"チェックコード", "check code"},
	"certificate":              {"公開鍵証明書", "certificate"},
	"application_status":       {"在留期間更新等許可申請", "pending application"},
}

var types = map[string]words{
	"1": {"在留カード", "residence card"},
	"2": {"特別永住者証明書", "special permanent resident certificate"},
}

var verdicts = map[reader.Verdict]words{
	reader.Valid:              {"署名は読み出した券面（表）イメージと顔画像に一致し、証明書は指定されたトラストアンカーにつながります。", "The signature fits the front image and the face image that were read, and the certificate chains to a given trust anchor."},
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
	reader.BadInput:           {"番号は英字と数字あわせて12文字です。カードには何も送っていません。", "The number must have 12 letters and digits. Nothing was sent to the card."},
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
	"signature-length":   {"チェックコードが256バイトでない", "the check code has not 256 bytes"},
	"signature-range":    {"チェックコードが法以上である", "the check code is not below the modulus"},
	"signature-mismatch": {"ハッシュ値が一致しない", "the hash does not match"},
	"data-length":        {"署名対象の長さが仕様と異なる", "a signed value has not its specified length"},
	"data-missing":       {"署名対象が記録されていない", "a signed value is not stored"},
	"leaf-missing":       {"証明書がない", "there is no certificate"},
	"leaf-unreadable":    {"X.509証明書として読めない", "it is no readable X.509 certificate"},
	"leaf-trailing":      {"証明書の後に余分なバイトがある", "there are bytes after the certificate"},
	"leaf-key":           {"RSA 2048ビットの鍵でない", "its key is not RSA with 2048 bits"},
	"leaf-ca":            {"認証局の証明書である", "it is a CA certificate"},
	"leaf-usage":         {"鍵用途に電子署名がない", "its key usage lacks digital signature"},
	"leaf-algorithm":     {"SHA-256とRSAで署名されていない", "it is not signed with SHA-256 and RSA"},
	"leaf-serial":        {"シリアル番号が正の数でない", "its serial number is not positive"},
	"leaf-extension":     {"未知のクリティカル拡張がある", "it has an unknown critical extension"},
	"no-anchors":         {"トラストアンカーが指定されていない", "no trust anchors were given"},
	"issuer-unknown":     {"発行者名の一致するトラストアンカーがない", "no trust anchor has the issuer's name"},
	"issuer-signature":   {"発行者名は一致するが署名が合わない", "a trust anchor has the issuer's name but did not sign it"},
}

var notes = map[string]words{
	"encoding-guess":  {"文字コードは推定", "encoding guessed"},
	"undecodable":     {"文字コード不明", "not decodable as text"},
	"byte-order-mark": {"BOMあり", "byte order mark"},
	"cut-character":   {"末尾の文字が途中で切れている", "last character incomplete"},
	"nul-inside":      {"途中にNULがある", "NUL inside"},
	"over-length":     {"仕様より長い", "longer than specified"},
	"bad-date":        {"暦にない日付", "no day of the calendar"},
	"check-digit":     {"検査数字が合わない", "check digit is wrong"},
	"unknown-code":    {"仕様にない値", "value not in the specification"},
}
