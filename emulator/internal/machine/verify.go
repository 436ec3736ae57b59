package machine

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/tlv"
)

// errSMObject: the data field is not the one SM object it must be. Its causes
// are the ones that 6988 has in 4.2.2(5) and 4.2.5(5).
var errSMObject = errors.New("SM object wrong")

// verifyForm is VERIFY (4.2.2), which exists under SM only. Bytes after Lc are
// ignored: Lc wins (4.2.2(6)).
func verifyForm() form {
	return form{
		name:  "verify",
		event: "verify",
		predicates: framed(true, map[string]predicate{
			"cla-plain": func(r *request) bool { return r.cmd.CLA&claSM == 0 },
			"p1p2-wrong": func(r *request) bool {
				return r.cmd.P1 != 0 || r.cmd.P2 != r.m.rules.verifyP2
			},
			"no-session":        noSession,
			"sm-object-missing": func(r *request) bool { return r.objectMissing(r.m.rules.dataTag) },
			"sm-object-wrong":   func(r *request) bool { return r.open().err != nil },
			"number-wrong":      numberWrong,
		}),
		refusals: map[string][]string{
			"number-wrong":      {"verify.mismatch"},
			"sm-object-missing": {"verify.fail", eventSMError},
			"sm-object-wrong":   {"verify.fail", eventSMError},
		},
		act: func(*request) (outcome, error) { return outcome{}, nil },
	}
}

func noSession(r *request) bool { return r.state.Session == nil }

// numberWrong compares in constant time, the length apart (4.2.2(1): 6300).
func numberWrong(r *request) bool {
	plain := r.open().plain
	return len(plain) != r.m.rules.numberLength || subtle.ConstantTimeCompare(plain, r.m.card.Number) != 1
}

// open decrypts the object of VERIFY, once.
func (r *request) open() opened {
	if r.opened == nil {
		plain, err := r.m.openObject(r.cmd.Data, r.sessionKey(), r.state.Counter)
		r.opened = &opened{plain, err}
	}
	return *r.opened
}

// openObject reads one object, tag 86, indicator, cryptogram (4.2.2(3)), that
// fills data, and decrypts it.
func (m *Machine) openObject(data, key []byte, n uint64) ([]byte, error) {
	value, err := soleObject(data, m.rules.dataTag)
	if err != nil {
		return nil, err
	}
	cryptogram, ok := bytes.CutPrefix(value, m.rules.indicator)
	if !ok {
		return nil, fmt.Errorf("%w: padding indicator", errSMObject)
	}
	return m.suite.DecryptSM(key, n, cryptogram)
}

// soleObject returns the value of the one object with that tag which data
// must consist of. Any of the length forms of 3.2.3.1 will do.
func soleObject(data []byte, tag uint16) ([]byte, error) {
	o, rest, err := tlv.Next(data, tag > 0xFF)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errSMObject, err)
	case o.Tag != tag:
		return nil, fmt.Errorf("%w: tag %02X, want %02X", errSMObject, o.Tag, tag)
	case len(rest) > 0:
		return nil, fmt.Errorf("%w: %d bytes after the object", errSMObject, len(rest))
	}
	return o.Value, nil
}
