package sigcheck

import (
	"bytes"
	"slices"
)

// Habit is something that certificates of genuine cards are reported to do
// and that strict readers refuse. The list is closed: [Habits].
type Habit string

// The habits. One source reports them, without saying of which generation.
const (
	NULTail        Habit = "nul-tail"        // NULs in the certificate's object, after the certificate
	NULLParameters Habit = "null-parameters" // NULL in an AlgorithmIdentifier of ECDSA (RFC 5758: none)
	BER            Habit = "ber"             // lengths or TRUE in a form that DER has not
)

// Habits lists them all.
func Habits() []Habit { return []Habit{NULTail, NULLParameters, BER} }

// certificate is a certificate taken apart leniently.
type certificate struct {
	raw, tbs []byte // as stored
	der      []byte // encoded anew, for a strict parser
	habits   []Habit
	negative bool // the serial number
}

// lenient takes value apart: one certificate in DER or BER, then NULs only.
// What the issuer signed is never encoded anew: tbs are the stored bytes. The
// error is a [*Problem]: [LeafMissing], [LeafUnreadable], [LeafTrailing].
func lenient(value []byte) (*certificate, error) {
	if len(bytes.TrimRight(value, "\x00")) == 0 {
		return nil, &Problem{Reason: LeafMissing}
	}
	if tail, ok := afterDefinite(value); ok && len(bytes.TrimRight(tail, "\x00")) > 0 {
		return nil, &Problem{Reason: LeafTrailing}
	}
	e, tail, err := next(value, 0)
	switch {
	case err != nil:
		return nil, &Problem{LeafUnreadable, err}
	case len(bytes.TrimRight(tail, "\x00")) > 0:
		return nil, &Problem{Reason: LeafTrailing}
	case !fits(e):
		return nil, &Problem{LeafUnreadable, errStructure}
	}
	c := &certificate{raw: e.stored, tbs: e.children[0].stored}
	c.note(NULTail, len(tail) > 0)
	c.tidy(&e)
	c.note(BER, e.ber)
	c.der = e.der()
	return c, nil
}

func (c *certificate) note(h Habit, when bool) {
	if when && !slices.Contains(c.habits, h) {
		c.habits = append(c.habits, h)
	}
}

// afterDefinite returns what follows a SEQUENCE of definite length, so that
// bytes after it are told from bytes wrong in it.
func afterDefinite(value []byte) (tail []byte, ok bool) {
	if len(value) < 2 || value[0] != tagSequence || value[1] == indefinite {
		return nil, false
	}
	length, used, err := lengthOf(value[1:])
	if err != nil || length > len(value)-1-used {
		return nil, false
	}
	return value[1+used+length:], true
}

// fits checks the outline of a certificate (RFC 5280, 4.1), in which a strict
// parser would let pass what stands after the last part it knows.
func fits(e element) bool {
	if !shaped(e, tagSequence, tagSequence, tagSequence, tagBits) || !algorithmShaped(e.children[1]) {
		return false
	}
	parts := e.children[0].children
	if len(parts) > 0 && parts[0].tag == 0xA0 {
		if !shaped(parts[0], 0xA0, tagInteger) {
			return false
		}
		parts = parts[1:]
	}
	if len(parts) < 6 || parts[0].tag != tagInteger || len(parts[0].content) == 0 || !algorithmShaped(parts[1]) ||
		parts[2].tag != tagSequence || parts[3].tag != tagSequence || len(parts[3].children) != 2 ||
		parts[4].tag != tagSequence || !shaped(parts[5], tagSequence, tagSequence, tagBits) || !algorithmShaped(parts[5].children[0]) {
		return false
	}
	last := byte(0x80) // unique identifiers [1] and [2], extensions [3]
	for _, p := range parts[6:] {
		if p.tag&^constructed <= last || p.tag != 0x81 && p.tag != 0x82 && !extensionsShaped(p) {
			return false
		}
		last = p.tag &^ constructed
	}
	return true
}

func shaped(e element, tag byte, children ...byte) bool {
	return e.tag == tag && slices.EqualFunc(e.children, children, func(c element, t byte) bool { return c.tag == t })
}

func algorithmShaped(e element) bool {
	return e.tag == tagSequence && (len(e.children) == 1 || len(e.children) == 2) && e.children[0].tag == tagOID
}

func extensionsShaped(e element) bool {
	if !shaped(e, 0xA3, tagSequence) {
		return false
	}
	for _, x := range e.children[0].children {
		if !shaped(x, tagSequence, tagOID, tagOctets) && !shaped(x, tagSequence, tagOID, tagBoolean, tagOctets) {
			return false
		}
	}
	return true
}

// tidy changes what a strict parser refuses and genuine cards are reported to
// hold. e has the outline of a certificate.
func (c *certificate) tidy(e *element) {
	tbs := &e.children[0]
	at := 0
	if tbs.children[0].tag == 0xA0 {
		at = 1
	}
	c.negative = tbs.children[at].content[0]&0x80 != 0
	ecdsa := c.dropNULL(&e.children[1])
	c.dropNULL(&tbs.children[at+1])
	if ecdsa { // r and s of the issuer
		e.ber = inner(&e.children[2], 1) || e.ber
	}
	key := tbs.children[at+5].children
	e.ber = isOID(key[0], rsaEncryption) && inner(&key[1], 1) || e.ber
	for _, part := range tbs.children[at+6:] {
		if part.tag != 0xA3 {
			continue
		}
		for _, x := range part.children[0].children {
			e.ber = inner(&x.children[len(x.children)-1], 0) || e.ber
		}
	}
}

// dropNULL removes the NULL of an AlgorithmIdentifier of ECDSA, and says
// whether it is one of ECDSA.
func (c *certificate) dropNULL(algorithm *element) bool {
	if !isOID(algorithm.children[0], ecdsaWithSHA256) && !isOID(algorithm.children[0], ecdsaWithSHA384) &&
		!isOID(algorithm.children[0], ecdsaWithSHA512) {
		return false
	}
	if len(algorithm.children) == 2 && algorithm.children[1].tag == tagNull && len(algorithm.children[1].content) == 0 {
		algorithm.children = algorithm.children[:1]
		c.note(NULLParameters, true)
	}
	return true
}

// inner encodes anew what stands inside a string, after skip bytes, if it is
// one element, and says whether it was not DER.
func inner(e *element, skip int) bool {
	if len(e.content) < skip {
		return false
	}
	in, err := whole(e.content[skip:], 1)
	if err != nil || !in.ber {
		return false
	}
	e.content = slices.Concat(e.content[:skip], in.der())
	return true
}

// Object identifiers, encoded.
const (
	rsaEncryption   = "\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01"
	ecdsaWithSHA256 = "\x2A\x86\x48\xCE\x3D\x04\x03\x02"
	ecdsaWithSHA384 = "\x2A\x86\x48\xCE\x3D\x04\x03\x03"
	ecdsaWithSHA512 = "\x2A\x86\x48\xCE\x3D\x04\x03\x04"
)

func isOID(e element, oid string) bool { return e.tag == tagOID && string(e.content) == oid }
