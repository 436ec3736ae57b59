package icc

import (
	"bytes"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
)

func TestAccessCases(t *testing.T) {
	number := defect.Subject(t, "1", nil).Number
	cells := func(name string, noticed []string, changes ...string) defect.Defect {
		d := defect.Defect{Name: name, Noticed: noticed}
		for i := 0; i < len(changes); i += 2 {
			d.Options = append(d.Options, emulator.WithSpec("t1."+changes[i], changes[i+1]))
		}
		return d
	}
	noKey := dOnWire("sm-without-key-is-plain", eKnowing(number, fNoKeyIsPlain), "ICC_F_02")
	noKey.Options = []emulator.Option{emulator.WithSpec("t1.df1.ef01.access", "free"), emulator.WithSpec("t1.df3.ef01.access", "free")}
	extra := dOnWire("extra-files", fExtraFiles, "ICC_F_11")
	extra.Card = "2"
	defect.Prove(t, access(), nil, []defect.Defect{
		cells("access-open", []string{"ICC_F_01", "ICC_F_03", "ICC_F_09"}, "df2.ef01.access", "free"),
		cells("access-open-image", []string{"ICC_F_01", "ICC_F_03", "ICC_F_04"}, "df1.ef02.access", "free"),
		noKey,
		cells("no-verify-needed", []string{"ICC_F_03"}, "guard.read-plain.not-verified", "off", "guard.read-sm.not-verified", "off"),
		cells("no-verify-needed-under-sm", []string{"ICC_F_03", "ICC_F_09"}, "guard.read-sm.not-verified", "off"),
		cells("sm-file-plain", []string{"ICC_F_04", "ICC_F_15", "ICC_F_17"}, "df1.ef01.access", "number"),
		cells("plain-refused", []string{"ICC_F_05", "ICC_F_15"}, "df2.ef01.access", "number+sm"),
		dOnWire("sm-trims", eKnowing(number, fSMTrims), "ICC_F_06"),
		cells("session-survives", []string{"ICC_F_07", "ICC_F_08"}, "effect.reset", "enter-mf clear-ef clear-challenge"),
		cells("key-survives", []string{"ICC_F_07", "ICC_F_08"}, "effect.reset", "enter-mf clear-ef clear-challenge clear-verified"),
		cells("rights-survive", []string{"ICC_F_07"}, "effect.reset", "enter-mf clear-ef clear-challenge clear-session",
			"effect.mutual.ok", "set-session"),
		dOnWire("rights-survive-deactivation", fRightsSurvive(t), "ICC_F_08"),
		cells("mismatch-opens", []string{"ICC_F_09"}, "effect.verify.mismatch", "set-verified"),
		dOnWire("update-offered", dAnswers(0xD6, func(func([]byte) []byte, []byte) []byte { return []byte{0x90, 0x00} }), "ICC_F_10"),
		dOnWire("put-data-6A81", dAnswers(0xDA, func(func([]byte) []byte, []byte) []byte { return []byte{0x6A, 0x81} }), "ICC_F_10"),
		dOnWire("written", fWritten(t), "ICC_F_10"),
		extra,
		{Name: "a file where later certificates have none", Card: "06", Noticed: []string{"ICC_F_12"},
			Options: []emulator.Option{emulator.WithSpec("t06.df2.ef01.sfi", "02")}},
		dOnWire("sfi-of-any-df", fAnyDF, "ICC_F_13"),
		dOnWire("first-df-stays", fFirstDFStays, "ICC_F_13", "ICC_F_14"),
		dOnWire("sm-plain-answer", eKnowing(number, fPlainAnswer), "ICC_F_15"),
		dOnWire("sm-on-plain", eKnowing(number, fSealedAnswer), "ICC_F_15"),
		dOnWire("error-body", dAnswers(0xB0, fErrorBody), "ICC_F_01", "ICC_F_16"),
		dOnWire("offset-bypass", eKnowing(number, fOffsetBypass()), "ICC_F_17"),
	})
}

// fPlainForm is the plain form of an SM read.
func fPlainForm(command []byte) []byte {
	return []byte{0x00, 0xB0, command[2], command[3], 0x00, command[9], command[10]}
}

func fIsSMRead(command []byte) bool {
	return len(command) == 13 && command[0] == 0x08 && command[1] == 0xB0
}

func fNormal(answer []byte) bool { return bytes.HasSuffix(answer, []byte{0x90, 0x00}) }

// fNoKeyIsPlain takes an SM read without a key for a plain one.
func fNoKeyIsPlain(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	if fIsSMRead(command) && ksenc == nil {
		return next(fPlainForm(command))
	}
	return next(command)
}

// fSMTrims gives no NUL tail under SM.
func fSMTrims(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if fIsSMRead(command) && fNormal(answer) {
		plain, _ := witness.Open(ksenc, answer[:len(answer)-2])
		return append(witness.Seal(ksenc, bytes.TrimRight(plain, "\x00")), 0x90, 0x00)
	}
	return answer
}

