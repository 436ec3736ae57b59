package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/guard"
	"github.com/zairyukit/zairyu/reader/pcsc"
)

// held is a card on a reader, behind the guard, and held so that no other
// program gets between two commands.
type held struct {
	card  *pcsc.Card
	guard *guard.Guard
	end   func() error // of the transaction
	// unguard lets the guard go: an interrupt kills it no more.
	unguard func() bool
}

// hold connects to the card on the reader and keeps it for this program.
// Waiting for a card and for other programs takes as long as timeout at most.
func (a *app) hold(ctx context.Context, p physical, number string, timeout time.Duration) (*held, error) {
	if err := attemptsLeft(p, number); err != nil {
		return nil, err
	}
	if _, err := listReaders(ctx); err != nil { // a silent service is told at once
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	card, err := pcsc.Connect(limited, pcsc.Options{Reader: p.reader, Wait: p.wait, Progress: a.waitingFor})
	if err != nil {
		return nil, connectProblem(ctx, p, err)
	}
	h := &held{card: card}
	if h.end, err = begin(limited, card); err != nil {
		card.Close()
		return nil, connectProblem(ctx, p, err)
	}
	if h.guard, h.unguard, err = guarded(ctx, card, p, number); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *held) close() {
	if h.unguard != nil {
		h.unguard()
	}
	_ = h.end() // Close resets the card and ends what is left
	h.card.Close()
}

// beginTries is how often another program may reset the card just before it
// is held.
const beginTries = 5

func begin(ctx context.Context, card *pcsc.Card) (end func() error, err error) {
	for range beginTries {
		if end, err = card.Begin(ctx); !errors.Is(err, pcsc.ErrReset) {
			return end, err
		}
	}
	return nil, err
}

// connectProblem says why there is no card, or why it cannot be held.
func connectProblem(ctx context.Context, p physical, err error) error {
	switch {
	case ctx.Err() != nil:
		return noRun("中断されました。カードを読み終えていません", "interrupted before the card was read", nil)
	case errors.Is(err, reader.ErrCardRemoved):
		return noRun("カードが取り除かれました", "the card was taken away", nil)
	case errors.Is(err, pcsc.ErrReset):
		return noRun("ほかのプログラムがカードをリセットし続けています。そのプログラムを終了してください", "another program resets the card again and again; close it", nil)
	case !errors.Is(err, context.DeadlineExceeded):
		return readerProblem(ctx, p.reader, err)
	}
	readers, err := listReaders(ctx)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(readers, func(r pcsc.Reader) bool {
		return r.Present && strings.Contains(strings.ToLower(r.Name), strings.ToLower(p.reader))
	}):
		return noRun("時間内にカードが置かれませんでした。--timeout で長く待てます", "no card came in time; wait longer with --timeout", nil)
	}
	return noRun("ほかのプログラムがカードを使っています。終わるのを待つか（--timeout）、そのプログラムを終了してください",
		"another program is using the card; let it end (--timeout waits longer), or close it", nil)
}

// attemptsLeft refuses a number that was tried too often today, before any
// card is touched.
func attemptsLeft(p physical, number string) error {
	g, err := newGuard(nil, p, number)
	if err != nil {
		return err
	}
	switch left, err := g.Left(); {
	case err != nil:
		return noRun("誤った番号の回数の記録を使えません", "the record of wrong numbers cannot be used", err)
	case left == 0:
		return lastingNoRun("この番号は今日すでに上限まで拒否されたため、明日まで送りません。番号を確かめてください。上限は --budget で変えられます",
			"this number was refused as often today as it may be, and goes out no more before tomorrow; check it first, or raise --budget")
	}
	return nil
}

