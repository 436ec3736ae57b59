package emulator_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/emulator"
)

// What this file holds is typed from the document, so that a slip in the
// specification tables shows.

const number = "AA12345678BB" // of annex 2

type fileFact struct {
	key, df string
	sfi     byte
	size    int
	access  string
}

// Clauses 3.3.1, 3.3.3 and 4.2.5(3) of each generation's document. Of
// specified cards sizes and short identifiers are assumed to be those of the
// second generation.
func fileFacts(profile string) []fileFact {
	switch profile {
	case "t05":
		return gen2Facts()
	case "t06":
		return residentFacts(gen2Facts())
	case "t07":
		return specifiedFacts(gen2Facts())
	case "t08":
		return specifiedFacts(residentFacts(gen2Facts()))
	}
	all := []fileFact{
		{"mf/ef01", "mf", 0x0B, 6, "free"},
		{"mf/ef02", "mf", 0x0A, 3, "free"},
		{"df1/ef01", "df1", 0x05, 7004, "sm"},
		{"df1/ef02", "df1", 0x06, 3004, "sm"},
		{"df2/ef01", "df2", 0x01, 342, "number"},
		{"df2/ef02", "df2", 0x02, 122, "number"},
		{"df2/ef03", "df2", 0x03, 122, "number"},
		{"df2/ef04", "df2", 0x04, 3, "number"},
		{"df3/ef01", "df3", 0x02, 1464, "number"},
	}
	if profile == "t1" {
		return all
	}
	return append(all[:5:5], all[8])
}

func gen2Facts() []fileFact {
	return []fileFact{
		{"mf/ef01", "mf", 0x0B, 6, "free"},
		{"mf/ef02", "mf", 0x0A, 4, "free"},
		{"df1/ef01", "df1", 0x01, 14, "sm"},
		{"df1/ef02", "df1", 0x03, 73, "sm"},
		{"df1/ef03", "df1", 0x04, 5508, "sm"},
		{"df1/ef04", "df1", 0x06, 2505, "sm"},
		{"df2/ef01", "df2", 0x01, 22, "number"},
		{"df2/ef02", "df2", 0x02, 3, "number"},
		{"df2/ef03", "df2", 0x03, 207, "number"},
		{"df3/ef01", "df3", 0x02, 704, "number"},
	}
}

// residentFacts: fewer printed entries, and what is left of DF2 is its EF01.
func residentFacts(all []fileFact) []fileFact {
	all[3].size = 46
	all[8].key = "df2/ef01"
	return slices.Delete(all, 6, 8)
}

// specifiedFacts: the free files stand in the application.
func specifiedFacts(all []fileFact) []fileFact {
	all[0].key, all[0].df = "ap/ef01", "ap"
	all[1].key, all[1].df = "ap/ef02", "ap"
	return all
}

func allProfiles() []string { return []string{"t1", "t2", "t05", "t06", "t07", "t08"} }

// fullest is the type of the same generation with the most files.
func fullest(profile string) string {
	return map[string]string{"t1": "t1", "t2": "t1", "t05": "t05", "t06": "t05", "t07": "t07", "t08": "t07"}[profile]
}

// Clause 3.3.2; 3F00 is the MFID of 4.2.1(3).
func identifierOf(df string) string {
	if df == "mf" {
		return "3F00"
	}
	return "D392F0004F0" + map[string]string{"ap": "1", "df1": "2", "df2": "3", "df3": "4"}[df] + strings.Repeat("00", 10)
}

func selectDF(df string) string {
	if df == "mf" {
		return "00A40000023F00"
	}
	return "00A4040C10" + identifierOf(df)
}

// The tables of 4.2.1(5) to 4.2.5(5), by INS. What is no command of the card
// may get what all of them list: length, INS, CLA.
func allowedStatus(k kind, command []byte) string {
	if len(command) < 4 {
		return "6700"
	}
	if k.specified {
		return allowedOfSpecified(command)
	}
	switch command[1] {
	case 0xA4:
		return "9000 6283 6400 6700 6882 6985 6988 6999 6A82 6A86 6A87 6D00 6E00 6F00"
	case 0x20:
		return "9000 6283 6300 6400 6700 6881 6882 6981 6982 6984 6985 6986 6988 6A82 6A86 6D00 6E00 6F00"
	case 0x84:
		return "9000 6283 6400 6700 6881 6882 6985 6988 6A86 6D00 6E00 6F00"
	case 0x82:
		return "9000 6283 6300 6400 6700 6881 6882 6985 6988 6D00 6E00 6F00"
	case 0xB0:
		return "9000 6283 6400 6700 6881 6882 6981 6982 6985 6986 6988 6A82 6A86 6B00 6D00 6E00 6F00"
	}
	return "6D00 6E00"
}

// Of specified cards no table is known: these are the words measured on the
// sister application, and for the rest those of the other generations.
func allowedOfSpecified(command []byte) string {
	switch command[1] {
	case 0xA4:
		return "9000 6700 6882 6A82 6A86 6A87 6E00"
	case 0x20:
		return "9000 6300 6700 6881 6882 6982 6987 6988 69FC 6A86 6E00 6F00"
	case 0xB0:
		return "9000 6700 6881 6882 6982 6986 6987 6988 69FC 6A82 6A86 6B00 6E00 6F00"
	case 0xAE:
		return "9000 66F1 6700 6A80 6A86 6E00 6F00"
	}
	return "6D00 6E00"
}

// image is a card whose files hold bytes that occur nowhere else.
func image(profile string) emulator.Image {
	files := map[string][]byte{}
	for _, f := range fileFacts(profile) {
		files[f.key] = noise(f.key, f.size)
	}
	img := emulator.Image{Profile: profile, Number: number, Files: files}
	if kindOf(profile).specified {
		img.DeliveryKey = deliveryKeyDER()
	}
	return img
}

func noise(seed string, n int) []byte {
	var out []byte
	for i := 0; len(out) < n; i++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", seed, i))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

// failer is what *testing.T and *rapid.T have in common here.
type failer interface {
	Helper()
	Fatal(...any)
}

func newCard(t failer, img emulator.Image, opts ...emulator.Option) *emulator.Card {
	t.Helper()
	c, err := emulator.New(img, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

func hexOf(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }

// send transmits commands in hex and returns the last answer in hex.
func send(c *emulator.Card, commands ...string) string {
	answer := ""
	for _, command := range commands {
		answer = hexOf(c.Transmit(unhex(command)))
	}
	return answer
}
