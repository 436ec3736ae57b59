package issuer

import (
	"crypto/x509/pkix"
	_ "embed" // the test keys
	"time"
)

//go:embed testkeys/TEST-gen1-ca.key.pem
var throwawayCAKey []byte

//go:embed testkeys/TEST-gen1-ca.crt.pem
var throwawayRoot []byte

//go:embed testkeys/TEST-gen1-leaf.key.pem
var throwawayLeafKey []byte

// Throwaway is the issuer for cards that need none of their own. Its keys are
// published with this source and its names say TEST: a card that it signed
// proves nothing to anybody. Its root is valid from 2012 to 2049.
func Throwaway() *Issuer {
	gen1, err := newAuthority(throwawayRoot, throwawayCAKey, throwawayLeafKey)
	if err != nil {
		panic("issuer: the stored test keys are damaged: " + err.Error())
	}
	return &Issuer{gen1: gen1}
}

// LookAlike is the issuer of [Throwaway] under the names of the published
// roots. It is for tests of readers that must not trust a name: its root has
// the name of a genuine one, another key and another fingerprint.
func LookAlike() *Issuer {
	i := Throwaway()
	gen1, err := i.gen1.renamed(lookAlikeNames(), root{
		serial:    []byte{0x2A},
		notBefore: i.gen1.root.NotBefore,
		notAfter:  i.gen1.root.NotAfter,
	})
	if err != nil {
		panic("issuer: the stored test keys are damaged: " + err.Error())
	}
	return &Issuer{gen1: gen1}
}

// names are the subjects of a root and of the leaves below it.
type names struct{ ca, leaf pkix.Name }

func testNames() names {
	name := func(cn string) pkix.Name {
		return pkix.Name{Country: []string{"JP"}, Organization: []string{"zairyu TEST"}, CommonName: cn}
	}
	return names{ca: name("zairyu TEST CA gen1"), leaf: name("zairyu TEST leaf gen1")}
}

// lookAlikeNames has the subject of the four published roots (fact sheet gen1,
// section 6). The subject of genuine leaves is not known.
func lookAlikeNames() names {
	name := func(cn string) pkix.Name {
		return pkix.Name{
			Country:            []string{"JP"},
			Organization:       []string{"Japanese Government"},
			OrganizationalUnit: []string{"The Ministry of Justice"},
			CommonName:         cn,
		}
	}
	return names{ca: name("ZairyuCard CA"), leaf: name("ZairyuCard")}
}

// root is what a new root certificate needs beside names and keys.
type root struct {
	serial              []byte
	notBefore, notAfter time.Time
}
