package dat

import (
	"fmt"
	"strings"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// place says where a data object stands on a type of card: the file's key, and
// the object's in the cells of the tables. Both are empty where the type has
// none.
func place(k *witness.Kind, tag uint16) (file, cell string) {
	for _, f := range k.Files() {
		for _, o := range k.Objects(f.Key) {
			if o.Tag == tag {
				return f.Key, dotted(f.Key) + "." + field(k, tag)
			}
		}
	}
	return "", ""
}

// field is the name of a data object in the cells: the generations give one
// tag different meanings.
func field(k *witness.Kind, tag uint16) string {
	if k.Generation == 1 {
		return map[uint16]string{
			0xC0: "version", 0xC1: "type", 0xD0: "front", 0xD1: "face", 0xD2: "address_date", 0xD3: "municipality",
			0xD4: "address", 0xD5: "permission_comprehensive", 0xD6: "permission_individual", 0xD7: "application_status",
			0xDA: "check_code", 0xDB: "certificate",
		}[tag]
	}
	return map[uint16]string{
		0xC0: "version", 0xC1: "type", 0xC2: "card_number", 0xC5: "card_expiry", 0xC6: "birth", 0xC7: "sex",
		0xC8: "nationality", 0xC9: "status", 0xCE: "period", 0xCA: "permission_kind", 0xCB: "permission_date",
		0xCC: "work", 0xCD: "period_until", 0xD0: "name", 0xD1: "face", 0xDFD1: "address",
		0xD5: "permission_comprehensive", 0xD6: "permission_comprehensive_until", 0xD7: "permission_individual",
		0xD8: "application_status", 0xD9: "commissioner_entry", 0xDE: "reserved_text",
		0xDC: "check_code", 0xDD: "certificate",
	}[tag]
}

// codeTag and certificateTag are the tags of check code and certificate.
func codeTag(k *witness.Kind) uint16 {
	if k.Generation == 1 {
		return 0xDA
	}
	return 0xDC
}

func certificateTag(k *witness.Kind) uint16 {
	if k.Generation == 1 {
		return 0xDB
	}
	return 0xDD
}

// faceTag is the photo's on every type.
const faceTag uint16 = 0xD1

// drawings are the tags of the bilevel pictures: the front image, or name and
// address.
func drawings(k *witness.Kind) []uint16 {
	if k.Generation == 1 {
		return []uint16{0xD0}
	}
	return []uint16{0xD0, 0xDFD1}
}

// texts are the tags of the values that are running text.
func texts(k *witness.Kind) []uint16 {
	if k.Generation == 1 {
		return []uint16{0xD4, 0xD5, 0xD6}
	}
	return []uint16{0xDE}
}

// dotted writes a file's key as in instance IDs and cells: "df1.ef01".
func dotted(key string) string { return strings.ReplaceAll(key, "/", ".") }

// tagName writes a tag as in instance IDs: "d4", "dfd1".
func tagName(tag uint16) string { return fmt.Sprintf("%02x", tag) }

// these makes a list of tags that is the same for every kind.
func these(tags ...uint16) func(*witness.Kind) []uint16 {
	return func(*witness.Kind) []uint16 { return tags }
}

// perTag makes one variant for every tag that the type has.
func perTag(tags func(*witness.Kind) []uint16, run func(t *conformance.T, tag uint16)) func(*conformance.Subject) []conformance.Variant {
	return func(s *conformance.Subject) []conformance.Variant {
		var out []conformance.Variant
		for _, tag := range tags(s.Kind()) {
			if key, _ := place(s.Kind(), tag); key == "" {
				continue
			}
			out = append(out, conformance.Variant{Name: tagName(tag), Run: func(t *conformance.T) { run(t, tag) }})
		}
		return out
	}
}
