package cardcrypto

import (
	"bytes"
	"crypto/des"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/vectors"
)

func TestBaseKeyVectors(t *testing.T) {
	eachVector(t, "base-key", func(t *testing.T, s *Suite, v vectors.Vector) {
		number, err := v.Text("number")
		if err != nil {
			t.Fatal(err)
		}
		key := s.BaseKey([]byte(number))
		expect(t, "Kenc", key, field(t, v, "kenc"))
		expect(t, "Kmac", key, field(t, v, "kmac"))
	})
}

func TestMACVectors(t *testing.T) {
	eachVector(t, "mac", func(t *testing.T, s *Suite, v vectors.Vector) {
		mac, err := s.MAC(field(t, v, "key"), field(t, v, "data"))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "MAC", mac, field(t, v, "mac"))
		if v.Has("mac-not") && bytes.Equal(mac, field(t, v, "mac-not")) {
			t.Error("this is the MAC that must not be produced")
		}
	})
}

func TestMutualVectors(t *testing.T) {
	eachVector(t, "mutual-command", func(t *testing.T, s *Suite, v vectors.Vector) {
		plain, err := s.Decrypt(field(t, v, "kenc"), field(t, v, "e_ifd"))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "RND.IFD RND.ICC K.IFD", plain,
			slices.Concat(field(t, v, "rnd_ifd"), field(t, v, "rnd_icc"), field(t, v, "k_ifd")))
	})
	eachVector(t, "mutual-answer", func(t *testing.T, s *Suite, v vectors.Vector) {
		kenc := field(t, v, "kenc")
		e, err := s.Encrypt(kenc, slices.Concat(field(t, v, "rnd_icc"), field(t, v, "rnd_ifd"), field(t, v, "k_icc")))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "E_ICC", e, field(t, v, "e_icc"))
		m, err := s.MAC(kenc, e)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "M_ICC", m, field(t, v, "m_icc"))
	})
}

func TestSessionKeyVectors(t *testing.T) {
	eachVector(t, "session-key", func(t *testing.T, s *Suite, v vectors.Vector) {
		expect(t, "KSenc", s.SessionKey(field(t, v, "k_ifd"), field(t, v, "k_icc")), field(t, v, "ksenc"))
	})
}

func TestVerifyVectors(t *testing.T) {
	eachVector(t, "verify-command", func(t *testing.T, s *Suite, v vectors.Vector) {
		number, err := v.Text("number")
		if err != nil {
			t.Fatal(err)
		}
		const cryptogram = 5 + 3 // after the header, Lc, tag, length and indicator (4.2.2(3))
		plain, err := s.DecryptSM(field(t, v, "ksenc"), messageNumber(t, v), field(t, v, "command")[cryptogram:])
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "number", plain, []byte(number))
		if v.Has("command-not") {
			plain, err := s.DecryptSM(field(t, v, "ksenc"), messageNumber(t, v), field(t, v, "command-not")[cryptogram:])
			if err == nil && string(plain) == number {
				t.Error("the command that must not be produced opens")
			}
		}
	})
}

func TestSMAnswerVectors(t *testing.T) {
	eachVector(t, "sm-answer", func(t *testing.T, s *Suite, v vectors.Vector) {
		plain, answer := field(t, v, "plain"), field(t, v, "answer")
		c, err := s.EncryptSM(field(t, v, "ksenc"), messageNumber(t, v), plain)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "cryptogram", c, answer[len(answer)-len(c):])
		if v.Has("answer-not") && bytes.HasSuffix(field(t, v, "answer-not"), c) {
			t.Error("this is the answer that must not be produced")
		}
		back, err := s.DecryptSM(field(t, v, "ksenc"), messageNumber(t, v), c)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "plain text", back, plain)
	})
}

// A Retail MAC by somebody else, over lengths around the block.
func TestMACAgainstAnotherLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := suite(t, "t1")
	for n := 0; n <= 65; n++ {
		key, data := random(r, 16), random(r, n)
		oracle := cbcmac.NewANSIRetailMAC(des.NewCipher, key[:8], key[8:], 8)
		got, err := s.MAC(key, data)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "MAC", got, oracle.MAC(data))
		if len(got) != s.MACLength() {
			t.Errorf("MAC of %d bytes, MACLength %d", len(got), s.MACLength())
		}
	}
}

func TestPaddingIsStrict(t *testing.T) {
	s := suite(t, "t1")
	key := make([]byte, 16)
	for name, c := range map[string]struct {
		plain string
		want  error
	}{
		"nothing":                  {"", ErrPadding},
		"no 80":                    {"0102030405060708", ErrPadding},
		"NULs only":                {"0000000000000000", ErrPadding},
		"80 in an earlier block":   {"01020304800000000000000000000000", ErrPadding},
		"80 ends the block before": {"01020304050607800000000000000000", ErrPadding},
		"80 begins the last":       {"01020304050607088000000000000000", nil},
		"80 is the last byte":      {"0102030405060780", nil},
		"other tail":               {"0102030480000001", ErrPadding},
		"two 80":                   {"0102030480800000", nil},
	} {
		raw := unhex(t, c.plain)
		enc, err := s.Encrypt(key, raw)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.DecryptSM(key, 0, enc)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil && !bytes.Equal(append(got, 0x80), bytes.TrimRight(raw, "\x00")) {
			t.Errorf("%s: plain text %X of %X", name, got, raw)
		}
	}
}

func TestWrongLengths(t *testing.T) {
	s := suite(t, "t1")
	if _, err := s.Encrypt(make([]byte, 16), make([]byte, 9)); !errors.Is(err, ErrBlockLength) {
		t.Error(err)
	}
	if _, err := s.DecryptSM(make([]byte, 16), 0, make([]byte, 15)); !errors.Is(err, ErrBlockLength) {
		t.Error(err)
	}
	for _, n := range []int{0, 8, 15, 24} {
		key := make([]byte, n)
		_, e1 := s.EncryptSM(key, 0, nil)
		_, e2 := s.MAC(key, nil)
		if !errors.Is(e1, ErrKeyLength) || !errors.Is(e2, ErrKeyLength) {
			t.Errorf("key of %d bytes: %v, %v", n, e1, e2)
		}
	}
	// A changed table may make the key parts differ; the result still exists.
	if got := s.SessionKey([]byte{1, 2, 3}, []byte{1}); len(got) != s.SMKeyLength() {
		t.Errorf("session key of %d bytes", len(got))
	}
}

func eachVector(t *testing.T, op string, run func(*testing.T, *Suite, vectors.Vector)) {
	t.Helper()
	var all []vectors.Vector
	for _, profile := range vectors.Profiles() {
		some, err := vectors.For(profile, op)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		t.Fatalf("no vectors for %s", op)
	}
	for _, v := range all {
		t.Run(v.ID, func(t *testing.T) { run(t, suite(t, v.Profile), v) })
	}
}

// messageNumber is the number of an SM command, 0 on cards that do not count.
func messageNumber(t *testing.T, v vectors.Vector) uint64 {
	t.Helper()
	if !v.Has("n") {
		return 0
	}
	n, err := v.Count("n")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func field(t *testing.T, v vectors.Vector, name string) []byte {
	t.Helper()
	b, err := v.Bytes(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func suite(t *testing.T, profile string) *Suite {
	t.Helper()
	p, err := spec.Lookup(profile)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func expect(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%s = %X, want %X", what, got, want)
	}
}

func random(r *rand.Rand, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
