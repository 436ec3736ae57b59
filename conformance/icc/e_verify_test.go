package icc

import (
	"bytes"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/internal/witness"
)

func TestVerifyCases(t *testing.T) {
	number := defect.Subject(t, "1", nil).Number
	defect.Prove(t, verify(), nil, []defect.Defect{
		dOnWire("verify-sm-answer", dChanges(0x20, func(answer []byte) []byte {
			return append(witness.Seal(make([]byte, 16), nil), answer...)
		}), "ICC_E_01"),
		dCell("effect.verify.ok", "", "ICC_E_01", "ICC_E_10", "ICC_E_11", "ICC_E_12"),
		dCell("guard.verify.number-wrong", "off", "ICC_E_02", "ICC_E_09", "ICC_E_11", "ICC_E_13", "ICC_E_14"),
		dOnWire("verify-63cx", dSays(0x20, map[string]string{"\x63\x00": "\x63\xC2"}), "ICC_E_02", "ICC_E_09", "ICC_E_11", "ICC_E_13"),
		dOnWire("verify-plain", dAnswers(0x20, ePlainTaken), "ICC_E_03"),
		dOnWire("verify-bare-number", eKnowing(number, eBareTaken(number)), "ICC_E_03"),
		dOnWire("verify-without-key", eKnowing(number, eWithoutKey), "ICC_E_04"),
		dCell("guard.verify.no-session", "6982", "ICC_E_04"),
		dOnWire("padding-unchecked", eKnowing(number, eCompares(func(code []byte) bool {
			return len(code) >= 12 && string(code[:12]) == number
		}, number)), "ICC_E_05"),
		dOnWire("indicator-ignored", dAnswers(0x20, eRepair(func(body []byte) []byte { body[2] = 0x01; return body })), "ICC_E_06"),
		dOnWire("cryptogram-cut", dAnswers(0x20, eRepair(func(body []byte) []byte { body[1] = 0x11; return body[:19] })), "ICC_E_06"),
		dOnWire("tag-ignored", dAnswers(0x20, eRepair(func(body []byte) []byte { body[0] = 0x86; return body })), "ICC_E_07"),
		dOnWire("first-object-only", dAnswers(0x20, eRepair(func(body []byte) []byte { return body[:19] })), "ICC_E_07"),
		dOnWire("length-ignored", dAnswers(0x20, eRepair(func(body []byte) []byte { body[1] = 0x11; return body })), "ICC_E_07"),
		dOnWire("6987", dSays(0x20, map[string]string{"\x69\x88": "\x69\x87"}), "ICC_E_05", "ICC_E_06", "ICC_E_07"),
		dCell("guard.verify.p1p2-wrong", "off", "ICC_E_08"),
		dCell("effect.verify.mismatch", "", "ICC_E_09"),
		dCell("guard.read-sm.not-verified", "off", "ICC_E_09"),
		dOnWire("locks-after-1", eLocks(1), "ICC_E_10", "ICC_E_11"),
		dOnWire("retry-limit", eLocks(3), "ICC_E_11"),
		dOnWire("verify-only-once", eOnce, "ICC_E_10"),
		dOnWire("lc-ignored", dAnswers(0x20, eLcIgnored), "ICC_E_12"),
		dOnWire("verify-folds-case", eKnowing(number, eCompares(func(code []byte) bool {
			return len(code) == 16 && bytes.EqualFold(code[:12], []byte(number))
		}, number)), "ICC_E_13"),
		dOnWire("verify-ignores-the-rest", eKnowing(number, eCompares(func(code []byte) bool {
			return bytes.HasPrefix(code, []byte(number))
		}, number)), "ICC_E_05", "ICC_E_13"),
		dOnWire("verify-prefix", eKnowing(number, eCompares(func(code []byte) bool {
			return bytes.HasPrefix(code, []byte(number[:8]))
		}, number)), "ICC_E_02", "ICC_E_13", "ICC_E_14"),
	})
}

// ePlainTaken takes VERIFY with CLA 00 for one under SM.
func ePlainTaken(next func([]byte) []byte, command []byte) []byte {
	command[0] = 0x08
	return next(command)
}

// eKnowing gives a fault the session key, which a card has and a wire can
// learn from number and key agreement. The key is nil before that.
func eKnowing(number string, fault func(ksenc []byte, next func([]byte) []byte, command []byte) []byte) func() dFault {
	return func() dFault {
		var ksenc []byte
		return func(next func([]byte) []byte, command []byte) []byte {
			if len(command) != 46 || command[1] != 0x82 {
				return fault(ksenc, next, command)
			}
			answer := next(command)
			ksenc = nil
			if len(answer) == 42 {
				kenc := witness.BaseKey(number)
				ksenc = witness.SessionKey(witness.DecryptCBC(kenc, command[5:37])[16:], witness.DecryptCBC(kenc, answer[:32])[16:])
			}
			return answer
		}
	}
}

func eIsVerify(command []byte) bool { return len(command) > 5 && command[1] == 0x20 }

// eBareTaken takes the number in clear.
func eBareTaken(number string) func(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	return func(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
		if eIsVerify(command) && ksenc != nil && string(command[5:]) == number {
			return next(witness.VerifyCommand(ksenc, []byte(number)))
		}
		return next(command)
	}
}

// eWithoutKey says yes where no key has been agreed.
func eWithoutKey(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	if eIsVerify(command) && ksenc == nil {
		return []byte{0x90, 0x00}
	}
	return next(command)
}

// eCompares makes a card that accepts what right says of the deciphered code,
// padding included.
func eCompares(right func(code []byte) bool, number string) func(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	return func(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
		if eIsVerify(command) && ksenc != nil && len(command) > 8 && right(witness.DecryptCBC(ksenc, command[8:])) {
			return next(witness.VerifyCommand(ksenc, []byte(number)))
		}
		return next(command)
	}
}

// eRepair mends the body of a VERIFY that has at least one whole object.
func eRepair(mend func(body []byte) []byte) func(next func([]byte) []byte, command []byte) []byte {
	return func(next func([]byte) []byte, command []byte) []byte {
		if len(command) < 24 {
			return next(command)
		}
		body := mend(slices.Clone(command[5:]))
		return next(append([]byte{command[0], 0x20, command[2], command[3], byte(len(body))}, body...))
	}
}

// eLocks makes a card that refuses every VERIFY after n mismatches in a
// session.
func eLocks(n int) func() dFault {
	return func() dFault {
		mismatches := 0
		return func(next func([]byte) []byte, command []byte) []byte {
			if command[1] == 0x82 {
				mismatches = 0
			}
			if eIsVerify(command) && mismatches >= n {
				return []byte{0x63, 0x00}
			}
			answer := next(command)
			if bytes.Equal(answer, []byte{0x63, 0x00}) {
				mismatches++
			}
			return answer
		}
	}
}

// eOnce makes a card that refuses VERIFY once verified.
func eOnce() dFault {
	verified := false
	return func(next func([]byte) []byte, command []byte) []byte {
		if command[1] == 0x82 {
			verified = false
		}
		if eIsVerify(command) && verified {
			return []byte{0x69, 0x85}
		}
		answer := next(command)
		verified = verified || eIsVerify(command) && bytes.Equal(answer, []byte{0x90, 0x00})
		return answer
	}
}

// eLcIgnored refuses data longer than Lc.
func eLcIgnored(next func([]byte) []byte, command []byte) []byte {
	if len(command) > 5 && len(command) > 5+int(command[4]) {
		return []byte{0x67, 0x00}
	}
	return next(command)
}
