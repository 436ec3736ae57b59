package emulator_test

import (
	"strings"
	"testing"
)

// gen2Cases are the first generation's cases, whose tables stand in for those
// of the second, less what is said of files that this one keeps elsewhere; and
// the same said of its own files.
func gen2Cases() []statusCase {
	var out []statusCase
	for _, c := range statusCases() {
		if all := c.state + c.hex; strings.Contains(c.hex, "B0") && (strings.Contains(all, selectDF("df1")) || strings.Contains(all, selectDF("df2"))) {
			continue
		}
		out = append(out, c)
	}
	return append(out, gen2FileCases()...)
}

func gen2FileCases() []statusCase {
	df1, df2, df3 := selectDF("df1"), selectDF("df2"), selectDF("df3")
	const ok = "000004960200000000"
	return []statusCase{
		{"DF1/EF01, nothing done", ">" + df1, "00B08100000000", "6982"},
		{"DF1/EF01, key agreed", "session>" + df1, "08B08100" + ok, "6982"},
		{"DF1/EF01 in clear after VERIFY", "verified>" + df1, "00B08100000000", "6982"},
		{"DF1/EF02 in clear after VERIFY", "verified>" + df1, "00B08300000000", "6982"},
		{"DF1/EF03 in clear after VERIFY", "verified>" + df1, "00B08400000000", "6982"},
		{"DF1/EF04 in clear after VERIFY", "verified>" + df1, "00B08600000000", "6982"},
		{"DF1/EF01", "verified>" + df1, "08B08100" + ok, "9000"},
		{"DF1/EF02", "verified>" + df1, "08B08300" + ok, "9000"},
		{"DF1/EF03", "verified>" + df1, "08B08400" + ok, "9000"},
		{"DF1/EF04", "verified>" + df1, "08B08600" + ok, "9000"},
		{"SFI 5, of the first generation", "verified>" + df1, "08B08500" + ok, "6A82"},
		{"DF1/EF03, last byte", "verified>" + df1 + ",08B08400" + ok, "08B01583" + ok, "9000"},
		{"DF1/EF03, offset = size", "verified>" + df1 + ",08B08400" + ok, "08B01584" + ok, "6B00"},
		{"DF1/EF03, offset form in clear", "verified>" + df1 + ",08B08400" + ok, "00B01583000000", "6982"},
		{"DF2/EF03 of type 05, EF01 of type 06", "verified>" + df2, "00B08300000000", "9000"},
		{"the same under SM", "verified>" + df2, "08B08300" + ok, "9000"},
		{"the same, nothing done", ">" + df2, "00B08300000000", "6982"},
		{"DF2, SFI 4 of the first generation", "verified>" + df2, "00B08400000000", "6A82"},
		{"DF3/EF01", "verified>" + df3, "00B08200000000", "9000"},
		{"DF3/EF01, offset = size", "verified>" + df3 + ",00B08200000000", "00B002C0000000", "6B00"},
		{"SM error keeps session and state", "verified>08B08B0000000297000000," + df2, "08B08300" + ok, "9000"},
		{"after a second agreement", "verified>0084000008,0082000028‹mutual›00," + df2, "00B08300000000", "6982"},
		{"after a failed agreement", "verified>0082000028" + strings.Repeat("00", 41) + "," + df2, "00B08300000000", "6982"},
		{"after a wrong number the key is still there", "verified>08200086‹verify=AA12345678BC›", "08200086‹verify›", "9000"},
		{"card type, 4 bytes", "", "00B08A0301", "9000"},
		{"card type, offset = size", "", "00B08A0401", "6B00"},
		{"SET SESSION KEY", "", "80AE000000", "6E00"},
		{"SET SESSION KEY, class 00", "", "00AE000000", "6D00"},
		{"the application of specified cards", "", selectDF("ap"), "6A82"},
		{"number of 12, padded by 4", "session", "08200086‹verify:41413132333435363738424280000000›", "9000"},
	}
}

func TestGen2StatusWords(t *testing.T) {
	for _, profile := range []string{"t05", "t06"} {
		for _, c := range gen2Cases() {
			t.Run(profile+"/"+c.name, func(t *testing.T) { c.check(t, profile) })
		}
	}
}

// Types 06 and 08 lack the two files of permissions and of applications.
func TestResidentTypesLackTwoFiles(t *testing.T) {
	for _, profile := range []string{"t06", "t08"} {
		for _, p1 := range []string{"81", "82"} {
			for _, state := range []string{"session", "verified"} {
				c := statusCase{state: state + ">" + selectDF("df2"), hex: "00B0" + p1 + "00000000", want: "6A82"}
				c.check(t, profile)
			}
		}
	}
}
