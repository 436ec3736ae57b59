package guard

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// ErrNotAllowed is wrapped by a [*NotAllowed].
var ErrNotAllowed = errors.New("this command may not go to a physical card")

// NotAllowed says which command was held back. It has no data of it.
type NotAllowed struct {
	Header []byte // CLA INS P1 P2, fewer if the command was shorter
	Why    string
}

func (e *NotAllowed) Error() string { return fmt.Sprintf("%v: %X: %s", ErrNotAllowed, e.Header, e.Why) }

// Unwrap returns [ErrNotAllowed].
func (e *NotAllowed) Unwrap() error { return ErrNotAllowed }

func refuse(c apdu.Command, why string) error {
	return &NotAllowed{[]byte{c.CLA, c.INS, c.P1, c.P2}, why}
}

const (
	insVerify  = 0x20
	insMutual  = 0x82
	insGet     = 0x84 // GET CHALLENGE
	insSelect  = 0xA4
	insSetKey  = 0xAE
	insRead    = 0xB0
	byAID      = 0x04 // P1 of SELECT
	apByte     = 0x01 // D392F0004F 01: the residence application
	typeSFI    = 0x0A
	verifyP2   = 0x86
	aidLength  = 16
	keyLength  = 256 // of the cryptogram of SET SESSION KEY
	maxAttempt = 64  // bytes of data; the cards want 40 and 19
	maxObject  = 16  // bytes of data of READ BINARY; the cards want 4 or 5
)

var (
	classes   = []byte{0x00, 0x01, 0x04, 0x08, 0x0C}
	selectP2  = []byte{0x00, 0x04, 0x08, 0x0C}
	mf        = []byte{0x3F, 0x00}
	aidPrefix = []byte{0xD3, 0x92, 0xF0, 0x00, 0x4F}
)

// allowed is the list of what may go out; everything else may not. Commands
// that say themselves how long they are and are not never may, since readers
// and cards differ in what they make of those.
func allowed(command []byte, specified bool) (apdu.Command, error) {
	c, err := apdu.Parse(command)
	switch {
	case len(command) < 4:
		return c, &NotAllowed{slices.Clone(command), "shorter than its header"}
	case err != nil || !wellFormed(c):
		return c, refuse(c, "its length fields and its length disagree")
	case c.CLA == 0x80 && c.INS == insSetKey:
		return c, setKey(c, specified)
	case !slices.Contains(classes, c.CLA):
		return c, refuse(c, "its class is not on the list")
	}
	ok := false
	switch c.INS {
	case insSelect:
		ok = selects(c)
	case insRead: // of any file and offset: a protected one is the card's to refuse
		ok = c.Lc < 0 || c.CLA >= 0x04 && c.Lc <= maxObject
	case insGet:
		ok = c.Lc < 0
	case insMutual: // P2 would name a key: only "the one there is"
		ok = c.P1 == 0 && c.P2 == 0 && c.Lc > 0 && c.Lc <= maxAttempt
	case insVerify: // another P2 could be a PIN
		ok = c.P1 == 0 && c.P2 == verifyP2 && c.Lc > 0 && c.Lc <= maxAttempt
	default:
		return c, refuse(c, "its instruction is not on the list")
	}
	if !ok {
		return c, refuse(c, "not in this form")
	}
	return c, nil
}

// wellFormed: nothing follows the data but an Le field of the right form.
func wellFormed(c apdu.Command) bool {
	switch {
	case len(c.Tail) == 0:
		return true
	case !c.Extended:
		return len(c.Tail) == 1
	case c.Lc < 0:
		return len(c.Tail) == 3
	}
	return len(c.Tail) == 2
}

// selects lets through the MF, and by full AID what is of the residence card.
func selects(c apdu.Command) bool {
	switch {
	case !slices.Contains(selectP2, c.P2): // "next occurrence" and the like
		return false
	case c.P1 == 0x00:
		return c.Lc < 0 || bytes.Equal(c.Data, mf)
	case c.P1 == byAID:
		return len(c.Data) == aidLength && bytes.HasPrefix(c.Data, aidPrefix)
	}
	return false
}

func setKey(c apdu.Command, specified bool) error {
	switch {
	case !specified:
		return refuse(c, "cards of type 07 and 08 take a key only where that was allowed")
	case c.P1 != 0 || c.P2 != 0 || !c.Extended || c.Lc != keyLength || len(c.Tail) != 0:
		return refuse(c, "not in this form")
	}
	return nil
}
