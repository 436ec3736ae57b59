package machine

import (
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Events that belong to no single form of command.
const (
	eventReset     = "reset"
	eventAny       = "any"        // after every command but GET CHALLENGE
	eventSMError   = "sm-error"   // beside the command's own event
	eventSMCommand = "sm-command" // after every command under SM

	// In the place of select.ok, where the table has them.
	eventSelectMF = "select-mf.ok"
	eventSelectAP = "select-ap.ok"
)

// eventFor gives the event of selecting one certain DF, if the table tells it
// apart from others.
func (m *Machine) eventFor(event string, o outcome) string {
	if special := "select-" + o.df + ".ok"; event == "select.ok" && m.effects[special] != nil {
		return special
	}
	return event
}

// verb is one change of the state. A verb whose operand the command does not
// have (the tables may name any verb for any event) changes nothing.
type verb func(*State, *Machine, outcome)

func verbs() map[string]verb {
	return map[string]verb{
		"enter-mf":        func(s *State, m *Machine, _ outcome) { s.DF = m.rules.mf },
		"enter-df":        func(s *State, _ *Machine, o outcome) { s.DF = either(o.df, s.DF) },
		"set-ef":          func(s *State, _ *Machine, o outcome) { s.EF = either(o.ef, s.EF) },
		"clear-ef":        func(s *State, _ *Machine, _ outcome) { s.EF = "" },
		"set-challenge":   setChallenge,
		"clear-challenge": func(s *State, _ *Machine, _ outcome) { s.Challenge = nil },
		"set-session":     setSession,
		"clear-session":   func(s *State, _ *Machine, _ outcome) { s.Session = nil },
		"set-verified":    func(s *State, _ *Machine, _ outcome) { s.Verified = true },
		"clear-verified":  func(s *State, _ *Machine, _ outcome) { s.Verified = false },
		"start-counter":   func(s *State, m *Machine, _ outcome) { s.Counter = m.rules.counterStart },
		"count":           func(s *State, _ *Machine, _ outcome) { s.Counter++ },
	}
}

func either(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func setChallenge(s *State, _ *Machine, o outcome) {
	if o.challenge != nil {
		s.Challenge = o.challenge
	}
}

func setSession(s *State, _ *Machine, o outcome) {
	if o.session != nil {
		s.Session = o.session
	}
}

// events lists every event that the machine raises.
func events() []string {
	out := []string{eventReset, eventAny, eventSMError, eventSMCommand, eventSelectMF, eventSelectAP}
	for _, f := range forms() {
		out = append(out, f.okEvents()...)
		out = append(out, f.failEvents()...)
		for _, special := range f.refusals {
			out = append(out, special...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func compileEffects(p *spec.Profile) (map[string][]verb, error) {
	known, raised := verbs(), events()
	out := map[string][]verb{}
	for event, names := range p.Effects {
		if !slices.Contains(raised, event) {
			return nil, fmt.Errorf("cell %s.effect.%s: %w: the card raises no such event", p.Name, event, ErrUnknownName)
		}
		for _, name := range names {
			v, ok := known[name]
			if !ok {
				return nil, fmt.Errorf("cell %s.effect.%s: %w: verb %q", p.Name, event, ErrUnknownName, name)
			}
			out[event] = append(out[event], v)
		}
	}
	return out, nil
}

func (m *Machine) apply(s *State, event string, o outcome) {
	for _, v := range m.effects[event] {
		v(s, m, o)
	}
}
