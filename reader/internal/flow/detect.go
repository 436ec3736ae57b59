package flow

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Where the card type stands in every generation, needed before the card's
// profile is known: MF/EF02, SFI 0A, object C1 of 1 or 2 characters; beside
// it MF/EF01, SFI 0B, object C0 (3.3.4.1, 3.3.4.2, 4.2.5(3)(i)).
const (
	typeSFI, typeTag       = 0x0A, 0xC1
	versionSFI, versionTag = 0x0B, 0xC0
	maxTypeLength          = 2
	detectStep             = "detect"
)

var (
	mfFID = []byte{0x3F, 0x00}
	// apAID selects the application that later generations are entered by;
	// a first-generation card does not know it.
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
	mf      bool   // the MF has been selected by us
}

// detect reads the card type: at the current level, then after SELECT MF,
// then in the AP. Nothing else is selected and nothing is authenticated. A
// restart begins at the MF, since a DF may be current.
func (s *session) detect(ctx context.Context) (detected, error) {
	for i, way := range []struct {
		enter []byte
		mf    bool
	}{{nil, false}, {selectMF(mfFID), true}, {selectDF(apAID), false}} {
		if i == 0 && s.again {
			continue
		}
		if way.enter != nil {
			_, sw, err := s.exchange(ctx, detectStep, way.enter)
			if err != nil {
				return detected{}, err
			}
			if sw != swOK {
				continue
			}
		}
		file, err := s.typeFile(ctx)
		if err != nil {
			return detected{}, err
		}
		if file == nil {
			continue
		}
		d := detected{file: file, typ: string(file[2:]), mf: way.mf}
		d.profile, err = spec.ForType(d.typ)
		if err == nil && d.profile.Entry != "mf" {
			err = fmt.Errorf("%w: entry %q", spec.ErrUnknownProfile, d.profile.Entry)
		}
		if err != nil || way.enter != nil && !way.mf {
			return d, s.unsupported(d.typ)
		}
		return d, nil
	}
	return detected{}, &Failure{Cause: NotCard, Step: detectStep, SW: s.sw, Err: errNotCard}
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
// returns none if the card refuses. A card or link that refuses the extended
// form with 6700 is asked in the short form from then on.
func (s *session) freeBytes(ctx context.Context, sfi byte, offset, n int) ([]byte, error) {
	p1, p2 := readArea(sfi, offset)
	data, sw, err := s.exchange(ctx, detectStep, readPlain(p1, p2, n, s.plan.short))
	if err != nil {
		return nil, err
	}
	if sw == swLength && !s.plan.short {
		data, sw, err = s.exchange(ctx, detectStep, readPlain(p1, p2, n, true))
		s.plan.short = sw == swOK
	}
	if err != nil || sw != swOK {
		return nil, err
	}
	return data[:min(n, len(data))], nil
}
