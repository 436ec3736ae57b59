package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// gOpen opens the card, makes the file's DF current and returns the file as
// one plain read gives it, which makes it the current EF.
func gOpen(t *conformance.T, f witness.File) []byte {
	t.Open()
	selectDFOf(t, f)
	return gWhole(t, f)
}

// gWhole reads a file whole, its DF being current; ICC_G_01 judges that.
func gWhole(t *conformance.T, f witness.File) []byte {
	a := t.Send(witness.ReadPlain(f.P1, 0, 0))
	if a.SW != 0x9000 || len(a.Data) != f.Size {
		t.Inconclusive("%s could not be read whole: %s, %d bytes expected", dotted(f), a, f.Size)
	}
	return a.Data
}

// gOffset is the 15-bit offset form (4.2.5(3)).
func gOffset(offset int, le uint16) []byte {
	return witness.ReadPlain(byte(offset>>8)&0x7F, byte(offset), le)
}

// gWant claims that a read gave exactly these bytes with 9000.
func gWant(t *conformance.T, ja, en string, a conformance.Answer, want []byte, keys ...string) {
	t.Claim(text(ja, en), keys...).Saw("SW %04X, %s", a.SW, conformance.Difference(a.Data, want)).
		Holds(a.SW == 0x9000 && bytes.Equal(a.Data, want))
}

func g01(t *conformance.T, f witness.File) {
	t.Open()
	selectDFOf(t, f)
	t.WantOK(t.Send(witness.ReadPlain(f.P1, 0, 0)), f.Size, dotted(f)+".size", dotted(f)+".access")
}

func g02(t *conformance.T, f witness.File, le string) {
	whole := gOpen(t, f)
	if le == "exact" {
		a := t.Send(witness.ReadPlain(f.P1, 0, uint16(f.Size)))
		gWant(t, "Leが容量と等しいとき全体", "Le of the size gives the whole file", a, whole, dotted(f)+".size")
		return
	}
	for _, n := range []int{1, f.Size / 2, f.Size - 1} {
		a := t.Send(witness.ReadPlain(f.P1, 0, uint16(n)))
		gWant(t, fmt.Sprintf("先頭の%dバイトだけ", n), fmt.Sprintf("the first %d bytes and no more", n), a, whole[:n], dotted(f)+".size")
	}
}

func g03(t *conformance.T, f witness.File, le string) {
	whole := gOpen(t, f)
	n := map[string]int{"plus1": f.Size + 1, "32767": 32767, "65535": 65535}[le]
	a := t.Send(witness.ReadPlain(f.P1, 0, uint16(n)))
	gWant(t, "存在するデータを9000で返す", "what exists is given, with 9000", a, whole, dotted(f)+".size", "sw.read.9000")
}

// g04 asks for exactly what is left, and for the whole size, of which only the
// rest is there: in a file full of NULs a wrong offset shows by its length.
func g04(t *conformance.T, f witness.File) {
	whole := gOpen(t, f)
	last := min(255, f.Size-1)
	every := func(ja, en string, le func(offset int) int) {
		bad, saw := 0, "equal"
		for offset := range last + 1 {
			a := t.Send(witness.ReadPlain(f.P1, byte(offset), uint16(le(offset))))
			if a.SW == 0x9000 && bytes.Equal(a.Data, whole[offset:]) {
				continue
			}
			if bad++; bad == 1 {
				saw = fmt.Sprintf("first at offset %d: SW %04X, %s", offset, a.SW, conformance.Difference(a.Data, whole[offset:]))
			}
		}
		t.Claim(text(ja, en), dotted(f)+".size", dotted(f)+".sfi").Saw("offsets 0 to %d, %d wrong; %s", last, bad, saw).Holds(bad == 0)
	}
	every("どのオフセットからも残りが読める", "every offset gives the rest, asked for exactly", func(offset int) int { return f.Size - offset })
	every("残りより大きいLeでも残りだけ", "every offset gives the rest where more is asked for", func(int) int { return f.Size })
}

