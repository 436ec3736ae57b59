package link

import (
	"net"
	"syscall"
	"testing"
)

// Every read asks for prompt acknowledgement again, whatever became of the
// last request: the kernel's own flag says so.
func TestEveryReadAsksForPromptAcknowledgement(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	peer, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	in := promptly(conn)
	for range 3 {
		var got int
		raw.Control(func(fd uintptr) {
			syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 0)
			got, err = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK)
		})
		if err != nil || got != 0 {
			t.Fatalf("the flag is %d before the read, %v", got, err)
		}
		peer.Write([]byte{1})
		if _, err := in.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		raw.Control(func(fd uintptr) {
			got, err = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK)
		})
		if err != nil || got != 1 {
			t.Errorf("the flag is %d after the read, %v", got, err)
		}
	}
}
