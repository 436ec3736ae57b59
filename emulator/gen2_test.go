package emulator_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// The example of appendix 2 of the second generation's specification, typed
// in from what sources quote of it, and values derived from it with another
// library.
const (
	gen2RNDICC = "921CE277323DA057"
	gen2KICC   = "2CC6AF9B8B607C662FDCAD27B401D08B"
	gen2Mutual = "0082000028" + "4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773B" + "AC854617634F5397" + "00"
	gen2Answer = "289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62" + "FA942EC51E62FF5F" + "9000"
	gen2KSenc  = "C19CF13D3D7FBEE9EA293D834C88952F"
	gen2Verify = "0820008613861101" + "EE0B31EF877F68D071C56D58C72E6748"
)

// exampleCard is the card of appendix 2: its randoms, and the heads of its
// files that the appendix prints.
func exampleCard(t *testing.T, profile string, opts ...emulator.Option) *emulator.Card {
	t.Helper()
	img := image(profile)
	exampleHeads(img.Files)
	return newCard(t, img, append(opts, pinned(unhex(gen2RNDICC), unhex(gen2KICC)))...)
}

func exampleHeads(files map[string][]byte) {
	copy(files["df1/ef01"], "\xC2\x0CAA12345678BB")
	copy(files["df1/ef03"], unhex("D08209C4"))
	copy(files["df1/ef03"][4+2500:], unhex("D1820BB8"))
	copy(files["df3/ef01"], unhex("DC60"))
	copy(files["df3/ef01"][98:], unhex("DD820256"))
	copy(files["df3/ef01"][700:], make([]byte, 4))
}

func TestSecondGenerationExample(t *testing.T) {
	for _, profile := range []string{"t05", "t06"} {
		c := exampleCard(t, profile)
		for _, step := range [][2]string{
			{"0084000008", gen2RNDICC + "9000"},
			{gen2Mutual, gen2Answer},
			{gen2Verify, "9000"},
			{selectDF("df1"), "9000"},
			// Not of the appendix, but derived from it.
			{"08B08100000004960200000000", "861101143D1676C57ED659B4CA6DA06D2515919000"},
		} {
			if got := send(c, step[0]); got != step[1] {
				t.Fatalf("%s: %s: %s, want %s", profile, step[0], got, step[1])
			}
		}
		checkPictures(t, c.Transmit(unhex("08B08400000004960200000000")))
		send(c, selectDF("df3"))
		answer := c.Transmit(unhex("00B08200000000"))
		if len(answer) != 706 || !bytes.HasPrefix(answer, unhex("DC60")) || !bytes.Equal(answer[98:102], unhex("DD820256")) ||
			!bytes.Equal(answer[700:], unhex("000000009000")) {
			t.Errorf("%s: DF3/EF01: %d bytes", profile, len(answer))
		}
	}
}

// checkPictures: 5,525 bytes that begin 86 82 15 91 01, and in them D0 and D1.
func checkPictures(t *testing.T, answer []byte) {
	t.Helper()
	if len(answer) != 5525+2 || !bytes.HasPrefix(answer, unhex("8682159101")) || !bytes.HasSuffix(answer, unhex("9000")) {
		t.Fatalf("DF1/EF03: %d bytes %.8X", len(answer), answer)
	}
	plain := kindOf("t05").unpad(kindOf("t05").decrypt(unhex(gen2KSenc), 0, answer[5:5525]))
	if len(plain) != 5508 || !bytes.HasPrefix(plain, unhex("D08209C4")) || !bytes.Equal(plain[2504:2508], unhex("D1820BB8")) {
		t.Errorf("DF1/EF03: plain text of %d bytes %.8X", len(plain), plain)
	}
}

// A synthetic DF1/EF02 of type 05 and the cryptogram of it under the
// example's key, from another library.
func TestPrintedEntriesExample(t *testing.T) {
	img := image("t05")
	img.Files["df1/ef02"] = unhex("C5083230333130343031C6083230303030313032C70131C803555341C90A58303030303030303030" +
		"CE0430333030CA023031CB083230323630363135CC0132CD083230323930363135")
	c := newCard(t, img, pinned(unhex(gen2RNDICC), unhex(gen2KICC)))
	got := send(c, "0084000008", gen2Mutual, gen2Verify, selectDF("df1"), "08B08300000004960200000000")
	want := "865101" + "21FBA93983F862D39C93C58D2BFFC8F21D33605843075668097CFD36D533DA43059B3AEDB8C82F55" +
		"7781850A5D25F05F019E66E44665019D00F945D0F06680254337404CA2A1C0F4F426DBCA3DD42368" + "9000"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Sizes of the answers under SM: the file, padded to 16, behind 86 L 01.
func TestSMAnswerSizes(t *testing.T) {
	for _, x := range []struct {
		profile, p1, head string
		size              int
	}{
		{"t05", "83", "865101", 80}, {"t06", "83", "863101", 48},
		{"t05", "84", "8682159101", 5520}, {"t05", "86", "868209D101", 2512}, {"t06", "86", "868209D101", 2512},
	} {
		c := exampleCard(t, x.profile)
		send(c, "0084000008", gen2Mutual, gen2Verify, selectDF("df1"))
		answer := c.Transmit(unhex("08B0" + x.p1 + "00000004960200000000"))
		if !bytes.HasPrefix(answer, unhex(x.head)) || len(answer) != len(x.head)/2+x.size+2 {
			t.Errorf("%s P1 %s: %d bytes %.8X", x.profile, x.p1, len(answer), answer)
		}
	}
}

// The rightmost bytes of the CMAC, a CMAC over padded data, and the MAC of the
// first generation are refused.
func TestMACsThatMustNotBe(t *testing.T) {
	e := unhex(gen2Mutual)[5:37]
	key := kenc(number)
	for name, mac := range map[string][]byte{
		"rightmost":         unhex("6FDFFE1B62FE4124"),
		"padded first":      cmac(key, kindOf("t05").pad(e)),
		"retail MAC":        retailMAC(key, e),
		"none":              make([]byte, 8),
		"of the other data": cmac(key, e[:16]),
	} {
		c := exampleCard(t, "t05")
		if got := send(c, "0084000008", hexOf(slices.Concat(unhex("0082000028"), e, mac, []byte{0}))); got != "6300" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A terminal of the first generation gets nowhere: 6300, as was seen on a
// genuine card.
func TestTripleDESIsRefused(t *testing.T) {
	for _, profile := range []string{"t05", "t06"} {
		c := newCard(t, image(profile))
		challenge := c.Transmit(unhex("0084000008"))[:8]
		if got := hexOf(c.Transmit(mutualCommand(kenc(number), challenge))); got != "6300" {
			t.Errorf("%s: %s", profile, got)
		}
	}
}
