package emulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// A statusCase is one command on a card in a known state and the status word
// that section 4 of the fact sheet gives it. Where data may come, only its
// status word is compared.
type statusCase struct {
	name  string
	state string // "", "challenge", "session", "verified", then ">" and commands sent before
	hex   string
	want  string
}

// Placeholders of a statusCase: ‹mutual› is a correct body for the challenge,
// ‹verify› a correct VERIFY; others are derived from them in [fill].
func statusCases() []statusCase {
	return slices.Concat(unknownCases(), selectCases(), challengeCases(), mutualCases(), verifyCases(), readCases(), readSMCases())
}

func unknownCases() []statusCase {
	return []statusCase{
		{"nothing", "", "", "6700"},
		{"one byte", "", "00", "6700"},
		{"three bytes", "", "00A400", "6700"},
		{"three bytes of class 80", "", "80A400", "6700"},
		{"INS C0", "", "00C0000000", "6D00"},
		{"INS B1", "", "00B10000", "6D00"},
		{"INS A2", "verified", "00A2000000", "6D00"},
		{"UPDATE BINARY", "verified", "00D6000001AA", "6D00"},
		{"INS unknown, class 80", "", "80CA9F7F00", "6E00"},
		{"INS unknown, SM", "session", "08CA000000", "6D00"},
		{"INS unknown, body malformed", "", "00CA00000501", "6D00"},
		{"SELECT, class 80", "", "80A40000023F00", "6E00"},
		{"SELECT, class 10", "", "10A40000023F00", "6E00"},
		{"GET CHALLENGE, class A0", "", "A084000008", "6E00"},
		{"MUTUAL AUTHENTICATE, class FF", "", "FF82000000", "6E00"},
		{"VERIFY, class 40", "", "40200086", "6E00"},
		{"READ BINARY, class 20", "", "20B08B0000", "6E00"},
		{"READ BINARY, class 28", "", "28B08B0000", "6E00"},
	}
}

func selectCases() []statusCase {
	df1 := identifierOf("df1")
	return []statusCase{
		{"MF", "", "00A40000023F00", "9000"},
		{"DF1", "", "00A4040C10" + df1, "9000"},
		{"DF2", "", selectDF("df2"), "9000"},
		{"DF3", "", selectDF("df3"), "9000"},
		{"channel 1", "", "01A40000023F00", "6E00"},
		{"SM 04", "", "04A40000023F00", "6882"},
		{"SM 08", "session", "08A40000023F00", "6882"},
		{"SM 0C", "", "0CA40000023F00", "6882"},
		{"SM and channel", "", "0FA40000023F00", "6E00"},
		{"data shorter than Lc", "", "00A40000023F", "6700"},
		{"data shorter than Lc, P2 wrong", "", "00A40004023F", "6700"},
		{"extended Lc 0", "", "00A400000000003F00", "6700"},
		{"P2 00 by name", "", "00A4040010" + df1, "6A86"},
		{"P2 04 by name", "", "00A4040410" + df1, "6A86"},
		{"P1 01", "", "00A40100023F00", "6A86"},
		{"P1 02", "", "00A4020C023F00", "6A86"},
		{"P2 0C for the MF", "", "00A4000C023F00", "6A86"},
		{"P2 wrong and Lc wrong", "", "00A4010C013F", "6A86"},
		{"MF with Lc 1", "", "00A40000013F", "6A87"},
		{"MF with Lc 3", "", "00A40000033F0000", "6A87"},
		{"MF without data", "", "00A40000", "6A87"},
		{"DF with Lc 15", "", "00A4040C0F" + df1[:30], "6A87"},
		{"DF with Lc 17", "", "00A4040C11" + df1 + "00", "6A87"},
		{"DF with an MFID", "", "00A4040C023F00", "6A87"},
		{"MFID 3F01", "", "00A40000023F01", "6A82"},
		{"EF by identifier", "", "00A40000022F01", "6A82"},
		{"AID of the 07 and 08 cards", "", "00A4040C10D392F0004F01" + strings.Repeat("00", 10), "6A82"},
		{"AID that differs in its last byte", "", "00A4040C10" + df1[:30] + "01", "6A82"},
		{"1 byte after Lc", "", "00A40000023F00AA", "9000"},
		{"2 bytes after Lc", "", "00A40000023F00AAAA", "9000"},
		{"16 bytes after Lc", "", "00A4040C10" + df1 + df1, "9000"},
		{"extended Lc", "", "00A4000000000" + "23F00", "9000"},
	}
}

