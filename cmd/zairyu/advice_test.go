package main

import (
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader"
)

// The last line names the options that would help, in both languages.
func TestAdviceNamesOptions(t *testing.T) {
	for name, c := range map[string]struct {
		result reader.Result
		want   []string
	}{
		"no delivery key": {reader.Result{Verdict: reader.NotVerifiable, Err: &reader.Error{Verdict: reader.NotVerifiable, Step: "set-key", Err: reader.ErrNoDeliveryKey}},
			[]string{"--delivery-key", "001462222.zip", "card show --export"}},
		"no such choice": {reader.Result{Verdict: reader.BadInput, Err: &reader.Error{Verdict: reader.BadInput, Step: "set-key"}},
			[]string{"--profile", "zairyu spec --type 07"}},
		"choices do not fit": {reader.Result{Verdict: reader.ProtocolError, Flags: []reader.Flag{reader.UnverifiedProfile}, Err: &reader.Error{Verdict: reader.ProtocolError}},
			[]string{"--profile", "zairyu spec --type 07", "--delivery-key", "001462222.zip"}},
	} {
		advice := (&reading{result: &c.result}).advice(readOptions{})
		for _, lang := range []string{advice.JA, advice.EN} {
			for _, word := range c.want {
				if !strings.Contains(lang, word) {
					t.Errorf("%s: %q does not name %s", name, lang, word)
				}
			}
		}
	}
	plain := (&reading{result: &reader.Result{Verdict: reader.BadInput, Err: &reader.Error{Verdict: reader.BadInput, Step: "number"}}}).advice(readOptions{})
	if strings.Contains(plain.EN, "--profile") {
		t.Errorf("a wrong number: %q", plain.EN)
	}
}
