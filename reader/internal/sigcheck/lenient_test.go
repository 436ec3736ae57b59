package sigcheck

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The habits of genuine cards, alone and together, on both kinds of keys: the
// leaf is read, its signature holds over the stored bytes and over no others,
// and the habit is told.
func TestHabits(t *testing.T) {
	both := func(c *element) { addNULL(&c.children[1]); addNULL(innerAlgorithm(c)) }
	for _, g := range []struct {
		profile string
		pki     pki
	}{{"t05", testEC()}, {"t1", testRSA()}} {
		scheme := schemeOf(t, g.profile)
		der := g.pki.leaf(nil)
		type row struct {
			value []byte
			want  []Habit
		}
		rows := map[string]row{
			"strict":                   {der, nil},
			"rewritten":                {g.pki.resigned(t, der, style{}, nil), nil},
			"lengths of one byte more": {g.pki.resigned(t, der, style{long: 1}, nil), []Habit{BER}},
			"lengths of 4 bytes":       {g.pki.resigned(t, der, style{long: 2}, nil), []Habit{BER}},
			"indefinite":               {g.pki.resigned(t, der, style{indefinite: true}, nil), []Habit{BER}},
			"TRUE as 01":               {g.pki.resigned(t, der, style{trueAs: 1}, nil), []Habit{BER}},
			"NUL tail":                 {append(slices.Clone(der), make([]byte, 7)...), []Habit{NULTail}},
			"indefinite, NUL tail":     {append(g.pki.resigned(t, der, style{indefinite: true}, nil), 0), []Habit{NULTail, BER}},
		}
		if g.profile == "t05" {
			rows["NULL in both"] = row{g.pki.resigned(t, der, style{}, both), []Habit{NULLParameters}}
			rows["NULL outside"] = row{g.pki.resigned(t, der, style{}, func(c *element) { addNULL(&c.children[1]) }), []Habit{NULLParameters}}
			rows["NULL inside"] = row{g.pki.resigned(t, der, style{}, func(c *element) { addNULL(innerAlgorithm(c)) }), []Habit{NULLParameters}}
			rows["all"] = row{append(g.pki.resigned(t, der, style{long: 1, trueAs: 0x80}, both), 0), []Habit{NULTail, NULLParameters, BER}}
		}
		for name, c := range rows {
			l, err := scheme.ParseLeaf(c.value)
			if err != nil {
				t.Errorf("%s %s: %v %v", g.profile, name, err, errors.Unwrap(err))
				continue
			}
			want := c.want
			if g.profile == "t1" { // NULs fill the object there, as its table says
				want = slices.DeleteFunc(slices.Clone(want), func(h Habit) bool { return h == NULTail })
			}
			if !slices.Equal(l.Habits, want) {
				t.Errorf("%s %s: habits %v, want %v", g.profile, name, l.Habits, want)
			}
			if i, err := l.Chain([]*x509.Certificate{g.pki.root}); i != 0 {
				t.Errorf("%s %s: chain %v", g.profile, name, err)
			}
			if !bytes.HasPrefix(c.value, l.Raw) || !bytes.Contains(c.value, l.TBS) {
				t.Errorf("%s %s: not the stored bytes", g.profile, name)
			}
		}
	}
}

// An extension's value and the issuer's r and s are coded inside strings, and
// may have the same habits there.
func TestHabitsInsideStrings(t *testing.T) {
	p := testEC()
	usage := []byte{0x06, 0x03, 0x55, 0x1D, 0x0F} // 2.5.29.15
	leaf := p.resigned(t, p.leaf(nil), style{}, func(c *element) {
		parts := c.children[0].children
		for i, x := range parts[len(parts)-1].children[0].children {
			if bytes.Equal(x.children[0].stored, usage) {
				value := &parts[len(parts)-1].children[0].children[i].children[len(x.children)-1]
				value.content = []byte{0x03, 0x81, 0x02, 0x07, 0x80} // digitalSignature, a length of 2 bytes
			}
		}
	})
	l, err := schemeOf(t, "t05").ParseLeaf(leaf)
	if err != nil || !slices.Equal(l.Habits, []Habit{BER}) {
		t.Fatal(err, errors.Unwrap(err))
	}
	if _, err := l.Chain([]*x509.Certificate{p.root}); err != nil {
		t.Error(err)
	}

	e, err := whole(p.leaf(nil), 0)
	if err != nil {
		t.Fatal(err)
	}
	numbers := e.children[2].content // 00, then 30 L 02 L r 02 L s
	e.children[2].content = slices.Concat([]byte{0, 0x30, 0x81}, numbers[2:])
	l, err = schemeOf(t, "t05").ParseLeaf(style{}.write(e))
	if err != nil || !slices.Equal(l.Habits, []Habit{BER}) {
		t.Fatal(err, errors.Unwrap(err))
	}
	if _, err := l.Chain([]*x509.Certificate{p.root}); err != nil {
		t.Error(err)
	}
}

