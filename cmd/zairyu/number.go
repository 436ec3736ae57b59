package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// askNumber finds the number: the flag, the environment, or the person.
func (a *app) askNumber(ctx context.Context, flag string) (string, error) {
	if n := firstOf(flag, a.getenv("ZAIRYU_NUMBER")); n != "" {
		return n, nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", usage("在留カード等番号がありません。--number か環境変数 ZAIRYU_NUMBER で指定します",
			"no card number; give it with --number or in ZAIRYU_NUMBER", nil)
	}
	typed, err := a.withoutEcho(ctx, os.Stdin, textOf("在留カード等番号: ", "card number: ").In(a.lang))
	if typed = strings.TrimSpace(typed); err != nil || typed == "" {
		return "", noRun("番号が入力されませんでした", "no number was typed", nil)
	}
	return typed, nil
}

// withoutEcho asks on the terminal and gives it its old state back, also when
// the person ends it with Ctrl-C or Ctrl-D.
func (a *app) withoutEcho(ctx context.Context, in *os.File, prompt string) (string, error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", err
	}
	defer term.Restore(int(in.Fd()), before)
	type answer struct {
		typed string
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		terminal := term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{in, a.err}, "")
		typed, err := terminal.ReadPassword(prompt)
		done <- answer{typed, err}
	}()
	select {
	case got := <-done:
		if got.err != nil {
			fmt.Fprint(a.err, "\r\n") // the cursor still stands behind the prompt
		}
		return got.typed, got.err
	case <-ctx.Done():
		fmt.Fprint(a.err, "\r\n")
		return "", ctx.Err()
	}
}
