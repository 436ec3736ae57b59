package machine

import (
	"bytes"
	"errors"
	"maps"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// request is one command on its way through the guards.
type request struct {
	m         *Machine
	state     State // before the command
	cmd       apdu.Command
	malformed error // from apdu.Parse

	opened    *opened // the SM object of VERIFY, once it was looked at
	delivered *opened // the message of SET SESSION KEY, likewise
}

type opened struct {
	plain []byte
	err   error
}

func (r *request) plainCommand() []byte {
	if r.opened == nil {
		return nil
	}
	return r.opened.plain
}

// challenge returns RND.ICC, or NULs if there is none and no guard minds.
func (r *request) challenge() []byte {
	if r.state.Challenge == nil {
		return make([]byte, r.m.rules.challengeLength)
	}
	return r.state.Challenge
}

// sessionKey returns KSenc, or NULs if there is none and no guard minds.
func (r *request) sessionKey() []byte {
	if r.state.Session == nil {
		return make([]byte, r.m.suite.SMKeyLength())
	}
	return r.state.Session
}

// underSM says that the command is one under SM in a session, whatever else
// may be wrong with it.
func (r *request) underSM() bool {
	return r.state.Session != nil && r.cmd.CLA == claSM && (r.cmd.INS == insVerify || r.cmd.INS == insRead) &&
		!errors.Is(r.malformed, apdu.ErrHeader)
}

// objectMissing: the data field does not begin with an object of that tag.
func (r *request) objectMissing(tag uint16) bool {
	want := []byte{byte(tag)}
	if tag > 0xFF {
		want = []byte{byte(tag >> 8), byte(tag)}
	}
	return !bytes.HasPrefix(r.cmd.Data, want)
}

// framed adds to the predicates of a form those that every command has. The
// SM bit 08 is an error where a command is not offered under SM.
func framed(offersSM bool, own map[string]predicate) map[string]predicate {
	out := map[string]predicate{
		"cla-unknown": claUnknown,
		"cla-channel": func(r *request) bool { return r.cmd.CLA&claChannels != 0 },
		"cla-sm": func(r *request) bool {
			return r.cmd.CLA&claSMOther != 0 || r.cmd.CLA&claSM != 0 && !offersSM
		},
		"length-malformed": func(r *request) bool { return r.malformed != nil },
	}
	maps.Copy(out, own)
	return out
}

func claUnknown(r *request) bool { return r.cmd.CLA&claClasses != 0 }

// bothZero is P1-P2 of the commands that use neither.
func bothZero(r *request) bool { return r.cmd.P1 == 0 && r.cmd.P2 == 0 }
