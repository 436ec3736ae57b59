package trace

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func noon() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.FixedZone("JST", 9*3600)) }

// The VERIFY of annex 2 with its plain text, as a card would report it.
func verify(t *testing.T) Exchange {
	t.Helper()
	return Exchange{
		Command:      unhex(t, "08200086138611011AA82973DB959A811F9711D728F0EEF6"),
		Response:     unhex(t, "9000"),
		PlainCommand: []byte("AA12345678BB"),
		State:        State{DF: "mf", Session: true, Verified: true},
	}
}

func TestRedactedLine(t *testing.T) {
	got := write(t, false, verify(t))
	want := `{"at":"2026-11-25T03:00:00Z","header":"08200086","command_length":24,"lc":19,` +
		`"data_length":0,"sw":"9000","state":{"df":"mf","session":true,"verified":true}}` + "\n"
	if got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

func TestPersonalLineHasTheBodies(t *testing.T) {
	e := verify(t)
	e.Response = unhex(t, "D701319000")
	e.PlainResponse = unhex(t, "D70131")
	var l map[string]any
	if err := json.Unmarshal([]byte(write(t, true, e)), &l); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"command":        "08200086138611011AA82973DB959A811F9711D728F0EEF6",
		"response":       "D701319000",
		"plain_command":  "414131323334353637384242",
		"plain_response": "D70131",
		"data_length":    3.0,
	} {
		if l[key] != want {
			t.Errorf("%s = %v, want %v", key, l[key], want)
		}
	}
}

// Whatever the exchange, no four bytes of a body reach a redacted line.
func TestRedactionHidesEveryBody(t *testing.T) {
	secret := "C0FFEE5EC2E7C0FFEE"
	for _, command := range []string{"00B08100", "00A4040C09" + secret, "08200086" + secret, "00B081" + "00" + "FF" + secret, ""} {
		e := Exchange{Command: unhex(t, command), Response: unhex(t, secret+"9000"),
			PlainCommand: unhex(t, secret), PlainResponse: unhex(t, secret)}
		got := write(t, false, e)
		for i := 0; i+8 <= len(secret); i += 2 {
			if strings.Contains(strings.ToUpper(got), secret[i:i+8]) {
				t.Errorf("%q: %s", command, got)
			}
		}
		if strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, "\n") {
			t.Errorf("not one line: %q", got)
		}
	}
}

func TestLengthsOfCommands(t *testing.T) {
	for command, want := range map[string]string{
		"0084000008":                 `"header":"00840000","command_length":5,"le":8,"data_length"`,
		"00B08B00000000":             `"header":"00B08B00","command_length":7,"le":0,"data_length"`,
		"08B08500000004960200000000": `"lc":4,"le":0,"data_length"`,
		"00A400":                     `"header":"00A400","command_length":3,"malformed":true,"data_length"`,
		"00A40000023F":               `"command_length":6,"lc":2,"malformed":true,"data_length"`,
	} {
		if got := write(t, false, Exchange{Command: unhex(t, command), Response: unhex(t, "6700")}); !strings.Contains(got, want) {
			t.Errorf("%s: %s has no %s", command, got, want)
		}
	}
}

func TestGivenTimeIsKept(t *testing.T) {
	e := verify(t)
	e.At = noon().Add(time.Second)
	if got := write(t, false, e); !strings.Contains(got, "03:00:01Z") {
		t.Error(got)
	}
}

func TestWriteError(t *testing.T) {
	broken := errors.New("disk full")
	w := NewWriter(failing{broken}, noon, false)
	if err := w.Write(verify(t)); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func write(t *testing.T, personal bool, e Exchange) string {
	t.Helper()
	var out bytes.Buffer
	if err := NewWriter(&out, noon, personal).Write(e); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
