package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help prints the help of a command in the user's language.
func (a *app) help(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintf(a.out, "%s\n\n", a.translated(text))
	a.say("使い方:", "Usage:")
	fmt.Fprintf(a.out, "  %s\n", strings.Replace(c.UseLine(), "[flags]", textOf("[オプション]", "[options]").In(a.lang), 1))
	if c.HasExample() {
		a.say("\n例:", "\nExamples:")
		fmt.Fprintln(a.out, c.Example)
	}
	a.helpCommands(c)
	a.helpFlags(textOf("オプション", "Options").In(a.lang), c.LocalNonPersistentFlags(), c.PersistentFlags())
	if c.HasParent() {
		a.helpFlags(textOf("共通のオプション", "Options of all commands").In(a.lang), c.InheritedFlags())
	}
	if c.HasAvailableSubCommands() {
		a.say("\n`%s COMMAND --help` で各コマンドの説明を表示します。", "\n`%s COMMAND --help` tells about a command.", c.CommandPath())
	}
}

func (a *app) helpCommands(c *cobra.Command) {
	if !c.HasAvailableSubCommands() {
		return
	}
	a.say("\nコマンド:", "\nCommands:")
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			fmt.Fprintf(a.out, "  %-12s %s\n", sub.Name(), a.translated(sub.Short))
		}
	}
}

func (a *app) helpFlags(title string, sets ...*pflag.FlagSet) {
	var lines []string
	for _, set := range sets {
		set.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				lines = append(lines, a.flagLine(f))
			}
		})
	}
	if len(lines) > 0 {
		fmt.Fprintf(a.out, "\n%s:\n%s\n", title, strings.Join(lines, "\n"))
	}
}

// flagLine is one option: its name, what it takes, what it is for, and its
// default where that says something.
func (a *app) flagLine(f *pflag.Flag) string {
	name := "    --" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", --" + f.Name
	}
	takes := takenBy()
	switch kind := f.Value.Type(); {
	case f.NoOptDefVal == "-":
		name += "[=FILE]"
	case f.Name == "vpcd":
		name += "[=ADDR]"
	case takes[f.Name] != "":
		name += " " + takes[f.Name]
	case kind != "bool":
		name += " " + strings.ToUpper(kind)
	}
	use := f.Usage
	switch f.Name {
	case "help":
		use = "help for this command"
	case "version":
		use = "version of zairyu"
	}
	line := fmt.Sprintf("  %-28s %s", name, a.translated(use))
	if f.Name != "lang" && f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" && f.DefValue != "[]" {
		line += fmt.Sprintf(textOf("（既定値 %s）", " (default %s)").In(a.lang), f.DefValue)
	}
	return line
}

// takenBy names what an option takes, where its type says less.
func takenBy() map[string]string {
	return map[string]string{"allow": "s1,s2", "anchors": "DIR", "budget": "N", "card": "FILE", "code-tables": "DIR", "delivery-key": "FILE", "dir": "DIR", "export": "DIR", "http": "ADDR", "http-token-file": "FILE", "like": "NAME", "max-read": "N",
		"now": "DAY", "number": "NUMBER", "profile": "NAME=VALUE", "reader": "NAME", "run": "REGEXP", "seed": "N", "slot": "N", "tcp": "ADDR", "timeout": "TIME", "type": "TYPE", "via": "pcsc", "lang": languages}
}

// helpCommand is `zairyu help`, which knows when there is no such command.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "help about any command",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return unknownCommand(found, rest)
			}
			return found.Help()
		},
	}
}

// shortenCompletion gives cobra's command for shell completion texts that are
// translated.
func shortenCompletion(root *cobra.Command) {
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Short, c.Long = "print the script that completes commands in a shell", ""
		for _, shell := range c.Commands() {
			shell.Short, shell.Long = "print the script for "+shell.Name(), ""
		}
	}
}

// translated gives the Japanese of a text of the help; the texts themselves
// are English.
func (a *app) translated(text string) string {
	if ja, known := japanese()[text]; known && a.lang == "ja" {
		return ja
	}
	return text
}
