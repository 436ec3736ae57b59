package icc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// iTable is the status-word table of one command, typed from the document.
type iTable struct {
	name  string
	key   string // name of the command in cell keys
	ins   byte
	words []uint16
}

func i06Tables(k *witness.Kind) []iTable {
	if k.Generation == 3 {
		return i06Specified()
	}
	return []iTable{
		{"SELECT FILE", "select", 0xA4, []uint16{ // 4.2.1(5)
			0x6283, 0x6400, 0x6700, 0x6882, 0x6985, 0x6988, 0x6999, 0x6A82, 0x6A86, 0x6A87, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"VERIFY", "verify", 0x20, []uint16{ // 4.2.2(5)
			0x6283, 0x6300, 0x6400, 0x6700, 0x6881, 0x6882, 0x6981, 0x6982, 0x6984, 0x6985, 0x6986, 0x6988, 0x6A82, 0x6A86,
			0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"GET CHALLENGE", "challenge", 0x84, []uint16{ // 4.2.3(5)
			0x6283, 0x6400, 0x6700, 0x6881, 0x6882, 0x6985, 0x6988, 0x6A86, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"MUTUAL AUTHENTICATE", "mutual", 0x82, []uint16{ // 4.2.4(5)
			0x6283, 0x6300, 0x6400, 0x6700, 0x6881, 0x6882, 0x6985, 0x6988, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"READ BINARY", "read", 0xB0, []uint16{ // 4.2.5(5)
			0x6283, 0x6400, 0x6700, 0x6881, 0x6882, 0x6981, 0x6982, 0x6985, 0x6986, 0x6988, 0x6A82, 0x6A86, 0x6B00,
			0x6D00, 0x6E00, 0x6F00, 0x9000}},
	}
}

// i06Specified are the tables of the specified cards: those that are not known
// are taken to be the first generation's, with what was measured beside them
// (M).
func i06Specified() []iTable {
	return []iTable{
		{"SELECT FILE", "select", 0xA4, []uint16{
			0x6283, 0x6400, 0x6700, 0x6882, 0x6985, 0x6988, 0x6A82, 0x6A86, 0x6A87, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"SET SESSION KEY", "set-key", 0xAE, []uint16{0x66F1, 0x6700, 0x6982, 0x6A80, 0x6A86, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"VERIFY", "verify", 0x20, []uint16{
			0x6283, 0x6300, 0x6400, 0x6700, 0x6881, 0x6882, 0x6981, 0x6982, 0x6984, 0x6985, 0x6986, 0x6987, 0x6988, 0x69FC,
			0x6A82, 0x6A86, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
		{"READ BINARY", "read", 0xB0, []uint16{
			0x6283, 0x6400, 0x6700, 0x6881, 0x6882, 0x6981, 0x6982, 0x6985, 0x6986, 0x6987, 0x6988, 0x69FC, 0x6A82, 0x6A86,
			0x6B00, 0x6D00, 0x6E00, 0x6F00, 0x9000}},
	}
}

// i06Trouble are tabled words that say something is wrong with the card: DF
// blocked, file control information damaged, key file blocked, self-check.
func i06Trouble() []uint16 { return []uint16{0x6283, 0x6400, 0x6984, 0x6F00} }

func i06(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, table := range i06Tables(s.Kind()) {
		out = append(out, conformance.Variant{Name: table.key, Run: func(t *conformance.T) { i06Run(t, table) }})
	}
	return out
}

func i06Run(t *conformance.T, table iTable) {
	seen := map[uint16]int{}
	total := 0
	for _, e := range iOf(t, table.ins) {
		seen[iStatus(e)]++
		total++
	}
	if total == 0 {
		t.Inconclusive("the run sent no %s; run other cases with this one", table.name)
	}
	var outside, trouble []uint16
	for sw := range seen {
		if !slices.Contains(table.words, sw) {
			outside = append(outside, sw)
		}
		if slices.Contains(i06Trouble(), sw) {
			trouble = append(trouble, sw)
		}
	}
	t.Claim(text(table.name+"の全応答がその表にある", "every answer to "+table.name+" stands in its table"), "sw."+table.key+".9000").
		Saw("%d answers, not in the table: %s", total, iWords(outside, seen)).Holds(len(outside) == 0)
	if table.key == "set-key" {
		return // 6F00 tells that the cryptogram is not below the modulus
	}
	t.Claim(text("カードの異常を示すステータスワードがない", "no status word that tells of a damaged or blocked card"), "sw."+table.key+".6F00").
		Warning().Saw("%d answers, of trouble: %s", total, iWords(trouble, seen)).Holds(len(trouble) == 0)
}

// iOf returns the run's exchanges with commands of that INS.
func iOf(t *conformance.T, ins byte) []conformance.Exchange {
	var out []conformance.Exchange
	for _, e := range t.Exchanges() {
		if len(e.Command) >= 4 && e.Command[1] == ins && len(e.Response) >= 2 {
			out = append(out, e)
		}
	}
	return out
}

func iStatus(e conformance.Exchange) uint16 {
	n := len(e.Response)
	return uint16(e.Response[n-2])<<8 | uint16(e.Response[n-1])
}

// iWords lists status words and how often each was seen.
func iWords(words []uint16, seen map[uint16]int) string {
	if len(words) == 0 {
		return "none"
	}
	slices.Sort(words)
	var out []string
	for _, sw := range words {
		out = append(out, fmt.Sprintf("%04X (%d times)", sw, seen[sw]))
	}
	return strings.Join(out, ", ")
}

// i07 compares with the response messages of 4.2.1(4) to 4.2.5(4). By 4.1.6
// the commands of which the answer has data are those that have Le.
func i07(t *conformance.T) {
	total := 0
	for _, table := range i06Tables(t.Kind()) {
		wantData := table.ins != 0xA4 && table.ins != 0x20 && table.ins != 0xAE
		ended, odd := 0, 0
		for _, e := range iOf(t, table.ins) {
			if iStatus(e) != 0x9000 {
				continue
			}
			ended++
			if (len(e.Response) > 2) != wantData {
				odd++
			}
		}
		total += ended
		if ended == 0 {
			continue
		}
		words := text(table.name+"の正常終了はデータを返さない", table.name+" that ends normally gives no data")
		if wantData {
			words = text(table.name+"の正常終了はデータを返す", table.name+" that ends normally gives data")
		}
		t.Claim(words, "sw."+table.key+".9000").Saw("%d normal ends, otherwise: %d", ended, odd).Holds(odd == 0)
	}
	if total == 0 {
		t.Inconclusive("the run had no command that ended normally; run other cases with this one")
	}
}
