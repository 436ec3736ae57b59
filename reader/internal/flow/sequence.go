package flow

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/internal/termcrypto"
)

// maxRestarts: after an error the sequence may be run again from its start
// (3.5.1); the reader does so at most twice.
const maxRestarts = 2

// Input is what a reading needs.
type Input struct {
	Number string    // 12 characters
	Random io.Reader // RND.IFD, then K.IFD for each handshake; key and seed for each delivery
	Piece  int       // at most so many plain bytes a read; 0: whole files
	// DeliveryKey is what specified cards take a session key under; nil: none.
	DeliveryKey *rsa.PublicKey
	// Profiles are further tables, before those of the specification.
	Profiles []*spec.Profile
	// ProfileOptions are choices for a profile that nobody has checked.
	ProfileOptions map[string]string
	// Progress is told the step and the bytes read of all bytes; may be nil.
	Progress func(step string, done, total int)
	// Observe is told every APDU; may be nil.
	Observe func(Exchange)
}

// Reading is what was read.
type Reading struct {
	Profile *spec.Profile // nil if the type is not known
	Type    string        // as the card gave it
	Opened  bool          // VERIFY succeeded: the number is the card's
	Files   []File        // of the profile, in its order
	SW      uint16        // last status word
	Plan    int           // plain bytes asked for at a time in the end; 0: whole files
}

// session is one run of the sequence. Nothing outlives it.
type session struct {
	link
	in      Input
	plan    plan
	again   bool   // a restart
	entered string // how an earlier run entered the card: "mf", "ap", or empty
	profile *spec.Profile
	suite   *termcrypto.Suite
	leTag   byte
	leWidth int
	ksenc   []byte
	number  uint64 // of the next SM command

	done, total int
}

// Detect finds the card type and authenticates nothing. The error is a
// [*Failure].
func Detect(ctx context.Context, card Card) (typ string, err error) {
	s := session{link: link{card: card}}
	d, err := s.detect(ctx)
	return d.typ, err
}

// Read runs the whole sequence, again from the start where an error allows
// it. The Reading is never nil; on an error it holds what the last run read.
// The error is a [*Failure].
func Read(ctx context.Context, card Card, in Input) (*Reading, error) {
	p := plan{piece: in.Piece}
	var before *Reading
	var earlier error
	entered := ""
	restarts := 0 // that ask as before; others come to an end by themselves
	for run := 0; ; run++ {
		s := session{link: link{card: card, observe: in.Observe}, in: in, plan: p, again: run > 0, entered: entered}
		r, err := s.run(ctx)
		err = s.explain(err)
		r.SW, r.Plan = s.sw, s.plan.limit()
		if r.Profile != nil {
			entered = r.Profile.Entry
		}
		if r.Profile == nil && isLost(err) && isLost(earlier) {
			return before, earlier // it did not come back: say where it left
		}
		if err == nil {
			return r, nil
		}
		next, again := s.after(err, run)
		if next == s.plan {
			restarts++
		}
		if !again || restarts > maxRestarts {
			return r, err
		}
		p, before, earlier = next, r, err
	}
}

// isLost: the card could not be asked.
func isLost(err error) bool {
	f, ok := errors.AsType[*Failure](err)
	return ok && (f.Cause == Removed || f.Cause == Transport)
}

// after says whether the sequence may be run again after an error, and how it
// should ask then. A wrong number, a card that failed to prove itself, and a
// refused VERIFY or SET SESSION KEY end it for good, but for an SM error where
// that ends the session.
func (s *session) after(err error, run int) (plan, bool) {
	p := s.plan
	f, ok := errors.AsType[*Failure](err)
	if !ok {
		return p, false
	}
	if next, again := s.afterRead(f); again {
		return next, true
	}
	switch {
	case f.Cause == Removed || f.Cause == Reset:
		return p, true
	case f.Cause != Refused:
		return p, false
	case s.sessionLost(f):
		return p, true
	case f.Step == "mutual":
		return p, f.SW == swConditions && run == 0
	case f.Step == "challenge" || f.Step == "verify" || f.Step == "set-key":
		return p, false
	case f.Absent:
		return p, run == 0
	}
	return p, slices.Contains([]uint16{swDamaged, swConditions, swNoEF, swSelfCheck}, f.SW)
}

// sessionLost says that an SM command was refused with a status word after
// which a card of this profile has no session left.
func (s *session) sessionLost(f *Failure) bool {
	return s.profile != nil && s.ksenc != nil && slices.Contains(s.profile.Effects["sm-error"], "clear-session") &&
		slices.Contains([]uint16{swSMMissing, swSMWrong, swNoSession}, f.SW)
}

