// Command zairyu makes, reads and judges software residence cards. This
// package is the command line only, a file for each subcommand; everything it
// does is done by the packages of the module. It may import all of them.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program less the process: it returns the exit code, 0 all
// that counted passed, 1 something failed, 2 usage, 3 the run could not be
// done.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	out := &checked{Writer: stdout, stop: stop}
	a := &app{out: out, err: stderr, getenv: getenv, lang: firstOf(askedLanguage(args), localeLanguage(getenv))}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch failed := out.failed(); {
	case failed != nil:
		return a.report(noRun("標準出力に書けません。空き容量や出力先を確認してください",
			"standard output cannot be written; look at the disk or at where it goes", failed))
	case err != nil:
		return a.report(err)
	}
	return a.code
}
