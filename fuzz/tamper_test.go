package fuzz

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/deliverykey"
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

// subject is a card and what the reader makes of it when nobody interferes.
type subject struct {
	image  *emulator.Image
	o      reader.Options
	signed map[string][]byte // what the signature covers, by field
}

func subjectOf(tb testing.TB, typ string) subject {
	tb.Helper()
	made, err := perso.Build(perso.Builtin(typ), issuer.Throwaway())
	if err != nil {
		tb.Fatal(err)
	}
	anchors, err := trust.New(trust.Test)
	if err != nil {
		tb.Fatal(err)
	}
	for _, der := range made.Anchors {
		if err := anchors.Add(der, "issuer"); err != nil {
			tb.Fatal(err)
		}
	}
	s := subject{image: made.Image, signed: map[string][]byte{},
		o: reader.Options{Number: made.Image.Number, Anchors: anchors, Now: made.Clock}}
	if made.DeliveryKey != nil {
		if s.o.DeliveryKey, err = deliverykey.Parse(made.DeliveryKey); err != nil {
			tb.Fatal(err)
		}
	}
	r := s.read(tb, nil)
	if r.Verdict != reader.Valid {
		tb.Fatalf("an untouched card of type %s is %s", typ, r)
	}
	p, err := spec.ForType(typ)
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range r.Fields {
		file, _, stored := p.FieldFile(f.Name)
		if slices.Contains(r.Covered, f.Name) || stored && file.Key == p.Value("sig.entries") {
			s.signed[f.Name] = bytes.Clone(f.Stored)
		}
	}
	return s
}

func (s subject) read(tb testing.TB, changes []byte) *reader.Result {
	tb.Helper()
	card, err := emulator.New(*s.image)
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return reader.Check(ctx, &tamper{card: card, changes: changes}, s.o)
}

// FuzzTamperedLink: whatever is changed on the way, the reader ends, and it
// says VALID only when what is signed arrived exactly as it is on the card. The
// first byte chooses the type of card.
func FuzzTamperedLink(f *testing.F) {
	var subjects []subject
	for _, typ := range perso.Types() {
		subjects = append(subjects, subjectOf(f, typ))
	}
	for i := range subjects {
		f.Add(byte(i), []byte{})
		for n := byte(1); n < 20; n++ {
			f.Add(byte(i), []byte{n, flip, 0, 40, 1})
			f.Add(byte(i), []byte{n, cut, 0, 7, 0})
			f.Add(byte(i), []byte{n, status, 0x69, 0x82, 0})
			f.Add(byte(i), []byte{n, replay, 0, 0, 0})
		}
	}
	f.Fuzz(func(t *testing.T, which byte, changes []byte) {
		s := subjects[int(which)%len(subjects)]
		r := s.read(t, changes)
		if r.Verdict != reader.Valid {
			return
		}
		for field, want := range s.signed {
			got, ok := r.Field(field)
			if !ok || !bytes.Equal(got.Stored, want) {
				t.Fatalf("VALID, but %s is not what the card holds", field)
			}
		}
	})
}
