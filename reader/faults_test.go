package reader_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// sealed makes an SM answer with the test's own session key and padding.
func sealed(card *fakeCard, plain []byte) []byte {
	object, err := card.suite.Wrap(card.ksenc, 0, plain)
	if err != nil {
		panic(err)
	}
	return append(object, 0x90, 0)
}

func TestSMFaults(t *testing.T) { // IFD_D
	cut := func(n int) func([]byte) []byte { // the object shortened, its length field right
		return func(a []byte) []byte {
			o := a[:len(a)-2-n]
			size := len(o) - 4
			o[2], o[3] = byte(size>>8), byte(size)
			return append(o, 0x90, 0)
		}
	}
	set := func(i int, b byte) func([]byte) []byte { return func(a []byte) []byte { a[i] = b; return a } }
	rows := []row{}
	for _, read := range []string{"read 1", "read 2"} {
		for name, change := range map[string]func([]byte) []byte{
			"tag 85": set(0, 0x85), "tag 87": set(0, 0x87), "tag 99": set(0, 0x99),
			"indicator 00": set(4, 0), "indicator 02": set(4, 2),
			"L one more":           func(a []byte) []byte { a[3]++; return a },
			"L one less":           func(a []byte) []byte { a[3]--; return a },
			"L 0":                  func(a []byte) []byte { a[2], a[3] = 0, 0; return a },
			"L in the 84 form":     set(1, 0x84),
			"cut by 1":             cut(1),
			"cut by 7":             cut(7),
			"99 after it":          func(a []byte) []byte { return append(a[:len(a)-2], unhex("990290009000")...) },
			"8E after it":          func(a []byte) []byte { return append(a[:len(a)-2], unhex("8E0811223344556677889000")...) },
			"no data, 9000":        say("9000"),
			"last ciphertext byte": flip(-3),
			"first cipher block":   flip(5),
		} {
			rows = append(rows, row{read + " " + name, at(read, change), is(errata...)})
		}
		for _, sw := range []string{"6982", "6300", "6F00"} {
			rows = append(rows, row{read + " SM body with " + sw, at(read, func(a []byte) []byte { return append(a[:len(a)-2], unhex(sw)...) }),
				expect{verdicts: is(reader.ProtocolError, reader.Valid).verdicts}})
		}
		for _, i := range []int{20, 500, 2000} { // inside the image
			rows = append(rows, row{fmt.Sprintf("%s bit at %d", read, i), at(read, flip(i)), is(reader.InvalidSignature)})
		}
		rows = append(rows, row{read + " blocks exchanged", at(read, func(a []byte) []byte {
			return slices.Concat(a[:21], a[29:37], a[21:29], a[37:])
		}), is(reader.InvalidSignature)})
	}
	run(t, rows)
}

func TestSMContentFaults(t *testing.T) {
	for name, plain := range map[string]func(file []byte) []byte{
		"zero padding": func(f []byte) []byte { return append(bytes.Clone(f), 0, 0, 0, 0) },
		"no 80":        func(f []byte) []byte { return append(bytes.Clone(f), 1, 0, 0, 0) },
		"tail":         func(f []byte) []byte { return append(bytes.Clone(f), 0x80, 0, 0, 1) },
		"two blocks":   func(f []byte) []byte { return append(bytes.Clone(f), unhex("800000000000000000000000")...) },
	} {
		card := newCard(t, "1", goodFiles())
		card.bend = func(step string, _, answer []byte) ([]byte, error) {
			if step != "read 1" {
				return answer, nil
			}
			// The suite pads, so its last block is what an extra block of
			// padding made and is cut off again.
			object := sealed(card, plain(card.files["df1/ef01"]))
			body := object[5 : len(object)-2-8]
			size := len(body) + 1
			return slices.Concat([]byte{0x86, 0x82, byte(size >> 8), byte(size), 1}, body, []byte{0x90, 0}), nil
		}
		r := reader.Check(t.Context(), card, options(t))
		t.Log(name)
		is(errata...).judge(t, r, card)
	}
	for name, c := range map[string]struct {
		step string
		make func(card *fakeCard) []byte
	}{
		"plain answer to an SM read":     {"read 1", func(c *fakeCard) []byte { return append(bytes.Clone(c.files["df1/ef01"]), 0x90, 0) }},
		"plain face":                     {"read 2", func(c *fakeCard) []byte { return append(bytes.Clone(c.files["df1/ef02"]), 0x90, 0) }},
		"plain address":                  {"read 4", func(c *fakeCard) []byte { return append(bytes.Clone(c.files["df2/ef01"]), 0x90, 0) }},
		"SM answer to a plain read":      {"read 3", func(c *fakeCard) []byte { return sealed(c, c.files["df3/ef01"]) }},
		"nothing but padding":            {"read 1", func(c *fakeCard) []byte { return sealed(c, nil) }},
		"another EF's answer":            {"read 2", func(c *fakeCard) []byte { return sealed(c, c.files["df1/ef01"]) }},
		"the front where the address is": {"read 4", func(c *fakeCard) []byte { return sealed(c, c.files["df1/ef01"]) }},
	} {
		card := newCard(t, "1", goodFiles())
		card.bend = func(step string, _, answer []byte) ([]byte, error) {
			if step == c.step {
				return c.make(card), nil
			}
			return answer, nil
		}
		r := reader.Check(t.Context(), card, options(t))
		t.Log(name)
		is(errata...).judge(t, r, card)
	}
}

