package link

import (
	"io"
	"net"
	"syscall"
)

// prompt is a connection whose segments are acknowledged at once. Stock vpcd
// sends length and bytes of a frame as two segments, the second only after the
// first is acknowledged: with delayed acknowledgements each command takes
// 44 ms. The kernel falls back to them by itself, so every read asks anew.
type prompt struct {
	net.Conn
	raw syscall.RawConn
}

// promptly makes a reader of a connection; not of TCP, it stays as it is.
func promptly(conn net.Conn) io.Reader {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return conn
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return conn
	}
	return prompt{conn, raw}
}

// Read asks for prompt acknowledgement and reads. That the system refuses the
// former costs time and nothing else.
func (p prompt) Read(b []byte) (int, error) {
	acknowledgeAtOnce(p.raw)
	return p.Conn.Read(b)
}
