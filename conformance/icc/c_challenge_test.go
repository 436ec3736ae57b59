package icc

import (
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

func TestChallengeCases(t *testing.T) {
	defect.Prove(t, challenge(), nil, cDefects())
}

func cDefects() []defect.Defect {
	return []defect.Defect{
		dOnWire("challenge-length=7", dChanges(0x84, func(answer []byte) []byte { return answer[1:] }), "ICC_C_01"),
		dOnWire("challenge-length=9", dChanges(0x84, func(answer []byte) []byte { return append([]byte{0}, answer...) }), "ICC_C_01"),
		dOnWire("challenge-weak=same", dChanges(0x84, func([]byte) []byte {
			return []byte{1, 2, 3, 4, 5, 6, 7, 8, 0x90, 0x00}
		}), "ICC_C_02"),
		dOnWire("every challenge comes twice", cTwice, "ICC_C_02"),
		dOnWire("one bit of the challenge stands still", dChanges(0x84, func(answer []byte) []byte {
			answer[5] |= 0x10
			return answer
		}), "ICC_C_02"),
		dCell("guard.challenge.le-wrong", "off", "ICC_C_03"),
		dCell("guard.challenge.data-present", "6A86", "ICC_C_03"),
		dCell("guard.challenge.p1p2-wrong", "off", "ICC_C_04"),
		dCell("guard.challenge.p1p2-wrong", "6700", "ICC_C_04"),
		dCell("effect.any", "", "ICC_C_05"),
		dCell("guard.mutual.no-challenge", "6300", "ICC_C_05"),
		dOnWire("the first challenge stays", cFirstStays, "ICC_C_06"),
		dCell("guard.mutual.challenge-wrong", "off", "ICC_C_06"),
		dCell("guard.mutual.challenge-wrong", "6985", "ICC_C_06"),
		dCell("effect.challenge.ok", "set-challenge clear-verified", "ICC_C_07"),
		dCell("effect.challenge.ok", "set-challenge clear-session", "ICC_C_07"),
		dOnWire("no challenge in a DF", cOnlyInMF, "ICC_C_08"),
	}
}

// cTwice gives every challenge a second time; its bits are in balance.
func cTwice() dFault {
	var kept []byte
	return dAnswers(0x84, func(next func([]byte) []byte, command []byte) []byte {
		if answer := kept; answer != nil {
			kept = nil
			return answer
		}
		kept = next(command)
		return kept
	})()
}

// cFirstStays gives out new challenges but keeps the first one, until it is
// used.
func cFirstStays() dFault {
	fetched := byte(0)
	return func(next func([]byte) []byte, command []byte) []byte {
		if command[1] != 0x84 {
			fetched = 0
			return next(command)
		}
		if fetched++; fetched == 1 {
			return next(command)
		}
		return []byte{fetched, 2, 3, 4, 5, 6, 7, 8, 0x90, 0x00}
	}
}

// cOnlyInMF answers 6A82 to GET CHALLENGE after a DF was selected.
func cOnlyInMF() dFault {
	inDF := false
	return func(next func([]byte) []byte, command []byte) []byte {
		switch {
		case command[1] == 0xA4:
			inDF = command[2] == 0x04
		case command[1] == 0x84 && inDF:
			return []byte{0x6A, 0x82}
		}
		return next(command)
	}
}
