package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator/link"
)

const token = "3f1e5a7700d2c4b8"

// echo answers a command with itself.
type echo struct{}

func (echo) Transmit(command []byte) []byte { return append(bytes.Clone(command), 0x90, 0x00) }
func (echo) Reset()                         {}
func (echo) ATR() []byte                    { return []byte{0x3B, 0x80} }

var errMade = errors.New("of the maker")

// makeEcho makes a card of any request but a few.
func makeEcho(q Request) (Card, error) {
	switch {
	case q.File != "":
		return Card{}, CardRefused("line 1: wrong", "1行目: 誤り")
	case q.Like == "trouble":
		return Card{}, errMade
	}
	return Card{echo{}, Text{"card " + q.Type + q.Like, "カード" + q.Type + q.Like}, q.Type}, nil
}

// rig is a server over a slot that is also served to terminals.
type rig struct {
	t              *testing.T
	http, terminal string // addresses
	slot           *link.Slot
}

func newRig(t *testing.T, card Card, maker func(Request) (Card, error)) *rig {
	t.Helper()
	log, err := NewLog(func() time.Time { return time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, slot: link.NewSlot(card.Card, log)}
	s := New(Config{Slot: r.slot, Log: log, Card: card, Make: maker, Transport: "tcp somewhere", Token: token})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	serve := func(with func(context.Context, net.Listener) error) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { ended <- with(ctx, l) }()
		return l.Addr().String()
	}
	r.http = serve(s.Serve)
	r.terminal = serve(func(ctx context.Context, l net.Listener) error { return r.slot.Serve(ctx, l, nil) })
	t.Cleanup(func() {
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	})
	return r
}

// do sends a request, changed by edit, and gives status and answer.
func (r *rig) do(method, path, body string, edit func(*http.Request)) (int, []byte) {
	r.t.Helper()
	q, err := http.NewRequest(method, "http://"+r.http+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+token)
	if edit != nil {
		edit(q)
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	for name := range answer.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			r.t.Errorf("%s lets other web pages in", name)
		}
	}
	return answer.StatusCode, raw
}

// state sends a request that is answered with the state.
func (r *rig) state(method, path, body string) state {
	r.t.Helper()
	status, raw := r.do(method, path, body, nil)
	var s state
	if err := json.Unmarshal(raw, &s); err != nil || status != http.StatusOK {
		r.t.Fatalf("%s %s: %d %s", method, path, status, raw)
	}
	return s
}

// refused sends a request that must be refused with this status and code.
func (r *rig) refused(method, path, body string, edit func(*http.Request), status int, code string) {
	r.t.Helper()
	got, raw := r.do(method, path, body, edit)
	var p struct {
		Error map[string]string `json:"error"`
	}
	if err := json.Unmarshal(raw, &p); err != nil || got != status || p.Error["code"] != code || p.Error["en"] == "" || p.Error["ja"] == "" {
		r.t.Errorf("%s %s: %d %s, want %d %s", method, path, got, raw, status, code)
	}
}

// terminalConn is a terminal that has reached the card.
func (r *rig) terminalConn() net.Conn {
	r.t.Helper()
	conn, err := net.Dial("tcp", r.terminal)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	return conn
}

// transmit sends a command in a frame and gives the answer.
func transmit(conn net.Conn, command []byte) ([]byte, error) {
	frame := append([]byte{byte(len(command) >> 8), byte(len(command))}, command...)
	if _, err := conn.Write(frame); err != nil {
		return nil, err
	}
	length := make([]byte, 2)
	if _, err := io.ReadFull(conn, length); err != nil {
		return nil, err
	}
	answer := make([]byte, int(length[0])<<8|int(length[1]))
	_, err := io.ReadFull(conn, answer)
	return answer, err
}

func firstCard() Card { return Card{echo{}, Text{"first", "最初"}, "1"} }

func TestEveryChange(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	first := Text{"first", "最初"}
	want := state{Inserted: true, Transport: "tcp somewhere", Title: first, Type: "1"}
	if got := r.state("GET", "/v1/state", ""); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	conn := r.terminalConn()
	if _, err := transmit(conn, []byte{0, 0x84, 0, 0, 8}); err != nil {
		t.Fatal(err)
	}
	want.Connected, want.Powered = true, true
	if got := r.state("POST", "/v1/reset", "{}"); got != want {
		t.Errorf("after reset: %+v, want %+v", got, want)
	}
	want = state{Transport: "tcp somewhere", Title: first, Type: "1"}
	if got := r.state("POST", "/v1/remove", ""); got != want {
		t.Errorf("after removal: %+v, want %+v", got, want)
	}
	if _, err := transmit(conn, []byte{0, 0x84, 0, 0, 8}); err == nil {
		t.Error("a removed card answers")
	}
	r.refused("POST", "/v1/remove", "", nil, 409, "not_inserted")
	r.refused("POST", "/v1/reset", "", nil, 409, "not_inserted")
	want.Title, want.Type = Text{"card blank", "カードblank"}, ""
	if got := r.state("POST", "/v1/card", `{"like": "blank"}`); got != want {
		t.Errorf("another card, not inserted: %+v, want %+v", got, want)
	}
	want.Inserted = true
	if got := r.state("POST", "/v1/insert", ""); got != want {
		t.Errorf("after insertion: %+v, want %+v", got, want)
	}
	r.refused("POST", "/v1/insert", "", nil, 409, "already_inserted")
}

