package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/lookalike"
	"github.com/zairyukit/zairyu/emulator/perso"
	"github.com/zairyukit/zairyu/emulator/perso/examples"
)

// source is how a person names an emulated card: by type, as an example, or
// by a card file.
type source struct{ typ, like, file string }

// typeList names the card types that can be made.
func typeList() string { return strings.Join(perso.Types(), ", ") }

// register adds the flags; otherwise says
// what happens when nothing is named.
func (s *source) register(c *cobra.Command, otherwise string) {
	f := c.Flags()
	f.StringVar(&s.typ, "type", "", "built-in card of this type: "+typeList()+otherwise)
	f.StringVar(&s.like, "like", "", "the example card of this name (`zairyu card new --list`), or a card that is none: "+strings.Join(lookalike.Names(), ", "))
	f.StringVar(&s.file, "card", "", "the card that this card file describes")
}

// named says whether the person named a card at all.
func (s source) named() bool { return s != source{} }

// description is the card's description and the name a person knows it by.
func (s source) description() (perso.Description, string, error) {
	given := slices.DeleteFunc([]string{s.typ, s.like, s.file}, func(v string) bool { return v == "" })
	if len(given) > 1 {
		return perso.Description{}, "", usage("--type、--like、--card はどれか1つだけ指定します",
			"give only one of --type, --like and --card", nil)
	}
	switch {
	case s.file != "":
		d, err := perso.Load(s.file)
		if err != nil {
			return d, "", cardFileProblem(err)
		}
		return d, filepath.Base(s.file), nil
	case s.lookalike():
		return perso.Description{}, "", usage(fmt.Sprintf("%s は在留カードではないので、カードファイルで表せません。emulate、read、test card で使えます", s.like),
			fmt.Sprintf("%s is no residence card, so that no card file describes it; it is for emulate, read and test card", s.like), nil)
	case s.like != "":
		_, d, err := example(s.like)
		return d, s.like, err
	}
	typ := s.typ
	if typ == "" {
		typ = "1"
	}
	if _, err := profileOf(typ); err != nil {
		return perso.Description{}, "", err
	}
	return perso.Builtin(typ), "", nil
}

func example(name string) ([]byte, perso.Description, error) {
	raw, d, err := examples.Text(name)
	if errors.Is(err, examples.ErrUnknown) {
		names, _ := examples.Names()
		names = append(names, lookalike.Names()...)
		ja, en := fmt.Sprintf("「%s」という例はありません", name), fmt.Sprintf("there is no example %q", name)
		if near := nearestName(name, names); near != "" {
			return nil, d, usage(ja+"。候補: "+near, en+"; did you mean: "+near, nil)
		}
		return nil, d, usage(ja+"。例: "+strings.Join(names, ", "), en+"; there are: "+strings.Join(names, ", "), nil)
	}
	if err != nil {
		return nil, d, noRun("例を読めません", "the example cannot be read", err)
	}
	return raw, d, nil
}

// cardFileProblem turns the mistakes of a card file into a problem with all
// of them, a line each, in both languages.
func cardFileProblem(err error) error {
	var mistakes perso.Errors
	if !errors.As(err, &mistakes) {
		return noRun("カードファイルを使えません", "the card file cannot be used", err)
	}
	return usage(mistakes.Text(perso.Japanese), mistakes.Text(perso.English), nil)
}

// newFile writes a file that must not exist yet.
func newFile(path string, raw []byte, mode os.FileMode) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	switch {
	case errors.Is(err, os.ErrExist):
		return usage(fmt.Sprintf("%s は既にあります。上書きしないので、別の名前にするか先に消してください", path),
			fmt.Sprintf("%s exists and is not overwritten; name another or remove it first", path), nil)
	case err != nil:
		return noRun("ファイルを作れません", "the file cannot be made", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(raw); err != nil {
		return noRun("ファイルに書けません", "the file cannot be written", err)
	}
	return nil
}
