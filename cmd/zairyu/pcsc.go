package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/reader/pcsc"
)

// plugTime is how long a card of ours may take to appear in a virtual reader:
// the driver looks for one every 400 ms.
const plugTime = 10 * time.Second

// plugged is one of our own cards in a virtual reader of pcscd, reached
// through PC/SC as any other card is.
type plugged struct {
	*pcsc.Card
	unplug func()
}

// plug puts a card into a free virtual reader and connects to it. The card
// leaves with close.
func plug(ctx context.Context, card link.Card) (*plugged, error) {
	name, addr, err := freeSlot(ctx)
	if err != nil {
		return nil, err
	}
	linked, unplug := context.WithCancel(context.WithoutCancel(ctx))
	asked, gone := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(gone)
		_ = link.Connect(linked, addr, card, func(event string, _ error) { // nil when linked ends
			if event == link.TerminalConnected {
				select {
				case asked <- struct{}{}:
				default:
				}
			}
		})
	}()
	leave := func() { unplug(); <-gone }
	limited, cancel := context.WithTimeout(ctx, plugTime)
	defer cancel()
	select {
	case <-asked: // so the card that is about to appear is this one
	case <-limited.Done():
		leave()
		return nil, plugProblem(ctx, name, nil)
	}
	c, err := pcsc.Connect(limited, pcsc.Options{Reader: name, Wait: true})
	if err != nil {
		leave()
		return nil, plugProblem(ctx, name, err)
	}
	return &plugged{c, leave}, nil
}

func plugProblem(ctx context.Context, name string, cause error) error {
	if ctx.Err() != nil {
		return noRun("中断されました", "interrupted", nil)
	}
	return noRun(fmt.Sprintf("カードが仮想リーダ %s に現れません。`zairyu doctor` で調べてください", name),
		fmt.Sprintf("the card does not appear in the virtual reader %s; `zairyu doctor` looks for the reason", name), cause)
}

// freeSlot finds a virtual reader without a card, and the port of its slot.
func freeSlot(ctx context.Context) (name, addr string, err error) {
	readers, err := listReaders(ctx)
	if err != nil {
		return "", "", err
	}
	slots := virtual(readers)
	for i, r := range slots {
		if !r.Present {
			return r.Name, net.JoinHostPort("127.0.0.1", strconv.Itoa(thisMachine().port()+i)), nil
		}
	}
	if len(slots) == 0 {
		return "", "", noRun("pcscd に仮想リーダ（vpcd）がありません。`zairyu doctor` で直し方を表示します",
			"pcscd has no virtual reader (vpcd); `zairyu doctor` tells how to get one", nil)
	}
	return "", "", noRun("仮想リーダにはすべてカードがあります。ほかの仮想カードを止めてください",
		"every virtual reader has a card; end the other virtual cards", nil)
}

func (p *plugged) close() {
	p.Close()
	p.unplug()
}

// commandTime is how long a command to a card of ours may take through pcscd.
const commandTime = time.Minute

// Transmit, Reset and ATR end a run whose card can be asked no more.
func (p *plugged) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	answer, err := p.Card.Transmit(ctx, command)
	return answer, gone(err)
}

// Reset tries a second time where another program has just touched the card.
func (p *plugged) Reset(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	err := p.Card.Reset(ctx)
	if errors.Is(err, pcsc.ErrReset) {
		err = p.Card.Reset(ctx)
	}
	return gone(err)
}

func (p *plugged) ATR(ctx context.Context) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	atr, err := p.Card.ATR(ctx)
	return atr, gone(err)
}

// bare is the card of a subject as something that can be put on a link.
type bare struct{ card conformance.Card }

func (b bare) Transmit(command []byte) []byte {
	answer, err := b.card.Transmit(context.Background(), command)
	if err != nil { // cannot be: the card is in this process and the context lives
		return []byte{0x6F, 0x00}
	}
	return answer
}

func (b bare) Reset() { _ = b.card.Reset(context.Background()) }

