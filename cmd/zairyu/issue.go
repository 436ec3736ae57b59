package main

import (
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/reader/present"
)

// issued is a personalised card and the name a person knows it by.
type issued struct {
	*perso.Result
	typ, name string
}

// personalise makes and signs the card that a person named; now, if not
// empty, is the day it lives on.
func personalise(from source, now string) (*issued, error) {
	d, name, err := from.description()
	if err != nil {
		return nil, err
	}
	card, err := perso.Build(d, nil)
	if err != nil {
		return nil, cardFileProblem(err)
	}
	if now != "" {
		if card.Clock, err = parseNow(now); err != nil {
			return nil, err
		}
	}
	return &issued{Result: card, typ: d.Type, name: name}, nil
}

// describe says what was made, without personal data.
func (c *issued) describe(w io.Writer, lang string) {
	size := 0
	for _, f := range c.Image.Files {
		size += len(f)
	}
	fmt.Fprintf(w, conformance.Text{
		JA: "%s: %s、%d ファイル、%d バイト。%s。カードの基準日 %s\n",
		EN: "%s: %s, %d files, %d bytes; %s; the card's day is %s\n",
	}.In(lang), c.title(lang), c.kind().In(lang), len(c.Image.Files), size, c.signedBy().In(lang), c.Clock.Format("2006-01-02"))
}

// title is the name a person knows the card by.
func (c *issued) title(lang string) string {
	if c.name == "" {
		return textOf("組込みカード ", "built-in card ").In(lang) + c.typ
	}
	return c.name
}

func (c *issued) kind() conformance.Text {
	return conformance.Text{JA: present.TypeName(c.typ, present.Japanese) + "（種別" + c.typ + "）",
		EN: present.TypeName(c.typ, present.English) + " (type " + c.typ + ")"}
}

// banner says what this program is and is not.
func banner(w io.Writer, lang string, kind conformance.Text, s *conformance.Subject) {
	way := textOf("プロセス内のエミュレーション", "emulated in this process")
	if s != nil && s.Transport == "pcsc" {
		way = textOf("エミュレーション、pcscd の仮想リーダを経由", "emulated, in a virtual reader of pcscd")
	}
	fmt.Fprintf(w, conformance.Text{
		JA: "zairyu %s · %s、%s\n公式のものではなく、認証でもありません。\n",
		EN: "zairyu %s · %s, %s\nNeither official nor a certification.\n",
	}.In(lang), conformance.Version, kind.In(lang), way.In(lang))
}

func (c *issued) signedBy() conformance.Text {
	if !c.Signed() {
		return conformance.Text{JA: "署名なし（写真のないカード）", EN: "without a signature, as there is no photo"}
	}
	return conformance.Text{JA: "試験用の鍵で署名", EN: "signed with a test key"}
}

// heading prints the title of one part of the output.
func heading(w io.Writer, lang, ja, en string) {
	fmt.Fprintf(w, "\n%s\n\n", conformance.Text{JA: ja, EN: en}.In(lang))
}
