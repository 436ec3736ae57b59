package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/present"
	"github.com/zairyukit/zairyu/reader/trust"
)

// inProcess is the reader's way to an emulated card in this process.
type inProcess struct{ card *emulator.Card }

func (t inProcess) Transmit(ctx context.Context, command []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return t.card.Transmit(command), nil
}

// reading is what our reader makes of a card.
type reading struct{ result *reader.Result }

// readCard reads and verifies an issued card. The reader gets the number and
// the issuer's test anchor, nothing else about the card.
func readCard(ctx context.Context, card *issued) (*reading, error) {
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		return nil, noRun("カードを起動できません", "the card cannot be put to work", err)
	}
	anchors, err := testAnchors(card.Anchors)
	if err != nil {
		return nil, noRun("試験用のトラストアンカーを読めません", "the test anchors cannot be read", err)
	}
	return &reading{reader.Check(ctx, inProcess{emulated}, reader.Options{
		Number: card.Image.Number, Anchors: anchors, Now: card.Clock})}, nil
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
	return present.Text(w, r.result, present.Lang(lang), showPersonal)
}

// json is the result as the reader's own JSON.
func (r *reading) json(showPersonal bool) (json.RawMessage, error) {
	var b bytes.Buffer
	if err := present.JSON(&b, r.result, showPersonal); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