// A flipped bit in a file that nothing signs goes unnoticed by design; it
// must not be among what is covered.
func TestUnsignedBitFlip(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	card.bend = at("read 4", flip(100))
	r := reader.Check(t.Context(), card, options(t))
	good := check(t, goodFiles())
	a, _ := r.Field("address")
	b, _ := good.Field("address")
	if r.Verdict != reader.Valid || a.Text == b.Text || !slices.Equal(r.Covered, []string{"front", "face"}) {
		t.Errorf("%v, covered %v", r, r.Covered)
	}
}

func TestReadFaults(t *testing.T) { // IFD_E
	exact := func(_ string, c, a []byte) ([]byte, error) {
		if c[1] == 0xB0 && (c[0] == 0 && len(c) == 7 && c[5] == 0 && c[6] == 0 || c[0] == 8 && c[4] == 0 && c[9] == 0 && c[10] == 0) {
			return unhex("6700"), nil
		}
		return a, nil
	}
	short := func(_ string, c, a []byte) ([]byte, error) {
		if c[1] == 0xB0 && c[4] == 0 {
			return unhex("6700"), nil
		}
		return a, nil
	}
	protocol := is(reader.ProtocolError)
	rows := []row{
		{"Le 0000 refused", exact, is(reader.Valid)},
		{"short APDUs only", short, is(reader.Valid)},
		{"all reads of files 6700", at("read", say("6700")), protocol},
		{"6282 with the data", at("read 1", func(a []byte) []byte { return append(a[:len(a)-2], 0x62, 0x82) }), is(reader.ProtocolError, reader.Valid)},
		{"6C10", at("read", say("6C10")), expect{verdicts: protocol.verdicts, sw: 0x6C10, handshakes: 1}},
		{"61FF", at("read", say("61FF")), expect{verdicts: protocol.verdicts, sw: 0x61FF, handshakes: 1}},
		{"6982 after VERIFY", at("read", say("6982")), expect{verdicts: protocol.verdicts, sw: 0x6982, handshakes: 1}},
		{"0000", at("read", say("0000")), protocol},
		{"9001", at("read", say("9001")), protocol},
		{"6FFF", at("read", say("6FFF")), protocol},
		{"6D00", at("read", say("6D00")), protocol},
		{"6B00 at offset 0", at("read 2", say("6B00")), protocol},
		{"15-bit form refused", func(_ string, c, a []byte) ([]byte, error) {
			switch {
			case c[1] == 0xB0 && c[2]&0x80 == 0:
				return unhex("6A86"), nil
			case c[1] == 0xB0 && len(a) > 1000: // the whole at once does not work either
				return append(a[:1000:1000], 0x90, 0), nil
			}
			return a, nil
		}, is(errata...)},
	}
	for _, n := range []int{256, 1693, 4096} {
		lost := func(step string, _, a []byte) ([]byte, error) { return a[:min(n, len(a))], nil }
		kept := func(step string, _, a []byte) ([]byte, error) {
			if len(a) > n {
				a = append(a[:n:n], 0x90, 0)
			}
			return a, nil
		}
		rows = append(rows, row{fmt.Sprintf("cut at %d with the status word", n), lost, is(reader.Valid)},
			row{fmt.Sprintf("cut at %d before the status word", n), kept, is(reader.Valid)})
	}
	run(t, rows)
}

func TestPartialReads(t *testing.T) {
	for _, n := range []int{231, 192, 128, 100, 1000} {
		card := newCard(t, "1", goodFiles())
		card.limit = n
		r := reader.Check(t.Context(), card, options(t))
		expect{verdicts: []reader.Verdict{reader.Valid}, handshakes: 1}.judge(t, r, card)
	}
	card := newCard(t, "1", goodFiles())
	card.limit = 1 // a card that gives one byte at a time is not read for ever
	r := reader.Check(t.Context(), card, options(t))
	if r.Verdict != reader.ProtocolError || len(card.log) > 1000 {
		t.Error(r, r.Err, len(card.log))
	}
	for _, n := range []int{1600, 256, 231, 100, 1 << 20} {
		card := newCard(t, "1", goodFiles())
		o := options(t)
		o.MaxRead = n
		if r := reader.Check(t.Context(), card, o); r.Verdict != reader.Valid {
			t.Errorf("MaxRead %d: %v %v", n, r, r.Err)
		}
		for _, c := range card.log {
			if c[0] == 8 && c[1] == 0xB0 && n < 7004 && (int(c[9])<<8|int(c[10]) > n || c[9] == 0 && c[10] == 0) {
				t.Errorf("MaxRead %d: sent %X", n, c)
			}
		}
	}
}