// Nesting ends where it is too deep, not where the bytes do.
func TestDepth(t *testing.T) {
	for _, n := range []int{20, 300, 30000} {
		deep := append(bytes.Repeat([]byte{0x30, 0x80}, n), make([]byte, 2*n)...)
		if _, err := lenient(deep); !errors.Is(err, errDeep) {
			t.Errorf("%d levels: %v", n, err)
		}
	}
}

// What the issuer did not sign as it is stored is not signed: a certificate
// written anew after it was signed does not chain.
func TestSignatureIsOverStoredBytes(t *testing.T) {
	p := testEC()
	e, err := whole(p.leaf(nil), 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(*element){
		"NULL added inside": func(c *element) { addNULL(innerAlgorithm(c)) },
		"TRUE as 01":        nil,
	} {
		c := e
		c.children = slices.Clone(e.children)
		c.children[0].children = slices.Clone(e.children[0].children)
		if edit != nil {
			edit(&c)
		}
		l, err := schemeOf(t, "t05").ParseLeaf(style{trueAs: 1}.write(c))
		if err != nil {
			t.Fatal(name, err)
		}
		if _, err := l.Chain([]*x509.Certificate{p.root}); !has(err, IssuerSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Everything else that is malformed is refused, with the reason that fits.
func TestMalformedLeaves(t *testing.T) {
	p := testEC()
	der := p.leaf(nil)
	at := func(edit func(*element)) []byte { return p.resigned(t, der, style{}, edit) }
	extra := element{tag: 0x04, content: []byte("extra")}
	other := testRSA().leaf(nil)
	for name, c := range map[string]struct {
		value []byte
		want  Reason
	}{
		"nothing":                   {nil, LeafMissing},
		"NULs":                      {make([]byte, 602), LeafMissing},
		"one byte":                  {[]byte{0x30}, LeafUnreadable},
		"a byte after it":           {append(slices.Clone(der), 1), LeafTrailing},
		"a byte after its NULs":     {append(slices.Clone(der), 0, 0, 1), LeafTrailing},
		"two certificates":          {append(slices.Clone(der), der...), LeafTrailing},
		"two, of indefinite length": {bytes.Repeat(p.resigned(t, der, style{indefinite: true}, nil), 2), LeafTrailing},
		"cut off":                   {der[:len(der)-1], LeafUnreadable},
		"no end of contents":        {p.resigned(t, der, style{indefinite: true}, nil)[:len(der)], LeafUnreadable},
		"negative serial":           {at(func(c *element) { c.children[0].children[1].content = []byte{0xFF} }), LeafSerial},
		"serial 0":                  {at(func(c *element) { c.children[0].children[1].content = []byte{0} }), LeafSerial},
		"serial of no byte":         {at(func(c *element) { c.children[0].children[1].content = nil }), LeafUnreadable},
		"serial with a 00 before":   {at(func(c *element) { c.children[0].children[1].content = []byte{0, 1} }), LeafUnreadable},
		"a fourth part":             {at(func(c *element) { c.children[0].children = append(c.children[0].children, extra) }), LeafUnreadable},
		"extensions twice": {at(func(c *element) {
			parts := c.children[0].children
			c.children[0].children = append(parts, parts[len(parts)-1])
		}), LeafUnreadable},
		"three parts of an algorithm": {at(func(c *element) { addNULL(&c.children[1]); addNULL(&c.children[1]) }), LeafUnreadable},
		"parameters that are no NULL": {at(func(c *element) { c.children[1].children = append(c.children[1].children, extra) }), LeafUnreadable},
		"NULL with content": {at(func(c *element) {
			c.children[1].children = append(c.children[1].children, element{tag: 5, content: []byte{0}})
		}), LeafUnreadable},
		"algorithms differ": {at(func(c *element) { c.children[1].children[0].content = []byte(ecdsaWithSHA384) }), LeafUnreadable},
		"three dates": {at(func(c *element) {
			v := &c.children[0].children[4]
			v.children = append(v.children, v.children[0])
		}), LeafUnreadable},
		"a string in pieces":    {at(func(c *element) { c.children[0].children[1].tag = 0x22 }), LeafUnreadable},
		"tag of two bytes":      {at(func(c *element) { c.children[0].children[1].tag = 0x1F }), LeafUnreadable},
		"too deep":              {append(bytes.Repeat([]byte{0x30, 0x80}, 300), der...), LeafUnreadable},
		"length of 5 bytes":     {append([]byte{0x30, 0x85, 0, 0, 0, 1, 0}, der...), LeafUnreadable},
		"length without bound":  {append([]byte{0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF}, der...), LeafUnreadable},
		"RSA":                   {other, LeafKey},
		"the root":              {p.root.Raw, LeafCA},
		"keyUsage":              {p.leaf(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement }), LeafUsage},
		"critical and unknown":  {p.leaf(func(c *x509.Certificate) { c.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}, Critical: true}} }), LeafExtension},
		"positive, of 20 bytes": {p.leaf(func(c *x509.Certificate) { c.SerialNumber = new(big.Int).Lsh(big.NewInt(1), 150) }), ""},
	} {
		_, err := schemeOf(t, "t05").ParseLeaf(c.value)
		if c.want == "" && err != nil || c.want != "" && !has(err, c.want) {
			t.Errorf("%s: %v (%v), want %s", name, err, errors.Unwrap(err), c.want)
		}
	}
	if _, err := schemeOf(t, "t1").ParseLeaf(der); !has(err, LeafKey) {
		t.Errorf("P-384 on a first-generation card: %v", err)
	}
}

