package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// part is one file that an export writes.
type part struct {
	name string
	raw  []byte
}

// rootsFolder is the folder of an export that can be given as --anchors: the
// issuer's root stands in it, and the card's own certificate does not.
const rootsFolder = "roots"

// exportCard writes every part of a card to a new folder, readable by its
// owner only: the parts are personal data.
func exportCard(dir string, card *issued) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return noRun("出力先のフォルダを作れません", "the folder for the output cannot be made", err)
	}
	for _, p := range partsOf(card) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, p.name)), 0o700); err != nil {
			return noRun("出力先のフォルダを作れません", "the folder for the output cannot be made", err)
		}
		if err := newFile(filepath.Join(dir, p.name), p.raw, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// partsOf lists what a card consists of: its files, and what is in them in
// the form that other tools read.
func partsOf(card *issued) []part {
	var parts []part
	for key, content := range card.Image.Files {
		parts = append(parts, part{strings.ReplaceAll(key, "/", "-") + ".bin", content})
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	for _, p := range []part{
		{"front.tif", card.Front},
		{"name.tif", card.Name},
		{"address.tif", card.Address},
		{"face.jp2", card.Face},
		{"certificate.cer", card.Certificate},
		{"check-code.bin", card.CheckCode},
		{"signed-data.bin", card.SignedData},
		{"delivery-key.bin", card.DeliveryKey},
	} {
		if p.raw != nil {
			parts = append(parts, p)
		}
	}
	for _, root := range card.Anchors {
		parts = append(parts, part{filepath.Join(rootsFolder, "root.cer"), root})
	}
	return parts
}
