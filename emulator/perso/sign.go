package perso

import (
	"errors"
	"strings"

	"github.com/zairyukit/zairyu/emulator/issuer"
)

// sign makes check code and certificate, unless the card has no photo (clause
// 3.3.5).
func (b *builder) sign() error {
	if b.result.Face == nil {
		return nil
	}
	for _, field := range strings.Fields(b.profile.Value("sig.input")) {
		_, o, _ := b.profile.FieldFile(field)
		value, err := fill(b.values[field], o.Length)
		if err != nil {
			return err
		}
		b.result.SignedData = append(b.result.SignedData, value...)
	}
	var err error
	if b.result.CheckCode, err = b.authority.Sign(b.result.SignedData); err != nil {
		return err
	}
	b.result.Certificate, err = b.authority.Leaf(issuer.LeafOptions{
		Seed:   b.d.Seed,
		Issued: b.d.Card.Issued.Time(),
		Quirks: b.d.Certificate.Quirks,
	})
	if err != nil {
		return b.leafError(err)
	}
	b.values["check_code"] = b.result.CheckCode
	b.values["certificate"] = b.result.Certificate
	return nil
}

func (b *builder) leafError(err error) error {
	var validity *issuer.ValidityError
	if errors.As(err, &validity) {
		return Errors{b.d.fail("card.issued", MsgRootValidity,
			dateOf(validity.NotBefore), dateOf(validity.NotAfter)).because(err)}
	}
	return Errors{b.d.fail("issuer", MsgIssuerUnreadable, b.d.Issuer, err).because(err)}
}