// fPlainAnswer answers an SM read in plain, fSealedAnswer a plain one by an
// SM object.
func fPlainAnswer(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if fIsSMRead(command) && fNormal(answer) {
		plain, _ := witness.Open(ksenc, answer[:len(answer)-2])
		return append(plain, 0x90, 0x00)
	}
	return answer
}

func fSealedAnswer(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if command[1] == 0xB0 && command[0] == 0x00 && fNormal(answer) {
		return append(witness.Seal(ksenc, answer[:len(answer)-2]), 0x90, 0x00)
	}
	return answer
}

// fWritten makes a card on which UPDATE BINARY, refused in words, writes.
func fWritten(t *testing.T) func() dFault {
	changed := defect.Subject(t, "1", func(img *emulator.Image) {
		address := bytes.Clone(img.Files["df2/ef01"])
		address[len(address)-1] ^= 0xFF
		img.Files["df2/ef01"] = address
	})
	written := false // outlives a reset
	return func() dFault {
		return func(next func([]byte) []byte, command []byte) []byte {
			written = written || command[1] == 0xD6
			if !written {
				return next(command)
			}
			answer, err := changed.Card.Transmit(t.Context(), command)
			if err != nil {
				t.Error(err)
			}
			return answer
		}
	}
}

// fRightsSurvive makes a card that gives plain reads for ever once it has
// verified: they come from a second card that stays open.
func fRightsSurvive(t *testing.T) func() dFault {
	open := defect.Subject(t, "1", nil)
	term := witness.NewTerminal(open.Card.Transmit, bytes.NewReader(make([]byte, 24)))
	if err := term.Open(t.Context(), open.Number); err != nil {
		t.Fatal(err)
	}
	verified := false // outlives a reset
	return func() dFault {
		return func(next func([]byte) []byte, command []byte) []byte {
			answer := next(command)
			verified = verified || eIsVerify(command) && fNormal(answer)
			if command[1] != 0xA4 && (command[1] != 0xB0 || command[0] != 0x00) {
				return answer
			}
			opened, err := open.Card.Transmit(t.Context(), command)
			if err != nil {
				t.Error(err)
			}
			if verified && !fNormal(answer) {
				return opened
			}
			return answer
		}
	}
}

// fExtraFiles makes a card whose DF2 has EF02 to EF04, all NUL and free.
func fExtraFiles() dFault {
	inDF2 := false
	return func(next func([]byte) []byte, command []byte) []byte {
		if command[1] == 0xA4 {
			inDF2 = bytes.Equal(command, witness.SelectDF(2))
		}
		if inDF2 && command[1] == 0xB0 && command[2] >= 0x82 && command[2] <= 0x84 {
			return append(make([]byte, 122), 0x90, 0x00)
		}
		return next(command)
	}
}

// fAnyDF makes a card that looks for a short EF identifier in every DF.
func fAnyDF() dFault {
	selected := witness.SelectMF()
	return func(next func([]byte) []byte, command []byte) []byte {
		if command[1] == 0xA4 {
			selected = command
		}
		answer := next(command)
		for df := 1; df <= 3 && command[1] == 0xB0 && bytes.Equal(answer, []byte{0x6A, 0x82}); df++ {
			next(witness.SelectDF(df))
			answer = next(command)
			next(selected)
		}
		return answer
	}
}

// fFirstDFStays makes a card that says yes to a second SELECT of a DF and
// keeps the first one.
func fFirstDFStays() dFault {
	chosen := false
	return func(next func([]byte) []byte, command []byte) []byte {
		if command[1] == 0xA4 && command[2] == 0x04 {
			if chosen {
				return []byte{0x90, 0x00}
			}
			chosen = true
		}
		if command[1] == 0x82 {
			chosen = false
		}
		return next(command)
	}
}

// fErrorBody adds two bytes to a refused READ BINARY.
func fErrorBody(next func([]byte) []byte, command []byte) []byte {
	answer := next(command)
	if bytes.Equal(answer, []byte{0x69, 0x82}) {
		return append([]byte{0xD0, 0x82}, answer...)
	}
	return answer
}

// fOffsetBypass makes a card that forgets the SM attribute in the offset form.
func fOffsetBypass() func(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
	return func(ksenc []byte, next func([]byte) []byte, command []byte) []byte {
		answer := next(command)
		if command[1] != 0xB0 || command[0] != 0x00 || command[2] >= 0x80 || fNormal(answer) || ksenc == nil {
			return answer
		}
		sm := next(witness.ReadSM(command[2], command[3], uint16(command[5])<<8|uint16(command[6])))
		plain, err := witness.Open(ksenc, sm[:len(sm)-2])
		if err != nil {
			return answer
		}
		return append(plain, 0x90, 0x00)
	}
}
