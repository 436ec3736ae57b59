package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/emulator/link/control"
)

// emulation is the flags of `zairyu emulate`.
type emulation struct {
	card      source
	tcp, vpcd string
	slot      int
	anywhere  bool

	http, tokenFile string
}

func (a *app) emulateCommand() *cobra.Command {
	var e emulation
	c := &cobra.Command{
		Use:   "emulate",
		Short: "put a software card into a PC/SC reader or on a TCP port, for other programs",
		Long: "Puts a software card where other programs find it, until it is interrupted.\n\n" +
			"--vpcd puts it into the virtual reader of the vpcd driver, so that every PC/SC\n" +
			"program sees it. If pcscd is not there or goes away, it tries again until it is.\n\n" +
			"--tcp puts it on a TCP port, in the frames of the same driver: a length of\n" +
			"2 bytes, big-endian, then the bytes. One byte is a control code (00 off, 01 on,\n" +
			"02 reset, 04 ATR, which alone is answered), anything longer a command APDU.\n\n" +
			"--http lets a program insert, remove, reset and change the card meanwhile and\n" +
			"see what passed; docs/control.md tells how.\n\n" +
			"Exit status: 0 interrupted, 2 usage, also a card file with mistakes, 3 it could\n" +
			"not be put there.",
		Example: "  zairyu emulate --vpcd --type 05\n  zairyu emulate --tcp 127.0.0.1:8010 --card mine.yaml\n" +
			"  zairyu emulate --vpcd --http 127.0.0.1:8011 --http-token-file token",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case c.Flags().Changed("slot") && e.vpcd == "":
				return usage("--slot は --vpcd と一緒に指定します", "--slot goes with --vpcd", nil)
			case e.tokenFile != "" && e.http == "":
				return usage("--http-token-file は --http と一緒に指定します", "--http-token-file goes with --http", nil)
			}
			if err := e.check(); err != nil {
				return err
			}
			return a.emulate(c.Context(), e)
		},
	}
	e.card.register(c, "; 1 if nothing is named")
	f := c.Flags()
	f.StringVar(&e.vpcd, "vpcd", "", "put the card into the vpcd driver, at "+link.VPCDAddress+" or the address that follows the =")
	f.Lookup("vpcd").NoOptDefVal = link.VPCDAddress
	f.IntVar(&e.slot, "slot", 0, "slot of the driver, 0 or 1; each has its port, slot 1 the next one")
	f.StringVar(&e.tcp, "tcp", "", "listen on this address, 127.0.0.1:8010; port 0 takes a free one")
	f.StringVar(&e.http, "http", "", "let programs steer the card over HTTP at this address, 127.0.0.1:8011")
	f.StringVar(&e.tokenFile, "http-token-file", "", "write the token of --http to this new file instead of showing it; removed at the end")
	f.BoolVar(&e.anywhere, "listen-anywhere", false, "allow an address that other machines can reach")
	return c
}

// check refuses what cannot go together, and the addresses that it may not
// use; that of the driver becomes the slot's.
func (e *emulation) check() (err error) {
	switch {
	case e.tcp != "" && e.vpcd != "":
		return usage("--tcp と --vpcd はどちらか1つだけ指定します", "give only one of --tcp and --vpcd", nil)
	case e.tcp != "":
		err = checkListen(e.tcp, e.anywhere)
	case e.vpcd != "":
		e.vpcd, err = driverAddress(e.vpcd, e.slot, e.anywhere)
	default:
		err = usage("--vpcd を付けるか、--tcp でアドレスを指定します（例: --tcp 127.0.0.1:8010）",
			"say where: --vpcd, or an address with --tcp, for instance --tcp 127.0.0.1:8010", nil)
	}
	if err == nil && e.http != "" {
		err = checkListen(e.http, e.anywhere)
	}
	return err
}

func (a *app) emulate(ctx context.Context, e emulation) error {
	card, err := placed(e.card)
	if err != nil {
		return err
	}
	a.warnUnverified(card.Card)
	slot, log, err := watched(card.Card, e.http != "")
	if err != nil {
		return err
	}
	title := textOf(card.Title.JA, card.Title.EN).In(a.lang)
	run, transport, err := a.transport(ctx, e, slot, title)
	if err != nil {
		return err
	}
	if e.http != "" {
		steering, err := a.steer(ctx, e, control.Config{Slot: slot, Log: log, Card: card, Transport: transport})
		if err != nil {
			return err
		}
		linked := run
		run = func(ctx context.Context) error { return steering.during(ctx, linked) }
	}
	if err := run(ctx); err != nil {
		return err
	}
	a.say("終了しました。", "Ended.")
	return nil
}

