// Package machine is the card's state machine: for a state and a command APDU
// it gives the next state and the answer. It interprets the specification
// tables: which form of command has come, the guards of that form in the
// table's order, the effects of the event, the answer (P 4.2, 2G 4.2, SC 4.2).
// What the tables hold is not repeated here, so that a changed cell is a
// changed card. It must import nothing of the reader, the witness or the
// conformance suite.
//
// A guard may be switched off to make a card with a hole. What the guard would
// have demanded is then taken as a card without the check would find it: a key
// or challenge that does not exist is NULs, data that cannot be read is no
// data, and what cannot be done at all is answered with 6F00.
package machine

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/emulator/internal/cardcrypto"
	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/internal/spec"
)

// Status words that no guard names: they are in every command's table
// (4.2.1(5) to 4.2.5(5)).
const (
	swOK        = 0x9000
	swSelfCheck = 0x6F00
)

// Card is what a machine is made of: the tables and the persistent content.
type Card struct {
	Profile *spec.Profile
	// Number is the card number in ASCII (3.4.1).
	Number []byte
	// Files is the content of every EF of the profile by its key, "df1/ef01".
	Files map[string][]byte
	// DeliveryKey is the private half of the key by which a specified card is
	// handed its session key; nil for others.
	DeliveryKey *rsa.PrivateKey
	// Random gives RND.ICC at GET CHALLENGE and K.ICC at MUTUAL AUTHENTICATE,
	// no byte more, and only to a command that no guard refuses.
	Random io.Reader
}

// ErrDeliveryKey: the tables hand a session key over, and the card has no
// private key of the modulus length they name.
var ErrDeliveryKey = errors.New("specified cards need a delivery key of the tabled length")

// Machine answers commands. It does not change; all that does is in [State].
// It is safe for concurrent use if the random source is.
type Machine struct {
	card    Card
	rules   rules
	suite   *cardcrypto.Suite
	baseKey []byte
	forms   map[string]compiledForm
	effects map[string][]verb
}

// New makes a machine of a card, whose fields it keeps and does not change.
// It fails with [ErrCell], [ErrUnknownName] or an error of cardcrypto if the
// tables say something that the machine cannot do.
func New(c Card) (*Machine, error) {
	m := &Machine{card: c}
	var err error
	if m.suite, err = cardcrypto.New(c.Profile); err != nil {
		return nil, err
	}
	if m.rules, err = readRules(c.Profile); err != nil {
		return nil, err
	}
	if m.forms, err = compileForms(c.Profile); err != nil {
		return nil, err
	}
	if m.effects, err = compileEffects(c.Profile); err != nil {
		return nil, err
	}
	if m.rules.delivered && !m.rules.fits(c.DeliveryKey) {
		return nil, ErrDeliveryKey
	}
	m.baseKey = m.suite.BaseKey(c.Number)
	return m, nil
}

// Answer is a response APDU and what a trace may show of it.
type Answer struct {
	Data []byte // empty unless SW is 9000
	SW   uint16
	// PlainCommand and PlainResponse are the plain texts inside SM, copies;
	// nil where there is none.
	PlainCommand, PlainResponse []byte
}

// Reset returns the state after deactivation and activation (3.1, 4.2.4(2)).
func (m *Machine) Reset(s State) State {
	m.apply(&s, eventReset, outcome{})
	return s
}

// Do executes one command APDU, of any content and length. It neither keeps
// nor changes raw.
func (m *Machine) Do(s State, raw []byte) (State, Answer) {
	r := &request{m: m, state: s}
	r.cmd, r.malformed = apdu.Parse(raw)
	f := m.forms[m.formOf(raw)]
	a, events, done := m.run(f, r)
	for _, e := range events {
		m.apply(&s, m.eventFor(e, done), done)
	}
	// Every command under SM counts, a refused one too (M).
	if r.underSM() {
		m.apply(&s, eventSMCommand, done)
	}
	// The challenge must have been fetched directly before (4.2.4(2)): every
	// other command ends its life.
	if f.name != challengeName {
		m.apply(&s, eventAny, done)
	}
	return s, a
}

func (m *Machine) run(f compiledForm, r *request) (Answer, []string, outcome) {
	for _, c := range f.checks {
		if c.holds(r) {
			return Answer{SW: c.sw, PlainCommand: r.plainCommand()}, c.events, outcome{}
		}
	}
	done, err := f.act(r)
	if err != nil {
		return Answer{SW: swSelfCheck}, f.failEvents(), outcome{}
	}
	return Answer{Data: done.data, SW: swOK, PlainCommand: r.plainCommand(), PlainResponse: done.plain}, f.okEvents(), done
}

// random reads exactly n bytes from the card's random source.
func (m *Machine) random(n int) ([]byte, error) {
	out := make([]byte, n)
	if _, err := io.ReadFull(m.card.Random, out); err != nil {
		return nil, fmt.Errorf("random source of the card: %w", err)
	}
	return out, nil
}
