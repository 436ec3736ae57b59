package flow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
	"github.com/zairyukit/zairyu/reader/internal/termcrypto"
)

// State says what became of a file.
type State string

// The states of a file.
const (
	NotRead State = "not-read" // the reading ended before, or in the middle of it
	Whole   State = "read"
	Absent  State = "absent" // the card says it has no such file or DF
	Short   State = "short"  // the card gave fewer bytes than the table
)

// File is one EF as it was read.
type File struct {
	spec.File
	State State
	// SW is the status word that ended it, 0 if none was answered.
	SW uint16
	// Data are the file's bytes, at most its tabled size; for Short those
	// that were given; none for NotRead and Absent.
	Data []byte
}

// maxShortfalls bounds the answers of one file that hold less than was asked
// for, so that a card giving single bytes is not read for ever.
const maxShortfalls = 512

// readFile reads one file to its tabled size and no further (3.3.1).
func (s *session) readFile(ctx context.Context, f *File) error {
	var data []byte
	shortfalls := 0
	for len(data) < f.Size {
		left := f.Size - len(data)
		ask := s.plan.ask(len(data), left)
		piece, sw, err := s.readAt(ctx, f.File, len(data), ask)
		f.SW = sw
		if err != nil {
			return err
		}
		if other := s.otherSFI(f.File); sw == swNotFound && other != 0 {
			f.SFI = other
			continue
		}
		if sw == swNotFound && !s.again && f.Access != spec.Free {
			// Another program may have selected something else meanwhile:
			// believe it only if the card says it again.
			return &Failure{Cause: Refused, Step: f.Key, SW: sw, Absent: true}
		}
		if sw == swNotFound {
			f.State = Absent
			s.done += f.Size
			return nil
		}
		if len(piece) == 0 { // also 6B00: the file ends here
			break
		}
		if ask > 0 && len(piece) > ask {
			return &Failure{Cause: Frame, Step: f.Key, SW: sw, Err: fmt.Errorf("%d bytes read where at most %d were asked for", len(piece), ask)}
		}
		if len(piece) < ask || ask == 0 && len(piece) < left {
			shortfalls++
		}
		if shortfalls > maxShortfalls {
			return &Failure{Cause: Frame, Step: f.Key, SW: sw, Err: fmt.Errorf("more than %d answers shorter than asked", maxShortfalls)}
		}
		// A file larger than its table is cut: what follows has no meaning.
		data = append(data, piece[:min(left, len(piece))]...)
		s.progress(f.Key, len(data))
	}
	f.Data, f.State = data, Whole
	if len(data) < f.Size {
		f.State = Short
	}
	s.done += f.Size
	return nil
}

// readAt reads one piece. Status words other than 9000 are returned only
// where the caller knows what to do with them: the file is absent, or ends.
func (s *session) readAt(ctx context.Context, f spec.File, offset, ask int) ([]byte, uint16, error) {
	p1, p2 := readArea(f.SFI, offset)
	var answer []byte
	var sw uint16
	var n uint64
	var err error
	sm := s.underSM(f)
	if sm {
		answer, sw, n, err = s.secured(ctx, f.Key, readSM(s.leTag, s.leWidth, p1, p2, ask, s.plan.short))
	} else {
		answer, sw, err = s.exchange(ctx, f.Key, readPlain(p1, p2, ask, s.plan.short))
	}
	switch {
	case err != nil:
		return nil, 0, err
	case sw == swNotFound && offset == 0, sw == swOffset && offset > 0:
		return nil, sw, nil
	case sw != swOK:
		return nil, sw, s.readRefused(f, answer, sw)
	case !sm:
		return answer, sw, nil
	}
	plain, err := s.opened(f, n, offset, answer)
	if err != nil {
		cause := Frame
		if errors.Is(err, termcrypto.ErrCutOff) {
			cause = CutOff
		}
		return nil, sw, &Failure{Cause: cause, Step: f.Key, SW: sw, Err: err}
	}
	return plain, sw, nil
}

