package main

import (
	"fmt"
	"slices"
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
			p, err := profileOf(typ)
			if err != nil {
				return err
			}
			if asJSON {
				return a.specJSON(p)
			}
			return a.specText(p)
		},
	}
	c.Flags().StringVar(&typ, "type", "1", "card type: "+typeList())
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

// profileOf finds the profile of a card type, "1" or "2".
func profileOf(typ string) (*spec.Profile, error) {
	p, err := spec.ForType(typ)
	if err != nil || !slices.Contains(perso.Types(), typ) {
		return nil, usage(fmt.Sprintf("カード種別 %q はありません。--type に指定できるもの: %s", typ, typeList()),
			fmt.Sprintf("there is no card type %q; --type takes %s", typ, typeList()), nil)
	}
	return p, nil
}

func (a *app) specText(p *spec.Profile) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KEY\tVALUE\tKIND\tCLAUSE\tCONFIDENCE\tNOTE")
	for _, c := range p.Cells() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", c.Key, c.Value, c.Kind, c.Clause, c.Confidence, c.Note)
	}
	return w.Flush()
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
	return output{"-"}.write(a.out, struct {
		Schema  string `json:"schema"`
		Profile string `json:"profile"`
		Cells   []cell `json:"cells"`
	}{"zairyu-spec/1", p.Name, cells})
}
