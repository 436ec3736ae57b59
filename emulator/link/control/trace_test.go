package control

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/internal/trace"
)

func (r *rig) trace(after int) entries {
	r.t.Helper()
	status, raw := r.do("GET", fmt.Sprintf("/v1/trace?after=%d", after), "", nil)
	var e entries
	if err := json.Unmarshal(raw, &e); err != nil || status != http.StatusOK {
		r.t.Fatalf("%d %s", status, raw)
	}
	return e
}

func TestTraceGoesOn(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	if got := r.trace(0); len(got.Entries) != 0 || got.Last != 0 {
		t.Errorf("%+v before anything happened", got)
	}
	conn := r.terminalConn()
	if _, err := transmit(conn, []byte{0, 0x84, 0, 0, 8}); err != nil {
		t.Fatal(err)
	}
	got := r.trace(0)
	if len(got.Entries) != 2 || got.Last != 2 || got.Entries[0].Event != "connected" || got.Entries[1].Header != "00840000" {
		t.Fatalf("%+v", got)
	}
	r.state("POST", "/v1/remove", "")
	if got := r.trace(2); len(got.Entries) != 1 || got.Entries[0].N != 3 || got.Entries[0].Event != "removed" {
		t.Errorf("%+v", got)
	}
	if got := r.trace(99); len(got.Entries) != 0 || got.Last != 3 {
		t.Errorf("%+v", got)
	}
}

// No two bytes in a row of a data field come out, whatever the command.
func TestTraceHoldsNoData(t *testing.T) {
	secret := []byte("AA12345678BB")
	r := newRig(t, firstCard(), makeEcho)
	conn := r.terminalConn()
	for _, header := range [][]byte{{8, 0x20, 0, 0x86, 12}, {0, 0xA4, 4, 12, 12}, {0, 0xCA, 0, 0, 0, 0, 12}, {0, 0xB0, 0, 0}, {0, 0xB0, 0, 0, 99}} {
		if _, err := transmit(conn, append(slices.Clone(header), secret...)); err != nil {
			t.Fatal(err)
		}
	}
	status, raw := r.do("GET", "/v1/trace", "", nil)
	if status != 200 || bytes.Count(raw, []byte(`"header"`)) != 5 {
		t.Fatalf("%d %s", status, raw)
	}
	text := strings.ToUpper(string(raw))
	for i := range len(secret) - 1 {
		if pair := secret[i : i+2]; i < 2 && strings.Contains(text, string(pair)) || strings.Contains(text, strings.ToUpper(hex.EncodeToString(pair))) {
			t.Errorf("%q is in %s", pair, raw)
		}
	}
}

// What opensc and others ask of any card is noise; what a residence card has,
// whole or broken, right or wrong, is not.
func TestNoise(t *testing.T) {
	k, err := commandsOfCards()
	if err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string]bool{
		"00A40000": false, "00A40000023F00": false, "00A4040C10D392F0004F0200000000000000000000": false,
		"00A4040C10D392F0004F0100000000000000000000": false, "0084000008": false, "00820000": false, "08200086": false, "00200086": false,
		"00B08B0000": false, "08B0850000000496020000": false, "80AE0000": false, "00A4040C10D392": false, "00": false, "": false,
		"00CA7F6800": true, "FFCA000000": true, "80CA9F7F00": true, "00A4040009A00000030800001000": true, "00A40000022F00": true,
		"00A4040C0AD392F000260100000001": true, "00C00000": true, "00F1": false, "0070000001": true,
	} {
		raw, err := hex.DecodeString(command)
		if err != nil {
			t.Fatal(err)
		}
		if got := k.noise(raw); got != want {
			t.Errorf("%s: noise %t, want %t", command, got, want)
		}
	}
}

// A terminal sends without a pause while cards come and go and others look.
// The race detector looks on.
func TestChangesUnderLoad(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	stop := make(chan struct{})
	var terminal sync.WaitGroup
	terminal.Go(func() {
		command := []byte{0, 0x84, 0, 0, 8}
		for {
			conn := r.terminalConn()
			for {
				answer, err := transmit(conn, command)
				if err != nil {
					break
				}
				if !bytes.Equal(answer, append(slices.Clone(command), 0x90, 0)) {
					t.Errorf("answer %X", answer)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
			conn.Close()
		}
	})
	var others sync.WaitGroup
	for range 3 {
		others.Go(func() {
			for range 8 {
				r.state("POST", "/v1/card", `{"type": "05"}`)
				r.state("POST", "/v1/reset", "")
				r.state("GET", "/v1/state", "")
				r.trace(0)
			}
		})
	}
	others.Wait()
	close(stop)
	terminal.Wait()
	got := r.trace(0)
	removals := slices.IndexFunc(got.Entries, func(e trace.Entry) bool { return e.Event == "removed" })
	if len(got.Entries) > kept || got.Last < 3*8*3 || removals < 0 && got.Last <= kept {
		t.Errorf("%d entries, last %d", len(got.Entries), got.Last)
	}
	for i := 1; i < len(got.Entries); i++ {
		if got.Entries[i].N != got.Entries[i-1].N+1 {
			t.Fatalf("entry %d follows %d", got.Entries[i].N, got.Entries[i-1].N)
		}
	}
}
