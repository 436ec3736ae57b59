package link

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// The control codes of vpcd: one byte from the terminal.
const (
	codeOff   = 0x00 // deactivate
	codeOn    = 0x01 // activate
	codeReset = 0x02
	codeATR   = 0x04 // the only one that is answered; pcscd asks every 400 ms whether a card is there
)

// ErrRemoved: the terminal was cut off because the card was taken out.
var ErrRemoved = errors.New("the card was removed")

// tooLong is the answer in place of one that fits no frame: an error of the
// card, not of the link, which goes on.
func tooLong() []byte { return []byte{0x6F, 0x00} }

// begin gives the card, freshly activated, to a terminal.
func (s *Slot) begin(conn net.Conn) error {
	s.busy.Lock()
	defer s.busy.Unlock()
	s.mu.Lock()
	card := s.card
	if card != nil {
		s.conn, s.powered, s.heard = conn, true, false
	}
	s.mu.Unlock()
	if card == nil {
		return ErrEmpty
	}
	card.Reset()
	return nil
}

// end takes the card from a terminal that still has it.
func (s *Slot) end(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != conn {
		return
	}
	if s.heard {
		s.watch.Event(Disconnected)
	}
	s.conn, s.powered, s.heard = nil, false, false
}

// attend answers a terminal that has the card until it hangs up, which is no
// error, or the card is removed: ErrRemoved. It calls first, unless nil, when
// the terminal has said something, and closes the connection.
func (s *Slot) attend(ctx context.Context, conn net.Conn, first func()) error {
	var once sync.Once
	hangUp := func() { once.Do(func() { conn.Close() }) }
	stop := context.AfterFunc(ctx, hangUp)
	defer stop()
	defer hangUp()
	defer s.end(conn)
	in := promptly(conn)
	for {
		frame, err := readFrame(in)
		switch {
		case ctx.Err() != nil:
			return nil
		case !s.has(conn):
			return ErrRemoved
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if s.hear(conn) && first != nil {
			first()
		}
		answer, err := s.respond(conn, frame)
		if err != nil {
			return err
		}
		if answer == nil {
			continue
		}
		if err := writeFrame(conn, answer); err != nil {
			return s.cut(conn, err)
		}
	}
}

func (s *Slot) has(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn == conn
}

// cut says why a connection failed: a removal is no fault of it.
func (s *Slot) cut(conn net.Conn, err error) error {
	if !s.has(conn) {
		return ErrRemoved
	}
	return err
}

// hear notes that the terminal has said something and whether that was the
// first time.
func (s *Slot) hear(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != conn || s.heard {
		return false
	}
	s.heard = true
	s.watch.Event(Connected)
	return true
}

// respond carries out one frame; nil where it has no answer. A card without
// power answers a command with an empty frame. It fails with ErrRemoved.
func (s *Slot) respond(conn net.Conn, frame []byte) ([]byte, error) {
	s.busy.Lock()
	defer s.busy.Unlock()
	s.mu.Lock()
	card, powered, current := s.card, s.powered, s.conn == conn
	s.mu.Unlock()
	switch {
	case !current:
		return nil, ErrRemoved
	case len(frame) == 1:
		return s.control(conn, card, frame[0]), nil
	case !powered:
		return []byte{}, nil
	}
	begun := time.Now()
	answer := card.Transmit(frame)
	took := time.Since(begun)
	switch {
	case len(answer) > maxFrame:
		answer = tooLong()
	case answer == nil:
		answer = []byte{}
	}
	s.watch.Exchange(frame, answer, took)
	return answer, nil
}

// control carries out a control code; an unknown one is nothing.
func (s *Slot) control(conn net.Conn, card Card, code byte) []byte {
	on, event := true, Reset
	switch code {
	case codeATR:
		return card.ATR()
	case codeOff:
		on, event = false, PowerOff
	case codeOn:
		event = PowerOn
	case codeReset:
	default:
		return nil
	}
	card.Reset()
	s.mu.Lock()
	if s.conn == conn {
		s.powered = on
	}
	s.mu.Unlock()
	s.watch.Event(event)
	return nil
}
