package icc

import (
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/internal/witness"
)

func TestSelectionCases(t *testing.T) {
	defects := bDefects()
	for _, f := range files(defect.Subject(t, "1", nil), protected) {
		defects = append(defects, dCell(dotted(f)+".access", "free", "ICC_B_09"))
	}
	defect.Prove(t, selection(), []string{"ICC_B_05"}, defects)
}

func bDefects() []defect.Defect {
	return []defect.Defect{
		dCell("df1.aid", "D392F0004F0500000000000000000000", "ICC_B_01"),
		dCell("df2.aid", "D392F0004F0500000000000000000000", "ICC_B_02"),
		dCell("df3.aid", "D392F0004F0500000000000000000000", "ICC_B_03"),
		dOnWire("SELECT answers an FCI", dChanges(0xA4, func(answer []byte) []byte {
			return append([]byte{0x6F, 0x00}, answer...)
		}), "ICC_B_01", "ICC_B_02", "ICC_B_03", "ICC_B_08"),
		dOnWire("unknown names are accepted", dSays(0xA4, map[string]string{"\x6A\x82": "\x90\x00"}), "ICC_B_04", "ICC_B_06"),
		dCell("guard.select.file-not-found", "6F00", "ICC_B_04", "ICC_B_06"),
		dCell("effect.select.fail", "enter-mf", "ICC_B_04"),
		dCell("df1.aid", "D392F0004F0100000000000000000000", "ICC_B_06"),
		dCell("guard.select.p1p2-wrong", "6A82", "ICC_B_07"),
		dOnWire("P1 is not looked at", dAnswers(0xA4, bTolerant), "ICC_B_07"),
		dOnWire("lc-ignored", dLcIgnored, "ICC_B_08"),
		dOnWire("surplus after 3F00: 9000, nothing selected", dAnswers(0xA4, bOnlySays(0x00)), "ICC_B_08"),
		dOnWire("surplus after an AID: 9000, nothing selected", dAnswers(0xA4, bOnlySays(0x04)), "ICC_B_08"),
		dCell("guard.read-plain.not-verified", "6985", "ICC_B_09"),
		dCell("effect.select.ok", "enter-df clear-ef clear-verified", "ICC_B_10"),
		dCell("effect.select.ok", "enter-df clear-ef clear-session", "ICC_B_10"),
		dOnFreshWire("file-drift", bDrifts, "ICC_B_10"),
		dCell("guard.select.length-malformed", "6F00", "ICC_B_11"),
		dCell("guard.select.lc-contradicts", "6A86", "ICC_B_11"),
		dOnWire("Lc is made to fit", dAnswers(0xA4, bFillsUp), "ICC_B_11"),
	}
}

// bTolerant reads any P1 with 16 bytes of data as DF selection.
func bTolerant(next func([]byte) []byte, command []byte) []byte {
	if len(command) == 21 {
		command[2] = 0x04
	}
	return next(command)
}

// bOnlySays answers a SELECT that has this P1 and surplus data with 9000 and
// does not select.
func bOnlySays(p1 byte) func(next func([]byte) []byte, command []byte) []byte {
	return func(next func([]byte) []byte, command []byte) []byte {
		if len(command) > 5 && command[2] == p1 && len(command) > 5+int(command[4]) {
			return []byte{0x90, 0x00}
		}
		return next(command)
	}
}

// bFillsUp takes a SELECT for one of DF1 or of the MF, whatever its Lc.
func bFillsUp(next func([]byte) []byte, command []byte) []byte {
	switch {
	case command[2] == 0x00:
		return next(witness.SelectMF())
	case len(command) < 10 || command[9] == 0x4F && (len(command) < 11 || command[10] == 0x02):
		return next(witness.SelectDF(1))
	}
	return next(command)
}

// bDrifts changes one bit of the second long answer, in the first block of
// its cryptogram.
func bDrifts() dFault {
	long := 0
	return dChanges(0xB0, func(answer []byte) []byte {
		if len(answer) > 7000 {
			long++
		}
		if long == 2 {
			answer[8] ^= 0x01
		}
		return answer
	})()
}
