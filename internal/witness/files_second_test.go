package witness_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/internal/witness"
)

// The table of files of the second generation, typed a second time from the
// facts: key, P1, size on 05, size on 06 (0 if absent), access.
const secondTables = `
mf/ef01  8B 6    6    free
mf/ef02  8A 4    4    free
df1/ef01 81 14   14   number+SM
df1/ef02 83 73   46   number+SM
df1/ef03 84 5508 5508 number+SM
df1/ef04 86 2505 2505 number+SM
df2/ef01 81 22   0    number
df2/ef02 82 3    0    number
df2/ef03 83 207  0    number
df2/ef01 83 0    207  number
df3/ef01 82 704  704  number
`

func TestFilesOfTheLaterTypes(t *testing.T) {
	for _, cardType := range []string{"05", "06", "07", "08"} {
		k := witness.For(cardType)
		column := map[string]int{"05": 2, "07": 2, "06": 3, "08": 3}[cardType]
		var want, got []string
		for _, line := range strings.Split(strings.TrimSpace(secondTables), "\n") {
			f := strings.Fields(line)
			if f[column] == "0" {
				continue
			}
			if k.Generation == 3 {
				f[0] = strings.Replace(f[0], "mf/", "ap/", 1)
			}
			want = append(want, strings.Join([]string{f[0], f[1], f[column], f[4]}, " "))
		}
		for _, f := range k.Files() {
			access := map[[2]bool]string{{true, false}: "free", {false, false}: "number", {false, true}: "number+SM"}[[2]bool{f.Free, f.SM}]
			got = append(got, fmt.Sprintf("%s %02X %d %s", f.Key, f.P1, f.Size, access))
			if parent := []string{k.Root() + "/", "df1/", "df2/", "df3/"}[f.DF]; !strings.HasPrefix(f.Key, parent) {
				t.Errorf("%s has parent %s", f.Key, parent)
			}
			if found, ok := k.File(f.Key); !ok || fmt.Sprint(found) != fmt.Sprint(f) {
				t.Errorf("File(%s) is %v", f.Key, found)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("type %s:\n%s\nwant:\n%s", cardType, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for cardType, none := range map[string]string{"05": "ap/ef01", "06": "df2/ef02", "07": "mf/ef01", "08": "df2/ef03", "1": "df1/ef03"} {
		if f, ok := witness.For(cardType).File(none); ok {
			t.Errorf("type %s has %v", cardType, f)
		}
		if o := witness.For(cardType).Objects(none); o != nil {
			t.Errorf("type %s has objects of %s: %v", cardType, none, o)
		}
	}
}

// Sizes and objects were typed separately: with the longest values the objects
// must fill the file. D5 counts with its tag and one length byte, DD with a
// length of three.
func TestObjectsFillTheirFilesOnEveryType(t *testing.T) {
	for _, cardType := range []string{"1", "2", "05", "06", "07", "08"} {
		k := witness.For(cardType)
		for _, f := range k.Files() {
			sum, objects := 0, k.Objects(f.Key)
			for _, o := range objects {
				header := len(o.Header)
				if !o.Fixed {
					header += map[uint16]int{0xD5: 1, 0xDD: 3}[o.Tag]
				} else if split, err := k.SplitObjects(append(bytes.Clone(o.Header), make([]byte, o.Length)...)); err != nil || len(split) != 1 || split[0].Tag != o.Tag || len(split[0].Value) != o.Length {
					t.Errorf("%s: header %X does not say tag %02X, %d bytes", f.Key, o.Header, o.Tag, o.Length)
				}
				sum += header + o.Length
			}
			if sum != f.Size || len(objects) == 0 || !bytes.Equal(objects[0].Header, f.Header) {
				t.Errorf("type %s, %s: objects are %d bytes, the file %d, header %X", cardType, f.Key, sum, f.Size, f.Header)
			}
		}
	}
}

func TestTagsOfTheLaterTypes(t *testing.T) {
	for cardType, want := range map[string]string{
		"05": "C0 C1 C2 C5 C6 C7 C8 C9 CE CA CB CC CD D0 D1 DFD1 D5 D6 D7 D8 D9 DE DC DD ",
		"06": "C0 C1 C2 C5 C6 C7 C8 C9 CE D0 D1 DFD1 D9 DE DC DD ",
	} {
		var got string
		for _, f := range witness.For(cardType).Files() {
			for _, o := range witness.For(cardType).Objects(f.Key) {
				got += fmt.Sprintf("%02X ", o.Tag)
			}
		}
		if got != want {
			t.Errorf("type %s: %s, want %s", cardType, got, want)
		}
	}
}

// Cases build refused commands with odd keys and lengths on every type: no
// panic, whatever is sealed opens, and the argument stays as it was.
func TestOddLengthsOnEveryType(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := witness.For(rapid.SampledFrom([]string{"1", "2", "05", "06", "07", "08"}).Draw(t, "type"))
		key := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "key")
		data := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "data")
		n := rapid.Uint64().Draw(t, "n")
		before := append(bytes.Clone(key), data...)
		if got := len(k.EncryptCBC(key, data)); got%k.Block != 0 || got < len(data) {
			t.Fatalf("%d bytes from %d", got, len(data))
		}
		k.DecryptSM(key, n, data)
		k.TerminalCryptogram(key, data, key, data)
		k.SessionKey(key, data)
		witness.KeyMessage(data)
		if _, err := k.OpenCardCryptogram(key, data, key, data); err == nil {
			t.Fatal("noise is a card's cryptogram")
		}
		if plain, err := k.Open(key, n, k.Seal(key, n, data)); err != nil || !bytes.Equal(plain, data) {
			t.Fatalf("%X, %v", plain, err)
		}
		_, _ = k.Open(key, n, data)
		_, _ = k.SplitObjects(data)
		_, _ = k.SignedData(map[string][]byte{"df1/ef01": data, "df1/ef02": data, "df1/ef03": key})
		if !bytes.Equal(before, append(bytes.Clone(key), data...)) {
			t.Fatal("an argument was changed")
		}
	})
}
