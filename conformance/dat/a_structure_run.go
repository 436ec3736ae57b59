package dat

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

func a01(t *conformance.T) {
	c := readTags(t, 0xC0, 0xC1)
	kind, version := c.value(0xC1), c.value(0xC0)
	t.Claim(text("C1はカード種別の値", "C1 is the value of the card type"), "mf.ef02.type.tag", "mf.ef02.type.length", "type").
		Saw("%d bytes", len(kind)).Holds(string(kind) == t.Subject.CardType())
	t.Claim(text("C0は数字4桁", "C0 has four digits"), "mf.ef01.version.tag", "mf.ef01.version.length").Warning().
		Saw("%d bytes, digits: %t", len(version), digits(version)).Holds(len(version) == 4 && digits(version))
}

// digits says that there are only the digits 0 to 9.
func digits(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' })
}

func a02(t *conformance.T) {
	if t.Kind().Generation > 1 {
		v := readTags(t, 0xC2).value(0xC2)
		t.Claim(text("C2は認証に用いた番号", "C2 is the number that opened the card"),
			"df1.ef01.card_number.tag", "df1.ef01.card_number.length", "df1.ef01.card_number.repertoire").
			Saw("%d bytes, equal: %t", len(v), string(v) == t.Subject.Number).Holds(string(v) == t.Subject.Number)
		return
	}
	found := ""
	for key, content := range read(t).files {
		objects, _ := t.Kind().SplitObjects(content)
		for _, o := range objects {
			if o.Tag == 0xC2 {
				found = key
			}
		}
	}
	t.Claim(text("C2が存在しない", "there is no C2"), "mf.ef01.version.tag", "mf.ef02.type.tag").
		Saw("C2: %t", found != "").Holds(found == "")
}

// a03: the printed entries are one file, its objects in this order (2G 3.3.4).
func a03(t *conformance.T) {
	want, size := []uint16{0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCE, 0xCA, 0xCB, 0xCC, 0xCD}, 73
	if t.Kind().Type == "06" || t.Kind().Type == "08" {
		want, size = want[:6], 46
	}
	content := read(t, "df1/ef02").files["df1/ef02"]
	objects, err := t.Kind().SplitObjects(content)
	var got []uint16
	for _, o := range objects {
		got = append(got, o.Tag)
	}
	t.Claim(text("券面記載項目が規定の順に並ぶ", "the printed entries stand in their order"), "df1.ef02.size", "df1.ef02.card_expiry.tag", "df1.ef02.status.length").
		Saw("%d objects of %d, readable: %t, in order: %t", len(got), len(want), err == nil, slices.Equal(got, want)).
		Holds(err == nil && slices.Equal(got, want))
	t.Claim(text(fmt.Sprintf("%dバイト", size), fmt.Sprintf("%d bytes", size)), "df1.ef02.size").
		Saw("%d bytes", len(content)).Holds(len(content) == size)
}

func a04(t *conformance.T, f witness.File) {
	content := read(t, f.Key).files[f.Key]
	t.Claim(text(fmt.Sprintf("容量は%dバイト", f.Size), fmt.Sprintf("the EF has %d bytes", f.Size)), dotted(f.Key)+".size").
		Saw("%d bytes", len(content)).Holds(len(content) == f.Size)
	objects, err := t.Kind().SplitObjects(content)
	if err != nil {
		t.Claim(text("データオブジェクトに分けられる", "the EF can be cut into data objects"), dotted(f.Key)+".size").
			Saw("%v", err).Holds(false)
		return
	}
	layouts := t.Kind().Objects(f.Key)
	for _, o := range objects {
		i := slices.IndexFunc(layouts, func(l witness.ObjectLayout) bool { return l.Tag == o.Tag })
		if i < 0 {
			continue // a foreign tag is DAT_A_05's matter
		}
		_, cell := place(t.Kind(), o.Tag)
		most := layouts[i].Length
		t.Claim(text(fmt.Sprintf("%02Xは%dバイト以下", o.Tag, most), fmt.Sprintf("%02X has at most %d bytes", o.Tag, most)), cell+".length").
			Saw("%d bytes", len(o.Value)).Holds(len(o.Value) <= most)
	}
}

