package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/emulator/perso/examples"
)

// cardCommand is `zairyu card`, which has no job of its own.
func (a *app) cardCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "card",
		Short: "make, look at and check card files",
		Args:  unknownCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.cardNewCommand(), a.cardShowCommand(), a.cardCheckCommand())
	return c
}

func (a *app) cardNewCommand() *cobra.Command {
	var from source
	var list, schema bool
	c := &cobra.Command{
		Use:     "new [FILE]",
		Short:   "write a card file to start from, to FILE or to standard output",
		Example: "  zairyu card new mine.yaml\n  zairyu card new --like residence-child child.yaml",
		Args:    atMostOne("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case list:
				return a.listExamples()
			case schema:
				return a.writeNew(args, []byte(perso.Schema()))
			}
			return a.cardNew(from, args)
		},
	}
	f := c.Flags()
	f.StringVar(&from.typ, "type", "", "card type: "+typeList())
	f.StringVar(&from.like, "like", "", "copy the example of this name")
	f.BoolVar(&list, "list", false, "list the examples and stop")
	f.BoolVar(&schema, "schema", false, "write the JSON Schema of card files instead, for editors")
	return c
}

func atMostOne(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) <= 1 {
			return nil
		}
		return usage(fmt.Sprintf("`%s` に指定できる %s は1つです（余分: %q）", c.CommandPath(), what, args[1:]),
			fmt.Sprintf("`%s` takes one %s, got also %q", c.CommandPath(), what, args[1:]), nil)
	}
}

func (a *app) listExamples() error {
	names, err := examples.Names()
	if err != nil {
		return noRun("例を読めません", "the examples cannot be read", err)
	}
	for _, name := range names {
		raw, _, err := examples.Text(name)
		if err != nil {
			return noRun("例を読めません", "the examples cannot be read", err)
		}
		about := firstSentence(string(raw))
		if a.lang == "ja" {
			about = firstOf(exampleTitles()[name], about)
		}
		fmt.Fprintf(a.out, "%-34s %s\n", name, about)
	}
	return nil
}

// firstSentence is that of the comment at the head of a card file.
func firstSentence(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		comment, found := strings.CutPrefix(line, "# ")
		if !found {
			break
		}
		words = append(words, strings.TrimSpace(comment))
	}
	sentence, _, _ := strings.Cut(strings.Join(words, " ")+" ", ". ")
	return strings.TrimSuffix(strings.TrimSpace(sentence), ".")
}

func (a *app) cardNew(from source, args []string) error {
	d, _, err := from.description()
	if err != nil {
		return err
	}
	var raw []byte
	if from.like != "" {
		raw, _, err = example(from.like) // with its comments
	} else {
		raw, err = perso.Format(d)
	}
	if err != nil {
		return noRun("カードファイルを作れません", "the card file cannot be made", err)
	}
	return a.writeNew(args, raw)
}

// writeNew writes to the file that args names, or to standard output.
func (a *app) writeNew(args []string, raw []byte) error {
	if len(args) == 0 {
		a.out.Write(raw) // a write that fails ends the run with its own message
		return nil
	}
	if err := newFile(args[0], raw, 0o600); err != nil {
		return err
	}
	a.say("%s を作りました。", "%s made.", args[0])
	return nil
}

func (a *app) cardCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE...",
		Short: "say whether card files describe cards that can be made",
		Long: "Says of every card file whether the card it describes can be made.\n\n" +
			"Exit status: 0 all can, 1 some cannot, 2 usage, 3 the check could not be done.\n" +
			"This command judges card files; to the others one with mistakes is usage (2).",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return nil
			}
			return usage("カードファイルを指定します", "name one or more card files", nil)
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.cardCheck(args) },
	}
}

// cardCheck checks every file, so that one mistake does not hide the next
// file's.
func (a *app) cardCheck(paths []string) error {
	for _, path := range paths {
		if _, err := personalise(source{file: path}, ""); err != nil {
			if code := a.report(err); code == exitNoRun {
				a.code = exitNoRun
			}
			a.code = max(a.code, exitFailed)
			continue
		}
		a.say("%s: カードを作れます", "%s: can be made", path)
	}
	return nil
}

// mustNotExist refuses a folder that is there and not empty.
func mustNotExist(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return usage("出力先のフォルダを使えません", "the folder for the output cannot be used", err)
	}
	return usage(fmt.Sprintf("フォルダ %s は空ではありません。上書きしないので、別の名前にするか先に消してください", dir),
		fmt.Sprintf("the folder %s is not empty and is not overwritten; name another or remove it first", dir), nil)
}