func challengeCases() []statusCase {
	return []statusCase{
		{"", "", "0084000008", "9000"},
		{"extended Le", "", "00840000000008", "9000"},
		{"channel 3", "", "0384000008", "6881"},
		{"SM 08", "session", "0884000008", "6882"},
		{"SM 04", "", "0484000008", "6882"},
		{"channel and SM", "", "0984000008", "6881"},
		{"malformed", "", "008400000000", "6700"},
		{"malformed, P1 wrong", "", "008401000000", "6700"},
		{"P1", "", "0084010008", "6A86"},
		{"P2", "", "0084000108", "6A86"},
		{"P2, Le wrong", "", "0084000107", "6A86"},
		{"data", "", "0084000001AA", "6700"},
		{"data and Le", "", "0084000001AA08", "6700"},
		{"Le missing", "", "00840000", "6700"},
		{"Le 00", "", "0084000000", "6700"},
		{"Le 01", "", "0084000001", "6700"},
		{"Le 07", "", "0084000007", "6700"},
		{"Le 09", "", "0084000009", "6700"},
		{"Le 10", "", "0084000010", "6700"},
		{"Le 0000", "", "00840000000000", "6700"},
		{"INS 84 with the body of MUTUAL AUTHENTICATE", "challenge", "0084000028‹mutual›00", "6700"},
	}
}

func mutualCases() []statusCase {
	return []statusCase{
		{"", "challenge", "0082000028‹mutual›00", "9000"},
		{"extended", "challenge", "00820000000028‹mutual›0000", "9000"},
		{"1 byte before Le", "challenge", "0082000028‹mutual›AA00", "9000"},
		{"16 bytes before Le", "challenge", "0082000028‹mutual›000102030405060708090A0B0C0D0E0F00", "9000"},
		{"extended, 2 bytes before Le", "challenge", "00820000000028‹mutual›AAAA0000", "9000"},
		{"with a session", "session>0084000008", "0082000028‹mutual›00", "9000"},
		{"with a DF current", ">" + selectDF("df2") + ",0084000008", "0082000028‹mutual›00", "9000"},
		{"channel 2", "challenge", "0282000028‹mutual›00", "6881"},
		{"SM 08", "challenge", "0882000028‹mutual›00", "6882"},
		{"SM 0C", "challenge", "0C82000028‹mutual›00", "6882"},
		{"data shorter than Lc", "challenge", "0082000028AA", "6700"},
		{"data shorter than Lc, P1 wrong", "challenge", "0082010028AA", "6700"},
		{"P1", "challenge", "0082010028‹mutual›00", "6985"},
		{"P2", "challenge", "0082000128‹mutual›00", "6985"},
		{"P2 and length", "challenge", "0082000127‹mutual›", "6985"},
		{"no data", "challenge", "0082000000", "6700"},
		{"header alone", "challenge", "00820000", "6700"},
		{"Lc 27", "challenge", "0082000027‹mutual-1›00", "6700"},
		{"Lc 29", "challenge", "0082000029‹mutual›0000", "6700"},
		{"Lc 08", "challenge", "0082000008010203040506070800", "6700"},
		{"Le missing", "challenge", "0082000028‹mutual›", "6700"},
		{"Le 01", "challenge", "0082000028‹mutual›01", "6700"},
		{"Le 28", "challenge", "0082000028‹mutual›28", "6700"},
		{"Le FF", "challenge", "0082000028‹mutual›FF", "6700"},
		{"extended, Le 0028", "challenge", "00820000000028‹mutual›0028", "6700"},
		{"extended, one byte of Le", "challenge", "00820000000028‹mutual›00", "6700"},
		{"length wrong, no challenge", "", "0082000027‹mutual-1›00", "6700"},
		{"no challenge", "", "0082000028‹mutual›00", "6985"},
		{"no challenge, MAC wrong", "", "0082000028‹mutual^39›00", "6985"},
		{"SELECT after the challenge", "challenge>00A40000023F00", "0082000028‹mutual›00", "6985"},
		{"READ BINARY after the challenge", "challenge>00B08B00000000", "0082000028‹mutual›00", "6985"},
		{"failed READ BINARY after the challenge", "challenge>00B08500000000", "0082000028‹mutual›00", "6985"},
		{"unknown command after the challenge", "challenge>00CA0000", "0082000028‹mutual›00", "6985"},
		{"no command after the challenge", "challenge>", "0082000028‹mutual›00", "9000"},
		{"a byte after the challenge", "challenge>00", "0082000028‹mutual›00", "6985"},
		{"failed GET CHALLENGE after the challenge", "challenge>0084000007", "0082000028‹mutual›00", "6985"},
		{"MAC wrong, first byte", "challenge", "0082000028‹mutual^32›00", "6300"},
		{"MAC wrong, last byte", "challenge", "0082000028‹mutual^39›00", "6300"},
		{"cryptogram wrong", "challenge", "0082000028‹mutual^0›00", "6300"},
		{"other challenge", "challenge", "0082000028‹mutual-other›00", "6300"},
		{"challenge of NULs", "challenge", "0082000028‹mutual-zero›00", "6300"},
		{"other number", "challenge", "0082000028‹mutual-number›00", "6300"},
		{"older challenge", "challenge>0084000008", "0082000028‹mutual-old›00", "6300"},
		{"failure uses the challenge up", "challenge>0082000028" + strings.Repeat("00", 40) + "00", "0082000028‹mutual›00", "6985"},
	}
}

