package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// hOpen opens the card and makes the file's DF current.
func hOpen(t *conformance.T, f witness.File) *witness.Terminal {
	term := t.Open()
	selectDFOf(t, f)
	return term
}

// hPlain deciphers an SM answer; nil if it is none.
// It must come before the next command under SM.
func hPlain(term *witness.Terminal, a conformance.Answer) []byte {
	plain, err := term.Session.Open(a.Data)
	if a.SW != 0x9000 || err != nil {
		return nil
	}
	return plain
}

// hValue is the value of the one object 86 that an SM answer must be; nil if
// it is anything else. Cases compare values, since the form of the length
// field is a matter of its own (ICC_H_01).
func hValue(data []byte) []byte {
	objects, err := witness.SplitObjects(data)
	switch {
	case err != nil, len(objects) != 1, objects[0].Tag != 0x86:
		return nil
	case len(data) > len(objects[0].Header)+len(objects[0].Value): // 00 behind it
		return nil
	}
	return objects[0].Value
}

// hSealed is the value that plain comes under in the answer to the command
// under SM that was sent last: 01 and its cryptogram.
func hSealed(term *witness.Terminal, plain []byte) []byte { return hValue(term.Session.Seal(plain)) }

// hWhole reads the whole file under SM, or ends the instance: what the whole
// must be is the matter of ICC_H_01.
func hWhole(t *conformance.T, term *witness.Terminal, f witness.File) []byte {
	a := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	plain := hPlain(term, a)
	if len(plain) != f.Size {
		t.Inconclusive("%s was not read whole under SM: %s", dotted(f), a)
	}
	return plain
}

// hObjectKeys are the cells that an SM answer of the file f rests on.
func hObjectKeys(f witness.File) []string {
	return []string{"sm.data.tag", "sm.indicator", "sm.cipher", "sm.padding", dotted(f) + ".size"}
}

func h01(t *conformance.T, f witness.File) {
	term := hOpen(t, f)
	a := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	plain, err := term.Session.Open(a.Data)
	saw := fmt.Sprintf("%s, %d bytes inside", a, len(plain))
	if err != nil {
		saw = fmt.Sprintf("%s, %v", a, err)
	}
	t.Claim(text("86 L 01、8バイト単位の暗号文、パディングで、中身は所定の容量",
		"86 L 01, whole blocks, padding, and the tabled size inside"), hObjectKeys(f)...).
		Saw("%s", saw).Holds(a.SW == 0x9000 && err == nil && len(plain) == f.Size)
	// Two and twenty blocks of 8, or one and ten of 16, and one of padding.
	short, long := []byte{0x86, 0x19, 0x01}, []byte{0x86, 0x81, 0xA9, 0x01}
	if t.Kind().Block == 16 {
		short, long = []byte{0x86, 0x21, 0x01}, []byte{0x86, 0x81, 0xB1, 0x01}
	}
	if f.Size >= 160 {
		h01Length(t, f, 16, short)
		h01Length(t, f, 160, long)
	}
}

// h01Length reads n bytes, so that each form of the length field comes up.
// That a card uses the shortest is assumed: 3.2.3.1 allows 81 and 82 for
// small values too.
func h01Length(t *conformance.T, f witness.File, n uint16, begins []byte) {
	a := t.Send(t.Kind().ReadSM(f.P1, 0, n))
	t.Claim(text("長さは最短の形式", "the length has its shortest form"), "sm.data.tag", "guard.read-sm.sm-object-wrong").
		Saw("%s, %d bytes read; %s", a, n, conformance.Difference(a.Data[:min(len(a.Data), len(begins))], begins)).
		Holds(bytes.HasPrefix(a.Data, begins))
}

func h02(t *conformance.T, f witness.File) {
	term := hOpen(t, f)
	hWhole(t, term, f)
	first := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	second := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	if specified(t) {
		t.Claim(text("2回の応答は異なる", "both answers differ"), "sm.cipher", "sm.counter.start", "effect.sm-command").
			Saw("%s, then %s, equal: %t", first, second, bytes.Equal(first.Data, second.Data)).
			Holds(second.SW == 0x9000 && len(second.Data) == len(first.Data) && !bytes.Equal(first.Data, second.Data))
		return
	}
	t.WantBytes(text("2回の応答が一致", "both answers are the same"), second.Data, first.Data, "sm.cipher")
}

