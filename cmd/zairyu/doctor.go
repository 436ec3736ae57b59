package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
)

// state is what a check found.
type state string

// The states of a check. A problem stands in the way of PC/SC, a warning does
// not, and an unknown one could not be looked at, mostly since an earlier one
// is a problem.
const (
	stateOK      state = "ok"
	stateWarning state = "warning"
	stateProblem state = "problem"
	stateUnknown state = "unknown"
)

// finding is one thing that the doctor looked at.
type finding struct {
	// ID is stable: binary, service, driver, port, speed, readers.
	ID    string           `json:"id"`
	State state            `json:"state"`
	Text  conformance.Text `json:"text"`
	// Fix is what to do, by system; none where all is well.
	Fix []fix `json:"fix,omitempty"`
}

// diagnosis is the JSON of a run.
type diagnosis struct {
	Schema string `json:"schema"`
	// System is this machine's: debian, fedora, linux, macos, windows, other.
	System string `json:"system"`
	// Ready: a card can be emulated over PC/SC here and read again.
	Ready    bool      `json:"ready"`
	Findings []finding `json:"findings"`
	// Readers are the PC/SC readers and what lies on them.
	Readers []seenReader `json:"readers"`
}

// seenReader is one PC/SC reader.
type seenReader struct {
	Name string `json:"name"`
	// Card is none, present, mute (it does not answer) or exclusive (another
	// program has it for itself).
	Card string `json:"card"`
	ATR  string `json:"atr,omitempty"` // hex
}

func (a *app) doctorCommand() *cobra.Command {
	var out output
	passive := false
	c := &cobra.Command{
		Use:   "doctor",
		Short: "say whether this machine can emulate and read cards over PC/SC",
		Long: "Looks at all that PC/SC needs: this binary, the PC/SC service (pcscd), the\n" +
			"driver of virtual readers (vpcd) and its port, the readers and the cards on\n" +
			"them; and says how to mend what is missing. To learn how the driver sends,\n" +
			"it puts a card into its second virtual reader for a moment, if that is free;\n" +
			"--passive leaves that out. Cards on other readers are not touched.\n\n" +
			"Exit status: 0 a card can be emulated over PC/SC, 1 something stands in the\n" +
			"way, 2 usage, 3 the result could not be written.",
		Example: "  zairyu doctor\n  zairyu doctor --json",
		Args:    func(c *cobra.Command, args []string) error { return noArgs(c, out.take(args)) },
		RunE: func(c *cobra.Command, _ []string) error {
			return a.doctor(c.Context(), out, thisMachine(), passive)
		},
	}
	c.Flags().BoolVar(&passive, "passive", false, "put no card into a virtual reader")
	out.register(c, "json", "write the result as JSON to this file, or to standard output without one")
	return c
}

func (a *app) doctor(ctx context.Context, out output, m machine, passive bool) error {
	if err := out.check(); err != nil {
		return err
	}
	d := diagnose(ctx, m, passive)
	if !d.Ready {
		a.code = exitFailed
	}
	text := a.textWriter(out)
	marks := map[state]string{stateOK: "ok ", stateWarning: "!  ", stateProblem: "NG ", stateUnknown: "?  "}
	for _, f := range d.Findings {
		fmt.Fprintf(text, "%s %s\n", marks[f.State], f.Text.In(a.lang))
		for _, x := range fixesFor(f.Fix, d.System) {
			fmt.Fprintf(text, "      %s%s\n", x.label(a.lang), x.Text.In(a.lang))
			for _, command := range x.Commands {
				fmt.Fprintf(text, "        %s\n", command)
			}
		}
	}
	for _, r := range d.Readers {
		fmt.Fprintf(text, "      %s: %s %s\n", r.Name, cardWords[r.Card].In(a.lang), r.ATR)
	}
	ended := textOf("結果: PC/SC でカードをエミュレートできます。", "Result: cards can be emulated over PC/SC here.")
	if !d.Ready {
		ended = textOf("結果: PC/SC でのエミュレートはまだできません。NG の項目を直してください。", "Result: not ready for PC/SC; mend what is marked NG.")
	}
	fmt.Fprintf(text, "\n%s\n", ended.In(a.lang))
	return out.write(a.out, d)
}

var cardWords = map[string]conformance.Text{
	"none":      textOf("カードなし", "no card"),
	"present":   textOf("カードあり、ATR", "a card, ATR"),
	"mute":      textOf("カードが応答しない", "a card that does not answer"),
	"exclusive": textOf("ほかのプログラムがカードを占有している、ATR", "another program has the card for itself, ATR"),
}
