package spec

import (
	"slices"
	"strings"
)

// gen2Seen are the status words whose use is told of this generation. Its
// tables 4.2.1 to 4.2.5 were not recovered; those of the first generation
// stand in for them.
var gen2Seen = []string{"9000", "6300", "6982", "6882", "6988", "6A82", "6A86", "6B00"}

func gen2Confidence(sw string) Confidence {
	if slices.Contains(gen2Seen, sw) {
		return Source
	}
	return Assumed
}

func gen2Status() []Cell {
	rows := gen1Status()
	for i := range rows {
		rows[i].Clause = "as " + rows[i].Clause
		rows[i].Confidence = gen2Confidence(rows[i].Key[strings.LastIndexByte(rows[i].Key, '.')+1:])
	}
	return rows
}

// gen2Guards are the checks of the first generation: the frames are the same,
// and which event gives which status word is told of neither.
func gen2Guards() []Cell {
	rows := gen1Guards()
	for i := range rows {
		rows[i].Clause = "as " + rows[i].Clause
		rows[i].Confidence = gen2Confidence(rows[i].Value)
	}
	return rows
}

func gen2Effects() []Cell {
	rows := gen1Effects()
	for i := range rows {
		rows[i].Clause, rows[i].Confidence = "as "+rows[i].Clause, Assumed
	}
	t := Table(rows)
	return t.overridden("", []Cell{
		{"effect.select.ok", Effect, "enter-df clear-ef", "2G 4.2.1", Field, "keys and verified state survive"},
		{"effect.mutual.ok", Effect, "set-session clear-verified", "2G 4.2.4", Inferred, "that a session begins is seen; that it begins unverified is not told"},
		{"effect.verify.ok", Effect, "set-verified", "2G 4.2.2", Field, ""},
		{"effect.challenge.ok", Effect, "set-challenge", "2G 4.2.3", Field, ""},
		{"effect.read.ok", Effect, "set-ef", "as P 4.2.5(2)", Inferred, ""},
	})
}
