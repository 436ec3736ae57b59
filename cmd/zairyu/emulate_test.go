package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
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
		if code != want.code || !strings.HasPrefix(text.String(), "Verdict: "+want.verdict+"\n") {
			t.Errorf("%s: exit %d\n%s", want.verdict, code, text.String())
		}
	}
	interrupt()
	if code := <-ended; code != 0 {
		t.Errorf("interrupted, emulate exits with %d", code)
	}
}

func noEnv(string) string { return "" }
