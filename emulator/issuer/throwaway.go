package issuer

import (
	"crypto/x509/pkix"
	"embed"
	"time"
)

//go:embed testkeys
var testkeys embed.FS

// Throwaway is the issuer for cards that need none of their own. Its keys are
// published with this source and its names say TEST: a card that it signed
// proves nothing to anybody. Its root is valid from 2012 to 2049.
func Throwaway() *Issuer {
	i, err := storedIssuer()
	if err != nil {
		panic("issuer: the stored test keys are damaged: " + err.Error())
	}
	return i
}

func storedIssuer() (*Issuer, error) {
	i := &Issuer{}
	for _, s := range schemes() {
		var files [3][]byte
		for n, name := range s.files() {
			content, err := testkeys.ReadFile("testkeys/TEST-" + name)
			if err != nil {
				return nil, err
			}
			files[n] = content
		}
		a, err := newAuthority(s, files[0], files[1], files[2])
		if err != nil {
			return nil, err
		}
		i.set(a)
	}
	delivery, err := testkeys.ReadFile("testkeys/TEST-" + fileDelivery)
	if err != nil {
		return nil, err
	}
	i.delivery, err = parseDelivery(delivery)
	return i, err
}

func (i *Issuer) set(a *Authority) {
	if a.scheme.label == gen1Scheme().label {
		i.gen1 = a
	} else {
		i.gen2 = a
	}
}

// LookAlike is the issuer of [Throwaway] under the names of the published
// roots. It is for tests of readers that must not trust a name: its roots have
// the names of genuine ones, other keys and other fingerprints.
func LookAlike() *Issuer {
	i := Throwaway()
	for _, a := range []*Authority{i.gen1, i.gen2} {
		serial := []byte{0x2A}
		if a == i.gen2 {
			serial = []byte{0x01}
		}
		renamed, err := a.renamed(a.scheme.lookAlikeNames(), root{
			serial: serial, notBefore: a.root.NotBefore, notAfter: a.root.NotAfter})
		if err != nil {
			panic("issuer: the stored test keys are damaged: " + err.Error())
		}
		i.set(renamed)
	}
	return i
}

// names are the subjects of a root and of the leaves below it.
type names struct{ ca, leaf pkix.Name }

func (s *scheme) testNames() names {
	name := func(cn string) pkix.Name {
		return pkix.Name{Country: []string{"JP"}, Organization: []string{"zairyu TEST"}, CommonName: cn}
	}
	return names{ca: name("zairyu TEST CA " + s.label), leaf: name("zairyu TEST leaf " + s.label)}
}

// lookAlikeNames has the subject of the published roots. The subject of
// genuine leaves is not known.
func (s *scheme) lookAlikeNames() names {
	name := func(cn string) pkix.Name {
		return pkix.Name{
			Country:            []string{"JP"},
			Organization:       []string{"Japanese Government"},
			OrganizationalUnit: []string{"The Ministry of Justice"},
			CommonName:         cn,
		}
	}
	return names{ca: name(s.look), leaf: name("ZairyuCard")}
}

// root is what a new root certificate needs beside names and keys.
type root struct {
	serial              []byte
	notBefore, notAfter time.Time
}
