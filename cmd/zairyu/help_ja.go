package main

import (
	"strings"

	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/emulator/lookalike"
)

// japanese gives the Japanese of every text of the help, by the English one.
// A test demands that none is missing.
func japanese() map[string]string {
	return map[string]string{
		"a software residence card (在留カード), a reader and a conformance suite": "在留カードのソフトウェアカード、リーダ、適合性テスト",
		"zairyu makes, reads and judges software residence cards (在留カード) and\nspecial permanent resident certificates (特別永住者証明書).\n\nIt is not an official product and its verdicts are no certification.\n\nExit status: 0 done, and what was judged is good; 1 judged and not good; 2 usage,\nalso a card file with mistakes; 3 it could not be done.": "在留カードと特別永住者証明書をソフトウェアで作り、読み、判定します。\n\n公式のものではなく、判定は認証ではありません。\n\n終了コード: 0 実行でき、判定結果も良好、1 判定結果が良好でない、2 使い方の誤り（誤りの\nあるカードファイルを含む）、3 実行できなかった",
		"language of texts: ja or en (default: the locale's)": "表示言語。ja または en（既定ではロケールに従う）",
		"help about any command":                              "コマンドの説明",
		"help for this command":                               "この説明を表示",
		"print the script that completes commands in a shell": "シェルの補完スクリプトを出力",
		"print the script for bash":                           "bash 用のスクリプトを出力",
		"print the script for zsh":                            "zsh 用のスクリプトを出力",
		"print the script for fish":                           "fish 用のスクリプトを出力",
		"print the script for powershell":                     "powershell 用のスクリプトを出力",
		"disable completion descriptions":                     "補完候補に説明を付けない",
		"version of zairyu":                                   "バージョンを表示",

		"add and list the root certificates that readers trust":                              "リーダが信頼するルート証明書の登録と一覧",
		"folder of the anchors (default: zairyu/anchors in the user's configuration folder)": "トラストアンカーのフォルダ（既定ではユーザー設定フォルダの zairyu/anchors）",
		"add root certificates, DER or PEM":                                                  "ルート証明書（DER または PEM）を登録",
		"Adds root certificates. A file whose SHA-256 fingerprint is that of a published\nroot is a production anchor, whatever its name, or a test anchor if that root is\nfor tests; any other one is custom. Each class is kept in a folder of its own\n(production, test, custom) and never mixes with another. Readers trust the\nproduction anchors by themselves; name the folder of the others with --anchors.\n\nFiles that cannot be used are told and the others are stored all the same; then\nthe exit status is 2.": "ルート証明書を登録します。SHA-256 フィンガープリントが公開されているルート証明書と\n一致するものは、名前にかかわらず production（試験用として公開されているものは test）、\nそれ以外は custom として扱います。種類ごとに別のフォルダ（production、test、custom）に\n保存し、混ぜません。リーダが既定で信頼するのは production だけです。ほかのものは\n--anchors でフォルダを指定します。\n\n使えないファイルがあっても残りは登録し、終了コードは 2 になります。",
		"list the published roots and the anchors that were added": "公開されているルート証明書と登録済みのトラストアンカーの一覧",
		"print JSON": "JSON で出力",

		"make, look at and check card files":                     "カードファイルの作成、表示、検査",
		"say whether card files describe cards that can be made": "カードファイルからカードを作れるかを検査",
		"Says of every card file whether the card it describes can be made.\n\nExit status: 0 all can, 1 some cannot, 2 usage, 3 the check could not be done.\nThis command judges card files; to the others one with mistakes is usage (2).": "カードファイルごとに、そのカードを作れるかを表示します。\n\n終了コード: 0 すべて作れる、1 作れないものがある、2 使い方の誤り、3 検査できない\nこのコマンドはカードファイルを判定します。ほかのコマンドでは誤りのあるファイルは 2 です。",
		"write a card file to start from, to FILE or to standard output":        "ひな形のカードファイルを FILE または標準出力に書く",
		"copy the example of this name":                                         "この名前の例をコピーする",
		"list the examples and stop":                                            "例の一覧を表示して終了",
		"write the JSON Schema of card files instead, for editors":              "代わりにカードファイルの JSON Schema を書く（エディタ用）",
		"card type: " + typeList():                                              "カード種別: " + typeList(),
		"built-in card of this type: " + typeList() + "; 1 if nothing is named": "この種別の組込みカード: " + typeList() + "（何も指定しなければ 1）",
		"built-in card of this type: " + typeList():                             "この種別の組込みカード: " + typeList(),
		"personalise a card and show what is on it":                             "カードを発行して内容を表示",
		"Personalises the card that FILE (or --like, --type) describes and shows its\nfiles, pictures, signature and certificate. --export writes each part to a\nfolder: files, pictures, certificate, root, check code and what it signs.": "FILE（または --like、--type）のカードを発行し、ファイル、画像、署名、証明書を表示します。\n--export を付けると、ファイル、画像、証明書、ルート証明書、チェックコード、署名対象を\nフォルダに書き出します。",
		"write every part of the card to this new folder":                       "カードの各部分をこの新しいフォルダに書き出す",
		"the example card of this name; `zairyu card new --list` lists them":    "この名前の例のカード。一覧は `zairyu card new --list`",
		"the day the card lives on, as in 2026-06-01 (default: the card's own)": "カードの基準日（例 2026-06-01。既定ではカード自身の基準日）",
		"show number and file contents":                                         "番号とファイルの内容も表示",
		"the card that this card file describes":                                "このカードファイルのカード",

		"put a software card into a PC/SC reader or on a TCP port, for other programs": "ソフトウェアカードを PC/SC リーダか TCP ポートで他のプログラムに提供",
		"Puts a software card where other programs find it, until it is interrupted.\n\n--vpcd puts it into the virtual reader of the vpcd driver, so that every PC/SC\nprogram sees it. If pcscd is not there or goes away, it tries again until it is.\n\n--tcp puts it on a TCP port, in the frames of the same driver: a length of\n2 bytes, big-endian, then the bytes. One byte is a control code (00 off, 01 on,\n02 reset, 04 ATR, which alone is answered), anything longer a command APDU.\n\n--http lets a program insert, remove, reset and change the card meanwhile and\nsee what passed; docs/control.md tells how.\n\nExit status: 0 interrupted, 2 usage, also a card file with mistakes, 3 it could\nnot be put there.": "ソフトウェアカードを他のプログラムから使えるようにします。中断されるまで動作します。\n\n--vpcd を付けると vpcd ドライバの仮想リーダに入り、PC/SC を使うどのプログラムからも\n見えます。pcscd が動いていないときや止まったときは、つながるまで試み続けます。\n\n--tcp を付けると TCP ポートで待ち受けます。フレームは vpcd ドライバと同じで、\n2 バイトの長さ（ビッグエンディアン）の後にデータが続きます。1 バイトのデータは制御\nコード（00 電源断、01 電源投入、02 リセット、04 ATR。応答するのは 04 だけ）、それより\n長いものはコマンド APDU です。\n\n--http を付けると、動作中にプログラムからカードの挿入、抜取り、リセット、交換と、やり取り\nの確認ができます。使い方は docs/control.md（英語）にあります。\n\n終了コード: 0 中断された、2 使い方の誤り（誤りのあるカードファイルを含む）、3 提供できない",
		"put the card into the vpcd driver, at " + link.VPCDAddress + " or the address that follows the =": "カードを vpcd ドライバに入れる。アドレスは " + link.VPCDAddress + " か、= に続けて指定したもの",
		"let programs steer the card over HTTP at this address, 127.0.0.1:8011":                            "このアドレスで HTTP によるカードの制御を受け付ける（例 127.0.0.1:8011）",
		"write the token of --http to this new file instead of showing it; removed at the end":             "--http のトークンを表示せず、この新しいファイルに書く（終了時に削除）",
		"slot of the driver, 0 or 1; each has its port, slot 1 the next one":                               "ドライバのスロット（0 か 1）。スロットごとにポートがあり、1 は次のポート",
		"allow an address that other machines can reach":                                                   "他の端末からも接続できるアドレスを許可",
		"listen on this address, 127.0.0.1:8010; port 0 takes a free one":                                  "このアドレスで待ち受ける（例 127.0.0.1:8010。ポート 0 は空きポート）",

		"say what a status word (6982), a case (ICC_D_04), a family (ICC_D) or a verdict (VALID) means": "ステータスワード（6982）、ケース（ICC_D_04）、ケース群（ICC_D）、判定（VALID）の説明",

		"make a test issuer of your own":              "自分用の試験用発行者を作る",
		"make keys and root certificates in a folder": "フォルダに鍵とルート証明書を作る",
		"Makes the keys and root certificates of a test issuer, for every generation of\ncards. A card file names the folder as its issuer. Private keys can be read by\ntheir owner only.": "全世代のカード用の試験用発行者の鍵とルート証明書を作ります。カードファイルの issuer に\nこのフォルダを書きます。秘密鍵は所有者だけが読めます。",
		"replace the issuer that is in the folder": "フォルダにある発行者を置き換える",
		"take the names of the published roots instead of names that say TEST, to test that readers trust no name": "TEST と分かる名前の代わりに公開されているルート証明書と同じ名前を使う（リーダが名前を信用しないことの試験用）",

		"read and verify a card": "カードを読んで検証",
		"built-in card of this type: " + typeList() + ", or all; 1 if nothing is named":                                              "この種別の組込みカード: " + typeList() + "。all で全種別（何も指定しなければ 1）",
		"file of the public key by which cards of types 07 and 08 are handed a session key":                                          "種別07、08のカードにセッション鍵を送るための公開鍵のファイル",
		"the example card of this name (`zairyu card new --list`), or a card that is none: " + strings.Join(lookalike.Names(), ", "): "この名前の例のカード（一覧は `zairyu card new --list`）、または在留カードでないカード: " + strings.Join(lookalike.Names(), ", "),
		"folder of tables that explain codes: nationality.csv, status.csv, permission_kind.csv":                                      "コードを説明する表のフォルダ: nationality.csv、status.csv、permission_kind.csv",
		"choice in the unverified profile of types 07 and 08, as in iv=zero; `zairyu spec --type 07` lists them":                     "種別07、08の未確認のプロファイルの選択肢（例 iv=zero）。一覧は `zairyu spec --type 07`",
		"folder of root certificates to trust instead of those":                                                                      "代わりに信頼するルート証明書のフォルダ",
		"write the result as JSON to this file, or to standard output without one":                                                   "結果を JSON でこのファイルに書く。ファイルがなければ標準出力",
		"read in pieces of at most this many bytes; 0 reads whole files":                                                             "1回に読む最大バイト数。0 はファイル全体",
		"the day to judge dates by (default: today, or an emulated card's own day)":                                                  "期限の判定に使う日（既定では今日、エミュレートしたカードではその基準日）",
		"the card number; spaces, lower case and full width are put right":                                                           "在留カード等番号。空白、小文字、全角は直して使う",
		"show the holder's data, which is left out by default":                                                                       "既定では表示しない個人情報も表示",
		"read the card at this address, in vpcd's frames":                                                                            "このアドレスのカードを vpcd のフレームで読む",
		"give up after this long, as in 10s or 1m30s":                                                                                "この時間で中止する（例 10s、1m30s）",

		"print the specification tables, each cell with clause and confidence": "仕様表を根拠と確かさ付きで表示",

		"judge a card": "カードを判定",
		"write the report as JSON to this file, or to standard output without one": "レポートを JSON でこのファイルに書く。ファイルがなければ標準出力",
		"list the cases and stop":                                         "ケースの一覧を表示して終了",
		"run only the cases whose ID matches this regular expression":     "ID がこの正規表現に合うケースだけを実行",
		"seed of the suite's random numbers; the same seed repeats a run": "テストの乱数の種。同じ種なら同じ実行になる",
		"deviations, warnings and inconclusive cases also exit with 1":    "DEVIATES-FROM-ASSUMPTION、WARN、INCONCLUSIVE も終了コード 1 にする",

		"Reads a card and verifies signature and certificate. The card is the one on a\nPC/SC reader (--reader), behind a TCP port (--tcp), or one that is emulated\nhere (--card, --like, --type; with --via pcsc through pcscd and a virtual\nreader). Its number comes from --number, from ZAIRYU_NUMBER, from the card\nfile, or is asked for without echo; a command line can be seen by others.\n\nAn emulated card brings its own test root. Otherwise only the published roots\nare trusted by themselves, once `zairyu anchors add` has stored them; any other\nroot only with --anchors and its folder. Without a root to trust the verdict is\nNOT_VERIFIABLE.\n\nWhatever lies on a reader is taken for a real card: only the commands that\nreading takes go out, and a wrong number only as often as --budget allows in a\nday, counted for each number in the user's configuration folder.\n\nExit status: 0 VALID, 1 any other verdict, 2 usage, also a card file with\nmistakes or a number that is none, 3 it could not be read: no card, interrupted.": "カードを読み、署名と証明書を検証します。カードは PC/SC リーダのもの（--reader）、TCP ポート\nの先のもの（--tcp）、ここでエミュレートするもの（--card、--like、--type。--via pcsc を付け\nると pcscd の仮想リーダを経由）のどれかです。番号は --number、環境変数 ZAIRYU_NUMBER、\nカードファイルの順に探し、なければ画面に表示せずに尋ねます。コマンドラインは他の利用者に\n見えることがあります。\n\nエミュレートしたカードには試験用のルート証明書が付いています。それ以外で既定で信頼するのは、\n`zairyu anchors add` で登録した公開ルートだけです。ほかのルート証明書は --anchors で\nフォルダを指定したときだけ信頼します。信頼できるルート証明書がなければ判定は\nNOT_VERIFIABLE です。\n\nリーダのカードはすべて実際のカードとして扱います。読出しに必要なコマンドだけを送り、誤った\n番号は1日に --budget 回までしか送りません（番号ごとにユーザー設定フォルダに記録します）。\n\n終了コード: 0 VALID、1 その他の判定、2 使い方の誤り（誤りのあるカードファイル、番号でない\n番号を含む）、3 読めない（カードがない、中断された）",
		"personalise, read, verify and judge a software card, or judge the one on a reader": "ソフトウェアカードを発行、読出し、検証して判定。またはリーダのカードを判定",
		"Personalises and signs a software card, reads and verifies it through its\nAPDUs, judges it by the conformance cases, and prints a line for each case\nthat applies and is not a PASS, then a summary. With --via pcsc all of that goes\nthrough pcscd and a virtual reader; what PC/SC cannot carry is then told as\nNOT-TESTABLE-HERE.\n\nWith --reader it judges the card on a PC/SC reader instead, which is taken for\na real card: only cases that read and authenticate rightly run unless --allow\nsays more, only the commands that reading takes go out, and wrong numbers are\ncounted (--budget). What is kept back is told as BLOCKED-BY-SAFETY.\n\nExit status: 0 all that counted passed, 1 something failed, 2 usage, 3 the\nrun could not be done.": "ソフトウェアカードを発行して署名し、APDU で読み出して検証し、適合性ケースで判定します。\n対象となるケースのうち PASS でないものを1行ずつ表示し、最後にまとめを表示します。\n--via pcsc を付けると、すべて pcscd の仮想リーダを経由します。PC/SC で送れないものは\nNOT-TESTABLE-HERE と表示します。\n\n--reader を付けると、PC/SC リーダのカードを判定します。実際のカードとして扱い、--allow で\n許可しない限り、読出しと正しい認証のケースだけを実行します。読出しに必要なコマンドだけを\n送り、誤った番号の回数を数えます（--budget）。送らなかったものは BLOCKED-BY-SAFETY と\n表示します。\n\n終了コード: 0 判定したものはすべて合格、1 不合格がある、2 使い方の誤り、3 実行できない",
		"Looks at all that PC/SC needs: this binary, the PC/SC service (pcscd), the\ndriver of virtual readers (vpcd) and its port, the readers and the cards on\nthem; and says how to mend what is missing. To learn how the driver sends,\nit puts a card into its second virtual reader for a moment, if that is free;\n--passive leaves that out. Cards on other readers are not touched.\n\nExit status: 0 a card can be emulated over PC/SC, 1 something stands in the\nway, 2 usage, 3 the result could not be written.":                                                                                                                                                                                                                                              "PC/SC に必要なもの、つまりこのプログラム、PC/SC サービス（pcscd）、仮想リーダのドライバ\n（vpcd）とそのポート、リーダとカードを調べ、足りないものの直し方を表示します。ドライバの\n送り方を調べるため、2台目の仮想リーダが空いていれば一瞬カードを載せます（--passive を\n付けると載せません）。ほかのリーダのカードには触れません。\n\n終了コード: 0 PC/SC でカードをエミュレートできる、1 妨げるものがある、2 使い方の誤り、\n3 結果を書けない",
		"say whether this machine can emulate and read cards over PC/SC":                                                "このマシンで PC/SC によるエミュレートと読出しができるかを診断",
		"put no card into a virtual reader":                                                                             "仮想リーダにカードを載せない",
		"the card on this PC/SC reader; a part of its name will do, `zairyu doctor` lists them":                         "この PC/SC リーダのカード。名前の一部でもよい（一覧は `zairyu doctor`）",
		"with --reader, wait until there is a card, as long as --timeout says":                                          "--reader のとき、カードが置かれるまで待つ（--timeout の間）",
		"with --reader, read one card after the other until interrupted":                                                "--reader のとき、中断されるまでカードを次々に読む",
		"how often in a day a number that is refused may go out to a card on a reader":                                  "拒否された番号を1日にリーダのカードへ送ってよい回数",
		"hand a session key to a card of type 07 or 08 on a reader too; never checked against a genuine card":           "リーダの種別07、08のカードにもセッション鍵を渡す（実際のカードで確認されていない）",
		"pcsc: put the emulated card into a virtual reader of pcscd and read it there":                                  "pcsc: エミュレートするカードを pcscd の仮想リーダに載せ、そこから読む",
		"pcsc: put the card into a virtual reader of pcscd and judge it there":                                          "pcsc: カードを pcscd の仮想リーダに載せ、そこで判定する",
		"tell on standard error what each step took":                                                                    "各段階の所要時間を標準エラー出力に表示",
		"with --reader, the card number; spaces, lower case and full width are put right":                               "--reader のとき、在留カード等番号。空白、小文字、全角は直して使う",
		"with --reader, folder of root certificates to trust":                                                           "--reader のとき、信頼するルート証明書のフォルダ",
		"with --reader, file of the public key by which cards of types 07 and 08 are handed a session key":              "--reader のとき、種別07、08のカードにセッション鍵を送るための公開鍵のファイル",
		"with --reader, run cases of these safety levels too: s1 (wrong credentials or order), s2 (malformed commands)": "--reader のとき、これらの安全レベルのケースも実行する: s1（誤った番号や順序）、s2（形の誤ったコマンド）",
		"with --wait, how long to wait for a card; and how long a command may take, as in 10s":                          "--wait でカードを待つ時間、および1つのコマンドにかけてよい時間（例 10s）",
	}
}
