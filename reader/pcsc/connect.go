package pcsc

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Options say which card to connect to.
type Options struct {
	// Reader is the exact name of a reader, or a part of it, in either case
	// of letters, that fits one reader only. Empty: the only reader with a
	// card, or else the only reader.
	Reader string
	// Wait for reader and card until the context ends, instead of failing at
	// once with [ErrNoReader] or [ErrNoCard].
	Wait bool
	// Progress is told each [Event] once, from the goroutine that called
	// [Connect].
	Progress func(Event)
}

// Event is what [Connect] is doing.
type Event string

// The events.
const (
	WaitingForReader Event = "waiting-for-reader"
	WaitingForCard   Event = "waiting-for-card"
	Connected        Event = "connected"
)

// sharingTries is how often a card that another program holds is asked for,
// a slice apart.
const sharingTries = 10

// Connect reaches the card on a reader, shared, with T=1 if it has that. The
// error is an [*Error].
func Connect(ctx context.Context, o Options) (*Card, error) { return connect(ctx, o, establish) }

func connect(ctx context.Context, o Options, open func() (service, error)) (*Card, error) {
	const op = "connect"
	var both [2]service // one to talk, one to watch: a blocked call blocks its context
	for i := range both {
		s, err := call(ctx, open, func(s service, err error) {
			if err == nil {
				s.release()
			}
		})
		if err != nil {
			free(both)
			return nil, failed(op, o.Reader, err)
		}
		both[i] = s
	}
	f := &finder{o: o, talk: both[0], watch: both[1]}
	c, err := f.find(ctx)
	if err != nil {
		if !isLeft(err) { // else the call that was given up frees them
			free(both)
		}
		return nil, failed(op, f.name, err)
	}
	f.tell(Connected)
	return c, nil
}

func free(both [2]service) {
	for _, s := range both {
		if s != nil {
			s.release()
		}
	}
}

// finder is one search for a card.
type finder struct {
	o           Options
	talk, watch service
	name        string // of the reader, once it is known
	told        Event
	held        int // how often another program held the card
}

// find looks again and again until there is a card, an error that waiting
// does not mend, or the end of ctx.
func (f *finder) find(ctx context.Context) (*Card, error) {
	for {
		c, err := f.try(ctx)
		switch {
		case err == nil:
			return c, nil
		case errors.Is(err, sharingViolation) && f.held < sharingTries:
			f.held++
		case !f.o.Wait:
			return nil, err
		case errors.Is(err, ErrNoReader):
			f.tell(WaitingForReader)
		case errors.Is(err, ErrNoCard):
			f.tell(WaitingForCard)
		default:
			return nil, err
		}
		if err := pause(ctx); err != nil {
			return nil, err
		}
	}
}

func (f *finder) tell(e Event) {
	if f.o.Progress != nil && f.told != e {
		f.told = e
		f.o.Progress(e)
	}
}

func (f *finder) try(ctx context.Context) (*Card, error) {
	readers, err := call(ctx, func() ([]found, error) { return look(f.watch) }, func([]found, error) {
		free([2]service{f.talk, f.watch})
	})
	if errors.Is(err, unknownReader) { // it went while we looked
		err = ErrNoReader
	}
	if err != nil {
		return nil, err
	}
	r, err := pick(readers, f.o.Reader)
	if err != nil {
		return nil, err
	}
	f.name = r.Name
	switch {
	case !r.Present:
		return nil, ErrNoCard
	case r.Mute:
		return nil, ErrMute
	}
	h, err := call(ctx, func() (handle, error) { return attach(f.talk, r.Name) }, func(h handle, err error) {
		if err == nil {
			h.disconnect()
		}
		free([2]service{f.talk, f.watch})
	})
	if err != nil {
		return nil, f.atConnect(err)
	}
	c := newCard(f.name, f.talk, f.watch, h, r.events)
	if c.same(ctx, r.events) != nil { // a card came or left meanwhile: the next call sees which
		c.again = true
	}
	return c, nil
}

// attach connects with T=1, and with what the card has only if it refuses.
func attach(s service, name string) (handle, error) {
	h, err := s.connect(name, true)
	if errors.Is(err, protoMismatch) {
		return s.connect(name, false)
	}
	return h, err
}

// atConnect reads the codes that say of a connected card that it has left:
// here none was there, which some systems report as a removal.
func (f *finder) atConnect(err error) error {
	if c, ok := errors.AsType[code](err); ok && c.meaning() == removed {
		return &Error{Op: "connect", Reader: f.name, Code: uint32(c), Err: ErrNoCard}
	}
	return err
}

// pick chooses the reader that is meant.
func pick(readers []found, want string) (found, error) {
	var fits []found
	for _, r := range readers {
		if r.Name == want {
			return r, nil
		}
		if strings.Contains(strings.ToLower(r.Name), strings.ToLower(want)) {
			fits = append(fits, r)
		}
	}
	if want == "" {
		if with := withCard(fits); len(with) > 0 {
			fits = with
		}
	}
	switch len(fits) {
	case 0:
		return found{}, fmt.Errorf("%w%s", ErrNoReader, known(readers))
	case 1:
		return fits[0], nil
	}
	return found{}, fmt.Errorf("%w: %s", ErrAmbiguous, names(fits))
}

func withCard(readers []found) (out []found) {
	for _, r := range readers {
		if r.Present {
			out = append(out, r)
		}
	}
	return out
}

func known(readers []found) string {
	if len(readers) == 0 {
		return ""
	}
	return "; there is " + names(readers)
}

func names(readers []found) string {
	var out []string
	for _, r := range readers {
		out = append(out, fmt.Sprintf("%q", r.Name))
	}
	return strings.Join(out, ", ")
}
