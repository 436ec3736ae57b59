package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/trust"
)

// anchorsCommand is `zairyu anchors`, which has no job of its own.
func (a *app) anchorsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "anchors",
		Short: "add and list the root certificates that readers trust",
		Args:  unknownCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var dir string
	c.PersistentFlags().StringVar(&dir, "dir", "", "folder of the anchors (default: zairyu/anchors in the user's configuration folder)")
	var asJSON bool
	list := &cobra.Command{
		Use: "list", Short: "list the published roots and the anchors that were added", Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return a.anchorsList(dir, asJSON) },
	}
	list.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.AddCommand(list, &cobra.Command{
		Use: "add FILE...", Short: "add root certificates, DER or PEM",
		Long: "Adds root certificates. A file whose SHA-256 fingerprint is that of a published\n" +
			"root is a production anchor, whatever its name, or a test anchor if that root is\n" +
			"for tests; any other one is custom. Each class is kept in a folder of its own\n" +
			"(production, test, custom) and never mixes with another. Readers trust the\n" +
			"production anchors by themselves; name the folder of the others with --anchors.\n\n" +
			"Files that cannot be used are told and the others are stored all the same; then\n" +
			"the exit status is 2.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return nil
			}
			return usage("証明書ファイルを指定します", "name one or more certificate files", nil)
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.anchorsAdd(dir, args) },
	})
	return c
}

// anchorFolder is where anchors of a class are kept; dir empty means the
// user's configuration folder, or the working folder where there is none.
func anchorFolder(dir string, class trust.Class) string {
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			config = "."
		}
		dir = filepath.Join(config, "zairyu", "anchors")
	}
	return filepath.Join(dir, string(class))
}

// anchorsAdd stores every file it can and tells about the others.
func (a *app) anchorsAdd(dir string, files []string) error {
	for _, file := range files {
		anchors, err := rootsIn(file)
		if err != nil {
			a.code = a.report(err)
			continue
		}
		for _, anchor := range anchors {
			if err := a.keepAnchor(dir, anchor); err != nil {
				return err
			}
		}
	}
	return nil
}

// rootsIn reads the root certificates of a file. A certificate that may not
// sign others, such as a card's own, is no root.
func rootsIn(file string) ([]trust.Anchor, error) {
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		return nil, usage(fmt.Sprintf("%s はファイルではありません。証明書ファイルを指定してください", file),
			fmt.Sprintf("%s is no file; name certificate files", file), nil)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, usage(fmt.Sprintf("%s を読めません", file), fmt.Sprintf("%s cannot be read", file), err)
	}
	store, err := trust.New(trust.Custom)
	if err == nil {
		err = store.Add(raw, file)
	}
	if err != nil {
		return nil, usage(fmt.Sprintf("%s は証明書（DERまたはPEM）として使えません", file),
			fmt.Sprintf("%s cannot be used as a certificate, DER or PEM", file), err)
	}
	for _, anchor := range store.Anchors() {
		if !anchor.Certificate.IsCA {
			return nil, usage(fmt.Sprintf("%s はルート証明書ではありません（CA ではない証明書です）。カードの証明書ではなく、発行元のルート証明書を指定してください", file),
				fmt.Sprintf("%s holds a certificate that is no CA; give the issuer's root, not a card's certificate", file), nil)
		}
	}
	return store.Anchors(), nil
}

// keepAnchor stores an anchor under its fingerprint; one that is there
// already is the same.
func (a *app) keepAnchor(dir string, anchor trust.Anchor) error {
	folder := anchorFolder(dir, anchor.Class)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return noRun("フォルダを作れません", "the folder cannot be made", err)
	}
	path := filepath.Join(folder, anchor.Fingerprint.String()+".cer")
	state := textOf("登録しました", "added").In(a.lang)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := newFile(path, anchor.Certificate.Raw, 0o644); err != nil {
			return err
		}
	} else {
		state = textOf("登録済みです", "already there").In(a.lang)
	}
	a.say("%s  %s  %s  %s", "%s  %s  %s  %s", anchor.Fingerprint, a.className(anchor.Class), state, anchor.Certificate.Subject)
	switch anchor.Class {
	case trust.Custom:
		a.say("    公開されているルート証明書のどれとも一致しません。--anchors %s で使います。",
			"    It is none of the published roots; use it with --anchors %s", folder)
	case trust.Test:
		a.say("    試験用のルート証明書です。--anchors %s で使います。", "    It is a root for tests; use it with --anchors %s", folder)
	}
	return nil
}

func (a *app) className(c trust.Class) string {
	switch c {
	case trust.Production:
		return textOf("公開ルート", "production").In(a.lang)
	case trust.Test:
		return textOf("公開試験用", "test").In(a.lang)
	}
	return textOf("独自", "custom").In(a.lang)
}

// listedAnchor is a published root, or an anchor that was added.
type listedAnchor struct {
	SHA256 string      `json:"sha256"`
	Class  trust.Class `json:"class"`
	Added  bool        `json:"added"`
	Note   string      `json:"note,omitempty"`
}

// anchorList is the JSON of `anchors list`.
type anchorList struct {
	Schema  string         `json:"schema"`
	Anchors []listedAnchor `json:"anchors"`
}

func (a *app) anchorsList(dir string, asJSON bool) error {
	list, err := publishedRoots()
	if err != nil {
		return noRun("仕様表を読めません", "the specification tables cannot be read", err)
	}
	for i := range list {
		_, err := os.Stat(filepath.Join(anchorFolder(dir, list[i].Class), list[i].SHA256+".cer"))
		list[i].Added = err == nil
	}
	custom, err := trust.Folder(os.DirFS(anchorFolder(dir, trust.Custom)), trust.Custom)
	if err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, trust.ErrEmpty) {
		return noRun("登録済みのトラストアンカーを読めません", "the anchors that were added cannot be read", err)
	}
	for _, anchor := range custom.Anchors() {
		list = append(list, listedAnchor{anchor.Fingerprint.String(), anchor.Class, true, anchor.Certificate.Subject.String()})
	}
	if asJSON {
		return output{"-"}.write(a.out, anchorList{"zairyu-anchors/1", list})
	}
	for _, l := range list {
		state := textOf("未登録", "not added").In(a.lang)
		if l.Added {
			state = textOf("登録済み", "added").In(a.lang)
		}
		fmt.Fprintf(a.out, "%s  %s  %s  %s\n", l.SHA256, a.className(l.Class), state, a.note(l))
	}
	return nil
}

// note is the note of a published root in the user's language; that of an
// added one is its subject.
func (a *app) note(l listedAnchor) string {
	if a.lang != "ja" || l.Class == trust.Custom {
		return l.Note
	}
	return strings.NewReplacer(", serial ", "、シリアル番号 ", " for tests", "（試験用）", " to ", " から ", ", ", "、").Replace(l.Note)
}

// publishedRoots are the fingerprints that the specification tables hold.
func publishedRoots() ([]listedAnchor, error) {
	roots, err := spec.Roots()
	if err != nil {
		return nil, err
	}
	var out []listedAnchor
	for _, c := range roots {
		class := trust.Production
		if spec.TestRoot(c) {
			class = trust.Test
		}
		out = append(out, listedAnchor{SHA256: c.Value, Class: class, Note: c.Note})
	}
	return out, nil
}
