package icc

import (
	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

func d08(t *conformance.T) {
	dWantRejected(t, func() []byte { return dWithout(t).command() },
		0x6985, "guard.mutual.no-challenge", "rule.fresh-challenge")
	// Activation lies between: the challenge was not fetched directly before.
	h := dBegin(t)
	t.Reset()
	a := t.Send(h.command())
	t.WantRefused(a, "effect.reset", "effect.any")
	t.WantSW(a, []uint16{0x6985}, "guard.mutual.no-challenge")
}

func d09(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "no-challenge", Run: func(t *conformance.T) {
			command, _ := dRunRight(t)
			a := t.Send(command)
			t.WantRefused(a, "rule.fresh-challenge")
			t.WantSW(a, []uint16{0x6985}, "guard.mutual.no-challenge")
		}},
		{Name: "new-challenge", Run: func(t *conformance.T) {
			command, _ := dRunRight(t)
			dBegin(t)
			a := t.Send(command)
			t.WantRefused(a, "ke.layout.ifd")
			t.WantSW(a, []uint16{0x6300}, "guard.mutual.challenge-wrong")
		}},
	}
}

func d12(*conformance.Subject) []conformance.Variant {
	return []conformance.Variant{
		{Name: "verified-state", Run: func(t *conformance.T) {
			t.Open()
			dFail(t)
			selectDFOf(t, witness.File{DF: 2})
			t.WantRefused(t.Send(witness.ReadPlain(probe(t.Subject).P1, 0, 0)), "effect.mutual.fail")
		}},
		{Name: "session-key", Run: func(t *conformance.T) {
			term := t.Agree()
			dFail(t)
			t.WantRefused(t.Send(term.Session.Verify([]byte(t.Subject.Number))), "effect.mutual.fail")
		}},
	}
}

func d13(*conformance.Subject) []conformance.Variant {
	again := func(name string, look func(t *conformance.T, old, fresh *witness.Session)) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			old := t.Open()
			_, fresh := dRunRight(t)
			look(t, &old.Session, fresh)
		}}
	}
	return []conformance.Variant{
		again("new-key", func(t *conformance.T, _, fresh *witness.Session) {
			t.WantOK(t.Send(fresh.Verify([]byte(t.Subject.Number))), 0, "effect.mutual.ok")
		}),
		again("old-key", func(t *conformance.T, old, _ *witness.Session) {
			t.WantRefused(t.Send(old.Verify([]byte(t.Subject.Number))), "effect.mutual.ok")
		}),
		again("not-verified", func(t *conformance.T, _, _ *witness.Session) {
			p1 := probe(t.Subject).P1
			selectDFOf(t, witness.File{DF: 2})
			t.WantRefused(t.Send(witness.ReadPlain(p1, 0, 0)), "effect.mutual.ok")
			t.WantRefused(t.Send(t.Kind().ReadSM(p1, 0, 0)), "effect.mutual.ok")
		}),
	}
}

func d14(t *conformance.T) {
	n := repetitions(t.Subject, 1000, 3)
	counted := 0
	for range n {
		a := t.Send(dBegin(t).wrongMAC(t.Random.IntN(64)))
		if a.SW>>4 == 0x63C {
			counted++
		}
	}
	a := t.Send(dBegin(t).command())
	t.Claim(text("失敗の後も鍵交換が成立する", "key agreement succeeds after the failures"), "guard.mutual.mac-wrong").
		Saw("after %d failures: %s", n, a).Holds(a.SW == 0x9000 && len(a.Data) == 40)
	t.Claim(text("63CXを返さない", "never 63CX"), "sw.mutual.6300").
		Saw("63CX %d times in %d failures", counted, n).Holds(counted == 0)
}

func d16(t *conformance.T) {
	failed := dFail(t)
	a := t.Send(failed.command())
	t.WantRefused(a, "rule.fresh-challenge")
	t.WantSW(a, []uint16{0x6985}, "guard.mutual.no-challenge")
	t.WantOK(t.Send(dBegin(t).command()), 40, "ke.method", "sw.mutual.9000")
}