func verifyCases() []statusCase {
	return []statusCase{
		{"", "session", "08200086‹verify›", "9000"},
		{"again", "verified", "08200086‹verify›", "9000"},
		{"with a DF current", "session>" + selectDF("df3"), "08200086‹verify›", "9000"},
		{"1 byte after Lc", "session", "08200086‹verify›00", "9000"},
		{"16 bytes after Lc", "session", "08200086‹verify›000102030405060708090A0B0C0D0E0F", "9000"},
		{"extended Lc", "session", "08200086000013‹verify-body›", "9000"},
		{"length of the object in 2 bytes", "session", "0820008614868111‹verify-value›", "9000"},
		{"channel 1", "session", "09200086‹verify›", "6881"},
		{"SM 04", "session", "04200086‹verify›", "6882"},
		{"SM 0C", "session", "0C200086‹verify›", "6882"},
		{"plain", "session", "00200086‹verify›", "6982"},
		{"plain with the number", "session", "002000860C414131323334353637384242", "6982"},
		{"plain, nothing done", "", "002000860C414131323334353637384242", "6982"},
		{"plain, malformed", "session", "002000860C4141", "6982"},
		{"data shorter than Lc", "session", "0820008613861101", "6700"},
		{"data shorter than Lc, P2 wrong", "session", "0820008713861101", "6700"},
		{"P1", "session", "08200186‹verify›", "6A86"},
		{"P2 00", "session", "08200000‹verify›", "6A86"},
		{"P2 06", "session", "08200006‹verify›", "6A86"},
		{"P2 87, no session", "", "08200087‹verify›", "6A86"},
		{"no session", "", "08200086‹verify›", "6985"},
		{"no session, after a reset", "verified>reset", "08200086‹verify›", "6985"},
		{"no session, no data", "", "08200086", "6985"},
		{"no session after a failed agreement", "verified>0082000028" + strings.Repeat("00", 40) + "00", "08200086‹verify›", "6985"},
		{"no data", "session", "08200086", "6988"},
		{"Le alone", "session", "0820008600", "6988"},
		{"tag 85", "session", "0820008613851101‹verify-cryptogram›", "6988"},
		{"tag 87", "session", "0820008613871101‹verify-cryptogram›", "6988"},
		{"indicator 00", "session", "0820008613861100‹verify-cryptogram›", "6988"},
		{"indicator 02", "session", "0820008613861102‹verify-cryptogram›", "6988"},
		{"indicator alone", "session", "0820008603860101", "6988"},
		{"empty object", "session", "08200086028600", "6988"},
		{"cryptogram of 8", "session", "082000860B860901‹verify-short›", "6988"},
		{"cryptogram of 15", "session", "0820008612861001‹verify-15›", "6988"},
		{"cryptogram of 17", "session", "0820008614861201‹verify-cryptogram›00", "6988"},
		{"length too long", "session", "0820008613861201‹verify-cryptogram›", "6988"},
		{"length too short", "session", "0820008613861001‹verify-cryptogram›", "6988"},
		{"length form 80", "session", "0820008614868011‹verify-value›", "6988"},
		{"object after it", "session", "0820008615861101‹verify-cryptogram›9900", "6988"},
		{"object before it", "session", "08200086159900861101‹verify-cryptogram›", "6988"},
		{"two of them", "session", "0820008626861101‹verify-cryptogram›861101‹verify-cryptogram›", "6988"},
		{"padding: none", "session", "08200086‹verify:41413132333435363738424241424344›", "6988"},
		{"padding: tail of NULs only", "session", "08200086‹verify:41413132333435363738424200000000›", "6988"},
		{"padding: non-zero tail", "session", "08200086‹verify:41413132333435363738424280000001›", "6988"},
		{"padding: a block too many", "session", "08200086‹verify:414131323334353637384242800000000000000000000000›", "6988"},
		{"other number", "session", "08200086‹verify:41413132333435363738424380000000›", "6300"},
		{"first character", "session", "08200086‹verify:42413132333435363738424280000000›", "6300"},
		{"11 characters", "session", "08200086‹verify:41413132333435363738428000000000›", "6300"},
		{"13 characters", "session", "08200086‹verify:41413132333435363738424200800000›", "6300"},
		{"no characters", "session", "08200086‹verify=›", "6300"},
		{"100 characters", "session", "08200086‹verify=" + strings.Repeat("A", 100) + "›", "6300"},
	}
}

