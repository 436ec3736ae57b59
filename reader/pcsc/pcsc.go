// Package pcsc is a transport of the reader to a card on a PC/SC reader. It
// is the only importer of the PC/SC library; where a program cannot have that
// ([Built] is false), everything fails with [ErrNotBuilt]. Nothing here
// judges a command: what may go to a real card is package guard's business.
// It must not import the emulator.
package pcsc

import (
	"context"
	"errors"
	"time"
)

// slice is how often a wait looks at the readers, and so how long after the
// end of its context it may go on.
const slice = 50 * time.Millisecond

// Reader is what the service says of a card reader.
type Reader struct {
	Name string
	// Present: there is a card. Mute: it does not answer. InUse, Exclusive:
	// another program is connected to it, holds it for itself.
	Present, Mute, InUse, Exclusive bool
	// ATR is the answer to reset of the card, nil if none is known.
	ATR []byte
}

// List names the readers, none if there are none, without touching a card.
// The error is an [*Error]: [ErrNotBuilt], [ErrNoService], [ErrReader], or
// that of ctx.
func List(ctx context.Context) ([]Reader, error) { return list(ctx, establish) }

func list(ctx context.Context, open func() (service, error)) ([]Reader, error) {
	const op = "list readers"
	readers, err := call(ctx, func() ([]Reader, error) {
		s, err := open()
		if err != nil {
			return nil, err
		}
		defer s.release()
		all, err := look(s)
		var out []Reader
		for _, r := range all {
			out = append(out, r.Reader)
		}
		return out, err
	}, nil)
	return readers, failed(op, "", err)
}

// found is a reader, and how often a card came to it or left.
type found struct {
	Reader
	events uint16
}

// look asks for every reader and its state.
func look(s service) ([]found, error) {
	names, err := s.readers()
	if errors.Is(err, noReaders) || err == nil && len(names) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	states, err := s.states(names)
	if err != nil {
		return nil, err
	}
	var out []found
	for i, st := range states {
		if !st.gone {
			out = append(out, found{Reader{Name: names[i], Present: st.present, Mute: st.mute, InUse: st.inUse,
				Exclusive: st.exclusive, ATR: st.atr}, st.events})
		}
	}
	return out, nil
}

// left is the error of a call that was given up while it ran.
type left struct{ error }

func (l left) Unwrap() error { return l.error }

func isLeft(err error) bool {
	_, ok := errors.AsType[left](err)
	return ok
}

// call runs f, which may block for as long as card or service do, and returns
// when ctx ends even if f does not: then the error is a [left], and late, if
// any, is given what f returns in the end.
func call[T any](ctx context.Context, f func() (T, error), late func(T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	done := make(chan result, 1)
	go func() {
		v, err := f()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		if late != nil {
			go func() {
				r := <-done
				late(r.value, r.err)
			}()
		}
		return none, left{ctx.Err()}
	}
}

// pause waits one slice, or less if ctx ends.
func pause(ctx context.Context) error {
	t := time.NewTimer(slice)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