func a05(t *conformance.T, f witness.File) {
	content := read(t, f.Key).files[f.Key]
	objects, err := t.Kind().SplitObjects(content)
	expected := t.Kind().Objects(f.Key)
	inOrder, used, minimal := true, 0, true
	for _, o := range objects {
		i := slices.IndexFunc(expected, func(l witness.ObjectLayout) bool { return l.Tag == o.Tag })
		inOrder = inOrder && i >= 0
		asDocumented := i >= 0 && bytes.Equal(o.Header, expected[i].Header) // DE has a long form of its own
		expected = expected[i+1:]
		used += len(o.Header) + len(o.Value)
		minimal = minimal && (asDocumented || len(o.Header) == shortest(o.Tag, len(o.Value)))
	}
	t.Claim(text("既知のタグが順に1回ずつ", "known tags only, in order, each once"), dotted(f.Key)+".size").
		Saw("%d objects, readable: %t", len(objects), err == nil).Holds(err == nil && inOrder)
	if err != nil {
		return
	}
	t.Claim(text("最後のデータオブジェクトの後はNull値のみ", "nothing but 00 after the last object"), dotted(f.Key)+".size", "object.end").
		Saw("%d bytes after it", len(content)-used).Holds(allZero(content[used:]))
	t.Claim(text("レングスは最短の形", "lengths have their shortest form"), dotted(f.Key)+".size").Warning().
		Saw("%d objects, shortest: %t", len(objects), minimal).Holds(minimal)
}

// shortest is the number of bytes of a tag and the shortest length field
// (3.2.3.1).
func shortest(tag uint16, n int) int {
	head := 1
	if tag > 0xFF {
		head = 2
	}
	switch {
	case n <= 0x7F:
		return head + 1
	case n <= 0xFF:
		return head + 2
	}
	return head + 3
}

// a06 leaves out the objects that a card without photo does not have (3.3.5).
func a06(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range s.Kind().Files() {
		for _, l := range s.Kind().Objects(f.Key) {
			if !withPhoto(s) && slices.Contains([]uint16{0xD1, 0xDA, 0xDB}, l.Tag) {
				continue
			}
			out = append(out, conformance.Variant{Name: tagName(l.Tag), Run: func(t *conformance.T) { a06Header(t, f, l) }})
		}
	}
	return out
}

func a06Header(t *conformance.T, f witness.File, l witness.ObjectLayout) {
	c := read(t, f.Key)
	o, _ := c.object(l.Tag)
	_, cell := place(t.Kind(), l.Tag)
	claim := text(fmt.Sprintf("タグとレングスは%X", l.Header), fmt.Sprintf("tag and length are %X", l.Header))
	if form := emptyForm(f.Key); form != "" && allZero(c.files[f.Key]) {
		t.Claim(claim, cell+".tag", cell+".length", form).Saw("%d bytes, all 00: allowed here", len(c.files[f.Key])).Holds(true)
		return
	}
	t.WantBytes(claim, o.Header, l.Header, cell+".tag", cell+".length")
}

// emptyForm is the cell that lets a file consist of 00 only, "" for none.
func emptyForm(key string) string {
	switch key {
	case "df2/ef01":
		return "form.address-never"
	case "df2/ef02", "df2/ef03":
		return "form.permission-withdrawn"
	}
	return ""
}

func a07(t *conformance.T, tag uint16) {
	key, cell := place(t.Kind(), tag)
	value := read(t, key).value(tag)
	written, fill, _ := bytes.Cut(value, []byte{0})
	t.Claim(text("最初のNull値の後はNull値のみ", "nothing but 00 after the first 00"), cell+".length", cell+".repertoire").
		Saw("%d bytes, text of %d", len(value), len(written)).Holds(allZero(fill))
}

func a08(t *conformance.T) {
	wrong := ""
	c := read(t)
	for _, key := range slices.Sorted(maps.Keys(c.files)) {
		objects, err := t.Kind().SplitObjects(c.files[key])
		if err != nil { // a 2-byte tag on the first generation, for one
			wrong = key + " cannot be cut into objects"
		}
		for _, o := range objects {
			if foreign(t.Kind(), key, o) {
				wrong = fmt.Sprintf("%s has %02X with %d bytes", key, o.Tag, len(o.Value))
			}
		}
	}
	t.Claim(text("本世代のデータのみ", "data of this generation only"),
		"df1.ef01.front.tag", "df1.ef02.face.tag", "df3.ef01.size", "df1.ef03.name.repertoire", "df1.ef03.face.repertoire").
		Saw("foreign: %t %s", wrong != "", wrong).Holds(wrong == "")
}

// foreign says that an object has the tag of another generation, or one that
// means something else there and stands in another place or length than here.
func foreign(k *witness.Kind, key string, o witness.DataObject) bool {
	if k.Generation == 1 && o.Tag&0x1F == 0x1F { // first byte of a 2-byte tag
		return true
	}
	if !slices.Contains([]uint16{0xD0, 0xD1, 0xD5, 0xD6, 0xD7}, o.Tag) {
		return false
	}
	own, _ := place(k, o.Tag)
	if own != key {
		return true
	}
	layouts := k.Objects(own)
	l := layouts[slices.IndexFunc(layouts, func(l witness.ObjectLayout) bool { return l.Tag == o.Tag })]
	return len(o.Value) > l.Length || l.Fixed && len(o.Value) != l.Length && len(o.Value) != 0
}