func readCases() []statusCase {
	return []statusCase{
		{"common data", "", "00B08B00000000", "9000"},
		{"type, short Le", "", "00B08A0003", "9000"},
		{"type, Le 00", "", "00B08A0000", "9000"},
		{"last byte", "", "00B08A0201", "9000"},
		{"DF2 after VERIFY", "verified>" + selectDF("df2"), "00B08100000000", "9000"},
		{"channel 1", "", "01B08B00000000", "6881"},
		{"SM 04", "", "04B08B00000000", "6882"},
		{"SM 04 and channel", "", "05B08B00000000", "6881"},
		{"malformed", "", "00B08B000000", "6700"},
		{"extended Lc 0", "", "00B08B0000000000", "6700"},
		{"data", "", "00B08B0001AA", "6700"},
		{"data and Le", "", "00B08B0001AA00", "6700"},
		{"Le missing", "", "00B08B00", "6700"},
		{"Le missing, P1 wrong", "", "00B0E100", "6700"},
		{"P1 A1", "", "00B0A100000000", "6A86"},
		{"P1 C1", "", "00B0C100000000", "6A86"},
		{"P1 E1", "", "00B0E100000000", "6A86"},
		{"P1 EB, an SFI that exists", "", "00B0EB00000000", "6A86"},
		{"SFI 0", "", "00B08000000000", "6A86"},
		{"SFI 31", "", "00B09F00000000", "6A86"},
		{"SFI 30", "", "00B09E00000000", "6A82"},
		{"offset form, nothing read", "", "00B00000000000", "6986"},
		{"offset form after SELECT", ">00B08B00000000,00A40000023F00", "00B00000000000", "6986"},
		{"offset form after a refused READ", ">00B08500000000", "00B00000000000", "6986"},
		{"offset form after a reset", ">00B08B00000000,reset", "00B00000000000", "6986"},
		{"offset form", ">00B08B00000000", "00B00005000000", "9000"},
		{"EF of the MF, DF1 current", ">" + selectDF("df1"), "00B08B00000000", "6A82"},
		{"EF of DF1, MF current", "verified", "00B08500000000", "6A82"},
		{"EF of DF3, DF1 current", "verified>" + selectDF("df1"), "00B08200000000", "6A82"},
		{"DF1/EF01, nothing done", ">" + selectDF("df1"), "00B08500000000", "6982"},
		{"DF1/EF01, offset outside, nothing done", ">" + selectDF("df1"), "00B085FF000000", "6982"},
		{"DF2/EF04, nothing done", ">" + selectDF("df2"), "00B08400000000", "6982"},
		{"DF2/EF04, offset outside, nothing done", ">" + selectDF("df2"), "00B08403000000", "6982"},
		{"DF3/EF01, key agreed", "session>" + selectDF("df3"), "00B08200000000", "6982"},
		{"DF1/EF01 in clear after VERIFY", "verified>" + selectDF("df1"), "00B08500000000", "6982"},
		{"DF1/EF02 in clear after VERIFY", "verified>" + selectDF("df1"), "00B08600000000", "6982"},
		{"DF1/EF01 in clear, read under SM before", "verified>" + selectDF("df1") + ",08B08500000004960200000000", "00B00000000000", "6982"},
		{"offset = size", "", "00B08B06000000", "6B00"},
		{"offset > size", "", "00B08BFF000000", "6B00"},
		{"offset 7FFF", ">00B08B00000000", "00B07FFF000000", "6B00"},
		{"after a wrong number", "verified>08200086‹verify:41413132333435363738424380000000›," + selectDF("df3"), "00B08200000000", "6982"},
		{"after VERIFY with a bad object", "verified>08200086028600," + selectDF("df3"), "00B08200000000", "9000"},
		{"after an agreement that failed", "verified>0084000008,0082000028" + strings.Repeat("00", 40) + "00," + selectDF("df3"), "00B08200000000", "6982"},
		{"after GET CHALLENGE", "verified>0084000008," + selectDF("df3"), "00B08200000000", "9000"},
		{"after a second agreement", "verified>0084000008,0082000028‹mutual›00," + selectDF("df3"), "00B08200000000", "6982"},
		{"after a reset", "verified>reset," + selectDF("df3"), "00B08200000000", "6982"},
	}
}

