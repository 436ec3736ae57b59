package icc

import (
	"bytes"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/internal/witness"
)

func TestSelectionCases(t *testing.T) {
	defect.Prove(t, selection(), []string{"ICC_B_05"}, []defect.Defect{
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
		dOnWire("surplus data: 9000, nothing selected", dAnswers(0xA4, bOnlySays), "ICC_B_08"),
		dCell("df1.ef02.access", "free", "ICC_B_09"),
		dCell("df2.ef01.access", "free", "ICC_B_09"),
		dCell("guard.read-plain.not-verified", "6985", "ICC_B_09"),
		dCell("effect.select.ok", "enter-df clear-ef clear-verified", "ICC_B_10"),
		dCell("effect.select.ok", "enter-df clear-ef clear-session", "ICC_B_10"),
		dCell("guard.select.length-malformed", "6F00", "ICC_B_11"),
		dCell("guard.select.lc-contradicts", "6A86", "ICC_B_11"),
		dOnWire("Lc is made to fit", dAnswers(0xA4, bFillsUp), "ICC_B_11"),
	})
}

// bTolerant reads any P1 with 16 bytes of data as DF selection.
func bTolerant(next func([]byte) []byte, command []byte) []byte {
	if len(command) == 21 {
		command[2] = 0x04
	}
	return next(command)
}

// bOnlySays answers a SELECT with surplus data with 9000 and does not select.
func bOnlySays(next func([]byte) []byte, command []byte) []byte {
	if len(command) > 5 && len(command) > 5+int(command[4]) {
		return []byte{0x90, 0x00}
	}
	return next(command)
}

// bFillsUp completes or cuts an AID of DF1 as it goes.
func bFillsUp(next func([]byte) []byte, command []byte) []byte {
	whole := witness.SelectDF(1)
	if len(command) > 8 && (bytes.HasPrefix(whole[5:], command[5:]) || bytes.HasPrefix(command[5:], whole[5:])) {
		return next(whole)
	}
	return next(command)
}
