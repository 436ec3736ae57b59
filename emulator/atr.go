package emulator

import (
	"encoding/hex"

	"github.com/zairyukit/zairyu/internal/spec"
)

// atr builds what the PC/SC rules (part 3, contactless cards of ISO/IEC
// 14443 type B) make of the ATQB: the bytes up to the application data come
// from the tables; then the three protocol information bytes, the maximum
// buffer length of the answer to ATTRIB in the high half of one byte, and the
// check byte TCK over all but the first.
func atr(p *spec.Profile) []byte {
	out, _ := hex.DecodeString(p.Value("transport.atr")) // checked as the table was read
	out = append(out,
		0x00, // bit rate 106 kbit/s in both directions
		0x81, // frames of up to 256 bytes, ISO/IEC 14443-4
		0x80, // waiting time of 77 ms; ADC 00 (2.1); neither NAD nor CID
		0x00, // MBLI 0: the card does not say
	)
	tck := byte(0)
	for _, b := range out[1:] {
		tck ^= b
	}
	return append(out, tck)
}
