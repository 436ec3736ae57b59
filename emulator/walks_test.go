package emulator_test

import (
	"fmt"
	"strings"
)

// walks are commands whose answer shows what an earlier one did to the state.
func walks(profile string) []statusCase {
	var out []statusCase
	for _, state := range []string{"", "session", "verified"} {
		out = append(out, readWalks(profile, state)...)
		out = append(out, refusalWalks(profile, state)...)
		out = append(out, statusCase{state: state + ">00B08B00000000,08200086‹verify›", hex: "00B00000000000"})
		for _, harmless := range []string{"0084000008", "0084000007", "00B08B00000000", "00B08900000000", "00A40000023F01"} {
			out = append(out, statusCase{state: state + ">" + harmless + "," + selectDF("df3"), hex: "00B08200000000"})
		}
	}
	if kindOf(profile).specified {
		out = append(out, deliveryWalks()...)
	}
	return out
}

func readWalks(profile, state string) []statusCase {
	var out []statusCase
	for _, f := range fileFacts(fullest(profile)) {
		for _, offset := range []byte{0, 5} {
			plain := fmt.Sprintf("00B0%02X%02X000000", f.sfi|0x80, offset)
			sm := hexOf(kindOf(profile).readSM(f.sfi|0x80, offset, 0))
			out = append(out, statusCase{state: state + ">" + selectDF(f.df), hex: plain},
				statusCase{state: state + ">" + selectDF(f.df), hex: sm})
		}
		end := fmt.Sprintf("%02X%02X", f.size>>8, f.size&0xFF)
		sm := hexOf(kindOf(profile).readSM(byte(f.size>>8), byte(f.size), 0))
		for _, last := range []string{"00B0" + end + "000000", sm, hexOf(kindOf(profile).readSM(0, 0, 0))} {
			first := fmt.Sprintf("00B0%02X00000000", f.sfi|0x80)
			out = append(out, statusCase{state: state + ">" + selectDF(f.df) + "," + first, hex: last},
				statusCase{state: state + ">" + selectDF(f.df), hex: last})
		}
	}
	return append(out, statusCase{state: state + ">" + selectDF("df1"), hex: hexOf(kindOf(profile).readSM(0x9E, 0, 0))})
}

// refusalWalks: a refused command, and what was before it is still there.
func refusalWalks(profile, state string) []statusCase {
	var out []statusCase
	sfi := map[string]byte{"t1": 0x84, "t05": 0x83, "t07": 0x83}[fullest(profile)] // of a file of DF2
	read := fmt.Sprintf("00B0%02X00000000", sfi)
	for _, refused := range []string{"00A40000023F01", "08200086028600", "08B08B0000000297000000", "00B0E10000000000",
		read[:4] + "9E00000000", "0084000007", "00CA0000", "08200086‹verify:42414141414141414141800000000000›", "80AE000000"} {
		for _, next := range []string{"00B08100000000", "00B00000000000", hexOf(kindOf(profile).readSM(0x81, 0, 0)), "08200086‹verify›"} {
			out = append(out, statusCase{state: state + ">" + selectDF("df2") + "," + read + "," + refused, hex: next})
		}
		out = append(out, statusCase{state: state + ">0084000008," + refused, hex: "0082000028‹mutual›00"})
	}
	return out
}

// deliveryWalks are SET SESSION KEY with all its faults, each tried where it
// could work and where it cannot, and what it leaves behind.
func deliveryWalks() []statusCase {
	var out []statusCase
	ap, read := selectDF("ap"), hexOf(kindOf("t07").readSM(0x82, 0, 0))
	for _, c := range setKeyCases() {
		out = append(out, c, statusCase{state: "verified>" + selectDF("df3") + ",00B08200000000," + c.hex, hex: "00B00000000000"},
			statusCase{state: "verified>" + selectDF("df3") + "," + c.hex, hex: read})
	}
	for _, between := range []string{ap, selectDF("mf"), selectDF("df1"), "08B0E1000000059603000000" + "0000", "08200086028700",
		"08200087‹verify›", "00B08B00000000", "80AE0000000100‹set-key›"} {
		for _, state := range []string{"session>", "verified>"} {
			out = append(out, statusCase{state: state + between + "," + selectDF("df3"), hex: read},
				statusCase{state: state + between + "," + selectDF("df3"), hex: "00B08200000000"})
		}
	}
	for _, le := range []string{"9602000000", "96030000", "960400000000"} {
		length := fmt.Sprintf("%02X", len(strings.TrimSuffix(le, "0000"))/2+1)
		out = append(out, statusCase{state: "verified>" + selectDF("df3"), hex: "08B082000000" + length + le})
	}
	return out
}
