package icc

import (
	"bytes"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
)

func TestMutualCases(t *testing.T) {
	defect.Prove(t, mutual(), nil, append(dDefectsOfCells(), dDefectsOfWire(defect.Subject(t, "1", nil).Number)...))
}

// dDefectsOfCells are cards that go by one other word of the table.
func dDefectsOfCells() []defect.Defect {
	unchecked := dCell("guard.mutual.mac-wrong", "off", "ICC_D_04", "ICC_D_15", "ICC_D_18")
	blind := defect.Defect{Name: "neither MAC nor challenge checked", Noticed: []string{"ICC_D_05", "ICC_D_06", "ICC_D_07", "ICC_D_11"},
		Options: []emulator.Option{emulator.WithSpec("t1.guard.mutual.mac-wrong", "off"), emulator.WithSpec("t1.guard.mutual.challenge-wrong", "off")}}
	return []defect.Defect{
		unchecked, blind,
		dCell("ke.layout.icc", "RND.IFD RND.ICC K.ICC", "ICC_D_01", "ICC_D_02", "ICC_D_19"),
		dCell("guard.mutual.challenge-wrong", "off", "ICC_D_05", "ICC_D_07", "ICC_D_09"),
		dCell("guard.mutual.mac-wrong", "6985", "ICC_D_04", "ICC_D_06", "ICC_D_11", "ICC_D_15", "ICC_D_18"),
		dCell("guard.mutual.challenge-wrong", "6985", "ICC_D_05", "ICC_D_07", "ICC_D_09"),
		dCell("guard.mutual.no-challenge", "6300", "ICC_D_08", "ICC_D_09", "ICC_D_16"),
		dCell("effect.any", "", "ICC_D_09", "ICC_D_16"),
		dCell("effect.reset", "enter-mf clear-ef clear-session clear-verified", "ICC_D_08"),
		dCell("effect.mutual.fail", "", "ICC_D_12"),
		dCell("effect.mutual.fail", "clear-verified", "ICC_D_12"),
		dCell("effect.mutual.ok", "set-session", "ICC_D_13"),
		dCell("guard.mutual.p1p2-wrong", "6A86", "ICC_D_21"),
		dCell("guard.mutual.p1p2-wrong", "off", "ICC_D_21"),
		dCell("df1.ef02.sfi", "07", "ICC_D_19"),
		dCell("df3.aid", "D392F0004F0500000000000000000000", "ICC_D_19"),
		dCell("df3.ef01.size", "1460", "ICC_D_19"),
		dCell("sm.data.tag", "85", "ICC_D_19"),
		dCell("ke.challenge.length", "7", "ICC_D_19"),
		{Name: "another SFI on the second generation", Card: "05", Noticed: []string{"ICC_D_20"},
			Options: []emulator.Option{emulator.WithSpec("t05.df1.ef03.sfi", "1D")}},
		{Name: "K.ICC before RND.IFD on the second generation", Card: "06", Noticed: []string{"ICC_D_01", "ICC_D_02", "ICC_D_20"},
			Options: []emulator.Option{emulator.WithSpec("t06.ke.layout.icc", "RND.ICC K.ICC RND.IFD")}},
		{Name: "the MAC of the second generation is not checked", Card: "05", Noticed: []string{"ICC_D_04", "ICC_D_15", "ICC_D_18"},
			Options: []emulator.Option{emulator.WithSpec("t05.guard.mutual.mac-wrong", "off")}},
		{Name: "nothing of the second generation is checked", Card: "05", Noticed: []string{"ICC_D_11"},
			Options: []emulator.Option{emulator.WithSpec("t05.guard.mutual.mac-wrong", "off"), emulator.WithSpec("t05.guard.mutual.challenge-wrong", "off")}},
		{Name: "K.ICC is constant", Noticed: []string{"ICC_D_03"}, Options: []emulator.Option{emulator.WithRandom(dConstant{})}},
	}
}

// dConstant is a random source that is none.
type dConstant struct{}

