//go:build windows || (darwin && cgo) || (linux && cgo && pcsc)

package pcsc

import (
	"bytes"
	"errors"
	"sync"

	"github.com/ebfe/scard"
)

// Built says whether this program has PC/SC in it.
const Built = true

// system is one context of the PC/SC service.
type system struct{ context *scard.Context }

func establish() (service, error) {
	c, err := scard.EstablishContext()
	if err != nil {
		return nil, coded(err)
	}
	return system{c}, nil
}

func (s system) readers() ([]string, error) {
	names, err := s.context.ListReaders()
	return names, coded(err)
}

// asking keeps calls about reader states apart: the library holds the name of
// a reader in one place for all calls, and a second call would free the
// first one's.
var asking sync.Mutex

func (s system) states(names []string) ([]state, error) {
	asking.Lock()
	defer asking.Unlock()
	in := make([]scard.ReaderState, len(names))
	for i, name := range names {
		in[i] = scard.ReaderState{Reader: name, CurrentState: scard.StateUnaware}
	}
	if err := s.context.GetStatusChange(in, 0); err != nil {
		return nil, coded(err)
	}
	out := make([]state, len(names))
	for i, r := range in {
		has := func(f scard.StateFlag) bool { return r.EventState&f != 0 }
		out[i] = state{
			present: has(scard.StatePresent), mute: has(scard.StateMute),
			inUse: has(scard.StateInuse), exclusive: has(scard.StateExclusive),
			gone:   has(scard.StateUnknown | scard.StateUnavailable | scard.StateIgnore),
			events: uint16(r.EventState >> 16), atr: bytes.Clone(r.Atr),
		}
	}
	return out, nil
}

func (s system) connect(name string, onlyT1 bool) (handle, error) {
	protocol := scard.ProtocolAny
	if onlyT1 {
		protocol = scard.ProtocolT1
	}
	c, err := s.context.Connect(name, scard.ShareShared, protocol)
	if err != nil {
		return nil, coded(err)
	}
	return connection{c}, nil
}

func (s system) release() error { return coded(s.context.Release()) }

// connection is one card handle.
type connection struct{ card *scard.Card }

func (c connection) transmit(command []byte) ([]byte, error) {
	switch c.card.ActiveProtocol() {
	case scard.ProtocolT0, scard.ProtocolT1:
	default: // the library panics on any other
		return nil, code(scard.ErrProtoMismatch)
	}
	answer, err := c.card.Transmit(command)
	return bytes.Clone(answer), coded(err)
}

func (c connection) reconnect(d disposition) error {
	return coded(c.card.Reconnect(scard.ShareShared, scard.ProtocolAny, dispositions[d]))
}

func (c connection) atr() ([]byte, error) {
	s, err := c.card.Status()
	if err != nil {
		return nil, coded(err)
	}
	return bytes.Clone(s.Atr), nil
}

func (c connection) begin() error { return coded(c.card.BeginTransaction()) }
func (c connection) end() error   { return coded(c.card.EndTransaction(scard.LeaveCard)) }
func (c connection) disconnect() error {
	return coded(c.card.Disconnect(scard.ResetCard))
}

var dispositions = map[disposition]scard.Disposition{
	leave: scard.LeaveCard, reset: scard.ResetCard, unpower: scard.UnpowerCard,
}

// coded makes the library's error ours; nil stays nil.
func coded(err error) error {
	if e, ok := errors.AsType[scard.Error](err); ok {
		return code(e)
	}
	return err
}
