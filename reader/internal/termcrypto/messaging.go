package termcrypto

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
)

// Errors of [Suite.Unwrap]. An answer cut off by the way wraps [ErrCutOff],
// so that it can be read again in smaller pieces.
var (
	ErrObject = errors.New("answer is not one SM data object")
	ErrCutOff = errors.New("SM data object cut off")
)

func (s *Suite) frames(p *spec.Profile, errs *[]error) {
	tag, err := strconv.ParseUint(p.Value("sm.data.tag"), 16, 16)
	if err != nil {
		*errs = append(*errs, fmt.Errorf("cell %s.sm.data.tag: %w", p.Name, err))
	}
	s.dataTag = uint16(tag)
	// A checksum would need a layout that nobody has told.
	if c := p.Value("sm.class"); c != "" && c != "08" {
		*errs = append(*errs, fmt.Errorf("%w: cell %s.sm.class is %q, only 08 is known", ErrUnknownAlgorithm, p.Name, c))
	}
	if m := p.Value("sm.mac"); m != "" && m != "none" {
		*errs = append(*errs, fmt.Errorf("%w: cell %s.sm.mac names %q", ErrUnknownAlgorithm, p.Name, m))
	}
	if s.indicator, err = hex.DecodeString(p.Value("sm.indicator")); err != nil {
		*errs = append(*errs, fmt.Errorf("cell %s.sm.indicator: %w", p.Name, err))
	}
}

// Wrap pads and enciphers data and returns the SM data object 86 L 01
// cryptogram (4.2.2(3)). n is the number of the message in its session; it
// matters only where [Suite.Counts].
func (s *Suite) Wrap(ksenc []byte, n uint64, data []byte) ([]byte, error) {
	cryptogram, err := s.sm.encipher(ksenc, n, s.padding.pad(data, s.sm.size))
	if err != nil {
		return nil, err
	}
	return tlv.Append(nil, s.dataTag, append(bytes.Clone(s.indicator), cryptogram...))
}

// Unwrap returns the data that an SM answer holds (4.2.5(4)). The answer must
// be exactly one object of the right tag and padding indicator with whole
// blocks and proper padding; nothing here is authenticated. n is the number of
// the command that was answered. Errors: [ErrObject], [ErrCutOff],
// [ErrCiphertext], [ErrPadding], [ErrKey].
func (s *Suite) Unwrap(ksenc []byte, n uint64, answer []byte) ([]byte, error) {
	cryptogram, err := s.cryptogram(answer)
	if err != nil {
		return nil, err
	}
	plain, err := s.sm.decipher(ksenc, n, cryptogram)
	if err != nil {
		return nil, err
	}
	return s.padding.unpad(plain, s.sm.size)
}

func (s *Suite) cryptogram(answer []byte) ([]byte, error) {
	o, rest, err := tlv.Next(answer, false)
	switch {
	case errors.Is(err, tlv.ErrValue) && o.Tag == s.dataTag && s.plausible(o.Header):
		return nil, fmt.Errorf("%w: %w", ErrCutOff, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrObject, err)
	case o.Tag != s.dataTag:
		return nil, fmt.Errorf("%w: tag %02X, want %02X", ErrObject, o.Tag, s.dataTag)
	case len(rest) != 0:
		return nil, fmt.Errorf("%w: %d bytes after it", ErrObject, len(rest))
	}
	cryptogram, ok := bytes.CutPrefix(o.Value, s.indicator)
	if !ok {
		return nil, fmt.Errorf("%w: padding indicator is not %X", ErrObject, s.indicator)
	}
	return cryptogram, nil
}

// plausible reports whether a header could be that of an answer which lost
// its end: it still declares an indicator and whole blocks. Otherwise the
// card lies about the length, and asking again is no cure.
func (s *Suite) plausible(header []byte) bool {
	declared := 0
	for _, b := range header[len(header)-min(2, max(1, len(header)-2)):] {
		declared = declared<<8 | int(b)
	}
	blocks := declared - len(s.indicator)
	return blocks > 0 && blocks%s.sm.size == 0
}
