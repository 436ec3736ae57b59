package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/guard"
	"github.com/zairyukit/zairyu/reader/pcsc"
)

// physical are the flags for a card on a PC/SC reader. Whatever lies there is
// taken for a real card, also one of ours in a virtual reader.
type physical struct {
	reader         string
	wait           bool
	budget         int
	allowSpecified bool
}

func (p *physical) register(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&p.reader, "reader", "", "the card on this PC/SC reader; a part of its name will do, `zairyu doctor` lists them")
	f.BoolVar(&p.wait, "wait", false, "with --reader, wait until there is a card, as long as --timeout says")
	f.IntVar(&p.budget, "budget", guard.DefaultBudget, "wrong numbers that a card on a reader may be given in a day")
	f.BoolVar(&p.allowSpecified, "allow-specified", false, "hand a session key to a card of type 07 or 08 on a reader too; never checked against a genuine card")
}

func (p physical) check() error {
	switch {
	case p.reader == "" && p.wait:
		return usage("--wait は --reader と一緒に使います", "--wait goes with --reader", nil)
	case p.reader == "" && p.allowSpecified:
		return usage("--allow-specified は --reader と一緒に使います", "--allow-specified goes with --reader", nil)
	case p.budget < 1:
		return usage("--budget は1以上です", "--budget is 1 or more", nil)
	}
	return nil
}

// reach connects to the card on the reader. It says on standard error what it
// waits for.
func (a *app) reach(ctx context.Context, p physical) (*pcsc.Card, error) {
	c, err := pcsc.Connect(ctx, pcsc.Options{Reader: p.reader, Wait: p.wait, Progress: a.waitingFor})
	switch {
	case err == nil:
		return c, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, noRun("時間内にカードが置かれませんでした。--timeout で長く待てます", "no card came in time; wait longer with --timeout", nil)
	case errors.Is(err, context.Canceled):
		return nil, noRun("中断されました。カードを読み終えていません", "interrupted before the card was read", nil)
	}
	return nil, readerProblem(ctx, p.reader, err)
}

func (a *app) waitingFor(e pcsc.Event) {
	switch e {
	case pcsc.WaitingForReader:
		a.tell("リーダの接続を待っています。Ctrl-C で終了します。", "Waiting for the reader; Ctrl-C ends it.")
	case pcsc.WaitingForCard:
		a.tell("カードを待っています。リーダに置いてください。Ctrl-C で終了します。", "Waiting for a card; put it on the reader. Ctrl-C ends it.")
	}
}

// tell prints a line about what goes on, on standard error.
func (a *app) tell(ja, en string, args ...any) {
	fmt.Fprintf(a.err, textOf(ja, en).In(a.lang)+"\n", args...)
}

// guarded puts the guard before a card on a reader: only what reading takes
// goes out, wrong numbers are counted, and once ctx ends (Ctrl-C) nothing goes
// out any more, whoever asks.
func guarded(ctx context.Context, t reader.Transport, p physical, number string) (*guard.Guard, error) {
	if _, err := reader.NormaliseNumber(number); err != nil {
		number = "" // the reader says so; without a number the guard lets no attempt out
	}
	g, err := guard.New(t, guard.Options{Number: number, Budget: p.budget, AllowSpecified: p.allowSpecified})
	if err != nil {
		return nil, noRun("ユーザー設定フォルダがないため、誤った番号の回数を記録できません。HOME か XDG_CONFIG_HOME を設定してください",
			"there is no configuration folder to count wrong numbers in; set HOME or XDG_CONFIG_HOME", err)
	}
	context.AfterFunc(ctx, g.Kill)
	return g, nil
}

// limit leaves out the delivery key of a card of type 07 or 08 where
// it may not be used: then only the free files of such a card are read.
func (p physical) limit(options *reader.Options) {
	if !p.allowSpecified {
		options.DeliveryKey = nil
	}
}

// readerTarget is the card on a PC/SC reader, behind the guard.
func (a *app) readerTarget(ctx context.Context, o readOptions, options reader.Options) (*target, error) {
	var err error
	if options.Anchors, err = anchorsFor(o.anchors, nil); err != nil {
		return nil, err
	}
	if options.Number, err = a.askNumber(ctx, o.number); err != nil {
		return nil, err
	}
	o.limit(&options)
	limited, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	card, err := a.reach(limited, o.physical)
	if err != nil {
		return nil, err
	}
	g, err := guarded(ctx, card, o.physical, options.Number)
	if err != nil {
		card.Close()
		return nil, err
	}
	return &target{g, options, func() { card.Close() }}, nil
}

// watch reads one card after the other until it is interrupted.
func (a *app) watch(ctx context.Context, o readOptions) error {
	o.wait = true
	worst := 0
	for {
		code, err := a.watchOne(ctx, o)
		switch {
		case ctx.Err() != nil:
			a.code = worst
			a.tell("終了しました。", "Ended.")
			return nil
		case err != nil:
			var p *problem
			if !errors.As(err, &p) || p.code != exitNoRun {
				return err
			}
			a.report(err) // of this card; the next one may do better
			code = exitNoRun
			time.Sleep(time.Second)
		}
		worst = worse(worst, code)
	}
}

// watchOne waits for a card, reads it and waits until it is taken away.
func (a *app) watchOne(ctx context.Context, o readOptions) (int, error) {
	a.code = 0
	card, err := a.reach(ctx, o.physical)
	if err != nil {
		return 0, err
	}
	defer card.Close()
	options, err := a.readingOptions(o)
	if err != nil {
		return 0, err
	}
	tables, err := codeTables(o.codeTables)
	if err != nil {
		return 0, err
	}
	if options.Anchors, err = anchorsFor(o.anchors, nil); err != nil {
		return 0, err
	}
	if options.Number, err = a.askNumber(ctx, o.number); err != nil {
		return 0, err
	}
	g, err := guarded(ctx, card, o.physical, options.Number)
	if err != nil {
		return 0, err
	}
	o.limit(&options)
	limited, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	result := reader.Check(limited, g, options)
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	o.line = o.json.toStdout() // one object a line, as there may be many
	if err := a.showReading(o, &reading{result, tables}); err != nil {
		return 0, err
	}
	code := a.code
	a.tell("カードを取り除いてください。", "Take the card away.")
	if err := card.WaitRemoved(ctx); err != nil && ctx.Err() == nil {
		return code, pcscProblem(err)
	}
	return code, nil
}

// compact writes JSON on one line.
func (a *app) compact(raw json.RawMessage) error {
	line, err := json.Marshal(raw)
	if err == nil {
		_, err = fmt.Fprintf(a.out, "%s\n", line)
	}
	if err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	return nil
}

// blocked explains what the guard kept back; nil if it kept back nothing.
func blocked(err error) *conformance.Text {
	for _, known := range []struct {
		err    error
		advice conformance.Text
	}{
		{guard.ErrBudget, textOf("今日はこの番号をこれ以上試しません。番号を確かめてください。--budget で回数を変えられます。",
			"This number is not tried again today: check it first. --budget sets how often it may be.")},
		{guard.ErrNotAllowed, textOf("実際のカードに送ってよいコマンドではないため、送りませんでした。種別07、08のカードには --allow-specified が必要です。",
			"Not a command that may go to a real card, so it was not sent. A card of type 07 or 08 needs --allow-specified.")},
		{guard.ErrBudgetFile, textOf("誤った番号の回数を記録するファイルが使えないため、番号を送りませんでした。",
			"The file that counts wrong numbers cannot be used, so the number was not sent.")},
	} {
		if errors.Is(err, known.err) {
			return &known.advice
		}
	}
	return nil
}
