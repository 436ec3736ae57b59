package witness_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
	"github.com/zairyukit/zairyu/vectors"
)

const ksenc = "CE94938E19E3B97DF96EABCEDC1715CC"

// Built from the fact sheet's answer to DF2/EF04: 86 09 01 BFF596EBB0C3E427.
func TestOpenForms(t *testing.T) {
	key := unhex(t, ksenc)
	for _, c := range []struct {
		name, object string
		want         error
	}{
		{"shortest", "86 09 01 BFF596EBB0C3E427", nil},
		// 3.2.3.1 allows 81 00 and 82 0000 upwards, so these are no faults.
		{"length in 2 bytes", "86 81 09 01 BFF596EBB0C3E427", nil},
		{"length in 3 bytes", "86 82 00 09 01 BFF596EBB0C3E427", nil},
		{"length in 4 bytes", "86 83 00 00 09 01 BFF596EBB0C3E427", witness.ErrObject},
		{"indefinite length", "86 80 01 BFF596EBB0C3E427 00 00", witness.ErrObject},
		{"nothing", "", witness.ErrObject},
		{"tag alone", "86", witness.ErrObject},
		{"no length byte after 81", "86 81", witness.ErrObject},
		{"one length byte after 82", "86 82 00", witness.ErrObject},
		{"empty", "86 00", witness.ErrObject},
		{"indicator alone", "86 01 01", witness.ErrObject},
		{"indicator 02", "86 09 02 BFF596EBB0C3E427", witness.ErrObject},
		{"no indicator", "86 08 BFF596EBB0C3E427", witness.ErrObject},
		{"tag 87", "87 09 01 BFF596EBB0C3E427", witness.ErrObject},
		{"clear data", "D7 01 31", witness.ErrObject},
		{"cut", "86 09 01 BFF596EBB0C3E4", witness.ErrObject},
		{"7-byte cryptogram", "86 08 01 BFF596EBB0C3E4", witness.ErrObject},
		{"a byte too many", "86 09 01 BFF596EBB0C3E427 00", witness.ErrObject},
		{"two objects", "86 09 01 BFF596EBB0C3E427 86 09 01 BFF596EBB0C3E427", witness.ErrObject},
		{"spoiled block", "86 09 01 BFF596EBB0C3E426", witness.ErrPadding},
	} {
		got, err := witness.Open(key, unhex(t, c.object))
		if !errors.Is(err, c.want) || (err == nil && !bytes.Equal(got, unhex(t, "D70131"))) {
			t.Errorf("%s: %X, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestSplitObjects(t *testing.T) {
	nul := func(n int) []byte { return make([]byte, n) }
	address := append(unhex(t, "D208 3230323430343031 D306 313331303136 D4820140"), nul(320)...)
	for _, c := range []struct {
		name string
		file []byte
		tags string
	}{
		{"nothing", nil, ""},
		{"type", unhex(t, "C10131"), "C1"},
		{"address", address, "D2D3D4"},
		{"withdrawn permission", nul(122), ""},
		{"no photo, two headers", append(unhex(t, "DA00DB00"), nul(1460)...), "DADB"},
		{"no photo, one header", append(unhex(t, "DA00"), nul(1462)...), "DA"},
		{"data after the end", unhex(t, "C10131 00 C10132"), "C1"},
		{"long form for a small value", unhex(t, "C1820001 31"), "C1"},
	} {
		objects, err := witness.SplitObjects(c.file)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var tags []byte
		for _, o := range objects {
			tags = append(tags, o.Tag)
		}
		if !bytes.Equal(tags, unhex(t, c.tags)) {
			t.Errorf("%s: tags %X, want %s", c.name, tags, c.tags)
		}
	}
	objects, _ := witness.SplitObjects(address)
	if len(objects) != 3 || string(objects[1].Value) != "131016" || !bytes.Equal(objects[2].Header, unhex(t, "D4820140")) || len(objects[2].Value) != 320 {
		t.Errorf("address: %X", objects)
	}
}

func TestSplitObjectsRefuses(t *testing.T) {
	for _, file := range []string{"C1", "C102 31", "C181", "C18200", "C180 31 0000", "C183000001 31", "C1FF", "C10131 D2", "DA820100 00"} {
		if objects, err := witness.SplitObjects(unhex(t, file)); !errors.Is(err, witness.ErrObject) || objects != nil {
			t.Errorf("%s: %v, %v", file, objects, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	key := unhex(f, ksenc)
	vs, err := vectors.For("t1", "sm-answer")
	if err != nil {
		f.Fatal(err)
	}
	for _, v := range vs {
		answer, err := v.Bytes("answer")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(answer[:min(len(answer), 300)])
	}
	for _, s := range []string{"", "86", "868109", "860101", "8680", "86820009 01 BFF596EBB0C3E427"} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, object []byte) {
		plain, err := witness.Open(key, object)
		if err != nil {
			if plain != nil {
				t.Fatal("data beside an error")
			}
			return
		}
		// Whatever opens must be what Seal makes, but for the length's form.
		value := func(o []byte) []byte { return o[len(o)-(len(plain)/8+1)*8-1:] }
		if !bytes.Equal(value(witness.Seal(key, plain)), value(object)) {
			t.Fatalf("%X opens to %X, which seals otherwise", object, plain)
		}
	})
}

func FuzzSplitObjects(f *testing.F) {
	for _, s := range []string{"", "C10131", "DA00DB0000", "D208 3230323430343031 D306 313331303136", "C18200", "C10131 00 FF", "D0821B58"} {
		f.Add(unhex(f, s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		objects, err := witness.SplitObjects(file)
		if err != nil {
			return
		}
		var joined []byte
		for _, o := range objects {
			joined = append(append(joined, o.Header...), o.Value...)
		}
		if !bytes.HasPrefix(file, joined) || (len(file) > len(joined) && file[len(joined)] != 0x00) {
			t.Fatalf("%X splits into %X", file, joined)
		}
	})
}
