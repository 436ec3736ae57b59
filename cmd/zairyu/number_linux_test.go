package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/term"
)

// terminal opens a pseudo-terminal: the side a person types on, and the side
// the program has.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { person.Close() })
	ask := func(request uintptr, answer *int32) {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(unsafe.Pointer(answer))); e != 0 {
			t.Fatal(e)
		}
	}
	var unlocked, number int32
	ask(syscall.TIOCSPTLCK, &unlocked)
	ask(syscall.TIOCGPTN, &number)
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// prompted is what the program writes; ready is closed by the first of it.
type prompted struct {
	mu    sync.Mutex
	text  bytes.Buffer
	once  sync.Once
	ready chan struct{}
}

func (p *prompted) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.once.Do(func() { close(p.ready) })
	return p.text.Write(b)
}

// A number is typed unseen; Ctrl-C, Ctrl-D and an interruption from outside
// end the prompt; the terminal has its echo back each time.
func TestNumberPrompt(t *testing.T) {
	for name, c := range map[string]struct {
		keys, want string
		ends       bool
	}{
		"typed":       {"AA12345678BB\r", "AA12345678BB", false},
		"corrected":   {"AA1\x7f2\r", "AA2", false},
		"ctrl-c":      {"AA1\x03", "", true},
		"ctrl-d":      {"\x04", "", true},
		"interrupted": {"", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			person, program := terminal(t)
			before, err := term.GetState(int(program.Fd()))
			if err != nil {
				t.Fatal(err)
			}
			ctx, interrupt := context.WithTimeout(context.Background(), 10*time.Second)
			defer interrupt()
			seen := &prompted{ready: make(chan struct{})}
			a := &app{err: seen}
			go func() {
				<-seen.ready
				if c.keys == "" {
					interrupt()
				}
				person.WriteString(c.keys)
			}()
			got, err := a.withoutEcho(ctx, program, "number: ")
			if got != c.want || (err != nil) != c.ends {
				t.Errorf("%q, %v; want %q", got, err, c.want)
			}
			after, err := term.GetState(int(program.Fd()))
			if err != nil || !reflect.DeepEqual(before, after) {
				t.Errorf("the terminal is not as it was: %v", err)
			}
			seen.mu.Lock()
			defer seen.mu.Unlock()
			if out := seen.text.String(); strings.Contains(out, "AA") || !strings.HasSuffix(out, "\n") {
				t.Errorf("on the screen: %q", out)
			}
		})
	}
}