func (s *session) run(ctx context.Context) (*Reading, error) {
	d, err := s.detect(ctx)
	r := &Reading{Type: d.typ}
	if err != nil {
		return r, err
	}
	if err := s.adopt(d.profile); err != nil {
		return r, err
	}
	r.Profile = s.profile
	for _, f := range s.profile.Files {
		r.Files = append(r.Files, File{File: f, State: NotRead})
	}
	s.done = r.take(s.profile.Root+"/ef02", d.file)
	if err := s.toRoot(ctx, d.level); err != nil {
		return r, err
	}
	if err := s.readAll(ctx, r, s.profile.Root); err != nil {
		return r, err
	}
	if err := s.authenticate(ctx); err != nil {
		return r, err
	}
	r.Opened = true
	return r, s.protected(ctx, r)
}

// toRoot makes the MF current where only its being so after activation speaks
// for it. Where it is not known that a card answers to SELECT MF, none is
// sent: EF02 was read there, so it is current (2G 3.1).
func (s *session) toRoot(ctx context.Context, at level) error {
	mf, err := s.profile.Cell(s.profile.Name + ".mf.fid")
	if at.enter != nil || err != nil || mf.Confidence == spec.Assumed {
		return nil
	}
	_, err = s.enter(ctx, spec.DF{Name: "mf", FID: mfFID})
	return err
}

// take enters a file that detection has read and returns its size.
func (r *Reading) take(key string, data []byte) (size int) {
	for i := range r.Files {
		if f := &r.Files[i]; f.Key == key {
			f.Data, f.State, f.SW, size = data, Whole, swOK, f.Size
		}
	}
	return size
}

func (s *session) adopt(p *spec.Profile) error {
	if len(p.Options()) > 0 && len(s.in.ProfileOptions) > 0 {
		chosen, err := p.Choose(s.in.ProfileOptions)
		if err != nil {
			return &Failure{Cause: Setting, Step: detectStep, Err: err}
		}
		p = chosen
	}
	suite, err := termcrypto.For(p)
	if err != nil {
		return &Failure{Cause: Local, Step: detectStep, Err: err}
	}
	s.profile, s.suite, s.leTag, s.leWidth = p, suite, byteCell(p, "sm.le.tag"), numberCell(p, "sm.le.length")
	if s.leWidth < 2 || s.leWidth > 4 {
		return &Failure{Cause: Local, Step: detectStep, Err: fmt.Errorf("cell %s.sm.le.length is %d", p.Name, s.leWidth)}
	}
	for _, f := range p.Files {
		s.total += f.Size
	}
	s.progress(detectStep, 0)
	return nil
}

// protected reads the DFs: first those that hold what is signed and the
// signature, in the order of annex 2, then the others.
func (s *session) protected(ctx context.Context, r *Reading) error {
	for _, df := range s.order() {
		found, err := s.enter(ctx, df)
		if err != nil {
			return err
		}
		if !found {
			s.done += r.absent(df.Name, s.sw)
			continue
		}
		if err := s.readAll(ctx, r, df.Name); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) order() []spec.DF {
	var signed, others []spec.DF
	for _, df := range s.profile.DFs {
		switch {
		case df.AID == nil, df.Name == s.profile.Root: // MF and AP, read before
		case s.holdsSigned(df.Name):
			signed = append(signed, df)
		default:
			others = append(others, df)
		}
	}
	return slices.Concat(signed, others)
}

func (s *session) holdsSigned(df string) bool {
	var signed []string
	for item := range strings.FieldsSeq(s.profile.Value("sig.input")) {
		name, _, _ := strings.Cut(item, ":")
		signed = append(signed, name)
	}
	return slices.ContainsFunc(s.profile.Files, func(f spec.File) bool {
		return f.DF == df && slices.ContainsFunc(f.Objects, func(o spec.Object) bool {
			return isProof(o) || slices.Contains(signed, o.Field)
		})
	})
}

// enter selects the MF or a DF (4.2.1). It reports false if the card has no
// such DF.
func (s *session) enter(ctx context.Context, df spec.DF) (found bool, err error) {
	command := selectDF(df.AID)
	if df.AID == nil {
		command = selectMF(df.FID)
	}
	_, sw, err := s.exchange(ctx, df.Name, command)
	switch {
	case err != nil:
		return false, err
	case sw == swNotFound && df.AID != nil:
		return false, nil
	case sw != swOK:
		return false, refused(df.Name, sw)
	}
	return true, nil
}

// absent marks the files of a DF that the card does not have and returns
// their size.
func (r *Reading) absent(df string, sw uint16) (size int) {
	for i := range r.Files {
		if f := &r.Files[i]; f.DF == df {
			f.State, f.SW = Absent, sw
			size += f.Size
		}
	}
	return size
}

// readAll reads the files of the current DF that have not been read.
func (s *session) readAll(ctx context.Context, r *Reading, df string) error {
	for i := range r.Files {
		if r.Files[i].DF != df || r.Files[i].State != NotRead {
			continue
		}
		if err := s.readFile(ctx, &r.Files[i]); err != nil {
			return err
		}
	}
	return nil
}

// progress tells how far the reading is: done bytes of this file on top of
// those before it.
func (s *session) progress(step string, done int) {
	if s.in.Progress != nil {
		s.in.Progress(step, s.done+done, s.total)
	}
}