var errNumber = errors.New("SM answer goes by the number of another message")

// opened deciphers an SM answer. Where messages are numbered, a wrong number
// garbles the first block only, and nothing authenticates the answer: so where
// a file does not begin as its table says, a neighbouring number under which
// it would tells what is wrong.
func (s *session) opened(f spec.File, n uint64, offset int, answer []byte) ([]byte, error) {
	plain, err := s.suite.Unwrap(s.ksenc, n, answer)
	if err != nil || !s.suite.Counts() || offset != 0 || s.begins(f, plain) {
		return plain, err
	}
	for _, other := range []uint64{n + 1, n - 1} {
		if p, err := s.suite.Unwrap(s.ksenc, other, answer); err == nil && s.begins(f, p) {
			return nil, errNumber
		}
	}
	return plain, nil
}

// begins says whether data begin with an object of the file in its tabled
// length, or with a block of NULs. A file may be right and not begin so.
func (s *session) begins(f spec.File, data []byte) bool {
	if len(bytes.TrimLeft(data[:min(len(data), 16)], "\x00")) == 0 {
		return true
	}
	o, _, err := tlv.Next(data, s.profile.TwoByteTags)
	if err != nil && !errors.Is(err, tlv.ErrValue) { // a piece holds part of the value
		return false
	}
	tagBytes := 1
	if o.Tag > 0xFF {
		tagBytes = 2
	}
	length := o.Header[tagBytes:]
	if len(length) > 1 {
		length = length[1:]
	}
	declared := 0
	for _, b := range length {
		declared = declared<<8 | int(b)
	}
	return slices.ContainsFunc(f.Objects, func(want spec.Object) bool {
		return want.Tag == o.Tag && (want.Length == declared || want.Form == spec.Short && declared < want.Length)
	})
}

// otherSFI is what to try where a file is not found under a short identifier
// that is only assumed: the number that the file's name has, 0 if there is
// nothing to try. On a profile that nobody has checked nothing is tried.
func (s *session) otherSFI(f spec.File) byte {
	cell, err := s.profile.Cell(s.profile.Name + "." + f.DF + "." + f.EF + ".sfi")
	if err != nil || cell.Confidence != spec.Assumed || s.profile.Unverified() || f.Access == spec.Free {
		return 0
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(f.EF, "ef"), 10, 8)
	if err != nil || byte(n) == f.SFI || n < 1 || n > 30 {
		return 0
	}
	return byte(n)
}

// readRefused tells a refusal from an answer that was cut on the way: then
// its last two bytes are data and make a word of no table, with more data
// before them.
func (s *session) readRefused(f spec.File, answer []byte, sw uint16) error {
	if _, listed := s.profile.Statuses["read"][sw]; !listed && len(answer) > 0 {
		return &Failure{Cause: CutOff, Step: f.Key, SW: sw, Err: errors.New("data with a status word of no table")}
	}
	return refused(f.Key, sw)
}

// underSM says how a file is read. Where SM is not demanded and the document
// says that both ways are open (P 4.2.5(2)), whatever tells of the holder goes
// under SM, so that it is not sent in clear over the air; check code and
// certificate go in clear as in annex 2, step 20. Of the later generations
// only that they are read in clear is told.
func (s *session) underSM(f spec.File) bool {
	switch f.Access {
	case spec.Free:
		return false
	case spec.ByNumberSM:
		return true
	}
	access, err := s.profile.Cell(s.profile.Name + "." + f.DF + "." + f.EF + ".access")
	if err != nil || access.Confidence != spec.Official {
		return false
	}
	return slices.ContainsFunc(f.Objects, func(o spec.Object) bool { return !isProof(o) })
}

// isProof reports whether an object is check code or certificate.
func isProof(o spec.Object) bool { return o.Repertoire == "binary" || o.Repertoire == "x509" }
