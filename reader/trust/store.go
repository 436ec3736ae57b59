// Package trust keeps the root certificates that a card's certificate may
// chain to (fact sheet for the first generation, section 6). Roots are pinned
// by the SHA-256 fingerprint of their DER form, never by name: all published
// roots have one name. A store holds anchors of one class; production, test
// and custom anchors never mix. It must not import the emulator.
package trust

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Class says what trusting an anchor means.
type Class string

// The classes of anchors.
const (
	// Production: one of the published roots, by fingerprint.
	Production Class = "production"
	// Test: the caller says that it signs test cards only.
	Test Class = "test"
	// Custom: neither published nor declared as test.
	Custom Class = "custom"
)

// Fingerprint is the SHA-256 of a certificate's DER form.
type Fingerprint [sha256.Size]byte

// String returns 64 lower-case hexadecimal digits.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// Anchor is one root certificate.
type Anchor struct {
	Certificate *x509.Certificate
	Fingerprint Fingerprint
	Class       Class
	// Source names the file that it came from.
	Source string
}

// Errors of a [Store]. Each is wrapped with the name of the source.
var (
	// ErrNoCertificate: the source holds no X.509 certificate in DER or PEM.
	ErrNoCertificate = errors.New("no X.509 certificate in DER or PEM")
	// ErrMixed: an anchor of another class than the store's.
	ErrMixed = errors.New("anchors of different classes must be kept in separate folders")
	// ErrClass: a class that cannot be declared.
	ErrClass = errors.New("only test or custom can be declared; production is told by fingerprint")
	// ErrEmpty: a folder without a single certificate file.
	ErrEmpty = errors.New("folder holds no certificate file (.cer, .crt, .der, .pem)")
)

// Store is a set of anchors of one class. It is safe for concurrent use once
// it is filled.
type Store struct {
	declared Class
	anchors  []Anchor
}

// New returns an empty store. Anchors that are no published root get the
// class declared, [Test] or [Custom]; another one fails with [ErrClass].
func New(declared Class) (*Store, error) {
	if declared != Test && declared != Custom {
		return nil, fmt.Errorf("%w: %q", ErrClass, declared)
	}
	return &Store{declared: declared}, nil
}

// Anchors returns the anchors in the order they were added; none for a nil
// store.
func (s *Store) Anchors() []Anchor {
	if s == nil {
		return nil
	}
	return slices.Clone(s.anchors)
}

// Class returns the class of all anchors, empty for an empty or nil store.
func (s *Store) Class() Class {
	if s == nil || len(s.anchors) == 0 {
		return ""
	}
	return s.anchors[0].Class
}

// Add adds the certificates of raw, one in DER or any number in PEM. source
// names them in errors. An anchor already held is not added again. It fails
// with [ErrNoCertificate] or [ErrMixed] and then adds nothing.
func (s *Store) Add(raw []byte, source string) error {
	ders, err := blocks(raw)
	if err != nil {
		return fmt.Errorf("anchor %s: %w", source, err)
	}
	anchors := slices.Clone(s.anchors)
	for _, der := range ders {
		a, err := s.anchor(der, source)
		if err != nil {
			return fmt.Errorf("anchor %s: %w", source, err)
		}
		if len(anchors) > 0 && anchors[0].Class != a.Class {
			return fmt.Errorf("anchor %s is %s, %s is %s: %w", source, a.Class, anchors[0].Source, anchors[0].Class, ErrMixed)
		}
		if !slices.ContainsFunc(anchors, func(b Anchor) bool { return b.Fingerprint == a.Fingerprint }) {
			anchors = append(anchors, a)
		}
	}
	s.anchors = anchors
	return nil
}

func (s *Store) anchor(der []byte, source string) (Anchor, error) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return Anchor{}, fmt.Errorf("%w: %w", ErrNoCertificate, err)
	}
	a := Anchor{Certificate: cert, Fingerprint: sha256.Sum256(der), Class: s.declared, Source: source}
	if class, ok := published()[a.Fingerprint]; ok {
		a.Class = class
	}
	if a.Class == Production && s.declared == Test {
		return Anchor{}, fmt.Errorf("%w: it is a published root, not a test anchor", ErrMixed)
	}
	return a, nil
}

// blocks returns the DER certificates of raw: of its PEM blocks if it has
// any, else raw itself.
func blocks(raw []byte) ([][]byte, error) {
	if !bytes.Contains(raw, []byte("-----BEGIN ")) {
		return [][]byte{raw}, nil
	}
	var out [][]byte
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			out = append(out, block.Bytes)
		}
	}
	if len(out) == 0 {
		return nil, ErrNoCertificate
	}
	return out, nil
}

// published returns the classes of the published roots by fingerprint: the
// agency's own test root is a test anchor whatever it is declared as.
func published() map[Fingerprint]Class {
	out := map[Fingerprint]Class{}
	roots, err := spec.Roots()
	if err != nil {
		return out // tables that do not compile publish nothing
	}
	for _, c := range roots {
		raw, err := hex.DecodeString(c.Value)
		if err != nil || len(raw) != sha256.Size {
			continue
		}
		out[Fingerprint(raw)] = Production
		if spec.TestRoot(c) {
			out[Fingerprint(raw)] = Test
		}
	}
	return out
}
