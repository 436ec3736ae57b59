package main

import (
	"bytes"
	"fmt"
	"regexp"
	"testing"

	"github.com/zairyukit/zairyu/internal/spec"
)

// Every status word in the tables of any type is explained in both languages,
// and none of them is said to stand in no table.
func TestEveryStatusWordIsExplained(t *testing.T) {
	japanese := regexp.MustCompile(`\p{Han}|\p{Hiragana}|\p{Katakana}`)
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		for command, words := range p.Statuses {
			if commandNames[command] == "" {
				t.Errorf("%s has no name", command)
			}
			for sw := range words {
				e, known := explanation(sw)
				commands, err := commandsWith(sw)
				if !known || err != nil || len(commands) == 0 {
					t.Errorf("%s %s %04X is not explained (%v, %v)", name, command, sw, commands, err)
				}
				for _, text := range []struct{ ja, en string }{{e.meaning.JA, e.meaning.EN}, {e.cause.JA, e.cause.EN}, {e.next.JA, e.next.EN}} {
					if !japanese.MatchString(text.ja) || text.en == "" || japanese.MatchString(text.en) {
						t.Errorf("%04X: text is not in both languages: %+v", sw, text)
					}
				}
				never, _ := explanation(0x6983)
				if e.cause == never.cause {
					t.Errorf("%04X stands in the table of %s on %s and is said to stand in none", sw, command, name)
				}
			}
		}
	}
	for sw, want := range map[uint16]string{0x66F1: "[SET SESSION KEY]", 0x69FC: "[READ BINARY (07 08) VERIFY (07 08)]",
		0x6B00: "[READ BINARY]", 0x6999: "[SELECT FILE (1 2 05 06)]", 0x6983: "[]"} {
		got, err := commandsWith(sw)
		if err != nil || fmt.Sprint(got) != want {
			t.Errorf("%04X: %v, %v, want %s", sw, got, err, want)
		}
	}
	for _, lang := range []string{"ja", "en"} {
		var out bytes.Buffer
		if err := (&app{out: &out, lang: lang}).explain("0x69fc"); err != nil || out.Len() == 0 {
			t.Errorf("%s: %v", lang, err)
		}
	}
}
