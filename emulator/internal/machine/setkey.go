package machine

import (
	"bytes"
	"crypto/rsa"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// setKeyName is the form of SET SESSION KEY, by which a specified card is
// handed its session key (SC 4.2.3; what it holds is known by M only).
const setKeyName = "set-key"

func setKeyForm() form {
	return form{
		name:  setKeyName,
		event: setKeyName,
		predicates: map[string]predicate{
			"cla-wrong":        func(r *request) bool { return r.cmd.CLA != r.m.rules.setKey.CLA },
			"length-malformed": func(r *request) bool { return r.malformed != nil },
			"p1p2-wrong": func(r *request) bool {
				return r.cmd.P1 != r.m.rules.setKey.P1 || r.cmd.P2 != r.m.rules.setKey.P2
			},
			"length-wrong": func(r *request) bool {
				return r.cmd.Lc != r.m.rules.modulusLength || len(r.cmd.Tail) > 0
			},
			"not-entered":        func(r *request) bool { return !r.m.entered(r.state) },
			"cryptogram-outside": cryptogramOutside,
			"message-wrong":      func(r *request) bool { _, err := r.deliveredKey(); return err != nil },
		},
		act: func(r *request) (outcome, error) {
			key, err := r.deliveredKey()
			return outcome{session: key}, err
		},
	}
}

// cryptogramOutside: a number that is not below the modulus is no cryptogram.
func cryptogramOutside(r *request) bool {
	modulus := r.m.card.DeliveryKey.N.Bytes()
	return len(r.cmd.Data) == len(modulus) && bytes.Compare(r.cmd.Data, modulus) >= 0
}

// deliveredKey decrypts the key message, once.
func (r *request) deliveredKey() ([]byte, error) {
	if r.delivered == nil {
		key, err := r.m.suite.OpenKeyMessage(r.m.card.DeliveryKey, r.cmd.Data)
		r.delivered = &opened{key, err}
	}
	return r.delivered.plain, r.delivered.err
}

// setKeyHeader reads the header of the command from the tables.
func (c *cells) setKeyHeader() apdu.Command {
	raw := c.bytes("ke.header")
	if len(raw) != headerLength {
		c.refuse("ke.header", "want CLA, INS, P1 and P2")
		return apdu.Command{}
	}
	return apdu.Command{CLA: raw[0], INS: raw[1], P1: raw[2], P2: raw[3]}
}

// fits says that a delivery key is one that the tables can work with.
func (r rules) fits(key *rsa.PrivateKey) bool { return key != nil && key.Size() == r.modulusLength }
