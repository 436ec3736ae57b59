package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/tcp"
)

// readOptions are the flags of `zairyu read`.
type readOptions struct {
	physical
	card                    source
	tcp, via                string
	number, anchors, now    string
	deliveryKey, codeTables string
	profile                 map[string]string
	maxRead                 int
	timeout                 time.Duration
	showPersonal            bool
	watch, verbose          bool
	line                    bool // JSON on one line
	json                    output
}

func (a *app) readCommand() *cobra.Command {
	var o readOptions
	c := &cobra.Command{
		Use:   "read",
		Short: "read and verify a card",
		Long: "Reads a card and verifies signature and certificate. The card is the one on a\n" +
			"PC/SC reader (--reader), behind a TCP port (--tcp), or one that is emulated\n" +
			"here (--card, --like, --type; with --via pcsc through pcscd and a virtual\n" +
			"reader). Its number comes from --number, from ZAIRYU_NUMBER, from the card\n" +
			"file, or is asked for without echo; a command line can be seen by others.\n\n" +
			"An emulated card brings its own test root. Otherwise only the published roots\n" +
			"are trusted by themselves, once `zairyu anchors add` has stored them; any other\n" +
			"root only with --anchors and its folder. Without a root to trust the verdict is\n" +
			"NOT_VERIFIABLE.\n\n" +
			"Whatever lies on a reader is taken for a real card: only the commands that\n" +
			"reading takes go out, and a wrong number only as often as --budget allows in a\n" +
			"day, counted for each number in the user's configuration folder.\n\n" +
			"Exit status: 0 VALID, 1 any other verdict, 2 usage, also a card file with\n" +
			"mistakes or a number that is none, 3 it could not be read: no card, interrupted.",
		Example: "  zairyu read --reader ACS --wait\n  zairyu read --card mine.yaml\n  zairyu read --tcp 127.0.0.1:8010 --anchors roots",
		Args:    func(c *cobra.Command, args []string) error { return noArgs(c, o.json.take(args)) },
		RunE:    func(c *cobra.Command, _ []string) error { return a.read(c.Context(), o) },
	}
	f := c.Flags()
	o.card.register(c, "")
	o.physical.register(c)
	f.StringVar(&o.via, "via", "", "pcsc: put the emulated card into a virtual reader of pcscd and read it there")
	f.BoolVar(&o.watch, "watch", false, "with --reader, read one card after the other until interrupted")
	f.BoolVar(&o.verbose, "verbose", false, "tell on standard error what each step took")
	f.StringVar(&o.tcp, "tcp", "", "read the card at this address, in vpcd's frames")
	f.StringVar(&o.number, "number", "", "the card number; spaces, lower case and full width are put right")
	f.StringVar(&o.anchors, "anchors", "", "folder of root certificates to trust instead of those")
	f.StringVar(&o.deliveryKey, "delivery-key", "", "file of the public key by which cards of types 07 and 08 are handed a session key")
	f.StringToStringVar(&o.profile, "profile", nil, "choice in the unverified profile of types 07 and 08, as in iv=zero; `zairyu spec --type 07` lists them")
	f.StringVar(&o.codeTables, "code-tables", "", "folder of tables that explain codes: nationality.csv, status.csv, permission_kind.csv")
	f.StringVar(&o.now, "now", "", "the day to judge dates by (default: today, or an emulated card's own day)")
	f.IntVar(&o.maxRead, "max-read", 0, "read in pieces of at most this many bytes; 0 reads whole files")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "give up after this long, as in 10s or 1m30s")
	f.BoolVar(&o.showPersonal, "show-personal", false, "show the holder's data, which is left out by default")
	o.json.register(c, "json", "write the result as JSON to this file, or to standard output without one")
	return c
}

func (a *app) read(ctx context.Context, o readOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.watch {
		return a.watch(ctx, o)
	}
	target, err := a.target(ctx, o)
	if err != nil {
		return err
	}
	defer target.close()
	limited, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	tables, err := codeTables(o.codeTables)
	if err != nil {
		return err
	}
	result := reader.Check(limited, target.transport, target.options)
	if ctx.Err() != nil {
		return noRun("中断されました。カードを読み終えていません", "interrupted before the card was read", nil)
	}
	return a.showReading(o, &reading{result, tables})
}

// check refuses options that contradict each other, before any work is done.
func (o readOptions) check() error {
	ways := 0
	for _, named := range []bool{o.reader != "", o.tcp != "", o.card.named()} {
		if named {
			ways++
		}
	}
	switch {
	case ways > 1:
		return usage("--reader と、--tcp と、--card、--like、--type は同時に使えません",
			"only one of --reader, --tcp and an emulated card (--card, --like, --type) can be read", nil)
	case ways == 0:
		return usage("どのカードを読むか --reader、--tcp、--card、--like、--type のどれかで指定します",
			"say which card with --reader, --tcp, --card, --like or --type", nil)
	case o.maxRead < 0:
		return usage("--max-read は0以上です", "--max-read is 0 or more", nil)
	case o.timeout <= 0:
		return usage("--timeout は0より長い時間です（例: --timeout 10s）", "--timeout is longer than 0, as in --timeout 10s", nil)
	case o.watch && o.reader == "":
		return usage("--watch は --reader と一緒に使います", "--watch goes with --reader", nil)
	case o.watch && o.json != (output{}) && !o.json.toStdout():
		return usage("--watch では --json にファイルを指定できません。標準出力に1行ずつ書きます", "--watch writes JSON to standard output only, an object a line", nil)
	}
	if err := checkVia(o.via, o.card); err != nil {
		return err
	}
	if o.tcp != "" {
		if _, err := hostOf(o.tcp); err != nil {
			return err
		}
	}
	if err := o.physical.check(); err != nil {
		return err
	}
	return o.json.check()
}

