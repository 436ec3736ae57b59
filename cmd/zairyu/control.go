package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/emulator/link/control"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// tokenLength is that of the token of the HTTP control, in bytes.
const tokenLength = 32

// steering is the HTTP control of a slot: it is there before the terminals
// are, so that a script that has the token can steer.
type steering struct {
	server   *control.Server
	listener net.Listener
	stop     func() // takes away what it left
}

// steer opens the HTTP control and tells the token: on standard error, or in
// a file that only its owner can read.
func (a *app) steer(ctx context.Context, e emulation, config control.Config) (*steering, error) {
	l, err := listen(ctx, e.http)
	if err != nil {
		return nil, err
	}
	token := make([]byte, tokenLength)
	rand.Read(token) // it never fails
	config.Token, config.Make = hex.EncodeToString(token), controlledCard
	s := &steering{server: control.New(config), listener: l, stop: func() {}}
	if e.tokenFile == "" {
		fmt.Fprintf(a.err, textOf("HTTP の制御は http://%s で受け付けます。トークン: %s\n", "HTTP control is at http://%s, its token is %s\n").In(a.lang), l.Addr(), config.Token)
		return s, nil
	}
	if err := newFile(e.tokenFile, []byte(config.Token+"\n"), 0o600); err != nil {
		l.Close()
		return nil, err
	}
	s.stop = func() { os.Remove(e.tokenFile) }
	fmt.Fprintf(a.err, textOf("HTTP の制御は http://%s で受け付けます。トークンは %s にあります。\n", "HTTP control is at http://%s, its token is in %s\n").In(a.lang), l.Addr(), e.tokenFile)
	return s, nil
}

// during runs the control as long as the link; if either fails both end.
func (s *steering) during(ctx context.Context, run func(context.Context) error) error {
	defer s.stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		defer cancel()
		ended <- s.server.Serve(ctx, s.listener)
	}()
	err := run(ctx)
	cancel()
	if failed := <-ended; failed != nil {
		err = errors.Join(err, noRun("HTTP の制御が終わりました", "the HTTP control ended", failed))
	}
	return err
}

// controlledCard makes the card of a request.
func controlledCard(q control.Request) (control.Card, error) {
	if q.File != "" {
		return cardOfText(q.File)
	}
	return asControlled(placed(source{typ: q.Type, like: q.Like}))
}

// cardOfText makes a card from the text of a card file.
func cardOfText(text string) (control.Card, error) {
	d, err := perso.Parse("file", []byte(text))
	if err != nil {
		return asControlled(control.Card{}, cardFileProblem(err))
	}
	if outside := strings.Join(d.Outside(), ", "); outside != "" {
		return control.Card{}, control.CardRefused("a card file that is sent may name no other files; it does in: "+outside,
			"送るカードファイルでほかのファイルを指定することはできません。指定している項目: "+outside)
	}
	card, err := perso.Build(d, nil)
	if err != nil {
		return asControlled(control.Card{}, cardFileProblem(err))
	}
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		return control.Card{}, err
	}
	return control.Card{Card: emulated, Title: control.Text{EN: "card file", JA: "カードファイル"}, Type: d.Type}, nil
}

// asControlled turns what is wrong with the user's choice into what the
// control tells; the rest is not the user's to put right.
func asControlled(card control.Card, err error) (control.Card, error) {
	var p *problem
	if errors.As(err, &p) && p.code == exitUsage {
		return card, control.CardRefused(p.text.EN, p.text.JA)
	}
	return card, err
}

// placed makes the card that a person named, with what may be told of it.
func placed(from source) (control.Card, error) {
	emulated, card, err := softwareCard(from, "")
	if err != nil {
		return control.Card{}, err
	}
	out := control.Card{Card: emulated, Title: control.Text{EN: from.like, JA: from.like}}
	if card != nil {
		out.Title, out.Type = control.Text{EN: card.title("en"), JA: card.title("ja")}, card.typ
	}
	return out, nil
}

// watched makes a slot for a card and, if it is to be steered, the log that
// watches it.
func watched(card link.Card, steered bool) (*link.Slot, control.Log, error) {
	if !steered {
		return link.NewSlot(card, nil), control.Log{}, nil
	}
	log, err := control.NewLog(time.Now)
	if err != nil {
		return nil, log, noRun("記録を始められません", "the trace cannot begin", err)
	}
	return link.NewSlot(card, log), log, nil
}
