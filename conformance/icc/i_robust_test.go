package icc

import (
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

func TestRobustnessCases(t *testing.T) {
	cell := func(key, value string) []emulator.Option {
		return []emulator.Option{emulator.WithSpec("t1."+key, value)}
	}
	defect.Prove(t, robustness(), nil, []defect.Defect{
		{Name: "ins-called-cla", Options: cell("guard.unknown.always", "6E00"), Noticed: []string{"ICC_I_01"}},
		{Name: "cla-80-is-00", Wrap: hWrap(iMaskCLA), Noticed: []string{"ICC_I_01"}},
		{Name: "channel-not-told", Options: cell("guard.verify.cla-channel", "6E00"), Noticed: []string{"ICC_I_02"}},
		{Name: "channel-accepted", Options: cell("guard.challenge.cla-channel", "off"), Noticed: []string{"ICC_I_02"}},
		{Name: "empty-answer", Wrap: hWrap(iMute), Noticed: []string{"ICC_I_03"}},
		{Name: "header-is-enough", Wrap: hWrap(iHeaderOnly), Noticed: []string{"ICC_I_03"}},
		{Name: "stuck-after-error", Wrap: iStuck, Noticed: []string{"ICC_I_04"}},
		{Name: "access-open", Options: cell("df1.ef01.access", "free"), Noticed: []string{"ICC_I_05", "ICC_I_08", "ICC_I_09"}},
		{Name: "hidden-command", Wrap: hWrap(iBackDoor), Noticed: []string{"ICC_I_05"}},
		{Name: "sw-off-table", Options: cell("guard.read-sm.no-session", "6987"), Noticed: []string{"ICC_I_06", "ICC_I_09"}},
		{Name: "sw-of-another-command", Options: cell("guard.select.cla-channel", "6881"), Noticed: []string{"ICC_I_02", "ICC_I_06"}},
		{Name: "sw-trouble", Wrap: hWrap(iTrouble), Noticed: []string{"ICC_I_06", "ICC_I_09"}},
		{Name: "verify-sm-answer", Wrap: hWrap(iVerifyAnswer), Noticed: []string{"ICC_I_07", "ICC_I_09"}},
		{Name: "no-verify-needed", Options: cell("guard.read-sm.not-verified", "off"), Noticed: []string{"ICC_I_08", "ICC_I_09"}},
		{Name: "sm-file-plain", Options: cell("guard.read-plain.sm-required", "off"), Noticed: []string{"ICC_I_08", "ICC_I_09"}},
		{Name: "sticky-verified", Options: cell("effect.verify.mismatch", ""), Noticed: []string{"ICC_I_08", "ICC_I_09"}},
		{Name: "current-on-fail", Wrap: iMoved, Noticed: []string{"ICC_I_09"}},
		{Name: "current-lost-on-fail", Options: cell("effect.read.fail", "clear-ef"), Noticed: []string{"ICC_I_09"}},
		{Name: "challenge-reusable", Options: cell("effect.any", ""), Noticed: []string{"ICC_I_09"}},
		{Name: "failed-select-logs-out", Options: cell("effect.select.fail", "clear-verified"), Noticed: []string{"ICC_I_09", "ICC_I_10"}},
	})
}

// iMaskCLA ignores the upper half of CLA.
func iMaskCLA(command []byte, card send) []byte {
	if len(command) > 0 && command[0] == 0x80 {
		command = append([]byte{0x00}, command[1:]...)
	}
	return card(command)
}

// iMute gives no status word to an incomplete header.
func iMute(command []byte, card send) []byte {
	if len(command) < 4 {
		return nil
	}
	return card(command)
}

// iHeaderOnly takes two bytes for a command.
func iHeaderOnly(command []byte, card send) []byte {
	if len(command) < 4 {
		return []byte{0x90, 0x00}
	}
	return card(command)
}

// iStuck answers nothing but 6F00 after a malformed command, until reset.
func iStuck(c conformance.Card) conformance.Card {
	stuck := false
	return hWrap(func(command []byte, card send) []byte {
		r := card(command)
		if stuck {
			return []byte{0x6F, 0x00}
		}
		stuck = len(r) == 2 && r[0] == 0x67
		return r
	})(c)
}

// iBackDoor gives the front image out to a command that nobody publishes.
func iBackDoor(command []byte, card send) []byte {
	if len(command) == 7 && command[0] == 0x90 && command[1] == 0x32 {
		return append([]byte{0xD0, 0x82, 0x1B, 0x58, 0x49, 0x49, 0x2A, 0x00}, 0x90, 0x00)
	}
	return card(command)
}

// iTrouble reports a damaged file where it should say that nothing is known
// of the challenge.
func iTrouble(command []byte, card send) []byte {
	r := card(command)
	if len(command) > 4 && command[1] == 0x82 && len(r) == 2 && r[0] == 0x69 {
		return []byte{0x64, 0x00}
	}
	return r
}

// iMoved takes a file that could not be read for the current one: it is asked
// for by offset and refused for its access, not for want of a current EF.
func iMoved(c conformance.Card) conformance.Card {
	moved := false
	return hWrap(func(command []byte, card send) []byte {
		r := card(command)
		byOffset := len(command) > 2 && command[1] == 0xB0 && command[2] < 0x80
		switch {
		case byOffset && moved && r[0] == 0x69 && r[1] == 0x86:
			return []byte{0x69, 0x82}
		case !byOffset:
			moved = len(command) > 2 && command[1] == 0xB0 && r[0] == 0x69 && r[1] == 0x82
		}
		return r
	})(c)
}

// iVerifyAnswer answers VERIFY with an SM object beside 9000.
func iVerifyAnswer(command []byte, card send) []byte {
	r := card(command)
	if len(command) > 4 && command[1] == 0x20 && r[0] == 0x90 {
		return append([]byte{0x86, 0x09, 0x01, 0, 1, 2, 3, 4, 5, 6, 7}, r...)
	}
	return r
}
