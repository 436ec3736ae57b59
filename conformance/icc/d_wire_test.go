package icc

import (
	"bytes"
	"context"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/internal/witness"
)

// dFault answers a command itself, or hands it, perhaps changed, to the card by
// calling next.
type dFault func(next func([]byte) []byte, command []byte) []byte

// dWire stands between suite and card.
type dWire struct {
	conformance.Card
	fault dFault
}

func (w dWire) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	var failed error
	answer := w.fault(func(c []byte) []byte {
		raw, err := w.Card.Transmit(ctx, c)
		if err != nil {
			failed = err
		}
		return raw
	}, bytes.Clone(command))
	return answer, failed
}

// dFreshWire is a wire whose fault forgets what passed at every activation.
type dFreshWire struct {
	dWire
	begin func() dFault
}

func (w *dFreshWire) Reset(ctx context.Context) error {
	w.fault = w.begin()
	return w.Card.Reset(ctx)
}

// dOnWire is a defect of the wire. Every card gets a fault of its own, since
// some remember what passed, over activations too.
func dOnWire(name string, fault func() dFault, noticed ...string) defect.Defect {
	return defect.Defect{Name: name, Noticed: noticed, Wrap: func(c conformance.Card) conformance.Card {
		return dWire{c, fault()}
	}}
}

// dOnFreshWire is the same with a fault that begins anew at every activation.
func dOnFreshWire(name string, fault func() dFault, noticed ...string) defect.Defect {
	return defect.Defect{Name: name, Noticed: noticed, Wrap: func(c conformance.Card) conformance.Card {
		return &dFreshWire{dWire{c, fault()}, fault}
	}}
}

// dCell is a defect of one cell of the type 1 table, and perhaps more.
func dCell(key, value string, noticed ...string) defect.Defect {
	return defect.Defect{Name: key + "=" + value, Noticed: noticed,
		Options: []emulator.Option{emulator.WithSpec("t1."+key, value)}}
}

// dAnswers makes a fault without memory out of one that answers the commands
// with this instruction; the others pass.
func dAnswers(ins byte, answer func(next func([]byte) []byte, command []byte) []byte) func() dFault {
	return func() dFault {
		return func(next func([]byte) []byte, command []byte) []byte {
			if len(command) > 1 && command[1] == ins {
				return answer(next, command)
			}
			return next(command)
		}
	}
}

// dChanges changes the normal answer to the commands with this instruction.
func dChanges(ins byte, change func(answer []byte) []byte) func() dFault {
	return dAnswers(ins, func(next func([]byte) []byte, command []byte) []byte {
		answer := next(command)
		if bytes.HasSuffix(answer, []byte{0x90, 0x00}) {
			return change(answer)
		}
		return answer
	})
}

// dSays makes a fault of status words: for one it answers another.
func dSays(ins byte, instead map[string]string) func() dFault {
	return dAnswers(ins, func(next func([]byte) []byte, command []byte) []byte {
		answer := next(command)
		n := len(answer) - 2
		if other, ok := instead[string(answer[n:])]; ok {
			return append(answer[:n:n], other...)
		}
		return answer
	})
}

// dLcIgnored refuses data longer than Lc.
func dLcIgnored() dFault {
	return func(next func([]byte) []byte, command []byte) []byte {
		le := map[byte]int{0x82: 1}[command[1]]
		if (command[1] == 0xA4 || command[1] == 0x82) && len(command) > 5 && len(command) > 5+int(command[4])+le {
			return []byte{0x67, 0x00}
		}
		return next(command)
	}
}

// dAccepts makes a card that takes M_IFD for right if fits says so.
func dAccepts(number string, fits func(kenc, e, m []byte) bool) func() dFault {
	return dAnswers(0x82, func(next func([]byte) []byte, command []byte) []byte {
		kenc := witness.BaseKey(number)
		if len(command) == 46 && fits(kenc, command[5:37], command[37:45]) {
			copy(command[37:], witness.RetailMAC(kenc, command[5:37]))
		}
		return next(command)
	})
}
