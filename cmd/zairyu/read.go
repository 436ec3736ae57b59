package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/tcp"
	"github.com/zairyukit/zairyu/reader/trust"
)

// readOptions are the flags of `zairyu read`.
type readOptions struct {
	card                      source
	tcp, number, anchors, now string
	maxRead                   int
	timeout                   time.Duration
	showPersonal              bool
	json                      output
}

func (a *app) readCommand() *cobra.Command {
	var o readOptions
	c := &cobra.Command{
		Use:   "read",
		Short: "read and verify a card",
		Long: "Reads a card and verifies signature and certificate. The card is the one\n" +
			"behind a TCP port (--tcp), or one that is emulated here (--card, --like,\n" +
			"--type). Its number comes from --number, from ZAIRYU_NUMBER, from the card\n" +
			"file, or is asked for without echo; a command line can be seen by others.\n\n" +
			"Exit status: 0 VALID, 1 any other verdict, 2 usage, 3 no card.",
		Example: "  zairyu read --card mine.yaml\n  zairyu read --tcp 127.0.0.1:8010 --anchors roots",
		Args:    func(c *cobra.Command, args []string) error { return noArgs(c, o.json.take(args)) },
		RunE:    func(c *cobra.Command, _ []string) error { return a.read(c.Context(), o) },
	}
	f := c.Flags()
	o.card.register(c)
	f.StringVar(&o.tcp, "tcp", "", "read the card at this address, in vpcd's frames")
	f.StringVar(&o.number, "number", "", "the card number; spaces, lower case and full width are put right")
	f.StringVar(&o.anchors, "anchors", "", "folder of root certificates to trust (default: the published roots that `zairyu anchors add` has stored, or an emulated card's own)")
	f.StringVar(&o.now, "now", "", "the day to judge dates by (default: today, or an emulated card's own day)")
	f.IntVar(&o.maxRead, "max-read", 0, "read in pieces of at most this many bytes; 0 reads whole files")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "give up after this long, as in 10s or 1m30s")
	f.BoolVar(&o.showPersonal, "show-personal", false, "show the holder's data, which is left out by default")
	o.json.register(c, "json", "write the result as JSON to this file, or to standard output without one")
	return c
}

func (a *app) read(ctx context.Context, o readOptions) error {
	switch {
	case o.tcp != "" && o.card.named():
		return usage("--tcp と --card、--like、--type は同時に使えません", "--tcp does not go with --card, --like or --type", nil)
	case o.tcp == "" && !o.card.named():
		return usage("どのカードを読むか --tcp、--card、--like、--type のどれかで指定します（この版に PC/SC はまだありません）",
			"say which card with --tcp, --card, --like or --type (this version has no PC/SC yet)", nil)
	case o.maxRead < 0:
		return usage("--max-read は0以上です", "--max-read is 0 or more", nil)
	case o.timeout <= 0:
		return usage("--timeout は0より長い時間です（例: --timeout 10s）", "--timeout is longer than 0, as in --timeout 10s", nil)
	}
	if err := o.json.check(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	target, err := a.target(ctx, o)
	if err != nil {
		return err
	}
	defer target.close()
	if target.options.MaxRead = o.maxRead; o.now != "" {
		if target.options.Now, err = parseNow(o.now); err != nil {
			return err
		}
	}
	return a.showReading(o, &reading{reader.Check(ctx, target.transport, target.options)})
}

func (a *app) showReading(o readOptions, r *reading) error {
	if err := r.text(a.textWriter(o.json), a.lang, o.showPersonal); err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	raw, err := r.json(o.showPersonal)
	if err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	if err := o.json.write(a.out, raw); err != nil {
		return err
	}
	switch {
	case r.result.Verdict == reader.BadInput:
		a.code = exitUsage
	case !r.valid():
		a.code = exitFailed
	}
	if r.result.Chain.State == reader.ChainNoAnchors && r.result.Signature.State == reader.SignatureFits {
		fmt.Fprintln(a.textWriter(o.json), textOf(
			"トラストアンカーがないので真正かどうかは判定できません。--anchors でルート証明書のフォルダを指定するか、`zairyu anchors add` で登録してください。",
			"Without a trust anchor nothing can be called genuine: name a folder of root certificates with --anchors, or store them with `zairyu anchors add`.").In(a.lang))
	}
	return nil
}

// target is a card to read and how to read it.
type target struct {
	transport reader.Transport
	options   reader.Options
	close     func()
}

func (a *app) target(ctx context.Context, o readOptions) (*target, error) {
	if o.tcp != "" {
		return a.tcpTarget(ctx, o)
	}
	card, err := personalise(o.card, "")
	if err != nil {
		return nil, err
	}
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		return nil, noRun("カードを起動できません", "the card cannot be put to work", err)
	}
	anchors, err := anchorsFor(o.anchors, card.Anchors)
	if err != nil {
		return nil, err
	}
	number := firstOf(o.number, a.getenv("ZAIRYU_NUMBER"), card.Image.Number)
	return &target{inProcess{emulated}, reader.Options{Number: number, Anchors: anchors, Now: card.Clock}, func() {}}, nil
}

