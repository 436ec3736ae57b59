package dat

import (
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

// put changes bytes of a file, from an offset on.
func put(key string, at int, b ...byte) func(*emulator.Image) {
	return func(img *emulator.Image) { copy(img.Files[key][at:], b) }
}

// fileOf gives a file other content, filled with 00 to its size.
func fileOf(key string, parts ...[]byte) func(*emulator.Image) {
	return func(img *emulator.Image) {
		clear(img.Files[key])
		copy(img.Files[key], slices.Concat(parts...))
	}
}

func spec(key, value string) []emulator.Option {
	return []emulator.Option{emulator.WithSpec(key, value)}
}

func TestStructure(t *testing.T) {
	defect.Prove(t, structure(), nil, []defect.Defect{
		{Name: "other-type", Edit: put("mf/ef02", 2, '2'), Noticed: []string{"DAT_A_01"}},
		{Name: "version-not-digits", Edit: put("mf/ef01", 2, 'v'), Noticed: []string{"DAT_A_01"}},
		{Name: "number-as-data", Edit: put("df2/ef04", 0, 0xC2), Noticed: []string{"DAT_A_02", "DAT_A_05", "DAT_A_06"}},
		{Name: "short-file", Options: spec("t1.df2.ef01.size", "341"), Noticed: []string{"DAT_A_04"}},
		{Name: "length-past-the-end", Edit: put("df2/ef04", 1, 0x02), Noticed: []string{"DAT_A_04", "DAT_A_05"}},
		{Name: "over-maximum", Edit: put("df2/ef01", 1, 0x0E), Noticed: []string{"DAT_A_04"}},
		{Name: "object-twice", Edit: fileOf("df2/ef02", []byte{0xD5, 1, 'a', 0xD5, 1, 'b'}), Noticed: []string{"DAT_A_05"}},
		{Name: "objects-exchanged", Edit: fileOf("df2/ef01", []byte{0xD3, 6}, []byte("131016"), []byte{0xD2, 8}, []byte("20240401")),
			Noticed: []string{"DAT_A_05"}},
		{Name: "bytes-after-the-objects", Edit: fileOf("df2/ef02", []byte{0xD5, 1, 'a', 0x00, 0x01}), Noticed: []string{"DAT_A_05"}},
		{Name: "long-length-form", Edit: fileOf("df2/ef03", []byte{0xD6, 0x81, 0x01, 'a'}), Noticed: []string{"DAT_A_05", "DAT_A_06"}},
		{Name: "length-not-fixed", Edit: fileOf("df2/ef02", []byte{0xD5, 0x02, 'o', 'k'}), Noticed: []string{"DAT_A_06"}},
		{Name: "signature-file-of-00", Edit: fileOf("df3/ef01"), Noticed: []string{"DAT_A_06"}},
		{Name: "text-after-00", Edit: put("df2/ef02", 121, 'x'), Noticed: []string{"DAT_A_07"}},
		{Name: "tags-other-gen", Edit: fileOf("df2/ef03", []byte{0xDF, 0xD1, 0x01, 0x00}), Noticed: []string{"DAT_A_08"}},
		{Name: "permission-as-codes", Edit: fileOf("df2/ef02", []byte{0xD5, 0x02, '0', '1'}), Noticed: []string{"DAT_A_08"}},
		{Name: "photo-beside-front", Edit: put("df1/ef01", 0, 0xD1), Noticed: []string{"DAT_A_08"}},
		{Name: "entries-exchanged", Card: "05", Edit: func(img *emulator.Image) {
			put("df1/ef02", 0, 0xC6)(img)
			put("df1/ef02", 10, 0xC5)(img)
		}, Noticed: []string{"DAT_A_03", "DAT_A_05"}},
		{Name: "another-number-as-data", Card: "08", Edit: put("df1/ef01", 13, 'X'), Noticed: []string{"DAT_A_02"}},
		{Name: "later-type-short-file", Card: "07", Options: spec("t07.df1.ef03.size", "5507"), Noticed: []string{"DAT_A_04"}},
		{Name: "first-generation-tag", Card: "06", Edit: put("df2/ef01", 0, 0xD5), Noticed: []string{"DAT_A_05", "DAT_A_08"}},
		{Name: "type-2-short-file", Card: "2", Options: spec("t2.df3.ef01.size", "1463"), Noticed: []string{"DAT_A_04"}},
	})
}

// A card whose files take the other forms that the document allows passes.
func TestStructureOfOtherForms(t *testing.T) {
	wantAll(t, structure(), "1", nil, fileOf("df2/ef01"), fileOf("df2/ef02"), fileOf("df2/ef03"),
		put("mf/ef01", 2, []byte("0002")...))
	wantAll(t, structure(), "1-nophoto", nil, fileOf("df3/ef01", []byte{0xDA, 0x00}), fileOf("df1/ef02"))
	wantAll(t, structure(), "2-nophoto", nil, fileOf("df3/ef01"), fileOf("df1/ef02", []byte{0xD1, 0x82, 0x0B, 0xB8}))
}
