package content

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/vectors"
)

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// The joined values of the vectors, less the NULs that fill them.
func TestEntriesVectors(t *testing.T) {
	n := 0
	for _, name := range []string{"t05", "t06"} {
		vs, err := vectors.For(name, "signed-data-ecdsa")
		if err != nil {
			t.Fatal(err)
		}
		p := profile(t, name)
		f, _ := p.File("df1/ef02")
		for _, v := range vs {
			n++
			file, err := v.Bytes("entries")
			if err != nil {
				t.Fatal(err)
			}
			want, err := v.Bytes("values")
			if err != nil {
				t.Fatal(err)
			}
			for _, fill := range []int{0, f.Size - len(file)} {
				got, err := Entries(p, f, append(bytes.Clone(file), make([]byte, fill)...))
				if err != nil || !bytes.Equal(append(got, make([]byte, 53-len(got))...), want) {
					t.Errorf("%s: %X, %v", v.ID, got, err)
				}
			}
		}
	}
	if n < 2 {
		t.Errorf("%d vectors", n)
	}
}

// A signature must not fit two readings of the same joined bytes.
func TestEntriesRefuse(t *testing.T) {
	p := profile(t, "t06")
	f, _ := p.File("df1/ef02")
	const c5, c6, c7, c8, c9 = "C5083230333130343031", "C6083230303030313032", "C70131", "C803555341", "C90A58303030303030303030"
	const ce = "CE0430303030"
	if got, err := Entries(p, f, unhex(c5+c6+c7+c8+c9+ce)); err != nil || len(got) != 34 {
		t.Fatalf("%X %v", got, err)
	}
	if got, err := Entries(p, f, unhex(c5+c6+c7+c8+c9+"CE03303930")); err != nil || string(got[30:]) != "090\x00" {
		t.Errorf("days: %X %v", got, err)
	}
	for name, file := range map[string]string{
		"dates exchanged":       c6 + c5 + c7 + c8 + c9 + ce,
		"tags of dates swapped": "C608" + c5[4:] + "C508" + c6[4:] + c7 + c8 + c9 + ce,
		"a byte moved":          "C5073230333130343000" + "C609" + "31" + c6[4:] + c7 + c8 + c9 + ce,
		"shorter":               "C50732303331303430" + c6 + c7 + c8 + c9 + ce,
		"longer":                c5 + c6 + "C7023131" + c8 + c9 + ce,
		"unknown before":        "BF0101" + c5 + c6 + c7 + c8 + c9 + ce,
		"unknown after":         c5 + c6 + c7 + c8 + c9 + ce + "CA023031",
		"twice":                 c5 + c5 + c6 + c7 + c8 + c9 + ce,
	} {
		if got, err := Entries(p, f, unhex(file)); !errors.Is(err, ErrOrder) && !errors.Is(err, ErrSyntax) {
			t.Errorf("%s: %X, %v", name, got, err)
		}
	}
	for _, file := range []string{"", "00", c5 + c6 + c7 + c8 + c9, c5} {
		if _, err := Entries(p, f, unhex(file)); !errors.Is(err, ErrMissing) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if _, err := Entries(p, f, unhex(c5+"C608")); !errors.Is(err, ErrSyntax) {
		t.Error(err)
	}
}

// The NULs that fill the signed data of the type with fewer entries must not
// stand for entries of the other; only the end of the period may be blank.
func TestEntriesUnwritten(t *testing.T) {
	const first = "C5083230333130343031C6083230303030313032C70131C803555341C90A58303030303030303030CE0430333030"
	const ca, cb, cc, cd = "CA023031", "CB083230323630363135", "CC0132", "CD083230323930363135"
	const noCA, noCB, noCC, noCD = "CA020000", "CB080000000000000000", "CC0100", "CD080000000000000000"
	for _, name := range []string{"t05", "t07"} {
		p := profile(t, name)
		f, _ := p.File("df1/ef02")
		for file, want := range map[string]error{
			first + ca + cb + cc + cd: nil, first + ca + cb + cc + noCD: nil,
			first + noCA + noCB + noCC + noCD: ErrUnwritten, first + noCA + noCB + noCC + cd: ErrUnwritten,
			first + noCA + cb + cc + cd: ErrUnwritten, first + ca + noCB + cc + cd: ErrUnwritten, first + ca + cb + noCC + cd: ErrUnwritten,
			first[:80] + "CE0400000000" + ca + cb + cc + cd: ErrUnwritten, first[:80] + "CE00" + ca + cb + cc + cd: ErrUnwritten,
		} {
			if _, err := Entries(p, f, unhex(file)); !errors.Is(err, want) {
				t.Errorf("%s %s: %v, want %v", name, file, err, want)
			}
		}
	}
}

// What repertoires allow, from the sheet of the second generation.
func TestRepertoires(t *testing.T) {
	p := profile(t, "t05")
	for _, c := range []struct {
		field string
		value string
		text  string
		notes []Note
	}{
		{"sex", "1", "1", nil}, {"sex", "3", "3", nil}, {"sex", "0", "0", []Note{UnknownCode}}, {"sex", "M", "M", []Note{UnknownCode}},
		{"work", "1", "1", nil}, {"work", "4", "4", nil}, {"work", "9", "9", nil}, {"work", "3", "3", []Note{UnknownCode}},
		{"nationality", "USA", "USA", nil}, {"nationality", "392", "392", []Note{UnknownCode}}, {"nationality", "usa", "usa", []Note{UnknownCode}},
		{"nationality", "US\x00", "US", []Note{UnknownCode}}, {"nationality", "XXX", "XXX", nil},
		{"status", "T410010000", "T410010000", nil}, {"status", "T41", "T41", []Note{UnknownCode}}, {"status", "T41001000\x1b", "T41001000\x1b", []Note{UnknownCode}},
		{"card_number", "AA12345678BB", "AA12345678BB", nil}, {"card_number", "AA1234567XBB", "AA1234567XBB", []Note{BadNumber}},
		{"period", "0300", "0300", nil}, {"period", "0000", "0000", nil}, {"period", "090\x00", "090", nil}, {"period", "090 ", "090", nil},
		{"period", "09", "09", []Note{BadPeriod}}, {"period", "0199", "0199", []Note{BadPeriod}}, {"period", "abcd", "abcd", []Note{BadPeriod}},
		{"card_expiry", "20310401", "20310401", nil}, {"card_expiry", "20310431", "20310431", []Note{BadDate}},
		{"permission_comprehensive", "1", "1", nil}, {"permission_comprehensive", "1\x00\x00\x00\x00\x00\x00", "1", nil},
		{"permission_comprehensive", "0", "0", nil}, {"permission_comprehensive", "7", "7", []Note{UnknownCode}},
		{"permission_comprehensive", "\x01", "\x01", []Note{UnknownCode}}, {"permission_comprehensive", "1\x001", "1\x001", []Note{NULInside, UnknownCode}},
		{"permission_comprehensive", "11", "11", []Note{UnknownCode}},
		{"permission_individual", "1", "1", nil}, {"permission_individual", "2", "2", []Note{UnknownCode}},
		{"reserved_text", "予備\x00\x00", "予備", nil}, {"reserved_text", "\x93\x8c\x8b\x9e", "", []Note{Undecodable}},
		{"reserved_text", "予備\xe5\x8f", "予備\uFFFD", []Note{CutCharacter}},
	} {
		_, o, ok := p.FieldFile(c.field)
		in := Interpret(p, o, []byte(c.value))
		if !ok || in.Form != Present || in.Text != c.text || !slices.Equal(in.Notes, c.notes) {
			t.Errorf("%s %q: %+v", c.field, c.value, in)
		}
	}
	_, o, _ := p.FieldFile("permission_comprehensive_until")
	for _, value := range [][]byte{nil, {}, make([]byte, 8)} {
		if in := Interpret(p, o, value); in.Form != None || in.Notes != nil {
			t.Errorf("no end of a permission, %d bytes: %+v", len(value), in)
		}
	}
}

// Forms of files that a source leaves open, and a tag of two bytes.
func TestSplitSecondGeneration(t *testing.T) {
	for _, c := range []struct {
		profile, file, data string
		fields              int
		want                error
	}{
		{"t05", "df2/ef01", "D50130" + "D6080000000000000000" + "D70130" + "000000000000", 3, nil},
		{"t05", "df2/ef01", "D50731000000000000" + "D6083230323730313031" + "D70130", 3, nil},
		{"t05", "df2/ef01", "D50130D70130" + "00000000", 2, nil},
		{"t05", "df2/ef01", "D50130" + "00000000", 0, ErrMissing},
		{"t05", "df1/ef03", "D00149" + "D100" + "0000", 2, nil},
		{"t05", "df1/ef03", "D00149" + "0000", 1, nil},
		{"t05", "df1/ef03", "D10149" + "0000", 0, ErrMissing},
		{"t05", "df1/ef04", "DFD1024949" + "00", 1, nil},
		{"t05", "df1/ef04", "DFD1820002" + "4949", 1, nil},
		{"t05", "df1/ef04", "DF", 0, ErrSyntax},
		{"t1", "df2/ef02", "DFD1024949" + "00", 0, ErrSyntax}, // tag DF, length D1
		{"t06", "df2/ef01", "D90130DE8200C8" + hex.EncodeToString(make([]byte, 200)), 2, nil},
		{"t08", "df3/ef01", "DC00DD00" + "0000", 2, nil},
	} {
		p := profile(t, c.profile)
		f, ok := p.File(c.file)
		values, err := Split(p, f, unhex(c.data))
		if !ok || !errors.Is(err, c.want) || len(values) != c.fields {
			t.Errorf("%s %s %s: %v, %v", c.profile, c.file, c.data, values, err)
		}
	}
}