func TestMoreThanAsked(t *testing.T) {
	for _, o := range []int{0, 500} {
		card := newCard(t, "1", goodFiles())
		for key := range card.files {
			if key != "mf/ef02" {
				card.files[key] = append(bytes.Clone(card.files[key]), make([]byte, 20000)...)
			}
		}
		opts := options(t)
		opts.MaxRead = o
		if r := reader.Check(t.Context(), card, opts); r.Verdict != reader.Valid {
			t.Errorf("files larger than their table, MaxRead %d: %v %v", o, r, r.Err)
		}
		d, _ := reader.Read(t.Context(), card, opts)
		for _, f := range d.Files {
			if len(f.Data) > 7004 {
				t.Errorf("%s: %d bytes kept", f.Key, len(f.Data))
			}
		}
	}
	card := newCard(t, "1", goodFiles())
	card.bend = func(step string, c, a []byte) ([]byte, error) {
		if step == "read 2" {
			return sealed(card, make([]byte, 600)), nil
		}
		return a, nil
	}
	o := options(t)
	o.MaxRead = 500
	r := reader.Check(t.Context(), card, o)
	is(errata...).judge(t, r, card)
}

func TestFileFaults(t *testing.T) {
	signed := []string{"df1/ef01", "df1/ef02", "df3/ef01"}
	for key, data := range goodFiles() {
		if strings.HasPrefix(key, "mf/") {
			continue
		}
		missing := goodFiles()
		delete(missing, key)
		r := check(t, missing)
		if r.Verdict != reader.DataError || r.Err.Step != key || r.Err.SW != 0x6A82 || !r.Has(reader.Partial) {
			t.Errorf("%s missing: %v, %v", key, r, r.Err)
		}
		for _, n := range []int{1, 2, len(data) / 2, len(data) - 1} {
			if n > 0 && n < len(data) {
				if r := check(t, with(goodFiles(), key, data[:n])); r.Verdict != reader.DataError || r.Err.Step != key {
					t.Errorf("%s cut to %d bytes: %v, %v", key, n, r, r.Err)
				}
			}
		}
		for _, lie := range []string{"82FFFF", "8301000000", "84FFFFFFFF", "80"} {
			bad := append(append([]byte{data[0] | 0xD0}, unhex(lie)...), make([]byte, len(data))...)
			if r := check(t, with(goodFiles(), key, bad[:len(data)])); r.Verdict != reader.DataError {
				t.Errorf("%s with length %s: %v", key, lie, r)
			}
		}
		r = check(t, with(goodFiles(), key, make([]byte, len(data))))
		if slices.Contains(signed, key) && r.Verdict != reader.NotVerifiable && r.Verdict != reader.DataError {
			t.Errorf("%s of NULs: %v", key, r)
		}
	}
}

func TestBlocked(t *testing.T) {
	for n := 2; n <= 4; n++ {
		card := newCard(t, "1", goodFiles())
		card.bend = at(fmt.Sprintf("select %d", n), say("6283"))
		r := reader.Check(t.Context(), card, options(t))
		if r.Verdict != reader.ProtocolError || !r.Has(reader.Blocked) || !r.Has(reader.Partial) || r.SW != 0x6283 {
			t.Errorf("select %d: %v", n, r)
		}
	}
	card := newCard(t, "1", goodFiles())
	card.bend = at("read 1", say("6283"))
	if r := reader.Check(t.Context(), card, options(t)); !r.Has(reader.Blocked) {
		t.Error(r)
	}
}

func TestDFMissing(t *testing.T) {
	for n, df := range map[int]string{2: "df1", 3: "df3", 4: "df2"} {
		card := newCard(t, "1", goodFiles())
		card.bend = at(fmt.Sprintf("select %d", n), say("6A82"))
		r := reader.Check(t.Context(), card, options(t))
		if r.Verdict != reader.DataError || !strings.HasPrefix(r.Err.Step, df) {
			t.Errorf("%s: %v %v", df, r, r.Err)
		}
	}
}

// What changes between pieces must not come out as one good file.
func TestDrift(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	card.bend = func(step string, _, a []byte) ([]byte, error) {
		if step == "read 1" {
			card.files["df1/ef01"][6000] ^= 1
		}
		return a, nil
	}
	o := options(t)
	o.MaxRead = 1000
	if r := reader.Check(t.Context(), card, o); r.Verdict != reader.InvalidSignature {
		t.Error(r)
	}
}

// Pieces cut from one CBC stream, or an initial value other than 0, do not
// decrypt to the file.
func TestOneStream(t *testing.T) {
	card := newCard(t, "1", goodFiles())
	card.bend = func(step string, c, a []byte) ([]byte, error) {
		if c[0] != 8 || c[1] != 0xB0 || card.df != "df1" || c[2] != 0x03 || c[3] != 0xE8 {
			return a, nil
		}
		whole := sealed(card, card.files["df1/ef01"])[5:]
		return slices.Concat(unhex("868203E901"), whole[1000:2000], unhex("9000")), nil
	}
	o := options(t)
	o.MaxRead = 1000
	r := reader.Check(t.Context(), card, o)
	is(reader.ProtocolError, reader.DataError, reader.InvalidSignature).judge(t, r, card)
}
