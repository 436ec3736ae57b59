package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
)

// output is a flag that names a file for a machine-readable result: absent,
// bare for standard output ("-"), or with a file.
type output struct{ path string }

func (o *output) register(c *cobra.Command, name, help string) {
	c.Flags().StringVar(&o.path, name, "", help)
	c.Flags().Lookup(name).NoOptDefVal = "-"
}

// take lets the file follow the flag as a word of its own (--json FILE): it
// takes the first argument where the flag was given bare, and returns the
// others.
func (o *output) take(args []string) []string {
	if o.path == "-" && len(args) > 0 {
		o.path = args[0]
		return args[1:]
	}
	return args
}

func (o output) toStdout() bool { return o.path == "-" }

// check refuses a file that exists, before any work is done: nothing of the
// user's is overwritten.
func (o output) check() error {
	if o.path == "" || o.toStdout() {
		return nil
	}
	info, err := os.Stat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && !info.Mode().IsRegular() && !info.IsDir():
		return nil // a device or pipe: nothing is overwritten there
	case err != nil:
		return usage("出力先を調べられません", "the output file cannot be looked at", err)
	}
	return usage(fmt.Sprintf("出力先 %s は既にあります。上書きしないので、別の名前にするか先に消してください", o.path),
		fmt.Sprintf("the output file %s exists and is not overwritten; name another or remove it first", o.path), nil)
}

// write writes v as JSON to the file or to stdout.
func (o output) write(stdout io.Writer, v any) error {
	if o.path == "" {
		return nil
	}
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return noRun("JSONを作れません", "the JSON cannot be made", err)
	}
	raw = append(raw, '\n')
	if o.toStdout() {
		if _, err := stdout.Write(raw); err != nil {
			return noRun("結果を書けません", "the result cannot be written", err)
		}
		return nil
	}
	if info, err := os.Stat(o.path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		if err := os.WriteFile(o.path, raw, 0o600); err != nil {
			return noRun("結果を書けません", "the result cannot be written", err)
		}
		return nil
	}
	return newFile(o.path, raw, 0o600)
}

// textWriter is where text for people goes: standard output, unless JSON has
// taken it.
func (a *app) textWriter(o output) io.Writer {
	if o.toStdout() {
		return io.Discard
	}
	return a.out
}

// progress shows how far a run is, on standard error and only on a terminal.
func (a *app) progress() func(done, total int, r conformance.InstanceResult) {
	f, ok := a.err.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(done, total int, r conformance.InstanceResult) {
		fmt.Fprintf(f, "\r\x1b[K%d/%d %s", done, total, r.Case)
		if done == total {
			fmt.Fprint(f, "\r\x1b[K")
		}
	}
}

// firstOf returns the first value that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
