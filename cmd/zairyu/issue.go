package main

import (
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// issued is a personalised card and the name a person knows it by.
type issued struct {
	*perso.Result
	typ, name string
}

// personalise makes the built-in card of a type and signs it with the
// throw-away issuer; now, if not empty, is the day it lives on.
func personalise(typ, now string) (*issued, error) {
	if _, err := profileOf(typ); err != nil {
		return nil, err
	}
	card, err := perso.Build(perso.Builtin(typ), issuer.Throwaway())
	if err != nil {
		return nil, noRun("カードを発行できません", "the card cannot be personalised", err)
	}
	if now != "" {
		if card.Clock, err = parseNow(now); err != nil {
			return nil, err
		}
	}
	return &issued{Result: card, typ: typ, name: "built-in card " + typ}, nil
}

// describe says what was made, without personal data.
func (c *issued) describe(w io.Writer, lang string) {
	kind := map[string]conformance.Text{
		"1": {JA: "在留カード（種別1）", EN: "residence card (type 1)"},
		"2": {JA: "特別永住者証明書（種別2）", EN: "special permanent resident certificate (type 2)"},
	}[c.typ]
	size := 0
	for _, f := range c.Image.Files {
		size += len(f)
	}
	say := func(ja, en string, args ...any) {
		fmt.Fprintf(w, conformance.Text{JA: ja, EN: en}.In(lang)+"\n", args...)
	}
	say("zairyu %s · %s、プロセス内のエミュレーション", "zairyu %s · %s, emulated in this process", conformance.Version, kind.In(lang))
	say("公式のものではなく、認証でもありません。", "Neither official nor a certification.")
	heading(w, lang, "1 発行", "1 Issued")
	say("%s: %d ファイル、%d バイト。%s。カードの日付 %s", "%s: %d files, %d bytes; %s; the card's day is %s",
		c.name, len(c.Image.Files), size, c.signedBy().In(lang), c.Clock.Format("2006-01-02"))
}

func (c *issued) signedBy() conformance.Text {
	if !c.Signed() {
		return conformance.Text{JA: "署名なし（16歳未満のカード）", EN: "without a signature (card of a holder under 16)"}
	}
	return conformance.Text{JA: "試験用の鍵で署名", EN: "signed with a test key"}
}

// heading prints the title of one part of the output.
func heading(w io.Writer, lang, ja, en string) {
	fmt.Fprintf(w, "\n%s\n\n", conformance.Text{JA: ja, EN: en}.In(lang))
}
