package icc

import (
	"context"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

// restless is a card whose ATR changes and whose presence poll resets it.
type restless struct {
	conformance.Card
	polls byte
}

func (r *restless) ATR(ctx context.Context) ([]byte, error) {
	r.polls++
	return []byte{0x3B, 0x80, r.polls}, r.Card.Reset(ctx)
}

// changeling changes the last byte of every second answer to a read of a file
// of the MF.
type changeling struct {
	conformance.Card
	reads int
}

func (c *changeling) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	answer, err := c.Card.Transmit(ctx, command)
	if err == nil && len(answer) > 4 && len(command) > 3 && command[1] == 0xB0 && command[2] >= 0x8A {
		if c.reads++; c.reads%2 == 0 {
			answer[len(answer)-3] ^= 1
		}
	}
	return answer, err
}

func TestActivation(t *testing.T) {
	with := func(key, value string) []emulator.Option {
		return []emulator.Option{emulator.WithSpec("t1."+key, value)}
	}
	defect.Prove(t, activation(), nil, []defect.Defect{
		{Name: "restless", Wrap: func(c conformance.Card) conformance.Card { return &restless{Card: c} },
			Noticed: []string{"ICC_A_01", "ICC_A_10"}},
		{Name: "common data needs the number", Options: with("mf.ef01.access", "number"), Noticed: []string{"ICC_A_02"}},
		{Name: "card type has another SFI", Options: with("mf.ef02.sfi", "0C"), Noticed: []string{"ICC_A_03", "ICC_A_08"}},
		{Name: "second read differs", Wrap: func(c conformance.Card) conformance.Card { return &changeling{Card: c} },
			Noticed: []string{"ICC_A_04", "ICC_A_05"}},
		{Name: "MF has another identifier", Options: with("mf.fid", "3F01"), Noticed: []string{"ICC_A_06"}},
		{Name: "MF files found elsewhere answer 6A86", Options: with("guard.read-plain.file-not-found", "6A86"), Noticed: []string{"ICC_A_07"}},
		{Name: "selecting clears the session", Options: with("effect.select.ok", "enter-df clear-ef clear-session"),
			Noticed: []string{"ICC_A_09"}},
	})
}
