package flow

import (
	"context"
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/reader/internal/termcrypto"
)

// authenticate agrees on a session key and shows the number (3.5.2, annex 1).
// The MF must be current.
func (s *session) authenticate(ctx context.Context) error {
	h, err := s.challenge(ctx)
	if err != nil {
		return err
	}
	if err := s.mutual(ctx, h); err != nil {
		return err
	}
	return s.verify(ctx)
}

func (s *session) challenge(ctx context.Context) (*termcrypto.Handshake, error) {
	const step = "challenge"
	length := numberCell(s.profile, "ke.challenge.length")
	rndICC, sw, err := s.exchange(ctx, step, getChallenge(length))
	if err != nil {
		return nil, err
	}
	if sw != swOK {
		return nil, refused(step, sw)
	}
	if len(rndICC) != length {
		return nil, &Failure{Cause: Frame, Step: step, SW: sw, Err: fmt.Errorf("RND.ICC of %d bytes, want %d", len(rndICC), length)}
	}
	randoms := make([]byte, length+numberCell(s.profile, "ke.key.length"))
	for _, part := range [][]byte{randoms[:length], randoms[length:]} {
		if _, err := io.ReadFull(s.in.Random, part); err != nil {
			return nil, &Failure{Cause: Local, Step: step, Err: fmt.Errorf("random source: %w", err)}
		}
	}
	h, err := s.suite.NewHandshake(s.in.Number, rndICC, randoms[:length], randoms[length:])
	if err != nil {
		return nil, &Failure{Cause: Local, Step: step, Err: err}
	}
	return h, nil
}

// mutual stops at the first thing that is wrong: a card that has not proved
// that it knows the number gets neither VERIFY nor READ.
func (s *session) mutual(ctx context.Context, h *termcrypto.Handshake) error {
	const step = "mutual"
	data, err := h.Data()
	if err != nil {
		return &Failure{Cause: Local, Step: step, Err: err}
	}
	answer, sw, err := s.exchange(ctx, step, mutual(data))
	if err != nil {
		return err
	}
	if sw != swOK {
		return refused(step, sw)
	}
	if s.ksenc, err = h.Answer(answer); err != nil {
		return &Failure{Cause: Frame, Step: step, SW: sw, Err: err}
	}
	return nil
}

// verify shows the number under SM (4.2.2). The answer is a status word;
// figure 3-6 speaks of a result under SM, so data beside 9000 are let pass.
func (s *session) verify(ctx context.Context) error {
	const step = "verify"
	object, err := s.suite.Wrap(s.ksenc, []byte(s.in.Number))
	if err != nil {
		return &Failure{Cause: Local, Step: step, Err: err}
	}
	_, sw, err := s.exchange(ctx, step, verify(byteCell(s.profile, "verify.p2"), object))
	if err != nil {
		return err
	}
	if sw != swOK {
		return refused(step, sw)
	}
	return nil
}

// refused makes a failure of a status word. In MUTUAL AUTHENTICATE and VERIFY
// 6300 says that the number is wrong, as does 63CX of the general table 4-5,
// though no table of these commands lists it.
func refused(step string, sw uint16) *Failure {
	f := &Failure{Cause: Refused, Step: step, SW: sw}
	switch {
	case sw == swBlocked:
		f.Err = errBlocked
	case (step == "mutual" || step == "verify") && (sw == swMismatch || sw&0xFFF0 == 0x63C0):
		f.Cause = WrongNumber
	}
	return f
}
