package machine

import (
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
)

// P1 of READ BINARY (4.2.5(3)): b8 says that an SFI follows; then b7 and b6
// are 0 and b5 to b1 are the SFI, of which 0 and 31 are none (ISO/IEC 7816-4).
const (
	p1HasSFI   = 0x80
	p1Reserved = 0x60
	p1SFI      = 0x1F
	noSFI      = 0x1F
)

// readPlainForm is READ BINARY in clear (4.2.5).
func readPlainForm() form {
	return form{
		name:  "read-plain",
		event: "read",
		predicates: reading(map[string]predicate{
			"data-present": dataPresent,
			"le-missing":   func(r *request) bool { _, ok := r.cmd.Le(); return !ok },
			"sm-required": func(r *request) bool {
				f, ok := r.file()
				return ok && f.Access == spec.ByNumberSM
			},
		}),
		act: func(r *request) (outcome, error) {
			f, _ := r.file()
			return outcome{ef: f.Key, data: r.slice(r.plainLength())}, nil
		},
	}
}

// readSMForm is READ BINARY under SM (4.2.5). The outer length fields are
// extended, Le is 0000; nothing lets Lc win over surplus bytes here.
func readSMForm() form {
	return form{
		name:  "read-sm",
		event: "read",
		predicates: reading(map[string]predicate{
			"length-wrong": func(r *request) bool {
				le, ok := r.cmd.Le()
				return !r.cmd.Extended || r.cmd.Lc < 1 || !ok || le != 0 || r.cmd.Surplus() != 0
			},
			"no-session":        noSession,
			"sm-object-missing": func(r *request) bool { return r.objectMissing(r.m.rules.leTag) },
			"sm-object-wrong": func(r *request) bool {
				_, err := r.smLength()
				return err != nil
			},
		}),
		refusals: map[string][]string{
			"sm-object-missing": {"read.fail", eventSMError},
			"sm-object-wrong":   {"read.fail", eventSMError},
		},
		act: readSM,
	}
}

// reading adds the predicates that both forms of READ BINARY have.
func reading(own map[string]predicate) map[string]predicate {
	out := framed(true, own)
	out["p1p2-wrong"] = func(r *request) bool {
		sfi := r.cmd.P1 & p1SFI
		return r.hasSFI() && (r.cmd.P1&p1Reserved != 0 || sfi == 0 || sfi == noSFI)
	}
	out["no-current-ef"] = func(r *request) bool { return !r.hasSFI() && r.state.EF == "" }
	out["file-not-found"] = func(r *request) bool { _, ok := r.file(); return !ok }
	out["not-verified"] = notVerified
	out["offset-outside"] = func(r *request) bool {
		f, _ := r.file()
		return r.offset() >= len(r.m.card.Files[f.Key])
	}
	return out
}

// notVerified holds for a protected EF (3.3.3) unless a session key is agreed
// and the number verified.
func notVerified(r *request) bool {
	f, ok := r.file()
	return ok && f.Access != spec.Free && (r.state.Session == nil || !r.state.Verified)
}

func (r *request) hasSFI() bool { return r.cmd.P1&p1HasSFI != 0 }

// file returns the EF that P1 means, and whether there is one.
func (r *request) file() (spec.File, bool) {
	if r.hasSFI() {
		return r.m.card.Profile.FileBySFI(r.state.DF, r.cmd.P1&p1SFI)
	}
	return r.m.card.Profile.File(r.state.EF)
}

// offset is P2 beside an SFI, else the 15 bits of P1-P2 (4.2.5(3)).
func (r *request) offset() int {
	if r.hasSFI() {
		return int(r.cmd.P2)
	}
	return int(r.cmd.P1)<<8 | int(r.cmd.P2)
}

// slice returns a copy of at most length bytes from the offset on; 0 stands
// for all of them.
func (r *request) slice(length int) []byte {
	f, _ := r.file()
	content := r.m.card.Files[f.Key]
	content = content[min(r.offset(), len(content)):]
	if length > 0 {
		content = content[:min(length, len(content))]
	}
	return slices.Clone(content)
}

// plainLength is Le: 00 of the short form is 256 bytes, 0000 of the extended
// form is all (4.2.5(3)).
func (r *request) plainLength() int {
	le, _ := r.cmd.Le()
	if le == 0 && !r.cmd.Extended {
		return 1 << 8
	}
	return le
}

// smLength reads the Le object, tag 96, value hh ll, on specified cards 00 hh
// ll, which must fill the data field (4.2.5(3)).
func (r *request) smLength() (int, error) {
	value, err := soleObject(r.cmd.Data, r.m.rules.leTag)
	if err != nil {
		return 0, err
	}
	if len(value) != r.m.rules.leLength {
		return 0, fmt.Errorf("%w: Le object of %d bytes, want %d", errSMObject, len(value), r.m.rules.leLength)
	}
	length := 0
	for _, b := range value {
		length = (length<<8 | int(b)) & 0xFFFFFF
	}
	return length, nil
}

// readSM answers with one object of its own for every piece (4.2.5(4)).
func readSM(r *request) (outcome, error) {
	length, _ := r.smLength() // a wrong object that no guard minds asks for all
	plain := r.slice(length)
	cryptogram, err := r.m.suite.EncryptSM(r.sessionKey(), r.state.Counter, plain)
	if err != nil {
		return outcome{}, err
	}
	data, err := tlv.Append(nil, r.m.rules.dataTag, slices.Concat(r.m.rules.indicator, cryptogram))
	if err != nil {
		return outcome{}, err
	}
	f, _ := r.file()
	return outcome{ef: f.Key, data: data, plain: plain}, nil
}
