package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts under testdata/script run the command as a person would; the
// text they compare is the product.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"zairyu":  main,
		"control": func() { os.Exit(controlClient(os.Args[1:], os.Stdout)) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true})
}
