package reader

import (
	"context"

	"github.com/zairyukit/zairyu/reader/internal/flow"
)

// Transport is how a card is reached. One reading at a time may use it.
type Transport interface {
	// Transmit sends one command APDU and returns the response APDU, data
	// and SW1 SW2. An error means that the card could not be asked at all;
	// it wraps [ErrCardRemoved] when the card has left and [ErrCardReset] when
	// another program reset it. A transport that can
	// reach the card again, freshly activated, does so at the next call;
	// otherwise it goes on to fail. It should return soon after ctx ends; if
	// it does not, the reader returns all the same and leaves the call
	// behind, so the transport must not be used again before that call has
	// returned.
	Transmit(ctx context.Context, command []byte) (response []byte, err error)
}

// ErrCardRemoved is wrapped by the error of a [Transport] when the card has
// left.
var ErrCardRemoved = flow.ErrCardRemoved

// ErrCardReset is wrapped by the error of a [Transport] when another program
// reset the card, so that its session is gone; the next call reaches it again.
var ErrCardReset = flow.ErrCardReset
