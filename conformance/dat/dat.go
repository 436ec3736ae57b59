// Package dat holds the cases that judge the content of a card, layer 7:
// structure, fields, images, signature and certificate (specification 3.3,
// 3.4.3). Expected values come from package witness, the document or the
// standard library, never from the specification tables, which only say how
// sure a fact is. It must not import the reader.
package dat

import (
	"bytes"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// Cases lists the cases of this package in catalogue order.
func Cases() []conformance.Case {
	return slices.Concat(structure(), fields(), images(), signatures(), certificates(), wholeCard())
}

// text is a text in both languages.
func text(ja, en string) conformance.Text { return conformance.Text{JA: ja, EN: en} }

// Cells that several claims rest on.
const (
	cellPictureSize = "rule.pictures-decode"          // size and decoding of a picture
	cellCheckDigit  = "rule.municipality-check-digit" // check digit of a municipality code
	cellLeafProfile = "rule.leaf-profile"             // key usage, names, serial, dates of a certificate
	cellStable      = "rule.sessions-read-the-same"   // that a second session reads the same
)

// place says where a data object stands: the file's key, and the object's in
// the cells of the tables.
func place(tag byte) (file, cell string) {
	switch tag {
	case 0xC0:
		return "mf/ef01", "mf.ef01.version"
	case 0xC1:
		return "mf/ef02", "mf.ef02.type"
	case 0xD0:
		return "df1/ef01", "df1.ef01.front"
	case 0xD1:
		return "df1/ef02", "df1.ef02.face"
	case 0xD2:
		return "df2/ef01", "df2.ef01.address_date"
	case 0xD3:
		return "df2/ef01", "df2.ef01.municipality"
	case 0xD4:
		return "df2/ef01", "df2.ef01.address"
	case 0xD5:
		return "df2/ef02", "df2.ef02.permission_comprehensive"
	case 0xD6:
		return "df2/ef03", "df2.ef03.permission_individual"
	case 0xD7:
		return "df2/ef04", "df2.ef04.application_status"
	case 0xDA:
		return "df3/ef01", "df3.ef01.check_code"
	}
	return "df3/ef01", "df3.ef01.certificate"
}

// dotted writes a file's key as in instance IDs and cells: "df1.ef01".
func dotted(key string) string { return strings.ReplaceAll(key, "/", ".") }

// contents is what one session read, by file key.
type contents map[string][]byte

// read opens the card and reads the files once, all files of the type if none
// is named.
func read(t *conformance.T, keys ...string) contents {
	term, out := t.Open(), contents{}
	for _, f := range witness.Files(t.Subject.CardType()) {
		if len(keys) > 0 && !slices.Contains(keys, f.Key) {
			continue
		}
		content, err := term.ReadFile(t.Context(), f)
		if err != nil {
			t.Inconclusive("file not read: %v", err)
		}
		out[f.Key] = content
	}
	return out
}

// object returns a data object from its file. A file that cannot be cut into
// objects has none.
func (c contents) object(tag byte) (witness.Object, bool) {
	key, _ := place(tag)
	objects, _ := witness.SplitObjects(c[key])
	i := slices.IndexFunc(objects, func(o witness.Object) bool { return o.Tag == tag })
	if i < 0 {
		return witness.Object{}, false
	}
	return objects[i], true
}

// value returns the value of a data object, nil if there is none.
func (c contents) value(tag byte) []byte {
	o, _ := c.object(tag)
	return o.Value
}

// changed returns a copy in which one byte of a file is another.
func (c contents) changed(key string, at int, flip byte) contents {
	out := contents{}
	for k, v := range c {
		out[k] = v
	}
	out[key] = slices.Clone(c[key])
	out[key][at] ^= flip
	return out
}

// allZero says that there is nothing but 00.
func allZero(b []byte) bool { return len(trimmed(b)) == 0 }

// trimmed is a value without the 00 that fill it up.
func trimmed(b []byte) []byte { return bytes.TrimRight(b, "\x00") }

// files returns the files of the subject's type that keep accepts.
func files(s *conformance.Subject, keep func(witness.File) bool) []witness.File {
	return slices.DeleteFunc(witness.Files(s.CardType()), func(f witness.File) bool { return !keep(f) })
}

func protected(f witness.File) bool { return !f.Free }

// perFile makes one variant for every protected file.
func perFile(run func(t *conformance.T, f witness.File)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		var out []conformance.Variant
		for _, f := range files(s, protected) {
			out = append(out, conformance.Variant{Name: dotted(f.Key), Run: func(t *conformance.T) { run(t, f) }})
		}
		return out
	}
}

// perTag makes one variant for every tag whose file the type has.
func perTag(tags []byte, run func(t *conformance.T, tag byte)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		var out []conformance.Variant
		for _, tag := range tags {
			key, _ := place(tag)
			if witness.Objects(s.CardType(), key) == nil {
				continue
			}
			out = append(out, conformance.Variant{Name: tagName(tag), Run: func(t *conformance.T) { run(t, tag) }})
		}
		return out
	}
}

// tagName writes a tag as in instance IDs: "d4".
func tagName(tag byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[tag>>4], digits[tag&0xF]})
}

// withPhoto says that the card is known to have a photo and a signature.
func withPhoto(s *conformance.Subject) bool { return slices.Contains(s.Atoms, "photo") }