func (dConstant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 0x42
	}
	return len(p), nil
}

// dDefectsOfWire are cards that misbehave in a way that no word of the table
// expresses.
func dDefectsOfWire(number string) []defect.Defect {
	flip := func(at int) func() dFault {
		return dChanges(0x82, func(answer []byte) []byte {
			answer[at] ^= 0x04
			return answer
		})
	}
	half := func(kenc, e, m []byte) bool { return bytes.Equal(witness.RetailMAC(kenc, e)[:4], m[:4]) }
	sevenBytes := func(kenc, e, m []byte) bool { return bytes.Equal(witness.RetailMAC(kenc, e)[:7], m[:7]) }
	return []defect.Defect{
		dOnWire("m-icc-wrong", flip(39), "ICC_D_01"),
		dOnWire("e-icc-altered", flip(0), "ICC_D_01"),
		dOnWire("k-icc-altered", flip(24), "ICC_D_01"),
		dOnWire("auth-length=39", dChanges(0x82, func(answer []byte) []byte { return answer[1:] }), "ICC_D_01", "ICC_D_17"),
		dOnWire("mac-half", dAccepts(number, half), "ICC_D_04", "ICC_D_15"),
		dOnWire("last byte of M_IFD not compared", dAccepts(number, sevenBytes), "ICC_D_04", "ICC_D_15"),
		dOnWire("MAC without padding accepted", dAccepts(number, dIs(dMACUnpadded)), "ICC_D_18"),
		dOnWire("MAC over a zero block accepted", dAccepts(number, dIs(dMACZeroBlock)), "ICC_D_18"),
		dOnWire("CBC-MAC accepted", dAccepts(number, dIs(dMACPlainCBC)), "ICC_D_18"),
		dOnWire("lc-ignored", dLcIgnored, "ICC_D_17"),
		dOnWire("answer cut at Le", dAnswers(0x82, dCutsAtLe), "ICC_D_10"),
		dOnWire("wrong forms get 8 bytes and 9000", dAnswers(0x82, dGivesEight), "ICC_D_10"),
		dOnFreshWire("retry-limit", dLocks([]byte{0x69, 0x83}), "ICC_D_14"),
		dOnWire("sw-off-table=63CX", dSays(0x82, map[string]string{"\x63\x00": "\x63\xC2"}), "ICC_D_04", "ICC_D_14"),
		dOnWire("INS 84 agrees a key", dAnswers(0x84, dMisprint), "ICC_D_22"),
		dOnFreshWire("the first session key stays", dKeepsFirstKey(number), "ICC_D_13"),
		dOnWire("other numbers open too", dMasterKey(number), "ICC_D_06"),
		dOnWire("no challenge needed", dNeedsNoChallenge(number), "ICC_D_08", "ICC_D_09", "ICC_D_16"),
		dOnWire("a key is agreed behind a refusal", dAgreesSecretly(number), "ICC_D_04", "ICC_D_05", "ICC_D_06", "ICC_D_07",
			"ICC_D_08", "ICC_D_10", "ICC_D_11", "ICC_D_18", "ICC_D_22"),
		dOnWire("wrong frames are answered in full", dAnswers(0x82, dEchoes), "ICC_D_04", "ICC_D_05", "ICC_D_06", "ICC_D_07",
			"ICC_D_08", "ICC_D_09", "ICC_D_11", "ICC_D_15", "ICC_D_18", "ICC_D_21"),
	}
}

func dIs(mac func(key, data []byte) []byte) func(kenc, e, m []byte) bool {
	return func(kenc, e, m []byte) bool { return bytes.Equal(mac(kenc, e), m) }
}

// dCutsAtLe takes a short Le for the number of bytes wanted.
func dCutsAtLe(next func([]byte) []byte, command []byte) []byte {
	if len(command) != 46 {
		return next(command)
	}
	le := command[45]
	command[45] = 0x00
	answer := next(command)
	if le == 0 || len(answer) != 42 || le >= 40 {
		return answer
	}
	return append(answer[:le:le], 0x90, 0x00)
}

