package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

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
	f.IntVar(&p.budget, "budget", guard.DefaultBudget, "how often in a day a number that is refused may go out to a card on a reader")
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
	if options.Number, err = a.askGoodNumber(ctx, o.number); err != nil {
		return nil, err
	}
	o.limit(&options)
	h, err := a.hold(ctx, o.physical, options.Number, o.timeout)
	if err != nil {
		return nil, err
	}
	return &target{h.guard, options, h.close}, nil
}

// watch reads one card after the other until it is interrupted. What is wrong
// with the options is told before the first card.
func (a *app) watch(ctx context.Context, o readOptions) error {
	o.wait = true
	o.line = o.json.toStdout() // one object a line, as there may be many
	options, err := a.readingOptions(o)
	if err != nil {
		return err
	}
	if options.Anchors, err = anchorsFor(o.anchors, nil); err != nil {
		return err
	}
	o.limit(&options)
	if firstOf(o.number, a.getenv("ZAIRYU_NUMBER")) != "" || !term.IsTerminal(int(os.Stdin.Fd())) {
		if options.Number, err = a.askGoodNumber(ctx, o.number); err != nil {
			return err
		}
	}
	worst, said := 0, ""
	for ctx.Err() == nil {
		code, err := a.watchOne(ctx, o, options)
		worst = worse(worst, code)
		if err == nil || ctx.Err() != nil {
			said = ""
			continue
		}
		if lasting(err) {
			return err
		}
		if text := err.Error(); text != said { // the same trouble is told once
			a.report(err)
			said = text
		}
		worst = worse(worst, exitNoRun)
		sleep(ctx, time.Second)
	}
	a.code = worst
	a.tell("終了しました。", "Ended.")
	return nil
}

// lasting says that waiting does not mend it: a mistake in the options, a
// program without PC/SC.
func lasting(err error) bool {
	var p *problem
	return !errors.As(err, &p) || p.code != exitNoRun || p.lasting
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// watchOne waits for a card, reads it and waits until it is taken away. The
// exit status of the reading counts also if waiting then fails.
func (a *app) watchOne(ctx context.Context, o readOptions, options reader.Options) (int, error) {
	a.code = 0
	tables, err := codeTables(o.codeTables)
	if err != nil {
		return 0, err
	}
	if options.Number == "" {
		a.tell("次のカードの番号を入力してから、カードを置いてください。", "Type the number of the next card, then put it on the reader.")
		if options.Number, err = a.askGoodNumber(ctx, ""); err != nil {
			return 0, err
		}
	}
	h, err := a.hold(ctx, o.physical, options.Number, forever)
	if err != nil {
		return 0, err
	}
	defer h.close()
	limited, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	result := reader.Check(limited, h.guard, options)
	if ctx.Err() != nil {
		return 0, nil
	}
	if err := a.showReading(o, &reading{result, tables}); err != nil {
		return 0, err
	}
	code := a.code
	_ = h.end() // others may have the card now
	a.tell("カードを取り除いてください。", "Take the card away.")
	if err := h.card.WaitRemoved(ctx); err != nil && ctx.Err() == nil {
		return code, pcscProblem(err)
	}
	return code, nil
}

// forever is how long --watch waits for the next card.
const forever = 100 * 365 * 24 * time.Hour

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
