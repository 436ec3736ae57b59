// Package link is how an emulated card is reached from outside the process.
// Its frames are those of the vpcd driver: a length of 2 bytes, big-endian,
// then that many bytes; one byte from the terminal is a control code, anything
// longer a command APDU. It must not import the reader.
package link

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxFrame is the longest frame: its length has 2 bytes.
const maxFrame = 0xFFFF

// errFrame: a frame longer than its 2-byte length can say.
var errFrame = errors.New("frame over 65535 bytes")

func readFrame(r io.Reader) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	frame := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(r, frame); err != nil {
		if errors.Is(err, io.EOF) { // after the length that is no clean end
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("frame of %d bytes cut off: %w", len(frame), err)
	}
	return frame, nil
}

// writeFrame writes length and bytes at once, so that they leave in one
// segment.
func writeFrame(w io.Writer, frame []byte) error {
	if len(frame) > maxFrame {
		return fmt.Errorf("%w: %d", errFrame, len(frame))
	}
	out := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(frame)), uint16(len(frame)))
	_, err := w.Write(append(out, frame...))
	return err
}
