package flow

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Where the card type stands in every generation, needed before the card's
// profile is known: EF02 of the MF or the AP, SFI 0A, object C1 of 1 or 2
// characters; beside it EF01, SFI 0B, object C0 (3.3.4.1, 3.3.4.2,
// 4.2.5(3)(i)).
const (
	typeSFI, typeTag       = 0x0A, 0xC1
	versionSFI, versionTag = 0x0B, 0xC0
	maxTypeLength          = 2
	detectStep             = "detect"
)

var (
	mfFID = []byte{0x3F, 0x00}
	// apAID selects the residence application of a specified card (SC 3.3.2);
	// other cards do not know it.
	apAID = []byte{0xD3, 0x92, 0xF0, 0x00, 0x4F, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
)

var (
	errNotCard  = errors.New("no card type where residence cards keep it; this is another card")
	errTypeForm = errors.New("card type object malformed")
)

// detected is what is known before any authentication.
type detected struct {
	profile *spec.Profile
	typ     string // as the card gave it
	file    []byte // EF02 as read
	level   level
}

// level is where EF02 was found.
type level struct {
	name  string // of the DF, as the profile's entry; "current" if nothing was selected
	enter []byte // the command that leads there; nil: the card is there
}

func levels() (current, mf, ap level) {
	return level{"current", nil}, level{"mf", selectMF(mfFID)}, level{"ap", selectDF(apAID)}
}

// search is the order in which levels are tried. A restart begins where the
// card was entered before, since a DF may be current now.
func (s *session) search() []level {
	current, mf, ap := levels()
	switch {
	case !s.again:
		return []level{current, mf, ap}
	case s.entered == "ap":
		return []level{ap, mf}
	}
	return []level{mf, current, ap}
}

// detect reads the card type: at the current level, then after SELECT MF,
// then in the AP. Nothing else is selected and nothing is authenticated. A
// card that is entered by its AP is looked for there, wherever else its type
// was seen (SC 3.3.2).
func (s *session) detect(ctx context.Context) (detected, error) {
	inAP := false
	for _, l := range s.search() {
		if inAP && l.name != "ap" {
			continue
		}
		d, found, err := s.look(ctx, l)
		if err != nil {
			return d, err
		}
		if !found {
			continue
		}
		if d.profile != nil && d.profile.Entry == "ap" && l.name != "ap" {
			inAP = true
			continue
		}
		if d.profile == nil || (d.profile.Entry == "ap") != (l.name == "ap") {
			return detected{typ: d.typ}, s.unsupported(d.typ)
		}
		return d, nil
	}
	return detected{}, &Failure{Cause: NotCard, Step: detectStep, SW: s.sw, Err: errNotCard}
}

// look goes to one level and reads the type there. The profile is nil if the
// type has none.
func (s *session) look(ctx context.Context, l level) (d detected, found bool, err error) {
	if l.enter != nil {
		_, sw, err := s.exchange(ctx, detectStep, l.enter)
		if err != nil || sw != swOK {
			return d, false, err
		}
	}
	file, err := s.typeFile(ctx)
	if err != nil || file == nil {
		return d, false, err
	}
	d = detected{file: file, typ: string(file[2:]), level: l}
	d.profile = s.in.profileOf(d.typ)
	return d, true, nil
}

// profileOf finds the table of a card type, among those that the caller gave
// first; nil if there is none.
func (in Input) profileOf(typ string) *spec.Profile {
	for _, p := range in.Profiles {
		if p.Type == typ && typ != "" {
			return p
		}
	}
	p, err := spec.ForType(typ)
	if err != nil {
		return nil
	}
	return p
}

func (s *session) unsupported(typ string) error {
	return &Failure{Cause: Unsupported, Step: detectStep, SW: s.sw,
		Err: fmt.Errorf("card type %s (hexadecimal) is not one this reader knows at this place", hex.EncodeToString([]byte(typ)))}
}

// typeFile reads EF02 at the current level, the header first, because its
// length differs between generations. It returns nil if there is none, and an
// error if it is malformed on what else looks like a residence card.
func (s *session) typeFile(ctx context.Context) ([]byte, error) {
	head, err := s.freeBytes(ctx, typeSFI, 0, 2)
	if err != nil || len(head) == 0 {
		return nil, err
	}
	if len(head) == 2 && head[0] == typeTag && head[1] >= 1 && head[1] <= maxTypeLength {
		value, err := s.freeBytes(ctx, typeSFI, 2, int(head[1]))
		if err != nil {
			return nil, err
		}
		if len(value) == int(head[1]) {
			return append(head, value...), nil
		}
	}
	version, err := s.freeBytes(ctx, versionSFI, 0, 2)
	if err == nil && len(version) == 2 && version[0] == versionTag {
		err = &Failure{Cause: BadData, Step: detectStep, SW: s.sw, Err: errTypeForm}
	}
	return nil, err
}

// freeBytes reads n bytes of a free file, cutting what is too much, and
// returns none if the card refuses. Where the extended form does not get
// through, or is refused with 6700, the short form is used from then on.
func (s *session) freeBytes(ctx context.Context, sfi byte, offset, n int) ([]byte, error) {
	p1, p2 := readArea(sfi, offset)
	data, sw, err := s.exchange(ctx, detectStep, readPlain(p1, p2, n, s.plan.short))
	f, failed := errors.AsType[*Failure](err)
	if !s.plan.short && (failed && f.Cause == Transport || err == nil && isLength(sw)) {
		data, sw, err = s.exchange(ctx, detectStep, readPlain(p1, p2, n, true))
		if err == nil && sw == swOK {
			s.plan.short, s.plan.noExtended = true, true
		}
	}
	if err != nil || sw != swOK {
		return nil, err
	}
	return data[:min(n, len(data))], nil
}
