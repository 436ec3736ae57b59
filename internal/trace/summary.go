package trace

import (
	"fmt"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// Summary is what may be told of a command and its response without personal
// data: the header, the lengths and the status word. Lengths are in bytes.
type Summary struct {
	Header        string `json:"header"` // CLA INS P1 P2, in hexadecimal digits; of a shorter command what there is
	CommandLength int    `json:"command_length"`
	Lc            *int   `json:"lc,omitempty"`
	Le            *int   `json:"le,omitempty"` // as coded: 0 stands for "all"
	Malformed     bool   `json:"malformed,omitempty"`
	DataLength    int    `json:"data_length"` // of the response, without SW
	SW            string `json:"sw"`          // four hexadecimal digits; empty if there is none
}

// Summarize keeps the header, the lengths and the status word. Lengths are
// those of the command's own fields, which carry nothing of the holder.
func Summarize(command, response []byte) Summary {
	c, err := apdu.Parse(command)
	s := Summary{Header: upper(command[:min(4, len(command))]), CommandLength: len(command), Malformed: err != nil}
	if c.Lc >= 0 {
		s.Lc = &c.Lc
	}
	if le, ok := c.Le(); ok {
		s.Le = &le
	}
	if data, sw, err := apdu.ParseResponse(response); err == nil {
		s.DataLength, s.SW = len(data), fmt.Sprintf("%04X", sw)
	}
	return s
}
