package apdu

import (
	"errors"
	"fmt"
)

// ErrResponse: a response APDU of fewer than the two status bytes SW1 SW2.
var ErrResponse = errors.New("response APDU shorter than its 2 status bytes")

// ParseResponse splits a response APDU into its data field and the status
// word SW1 SW2 (4.1, table 4-2). Data shares memory with raw.
func ParseResponse(raw []byte) (data []byte, sw uint16, err error) {
	n := len(raw)
	if n < 2 {
		return nil, 0, fmt.Errorf("%w: %d bytes", ErrResponse, n)
	}
	return raw[: n-2 : n-2], uint16(raw[n-2])<<8 | uint16(raw[n-1]), nil
}

// Response joins a data field and a status word to a response APDU.
func Response(data []byte, sw uint16) []byte {
	out := make([]byte, 0, len(data)+2)
	return append(append(out, data...), byte(sw>>8), byte(sw))
}
