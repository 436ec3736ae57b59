package icc

import (
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

func TestSpecifiedCases(t *testing.T) {
	cell := func(key, value string, noticed ...string) defect.Defect {
		return defect.Defect{Name: key + "=" + value, Card: "07", Noticed: noticed,
			Options: []emulator.Option{emulator.WithSpec("t07."+key, value)}}
	}
	defect.Prove(t, specifiedCards(), []string{"ICC_S_02"}, []defect.Defect{
		cell("ap.aid", "D392F0004F0500000000000000000000", "ICC_S_01"),
		cell("ap.ef02.access", "number", "ICC_S_01"),
		cell("ke.message", "bare-32", "ICC_S_03"),
		cell("ke.oaep", "sha1-mgf1-sha1", "ICC_S_03", "ICC_S_04"),
		cell("guard.set-key.message-wrong", "6A86", "ICC_S_04"),
		cell("guard.set-key.cryptogram-outside", "6A80", "ICC_S_04"),
		cell("sm.counter.start", "0", "ICC_S_03", "ICC_S_05", "ICC_S_12"),
		cell("sm.cipher", "aes128-cbc-iv0", "ICC_S_05", "ICC_S_12"),
		cell("effect.sm-command", "", "ICC_S_06", "ICC_S_12"),
		cell("effect.sm-error", "", "ICC_S_07"),
		cell("guard.verify.no-session", "6985", "ICC_S_04", "ICC_S_07", "ICC_S_08", "ICC_S_13"),
		cell("effect.select-ap.ok", "enter-df clear-ef", "ICC_S_08"),
		cell("entry", "mf", "ICC_S_09"),
		cell("effect.set-key.ok", "set-session start-counter", "ICC_S_10"),
		cell("effect.set-key.ok", "start-counter clear-verified", "ICC_S_03"),
		cell("effect.select.ok", "enter-df clear-ef clear-session", "ICC_S_11"),
		cell("effect.reset", "enter-mf clear-ef", "ICC_S_13"),
		cell("effect.reset", "enter-mf clear-ef clear-verified", "ICC_S_13"),
		cell("effect.reset", "clear-ef", "ICC_S_13"),
	})
}
