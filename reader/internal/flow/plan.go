package flow

import (
	"errors"
	"fmt"
	"strings"
)

// plan says how READ BINARY asks. The zero value asks as annex 2 does: whole
// files, in extended form.
type plan struct {
	exact bool // give the length instead of 0000
	short bool // short APDUs
	piece int  // at most so many plain bytes at a time; 0: no limit
	// noExtended: the extended form did not get through to the card.
	noExtended bool
}

// The sizes that are tried in turn, in plain bytes. Under SM an answer is up
// to 23 bytes longer.
const (
	mediumPiece = 1600 // under 1,693 bytes of answer, which one platform gives at most
	shortPiece  = 231  // under 256 bytes of answer, so that short APDUs hold it
	smallPiece  = 128
)

// limit is how many plain bytes are asked for at a time; 0: whole files.
func (p plan) limit() int {
	if p.short && (p.piece == 0 || p.piece > shortPiece) {
		return shortPiece
	}
	return p.piece
}

// ask returns the hh ll of the read at offset with left bytes to go.
func (p plan) ask(offset, left int) int {
	switch limit := p.limit(); {
	case limit > 0:
		return min(left, limit)
	case offset > 0 || p.exact:
		return left
	}
	return 0
}

// smaller asks for less at a time in the same form, if there is less.
func (p plan) smaller() (plan, bool) {
	for _, size := range []int{mediumPiece, shortPiece, smallPiece} {
		if l := p.limit(); l == 0 || size < l {
			p.piece = size
			return p, true
		}
	}
	return p, false
}

// next is the next way to ask after READ BINARY failed: with the exact
// length, if the card refused 0000, in pieces, and in the end in short APDUs,
// in pieces again. Only the extended form is in the tables of the
// specification. asked is what the caller wants at most, 0 for no limit.
func (p plan) next(refused bool, asked int) (plan, bool) {
	if refused && !p.exact && !p.short && p.piece == 0 {
		p.exact = true
		return p, true
	}
	if n, ok := p.smaller(); ok {
		return n, true
	}
	if p.short {
		return p, false
	}
	return plan{short: true, piece: asked, noExtended: p.noExtended}, true
}

// afterRead is the plan for the next run after a READ BINARY of a file failed,
// false if this failure is not about how it was asked or nothing is left to
// try. Every plan is narrower than the one before, so there is an end.
func (s *session) afterRead(f *Failure) (plan, bool) {
	if !strings.Contains(f.Step, "/") {
		return s.plan, false
	}
	p := s.plan
	switch {
	case f.Cause == CutOff:
		return p.smaller()
	case f.Cause == Transport:
		p.noExtended = !p.short || p.noExtended
		return p.next(false, s.in.Piece)
	case f.Cause == Refused && isLength(f.SW):
		return p.next(true, s.in.Piece)
	}
	return p, false
}

// isLength: the card, or what is before it, dislikes a length field.
func isLength(sw uint16) bool { return sw == swLength || sw == swLe256 }

// explain names the reason where the extended form does not get through: then
// SET SESSION KEY cannot be sent, and a card that refuses READ BINARY in the
// short form cannot be read.
func (s *session) explain(err error) error {
	f, ok := errors.AsType[*Failure](err)
	if !ok || !s.plan.noExtended {
		return err
	}
	refused := f.Cause == Refused && isLength(f.SW)
	switch {
	case refused && (f.Step == "set-key" || s.plan.short && strings.Contains(f.Step, "/")):
		f.Err = ErrNoExtendedLength
	case f.Cause == Transport && f.Step == "set-key":
		f.Err = fmt.Errorf("%w: %w", ErrNoExtendedLength, f.Err)
	}
	return err
}
