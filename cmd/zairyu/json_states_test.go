package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// docs/json.md lists exactly the words that can stand in a closed list.
func TestStatesAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`, | or `)
	for key, want := range map[string][]string{
		"verdict":         texts(reader.Verdicts()),
		"flags[]":         texts(reader.Flags()),
		"files[].state":   texts([]reader.FileState{reader.FileRead, reader.FileAbsent, reader.FileShort, reader.FileMalformed, reader.FileNotRead}),
		"signature.state": texts([]reader.SignatureState{reader.SignatureFits, reader.SignatureWrong, reader.SignatureAbsent, reader.SignatureNotChecked}),
		"chain.state":     texts([]reader.ChainState{reader.ChainAnchored, reader.ChainNotAnchored, reader.ChainNoAnchors, reader.ChainNotChecked}),
	} {
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(key) + "` \\| string \\| [^|]*\\| ([^|;]*?) ?(;[^|]*)?\\|$").FindSubmatch(doc)
		if row == nil {
			t.Errorf("no row of %s", key)
			continue
		}
		got := words.Split(string(row[1]), -1)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: documented %s, can be %s", key, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
}

func texts[T any](values []T) []string {
	var out []string
	for _, v := range values {
		out = append(out, fmt.Sprint(v))
	}
	return out
}
