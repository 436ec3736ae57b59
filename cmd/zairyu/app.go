package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zairyukit/zairyu/conformance"
)

// Exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
	exitNoRun  = 3
)

// app is what the subcommands share: where they write, the language, and the
// exit code of a run that ended without an error.
type app struct {
	out, err io.Writer
	getenv   func(string) string
	lang     string
	code     int
}

// problem is an error for people: what is wrong and what to do, in both
// languages, and the exit code it ends with.
type problem struct {
	text  conformance.Text
	code  int
	cause error
	// lasting: trying again, as --watch does, mends nothing.
	lasting bool
}

func (p *problem) Error() string {
	if p.cause == nil {
		return p.text.EN
	}
	return p.text.EN + ": " + p.cause.Error()
}

func (p *problem) Unwrap() error { return p.cause }

func usage(ja, en string, cause error) error {
	return &problem{text: conformance.Text{JA: ja, EN: en}, code: exitUsage, cause: cause}
}

func noRun(ja, en string, cause error) error {
	return &problem{text: conformance.Text{JA: ja, EN: en}, code: exitNoRun, cause: cause}
}

// report prints an error and returns the exit code. What cobra itself finds
// wrong is a matter of usage.
func (a *app) report(err error) int {
	text, code := conformance.Text{JA: "使い方が正しくありません: " + err.Error(), EN: err.Error()}, exitUsage
	var p *problem
	if errors.As(err, &p) {
		text, code = p.text, p.code
		if p.cause != nil {
			text.JA += ": " + causeJA(p.cause)
			text.EN += ": " + p.cause.Error()
		}
	}
	fmt.Fprintf(a.err, "zairyu: %s\n", text.In(a.lang))
	return code
}

func textOf(ja, en string) conformance.Text { return conformance.Text{JA: ja, EN: en} }

// say prints a line in the user's language.
func (a *app) say(ja, en string, args ...any) {
	fmt.Fprintf(a.out, conformance.Text{JA: ja, EN: en}.In(a.lang)+"\n", args...)
}

// localeLanguage is "ja" where the locale says Japanese, else "en".
func localeLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(v, "ja") {
				return "ja"
			}
			return "en"
		}
	}
	return "en"
}

// askedLanguage is what --lang says, found before anything else so that even a
// mistake in what stands before it is told in that language; empty if nothing
// valid is said.
func askedLanguage(args []string) string {
	asked := ""
	for i, arg := range args {
		value, attached := strings.CutPrefix(arg, "--lang=")
		switch {
		case arg == "--":
			return asked
		case arg == "--lang" && i+1 < len(args):
			value = args[i+1]
		case !attached:
			continue
		}
		if value == "ja" || value == "en" {
			asked = value
		}
	}
	return asked
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "zairyu",
		Short: "a software residence card (在留カード), a reader and a conformance suite",
		Long: "zairyu makes, reads and judges software residence cards (在留カード) and\n" +
			"special permanent resident certificates (特別永住者証明書).\n\n" +
			"It is not an official product and its verdicts are no certification.\n\n" +
			"Exit status: 0 done, and what was judged is good; 1 judged and not good; 2 usage,\n" +
			"also a card file with mistakes; 3 it could not be done.",
		SilenceErrors:     true,
		SilenceUsage:      true,
		Version:           conformance.Version,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		Args:              unknownCommand,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().Var(&language{a}, "lang", "language of texts: ja or en (default: the locale's)")
	root.AddCommand(a.testCommand(), a.cardCommand(), a.issuerCommand(),
		a.readCommand(), a.emulateCommand(), a.anchorsCommand(), a.specCommand(), a.explainCommand(), a.doctorCommand())
	root.SetHelpCommand(a.helpCommand())
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	shortenCompletion(root)
	root.SetVersionTemplate("zairyu {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = nothingEmpty
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { a.help(c) })
	return root
}

// unknownCommand answers a word that is no subcommand, with the nearest ones.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := conformance.Text{
		JA: fmt.Sprintf("「%s」というコマンドはありません。`%s --help` で一覧を表示します", args[0], c.CommandPath()),
		EN: fmt.Sprintf("%q is no command of %s; `%s --help` lists them", args[0], c.CommandPath(), c.CommandPath()),
	}
	c.SuggestionsMinimumDistance = 2 // letters that may differ
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint.JA += "。候補: " + strings.Join(near, ", ")
		hint.EN += "; did you mean: " + strings.Join(near, ", ")
	}
	return usage(hint.JA, hint.EN, nil)
}

// nothingEmpty refuses an argument or option that is there but empty: a script
// whose variable is not set must not be taken for one that left it out.
func nothingEmpty(c *cobra.Command, args []string) error {
	empty := ""
	c.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" {
			empty = "--" + f.Name
		}
	})
	if slices.Contains(args, "") {
		empty = "\"\""
	}
	if empty == "" {
		return nil
	}
	return usage(fmt.Sprintf("%s が空です。値を指定するか、付けないでください", empty), fmt.Sprintf("%s is empty; give it a value or leave it out", empty), nil)
}
