package spec

import "strings"

// gen1Meanings are the status words of table 4-5 that some command's own
// table lists too, with the words of those tables in English.
var gen1Meanings = [...]struct{ sw, meaning string }{
	{"9000", "normal end"},
	{"6283", "DF, or parent DF of the EF, blocked"},
	{"6300", "mismatch"},
	{"6400", "file control information damaged"},
	{"6700", "Lc, Le or APDU length wrong"},
	{"6881", "logical channel not offered"},
	{"6882", "secure messaging indicated by CLA not offered"},
	{"6981", "command does not fit the file structure"},
	{"6982", "security status not satisfied"},
	{"6984", "referenced key file blocked"},
	{"6985", "conditions of use not satisfied"},
	{"6986", "no current EF"},
	{"6988", "SM object: tag, length, value or order wrong, or not processable"},
	{"6999", "selecting the file failed"},
	{"6A82", "file not found, or no EF with that SFI"},
	{"6A86", "P1-P2 wrong"},
	{"6A87", "Lc contradicts P1-P2"},
	{"6B00", "offset outside the EF"},
	{"6D00", "INS not offered"},
	{"6E00", "CLA not offered"},
	{"6F00", "self-check error"},
}

// gen1Tables are the status-word tables of the commands, clauses 4.2.1(5) to
// 4.2.5(5), typed from the document.
var gen1Tables = [...]struct{ command, clause, words string }{
	{"select", "P 4.2.1(5)", "9000 6283 6400 6700 6882 6985 6988 6999 6A82 6A86 6A87 6D00 6E00 6F00"},
	{"verify", "P 4.2.2(5)", "9000 6283 6300 6400 6700 6881 6882 6981 6982 6984 6985 6986 6988 6A82 6A86 6D00 6E00 6F00"},
	{"challenge", "P 4.2.3(5)", "9000 6283 6400 6700 6881 6882 6985 6988 6A86 6D00 6E00 6F00"},
	{"mutual", "P 4.2.4(5)", "9000 6283 6300 6400 6700 6881 6882 6985 6988 6D00 6E00 6F00"},
	{"read", "P 4.2.5(5)", "9000 6283 6400 6700 6881 6882 6981 6982 6985 6986 6988 6A82 6A86 6B00 6D00 6E00 6F00"},
}

func gen1Status() []Cell {
	meaning := map[string]string{}
	for _, m := range gen1Meanings {
		meaning[m.sw] = m.meaning
	}
	var rows []Cell
	for _, t := range gen1Tables {
		for sw := range strings.FieldsSeq(t.words) {
			rows = append(rows, Cell{"sw." + t.command + "." + sw, Status, meaning[sw], t.clause, Official, ""})
		}
	}
	return rows
}