// An inserted card that is changed leaves the terminal.
func TestSwap(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	conn := r.terminalConn()
	if _, err := transmit(conn, []byte{0, 0x84, 0, 0, 8}); err != nil {
		t.Fatal(err)
	}
	want := state{Inserted: true, Transport: "tcp somewhere", Title: Text{"card 05", "カード05"}, Type: "05"}
	if got := r.state("POST", "/v1/card", `{"type": "05"}`); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if _, err := transmit(conn, []byte{0, 0x84, 0, 0, 8}); err == nil {
		t.Error("the terminal still has a card")
	}
	if _, err := transmit(r.terminalConn(), []byte{0, 0x84, 0, 0, 8}); err != nil {
		t.Error(err)
	}
}

// Who may not ask learns nothing, not even which paths there are.
func TestWhoMayNotAsk(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	_, port, _ := net.SplitHostPort(r.http)
	header := func(name, value string) func(*http.Request) {
		return func(q *http.Request) {
			q.Header.Set(name, value)
			if name == "Host" {
				q.Host = value
			}
		}
	}
	for _, path := range []string{"/v1/state", "/v1/openapi.yaml", "/v1/nowhere"} {
		for _, value := range []string{"", "Bearer ", "Bearer " + token + "0", "Bearer " + token[:15], "Bearer " + token[:15] + "9", "Bearer " + strings.ToUpper(token), "Basic " + token, token} {
			r.refused("GET", path, "", header("Authorization", value), 401, "no_token")
		}
		for _, value := range []string{"evil.example", "evil.example:" + port, "localhost", "localhost:1", "127.0.0.1.evil.example:" + port, "[::1]:1"} {
			r.refused("GET", path, "", header("Host", value), 403, "foreign_host")
		}
		for _, value := range []string{"http://evil.example", "null", "https://" + r.http, "http://127.0.0.1", "http://localhost:" + port} {
			r.refused("GET", path, "", header("Origin", value), 403, "foreign_origin")
		}
	}
	for _, value := range []string{"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port} {
		if status, raw := r.do("GET", "/v1/state", "", header("Host", value)); status != 200 {
			t.Errorf("Host %s: %d %s", value, status, raw)
		}
	}
	if status, raw := r.do("GET", "/v1/state", "", header("Origin", "http://"+r.http)); status != 200 {
		t.Errorf("own origin: %d %s", status, raw)
	}
	if !r.slot.State().Inserted {
		t.Error("a refused request removed the card")
	}
}

func TestWhatIsNoRequest(t *testing.T) {
	r := newRig(t, firstCard(), makeEcho)
	for path, method := range map[string]string{"/v1/state": "POST", "/v1/trace": "DELETE", "/v1/card": "GET", "/v1/insert": "GET", "/v1/remove": "PUT", "/v1/reset": "GET"} {
		r.refused(method, path, "", nil, 405, "wrong_method")
	}
	r.refused("GET", "/", "", nil, 404, "no_such_path")
	r.refused("GET", "/v1/state/", "", nil, 404, "no_such_path")
	r.refused("GET", "/v1/state?after=1", "", nil, 400, "wrong_query")
	for _, query := range []string{"after=", "after=-1", "after=x", "after=1&after=2", "before=1", "after=1&before=2", "after=18446744073709551616", "%zz"} {
		r.refused("GET", "/v1/trace?"+query, "", nil, 400, "wrong_query")
	}
	for body, code := range map[string]string{
		`{"type": "05"`: "malformed_json", `[]`: "malformed_json", `"05"`: "malformed_json", `{"type": 5}`: "malformed_json", `{"type": null}`: "malformed_json",
		`{"type": "05"} {}`: "malformed_json", `{"type": {"type": "05"}}`: "malformed_json", `{1: "x"}`: "malformed_json", `{type: "05"}`: "malformed_json",
		`{"kind": "05"}`: "unknown_key", `{"Type": "05"}`: "unknown_key", `{"type": "05", "x": "y"}`: "unknown_key", `{"type": "05", "type": "1"}`: "key_twice",
		``: "no_card_named", `{}`: "no_card_named", `{"type": ""}`: "no_card_named", `{"type": "05", "like": "blank"}`: "no_card_named", `{"type": "05", "file": ""}`: "no_card_named",
	} {
		r.refused("POST", "/v1/card", body, nil, 400, code)
	}
	r.refused("POST", "/v1/remove", `{"type": "05"}`, nil, 400, "unknown_key")
	big := `{"file": "` + strings.Repeat("x", maxBody) + `"}`
	r.refused("POST", "/v1/card", big, nil, 413, "body_too_big")
	r.refused("POST", "/v1/remove", big, nil, 413, "body_too_big")
	r.refused("POST", "/v1/card", `{"file": "type: 1"}`, nil, 422, "card_refused")
	r.refused("POST", "/v1/card", `{"like": "trouble"}`, nil, 500, "internal")
	if got := r.state("GET", "/v1/state", ""); got.Title != firstCard().Title || !got.Inserted {
		t.Errorf("a refused request changed the card: %+v", got)
	}
}