func newGuard(t reader.Transport, p physical, number string) (*guard.Guard, error) {
	g, err := guard.New(t, guard.Options{Number: number, Budget: p.budget, AllowSpecified: p.allowSpecified})
	if err != nil {
		return nil, &problem{text: textOf("ユーザー設定フォルダがないため、誤った番号の回数を記録できません。HOME か XDG_CONFIG_HOME を設定してください",
			"there is no configuration folder to count wrong numbers in; set HOME or XDG_CONFIG_HOME"), code: exitNoRun, lasting: true}
	}
	return g, nil
}

// guarded puts the guard before a card on a reader: only what reading takes
// goes out, wrong numbers are counted, and once ctx ends (Ctrl-C) nothing goes
// out any more, whoever asks, until stop is called.
func guarded(ctx context.Context, t reader.Transport, p physical, number string) (g *guard.Guard, stop func() bool, err error) {
	if g, err = newGuard(t, p, number); err != nil {
		return nil, nil, err
	}
	return g, context.AfterFunc(ctx, g.Kill), nil
}

// askGoodNumber asks for the number as typed and refuses one that is none
// before any card is looked for.
func (a *app) askGoodNumber(ctx context.Context, flag string) (string, error) {
	number, err := a.askNumber(ctx, flag)
	if err != nil {
		return "", err
	}
	if _, err := reader.NormaliseNumber(number); err != nil {
		return "", usage("在留カード等番号が正しくありません。英字2文字、数字8文字、英字2文字です", "that is no card number: 2 letters, 8 digits, 2 letters", nil)
	}
	return number, nil
}

// onGuard is the card on a reader for the cases: what they send passes the
// guard, and a card that does not answer does not hold up the run for ever.
type onGuard struct {
	*held
	timeout time.Duration // of one command
}

func (g *onGuard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	answer, err := g.guard.Transmit(ctx, command)
	for _, kept := range []error{guard.ErrNotAllowed, guard.ErrBudget, guard.ErrBudgetFile, guard.ErrKilled} {
		if errors.Is(err, kept) {
			return nil, fmt.Errorf("%w: %w", conformance.ErrBlocked, err)
		}
	}
	return answer, gone(err)
}

func (g *onGuard) Reset(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	return gone(g.guard.Reset(ctx))
}

func (g *onGuard) ATR(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, g.timeout)
	defer cancel()
	atr, err := g.card.ATR(ctx)
	return atr, gone(err)
}

// gone says of an error of the transport that the run is over: only a reset by
// another program leaves the same card there.
func gone(err error) error {
	if err == nil || errors.Is(err, pcsc.ErrReset) {
		return err
	}
	return fmt.Errorf("%w: %w", conformance.ErrGone, err)
}

// runProblem says why a run of the cases has no report; nil if it has one.
func runProblem(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return noRun("中断されました。結果は不完全なので表示しません", "interrupted; the result is incomplete and not shown", nil)
	case errors.Is(err, conformance.ErrGone):
		return goneProblem(err)
	case err != nil:
		return noRun("ケースを実行できません", "the cases cannot be run", err)
	}
	return nil
}

// goneProblem tells that a run ended since the card could be asked no more.
func goneProblem(err error) error {
	switch {
	case errors.Is(err, reader.ErrCardRemoved):
		return noRun("カードが取り除かれました。結果は不完全なので表示しません", "the card was taken away; the result is incomplete and not shown", nil)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, pcsc.ErrMute), errors.Is(err, pcsc.ErrStuck):
		return noRun("カードか PC/SC サービスが時間内に応答しません。結果は不完全なので表示しません。`zairyu doctor` で確認できます",
			"the card or the PC/SC service does not answer in time; the result is incomplete and not shown. `zairyu doctor` looks at the service", nil)
	case errors.Is(err, pcsc.ErrNoService):
		return noRun("PC/SC サービスが終了しました。結果は不完全なので表示しません", "the PC/SC service went away; the result is incomplete and not shown", nil)
	}
	return noRun("カードを読めなくなりました。結果は不完全なので表示しません", "the card can be asked no more; the result is incomplete and not shown", err)
}