func h03(s *conformance.Subject) []conformance.Variant {
	variant := func(name string, recorded bool, object ...byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			hOpen(t, largest(t.Subject))
			a := t.Send(hReadSM(largest(t.Subject).P1, object))
			if recorded {
				t.Claim(text("応答を記録", "answer recorded"), "guard.read-sm.sm-object-wrong").Saw("%s", a).Recorded()
				return
			}
			t.WantRefused(a, "guard.read-sm.sm-object-wrong")
			t.WantSW(a, objectWords(t), "guard.read-sm.sm-object-wrong", "guard.read-sm.sm-object-missing")
			if !specified(t) {
				t.Claim(text("6987ではない", "not 6987"), "sw.read.6988").Saw("%s", a).Holds(a.SW != 0x6987)
			}
		}}
	}
	right := []byte{0x96, 0x02, 0x00, 0x00}
	other := variant("three-bytes", true, 0x96, 0x03, 0x00, 0x00, 0x10)
	if s.Kind().Generation == 3 {
		right = []byte{0x96, 0x03, 0x00, 0x00, 0x00}
		other = variant("two-bytes", true, 0x96, 0x02, 0x00, 0x10)
	}
	return []conformance.Variant{
		variant("missing", false, 0x00, 0x00),
		variant("empty", false, 0x96, 0x00),
		variant("tag97", false, append([]byte{0x97}, right[1:]...)...),
		variant("extra99", false, append(right, 0x99, 0x02, 0x90, 0x00)...),
		variant("one-byte", true, 0x96, 0x01, 0x10),
		other,
	}
}

// hReadSM is READ BINARY under SM with any data field (4.2.5(3)).
func hReadSM(p1 byte, object []byte) []byte {
	command := append([]byte{0x08, 0xB0, p1, 0x00, 0x00, 0x00, byte(len(object))}, object...)
	return append(command, 0x00, 0x00)
}

func h04(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range files(s, smOnly) {
		for _, size := range []int{16, 100, 231, 1600} {
			out = append(out, conformance.Variant{Name: fmt.Sprintf("%s.by%d", dotted(f), size),
				Run: func(t *conformance.T) { h04Run(t, f, size) }})
		}
	}
	return out
}

func h04Run(t *conformance.T, f witness.File, size int) {
	term := hOpen(t, f)
	whole := hWhole(t, term, f)
	var joined []byte
	odd := "every part as expected"
	good := true
	for from := 0; from < f.Size; from += size {
		p1, p2 := byte(from>>8), byte(from)
		if from == 0 {
			p1 = f.P1
		}
		a := t.Send(t.Kind().ReadSM(p1, p2, uint16(size)))
		want := hSealed(term, whole[from:min(from+size, f.Size)])
		if value := hValue(a.Data); good && !bytes.Equal(value, want) {
			good, odd = false, fmt.Sprintf("offset %d: %s; %s", from, a, conformance.Difference(value, want))
		}
		joined = append(joined, hPlain(term, a)...)
	}
	t.Claim(text("分割ごとに独立のパディングとIV", "each part has its own padding and IV"), hObjectKeys(f)...).
		Saw("%s", odd).Holds(good)
	t.WantBytes(text("連結すると全体になる", "joined, the parts are the whole"), joined, whole, hObjectKeys(f)...)
}

func h05(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range files(s, smOnly) {
		variant := func(name string, les ...uint16) {
			out = append(out, conformance.Variant{Name: dotted(f) + "." + name, Run: func(t *conformance.T) {
				term := hOpen(t, f)
				whole := hWhole(t, term, f)
				for _, le := range les {
					a := t.Send(t.Kind().ReadSM(f.P1, 0, le))
					t.WantBytes(text("0000の読出しと同じデータ", "the same data as with 0000"),
						hPlain(term, a), whole, "sm.le.tag", dotted(f)+".size")
				}
			}})
		}
		variant("exact", uint16(f.Size))
		variant("longer", uint16(f.Size+1), 0x7FFF, 0xFFFF)
	}
	return out
}

