package icc

import (
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// i08State is a state in which random commands begin, and the files of which
// nothing may come in clear, whatever random bytes are sent: nobody guesses
// the number or a key.
type i08State struct {
	name   string
	closed func(witness.File) bool
	enter  func(t *conformance.T) *witness.Terminal
}

func i08(*conformance.Subject) []conformance.Variant {
	states := []i08State{
		{"fresh", protected, func(*conformance.T) *witness.Terminal { return nil }},
		{"agreed", protected, func(t *conformance.T) *witness.Terminal { return t.Agree() }},
		{"refused", protected, func(t *conformance.T) *witness.Terminal {
			term := t.Open()
			// a wrong number replaces the verified state (4.2.2(1))
			t.Send(term.Session.Verify([]byte(otherNumber(t.Subject.Number))))
			return term
		}},
		{"verified", smOnly, func(t *conformance.T) *witness.Terminal { return t.Open() }},
	}
	var out []conformance.Variant
	for _, state := range states {
		out = append(out, conformance.Variant{Name: state.name, Run: func(t *conformance.T) { i08Run(t, state) }})
	}
	return out
}

// i08Run sends 1,000 times 10 commands; each time it enters the state again,
// since a random command soon ends the session.
func i08Run(t *conformance.T, state i08State) {
	secrets := iSecrets(t, state.closed)
	before := iContents(t, protected)
	leaks, first := 0, "none"
	rounds := repetitions(t.Subject, 1000, 50)
	for round := range rounds {
		t.Reset()
		term := state.enter(t)
		for step := range 10 {
			command := iCommand(t)
			a := t.Send(command)
			if !iLeak(secrets, state, term, a.Data) {
				continue
			}
			if leaks == 0 {
				first = fmt.Sprintf("round %d step %d, %d bytes sent: %s", round, step, len(command), a)
			}
			leaks++
		}
	}
	t.Claim(text("保護されたデータが返らない", "nothing that is closed in this state comes back"), "df1.ef01.access", "df2.ef01.access", "df3.ef01.access").
		Saw("%d of %d answers leak; first: %s", leaks, 10*rounds, first).Holds(leaks == 0)
	iWantClosed(t)
	iWantSame(t, before)
}

// iLeak looks at an answer as it came and, before verification, also at what
// is inside an SM object, which the session key alone must not give.
func iLeak(secrets secretBytes, state i08State, term *witness.Terminal, data []byte) bool {
	if secrets.in(data) {
		return true
	}
	if term == nil || state.name == "verified" {
		return false
	}
	plain, err := term.Session.Open(data)
	return err == nil && secrets.in(plain)
}

// iCommand is a random command: one in four is mere bytes, the others have a
// known INS and likely parameters.
func iCommand(t *conformance.T) []byte {
	pick := func(list ...byte) byte { return list[t.Random.IntN(len(list))] }
	least := repetitions(t.Subject, 0, 4) // a reader takes no shorter command
	if t.Random.IntN(4) == 0 {
		return iRandom(t, least+t.Random.IntN(24-least))
	}
	switch t.Random.IntN(8) {
	case 0:
		return pickCommand(t, witness.SelectMF(), t.Kind().SelectRoot())
	case 1:
		return witness.SelectDF(t.Random.IntN(5))
	case 2:
		return witness.GetChallenge()
	case 3:
		return pickCommand(t, witness.MutualAuthenticate(iRandom(t, 38+t.Random.IntN(4))), t.Kind().SetSessionKey(iRandom(t, 254+t.Random.IntN(4))))
	case 4:
		return append([]byte{pick(0x00, 0x08), 0x20, 0x00, pick(0x86, 0x86, 0x00, 0x06), 0x13, 0x86, 0x11, 0x01}, iRandom(t, 16)...)
	case 5:
		le := iRandom(t, 2)
		return t.Kind().ReadSM(pick(0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x8A, 0x8B, 0x00), pick(0, 0, byte(t.Random.Uint32())), uint16(le[0]&3)<<8|uint16(le[1]))
	case 6:
		return append([]byte{byte(t.Random.Uint32()), pick(0x20, 0x82, 0x84, 0xA4, 0xB0)}, iRandom(t, least/2+t.Random.IntN(12-least/2))...)
	}
	return witness.ReadPlain(pick(0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x8A, 0x8B, 0x00), pick(0, 0, byte(t.Random.Uint32())), uint16(pick(0, 8, 64, 255)))
}

func pickCommand(t *conformance.T, commands ...[]byte) []byte {
	return commands[t.Random.IntN(len(commands))]
}