// openssl reads the same habits, over the stored bytes too; it does not take
// a NULL in one place only.
func TestOpenSSLReadsHabits(t *testing.T) {
	dir := t.TempDir()
	p := testEC()
	der := p.leaf(nil)
	write := func(name, typ string, der []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: typ, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	root := write("root.pem", "CERTIFICATE", p.root.Raw)
	both := func(c *element) { addNULL(&c.children[1]); addNULL(innerAlgorithm(c)) }
	for name, leaf := range map[string][]byte{
		"strict": der, "long lengths": p.resigned(t, der, style{long: 1}, nil), "indefinite": p.resigned(t, der, style{indefinite: true}, nil),
		"TRUE as 01": p.resigned(t, der, style{trueAs: 1}, nil), "NULL in both": p.resigned(t, der, style{}, both),
	} {
		out, err := exec.Command("openssl", "verify", "-no_check_time", "-CAfile", root, write("leaf.pem", "CERTIFICATE", leaf)).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "OK") {
			t.Errorf("%s: openssl (Debian package openssl) says %v: %s", name, err, out)
		}
	}
}

func FuzzLenient(f *testing.F) {
	for _, leaf := range seeds(f) {
		f.Add(leaf)
	}
	f.Add([]byte{0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0})
	f.Add(bytes.Repeat([]byte{0x30, 0x80}, 100))
	f.Add([]byte{0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x30})
	f.Fuzz(func(t *testing.T, value []byte) {
		if len(value) > 1<<16 {
			return
		}
		c, err := lenient(value)
		if err != nil {
			if p, ok := errors.AsType[*Problem](err); !ok || !slices.Contains(Reasons(), p.Reason) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		tail := value[len(c.raw):]
		if !bytes.HasPrefix(value, c.raw) || len(bytes.TrimRight(tail, "\x00")) != 0 || !bytes.Contains(c.raw, c.tbs) {
			t.Fatal("not the stored bytes")
		}
		again, err := lenient(c.der)
		if err != nil || !bytes.Equal(again.der, c.der) || slices.Contains(again.habits, BER) || slices.Contains(again.habits, NULLParameters) {
			t.Fatalf("encoded anew it is not DER: %v", err)
		}
		if len(c.habits) == 0 && !bytes.Equal(c.der, value) {
			t.Fatal("changed without a habit")
		}
	})
}
