package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/emulator/issuer"
)

// issuerCommand is `zairyu issuer`, which has no job of its own.
func (a *app) issuerCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "issuer",
		Short: "make a test issuer of your own",
		Args:  unknownCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.issuerNewCommand())
	return c
}

func (a *app) issuerNewCommand() *cobra.Command {
	var o issuer.Options
	c := &cobra.Command{
		Use:   "new DIR",
		Short: "make keys and root certificates in a folder",
		Long: "Makes the keys and root certificates of a test issuer, for every generation of\n" +
			"cards. A card file names the folder as its issuer. Private keys can be read by\n" +
			"their owner only.",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage("フォルダを1つ指定します", "name one folder", nil)
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.issuerNew(args[0], o) },
	}
	c.Flags().BoolVar(&o.Force, "force", false, "replace the issuer that is in the folder")
	c.Flags().BoolVar(&o.LookAlike, "look-alike", false, "take the names of the published roots instead of names that say TEST, to test that readers trust no name")
	return c
}

func (a *app) issuerNew(dir string, o issuer.Options) error {
	_, err := issuer.New(dir, o)
	switch {
	case errors.Is(err, os.ErrExist):
		return usage(fmt.Sprintf("フォルダ %s には既に発行者があります。別のフォルダにするか、--force で置き換えます", dir),
			fmt.Sprintf("the folder %s has an issuer already; name another folder, or replace it with --force", dir), nil)
	case err != nil:
		return noRun("発行者を作れません", "the issuer cannot be made", err)
	}
	a.say("%s に試験用の発行者を作りました。カードファイルでは issuer: %s と書きます。",
		"A test issuer is in %s. Name it in a card file as issuer: %s", dir, dir)
	if o.LookAlike {
		a.say("注意: 公開されているルート証明書と同じ名前ですが、鍵もフィンガープリントも違います。",
			"Note: it has the name of the published roots, but neither their keys nor their fingerprints.")
	}
	return nil
}
