package witness_test

import (
	"bytes"
	"crypto/aes"
	"crypto/sha256"
	"errors"
	"testing"

	"github.com/emmansun/gmsm/cbcmac"
	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/internal/witness"
)

func TestForKnowsSixTypes(t *testing.T) {
	for _, c := range []struct {
		cardType          string
		generation, block int
		root              string
	}{
		{"1", 1, 8, "mf"},
		{"2", 1, 8, "mf"},
		{"05", 2, 16, "mf"},
		{"06", 2, 16, "mf"},
		{"07", 3, 16, "ap"},
		{"08", 3, 16, "ap"},
	} {
		k := witness.For(c.cardType)
		if k == nil || k.Type != c.cardType || k.Generation != c.generation || k.Block != c.block || k.Root() != c.root {
			t.Errorf("%s: %+v", c.cardType, k)
		}
	}
	for _, other := range []string{"", "0", "3", "5", "01", "09", "77", "05 "} {
		if k := witness.For(other); k != nil {
			t.Errorf("%q: %+v", other, k)
		}
	}
}

// The examples of RFC 4493, section 4.
func TestCMACAgainstTheRFC(t *testing.T) {
	key := unhex(t, "2B7E151628AED2A6ABF7158809CF4F3C")
	m := unhex(t, "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E5130C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710")
	for n, want := range map[int]string{
		0:  "BB1D6929E95937287FA37D129B756746",
		16: "070A16B46B4D4144F79BDD9DD04A287C",
		40: "DFA66747DE9AE63030CA32611497C827",
		64: "51F0BEBF7E3B9D92FC49741779363CFE",
	} {
		if got := witness.CMAC(key, m[:n]); !bytes.Equal(got, unhex(t, want)) {
			t.Errorf("%d bytes: %X, want %s", n, got, want)
		}
	}
}

func TestCMACAgainstAnotherLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "key")
		data := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "data")
		block, err := aes.NewCipher(key)
		if err != nil {
			t.Fatal(err)
		}
		want := cbcmac.NewCMAC(block, 16).MAC(data)
		if got := witness.CMAC(key, data); !bytes.Equal(got, want) {
			t.Fatalf("CMAC %X, the other library says %X", got, want)
		}
	})
}

// Appendix 2 of the second generation, typed from there, on both types.
func TestSecondGenerationExample(t *testing.T) {
	rndIFD, kIFD := unhex(t, "1122334455667788"), unhex(t, "404142434445464748494A4B4C4D4E4F")
	rndICC, kICC := unhex(t, "921CE277323DA057"), unhex(t, "2CC6AF9B8B607C662FDCAD27B401D08B")
	terminal := unhex(t, "4AD3C7B6BB484A52771977DED618B41D F841FA0476A05FBE041DEAD6109E773B AC854617634F5397")
	card := unhex(t, "289A96B1DA6AE3DA87770419BFD14F0B DAD15F36432B5A946C188C7221759A62 FA942EC51E62FF5F")
	for _, cardType := range []string{"05", "06"} {
		k := witness.For(cardType)
		kenc := k.BaseKey("AA12345678BB")
		if !bytes.Equal(kenc, unhex(t, "6522B4E171195BB218223A976C040111")) {
			t.Errorf("Kenc %X", kenc)
		}
		if got := k.TerminalCryptogram(kenc, rndIFD, rndICC, kIFD); !bytes.Equal(got, terminal) {
			t.Errorf("E_IFD M_IFD %X", got)
		}
		if got := k.CardCryptogram(kenc, rndICC, rndIFD, kICC); !bytes.Equal(got, card) {
			t.Errorf("E_ICC M_ICC %X", got)
		}
		if got := witness.CMAC(kenc, terminal[:32])[8:]; !bytes.Equal(got, unhex(t, "6FDFFE1B62FE4124")) {
			t.Errorf("right half of the CMAC over E_IFD %X", got)
		}
		if got := witness.CMAC(kenc, card[:32])[8:]; !bytes.Equal(got, unhex(t, "0872DD4631ADF9EC")) {
			t.Errorf("right half of the CMAC over E_ICC %X", got)
		}
		if got, err := k.OpenCardCryptogram(kenc, card, rndICC, rndIFD); err != nil || !bytes.Equal(got, kICC) {
			t.Errorf("K.ICC %X, %v", got, err)
		}
		if got := k.SessionKey(kIFD, kICC); !bytes.Equal(got, unhex(t, "C19CF13D3D7FBEE9EA293D834C88952F")) {
			t.Errorf("KSenc %X", got)
		}
	}
}

