package icc

import (
	"bytes"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

func TestPlainReadCases(t *testing.T) {
	defect.Prove(t, plainRead(), nil, []defect.Defect{
		dOnWire("nul-tail-trimmed", gPlain(gTrimmed), "ICC_G_01"),
		dCell("df2.ef01.size", "341", "ICC_G_01"),
		dOnWire("le-ignored", gPlain(gLeIgnored), "ICC_G_02", "ICC_G_06"),
		dOnWire("le-over-size-6282", gPlain(gOver([]byte{0x62, 0x82})), "ICC_G_03"),
		dOnWire("le-exact-only", gPlain(gOverRefused), "ICC_G_03", "ICC_G_09"),
		dOnWire("7-bit-offset", gPlain(gMask(3, 0x7F)), "ICC_G_04", "ICC_G_06", "ICC_G_09"),
		dOnWire("outside-is-empty", gPlain(gOutside), "ICC_G_05"),
		dCell("guard.read-plain.offset-outside", "off", "ICC_G_05"),
		dOnWire("8-bit-offset", gPlain(gMaskOffset), "ICC_G_05", "ICC_G_06", "ICC_G_09"),
		dCell("effect.select.ok", "enter-df", "ICC_G_07"),
		dCell("effect.reset", "enter-mf clear-challenge clear-session clear-verified", "ICC_G_07"),
		dOnWire("p1-top-bits-ignored", gPlain(gTopBits), "ICC_G_08"),
		dOnWire("sfi-31-is-1", gPlain(gSFI31), "ICC_G_08"),
		dCell("guard.read-plain.p1p2-wrong", "6981", "ICC_G_08"),
		dOnWire("short-le-refused", gPlain(gShortRefused), "ICC_G_10"),
		dOnWire("short-le-one-less", gPlain(gShortLess), "ICC_G_10"),
		dCell("effect.read.ok", "", "ICC_G_06", "ICC_G_11"),
		dOnWire("first-ef-stays", gFirstStays, "ICC_G_11"),
		dCell("effect.read.fail", "clear-ef", "ICC_G_12"),
		dOnWire("current-on-fail", gCurrentOnFail, "ICC_G_12"),
		dCell("effect.read.fail", "clear-verified", "ICC_G_12"),
		dCell("guard.read-plain.le-missing", "off", "ICC_G_13"),
		dCell("guard.read-plain.data-present", "off", "ICC_G_13"),
	})
}

type gFault = func(next func([]byte) []byte, command []byte) []byte

// gPlain makes a fault of plain READ BINARY; other commands pass.
func gPlain(fault gFault) func() dFault {
	return dAnswers(0xB0, func(next func([]byte) []byte, command []byte) []byte {
		if command[0] != 0x00 {
			return next(command)
		}
		return fault(next, command)
	})
}

// gLe is the 3-byte Le of a plain read, 0 if it has none.
func gLe(command []byte) int {
	if len(command) != 7 {
		return 0
	}
	return int(command[5])<<8 | int(command[6])
}

func gTrimmed(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	n := len(answer) - 2
	if gLe(command) != 0 {
		return answer
	}
	return append(bytes.TrimRight(answer[:n:n], "\x00"), answer[n:]...)
}

func gLeIgnored(next func([]byte) []byte, command []byte) []byte {
	if len(command) == 7 {
		command[5], command[6] = 0, 0
	}
	return next(command)
}

// gOver answers another status word where less exists than was asked for.
func gOver(sw []byte) gFault {
	return func(next func([]byte) []byte, command []byte) []byte {
		answer := next(command)
		if n := len(answer) - 2; n > 0 && n < gLe(command) {
			return append(answer[:n:n], sw...)
		}
		return answer
	}
}

func gOverRefused(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if n := len(answer) - 2; n > 0 && n < gLe(command) {
		return []byte{0x67, 0x00}
	}
	return answer
}

func gMask(at int, mask byte) gFault {
	return func(next func([]byte) []byte, command []byte) []byte {
		command[at] &= mask
		return next(command)
	}
}

// gMaskOffset forgets the upper 7 bits of a 15-bit offset.
func gMaskOffset(next func([]byte) []byte, command []byte) []byte {
	if command[2] < 0x80 {
		command[2] = 0
	}
	return next(command)
}

func gOutside(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if bytes.Equal(answer, []byte{0x6B, 0x00}) {
		return []byte{0x90, 0x00}
	}
	return answer
}

func gTopBits(next func([]byte) []byte, command []byte) []byte {
	if command[2] >= 0x80 {
		command[2] &= 0x9F
	}
	return next(command)
}

func gSFI31(next func([]byte) []byte, command []byte) []byte {
	if command[2] == 0x9F {
		command[2] = 0x81
	}
	return next(command)
}

func gShortRefused(next func([]byte) []byte, command []byte) []byte {
	if len(command) == 5 {
		return []byte{0x67, 0x00}
	}
	return next(command)
}

func gShortLess(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if n := len(answer) - 2; len(command) == 5 && n > 1 {
		return append(answer[:n-1:n-1], answer[n:]...)
	}
	return answer
}

// gFirstStays makes a card whose first EF after a SELECT stays current.
func gFirstStays() dFault {
	first := byte(0)
	return func(next func([]byte) []byte, command []byte) []byte {
		switch {
		case command[1] == 0xA4:
			first = 0
		case command[1] == 0xB0 && command[2] >= 0x80 && first == 0:
			first = command[2]
		case command[1] == 0xB0 && command[2] == 0 && first != 0:
			command[2] = first
		}
		return next(command)
	}
}

// gCurrentOnFail makes a card on which a read that fails in its offset has
// moved the current EF all the same.
func gCurrentOnFail() dFault {
	return func(next func([]byte) []byte, command []byte) []byte {
		answer := next(command)
		if command[1] == 0xB0 && command[2] >= 0x80 && bytes.Equal(answer, []byte{0x6B, 0x00}) {
			next([]byte{0x00, 0xB0, command[2], 0x00, 0x01})
		}
		return answer
	}
}
