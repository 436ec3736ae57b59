// Package tcp is a transport of the reader to a card behind a TCP port, in the
// frames of the vpcd driver: a length of 2 bytes, big-endian, then that many
// bytes; one byte is a control code, anything longer an APDU. It must not
// import the emulator.
package tcp

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// ErrFrame: a command APDU that no frame can hold, or an answer that is none.
var ErrFrame = errors.New("the link cannot carry it")

// Conn is the way to one card. It is for one reading at a time.
type Conn struct{ conn net.Conn }

var _ reader.Transport = (*Conn)(nil)

// Dial reaches the card at addr ("127.0.0.1:8000") and activates it.
func Dial(ctx context.Context, addr string) (*Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	c := &Conn{conn}
	if err := c.Reset(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

// Reset deactivates and activates the card (control code 02, not answered).
func (c *Conn) Reset(ctx context.Context) error {
	release := c.bound(ctx)
	defer release()
	return c.send(ctx, []byte{0x02})
}

// Transmit sends one command APDU and returns the response APDU. Its error
// wraps [reader.ErrCardRemoved] when the other end has hung up, and the error
// of ctx when that ended first.
func (c *Conn) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if len(command) < 2 {
		return nil, fmt.Errorf("%w: a command of %d bytes would be a control code", ErrFrame, len(command))
	}
	release := c.bound(ctx)
	defer release()
	if err := c.send(ctx, command); err != nil {
		return nil, err
	}
	return c.receive(ctx)
}

// Close hangs up.
func (c *Conn) Close() error { return c.conn.Close() }

// bound makes the end of ctx end what the connection waits for.
func (c *Conn) bound(ctx context.Context) (release func()) {
	c.conn.SetDeadline(time.Time{})
	stop := context.AfterFunc(ctx, func() { c.conn.SetDeadline(time.Unix(1, 0)) })
	return func() { stop() }
}

func (c *Conn) send(ctx context.Context, frame []byte) error {
	if len(frame) > 0xFFFF {
		return fmt.Errorf("%w: %d bytes", ErrFrame, len(frame))
	}
	out := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(frame)), uint16(len(frame)))
	if _, err := c.conn.Write(append(out, frame...)); err != nil {
		return c.why(ctx, err)
	}
	return nil
}

func (c *Conn) receive(ctx context.Context) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(c.conn, length[:]); err != nil {
		return nil, c.why(ctx, err)
	}
	answer := make([]byte, binary.BigEndian.Uint16(length[:]))
	if _, err := io.ReadFull(c.conn, answer); err != nil {
		return nil, c.why(ctx, err)
	}
	if len(answer) == 0 {
		return nil, fmt.Errorf("the card has no power: %w", reader.ErrCardRemoved)
	}
	return answer, nil
}

// why tells a cancelled wait from a card that left.
func (c *Conn) why(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("waiting for the card: %w", ctx.Err())
	}
	return fmt.Errorf("%w: %w", reader.ErrCardRemoved, err)
}
