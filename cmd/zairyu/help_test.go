package main

import (
	"io"
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zairyukit/zairyu/emulator/perso/examples"
)

// Every text of the help has its Japanese, and no Japanese is left over.
func TestHelpIsTranslated(t *testing.T) {
	a := &app{out: io.Discard, err: io.Discard, getenv: func(string) string { return "" }, lang: "en"}
	used := map[string]bool{}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		used[c.Short], used[c.Long] = true, true
		for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
			set.VisitAll(func(f *pflag.Flag) {
				if f.Name != "help" && f.Name != "version" {
					used[f.Usage] = true
				}
			})
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(a.root())
	delete(used, "")
	for text := range used {
		if japanese()[text] == "" {
			t.Errorf("no Japanese for %q", text)
		}
	}
	for text := range japanese() {
		if !used[text] && text != "help for this command" && text != "version of zairyu" {
			t.Errorf("nobody says %q", text)
		}
	}
}

// Every example has its Japanese line, and no line is left over.
func TestExamplesAreTranslated(t *testing.T) {
	names, err := examples.Names()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if exampleTitles()[name] == "" {
			t.Errorf("no Japanese line for the example %s", name)
		}
	}
	for name := range exampleTitles() {
		if !slices.Contains(names, name) {
			t.Errorf("there is no example %s", name)
		}
	}
}

func TestNearestName(t *testing.T) {
	names := []string{"permanent-child", "residence-certificate-quirks", "residence-child", "residence-short"}
	for word, want := range map[string]string{
		"resident-child": "residence-child", "residence-chidl": "residence-child", "Residence-short": "residence-short",
		"quirks": "residence-certificate-quirks", "nobody": "", "x": "", "": "",
	} {
		if got := nearestName(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
