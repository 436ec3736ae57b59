package reader

import (
	"crypto/x509"
	"errors"
	"time"

	"github.com/zairyukit/zairyu/reader/internal/sigcheck"
	"github.com/zairyukit/zairyu/reader/trust"
)

// cryptography checks certificate, signature and chain, in this order because
// the first gives the key of the second.
func (x *examination) cryptography(scheme *sigcheck.Scheme, signed []sigcheck.Item) Verdict {
	leaf, err := scheme.ParseLeaf(x.values[certificate])
	if err != nil {
		x.Signature.Reason = reason(err)
		return x.fail(InvalidCertificate, "certificate", err)
	}
	x.Leaf = x.validity(leaf.NotBefore, leaf.NotAfter)
	x.raise(LeafNotYetValid, x.Leaf.NotYet)
	x.raise(LeafExpired, x.Leaf.Expired)
	chain := x.chain(leaf)
	for _, h := range leaf.Habits {
		x.Chain.Habits = append(x.Chain.Habits, string(h))
	}
	var parts []sigcheck.Part
	for _, item := range signed {
		parts = append(parts, sigcheck.Part{Value: x.value(item), Length: item.Length, Fill: item.Fill})
	}
	form, err := scheme.Verify(leaf.Key, parts, x.values[checkCode])
	if err != nil {
		x.Signature = Signature{State: SignatureWrong, Reason: reason(err)}
		return x.fail(InvalidSignature, "signature", err)
	}
	x.Signature = Signature{State: SignatureFits, Form: string(form)}
	x.raise(DigestInfoBare, form == sigcheck.Bare)
	x.raise(DERSignature, form == sigcheck.DER)
	return chain
}

func (x *examination) chain(leaf *sigcheck.Leaf) Verdict {
	var roots []*x509.Certificate
	for _, a := range x.anchors {
		roots = append(roots, a.Certificate)
	}
	i, err := leaf.Chain(roots)
	switch {
	case len(roots) == 0:
		x.Chain = Chain{State: ChainNoAnchors, Reason: reason(err)}
		return NotVerifiable
	case err != nil:
		x.Chain = Chain{State: ChainNotAnchored, Reason: reason(err)}
		return x.fail(InvalidCertificate, "chain", err)
	}
	x.Chain = Chain{State: ChainAnchored, Anchor: &x.anchors[i]}
	x.Root = x.validity(roots[i].NotBefore, roots[i].NotAfter)
	x.raise(RootExpired, x.Root.Expired)
	x.raise(TestAnchor, x.anchors[i].Class == trust.Test)
	return Valid
}

func reason(err error) string {
	if p, ok := errors.AsType[*sigcheck.Problem](err); ok {
		return string(p.Reason)
	}
	return ""
}

func (x *examination) validity(from, to time.Time) *Validity {
	return &Validity{NotBefore: from, NotAfter: to, NotYet: x.now.Before(from), Expired: x.now.After(to)}
}
