//go:build linux && cgo && pcsc

package pcsc

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"slices"
	"sync"
	"syscall"
	"testing"
)

// vcard is a card at the vpcd driver: it answers what the test wants.
type vcard struct {
	conn *net.TCPConn

	mu      sync.Mutex
	codes   []byte // control codes seen
	special []byte // command before whose answer act is done
	act     func()
}

var liveATR = []byte{0x3B, 0x88, 0x80, 0x01, 0, 0, 0, 0, 0x33, 0x81, 0x81, 0x00, 0x3A}

// answerTo: as many bytes as Le says, and 9000.
func answerTo(command []byte) []byte {
	n := int(command[len(command)-1])
	if len(command) == 7 {
		n = int(binary.BigEndian.Uint16(command[5:]))
	}
	return append(bytes.Repeat([]byte{0xA5}, n), 0x90, 0x00)
}

// insert puts a card into the first slot.
func insert(t *testing.T) *vcard {
	var conn net.Conn
	until(t, func() (ok bool) {
		var err error
		conn, err = net.Dial("tcp", "127.0.0.1:35963")
		return err == nil
	})
	v := &vcard{conn: conn.(*net.TCPConn)}
	t.Cleanup(func() { v.conn.Close() })
	go v.serve()
	return v
}

// pull takes the card out and waits until the reader is seen empty.
func (v *vcard) pull(t *testing.T, name string) {
	t.Helper()
	v.conn.Close()
	until(t, func() bool {
		all, err := List(soon(t))
		i := slices.IndexFunc(all, func(r Reader) bool { return r.Name == name })
		return err == nil && i >= 0 && !all[i].Present
	})
}

func (v *vcard) seen(control byte) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return bytes.Count(v.codes, []byte{control})
}

func (v *vcard) hangUpOn(command []byte) { v.doOn(command, func() { v.conn.Close() }) }

func (v *vcard) doOn(command []byte, act func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.special, v.act = command, act
}

func (v *vcard) serve() {
	for {
		frame, err := v.read()
		if err != nil {
			return
		}
		v.mu.Lock()
		special, act := v.special, v.act
		if len(frame) == 1 {
			v.codes = append(v.codes, frame[0])
		}
		v.mu.Unlock()
		switch {
		case len(frame) == 1 && frame[0] == 4:
			v.write(liveATR)
		case len(frame) > 1:
			if act != nil && bytes.Equal(frame, special) {
				act()
			}
			v.write(answerTo(frame))
		}
	}
}

func (v *vcard) read() ([]byte, error) {
	var head [2]byte
	v.quick()
	if _, err := io.ReadFull(v.conn, head[:]); err != nil {
		return nil, err
	}
	frame := make([]byte, binary.BigEndian.Uint16(head[:]))
	v.quick()
	_, err := io.ReadFull(v.conn, frame)
	return frame, err
}

// quick acknowledges at once: the driver sends length and bytes apart, and
// waits for the acknowledgement in between.
func (v *vcard) quick() {
	raw, err := v.conn.SyscallConn()
	if err != nil {
		return
	}
	raw.Control(func(fd uintptr) { syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1) })
}

func (v *vcard) write(b []byte) {
	v.conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...))
}
