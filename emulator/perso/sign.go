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
	data, err := b.signedData()
	if err != nil {
		return err
	}
	b.result.SignedData = data
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

// signedData joins what the check code covers (3.4.3.1): fields at their full
// length, or name:length, where "entries" stands for the values of the file
// that sig.entries names. NULs fill what is short.
func (b *builder) signedData() ([]byte, error) {
	var out []byte
	for item := range strings.FieldsSeq(b.profile.Value("sig.input")) {
		name, length, _ := strings.Cut(item, ":")
		value := b.values[name]
		_, o, _ := b.profile.FieldFile(name)
		room := o.Length
		if length != "" {
			room = number(length)
		}
		if name == "entries" {
			file, _ := b.profile.File(b.profile.Value("sig.entries"))
			value = nil
			for _, o := range file.Objects {
				field, err := fill(b.values[o.Field], o.Length)
				if err != nil {
					return nil, err
				}
				value = append(value, field...)
			}
		}
		filled, err := fill(value, room)
		if err != nil {
			return nil, err
		}
		out = append(out, filled...)
	}
	return out, nil
}

func (b *builder) leafError(err error) error {
	var validity *issuer.ValidityError
	if errors.As(err, &validity) {
		return Errors{b.d.fail("card.issued", MsgRootValidity,
			dateOf(validity.NotBefore), dateOf(validity.NotAfter)).because(err)}
	}
	return Errors{b.d.fail("issuer", MsgIssuerUnreadable, b.d.Issuer, err).because(err)}
}
