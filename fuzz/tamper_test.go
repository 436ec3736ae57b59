package fuzz

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/trust"
)

// tamper is a link that changes responses: each change says which response,
// what is done to it, where, and with which byte.
type tamper struct {
	card    *emulator.Card
	changes []byte // 5 bytes each: response, action, offset high, offset low, value
	n       int
}

// The actions of a change; any other value leaves the response alone.
const (
	flip = iota
	cut
	grow
	replay
	status
	actions
)

func (l *tamper) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	response := l.card.Transmit(command)
	l.n++
	for c := l.changes; len(c) >= 5; c = c[5:] {
		if int(c[0]) == l.n {
			response = change(response, command, c)
		}
	}
	return response, nil
}

func change(response, command, c []byte) []byte {
	at := int(c[2])<<8 | int(c[3])
	switch c[1] % actions {
	case flip:
		if len(response) > 0 {
			response[at%len(response)] ^= c[4]
		}
	case cut:
		response = response[:at%(len(response)+1)]
	case grow:
		response = append(bytes.Repeat([]byte{c[4]}, at%300), response...)
	case replay:
		response = append(bytes.Clone(command), 0x90, 0x00)
	case status:
		response = append(response[:max(0, len(response)-2)], c[2], c[3])
	}
	return response
}

// FuzzTamperedLink: whatever is changed on the way, the reader ends, and it
// says VALID only when the signed images arrived exactly as they are on the
// card.
func FuzzTamperedLink(f *testing.F) {
	made, err := perso.Build(perso.Builtin("1"), issuer.Throwaway())
	if err != nil {
		f.Fatal(err)
	}
	anchors, err := trust.New(trust.Test)
	if err != nil {
		f.Fatal(err)
	}
	for _, der := range made.Anchors {
		if err := anchors.Add(der, "issuer"); err != nil {
			f.Fatal(err)
		}
	}
	f.Add([]byte{})
	for n := byte(1); n < 20; n++ {
		f.Add([]byte{n, flip, 0, 40, 1})
		f.Add([]byte{n, cut, 0, 7, 0})
		f.Add([]byte{n, status, 0x69, 0x82, 0})
		f.Add([]byte{n, replay, 0, 0, 0})
	}
	f.Fuzz(func(t *testing.T, changes []byte) {
		card, err := emulator.New(*made.Image)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		r := reader.Check(ctx, &tamper{card: card, changes: changes},
			reader.Options{Number: made.Image.Number, Anchors: anchors, Now: made.Clock})
		if len(changes) < 5 && r.Verdict != reader.Valid {
			t.Fatalf("an untouched card is %s", r)
		}
		if r.Verdict != reader.Valid {
			return
		}
		for field, file := range map[string]string{"front": "df1/ef01", "face": "df1/ef02"} {
			got, ok := r.Field(field)
			if !ok || !bytes.Equal(got.Stored, made.Image.Files[file][4:]) {
				t.Fatalf("VALID, but %s is not what the card holds", field)
			}
		}
	})
}
