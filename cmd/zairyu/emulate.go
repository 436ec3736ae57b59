package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/link"
)

func (a *app) emulateCommand() *cobra.Command {
	var from source
	var addr string
	var anywhere bool
	c := &cobra.Command{
		Use:   "emulate",
		Short: "put a software card on a TCP port, for other programs",
		Long: "Puts a software card on a TCP port, in the frames of the vpcd driver: a length\n" +
			"of 2 bytes, big-endian, then the bytes. One byte is a control code (00 off,\n" +
			"01 on, 02 reset, 04 ATR, which alone is answered), anything longer a command\n" +
			"APDU. It runs until it is interrupted.\n\n" +
			"Exit status: 0 interrupted, 2 usage, also a card file with mistakes, 3 it could\n" +
			"not be put there.",
		Example: "  zairyu emulate --tcp 127.0.0.1:8010 --card mine.yaml",
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.emulate(c.Context(), from, addr, anywhere)
		},
	}
	from.register(c, "; 1 if nothing is named")
	c.Flags().StringVar(&addr, "tcp", "", "listen on this address, 127.0.0.1:8010; port 0 takes a free one")
	c.Flags().BoolVar(&anywhere, "listen-anywhere", false, "allow an address that other machines can reach")
	return c
}

func (a *app) emulate(ctx context.Context, from source, addr string, anywhere bool) error {
	if addr == "" {
		return usage("--tcp でアドレスを指定します（例: --tcp 127.0.0.1:8010）", "name an address with --tcp, for instance --tcp 127.0.0.1:8010", nil)
	}
	if err := checkListen(addr, anywhere); err != nil {
		return err
	}
	emulated, card, err := softwareCard(from, "")
	if err != nil {
		return err
	}
	title := from.like
	if card != nil {
		title = card.title(a.lang)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return noRun(fmt.Sprintf("%s で待ち受けられません。別のポートを試してください", addr), fmt.Sprintf("cannot listen on %s; try another port", addr), err)
	}
	a.say("%s を %s で待ち受けています。Ctrl-C で終了します。", "%s is at %s; Ctrl-C ends it.", title, l.Addr())
	if err := link.Serve(ctx, l, emulated, a.terminalSeen); err != nil {
		return noRun("待受けが終わりました", "the link ended", err)
	}
	a.say("終了しました。", "Ended.")
	return nil
}

func (a *app) terminalSeen(event string, err error) {
	switch {
	case event == "connected":
		a.say("端末が接続しました。", "A terminal is connected.")
	case err != nil:
		a.say("端末との接続が切れました: %v", "The terminal is gone: %v", err)
	default:
		a.say("端末が切断しました。", "The terminal is gone.")
	}
}

// checkListen refuses an address that other machines can reach, unless the
// person asked for that.
func checkListen(addr string, anywhere bool) error {
	host, err := hostOf(addr)
	if err != nil {
		return err
	}
	if anywhere || isLoopback(host) {
		return nil
	}
	return usage(fmt.Sprintf("%q は他の端末からも接続できるアドレスです。127.0.0.1 を使うか、--listen-anywhere を付けます", addr),
		fmt.Sprintf("%q can be reached by other machines; use 127.0.0.1, or allow it with --listen-anywhere", addr), nil)
}

// hostOf takes the host out of an address with a port.
func hostOf(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if _, noPort := strconv.ParseUint(port, 10, 16); err != nil || noPort != nil {
		return "", usage(fmt.Sprintf("アドレス %q の形が正しくありません。127.0.0.1:8010 のように書きます", addr),
			fmt.Sprintf("the address %q is malformed; write it like 127.0.0.1:8010", addr), nil)
	}
	return host, nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
