package machine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/internal/spec"
)

// ErrUnknownName: a table names a form of command, predicate, event or verb
// that the machine does not have.
var ErrUnknownName = errors.New("name in the specification table unknown to the card")

// Instruction bytes (4.1.2, table 4-4) and the class bits (4.1.1; ISO/IEC
// 7816-4: bits 4 and 3 secure messaging, bits 2 and 1 logical channel).
const (
	insVerify    = 0x20
	insMutual    = 0x82
	insChallenge = 0x84
	insSelect    = 0xA4
	insRead      = 0xB0

	claSM       = 0x08 // SM as the specification uses it
	claSMOther  = 0x04 // with the bit above: the SM forms it does not offer
	claChannels = 0x03
	claClasses  = 0xF0
)

const headerLength = 4

const (
	challengeName = "challenge"
	unknownName   = "unknown"
)

// predicate says whether a command must be refused for one reason.
type predicate func(*request) bool

// form is one form of command: the name of its guard list, what its
// predicates mean, and what it does when none of them holds.
type form struct {
	name       string
	event      string // first word of its events; empty: it raises none
	predicates map[string]predicate
	// refusals names the events of a refusal by the predicate that caused it,
	// where that is not just ".fail".
	refusals map[string][]string
	act      func(*request) (outcome, error)
}

func forms() []form {
	return []form{selectForm(), challengeForm(), mutualForm(), setKeyForm(), verifyForm(), readPlainForm(), readSMForm(), unknownForm()}
}

func (f form) okEvents() []string   { return f.ending(".ok") }
func (f form) failEvents() []string { return f.ending(".fail") }

func (f form) ending(word string) []string {
	if f.event == "" {
		return nil
	}
	return []string{f.event + word}
}

// check is a predicate with its status word and events.
type check struct {
	holds  predicate
	sw     uint16
	events []string
}

type compiledForm struct {
	form
	checks []check // in the table's order
}

func compileForms(p *spec.Profile) (map[string]compiledForm, error) {
	out := map[string]compiledForm{}
	for _, f := range forms() {
		c := compiledForm{form: f}
		for _, guard := range p.Guards[f.name] {
			holds, ok := f.predicates[guard.Predicate]
			if !ok {
				return nil, fmt.Errorf("cell %s: %w: predicate %q of %s", guard.Key, ErrUnknownName, guard.Predicate, f.name)
			}
			events, special := f.refusals[guard.Predicate]
			if !special {
				events = f.failEvents()
			}
			c.checks = append(c.checks, check{holds, guard.SW, events})
		}
		out[f.name] = c
	}
	for _, name := range p.Commands {
		if _, ok := out[name]; !ok {
			return nil, fmt.Errorf("cell %s.commands: %w: form of command %q", p.Name, ErrUnknownName, name)
		}
	}
	for name := range p.Guards {
		if _, ok := out[name]; !ok {
			return nil, fmt.Errorf("cells %s.guard.%s: %w: form of command %q", p.Name, name, ErrUnknownName, name)
		}
	}
	return out, nil
}

// formOf names the form of a command APDU by INS, and READ BINARY by the SM
// bit of CLA too. What has no header, or is no command that the card offers,
// is "unknown".
func (m *Machine) formOf(raw []byte) string {
	if len(raw) < headerLength {
		return unknownName
	}
	if name := m.formByINS(raw[0], raw[1]); slices.Contains(m.card.Profile.Commands, name) {
		return name
	}
	return unknownName
}

func (m *Machine) formByINS(cla, ins byte) string {
	switch {
	case m.rules.delivered && ins == m.rules.setKey.INS:
		return setKeyName
	case ins == insSelect:
		return "select"
	case ins == insChallenge:
		return challengeName
	case ins == insMutual:
		return "mutual"
	case ins == insVerify:
		return "verify"
	case ins == insRead && cla&claSM != 0:
		return "read-sm"
	case ins == insRead:
		return "read-plain"
	}
	return unknownName
}

// unknownForm is every command that the card does not have (4.1.8: 6D00).
// With its guards off it does nothing, successfully.
func unknownForm() form {
	return form{
		name: unknownName,
		predicates: map[string]predicate{
			"header-missing": func(r *request) bool { return errors.Is(r.malformed, apdu.ErrHeader) },
			"cla-unknown":    claUnknown,
			"always":         func(*request) bool { return true },
		},
		act: func(*request) (outcome, error) { return outcome{}, nil },
	}
}
