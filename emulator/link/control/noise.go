package control

import (
	"bytes"
	"encoding/hex"

	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/internal/spec"
)

// known is what residence cards of any type have: instruction bytes, and what
// a SELECT FILE may name.
type known struct {
	instructions []byte
	names        [][]byte
}

// commandsOfCards collects the commands from the tables of every type. The
// instruction bytes of the published commands are those of table 4-4 (P
// 4.1.2): VERIFY, MUTUAL AUTHENTICATE, GET CHALLENGE, SELECT FILE, READ BINARY.
func commandsOfCards() (known, error) {
	k := known{instructions: []byte{0x20, 0x82, 0x84, 0xA4, 0xB0}}
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			return k, err
		}
		for _, df := range p.DFs {
			k.names = append(k.names, df.AID, df.FID)
		}
		if header, err := hex.DecodeString(p.Value("ke.header")); err == nil && len(header) > 1 {
			k.instructions = append(k.instructions, header[1])
		}
	}
	return k, nil
}

// noise says of a command that it is none of a residence card: another
// instruction, or the choice of an application that no such card has. What is
// too short to be a command is a fault and not noise.
func (k known) noise(command []byte) bool {
	c, err := apdu.Parse(command)
	if len(command) < 4 {
		return false
	}
	if !bytes.Contains(k.instructions, []byte{c.INS}) {
		return true
	}
	if err != nil || c.INS != 0xA4 || len(c.Data) == 0 {
		return false
	}
	for _, name := range k.names {
		if bytes.Equal(name, c.Data) {
			return false
		}
	}
	return true
}
