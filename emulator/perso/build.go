package perso

import (
	"strings"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/internal/spec"
)

// Build makes the card that a description describes. With a nil issuer it
// opens the one that the description names. Every mistake in the description,
// and a picture or issuer that cannot be used, comes back as [Errors].
func Build(d Description, iss *issuer.Issuer) (*Result, error) {
	if errs := d.check(); len(errs) > 0 {
		return nil, errs
	}
	profile, err := spec.ForType(d.Type)
	if err != nil {
		return nil, Errors{d.fail("type", MsgTypeUnknown, strings.Join(Types(), ", ")).because(err)}
	}
	b := builder{d: d, profile: profile, values: map[string][]byte{}}
	if err := gather(b.openIssuer(&iss), b.pictures()); err != nil {
		return nil, err
	}
	b.texts()
	if err := b.sign(); err != nil {
		return nil, err
	}
	if err := b.delivery(iss); err != nil {
		return nil, err
	}
	if err := b.files(); err != nil {
		return nil, err
	}
	return &b.result, nil
}

// OpenIssuer gives the issuer that a description names. It fails with
// [Errors].
func OpenIssuer(d Description) (*issuer.Issuer, error) {
	if d.Issuer == "" || d.Issuer == "throwaway" {
		return issuer.Throwaway(), nil
	}
	iss, err := issuer.Load(d.path(d.Issuer))
	if err != nil {
		return nil, Errors{d.issuerError(err)}
	}
	return iss, nil
}

// issuer sets the authority that signs the card.
func (b *builder) openIssuer(iss **issuer.Issuer) (err error) {
	if *iss == nil {
		if *iss, err = OpenIssuer(b.d); err != nil {
			return err
		}
	}
	if b.authority, err = (*iss).For(b.profile); err != nil {
		return Errors{b.d.fail("issuer", MsgIssuerGeneration, b.d.Issuer, b.d.Type).because(err)}
	}
	return nil
}

// builder gathers the values of the data objects and turns them into files.
type builder struct {
	d         Description
	profile   *spec.Profile
	authority *issuer.Authority
	// values holds the data objects by the field names of the specification
	// tables, not yet filled to their length.
	values map[string][]byte
	// deliveryKey is the card's half, PKCS#8; types 07 and 08 only.
	deliveryKey []byte
	result      Result
}

// texts sets the data objects that are neither picture nor signature.
func (b *builder) texts() {
	version := b.d.Version
	if version == "" {
		version = "0001"
	}
	b.values["version"] = []byte(version)
	b.values["type"] = []byte(b.d.Type)
	b.values["application_status"] = digit(b.d.Pending) // P 3.3.4.8
	if b.d.later() {
		b.codes()
		return
	}
	if back := b.d.Address.Back; back != nil {
		b.values["address_date"] = []byte(back.Written.compact())
		b.values["municipality"] = []byte(back.Municipality)
		b.values["address"] = []byte(back.Text)
	}
	for field, a := range map[string]Activity{
		"permission_comprehensive": b.d.OtherActivity.Comprehensive,
		"permission_individual":    b.d.OtherActivity.Individual,
	} {
		if a.State == Granted {
			b.values[field] = []byte(a.Text)
		}
	}
}

// files encodes every file of the profile and lets raw have the last word.
func (b *builder) files() error {
	image := &emulator.Image{Profile: b.profile.Name, Number: b.d.Number, Files: map[string][]byte{},
		DeliveryKey: b.deliveryKey, Options: b.d.Profile}
	for _, f := range b.profile.Files {
		content, err := b.content(f)
		if err != nil {
			return err
		}
		if digits, replaced := b.d.Raw[f.Key]; replaced {
			if content, err = rawBytes(digits); err != nil {
				return err
			}
			b.result.Raw = append(b.result.Raw, f.Key)
		}
		image.Files[f.Key] = content
	}
	b.result.Image = image
	b.result.Anchors = [][]byte{b.authority.Root()}
	b.result.Clock = b.d.Day().Time()
	return nil
}

// Day is the day on which the card is looked at: the clock, or without one the
// day of issue.
func (d Description) Day() Date {
	if d.Clock.IsZero() {
		return d.Card.Issued
	}
	return d.Clock
}
