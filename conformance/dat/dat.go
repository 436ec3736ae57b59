// Package dat holds the cases that judge the content of a card, layer 7:
// structure, fields, images, signature and certificate (specification 3.3,
// 3.4.3). Expected values come from package witness, the document or the
// standard library, never from the specification tables, which only say how
// sure a fact is. It must not import the reader.
package dat

import (
	"bytes"
	"slices"

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

// contents is what one session read.
type contents struct {
	kind  *witness.Kind
	files map[string][]byte // by key
}

// read enters and opens the card and reads the files once, all files of the
// type if none is named. The free files come first: selecting the application
// of a specified card once more ends the session.
func read(t *conformance.T, keys ...string) contents {
	c := contents{t.Kind(), map[string][]byte{}}
	take := func(term *witness.Terminal, free bool) {
		for _, f := range t.Kind().Files() {
			if f.Free != free || len(keys) > 0 && !slices.Contains(keys, f.Key) {
				continue
			}
			content, err := term.ReadFile(t.Context(), f)
			if err != nil {
				t.Inconclusive("file not read: %v", err)
			}
			c.files[f.Key] = content
		}
	}
	take(t.Terminal(), true)
	take(t.Open(), false)
	return c
}

// readTags is read of the files that hold the tags.
func readTags(t *conformance.T, tags ...uint16) contents {
	var keys []string
	for _, tag := range tags {
		if key, _ := place(t.Kind(), tag); key != "" {
			keys = append(keys, key)
		}
	}
	return read(t, keys...)
}

// object returns a data object from its file. A file that cannot be cut into
// objects has none.
func (c contents) object(tag uint16) (witness.DataObject, bool) {
	key, _ := place(c.kind, tag)
	objects, _ := c.kind.SplitObjects(c.files[key])
	i := slices.IndexFunc(objects, func(o witness.DataObject) bool { return o.Tag == tag })
	if i < 0 {
		return witness.DataObject{}, false
	}
	return objects[i], true
}

// value returns the value of a data object, nil if there is none.
func (c contents) value(tag uint16) []byte {
	o, _ := c.object(tag)
	return o.Value
}

// at returns the file of a data object and where in it the value stands; the
// key is empty if there is none.
func (c contents) at(tag uint16) (key string, from, to int) {
	key, _ = place(c.kind, tag)
	objects, _ := c.kind.SplitObjects(c.files[key])
	for _, o := range objects {
		from += len(o.Header)
		if o.Tag == tag {
			return key, from, from + len(o.Value)
		}
		from += len(o.Value)
	}
	return "", 0, 0
}

// changed returns a copy in which one byte of a file is another.
func (c contents) changed(key string, at int, flip byte) contents {
	out := contents{c.kind, map[string][]byte{}}
	for k, v := range c.files {
		out.files[k] = v
	}
	out.files[key] = slices.Clone(c.files[key])
	out.files[key][at] ^= flip
	return out
}

// allZero says that there is nothing but 00.
func allZero(b []byte) bool { return len(trimmed(b)) == 0 }

// trimmed is a value without the 00 that fill it up.
func trimmed(b []byte) []byte { return bytes.TrimRight(b, "\x00") }

// files returns the files of the subject's type that keep accepts.
func files(s *conformance.Subject, keep func(witness.File) bool) []witness.File {
	return slices.DeleteFunc(s.Kind().Files(), func(f witness.File) bool { return !keep(f) })
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

// withPhoto says that the card is known to have a photo and a signature.
func withPhoto(s *conformance.Subject) bool { return slices.Contains(s.Atoms, "photo") }
