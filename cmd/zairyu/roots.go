package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/zairyukit/zairyu/reader/trust"
)

// anchorsFor finds the roots to trust: the folder that was named, else the
// emulated card's own test root, else the published roots that the person
// has added. Without any a card is NOT_VERIFIABLE.
func anchorsFor(dir string, own [][]byte) (*trust.Store, error) {
	if dir != "" {
		store, err := trust.Folder(os.DirFS(dir), trust.Custom)
		if err != nil {
			return nil, folderProblem(dir, err)
		}
		return store, onlyRoots(dir, store)
	}
	if own != nil {
		store, err := testAnchors(own)
		if err != nil {
			return nil, noRun("試験用のトラストアンカーを読めません", "the test anchor cannot be read", err)
		}
		return store, nil
	}
	stored := anchorFolder("", trust.Production)
	store, err := trust.Folder(os.DirFS(stored), trust.Custom)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, trust.ErrEmpty) {
		return nil, nil
	}
	return store, folderProblem(stored, err)
}

// onlyRoots refuses a folder with a certificate that may not sign others, such
// as a card's own: it vouches for nothing.
func onlyRoots(dir string, store *trust.Store) error {
	for _, anchor := range store.Anchors() {
		if !anchor.Certificate.IsCA && anchor.Class == trust.Custom {
			return usage(fmt.Sprintf("フォルダ %s の %s はルート証明書ではありません（CA ではない証明書です）。card show --export のフォルダでは、その中の %s を指定してください", dir, anchor.Source, rootsFolder),
				fmt.Sprintf("%s in the folder %s is no root: a certificate that is no CA; of an export (card show --export) name its folder %s", anchor.Source, dir, rootsFolder), nil)
		}
	}
	return nil
}

// folderProblem says why the anchors of a folder cannot be used.
func folderProblem(dir string, err error) error {
	because := textOf("フォルダの証明書を確認してください", "look at the certificates in it")
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return usage(fmt.Sprintf("トラストアンカーのフォルダ %s がありません", dir), fmt.Sprintf("there is no folder of anchors %s", dir), nil)
	case errors.Is(err, trust.ErrEmpty):
		return usage(fmt.Sprintf("フォルダ %s に証明書ファイル（.cer、.crt、.der、.pem）がありません", dir),
			fmt.Sprintf("the folder %s holds no certificate file (.cer, .crt, .der, .pem)", dir), nil)
	case errors.Is(err, trust.ErrMixed):
		because = textOf("公開されているルート証明書、試験用、独自のものは別々のフォルダに置いてください",
			"keep published roots, test roots and your own in separate folders")
	case errors.Is(err, trust.ErrNoCertificate):
		because = textOf("証明書（DERまたはPEM）として読めないファイルがあります", "a file in it is no certificate, DER or PEM")
	}
	return usage(fmt.Sprintf("フォルダ %s のトラストアンカーを使えません。%s", dir, because.JA),
		fmt.Sprintf("the anchors in the folder %s cannot be used; %s", dir, because.EN), err)
}