func readSMCases() []statusCase {
	const ok = "000004960200000000"
	return []statusCase{
		{"common data", "session", "08B08B00" + ok, "9000"},
		{"DF1/EF01", "verified>" + selectDF("df1"), "08B08500" + ok, "9000"},
		{"DF1/EF02", "verified>" + selectDF("df1"), "08B08600" + ok, "9000"},
		{"offset form", "verified>" + selectDF("df1") + ",08B08500" + ok, "08B01B58" + ok, "9000"},
		{"DF2/EF01", "verified>" + selectDF("df2"), "08B08100" + ok, "9000"},
		{"more than exists", "session", "08B08B000000049602FFFF0000", "9000"},
		{"length of the object in 2 bytes", "session", "08B08B00000005968102000" + "00000", "9000"},
		{"channel 1", "session", "09B08B00" + ok, "6881"},
		{"SM 0C", "session", "0CB08B00" + ok, "6882"},
		{"SM 0C and channel", "session", "0EB08B00" + ok, "6881"},
		{"data shorter than Lc", "session", "08B08B000000059602", "6700"},
		{"malformed, no session", "", "08B08B000000", "6700"},
		{"short Lc and Le", "session", "08B08B00049602000000", "6700"},
		{"Le missing", "session", "08B08B0000000496020000", "6700"},
		{"Le of 1 byte", "session", "08B08B000000049602000000", "6700"},
		{"Le 0001", "session", "08B08B00000004960200000001", "6700"},
		{"byte before Le", "session", "08B08B0000000496020000AA0000", "6700"},
		{"no data field", "session", "08B08B00000000", "6700"},
		{"header alone", "session", "08B08B00", "6700"},
		{"length wrong, P1 wrong", "session", "08B0E100", "6700"},
		{"P1 A1", "session", "08B0A100" + ok, "6A86"},
		{"SFI 0", "session", "08B08000" + ok, "6A86"},
		{"SFI 31, no session", "", "08B09F00" + ok, "6A86"},
		{"no session", "", "08B08B00" + ok, "6985"},
		{"DF1/EF01, no session", ">" + selectDF("df1"), "08B08500" + ok, "6985"},
		{"no session, object wrong", "", "08B08B0000000297000000", "6985"},
		{"tag 97", "session", "08B08B00000004970200000000", "6988"},
		{"object empty", "session", "08B08B0000000296000000", "6988"},
		{"one byte", "session", "08B08B000000039601000000", "6988"},
		{"three bytes", "session", "08B08B0000000596030000000000", "6988"},
		{"cut", "session", "08B08B000000039602000000", "6988"},
		{"tag alone", "session", "08B08B000000019600" + "00", "6988"},
		{"object after it", "session", "08B08B000000069602000099000000", "6988"},
		{"object before it", "session", "08B08B000000069900960200000000", "6988"},
		{"two of them", "session", "08B08B0000000896020000960200000000", "6988"},
		{"object wrong, SFI unknown", "session", "08B09E0000000297000000", "6988"},
		{"offset form, nothing read", "session", "08B00000" + ok, "6986"},
		{"SFI unknown", "session", "08B09E00" + ok, "6A82"},
		{"SFI of another DF", "verified", "08B08500" + ok, "6A82"},
		{"DF1/EF01, key agreed", "session>" + selectDF("df1"), "08B08500" + ok, "6982"},
		{"DF3/EF01, key agreed, offset outside", "session>" + selectDF("df3"), "08B082FF" + ok, "6982"},
		{"offset = size", "session", "08B08B06" + ok, "6B00"},
		{"offset = size of DF1/EF01", "verified>" + selectDF("df1") + ",08B08500" + ok, "08B01B5C" + ok, "6B00"},
		{"SM error keeps session and state", "verified>08B08B0000000297000000," + selectDF("df2"), "08B08400" + ok, "9000"},
	}
}