func h08(t *conformance.T, f witness.File) {
	type object struct {
		begins     []byte
		cryptogram int
	}
	want := map[int]object{ // by the size of the file
		7004: {[]byte{0x86, 0x82, 0x1B, 0x61, 0x01}, 7008},
		3004: {[]byte{0x86, 0x82, 0x0B, 0xC1, 0x01}, 3008},
		14:   {[]byte{0x86, 0x11, 0x01}, 16},
		73:   {[]byte{0x86, 0x51, 0x01}, 80},
		46:   {[]byte{0x86, 0x31, 0x01}, 48},
		5508: {[]byte{0x86, 0x82, 0x15, 0x91, 0x01}, 5520},
		2505: {[]byte{0x86, 0x82, 0x09, 0xD1, 0x01}, 2512},
	}[f.Size]
	hOpen(t, f)
	hWantObject(t, t.Send(t.Kind().ReadSM(f.P1, 0, 0)), want.begins, want.cryptogram, hObjectKeys(f)...)
}

// hWantObject claims that an answer is a header and a cryptogram of n bytes.
func hWantObject(t *conformance.T, a conformance.Answer, begins []byte, n int, keys ...string) {
	t.Claim(text(fmt.Sprintf("先頭%X、暗号文%dバイト", begins, n), fmt.Sprintf("%X, then a cryptogram of %d bytes", begins, n)), keys...).
		Saw("%s; header: %s", a, conformance.Difference(a.Data[:min(len(a.Data), len(begins))], begins)).
		Holds(a.SW == 0x9000 && bytes.HasPrefix(a.Data, begins) && len(a.Data) == len(begins)+n)
}

func h09(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	block := s.Kind().Block
	for n := 1; n <= 2*block; n++ {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("bytes%02d", n), Run: func(t *conformance.T) {
			term := hOpen(t, largest(t.Subject))
			whole := hWhole(t, term, largest(t.Subject))
			a := t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, uint16(n)))
			t.WantBytes(text(fmt.Sprintf("%dバイトにパディング%dバイト", n, block-n%block), fmt.Sprintf("%d bytes with %d bytes of padding", n, block-n%block)),
				hValue(a.Data), hSealed(term, whole[:n]), "sm.padding", "sm.cipher", "sm.data.tag", "sm.indicator")
		}})
	}
	return out
}

func h10(t *conformance.T, f witness.File) {
	type object struct {
		begins     []byte
		cryptogram int
	}
	want := map[int]object{ // by the size of the file
		342:  {[]byte{0x86, 0x82, 0x01, 0x59, 0x01}, 344},
		122:  {[]byte{0x86, 0x81, 0x81, 0x01}, 128},
		3:    {[]byte{0x86, 0x09, 0x01}, 8},
		1464: {[]byte{0x86, 0x82, 0x05, 0xC1, 0x01}, 1472},
		22:   {[]byte{0x86, 0x21, 0x01}, 32},
		207:  {[]byte{0x86, 0x81, 0xD1, 0x01}, 208},
		704:  {[]byte{0x86, 0x82, 0x02, 0xD1, 0x01}, 720},
	}[f.Size]
	if t.Kind().Block == 16 && f.Size == 3 {
		want = object{[]byte{0x86, 0x11, 0x01}, 16}
	}
	term := hOpen(t, f)
	plain := t.Send(witness.ReadPlain(f.P1, 0, 0))
	if len(plain.Data) != f.Size {
		t.Inconclusive("%s was not read whole in plain: %s", dotted(f), plain)
	}
	a := t.Send(t.Kind().ReadSM(f.P1, 0, 0))
	t.WantBytes(text("平文の読出しと同じデータがSM化されている", "the data of the plain read, under SM"),
		hValue(a.Data), hSealed(term, plain.Data), hObjectKeys(f)...)
	hWantObject(t, a, want.begins, want.cryptogram, append(hObjectKeys(f), "guard.read-sm.sm-object-wrong")...)
}
