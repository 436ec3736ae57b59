package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/link"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/codes"
	"github.com/zairyukit/zairyu/reader/deliverykey"
	"github.com/zairyukit/zairyu/reader/present"
	"github.com/zairyukit/zairyu/reader/trust"
)

// inProcess is the reader's way to an emulated card in this process.
type inProcess struct{ card link.Card }

func (t inProcess) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return t.card.Transmit(command), nil
}

// reading is what our reader makes of a card, and how to show its codes.
type reading struct {
	result *reader.Result
	codes  codes.Tables
}

// readCard reads and verifies an issued card. The reader gets the number and
// the issuer's test anchor, for a specified card the key by which it is handed
// a session key and the choices made for it, and nothing else about the card.
// A card behind a reader is read there, any other one as a card of its own.
func readCard(ctx context.Context, card *issued, s *conformance.Subject) (*reading, error) {
	way := reader.Transport(s.Card)
	if s.InProcess() {
		emulated, err := emulator.New(*card.Image)
		if err != nil {
			return nil, noRun("カードを起動できません", "the card cannot be put to work", err)
		}
		way = inProcess{emulated}
	}
	anchors, err := testAnchors(card.Anchors)
	if err != nil {
		return nil, noRun("試験用のトラストアンカーを読めません", "the test anchors cannot be read", err)
	}
	key, err := ownDeliveryKey(card)
	if err != nil {
		return nil, err
	}
	return &reading{result: reader.Check(ctx, way, reader.Options{
		Number: card.Image.Number, Anchors: anchors, Now: card.Clock, DeliveryKey: key, ProfileOptions: card.Image.Options})}, nil
}

// ownDeliveryKey is the delivery key of an emulated card; nil for types that
// have none.
func ownDeliveryKey(card *issued) (*deliverykey.Key, error) {
	if card.DeliveryKey == nil {
		return nil, nil
	}
	key, err := deliverykey.Parse(card.DeliveryKey)
	if err != nil {
		return nil, noRun("カードの配送鍵を使えません", "the card's delivery key cannot be used", err)
	}
	return key, nil
}

func testAnchors(ders [][]byte) (*trust.Store, error) {
	store, err := trust.New(trust.Test)
	if err != nil {
		return nil, err
	}
	for _, der := range ders {
		if err := store.Add(der, "the card's own issuer"); err != nil {
			return nil, err
		}
	}
	return store, nil
}

// err is why the reading ended early; nil if it did not.
func (r *reading) err() error {
	if r.result.Err == nil {
		return nil
	}
	return r.result.Err
}

func (r *reading) valid() bool { return r.result.Verdict == reader.Valid }

// asExpected says whether a card that was personalised here reads as it must:
// valid, or not verifiable where it was made without a signature.
func (r *reading) asExpected(signed bool) bool {
	if signed {
		return r.valid()
	}
	return r.result.Verdict == reader.NotVerifiable
}

func (r *reading) text(w io.Writer, lang string, showPersonal bool) error {
	return present.Text(w, r.result, present.Lang(lang), present.Options{ShowPersonal: showPersonal, Codes: r.codes})
}

// json is the result as the reader's own JSON.
func (r *reading) json(showPersonal bool) (json.RawMessage, error) {
	var b bytes.Buffer
	if err := present.JSON(&b, r.result, present.Options{ShowPersonal: showPersonal, Codes: r.codes}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
