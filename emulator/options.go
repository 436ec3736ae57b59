package emulator

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Option changes how [New] makes a card.
type Option func(*options)

type options struct {
	random  io.Reader
	cells   []cell
	profile *spec.Profile
	trace   func(Exchange)
}

type cell struct{ key, value string }

func defaults() options { return options{random: rand.Reader} }

// WithRandom makes the card take its random numbers from r instead of
// crypto/rand: RND.ICC (8 bytes) at every GET CHALLENGE and K.ICC (16 bytes)
// at every MUTUAL AUTHENTICATE that is answered with 9000, and nothing else
// (annex 1, steps 2 and 4); a specified card, which has neither, reads
// nothing. The card reads r for one command at a time. A nil r changes
// nothing.
func WithRandom(r io.Reader) Option {
	return func(o *options) {
		if r != nil {
			o.random = r
		}
	}
}

// WithSpec changes one cell of the card's specification table, "t1.df1.ef01.access"
// to "free": that is how a card with a fault is made. It may be given several
// times. A changed file size cuts the file or fills it with NULs.
func WithSpec(key, value string) Option {
	return func(o *options) { o.cells = append(o.cells, cell{key, value}) }
}

// WithTrace makes the card call fn after every command, in order, with copies
// of what passed. Personal data is in the exchange: a Writer of package trace
// redacts it. fn must not call the card, which waits for it.
func WithTrace(fn func(Exchange)) Option {
	return func(o *options) { o.trace = fn }
}

// WithProfile gives the card these tables instead of the published ones that
// its image names: that is how a type that nobody has published is made. The
// image must fit them.
func WithProfile(p *spec.Profile) Option {
	return func(o *options) { o.profile = p }
}

// profiles returns the profile that an image names, as published, and as its
// options and [WithSpec] change it.
func (o *options) profiles(img Image) (published, changed *spec.Profile, err error) {
	published = o.profile
	if published == nil {
		published, err = spec.Lookup(img.Profile)
	}
	if errors.Is(err, spec.ErrUnknownProfile) {
		return nil, nil, fmt.Errorf("%w: %w", ErrUnknownProfile, err)
	}
	if err != nil {
		return nil, nil, specError(err)
	}
	if changed, err = published.Choose(img.Options); err != nil {
		return nil, nil, specError(err)
	}
	for _, c := range o.cells {
		if changed, err = changed.With(c.key, c.value); err != nil {
			return nil, nil, specError(err)
		}
	}
	return published, changed, nil
}
