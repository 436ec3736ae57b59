package machine

import (
	"crypto/subtle"
	"slices"
)

// mutualForm is MUTUAL AUTHENTICATE (4.2.4, annex 1). Of bytes after Lc the
// last are Le and the others are ignored: Lc wins (4.2.4(6)).
func mutualForm() form {
	return form{
		name:  "mutual",
		event: "mutual",
		predicates: framed(false, map[string]predicate{
			"p1p2-wrong":   func(r *request) bool { return !bothZero(r) },
			"length-wrong": mutualLengthWrong,
			"no-challenge": func(r *request) bool { return r.state.Challenge == nil },
			"mac-wrong":    macWrong,
			"challenge-wrong": func(r *request) bool {
				parts, err := r.terminalParts()
				return err != nil || subtle.ConstantTimeCompare(parts[rndICC], r.challenge()) != 1
			},
		}),
		act: agree,
	}
}

// mutualLengthWrong: Lc is E_IFD and M_IFD, Le is 00, or 0000 if extended
// (4.2.4(3)).
func mutualLengthWrong(r *request) bool {
	le, ok := r.cmd.Le()
	return !ok || le != 0 || r.cmd.Lc != r.m.rules.ifd.length()+r.m.suite.MACLength()
}

// cryptogramAndMAC splits the data field. Data too short for a MAC is a MAC
// without cryptogram, which fits nothing.
func (r *request) cryptogramAndMAC() (cryptogram, mac []byte) {
	cut := max(0, len(r.cmd.Data)-r.m.suite.MACLength())
	return r.cmd.Data[:cut], r.cmd.Data[cut:]
}

func macWrong(r *request) bool {
	if !r.m.rules.checkMAC {
		return false
	}
	cryptogram, mac := r.cryptogramAndMAC()
	want, err := r.m.suite.MAC(r.m.baseKey, cryptogram)
	return err != nil || subtle.ConstantTimeCompare(want, mac) != 1
}

// terminalParts opens E_IFD (annex 1, step 3).
func (r *request) terminalParts() (map[string][]byte, error) {
	cryptogram, _ := r.cryptogramAndMAC()
	plain, err := r.m.suite.Decrypt(r.m.baseKey, cryptogram)
	if err != nil {
		return nil, err
	}
	return r.m.rules.ifd.split(plain)
}

// agree makes E_ICC, M_ICC and the session key (annex 1, steps 4 and 5).
func agree(r *request) (outcome, error) {
	parts, err := r.terminalParts()
	if err != nil {
		return outcome{}, err
	}
	icc, err := r.m.random(r.m.rules.keyLength)
	if err != nil {
		return outcome{}, err
	}
	plain := r.m.rules.icc.join(map[string][]byte{rndICC: r.challenge(), rndIFD: parts[rndIFD], kICC: icc})
	cryptogram, err := r.m.suite.Encrypt(r.m.baseKey, plain)
	if err != nil {
		return outcome{}, err
	}
	mac, err := r.m.suite.MAC(r.m.baseKey, cryptogram)
	if err != nil {
		return outcome{}, err
	}
	return outcome{session: r.m.suite.SessionKey(parts[kIFD], icc), data: slices.Concat(cryptogram, mac)}, nil
}
