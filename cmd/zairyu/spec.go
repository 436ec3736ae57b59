package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/internal/spec"
)

// specCommand is `zairyu spec`: the specification tables with confidence.
func (a *app) specCommand() *cobra.Command {
	var typ string
	var asJSON bool
	c := &cobra.Command{
		Use:   "spec",
		Short: "print the specification tables, each cell with clause and confidence",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			p, err := tableOf(typ)
			if err != nil {
				return err
			}
			if asJSON {
				return a.specJSON(p)
			}
			return a.specText(p)
		},
	}
	c.Flags().StringVar(&typ, "type", "1", "card type: "+strings.Join(tableTypes(), ", "))
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage(fmt.Sprintf("`%s` は引数を取りません（%q）", c.CommandPath(), args[0]),
		fmt.Sprintf("`%s` takes no argument, got %q", c.CommandPath(), args[0]), nil)
}

// profileOf finds the profile of a card type that can be made.
func profileOf(typ string) (*spec.Profile, error) {
	p, err := spec.ForType(typ)
	if err != nil || !slices.Contains(perso.Types(), typ) {
		return nil, noSuchType(typ, perso.Types())
	}
	return p, nil
}

// tableOf finds the profile of a card type that has a table.
func tableOf(typ string) (*spec.Profile, error) {
	p, err := spec.ForType(typ)
	if err != nil {
		return nil, noSuchType(typ, tableTypes())
	}
	return p, nil
}

// tableTypes lists the card types that have a table.
func tableTypes() []string {
	var out []string
	for _, name := range spec.Names() {
		if p, err := spec.Lookup(name); err == nil {
			out = append(out, p.Type)
		}
	}
	return out
}

func noSuchType(typ string, known []string) error {
	list := strings.Join(known, ", ")
	return usage(fmt.Sprintf("カード種別 %q はありません。--type に指定できるもの: %s", typ, list),
		fmt.Sprintf("there is no card type %q; --type takes %s", typ, list), nil)
}

func (a *app) specText(p *spec.Profile) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KEY\tVALUE\tKIND\tCLAUSE\tCONFIDENCE\tNOTE")
	for _, c := range p.Cells() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", c.Key, c.Value, c.Kind, c.Clause, c.Confidence, c.Note)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for i, o := range p.Options() {
		if i == 0 {
			a.say("\n未確認のプロファイル（unverified profile）。`zairyu read --profile` で選べるもの:",
				"\nunverified profile; what `zairyu read --profile` can choose:")
		}
		a.say("  %s=%s（既定）、%s", "  %s=%s (default), %s", o.Name, o.Default, strings.Join(o.Others, ", "))
	}
	return nil
}

func (a *app) specJSON(p *spec.Profile) error {
	type cell struct {
		Key        string          `json:"key"`
		Value      string          `json:"value"`
		Kind       spec.Kind       `json:"kind"`
		Clause     string          `json:"clause"`
		Confidence spec.Confidence `json:"confidence"`
		Note       string          `json:"note,omitempty"`
	}
	var cells []cell
	for _, c := range p.Cells() {
		cells = append(cells, cell{c.Key, c.Value, c.Kind, c.Clause, c.Confidence, c.Note})
	}
	type option struct {
		Name    string   `json:"name"`
		Default string   `json:"default"`
		Others  []string `json:"others"`
	}
	var options []option
	for _, o := range p.Options() {
		options = append(options, option{o.Name, o.Default, o.Others})
	}
	return output{"-"}.write(a.out, struct {
		Schema     string   `json:"schema"`
		Profile    string   `json:"profile"`
		Unverified bool     `json:"unverified_profile,omitempty"`
		Options    []option `json:"options,omitempty"`
		Cells      []cell   `json:"cells"`
	}{"zairyu-spec/1", p.Name, p.Unverified(), options, cells})
}
