package icc

import (
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
)

func d10(*conformance.Subject) []conformance.Variant {
	form := func(name string, command func(body []byte) []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			before := dProbe(t)
			h := dBegin(t)
			a := t.Send(command(h.body()))
			whole := a.SW == 0x9000 && len(a.Data) == 40
			t.Claim(text("拒否されデータを返さないか、正常終了し40バイトを返す", "refused without data, or 9000 with all 40 bytes"),
				"guard.mutual.length-wrong").Saw("%s", a).Holds(a.Refused() || whole)
			if whole {
				_, err := h.kICC(a)
				t.Claim(text("受け付けたならE_ICCとM_ICCが正しい", "if accepted, E_ICC and M_ICC are right"), "guard.mutual.length-wrong").
					Saw("right: %t", err == nil).Holds(err == nil)
				return
			}
			after := dProbe(t)
			t.Claim(text("セッション鍵は生じない", "no session key has come into being"), "guard.mutual.length-wrong").
				Saw("READ BINARY under SM: %s, before %s", after, before).Holds(after.Refused() && after.SW == before.SW)
		}}
	}
	le := func(name string, le ...byte) conformance.Variant {
		return form(name, func(body []byte) []byte { return dCommand(0x28, body, le...) })
	}
	return []conformance.Variant{
		form("lc-27", func(body []byte) []byte { return dCommand(0x27, body[:39], 0x00) }),
		form("lc-29", func(body []byte) []byte { return dCommand(0x29, append(body, 0x00), 0x00) }),
		le("le-none"), le("le-01", 0x01), le("le-28", 0x28), le("le-ff", 0xFF),
		form("extended", func(body []byte) []byte {
			return append(append([]byte{0x00, 0x82, 0x00, 0x00, 0x00, 0x00, 0x28}, body...), 0x00, 0x00)
		}),
	}
}

func d21(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, p := range [][2]byte{{0x01, 0x00}, {0x00, 0x01}, {0xFF, 0xFF}} {
		out = append(out, conformance.Variant{Name: fmt.Sprintf("p1p2-%02x%02x", p[0], p[1]), Run: func(t *conformance.T) {
			command := dBegin(t).command()
			command[2], command[3] = p[0], p[1]
			a := t.Send(command)
			t.Claim(text("6A86を返さない", "never 6A86"), "sw.mutual.6985").Saw("%s", a).Holds(a.SW != 0x6A86)
			t.WantRefused(a, "guard.mutual.p1p2-wrong")
			t.WantSW(a, []uint16{0x6985}, "guard.mutual.p1p2-wrong")
		}})
	}
	return out
}

func d22(*conformance.Subject) []conformance.Variant {
	misprint := func(name string, cut int) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			before := dProbe(t)
			command := dBegin(t).command()
			command[1] = 0x84
			a := t.Send(command[:len(command)-cut])
			t.Claim(text("40バイトの認証データを返さない", "no answer of 40 bytes"), "ke.method", "sw.challenge.9000").
				Saw("%s", a).Holds(len(a.Data) != 40)
			after := dProbe(t)
			t.Claim(text("セッション鍵は生じない", "no session key has come into being"), "ke.method").
				Saw("READ BINARY under SM: %s, before %s", after, before).Holds(after.Refused() && after.SW == before.SW)
			t.WantRefused(a, "guard.challenge.data-present")
		}}
	}
	return []conformance.Variant{misprint("with-le", 0), misprint("without-le", 1)}
}
