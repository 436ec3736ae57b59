package lookalike

import (
	"strings"

	"github.com/zairyukit/zairyu/internal/apdu"
)

// harmful are the instructions that use up a try, end a session of somebody
// else or write.
func harmful() map[byte]string {
	return map[byte]string{
		0x20: "VERIFY",
		0x21: "VERIFY",
		0x24: "CHANGE REFERENCE DATA",
		0x2C: "RESET RETRY COUNTER",
		0x2A: "PERFORM SECURITY OPERATION",
		0x82: "MUTUAL AUTHENTICATE",
		0x88: "INTERNAL AUTHENTICATE",
		0xAE: "SET SESSION KEY",
		0x0E: "ERASE BINARY",
		0xD0: "WRITE BINARY",
		0xD6: "UPDATE BINARY",
		0xDA: "PUT DATA",
		0xDC: "UPDATE RECORD",
	}
}

// harmOf names what is harmful in a command; empty for nothing. Data is not
// repeated, but for the AID of a SELECT.
func harmOf(cmd apdu.Command, header []byte) string {
	if cmd.INS == 0xA4 && cmd.P1 == 0x04 && !residence(hexOf(cmd.Data)) {
		return "SELECT " + hexOf(cmd.Data)
	}
	if name, ok := harmful()[cmd.INS]; ok {
		return name + " " + hexOf(header)
	}
	return ""
}

// residence: the four DF names of residence cards (SC 3.3.2), in full.
func residence(aid string) bool {
	for _, n := range "1234" {
		if aid == "D392F0004F0"+string(n)+strings.Repeat("00", 10) {
			return true
		}
	}
	return false
}
