package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A card on a port is read from another terminal, twice, and with a wrong
// number; the emulation ends when it is interrupted.
func TestEmulateAndReadOverTCP(t *testing.T) {
	t.Setenv("HOME", t.TempDir()) // no anchors that somebody added
	t.Setenv("XDG_CONFIG_HOME", "")
	ctx, interrupt := context.WithTimeout(context.Background(), time.Minute)
	defer interrupt()
	said, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"emulate", "--lang", "en", "--like", "residence-short", "--tcp", "127.0.0.1:0"}, noEnv, out, io.Discard)
		out.Close()
	}()
	lines := bufio.NewScanner(said)
	if !lines.Scan() {
		t.Fatal("emulate said nothing")
	}
	addr := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(lines.Text())
	go func() { // let it go on talking
		for lines.Scan() {
		}
	}()
	// The card's test anchor is not known over TCP, so nothing can be VALID.
	for number, want := range map[string]struct {
		verdict string
		code    int
	}{"AB10000001CD": {"NOT_VERIFIABLE", 1}, "ab1000 0001cd": {"NOT_VERIFIABLE", 1}, "AB10000001CE": {"WRONG_NUMBER", 1}, "AB1": {"BAD_INPUT", 2}} {
		var text bytes.Buffer
		code := run(ctx, []string{"read", "--lang", "en", "--tcp", addr, "--number", number}, noEnv, &text, io.Discard)
		if code != want.code || !strings.HasPrefix(text.String(), "Verdict: "+want.verdict+"\n") ||
			!strings.Contains(text.String(), "\nResult: "+want.verdict+". ") || want.verdict == "NOT_VERIFIABLE" && !strings.Contains(text.String(), "--anchors") {
			t.Errorf("%s: exit %d\n%s", want.verdict, code, text.String())
		}
	}
	interrupt()
	if code := <-ended; code != 0 {
		t.Errorf("interrupted, emulate exits with %d", code)
	}
}

// Whoever waits for a card that says nothing is not kept: Ctrl-C is no verdict,
// the end of the time limit is one.
func TestReadOfASilentCard(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", "")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		io.ReadFull(conn, make([]byte, 4)) // it has been asked something
		interrupt()
	}()
	args := []string{"read", "--tcp", l.Addr().String(), "--number", "AA12345678BB"}
	var out, errs bytes.Buffer
	if code := run(ctx, args, noEnv, &out, &errs); code != exitNoRun || out.Len() > 0 || strings.Count(errs.String(), "\n") != 1 {
		t.Errorf("interrupted: exit %d\n%s%s", code, out.String(), errs.String())
	}
	if code := run(t.Context(), append(args, "--timeout", "200ms", "--json"), noEnv, &out, io.Discard); code != exitFailed || !strings.Contains(out.String(), `"verdict": "TIMEOUT"`) {
		t.Errorf("time limit: exit %d\n%s", code, out.String())
	}
}

func noEnv(string) string { return "" }