func (a *app) tcpTarget(ctx context.Context, o readOptions) (*target, error) {
	anchors, err := anchorsFor(o.anchors, nil)
	if err != nil {
		return nil, err
	}
	number, err := a.askNumber(ctx, o.number)
	if err != nil {
		return nil, err
	}
	conn, err := tcp.Dial(ctx, o.tcp)
	if err != nil {
		return nil, noRun(fmt.Sprintf("%s のカードに接続できません。`zairyu emulate --tcp` が動いているか確認してください", o.tcp),
			fmt.Sprintf("no card at %s; is `zairyu emulate --tcp` running?", o.tcp), err)
	}
	return &target{conn, reader.Options{Number: number, Anchors: anchors}, func() { conn.Close() }}, nil
}

// askNumber finds the number: the flag, the environment, or the person.
func (a *app) askNumber(ctx context.Context, flag string) (string, error) {
	if n := firstOf(flag, a.getenv("ZAIRYU_NUMBER")); n != "" {
		return n, nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", usage("在留カード等番号がありません。--number か環境変数 ZAIRYU_NUMBER で指定します",
			"no card number; give it with --number or in ZAIRYU_NUMBER", nil)
	}
	typed, err := a.withoutEcho(ctx, in, textOf("在留カード等番号: ", "card number: ").In(a.lang))
	if err != nil {
		return "", noRun("番号が入力されませんでした", "no number was typed", err)
	}
	return strings.TrimSpace(typed), nil
}

// withoutEcho asks on the terminal and gives it its old state back, also when
// the person ends it with Ctrl-C or Ctrl-D.
func (a *app) withoutEcho(ctx context.Context, in int, prompt string) (string, error) {
	before, err := term.MakeRaw(in)
	if err != nil {
		return "", err
	}
	defer term.Restore(in, before)
	type answer struct {
		typed string
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		terminal := term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{os.Stdin, a.err}, "")
		typed, err := terminal.ReadPassword(prompt)
		done <- answer{typed, err}
	}()
	select {
	case got := <-done:
		return got.typed, got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// anchorsFor finds the roots to trust: the folder that was named, else the
// emulated card's own test root, else the published roots that the person
// has added. Without any a card is NOT_VERIFIABLE.
func anchorsFor(dir string, own [][]byte) (*trust.Store, error) {
	if dir != "" {
		store, err := trust.Folder(os.DirFS(dir), trust.Custom)
		if err != nil {
			return nil, usage(fmt.Sprintf("フォルダ %s のトラストアンカーを使えません", dir), fmt.Sprintf("the anchors in the folder %s cannot be used", dir), err)
		}
		return store, nil
	}
	if own != nil {
		store, err := testAnchors(own)
		if err != nil {
			return nil, noRun("試験用のトラストアンカーを読めません", "the test anchor cannot be read", err)
		}
		return store, nil
	}
	store, err := trust.Folder(os.DirFS(anchorFolder("", trust.Production)), trust.Custom)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, trust.ErrEmpty) {
		return nil, nil
	}
	if err != nil {
		return nil, noRun("登録済みのトラストアンカーを読めません", "the anchors that were added cannot be read", err)
	}
	return store, nil
}
