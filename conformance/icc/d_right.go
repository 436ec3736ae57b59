package icc

import (
	"bytes"
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
)

func d01(*conformance.Subject) []conformance.Variant {
	// part makes a variant that looks at one part of the same answer.
	part := func(name string, look func(t *conformance.T, h dHandshake, a conformance.Answer)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			h := dBegin(t)
			look(t, h, t.Send(h.command()))
		}}
	}
	plain := func(t *conformance.T, h dHandshake, a conformance.Answer) []byte {
		if len(a.Data) != 40 {
			t.Inconclusive("no cryptogram to decipher: %s", a)
		}
		return t.Kind().DecryptCBC(h.kenc, a.Data[:32])
	}
	return []conformance.Variant{
		part("length", func(t *conformance.T, _ dHandshake, a conformance.Answer) {
			t.WantOK(a, 40, "ke.method", "ke.layout.icc", "sw.mutual.9000")
		}),
		part("m-icc", func(t *conformance.T, h dHandshake, a conformance.Answer) {
			if len(a.Data) != 40 {
				t.Inconclusive("no M_ICC to check: %s", a)
			}
			t.WantBytes(text("M_ICCが正しい", "M_ICC is right"), a.Data[32:], h.kind.MAC(h.kenc, a.Data[:32]), "ke.mac", "ke.base-key")
		}),
		part("rnd-icc", func(t *conformance.T, h dHandshake, a conformance.Answer) {
			t.WantBytes(text("E_ICCの先頭はRND.ICC", "E_ICC begins with RND.ICC"), plain(t, h, a)[:8], h.rndICC, "ke.layout.icc", "ke.cipher")
		}),
		part("rnd-ifd", func(t *conformance.T, h dHandshake, a conformance.Answer) {
			t.WantBytes(text("E_ICCの2番目はRND.IFD", "RND.IFD follows in E_ICC"), plain(t, h, a)[8:16], h.rndIFD, "ke.layout.icc", "ke.cipher")
		}),
		part("ksenc", func(t *conformance.T, h dHandshake, a conformance.Answer) {
			verify := h.session(t, a).Verify([]byte(t.Subject.Number))
			t.WantOK(t.Send(verify), 0, "ke.session-key", "sm.cipher")
		}),
	}
}

func d03(t *conformance.T) {
	const runs = 100
	distinct := map[string]bool{}
	for range runs {
		h := dBegin(t)
		a := t.Send(h.command())
		kICC, err := h.kICC(a)
		if err != nil {
			t.Inconclusive("no K.ICC from the answer %s: %v", a, err)
		}
		distinct[string(kICC)] = true
	}
	t.Claim(text("K.ICCがすべて異なる", "all K.ICC differ"), "rule.random-key").
		Saw("%d of %d differ", len(distinct), runs).Holds(len(distinct) == runs)
}

func d17(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, n := range []int{1, 2, 16} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("plus-%d", n), Run: func(t *conformance.T) {
			h := dBegin(t)
			surplus := bytes.Repeat([]byte{0xAA}, n)
			a := t.Send(dCommand(0x28, append(h.body(), surplus...), 0x00))
			t.WantOK(a, 40, "rule.lc-wins.mutual", "sw.mutual.9000")
			_, err := h.kICC(a)
			t.Claim(text("E_ICCとM_ICCが正しい", "E_ICC and M_ICC are right"), "ke.layout.icc", "ke.mac").
				Saw("%s; right: %t", a, err == nil).Holds(err == nil)
		}})
	}
	return out
}

// dCommand is MUTUAL AUTHENTICATE with any Lc, data and Le.
func dCommand(lc byte, data []byte, le ...byte) []byte {
	return append(append([]byte{0x00, 0x82, 0x00, 0x00, lc}, data...), le...)
}
