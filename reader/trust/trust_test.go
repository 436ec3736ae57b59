package trust

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"time"
)

func root(t *testing.T, serial int64) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "TEST root"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<31, 0), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func toPEM(ders ...[]byte) []byte {
	out := []byte("text before it\n")
	for _, der := range ders {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	return out
}

func TestStore(t *testing.T) {
	a, b, c := root(t, 1), root(t, 2), root(t, 3)
	for _, class := range []Class{Test, Custom} {
		s, err := New(class)
		if err != nil {
			t.Fatal(err)
		}
		if s.Class() != "" || len(s.Anchors()) != 0 {
			t.Errorf("empty store: %v", s)
		}
		for _, raw := range [][]byte{a, toPEM(b, c), a, toPEM(a)} {
			if err := s.Add(raw, "x"); err != nil {
				t.Error(err)
			}
		}
		got := s.Anchors()
		if len(got) != 3 || s.Class() != class || got[0].Class != class || got[0].Source != "x" {
			t.Fatalf("%d anchors of class %s", len(got), s.Class())
		}
		for i, der := range [][]byte{a, b, c} {
			if got[i].Fingerprint != sha256.Sum256(der) || got[i].Certificate.SerialNumber.Int64() != int64(i+1) {
				t.Errorf("anchor %d is another", i)
			}
		}
		got[0] = Anchor{}
		if s.Anchors()[0].Certificate == nil {
			t.Error("the store's own list was handed out")
		}
	}
	for _, class := range []Class{Production, "", "other"} {
		if _, err := New(class); !errors.Is(err, ErrClass) {
			t.Errorf("%q: %v", class, err)
		}
	}
	var none *Store
	if none.Anchors() != nil || none.Class() != "" {
		t.Error("nil store holds something")
	}
}

func TestAddRefuses(t *testing.T) {
	s, err := New(Custom)
	if err != nil {
		t.Fatal(err)
	}
	good := root(t, 1)
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}})
	for name, raw := range map[string][]byte{"nothing": nil, "text": []byte("hello"), "cut": good[:len(good)-1],
		"tail": append(append([]byte{}, good...), 0), "a key": key, "good and bad": toPEM(good, good[:9])} {
		if err := s.Add(raw, name); !errors.Is(err, ErrNoCertificate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.Anchors()) != 0 {
		t.Error("a refused source left something behind")
	}
}

// The published roots are known by these fingerprints, typed from the list of
// published files.
func TestPublished(t *testing.T) {
	want := map[string]Class{
		"97f37c5967af5f3cd84e6ed694b09539abb7f8e7e76b6f7496a060008982983d": Production,
		"ff02323cea7b8c3dfc0dc2de79d46e78514af587368523086b188e9690aec861": Production,
		"6f50161aa80f7ff7c630505faf472906f7b101d5083e327a6182c82cd7985e67": Production,
		"bf854466ed9abf61f559c39bf8790546f8acdab99b51fd2330563669ce4a71b2": Production,
		"11e6ad8b8e64f0cdb1d8ba9e3689926c80e8479a2f098616f674a23582bec13b": Production,
		"1846b815d31f04fe93d57450a6d8a8c351eac3d8c444a2375d95734df7dd1057": Test,
	}
	got := map[string]Class{}
	for f, class := range published() {
		got[f.String()] = class
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// No published root is at hand here, so the rule is tried on the store's own
// level: anchors of two classes never come together.
func TestNeverMixed(t *testing.T) {
	a, b := root(t, 1), root(t, 2)
	s := &Store{declared: Custom}
	if err := s.Add(a, "a"); err != nil {
		t.Fatal(err)
	}
	s.anchors[0].Class = Production
	if err := s.Add(b, "b"); !errors.Is(err, ErrMixed) || len(s.anchors) != 1 {
		t.Errorf("custom beside production: %v", err)
	}
}

func TestFolder(t *testing.T) {
	a, b := root(t, 1), root(t, 2)
	file := func(data []byte) *fstest.MapFile { return &fstest.MapFile{Data: data} }
	s, err := Folder(fstest.MapFS{"a.cer": file(a), "b.PEM": file(toPEM(b)), "README": file([]byte("x")), "sub/c.crt": file([]byte("x"))}, Test)
	if err != nil || len(s.Anchors()) != 2 || s.Anchors()[0].Source != "a.cer" || s.Class() != Test {
		t.Errorf("%v %v", s, err)
	}
	for name, c := range map[string]struct {
		folder fstest.MapFS
		class  Class
		want   error
	}{
		"empty":          {fstest.MapFS{}, Test, ErrEmpty},
		"no certificate": {fstest.MapFS{"README": file(a)}, Custom, ErrEmpty},
		"damaged":        {fstest.MapFS{"a.crt": file(a[:50])}, Custom, ErrNoCertificate},
		"class":          {fstest.MapFS{"a.crt": file(a)}, Production, ErrClass},
	} {
		if _, err := Folder(c.folder, c.class); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
