// Package control steers an emulated card over HTTP while a terminal has it:
// insert, remove, reset and change it, and look at what passed, without
// personal data. A web page can post to this machine too, so every request
// needs a token and the server's own address in Host. It knows no way to make
// a card: that is injected. It must not import the command line or the reader.
package control

import (
	"context"
	_ "embed" // the API's description
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/internal/trace"
)

//go:embed openapi.yaml
var openAPI []byte

// Text is a text in both languages.
type Text struct {
	EN string `json:"en"`
	JA string `json:"ja"`
}

// Card is a card and what may be told of it: no personal data.
type Card struct {
	link.Card
	Title Text
	Type  string // "05"; empty for a look-alike
}

// Config is what a server steers.
type Config struct {
	Slot *link.Slot
	Log  Log // that watches the slot
	// Card is in the slot, or is what an insertion puts there.
	Card Card
	// Make makes the card of a request. A [*Problem] tells why it cannot.
	Make func(Request) (Card, error)
	// Transport is where terminals find the slot: "vpcd 127.0.0.1:35963".
	Transport string
	// Token is what every request must bring.
	Token string
}

// Server is the HTTP control of one slot. It is safe for concurrent use.
type Server struct {
	config Config

	mu   sync.Mutex // a change of card is one step
	card Card
}

// New makes a server.
func New(c Config) *Server { return &Server{config: c, card: c.Card} }

// Serve answers requests until ctx ends, and then returns nil. It closes the
// listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// handler carries out a request and returns what is answered as JSON.
type handler func(w http.ResponseWriter, r *http.Request) (any, error)

// routes are every path with its one method.
func (s *Server) routes() map[string]map[string]handler {
	return map[string]map[string]handler{
		"/v1/state":        {http.MethodGet: s.getState},
		"/v1/trace":        {http.MethodGet: s.getTrace},
		"/v1/openapi.yaml": {http.MethodGet: getOpenAPI},
		"/v1/card":         {http.MethodPost: s.postCard},
		"/v1/insert":       {http.MethodPost: s.change(s.insert)},
		"/v1/remove":       {http.MethodPost: s.change(s.config.Slot.Remove)},
		"/v1/reset":        {http.MethodPost: s.change(s.config.Slot.Reset)},
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	answer, err := s.handle(w, r)
	if err != nil {
		p := problemOf(err)
		if p.status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", "Bearer")
		}
		write(w, p.status, map[string]*Problem{"error": p})
		return
	}
	write(w, http.StatusOK, answer)
}

func (s *Server) handle(w http.ResponseWriter, r *http.Request) (any, error) {
	if err := s.admit(r); err != nil {
		return nil, err
	}
	methods, found := s.routes()[r.URL.Path]
	if !found {
		return nil, &Problem{"no_such_path", "there is no such path; GET /v1/openapi.yaml tells them", "このパスはありません。一覧は GET /v1/openapi.yaml です", http.StatusNotFound}
	}
	handle, found := methods[r.Method]
	if !found {
		for allowed := range methods {
			w.Header().Set("Allow", allowed)
		}
		return nil, &Problem{"wrong_method", "this path takes another method; see the header Allow", "このパスのメソッドは別です。Allow ヘッダーを見てください", http.StatusMethodNotAllowed}
	}
	if r.URL.RawQuery != "" && r.URL.Path != "/v1/trace" {
		return nil, badRequest("wrong_query", "this path takes no query", "このパスはクエリを取りません")
	}
	return handle(w, r)
}

// write answers; whoever asked may have gone, so an error concerns nobody.
func write(w http.ResponseWriter, status int, answer any) {
	if text, ok := answer.(description); ok {
		w.Header().Set("Content-Type", "application/yaml")
		w.WriteHeader(status)
		w.Write(text)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(answer)
}

// state is what /v1/state and every change answer with.
type state struct {
	Inserted  bool   `json:"inserted"`
	Connected bool   `json:"connected"`
	Powered   bool   `json:"powered"`
	Transport string `json:"transport"`
	Title     Text   `json:"title"`
	Type      string `json:"type,omitempty"`
}

// state is called with mu held.
func (s *Server) state() state {
	now := s.config.Slot.State()
	return state{now.Inserted, now.Connected, now.Powered, s.config.Transport, s.card.Title, s.card.Type}
}

func (s *Server) getState(http.ResponseWriter, *http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state(), nil
}

// insert is called with mu held.
func (s *Server) insert() error { return s.config.Slot.Insert(s.card.Card) }

// change makes a handler of what takes no body and changes the slot.
func (s *Server) change(do func() error) handler {
	return func(w http.ResponseWriter, r *http.Request) (any, error) {
		if _, err := body(w, r); err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		switch err := do(); {
		case errors.Is(err, link.ErrEmpty):
			return nil, &Problem{"not_inserted", "no card is inserted", "カードは入っていません", http.StatusConflict}
		case errors.Is(err, link.ErrOccupied):
			return nil, &Problem{"already_inserted", "the card is inserted already", "カードはすでに入っています", http.StatusConflict}
		case err != nil:
			return nil, err
		}
		return s.state(), nil
	}
}

// postCard changes the card: one that is inserted is swapped, else the new one
// waits for its insertion.
func (s *Server) postCard(w http.ResponseWriter, r *http.Request) (any, error) {
	q, err := cardRequest(w, r)
	if err != nil {
		return nil, err
	}
	card, err := s.config.Make(q)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.config.Slot.State().Inserted {
		s.config.Slot.Swap(card.Card)
	}
	s.card = card
	return s.state(), nil
}

// entries is what /v1/trace answers with.
type entries struct {
	Entries []trace.Entry `json:"entries"`
	Last    uint64        `json:"last"`
}

func (s *Server) getTrace(_ http.ResponseWriter, r *http.Request) (any, error) {
	n, err := after(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	list, last := s.config.Log.After(n)
	return entries{list, last}, nil
}

// description is a document that is not JSON.
type description []byte

func getOpenAPI(http.ResponseWriter, *http.Request) (any, error) { return description(openAPI), nil }
