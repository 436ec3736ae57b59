package main

import (
	"io"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
		if !used[text] && text != "help for this command" && text != "version of zairyu" && text != "help about any command" {
			t.Errorf("nobody says %q", text)
		}
	}
}