func TestSecondGenerationMessages(t *testing.T) {
	s := witness.Session{Kind: witness.For("05"), KSenc: unhex(t, "C19CF13D3D7FBEE9EA293D834C88952F")}
	if got := s.Verify([]byte(number)); !bytes.Equal(got, unhex(t, "0820008613 861101 EE0B31EF877F68D071C56D58C72E6748")) {
		t.Errorf("VERIFY %X", got)
	}
	read := s.Kind.ReadSM(0x84, 0, 0)
	if !bytes.Equal(read, unhex(t, "08B08400000004960200000000")) {
		t.Errorf("READ BINARY %X", read)
	}
	for range 3 {
		s.Saw(read)
	}
	if s.N != 0 {
		t.Errorf("%d SM commands counted; this generation has no counter", s.N)
	}
	for _, n := range []uint64{0, 1, 2, 1 << 40} {
		for plain, want := range map[string]string{
			"C20C414131323334353637384242": "861101 143D1676C57ED659B4CA6DA06D251591",
			syntheticEntries:               "865101 21FBA93983F862D39C93C58D2BFFC8F21D33605843075668097CFD36D533DA43059B3AEDB8C82F557781850A5D25F05F019E66E44665019D00F945D0F06680254337404CA2A1C0F4F426DBCA3DD42368",
		} {
			object := s.SealAt(n, unhex(t, plain))
			if !bytes.Equal(object, unhex(t, want)) {
				t.Errorf("n %d: sealed %X", n, object)
			}
			if got, err := s.OpenAt(n, object); err != nil || !bytes.Equal(got, unhex(t, plain)) {
				t.Errorf("n %d: opened %X, %v", n, got, err)
			}
		}
	}
}

// Printed entries of type 05, noted before the code was written.
const syntheticEntries = "C5083230333130343031C6083230303030313032C70131C803555341C90A58303030303030303030" +
	"CE0430333030CA023031CB083230323630363135CC0132CD083230323930363135"

func TestSizesOfSMAnswers(t *testing.T) {
	for n, want := range map[int]struct {
		head   string
		length int
	}{73: {"865101", 3 + 80}, 46: {"863101", 3 + 48}, 5508: {"8682159101", 5 + 5520}, 2505: {"868209D101", 5 + 2512}} {
		got := witness.For("06").Seal(make([]byte, 16), 0, make([]byte, n))
		if len(got) != want.length || !bytes.HasPrefix(got, unhex(t, want.head)) {
			t.Errorf("%d bytes: %d bytes, %X", n, len(got), got[:5])
		}
	}
}

