package machine

import (
	"bytes"
	"slices"
)

// P1 of SELECT FILE by DF name, and P2 for an answer without data (4.2.1(3)).
const (
	selectByName  = 0x04
	selectNoReply = 0x0C
)

// selectForm is SELECT FILE (4.2.1). Bytes after Lc are ignored: Lc wins
// (4.2.1(6)).
func selectForm() form {
	return form{
		name:  "select",
		event: "select",
		predicates: framed(false, map[string]predicate{
			"p1p2-wrong": func(r *request) bool {
				return !bothZero(r) && (r.cmd.P1 != selectByName || r.cmd.P2 != selectNoReply)
			},
			"lc-contradicts": lcContradicts,
			"file-not-found": func(r *request) bool { return r.target() == "" },
		}),
		act: func(r *request) (outcome, error) { return outcome{df: r.target()}, nil },
	}
}

// identifier is what a DF is selected by: its DF name (AID), or the MFID.
type identifier struct {
	df string
	id []byte
}

// lcContradicts holds when no MFID or DF name of P1-P2's kind has the length
// of the data.
func lcContradicts(r *request) bool {
	return !slices.ContainsFunc(r.identifiers(), func(i identifier) bool { return len(i.id) == len(r.cmd.Data) })
}

// target returns the name of the DF that the command selects, or nothing.
func (r *request) target() string {
	for _, i := range r.identifiers() {
		if bytes.Equal(i.id, r.cmd.Data) && r.m.reachable(r.state, i.df) {
			return i.df
		}
	}
	return ""
}

// reachable: where the card is entered by an application, its DFs are there
// only once it has been selected (SC 3.3.2).
func (m *Machine) reachable(s State, df string) bool {
	return df == m.rules.mf || df == m.rules.ap || m.entered(s)
}

// entered says that what the DFs stand in has been selected.
func (m *Machine) entered(s State) bool { return m.rules.ap == "" || s.DF != m.rules.mf }

// identifiers returns what P1-P2 lets one select by.
func (r *request) identifiers() []identifier {
	if r.cmd.P1 == selectByName {
		return r.m.rules.aids
	}
	return r.m.rules.fids
}
