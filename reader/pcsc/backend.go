package pcsc

import "fmt"

// service is one context of the PC/SC service. Its errors are a [code] or
// one of the errors of this package.
type service interface {
	readers() ([]string, error)
	// states asks about named readers and does not wait.
	states(names []string) ([]state, error)
	connect(name string, onlyT1 bool) (handle, error)
	release() error
}

// handle is one shared connection to a card. Every call may block for as long
// as the card does.
type handle interface {
	transmit(command []byte) ([]byte, error)
	reconnect(disposition) error
	atr() ([]byte, error)
	begin() error
	end() error
	disconnect() error // with a reset
}

// state is what the service says of a reader.
type state struct {
	present, mute, inUse, exclusive bool
	gone                            bool   // the reader itself is no longer there
	events                          uint16 // how often a card came or left
	atr                             []byte
}

// disposition is what becomes of the card at a reconnection.
type disposition int

const (
	leave disposition = iota
	reset
	unpower
)

// code is a return code of PC/SC.
type code uint32

func (c code) Error() string { return fmt.Sprintf("PC/SC code %08X", uint32(c)) }
