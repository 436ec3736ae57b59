// Package guard stands between a reading or a test and a physical card. Only
// commands of a short list get through, whatever asks for them, and attempts
// with a card number are counted on disk, per number and day, before they are
// sent (conformance cases, section 1, "Safety"). It must not import the
// emulator.
package guard

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/reader"
)

// DefaultBudget is how many refused MUTUAL AUTHENTICATE and VERIFY together
// one number may meet with in a day, on whichever cards. The cards themselves
// have no limit on them (4.2.2(2)).
const DefaultBudget = 3

// Options are what a guard needs.
type Options struct {
	// Number is the card number as typed, under which attempts are counted.
	// Empty: MUTUAL AUTHENTICATE and VERIFY are refused; so they are before
	// the card has been read to be of one of the six types.
	Number string
	// Dir is the folder of the counts; it is created for this user alone.
	// Empty: [DefaultDir].
	Dir string
	// Budget is how many attempts with this number may be refused a day; 0:
	// [DefaultBudget].
	Budget int
	// AllowSpecified lets SET SESSION KEY out, and lets VERIFY and MUTUAL
	// AUTHENTICATE out to cards of type 07 and 08, which hold other
	// applications with PINs of their own.
	AllowSpecified bool
	// Now is the clock; nil: time.Now. A day is one of its time zone.
	Now func() time.Time
}

// Guard is a transport that lets little through. It is for one number, and for
// one card after the other: each has to say anew what it is.
type Guard struct {
	inner          reader.Transport
	allowSpecified bool
	counts         *counts // nil: no number
	killed         atomic.Bool
	turn           chan struct{} // holds a token while nobody has the turn

	// For whoever has the turn.
	seen      typeFile
	specified bool // the card is of type 07 or 08, or answered to their AID
}

var _ reader.Transport = (*Guard)(nil)

// New puts a guard before t. The error is that of [reader.NormaliseNumber] or
// of the folder. Nothing is written yet.
func New(t reader.Transport, o Options) (*Guard, error) {
	g := &Guard{inner: t, allowSpecified: o.AllowSpecified, turn: make(chan struct{}, 1)}
	g.turn <- struct{}{}
	if o.Number == "" {
		return g, nil
	}
	number, err := reader.NormaliseNumber(o.Number)
	if err != nil {
		return nil, err
	}
	if o.Dir == "" {
		if o.Dir, err = DefaultDir(); err != nil {
			return nil, err
		}
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	g.counts = &counts{dir: o.Dir, number: number, budget: cmp.Or(o.Budget, DefaultBudget), now: now}
	return g, nil
}

// ErrKilled: [Guard.Kill] was called.
var ErrKilled = errors.New("the guard was told to let nothing more through to the card")

// Kill lets nothing more through, for good. It may be called at any time from
// any goroutine; a command that is on its way is not called back.
func (g *Guard) Kill() { g.killed.Store(true) }

// Left is how many attempts with this number may still be refused today; 0 if
// there is no number. The error wraps [ErrBudgetFile].
func (g *Guard) Left() (int, error) {
	if g.counts == nil {
		return 0, nil
	}
	return g.counts.left()
}

// Transmit passes a command on if it may go out. Otherwise the error wraps
// [ErrNotAllowed], [ErrBudget], [ErrBudgetFile] or [ErrKilled], and the card
// saw nothing.
func (g *Guard) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := g.take(ctx); err != nil {
		return nil, err
	}
	defer g.give()
	c, err := allowed(command, g.allowSpecified)
	if err != nil {
		return nil, err
	}
	attempt := c.INS == insVerify || c.INS == insMutual
	if attempt {
		if err := g.spend(c); err != nil {
			return nil, err
		}
	}
	if g.killed.Load() {
		return nil, ErrKilled
	}
	answer, err := g.inner.Transmit(ctx, command)
	if err != nil {
		g.forget(err)
		return answer, err
	}
	if g.notice(c, answer); attempt && !judged(c, answer) {
		// If it cannot be given back it stays spent, which errs on the safe
		// side; the next attempt tells what is wrong with the file.
		g.counts.giveBack()
	}
	return answer, nil
}

// ErrNoReset: the transport behind the guard cannot reset its card.
var ErrNoReset = errors.New("the card cannot be reset over this connection; take it away and lay it on anew")