func g05(t *conformance.T, f witness.File, where string) {
	gOpen(t, f)
	offset := map[string]int{"size": f.Size, "size-plus1": f.Size + 1, "7fff": 0x7FFF}[where]
	commands := [][]byte{gOffset(offset, 0), gOffset(offset, 1)}
	if offset <= 0xFF {
		commands = append(commands, witness.ReadPlain(f.P1, byte(offset), 0))
	}
	for _, command := range commands {
		a := t.Send(command)
		t.WantRefused(a, dotted(f)+".size")
		t.WantSW(a, []uint16{0x6B00}, "guard.read-plain.offset-outside")
	}
}

func g06(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range files(s, plainToo) {
		offsets := map[string]int{"off0": 0, "off255": 255, "off256": 256, "last": f.Size - 1}
		for _, name := range []string{"off0", "off255", "off256", "last"} {
			if offset := offsets[name]; offset < f.Size {
				out = append(out, conformance.Variant{Name: dotted(f) + "." + name, Run: func(t *conformance.T) { g06Run(t, f, offset) }})
			}
		}
	}
	return out
}

func g06Run(t *conformance.T, f witness.File, offset int) {
	whole := gOpen(t, f)
	n := min(16, f.Size-offset)
	gWant(t, "オフセットから指定の長さを読む", "as many bytes as asked, from the offset",
		t.Send(gOffset(offset, uint16(n))), whole[offset:offset+n], dotted(f)+".size", "effect.read.ok")
	gWant(t, "残りより大きいLeでは残りだけ", "what is left, where more is asked for",
		t.Send(gOffset(offset, uint16(f.Size))), whole[offset:], dotted(f)+".size", "effect.read.ok")
	gWant(t, "Le 0000では末尾まで読む", "Le 0000 reads to the end",
		t.Send(gOffset(offset, 0)), whole[offset:], dotted(f)+".size", "guard.read-plain.offset-outside")
}

func g09(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, size := range []int{16, 100, 128, 231, 256, 1600} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("chunk%d", size), Run: func(t *conformance.T) {
			t.Open()
			for _, f := range files(s, plainToo) {
				selectDFOf(t, f)
				whole := gWhole(t, f)
				t.WantBytes(text("分割読出しの連結は全体と同じ", "the chunks, joined, are the whole file"),
					gChunks(t, f, size), whole, dotted(f)+".size")
			}
		}})
	}
	return out
}

// gChunks reads a file in pieces: the first by short EF identifier, the others
// by offset, the last asking for more than there is. A piece that is refused
// or empty ends it.
func gChunks(t *conformance.T, f witness.File, size int) []byte {
	var joined []byte
	for len(joined) < f.Size {
		command := gOffset(len(joined), uint16(size))
		if len(joined) == 0 {
			command = witness.ReadPlain(f.P1, 0, uint16(size))
		}
		a := t.Send(command)
		if a.SW != 0x9000 || len(a.Data) == 0 {
			break
		}
		joined = append(joined, a.Data...)
	}
	return joined
}

func g10(t *conformance.T, f witness.File) {
	whole := gOpen(t, f)
	gShort(t, f, whole)
	a := t.Send(witness.ReadShort(f.P1, 0, 0))
	t.Claim(text("1バイトのLe 00の応答を記録", "answer to a 1-byte Le 00 recorded"), dotted(f)+".size").Saw("%s", a).Recorded()
	t.Send(t.Kind().SelectRoot())
	for _, free := range files(t.Subject, func(o witness.File) bool { return o.Free }) {
		gShort(t, free, gWhole(t, free))
	}
}

// gShort claims that reads with a 1-byte Le equal those with a 3-byte Le.
func gShort(t *conformance.T, f witness.File, whole []byte) {
	for _, n := range []int{1, 2, min(f.Size, 255)} {
		long := t.Send(witness.ReadPlain(f.P1, 0, uint16(n)))
		if !bytes.Equal(long.Data, whole[:n]) {
			t.Inconclusive("%s: a 3-byte Le of %d gave %s", dotted(f), n, long)
		}
		gWant(t, fmt.Sprintf("1バイトのLe %dで3バイトのLeと同じ", n), fmt.Sprintf("a 1-byte Le of %d gives what a 3-byte Le gives", n),
			t.Send(witness.ReadShort(f.P1, 0, byte(n))), long.Data, dotted(f)+".size", dotted(f)+".access")
	}
}
