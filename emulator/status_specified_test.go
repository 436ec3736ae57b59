package emulator_test

import (
	"strings"
	"testing"
)

// setKeyCases are SET SESSION KEY in all its forms on a card of type 07. That
// it answers 9000, 66F1, 6A80 and 6F00, and to what, was measured on the sister
// application; the other words are assumed.
func setKeyCases() []statusCase {
	const command, ap = "80AE0000000100", ">00A4040C10D392F0004F0100000000000000000000"
	return []statusCase{
		{"", ap, command + "‹set-key›", "9000"},
		{"again", "session", command + "‹set-key›", "9000"},
		{"with a DF current", ap + "," + selectDF("df2"), command + "‹set-key›", "9000"},
		{"class 00", ap, "00AE0000000100‹set-key›", "6E00"},
		{"class 84", ap, "84AE0000000100‹set-key›", "6E00"},
		{"class wrong and malformed", ap, "00AE000000", "6E00"},
		{"data shorter than Lc", ap, command + "00", "6700"},
		{"P1", ap, "80AE0100000100‹set-key›", "6A86"},
		{"P2", ap, "80AE0001000100‹set-key›", "6A86"},
		{"P2 and length", ap, "80AE000101AA", "6A86"},
		{"no data", ap, "80AE0000", "6700"},
		{"short Lc", ap, "80AE000010" + strings.Repeat("00", 16), "6700"},
		{"255 bytes", ap, "80AE0000" + "0000FF" + strings.Repeat("00", 255), "6700"},
		{"257 bytes", ap, "80AE0000" + "000101" + strings.Repeat("00", 257), "6700"},
		{"an Le", ap, command + "‹set-key›0000", "6700"},
		{"one byte after the data", ap, command + "‹set-key›00", "6700"},
		{"MF current", "", command + "‹set-key›", "66F1"},
		{"MF selected again", ap + ",00A40000023F00", command + "‹set-key›", "66F1"},
		{"after a reset", ap + ",reset", command + "‹set-key›", "66F1"},
		{"MF current, not below the modulus", "", command + strings.Repeat("FF", 256), "66F1"},
		{"not below the modulus", ap, command + strings.Repeat("FF", 256), "6F00"},
		{"no cryptogram", ap, command + strings.Repeat("00", 256), "6A80"},
		{"SHA-1", ap, command + "‹set-key-sha1›", "6A80"},
		{"two keys", ap, command + "‹set-key-two›", "6A80"},
		{"the field alone", ap, command + "‹set-key-bare›", "6A80"},
		{"tag 81", ap, command + "‹set-key-81›", "6A80"},
		{"field of 16", ap, command + "‹set-key-16›", "6A80"},
	}
}

// What else a specified card answers (type 07).
func specifiedCases() []statusCase {
	const ap = ">00A4040C10D392F0004F0100000000000000000000"
	df3 := selectDF("df3")
	return []statusCase{
		{"the application", "", ap[1:], "9000"},
		{"a DF before the application", "", df3, "6A82"},
		{"a DF in the application", ap, df3, "9000"},
		{"a DF after the MF", ap + ",00A40000023F00", df3, "6A82"},
		{"the MF", "", "00A40000023F00", "9000"},
		{"card type at the MF", "", "00B08A00000000", "6A82"},
		{"card type", ap, "00B08A00000000", "9000"},
		{"GET CHALLENGE", ap, "0084000008", "6D00"},
		{"MUTUAL AUTHENTICATE", ap, "0082000028" + strings.Repeat("00", 41), "6D00"},
		{"VERIFY", "session", "08200086‹verify›", "9000"},
		{"VERIFY without a session", ap, "08200086‹verify›", "69FC"},
		{"VERIFY after the application was selected again", "session" + ap, "08200086‹verify›", "69FC"},
		{"VERIFY after the MF was selected", "session>00A40000023F00", "08200086‹verify›", "69FC"},
		{"VERIFY after a DF was selected", "session>" + df3, "08200086‹verify›", "9000"},
		{"VERIFY after a reset", "session>reset", "08200086‹verify›", "69FC"},
		{"VERIFY, no object", "session", "08200086", "6987"},
		{"VERIFY, object of another tag", "session", "0820008602" + "8700", "6987"},
		{"VERIFY, object empty", "session", "0820008602" + "8600", "6988"},
		{"VERIFY, other number", "session", "08200086‹verify:41413132333435363738424380000000›", "6300"},
		{"VERIFY in clear", "session", "002000860C414131323334353637384242", "6982"},
		{"VERIFY after an SM error", "session>08200086028600", "08200086‹verify›", "69FC"},
		{"VERIFY after an object of another tag", "session>08200086028700", "08200086‹verify›", "69FC"},
		{"VERIFY after a refused one", "session>08200086‹verify:41413132333435363738424380000000›", "08200086‹verify›", "9000"},
		{"VERIFY after one with P2 wrong, which counts", "session>08200087‹verify›", "08200086‹verify›", "9000"},
		{"VERIFY after a plain command, which does not", "session>00B08100000000", "08200086‹verify›", "9000"},
		{"VERIFY after a command of another class, which does not", "session>0CB08100000000", "08200086‹verify›", "9000"},
		{"the first VERIFY once more", "session>08200086‹verify›", "08200086‹verify-again›", "6988"},
		{"READ under SM", "verified>" + df3, "08B082000000059603000000" + "0000", "9000"},
		{"READ under SM, form of the second generation", "verified>" + df3, "08B0820000000496020000" + "0000", "6988"},
		{"READ under SM, no object", "verified>" + df3, "08B08200000002" + "9700" + "0000", "6987"},
		{"READ under SM without a session", ap, "08B08B000000059603000000" + "0000", "69FC"},
		{"READ in clear after an SM error", "verified>" + df3 + ",08B0820000000496020000" + "0000", "00B08200000000", "6982"},
		{"READ in clear after VERIFY", "verified>" + df3, "00B08200000000", "9000"},
		{"READ in clear after a new key", "verified>" + df3 + ",80AE0000000100‹set-key›", "00B08200000000", "6982"},
		{"READ in clear after a refused key", "verified>" + df3 + ",80AE0000000100" + strings.Repeat("00", 256), "00B08200000000", "9000"},
		{"READ in clear after a refused VERIFY", "verified>08200086‹verify:41413132333435363738424380000000›," + df3, "00B08200000000", "6982"},
		{"READ in clear of a file for SM only", "verified>" + selectDF("df1"), "00B08100000000", "6982"},
	}
}

func TestSpecifiedStatusWords(t *testing.T) {
	for _, profile := range []string{"t07", "t08"} {
		for _, c := range append(setKeyCases(), specifiedCases()...) {
			t.Run(profile+"/"+c.name, func(t *testing.T) { c.check(t, profile) })
		}
	}
}
