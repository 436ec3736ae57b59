package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/emulator/lookalike"
	"github.com/zairyukit/zairyu/reader"
)

// lookalike says whether the person named a card that is no residence card of
// a known type.
func (s source) lookalike() bool {
	return s.typ == "" && s.file == "" && slices.Contains(lookalike.Names(), s.like)
}

// softwareCard makes the card that a person named: a look-alike, or a residence
// card, which is returned beside it.
func softwareCard(from source, now string) (link.Card, *issued, error) {
	if from.lookalike() {
		card, err := lookalike.New(from.like)
		if err != nil {
			return nil, nil, noRun("カードを起動できません", "the card cannot be put to work", err)
		}
		return card, nil, nil
	}
	card, err := personalise(from, now)
	if err != nil {
		return nil, nil, err
	}
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		return nil, nil, noRun("カードを起動できません", "the card cannot be put to work", err)
	}
	return emulated, card, nil
}

// testLookalike reads a card that is none: the reader must say so, and must
// send nothing that could harm the card it was taken for.
func (a *app) testLookalike(ctx context.Context, o testOptions) error {
	if o.json != (output{}) || o.run != "" || o.via != "" {
		return usage(fmt.Sprintf("%s は在留カードではないので、--json、--run、--via は使えません。`zairyu read --like %s --json` を使ってください", o.card.like, o.card.like),
			fmt.Sprintf("%s is no residence card and takes neither --json nor --run nor --via; see `zairyu read --like %s --json`", o.card.like, o.card.like), nil)
	}
	card, err := lookalike.New(o.card.like)
	if err != nil {
		return noRun("カードを起動できません", "the card cannot be put to work", err)
	}
	want := reader.NotAResidenceCard
	if o.card.like == "future-card" {
		want = reader.UnsupportedType
	}
	result := reader.Check(ctx, inProcess{card}, reader.Options{Number: "AA12345678BB"})
	if err := ctx.Err(); err != nil {
		return noRun("中断されました", "interrupted", err)
	}
	banner(a.out, a.lang, textOf(o.card.like, o.card.like), nil)
	heading(a.out, a.lang, "1 読出し（zairyu のリーダによる）", "1 Read, by the reader of zairyu")
	if err := (&reading{result: result}).text(a.out, a.lang, o.showPersonal); err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	heading(a.out, a.lang, "2 リーダの振舞い", "2 What the reader did")
	a.say("期待する判定: %s", "expected verdict: %s", want)
	harm := card.Harm()
	if len(harm) == 0 {
		a.say("カードに害を与えうるコマンド: なし", "commands that could harm the card: none")
	} else {
		a.say("カードに害を与えうるコマンド: %s", "commands that could harm the card: %s", strings.Join(harm, "; "))
	}
	outcome := textOf("合格", "passed")
	if result.Verdict != want || len(harm) > 0 {
		a.code, outcome = exitFailed, textOf("不合格", "failed")
	}
	a.say("\n結果: %s。", "\nResult: %s.", outcome.In(a.lang))
	return nil
}
