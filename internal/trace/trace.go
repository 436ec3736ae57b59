// Package trace holds what passed between a terminal and a card: one exchange
// of a command APDU and its response, and a writer of JSON Lines that leaves
// personal data out unless asked (design: transcripts; fact sheet of the
// first generation, section 4). It may import apdu and tlv and nothing else
// of ours.
package trace

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Exchange is one command APDU and its response.
type Exchange struct {
	// Command and Response are the bytes as sent, the status word included.
	Command, Response []byte
	// PlainCommand and PlainResponse are the plain texts inside secure
	// messaging without padding; nil where there is none or no key.
	PlainCommand, PlainResponse []byte
	// State is the card's state after the command, as far as it is known.
	State State
	// At is the time of the command; a [Writer] fills it in if it is zero.
	At time.Time
}

// State is what a card remembers between commands.
type State struct {
	// DF is "mf", "df1", ...; EF is "df1/ef01", or empty without a current EF.
	DF string `json:"df,omitempty"`
	EF string `json:"ef,omitempty"`
	// Challenge, Session, Verified: a challenge waits, a session key is
	// agreed, the number was verified.
	Challenge bool `json:"challenge,omitempty"`
	Session   bool `json:"session,omitempty"`
	Verified  bool `json:"verified,omitempty"`
}

// Writer writes exchanges as JSON Lines. It is safe for concurrent use.
type Writer struct {
	now      func() time.Time
	personal bool

	mu  sync.Mutex
	out *json.Encoder
}

// NewWriter returns a writer to w that takes missing times from now. A data
// field is reduced to its length; with personal the bytes are written too.
func NewWriter(w io.Writer, now func() time.Time, personal bool) *Writer {
	return &Writer{now: now, personal: personal, out: json.NewEncoder(w)}
}

// line is one line of a transcript.
type line struct {
	At time.Time `json:"at"`
	Summary
	State State `json:"state"`
	*bodies
}

type bodies struct {
	Command       string `json:"command"`
	Response      string `json:"response"`
	PlainCommand  string `json:"plain_command,omitempty"`
	PlainResponse string `json:"plain_response,omitempty"`
}

// Write adds one line. It fails with the error of the underlying writer.
func (w *Writer) Write(e Exchange) error {
	if e.At.IsZero() {
		e.At = w.now()
	}
	l := line{At: e.At.UTC(), Summary: Summarize(e.Command, e.Response), State: e.State}
	if w.personal {
		l.bodies = &bodies{upper(e.Command), upper(e.Response), upper(e.PlainCommand), upper(e.PlainResponse)}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.out.Encode(l); err != nil {
		return fmt.Errorf("write a line of the transcript: %w", err)
	}
	return nil
}

func upper(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
