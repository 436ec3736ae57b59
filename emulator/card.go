// Package emulator is a residence card in software: it takes the content of a
// card and answers command APDUs as the specifications' card application does
// (P 3.1 to 3.5, 4, annex 1; 2G and SC 3.3 and 4.2). It interprets the
// specification tables; the commands themselves live in its machine. It must
// import nothing of the reader, the witness or the conformance suite, which
// judge it.
package emulator

import (
	"errors"
	"slices"
	"sync"

	"github.com/zairyukit/zairyu/emulator/internal/machine"
	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/internal/trace"
)

// Card is one emulated card in the field of a terminal. It is safe for
// concurrent use: commands are executed one after the other.
type Card struct {
	machine    *machine.Machine
	atr        []byte
	trace      func(Exchange)
	unverified bool

	mu    sync.Mutex
	state machine.State
}

// Exchange is what [WithTrace] reports of one command and its response.
type Exchange = trace.Exchange

// New puts an image into a card and activates it: the MF is current, nothing
// is agreed or verified (3.1). The image is copied.
//
// It fails with [ErrUnknownProfile], with a [*FileError] for an image that has
// not exactly the profile's files in exactly their sizes, with [ErrNumber],
// with [ErrDeliveryKey], and with [ErrSpec] for an option of the image that
// the profile has not, or a cell given by [WithSpec] that does not exist or
// that no card can act on.
func New(img Image, opts ...Option) (*Card, error) {
	o := defaults()
	for _, set := range opts {
		set(&o)
	}
	published, profile, err := o.profiles(img)
	if err != nil {
		return nil, err
	}
	content, err := takeContent(img, published, profile)
	if err != nil {
		return nil, err
	}
	content.Profile, content.Random = profile, o.random
	if content.DeliveryKey, err = deliveryKey(img.DeliveryKey); err != nil {
		return nil, err
	}
	m, err := machine.New(content)
	if errors.Is(err, machine.ErrDeliveryKey) && profile.Value(modulusCell) == published.Value(modulusCell) {
		return nil, ErrDeliveryKey
	}
	if err != nil {
		return nil, specError(err)
	}
	return &Card{machine: m, atr: atr(profile), trace: o.trace, unverified: profile.Unverified(),
		state: m.Reset(machine.State{})}, nil
}

// modulusCell says how long a delivery key is; with another value no key fits.
const modulusCell = "ke.modulus.length"

// Transmit executes one command APDU and returns the response APDU: data, if
// the command was successful and has an answer, and always the 2 bytes of a
// status word. Any input has an answer: bytes that are no command of the
// card, too short, or longer than Lc says, are answered with a status word of
// the command's own table (4.2.1(5) to 4.2.5(5)). If the random source fails
// the status word is 6F00, and the state is that after a failed command.
//
// The card neither keeps nor changes command; the result is the caller's.
func (c *Card) Transmit(command []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	next, answer := c.machine.Do(c.state, command)
	c.state = next
	response := apdu.Response(answer.Data, answer.SW)
	if c.trace != nil {
		c.trace(exchange(command, response, answer, next))
	}
	return response
}

// exchange copies what is the terminal's, so that a trace hook cannot change it.
func exchange(command, response []byte, a machine.Answer, s machine.State) Exchange {
	return Exchange{
		Command:       slices.Clone(command),
		Response:      slices.Clone(response),
		PlainCommand:  a.PlainCommand,
		PlainResponse: a.PlainResponse,
		State: trace.State{DF: s.DF, EF: s.EF, Challenge: s.Challenge != nil,
			Session: s.Session != nil, Verified: s.Verified},
	}
}

// Reset takes the card out of the field and puts it back: the MF is current,
// challenge, session key and verified state are gone (3.1, 4.2.4(2)).
func (c *Card) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = c.machine.Reset(c.state)
}

// Unverified says that nobody has checked the card's tables against a genuine
// card: what holds here proves nothing there.
func (c *Card) Unverified() bool { return c.unverified }

// ATR returns the answer to reset that a PC/SC reader makes up for this card;
// 13 bytes. It tells no kind of card from another.
func (c *Card) ATR() []byte { return slices.Clone(c.atr) }
