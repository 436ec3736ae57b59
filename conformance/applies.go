package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrApplies: an Applies expression that does not parse or names an unknown
// atom.
var ErrApplies = errors.New("applicability expression is wrong")

// knownAtoms are the words an Applies expression may use.
var knownAtoms = []string{"t1", "t2", "t05", "t06", "t07", "t08", "gen1", "gen2", "specified",
	"photo", "nophoto", "extlen", "shortlen", "phys", "emu", "pcsc", "tcp", "trust_prod", "trust_test"}

// Applies evaluates an expression of atoms, !, &&, || and parentheses; && binds
// closer than ||. It fails with [ErrApplies].
func Applies(expr string, holds map[string]bool) (bool, error) {
	for _, op := range []string{"(", ")", "!", "&&", "||"} {
		expr = strings.ReplaceAll(expr, op, " "+op+" ")
	}
	p := applies{words: strings.Fields(expr), holds: holds}
	v := p.or()
	if p.err == nil && len(p.words) > 0 {
		p.fail("unexpected " + p.words[0])
	}
	return v && p.err == nil, p.err
}

type applies struct {
	words []string
	holds map[string]bool
	err   error
}

func (p *applies) fail(why string) {
	if p.err == nil {
		p.err = fmt.Errorf("%w: %s", ErrApplies, why)
	}
}

func (p *applies) take(word string) bool {
	if len(p.words) > 0 && p.words[0] == word {
		p.words = p.words[1:]
		return true
	}
	return false
}

func (p *applies) or() bool {
	v := p.and()
	for p.take("||") {
		right := p.and()
		v = v || right
	}
	return v
}

func (p *applies) and() bool {
	v := p.unary()
	for p.take("&&") {
		right := p.unary()
		v = v && right
	}
	return v
}

func (p *applies) unary() bool {
	switch {
	case p.take("!"):
		return !p.unary()
	case p.take("("):
		v := p.or()
		if !p.take(")") {
			p.fail("missing )")
		}
		return v
	case len(p.words) == 0:
		p.fail("an atom is missing")
		return false
	}
	word := p.words[0]
	p.words = p.words[1:]
	if !slices.Contains(knownAtoms, word) {
		p.fail("unknown atom " + word)
	}
	return p.holds[word]
}
