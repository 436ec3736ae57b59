// Package lookalike is cards that are no residence cards of a known type: what
// else lies on a reader in Japan, for testing that a reader leaves it alone.
// They answer as little as such a test needs, and remember what could have
// harmed a genuine card. They are not models of the cards they are named
// after. It must import nothing of the reader, the witness or the conformance
// suite.
package lookalike

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// ErrUnknown: there is no look-alike of that name.
var ErrUnknown = errors.New("no such look-alike")

// Card is one look-alike in the field of a terminal. It is safe for
// concurrent use.
type Card struct {
	kind kind

	mu       sync.Mutex
	df       string // current DF, "" for the MF
	ef       *file
	open     bool  // a PIN was right
	tries    []int // left for each PIN; over a reset too, as on a genuine card
	draws    uint64
	commands []string // harmful ones
}

// Names lists the look-alikes.
func Names() []string {
	var out []string
	for _, k := range kinds() {
		out = append(out, k.name)
	}
	return out
}

// New makes a look-alike by name. It fails with [ErrUnknown].
func New(name string) (*Card, error) {
	for _, k := range kinds() {
		if k.name != name {
			continue
		}
		c := &Card{kind: k}
		for _, p := range k.pins {
			c.tries = append(c.tries, p.tries)
		}
		return c, nil
	}
	return nil, fmt.Errorf("%w: %q; known: %s", ErrUnknown, name, strings.Join(Names(), ", "))
}

// ATR is the 13 bytes that a PC/SC reader makes up for a card of ISO/IEC
// 14443 type B; they tell no card from another.
func (c *Card) ATR() []byte {
	return []byte{0x3B, 0x88, 0x80, 0x01, 0, 0, 0, 0, 0x00, 0x81, 0x80, 0x00, 0x08}
}

// Reset takes the card out of the field and puts it back. PIN tries that were
// used up stay used up, and [Card.Harm] stays as it is.
func (c *Card) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.df, c.ef, c.open = "", nil, false
}

// Harm lists the commands that no reader of residence cards may send to a
// foreign card, in order: the command's name and header, of a SELECT the AID.
func (c *Card) Harm() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.commands)
}

// Transmit executes one command APDU and returns the response APDU.
func (c *Card) Transmit(command []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	cmd, err := apdu.Parse(command)
	if errors.Is(err, apdu.ErrHeader) {
		return apdu.Response(nil, 0x6700)
	}
	if harm := harmOf(cmd, command[:4]); harm != "" {
		c.commands = append(c.commands, harm)
	}
	if err != nil {
		return apdu.Response(nil, 0x6700)
	}
	return apdu.Response(c.execute(cmd))
}

func (c *Card) execute(cmd apdu.Command) ([]byte, uint16) {
	switch {
	case cmd.INS == 0xA4:
		return nil, c.selectDF(cmd)
	case cmd.INS == 0xB0:
		return c.read(cmd)
	case cmd.INS == 0x84 && c.kind.challenge:
		return c.challenge(), 0x9000
	case cmd.INS == 0x20 && len(c.kind.pins) > 0:
		return nil, c.verify(cmd)
	}
	return nil, c.kind.unknownINS
}

// selectDF: by name (P1 04), or the MF by 3F00 or by nothing.
func (c *Card) selectDF(cmd apdu.Command) uint16 {
	id := hexOf(cmd.Data)
	switch {
	case cmd.P1 == 0x04 && slices.Contains(c.kind.aids, id):
		c.df, c.ef, c.open = id, nil, false
	case cmd.P1 == 0x00 && c.kind.mf && (id == "3F00" || id == ""):
		c.df, c.ef, c.open = "", nil, false
	default:
		return 0x6A82
	}
	return 0x9000
}

// read: P1 with its high bit is a short identifier and P2 the offset; without
// it P1-P2 is the offset in the EF read last.
func (c *Card) read(cmd apdu.Command) ([]byte, uint16) {
	f, offset := c.ef, int(cmd.P1)<<8|int(cmd.P2)
	if cmd.P1&0x80 != 0 {
		f, offset = c.file(cmd.P1&0x1F), int(cmd.P2)
	}
	switch {
	case f == nil:
		return nil, 0x6A82
	case cmd.CLA != 0:
		return nil, 0x6882
	case f.protected && !c.open:
		return nil, 0x6982
	case offset >= len(f.content):
		return nil, 0x6B00
	}
	c.ef = f
	data := []byte(f.content[offset:])
	if le, ok := cmd.Le(); ok && le > 0 {
		data = data[:min(le, len(data))]
	}
	return data, 0x9000
}

func (c *Card) file(sfi byte) *file {
	for _, f := range c.kind.files {
		if f.df == c.df && f.sfi == sfi {
			return &f
		}
	}
	return nil
}

// challenge is 8 bytes that do not repeat; nothing rests on their being secret.
func (c *Card) challenge() []byte {
	c.draws++
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(c.kind.name), c.draws))
	return sum[:8]
}

// verify uses up a try for every value that is not the PIN, a cryptogram too.
func (c *Card) verify(cmd apdu.Command) uint16 {
	i := slices.IndexFunc(c.kind.pins, func(p pin) bool { return p.p2 == cmd.P2 })
	switch {
	case i < 0:
		return 0x6A88
	case c.tries[i] == 0:
		return 0x6983
	case len(cmd.Data) == 0: // asks for the tries left
		return 0x63C0 + uint16(c.tries[i])
	case bytes.Equal(cmd.Data, []byte(c.kind.pins[i].value)):
		c.tries[i], c.open = c.kind.pins[i].tries, true
		return 0x9000
	}
	c.tries[i]--
	return 0x63C0 + uint16(c.tries[i])
}

func hexOf(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
