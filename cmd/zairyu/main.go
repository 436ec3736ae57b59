// Command zairyu makes, reads and judges software residence cards. This
// package is the command line only, a file for each subcommand; everything it
// does is done by the packages of the module. It may import all of them.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program less the process: it returns the exit code, 0 all
// that counted passed, 1 something failed, 2 usage, 3 the run could not be
// done.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	a := &app{out: stdout, err: stderr, getenv: getenv, lang: localeLanguage(getenv)}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		return a.report(err)
	}
	return a.code
}
