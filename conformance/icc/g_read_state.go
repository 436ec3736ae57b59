package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// g07 makes a free EF current where rights would be lost too, so that a card
// which keeps the EF has nothing else to refuse it for.
func g07(*conformance.Subject) []conformance.Variant {
	variant := func(name string, enter func(t *conformance.T) byte, leave func(t *conformance.T)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			t.Send(witness.ReadPlain(enter(t), 0, 1))
			if a := t.Send(gOffset(0, 1)); a.SW != 0x9000 {
				t.Inconclusive("the offset form did not work with a current EF: %s", a)
			}
			leave(t)
			a := t.Send(gOffset(0, 1))
			t.WantRefused(a, "guard.read-plain.no-current-ef")
			t.WantSW(a, []uint16{0x6986}, "guard.read-plain.no-current-ef")
		}}
	}
	free := func(t *conformance.T) byte { t.Enter(); return 0x8B }
	df2 := func(t *conformance.T) byte { gOpenDF2(t); return probe(t.Subject).P1 }
	return []conformance.Variant{
		variant("reset", free, func(t *conformance.T) { t.Reset(); t.Enter() }),
		variant("select-mf", free, func(t *conformance.T) { t.Send(t.Kind().SelectRoot()) }),
		variant("select-df", df2, func(t *conformance.T) { selectDFOf(t, witness.File{DF: 2}) }),
	}
}

func g08(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, p1 := range []byte{0x80, 0x9F, 0xA1, 0xC1, 0xE1} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("p1-%02X", p1), Run: func(t *conformance.T) {
			gOpenDF2(t)
			a := t.Send(witness.ReadPlain(p1, 0, 0))
			t.WantRefused(a, "guard.read-plain.p1p2-wrong")
			t.WantSW(a, []uint16{0x6A86, 0x6A82}, "guard.read-plain.p1p2-wrong")
		}})
	}
	return out
}

// g11 makes the other EFs of the DF current before, where there are any.
func g11(t *conformance.T, f witness.File) {
	t.Open()
	selectDFOf(t, f)
	for _, other := range files(t.Subject, func(o witness.File) bool { return o.DF == f.DF && o.Key != f.Key }) {
		gWhole(t, other)
	}
	whole := gWhole(t, f)
	n := min(16, f.Size)
	gWant(t, "オフセット指定で同じEFを読む", "the offset form reads the same EF", t.Send(gOffset(0, uint16(n))), whole[:n], "effect.read.ok")
}

// gFailure is a read that must fail and what was current before it.
type gFailure struct {
	name string
	// enter makes an EF current and returns the read that shows it.
	enter func(t *conformance.T) func() []byte
	fail  []byte
}

func g12(s *conformance.Subject) []conformance.Variant {
	address := func(t *conformance.T) func() []byte {
		gOpenDF2(t)
		t.Send(witness.ReadPlain(probe(t.Subject).P1, 0, 1))
		return func() []byte { return t.Send(gOffset(0, 16)).Data }
	}
	version := func(t *conformance.T) func() []byte {
		t.Enter()
		t.Send(witness.ReadPlain(0x8B, 0, 1))
		return func() []byte { return t.Send(gOffset(0, 6)).Data }
	}
	sealed := func(t *conformance.T) func() []byte {
		term := t.Open()
		selectDFOf(t, witness.File{DF: 1})
		t.Send(t.Kind().ReadSM(largest(t.Subject).P1, 0, 1))
		return func() []byte {
			plain, _ := term.Session.Open(t.Send(t.Kind().ReadSM(0, 0, 16)).Data)
			return plain
		}
	}
	cardType := files(s, func(f witness.File) bool { return f.Free && f.P1 == 0x8A })[0]
	return gFailures(
		gFailure{"absent-file", address, witness.ReadPlain(0x9E, 0, 0)},
		gFailure{"offset-outside", address, gOffset(0x7FFF, 0)},
		gFailure{"other-file-offset-outside", version, witness.ReadPlain(cardType.P1, byte(cardType.Size), 0)},
		gFailure{"other-file-sm-only", sealed, witness.ReadPlain(0x86, 0, 0)},
	)
}

func gFailures(kinds ...gFailure) []conformance.Variant {
	var out []conformance.Variant
	for _, kind := range kinds {
		out = append(out, conformance.Variant{Name: kind.name, Run: func(t *conformance.T) {
			current := kind.enter(t)
			before := current()
			if len(before) == 0 {
				t.Inconclusive("the current EF could not be read by offset")
			}
			failed := t.Send(kind.fail)
			after := current()
			t.Claim(text("カレントEFと権利はそのまま", "current EF and rights are as before"), "effect.read.fail").
				Saw("%s", conformance.Difference(after, before)).Holds(bytes.Equal(after, before))
			t.WantRefused(failed, "effect.read.fail")
		}})
	}
	return out
}

func g13(*conformance.Subject) []conformance.Variant {
	variant := func(name, guard string, command ...byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			gOpenDF2(t)
			command[2] = probe(t.Subject).P1
			a := t.Send(command)
			t.WantRefused(a, guard)
			t.WantSW(a, []uint16{0x6700}, guard)
		}}
	}
	const missing, present = "guard.read-plain.le-missing", "guard.read-plain.data-present"
	return []conformance.Variant{
		variant("no-le", missing, 0x00, 0xB0, 0x81, 0x00),
		variant("data", present, 0x00, 0xB0, 0x81, 0x00, 0x04, 0x96, 0x02, 0x00, 0x00),
		variant("data-le", present, 0x00, 0xB0, 0x81, 0x00, 0x04, 0x96, 0x02, 0x00, 0x00, 0x00),
		variant("data-extended", present, 0x00, 0xB0, 0x81, 0x00, 0x00, 0x00, 0x04, 0x96, 0x02, 0x00, 0x00, 0x00, 0x00),
	}
}

// gOpenDF2 opens the card and makes DF2 current, which every type has.
func gOpenDF2(t *conformance.T) {
	t.Open()
	selectDFOf(t, witness.File{DF: 2})
}