// Each command in its state, on both types where both have the files.
func TestStatusWords(t *testing.T) {
	for _, profile := range []string{"t1", "t2"} {
		for _, c := range statusCases() {
			if profile == "t2" && strings.Contains(c.state+c.hex, selectDF("df2")) && strings.Contains(c.hex, "B084") {
				continue // a file that type 2 does not have
			}
			t.Run(fmt.Sprintf("%s/%.8s %s", profile, c.hex, c.name), func(t *testing.T) {
				c.check(t, profile)
			})
		}
	}
}

// Type 2 lacks three files of DF2 in every state (3.3.1, table 3-2).
func TestType2LacksThreeFiles(t *testing.T) {
	for _, p1 := range []string{"82", "83", "84"} {
		for _, state := range []string{"", "session", "verified"} {
			c := statusCase{state: state + ">" + selectDF("df2"), hex: "00B0" + p1 + "00000000"}
			if got := c.run(t, gen1(), newCard(t, image("t2"))); got != "6A82" {
				t.Errorf("P1 %s, state %q: %s", p1, state, got)
			}
		}
	}
}

// check runs the case on a new card.
func (c statusCase) check(t *testing.T, profile string) {
	t.Helper()
	got := c.run(t, kindOf(profile), newCard(t, image(profile), counting()))
	if got[len(got)-4:] != c.want {
		t.Errorf("%s: %s, want %s", c.hex, got[max(0, len(got)-40):], c.want)
	}
	if c.want != "9000" && len(got) != 4 {
		t.Errorf("%s: an error carries data: %s", c.hex, got)
	}
}

// run brings the card into the state of the case and returns its answer.
func (c statusCase) run(t testing.TB, k kind, card *emulator.Card) string {
	t.Helper()
	state, _, _ := strings.Cut(c.state, ">")
	return c.from(t, enter(t, k, card, state))
}

// enter brings a card that was just reset into a named state.
func enter(t testing.TB, k kind, card *emulator.Card, state string) *values {
	t.Helper()
	v := &values{card: card, kind: k}
	switch state {
	case "challenge":
		v.send(t, "0084000008")
	case "session":
		v.agree(t)
	case "verified":
		v.agree(t)
		v.send(t, "08200086‹verify›")
	}
	return v
}

// from sends what the case sends after its named state.
func (c statusCase) from(t testing.TB, v *values) string {
	t.Helper()
	_, before, _ := strings.Cut(c.state, ">")
	for command := range strings.SplitSeq(before, ",") {
		if before != "" {
			v.send(t, command)
		}
	}
	return v.send(t, c.hex)
}
