package witness_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
)

// Tables 3-1 to 3-5 and the P1 tables of 4.2.5(3), typed a second time in the
// order and words of the document.
const tables = `
mf/ef01  8B 6    free
mf/ef02  8A 3    free
df1/ef01 85 7004 number+SM
df1/ef02 86 3004 number+SM
df2/ef01 81 342  number
df2/ef02 82 122  number   1
df2/ef03 83 122  number   1
df2/ef04 84 3    number   1
df3/ef01 82 1464 number
`

func TestFilesAreThoseOfTheTables(t *testing.T) {
	for _, cardType := range []string{"1", "2"} {
		var want, got []string
		for _, line := range strings.Split(strings.TrimSpace(tables), "\n") {
			f := strings.Fields(line)
			if cardType == "1" || len(f) == 4 {
				want = append(want, strings.Join(f[:4], " "))
			}
		}
		for _, f := range witness.Files(cardType) {
			access := map[[2]bool]string{{true, false}: "free", {false, false}: "number", {false, true}: "number+SM"}[[2]bool{f.Free, f.SM}]
			got = append(got, fmt.Sprintf("%s %02X %d %s", f.Key, f.P1, f.Size, access))
			if parent := []string{"mf/", "df1/", "df2/", "df3/"}[f.DF]; !strings.HasPrefix(f.Key, parent) {
				t.Errorf("%s has parent %s", f.Key, parent)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("type %s:\n%s\nwant:\n%s", cardType, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if witness.Files("05") != nil || witness.Files("") != nil {
		t.Error("files for a type that is not of this generation")
	}
}

// 3.3.1 and 3.3.4 were typed separately: sizes must be the sums of the
// objects, and the header of a file that of its first object.
func TestObjectsFillTheirFiles(t *testing.T) {
	var tags string
	for _, cardType := range []string{"1", "2"} {
		for _, f := range witness.Files(cardType) {
			sum := 0
			objects := witness.Objects(cardType, f.Key)
			for _, o := range objects {
				sum += len(o.Header) + o.Length
				tags += fmt.Sprintf("%02X", o.Tag)
				split, err := witness.SplitObjects(append(bytes.Clone(o.Header), make([]byte, o.Length)...))
				if err != nil || len(split) != 1 || split[0].Tag != o.Tag || len(split[0].Value) != o.Length {
					t.Errorf("%s: header %X does not say tag %02X, %d bytes", f.Key, o.Header, o.Tag, o.Length)
				}
			}
			if sum != f.Size {
				t.Errorf("%s: objects are %d bytes, the file %d", f.Key, sum, f.Size)
			}
			if len(objects) == 0 || !bytes.Equal(objects[0].Header, f.Header) {
				t.Errorf("%s: header %X", f.Key, f.Header)
			}
		}
		tags += " "
	}
	if want := "C0C1D0D1D2D3D4D5D6D7DADB C0C1D0D1D2D3D4DADB "; tags != want {
		t.Errorf("tags %s, want %s", tags, want)
	}
	for _, none := range [][2]string{{"2", "df2/ef02"}, {"2", "df2/ef03"}, {"2", "df2/ef04"}, {"05", "mf/ef01"}, {"1", "df3/ef02"}} {
		if witness.Objects(none[0], none[1]) != nil {
			t.Errorf("type %s has %s", none[0], none[1])
		}
	}
}