// dLocks refuses every key agreement after three failures.
func dLocks(sw []byte) func() dFault {
	return func() dFault {
		failures := 0
		return dAnswers(0x82, func(next func([]byte) []byte, command []byte) []byte {
			if failures >= 3 {
				return sw
			}
			answer := next(command)
			if len(answer) == 2 {
				failures++
			}
			return answer
		})()
	}
}

// dMisprint takes INS 84 with a body for MUTUAL AUTHENTICATE (annex 1).
func dMisprint(next func([]byte) []byte, command []byte) []byte {
	if len(command) >= 45 {
		command[1] = 0x82
		command = append(command[:45], 0x00)
	}
	return next(command)
}

// dEchoes answers a refused frame with 9000 and the frame itself.
func dEchoes(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if len(answer) == 2 && len(command) >= 45 {
		return append(command[5:45:45], 0x90, 0x00)
	}
	return answer
}

// dResealed is the command with its plain text changed and sealed again, under
// the key of another number perhaps.
func dResealed(command, from, to []byte, change func(plain []byte)) []byte {
	plain := witness.DecryptCBC(from, command[5:37])
	change(plain)
	return witness.MutualAuthenticate(witness.TerminalCryptogram(to, plain[:8], plain[8:16], plain[16:]))
}

// dMasterKey takes frames under one other number too.
func dMasterKey(number string) func() dFault {
	own, other := witness.BaseKey(number), witness.BaseKey(otherNumber(number))
	return dAnswers(0x82, func(next func([]byte) []byte, command []byte) []byte {
		if len(command) == 46 && bytes.Equal(witness.RetailMAC(other, command[5:37]), command[37:45]) {
			command = dResealed(command, other, own, func([]byte) {})
		}
		return next(command)
	})
}

// dNeedsNoChallenge takes any RND.ICC when none was fetched directly before.
func dNeedsNoChallenge(number string) func() dFault {
	return func() dFault {
		fetched, kenc := false, witness.BaseKey(number)
		return func(next func([]byte) []byte, command []byte) []byte {
			if command[1] == 0x82 && len(command) == 46 && !fetched {
				rndICC := next(witness.GetChallenge())
				command = dResealed(command, kenc, kenc, func(plain []byte) { copy(plain[8:16], rndICC) })
			}
			fetched = command[1] == 0x84
			return next(command)
		}
	}
}

// dAgreesSecretly answers a wrong frame as it should and agrees on a key all
// the same.
func dAgreesSecretly(number string) func() dFault {
	return func() dFault {
		return func(next func([]byte) []byte, command []byte) []byte {
			answer := next(command)
			if len(command) >= 45 && len(answer) == 2 {
				rndICC := next(witness.GetChallenge())[:8]
				next(witness.MutualAuthenticate(witness.TerminalCryptogram(witness.BaseKey(number),
					make([]byte, 8), rndICC, make([]byte, 16))))
			}
			return answer
		}
	}
}

// dKeepsFirstKey answers later key agreements as it should and goes on with
// the first session.
func dKeepsFirstKey(number string) func() dFault {
	return func() dFault {
		agreed, rndICC, kenc := false, []byte{}, witness.BaseKey(number)
		return func(next func([]byte) []byte, command []byte) []byte {
			if command[1] == 0x82 && agreed {
				plain := witness.DecryptCBC(kenc, command[5:37])
				return append(witness.CardCryptogram(kenc, rndICC, plain[:8], make([]byte, 16)), 0x90, 0x00)
			}
			answer := next(command)
			switch command[1] {
			case 0x84:
				rndICC = answer[:8]
			case 0x82:
				agreed = len(answer) == 42
			}
			return answer
		}
	}
}

// dGivesEight answers a refused frame with 9000 and its first 8 bytes.
func dGivesEight(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if len(answer) == 2 && len(command) >= 13 {
		return append(command[5:13:13], 0x90, 0x00)
	}
	return answer
}