// transport opens the way by which terminals come to the slot; run then puts
// the slot there.
func (a *app) transport(ctx context.Context, e emulation, slot *link.Slot, title string) (run func(context.Context) error, name string, err error) {
	if e.vpcd != "" {
		return func(ctx context.Context) error { return a.connect(ctx, e.vpcd, slot, title) }, "vpcd " + e.vpcd, nil
	}
	l, err := listen(ctx, e.tcp)
	if err != nil {
		return nil, "", err
	}
	return func(ctx context.Context) error { return a.serve(ctx, l, slot, title) }, "tcp " + l.Addr().String(), nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, noRun(fmt.Sprintf("%s で待ち受けられません。別のポートを試してください", addr), fmt.Sprintf("cannot listen on %s; try another port", addr), err)
	}
	return l, nil
}

// serve puts the slot on a TCP port.
func (a *app) serve(ctx context.Context, l net.Listener, slot *link.Slot, title string) error {
	a.say("%s を %s で待ち受けています。Ctrl-C で終了します。", "%s is at %s; Ctrl-C ends it.", title, l.Addr())
	if err := slot.Serve(ctx, l, a.terminalSeen); err != nil {
		return noRun("待受けが終わりました", "the link ended", err)
	}
	return nil
}

// connect puts the slot into the vpcd driver.
func (a *app) connect(ctx context.Context, addr string, slot *link.Slot, title string) error {
	a.say("%s を vpcd ドライバ（%s）に入れます。Ctrl-C で終了します。", "%s goes into the vpcd driver at %s; Ctrl-C ends it.", title, addr)
	if err := slot.Connect(ctx, addr, a.driverSeen); err != nil {
		return noRun(fmt.Sprintf("%s に接続できません", addr), fmt.Sprintf("cannot connect to %s", addr), err)
	}
	return nil
}

// warnUnverified tells what a person must know of types 07 and 08, who might
// otherwise look for the fault in the reader.
func (a *app) warnUnverified(card link.Card) {
	c, ok := card.(interface{ Unverified() bool })
	if !ok || !c.Unverified() {
		return
	}
	fmt.Fprintln(a.err, textOf("注意: この種別のプロファイルは未確認で、実際のカードと照合されていません。リーダには `zairyu card show --export` が書き出す delivery-key.bin が必要です。",
		"Note: the profile of this type is unverified; nobody has checked it against a genuine card. A reader needs delivery-key.bin, which `zairyu card show --export` writes.").In(a.lang))
}

func (a *app) terminalSeen(event string, err error) {
	switch {
	case event == link.TerminalConnected:
		a.say("端末が接続しました。", "A terminal is connected.")
	case event == link.TerminalRefused:
		a.say("カードが入っていないので、端末を切断しました。", "A terminal came and found no card.")
	case errors.Is(err, link.ErrRemoved):
		a.say("カードを抜いたので、端末を切断しました。", "The card was removed; the terminal is cut off.")
	case err != nil:
		a.say("端末との接続が切れました: %v", "The terminal is gone: %v", err)
	default:
		a.say("端末が切断しました。", "The terminal is gone.")
	}
}

func (a *app) driverSeen(event string, err error) {
	switch {
	case event == link.TerminalConnected:
		a.say("カードがリーダ（pcscd）に入りました。", "The card is in the reader; pcscd sees it.")
	case errors.Is(err, link.ErrSilent):
		a.say("接続しましたが、カードへの問合せがありません。別のカードがこのスロットにあるかもしれません。--slot 1 を試してください。",
			"Connected, but nobody asks for the card; another card may have this slot. Try --slot 1.")
	case event == link.DriverWaiting:
		a.say("ドライバを待っています（%v）。vpcd ドライバを入れた pcscd は動いていますか。`zairyu doctor` で確かめられます。",
			"Waiting for the driver (%v). Is pcscd running with the vpcd driver? `zairyu doctor` tells.", err)
	case err != nil:
		a.say("pcscd との接続が切れました（%v）。戻るまで接続を試み続けます。", "pcscd is gone (%v); connecting again until it is back.", err)
	default:
		a.say("pcscd が切断しました。戻るまで接続を試み続けます。", "pcscd is gone; connecting again until it is back.")
	}
}