// Reset resets the card, by the method Reset(context.Context) error of the
// transport behind the guard; the error is that method's, or wraps
// [ErrNoReset], [ErrKilled] or the error of ctx. Call this one, not the
// transport's own: with it the guard learns that another card lies there.
func (g *Guard) Reset(ctx context.Context) error {
	inner, ok := g.inner.(interface{ Reset(context.Context) error })
	if !ok {
		return ErrNoReset
	}
	if err := g.take(ctx); err != nil {
		return err
	}
	defer g.give()
	if g.killed.Load() {
		return ErrKilled
	}
	err := inner.Reset(ctx)
	g.forget(err)
	return err
}

// forget forgets what the card said of itself if another one may lie there
// after this error. After [reader.ErrCardReset] none does: package pcsc
// compares the reader's count of cards before it says so (pcsc.ErrReset), and
// nor after a reset that went well. After every other error one may:
// [reader.ErrCardRemoved] says it; a mute card (pcsc.ErrMute) or a failed
// reader (pcsc.ErrReader, ErrNoReader, ErrNoService) often is a card on its
// way out, seen before the service counts that; and a call that was given up
// has seen nothing. Where nothing was sent (pcsc.ErrSharing, ErrCommand) the
// card is the same, but asking it once more costs little.
func (g *Guard) forget(err error) {
	if err != nil && (errors.Is(err, reader.ErrCardRemoved) || !errors.Is(err, reader.ErrCardReset)) {
		g.seen, g.specified = typeFile{}, false
	}
}

// take waits for the turn; give hands it on.
func (g *Guard) take(ctx context.Context) error {
	select {
	case <-g.turn:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for another command to end: %w", ctx.Err())
	}
}

func (g *Guard) give() { g.turn <- struct{}{} }

// spend counts an attempt before it is made. Only a card that has said which
// residence card it is may see one: to another card it could be the wrong PIN.
func (g *Guard) spend(c apdu.Command) error {
	switch {
	case g.killed.Load():
		return ErrKilled
	case !g.seen.isResidenceCard():
		return refuse(c, "the card has not said that it is a residence card; read EF02 first")
	case g.specified && !g.allowSpecified:
		return refuse(c, "of a card of type 07 or 08 only free files are read")
	case g.counts == nil:
		return refuse(c, "there is no card number to count attempts under")
	}
	return g.counts.spend()
}

const (
	swOK         = 0x9000
	swConditions = 0x6985
	swObject     = 0x6988 // the SM object is wrong
)

// judged: the card has refused an attempt, or may have. It has not where there
// was no challenge for MUTUAL AUTHENTICATE (4.2.4(5)), and no key for VERIFY or
// another one than the number came under (4.2.2(5)): then the cryptogram, or
// the number in it, was not looked at.
func judged(c apdu.Command, answer []byte) bool {
	switch sw(answer) {
	case swOK, swConditions:
		return false
	case swObject:
		return c.INS != insVerify
	}
	return true
}

// sw is the status word of an answer, 0 of one without.
func sw(answer []byte) uint16 {
	if len(answer) < 2 {
		return 0
	}
	return binary.BigEndian.Uint16(answer[len(answer)-2:])
}

// notice learns from an answer what card this is. One that was a specified
// one stays so until it is taken away.
func (g *Guard) notice(c apdu.Command, answer []byte) {
	ok := sw(answer) == swOK
	if c.INS == insSelect && c.P1 == byAID && ok && c.Data[5] == apByte {
		g.specified = true
	}
	if c.INS == insRead && len(answer) > 2 {
		g.seen.read(c, answer[:len(answer)-2], ok)
		g.specified = g.specified || g.seen.isSpecified()
	}
}

// typeFile is what was seen of EF02 of the MF or the AP: C1 02 and two
// characters on these cards, but it may be read in any pieces.
type typeFile struct {
	current bool // it is the current EF
	bytes   [4]byte
}

func (f *typeFile) read(c apdu.Command, data []byte, ok bool) {
	offset := int(c.P1&0x7F)<<8 | int(c.P2)
	if c.P1&0x80 != 0 {
		offset = int(c.P2)
		named := c.P1&0x1F == typeSFI
		if ok || named {
			f.current = named
		}
	}
	if !f.current {
		return
	}
	for i, b := range data {
		if at := offset + i; at < len(f.bytes) {
			f.bytes[at] = b
		}
	}
}

// isResidenceCard: it holds one of the six card types.
func (f *typeFile) isResidenceCard() bool {
	switch b := f.bytes; {
	case b[0] != 0xC1:
		return false
	case b[1] == 1:
		return b[2] == '1' || b[2] == '2'
	case b[1] == 2:
		return b[2] == '0' && b[3] >= '5' && b[3] <= '8'
	}
	return false
}

func (f *typeFile) isSpecified() bool {
	return f.bytes[2] == '0' && (f.bytes[3] == '7' || f.bytes[3] == '8')
}