func (b bare) ATR() []byte {
	atr, _ := b.card.ATR(context.Background())
	return atr
}

// listTime is how long the PC/SC service may take to list its readers.
const listTime = 5 * time.Second

// listReaders lists the readers, or says why it cannot.
func listReaders(ctx context.Context) ([]pcsc.Reader, error) {
	limited, cancel := context.WithTimeout(ctx, listTime)
	defer cancel()
	readers, err := pcsc.List(limited)
	switch {
	case err == nil:
		return readers, nil
	case ctx.Err() != nil:
		return nil, noRun("中断されました", "interrupted", nil)
	case errors.Is(err, context.DeadlineExceeded):
		return nil, silentService()
	}
	return nil, pcscProblem(err)
}

func silentService() error {
	return noRun("PC/SC サービス（pcscd）が応答しません。再起動してください。`zairyu doctor` で確認できます",
		"the PC/SC service (pcscd) does not answer; restart it, `zairyu doctor` tells how", nil)
}

func lastingNoRun(ja, en string) error {
	return &problem{text: textOf(ja, en), code: exitNoRun, lasting: true}
}

// readerProblem is pcscProblem for a reader that a person named: it tells
// them what readers there are.
func readerProblem(ctx context.Context, name string, err error) error {
	unknown, ambiguous := errors.Is(err, pcsc.ErrNoReader), errors.Is(err, pcsc.ErrAmbiguous)
	if !unknown && !ambiguous {
		return pcscProblem(err)
	}
	readers, err := listReaders(ctx)
	switch {
	case err != nil:
		return err
	case len(readers) == 0:
		return noRun("リーダがありません。接続してください。`zairyu doctor` で確認できます", "there is no reader; plug one in, `zairyu doctor` shows what is there", nil)
	}
	var names []string
	for _, r := range readers {
		names = append(names, strconv.Quote(r.Name))
	}
	list := strings.Join(names, ", ")
	if ambiguous {
		return lastingNoRun(fmt.Sprintf("「%s」に合うリーダが複数あります。もう少し長く指定してください。リーダ: %s", name, list),
			fmt.Sprintf("more than one reader fits %q; give more of its name. There are: %s", name, list))
	}
	return noRun(fmt.Sprintf("「%s」というリーダはありません。リーダ: %s", name, list), fmt.Sprintf("there is no reader %q; there are: %s", name, list), nil)
}

// pcscProblem tells people what went wrong with PC/SC and what to do.
func pcscProblem(err error) error {
	for _, known := range []struct {
		err    error
		ja, en string
	}{
		{pcsc.ErrNotBuilt, "この zairyu は PC/SC なしで作られています。`zairyu doctor` で直し方を表示します",
			"this zairyu was built without PC/SC; `zairyu doctor` tells how to get it"},
		{pcsc.ErrNoService, "PC/SC サービス（pcscd）が動いていません。`zairyu doctor` で直し方を表示します",
			"the PC/SC service (pcscd) is not running; `zairyu doctor` tells how to start it"},
		{pcsc.ErrNoCard, "リーダにカードがありません。カードを置くか、--wait で待ちます", "no card on the reader; put one on it, or wait for it with --wait"},
		{pcsc.ErrMute, "カードが応答しません。平らに1枚だけ置き直してください", "the card does not answer; lay it on anew, flat and alone"},
		{pcsc.ErrSharing, "ほかのプログラムがカードを占有しています。それを終了してください", "another program holds the card for itself; close that program"},
		{pcsc.ErrReader, "リーダか PC/SC サービスに障害があります。カードを置き直し、だめならリーダを接続し直してください",
			"the reader or the PC/SC service failed; lay the card on anew, then plug the reader in anew"},
	} {
		if errors.Is(err, known.err) {
			return &problem{text: textOf(known.ja, known.en), code: exitNoRun, lasting: known.err == pcsc.ErrNotBuilt}
		}
	}
	return noRun("PC/SC が使えません", "PC/SC cannot be used", err)
}