func (a *app) showReading(o readOptions, r *reading) error {
	if err := r.text(a.textWriter(o.json), a.lang, o.showPersonal); err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	raw, err := r.json(o.showPersonal)
	if err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	write := func() error { return o.json.write(a.out, raw) }
	if o.line {
		write = func() error { return a.compact(raw) }
	}
	if err := write(); err != nil {
		return err
	}
	switch {
	case r.result.Verdict == reader.BadInput:
		a.code = exitUsage
	case !r.valid():
		a.code = exitFailed
	}
	_, err = fmt.Fprintf(a.textWriter(o.json), textOf("\n結果: %s。%s\n", "\nResult: %s. %s\n").In(a.lang),
		r.result.Verdict, r.advice(o).In(a.lang))
	return err
}

// target is a card to read and how to read it.
type target struct {
	transport reader.Transport
	options   reader.Options
	close     func()
}

// target finds the card. The time limit does not run while a person types.
func (a *app) target(ctx context.Context, o readOptions) (*target, error) {
	options, err := a.readingOptions(o)
	switch {
	case err != nil:
		return nil, err
	case o.reader != "":
		return a.readerTarget(ctx, o, options)
	case o.tcp != "":
		return a.tcpTarget(ctx, o, options)
	}
	return a.emulatedTarget(ctx, o, options)
}

// readingOptions are those that do not depend on the way to the card.
func (a *app) readingOptions(o readOptions) (options reader.Options, err error) {
	options = reader.Options{MaxRead: o.maxRead, ProfileOptions: o.profile}
	if options.Now, err = parseNow(o.now); err != nil {
		return options, err
	}
	if options.DeliveryKey, err = deliveryKeyFile(o.deliveryKey); err != nil {
		return options, err
	}
	if o.verbose {
		options.Observe = a.stopwatch()
	}
	return options, checkProfile(o.profile)
}

// emulatedTarget is a card of our own, in this process or in a virtual reader.
func (a *app) emulatedTarget(ctx context.Context, o readOptions, options reader.Options) (*target, error) {
	emulated, card, err := softwareCard(o.card, o.now)
	if err != nil {
		return nil, err
	}
	if card != nil && len(o.profile) > 0 {
		if err := takesOptions(card.Image.Profile); err != nil {
			return nil, err
		}
	}
	if card == nil { // a look-alike opens to no number
		options.Number = firstOf(o.number, a.getenv("ZAIRYU_NUMBER"), "AA12345678BB")
		return via(ctx, o.via, emulated, options)
	}
	if options.Anchors, err = anchorsFor(o.anchors, card.Anchors); err != nil {
		return nil, err
	}
	if options.DeliveryKey == nil {
		if options.DeliveryKey, err = ownDeliveryKey(card); err != nil {
			return nil, err
		}
	}
	if len(o.profile) == 0 {
		options.ProfileOptions = card.Image.Options
	}
	options.Now = card.Clock
	options.Number = firstOf(o.number, a.getenv("ZAIRYU_NUMBER"), card.Image.Number)
	return via(ctx, o.via, emulated, options)
}

// via reaches a card of ours in this process, or through pcscd.
func via(ctx context.Context, way string, card link.Card, options reader.Options) (*target, error) {
	if way == "" {
		return &target{inProcess{card}, options, func() {}}, nil
	}
	p, err := plug(ctx, card)
	if err != nil {
		return nil, err
	}
	return &target{p, options, p.close}, nil
}

// checkVia refuses any way but pcsc, and that one for a card that is not ours.
func checkVia(way string, card source) error {
	switch {
	case way == "":
		return nil
	case way != "pcsc":
		return usage(fmt.Sprintf("--via %q はありません。pcsc だけが使えます", way), fmt.Sprintf("there is no --via %q; there is pcsc", way), nil)
	case !card.named():
		return usage("--via pcsc はエミュレートするカード（--card、--like、--type）と一緒に使います。リーダのカードは --reader で読みます",
			"--via pcsc goes with an emulated card (--card, --like, --type); a card on a reader is read with --reader", nil)
	}
	return nil
}

func (a *app) tcpTarget(ctx context.Context, o readOptions, options reader.Options) (*target, error) {
	var err error
	if options.Anchors, err = anchorsFor(o.anchors, nil); err != nil {
		return nil, err
	}
	if options.Number, err = a.askNumber(ctx, o.number); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	conn, err := tcp.Dial(limited, o.tcp)
	switch {
	case ctx.Err() != nil:
		return nil, noRun("中断されました。カードを読み終えていません", "interrupted before the card was read", nil)
	case err != nil:
		return nil, noRun(fmt.Sprintf("%s のカードに接続できません。`zairyu emulate --tcp` が動いているか確認してください", o.tcp),
			fmt.Sprintf("no card at %s; is `zairyu emulate --tcp` running?", o.tcp), err)
	}
	return &target{conn, options, func() { conn.Close() }}, nil
}
