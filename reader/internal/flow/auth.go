package flow

import (
	"context"
	"fmt"
	"io"

	"github.com/zairyukit/zairyu/reader/internal/termcrypto"
)

// authenticate comes to a session key as the profile says, once, and shows the
// number (3.5.2, annex 1; SC 4.2). The MF or the application must be current.
func (s *session) authenticate(ctx context.Context) error {
	if s.suite.Delivers() {
		if err := s.deliver(ctx); err != nil {
			return err
		}
		return s.verify(ctx)
	}
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

// deliver sends a session key under the delivery key (SC 4.2.3). Only where
// the card finds the cryptogram outside its modulus a new one is sent, once
// (M); nothing else is tried.
func (s *session) deliver(ctx context.Context) error {
	const step = "set-key"
	if s.in.DeliveryKey == nil {
		return &Failure{Cause: NoKey, Step: step, Err: ErrNoDeliveryKey}
	}
	if got, want := s.in.DeliveryKey.Size(), numberCell(s.profile, "ke.modulus.length"); got != want {
		return &Failure{Cause: Local, Step: step, Err: fmt.Errorf("delivery key of %d bytes, the card's has %d", got, want)}
	}
	for last := false; ; last = true {
		cryptogram, ksenc, err := s.suite.Deliver(s.in.Random, s.in.DeliveryKey)
		if err != nil {
			return &Failure{Cause: Local, Step: step, Err: err}
		}
		_, sw, err := s.exchange(ctx, step, setKey(bytesCell(s.profile, "ke.header"), cryptogram))
		switch {
		case err != nil:
			return err
		case sw == swOK:
			s.ksenc, s.number = ksenc, uint64(numberCell(s.profile, "sm.counter.start"))
			return nil
		case sw != swOutside || last:
			return refused(step, sw)
		}
	}
}

// secured sends one command that carries an SM object and counts it, whatever
// the card answers (M). It returns the number that the answer goes by.
func (s *session) secured(ctx context.Context, step string, command []byte) (answer []byte, sw uint16, n uint64, err error) {
	n = s.number
	s.number++
	answer, sw, err = s.exchange(ctx, step, command)
	return answer, sw, n, err
}

// verify shows the number under SM (4.2.2). The answer is a status word;
// figure 3-6 speaks of a result under SM, so data beside 9000 are let pass.
func (s *session) verify(ctx context.Context) error {
	const step = "verify"
	object, err := s.suite.Wrap(s.ksenc, s.number, []byte(s.in.Number))
	if err != nil {
		return &Failure{Cause: Local, Step: step, Err: err}
	}
	_, sw, _, err := s.secured(ctx, step, verify(byteCell(s.profile, "verify.p2"), object))
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
