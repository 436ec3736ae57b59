package dat

import (
	"context"
	"testing"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
)

// drifting changes the last byte of every second answer to READ BINARY of
// some length.
type drifting struct {
	conformance.Card
	reads int
}

func (d *drifting) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	answer, err := d.Card.Transmit(ctx, command)
	if err == nil && command[1] == 0xB0 && len(answer) > 5 {
		d.reads++
		if d.reads%2 == 0 {
			answer[len(answer)-3] ^= 0x01
		}
	}
	return answer, err
}

// extraFile answers SFI 2 in DF2 as if the file were there.
type extraFile struct{ conformance.Card }

func (e extraFile) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	answer, err := e.Card.Transmit(ctx, command)
	if err == nil && len(answer) == 2 && answer[0] == 0x6A && answer[1] == 0x82 && command[1] == 0xB0 && command[2] == 0x82 {
		return append(make([]byte, 122), 0x90, 0x00), nil
	}
	return answer, err
}

func TestWholeCard(t *testing.T) {
	drift := func(c conformance.Card) conformance.Card { return &drifting{Card: c} }
	defect.Prove(t, wholeCard(), nil, []defect.Defect{
		{Name: "file-drift", Wrap: drift, Noticed: []string{"DAT_F_02"}},
		{Name: "type-lies", Edit: put("mf/ef02", 2, '2'), Noticed: []string{"DAT_F_01"}},
		{Name: "file-missing", Options: spec("t1.df2.ef04.sfi", "05"), Noticed: []string{"DAT_F_01"}},
		{Name: "file-short", Options: spec("t1.df2.ef03.size", "100"), Noticed: []string{"DAT_F_01"}},
		{Name: "extra-files", Card: "2", Wrap: func(c conformance.Card) conformance.Card { return extraFile{c} }, Noticed: []string{"DAT_F_01"}},
		{Name: "half-a-signature", Edit: put("df3/ef01", 260, 0x00), Noticed: []string{"DAT_F_01"}},
	})
}
