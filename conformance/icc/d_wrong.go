package icc

import (
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

func d04(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for i := range 8 {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("byte-%d", i+1), Run: func(t *conformance.T) {
			dWantRejected(t, func() []byte { return dBegin(t).wrongMAC(8 * i) },
				0x6300, "guard.mutual.mac-wrong", "ke.check.mac")
		}})
	}
	return out
}

func d05(*conformance.Subject) []conformance.Variant {
	// In CBC a changed byte of the first block spoils RND.IFD and one byte of
	// RND.ICC, one of the second block the whole of RND.ICC.
	altered := func(name string, at int) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			dWantRejected(t, func() []byte {
				h := dBegin(t)
				e := h.body()[:32]
				e[at] ^= 0xFF
				return witness.MutualAuthenticate(append(e, h.kind.MAC(h.kenc, e)...))
			}, 0x6300, "guard.mutual.challenge-wrong", "ke.layout.ifd", "ke.cipher")
		}}
	}
	return []conformance.Variant{altered("first-block", 3), altered("second-block", 11)}
}

func d06(*conformance.Subject) []conformance.Variant {
	under := func(name string, other func(number string) string) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			dWantRejected(t, func() []byte {
				h := dBegin(t)
				h.kenc = h.kind.BaseKey(other(t.Subject.Number))
				return h.command()
			}, 0x6300, "guard.mutual.mac-wrong", "ke.base-key")
		}}
	}
	return []conformance.Variant{
		under("last-character", otherNumber),
		under("first-character", func(number string) string {
			if number[0] == 'Z' {
				return "Y" + number[1:]
			}
			return "Z" + number[1:]
		}),
		under("two-digits-exchanged", func(number string) string {
			swapped := []byte(number)
			for i := 2; i < 9; i++ {
				if swapped[i] != swapped[i+1] {
					swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
					return string(swapped)
				}
			}
			return otherNumber(number) // all digits equal: nothing to exchange
		}),
	}
}

func d07(*conformance.Subject) []conformance.Variant {
	with := func(name string, spoil func(t *conformance.T, fresh, old []byte) []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			old := dBegin(t)
			dWantRejected(t, func() []byte {
				h := dBegin(t)
				h.rndICC = spoil(t, h.rndICC, old.rndICC)
				return h.command()
			}, 0x6300, "guard.mutual.challenge-wrong", "ke.layout.ifd", "effect.challenge.ok")
		}}
	}
	return []conformance.Variant{
		with("old", func(_ *conformance.T, _, old []byte) []byte { return old }),
		with("zero", func(*conformance.T, []byte, []byte) []byte { return make([]byte, 8) }),
		with("one-bit", func(t *conformance.T, fresh, _ []byte) []byte {
			off := append([]byte{}, fresh...)
			off[t.Random.IntN(8)] ^= 1 << t.Random.IntN(8)
			return off
		}),
	}
}

func d11(t *conformance.T) {
	dWantRejected(t, func() []byte {
		h := dBegin(t)
		other := map[int]string{1: "05", 2: "1"}[h.kind.Generation]
		return witness.MutualAuthenticate(witness.For(other).TerminalCryptogram(h.kenc, h.rndIFD, h.rndICC, h.kIFD))
	}, 0x6300, "guard.mutual.mac-wrong", "guard.mutual.mac-wrong")
	t.WantOK(t.Send(dBegin(t).command()), 40, "ke.method", "sw.mutual.9000")
}

func d15(t *conformance.T) {
	const bits = 64
	refused, mismatch := 0, 0
	for bit := range bits {
		a := t.Send(dBegin(t).wrongMAC(bit))
		if a.Refused() {
			refused++
		}
		if a.SW == 0x6300 {
			mismatch++
		}
	}
	t.Claim(text("どのビットを反転しても拒否される", "refused with any bit flipped"), "ke.check.mac").
		Saw("%d of %d refused without data", refused, bits).Holds(refused == bits)
	t.Claim(text("ステータスワードは6300", "status word 6300"), "guard.mutual.mac-wrong").
		Saw("%d of %d", mismatch, bits).Holds(mismatch == bits)
}

func d18(s *conformance.Subject) []conformance.Variant {
	neighbour := func(name string, mac func(key, data []byte) []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			dWantRejected(t, func() []byte {
				h := dBegin(t)
				e := h.body()[:32]
				return witness.MutualAuthenticate(append(e, mac(h.kenc, e)...))
			}, 0x6300, "guard.mutual.mac-wrong", "ke.check.mac", "ke.mac")
		}}
	}
	if s.Kind().Generation == 2 {
		return []conformance.Variant{
			neighbour("right-8-bytes", dCMACRight),
			neighbour("padded-input", dCMACPadded),
			neighbour("retail-mac", witness.RetailMAC),
		}
	}
	return []conformance.Variant{
		neighbour("no-padding", dMACUnpadded),
		neighbour("zero-block", dMACZeroBlock),
		neighbour("cbc-mac", dMACPlainCBC),
	}
}