func TestPaddingOfSixteen(t *testing.T) {
	k := witness.For("05")
	for n := range 40 {
		plain := bytes.Repeat([]byte{0x80}, n)
		padded := k.Pad(plain)
		if len(padded) != (n/16+1)*16 || padded[n] != 0x80 || bytes.Count(padded[n+1:], []byte{0}) != len(padded)-n-1 {
			t.Errorf("%d bytes: %X", n, padded)
		}
		if got, err := k.Unpad(padded); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %X, %v", n, got, err)
		}
	}
	for data, want := range map[string]error{
		"8000000000000000":                                                  witness.ErrLength,
		"00000000000000000000000000000000":                                  witness.ErrPadding,
		"80000000000000000000000000000001":                                  witness.ErrPadding,
		"80000000000000000000000000000000 00000000000000000000000000000000": witness.ErrPadding,
	} {
		if _, err := k.Unpad(unhex(t, data)); !errors.Is(err, want) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

func TestTwoByteTags(t *testing.T) {
	k := witness.For("05")
	file := append(unhex(t, "DFD1 8209C4"), make([]byte, 2500)...)
	objects, err := k.SplitObjects(file)
	if err != nil || len(objects) != 1 || objects[0].Tag != 0xDFD1 || len(objects[0].Value) != 2500 || !bytes.Equal(objects[0].Header, file[:5]) {
		t.Errorf("%v, %v", objects, err)
	}
	if objects, err := witness.For("1").SplitObjects(unhex(t, "DF0131")); err != nil || objects[0].Tag != 0xDF {
		t.Errorf("first generation: %v, %v", objects, err)
	}
	for _, file := range []string{"DF", "DFD1", "DFD181", "DFD1820001", "DFD10231", "C10131DF"} {
		if objects, err := k.SplitObjects(unhex(t, file)); !errors.Is(err, witness.ErrObject) || objects != nil {
			t.Errorf("%s: %v, %v", file, objects, err)
		}
	}
}

// The digests were noted before the code was written.
func TestSignedDataOfSyntheticCards(t *testing.T) {
	tail := func(b []byte, n int) []byte { return append(b, make([]byte, n-len(b))...) }
	images := append(unhex(t, "D08209C4"), tail(bytes.Repeat([]byte{0x4E}, 2400), 2500)...)
	images = append(append(images, unhex(t, "D1820BB8")...), tail(bytes.Repeat([]byte{0xFA}, 2900), 3000)...)
	for cardType, c := range map[string]struct{ entries, want string }{
		"05": {syntheticEntries, "8EBD0E7320652883D86C5DFEB21443113E3DDA2A3BE305B3C64E9376A8BC56E7"},
		"06": {"C5083230333130343031C6083230303030313032C70131C803555341C90A58303030303030303030CE0430303030",
			"C40204B9F324FA7151207D57BE4BB844EFCF5BA68B002595DEFC98E5E4B53504"},
	} {
		files := map[string][]byte{"df1/ef02": unhex(t, c.entries), "df1/ef03": images}
		data, err := witness.For(cardType).SignedData(files)
		if sum := sha256.Sum256(data); err != nil || len(data) != 5553 || !bytes.Equal(sum[:], unhex(t, c.want)) {
			t.Errorf("type %s: %d bytes, %X, %v", cardType, len(data), sum, err)
		}
	}
}

func TestSignedDataTakesNoPhotoAndShortPeriods(t *testing.T) {
	k := witness.For("05")
	name := append(unhex(t, "D08209C4"), make([]byte, 2500)...)
	short := unhex(t, "C5083230333130343031C6083230303030313032C70131C803555341C90A58303030303030303030"+
		"CE03303930CA023031CB083230323630363135CC0132CD08323032393036313500")
	for what, images := range map[string][]byte{
		"no D1":    name,
		"empty D1": append(bytes.Clone(name), 0xD1, 0x00),
		"NULs":     append(append(bytes.Clone(name), 0xD1, 0x82, 0x0B, 0xB8), make([]byte, 3000)...),
	} {
		data, err := k.SignedData(map[string][]byte{"df1/ef02": short, "df1/ef03": images})
		if err != nil || len(data) != 5553 || !bytes.Equal(data[30:36], unhex(t, "303930003031")) || !bytes.Equal(data[53:], make([]byte, 5500)) {
			t.Errorf("%s: %d bytes, %v", what, len(data), err)
		}
	}
}

func TestSignedDataRefuses(t *testing.T) {
	name := append(unhex(t, "D08209C4"), make([]byte, 2500)...)
	good := unhex(t, syntheticEntries)
	for what, c := range map[string]struct {
		entries, images []byte
		want            error
	}{
		"nothing":          {nil, nil, witness.ErrObject},
		"no images":        {good, nil, witness.ErrObject},
		"no entries":       {nil, name, witness.ErrObject},
		"entries of 06":    {good[:46], name, witness.ErrObject},
		"cut entries":      {good[:72], name, witness.ErrObject},
		"other order":      {append(bytes.Clone(good[10:20]), append(bytes.Clone(good[:10]), good[20:]...)...), name, witness.ErrObject},
		"face only":        {good, append(unhex(t, "D1820BB8"), make([]byte, 3000)...), witness.ErrObject},
		"name of 2501":     {good, append(unhex(t, "D08209C5"), make([]byte, 2501)...), witness.ErrLength},
		"expiry of 9":      {append(unhex(t, "C509323033313034303130"), good[10:]...), name, witness.ErrLength},
		"malformed images": {good, name[:100], witness.ErrObject},
	} {
		if data, err := witness.For("05").SignedData(map[string][]byte{"df1/ef02": c.entries, "df1/ef03": c.images}); !errors.Is(err, c.want) || data != nil {
			t.Errorf("%s: %d bytes, %v; want %v", what, len(data), err, c.want)
		}
	}
	front := append(unhex(t, "D0821B58"), make([]byte, 7000)...)
	for what, c := range map[string]struct {
		front, face []byte
		want        error
	}{
		"no face":    {front, nil, witness.ErrObject},
		"face empty": {front, unhex(t, "D100"), witness.ErrLength},
		"two fronts": {front, front, witness.ErrObject},
		"cut front":  {front[:50], front, witness.ErrObject},
	} {
		if _, err := witness.For("1").SignedData(map[string][]byte{"df1/ef01": c.front, "df1/ef02": c.face}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v; want %v", what, err, c.want)
		}
	}
}
