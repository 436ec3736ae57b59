package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	"github.com/zairyukit/zairyu/conformance/report"
	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// testOptions are the flags of `zairyu test card`.
type testOptions struct {
	onReader
	card         source
	run, now     string
	via          string
	seed         uint64
	list, strict bool
	showPersonal bool
	json         output
}

// testCommand is `zairyu test`, which has no job of its own.
func (a *app) testCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "test",
		Short: "judge a card",
		Args:  unknownCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.testCardCommand())
	return c
}

func (a *app) testCardCommand() *cobra.Command {
	var o testOptions
	c := &cobra.Command{
		Use:   "card",
		Short: "personalise, read, verify and judge a software card, or judge the one on a reader",
		Long: "Personalises and signs a software card, reads and verifies it through its\n" +
			"APDUs, judges it by the conformance cases, and prints a line for each case\n" +
			"that applies and is not a PASS, then a summary. With --via pcsc all of that goes\n" +
			"through pcscd and a virtual reader; what PC/SC cannot carry is then told as\n" +
			"NOT-TESTABLE-HERE.\n\n" +
			"With --reader it judges the card on a PC/SC reader instead, which is taken for\n" +
			"a real card: only cases that read and authenticate rightly run unless --allow\n" +
			"says more, only the commands that reading takes go out, and wrong numbers are\n" +
			"counted (--budget). What is kept back is told as BLOCKED-BY-SAFETY.\n\n" +
			"Exit status: 0 all that counted passed, 1 something failed, 2 usage, 3 the\n" +
			"run could not be done.",
		Example: "  zairyu test card\n  zairyu test card --type all\n  zairyu test card --type 2 --run 'ICC_[DE]'\n  zairyu test card --json=report.json\n  zairyu test card --reader ACS",
		Args:    func(c *cobra.Command, args []string) error { return noArgs(c, o.json.take(args)) },
		RunE:    func(c *cobra.Command, _ []string) error { return a.testCard(c.Context(), o) },
	}
	f := c.Flags()
	o.card.register(c, ", or all; 1 if nothing is named")
	o.onReader.register(c)
	f.StringVar(&o.run, "run", "", "run only the cases whose ID matches this regular expression")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the suite's random numbers; the same seed repeats a run")
	f.StringVar(&o.now, "now", "", "the day the card lives on, as in 2026-06-01 (default: the card's own)")
	f.StringVar(&o.via, "via", "", "pcsc: put the card into a virtual reader of pcscd and judge it there")
	f.BoolVar(&o.list, "list", false, "list the cases and stop")
	f.BoolVar(&o.strict, "strict", false, "deviations, warnings and inconclusive cases also exit with 1")
	f.BoolVar(&o.showPersonal, "show-personal", false, "show the holder's data, which is left out by default")
	o.json.register(c, "json", "write the report as JSON to this file, or to standard output without one")
	return c
}

func (a *app) testCard(ctx context.Context, o testOptions) error {
	cases, err := selectCases(o.run)
	if err != nil {
		return err
	}
	if o.list {
		a.listCases(cases)
		return nil
	}
	if err := checkVia(o.via, source{typ: "1"}); err != nil { // a card of ours if none is named
		return err
	}
	if err := o.onReader.check(o); err != nil {
		return err
	}
	if err := o.json.check(); err != nil {
		return err
	}
	switch {
	case o.reader != "":
		return a.testPhysical(ctx, o, cases)
	case o.card.lookalike():
		return a.testLookalike(ctx, o)
	case o.card == source{typ: "all"}:
		return a.testAll(ctx, o, cases)
	}
	made, outcome, err := a.testOne(ctx, o, o.card, cases)
	if err != nil {
		return err
	}
	if err := o.json.write(a.out, made); err != nil {
		return err
	}
	a.code = outcome.code
	_, err = fmt.Fprintf(a.textWriter(o.json), textOf("\n結果: %s。\n", "\nResult: %s.\n").In(a.lang), outcome.words.In(a.lang))
	return err
}

// testAll judges a built-in card of every type, one after the other.
func (a *app) testAll(ctx context.Context, o testOptions, cases []conformance.Case) error {
	all := every{Schema: "zairyu-test-all/1", Cards: []combined{}}
	text := a.textWriter(o.json)
	summary := ""
	for _, typ := range perso.Types() {
		made, outcome, err := a.testOne(ctx, o, source{typ: typ}, cases)
		if err != nil {
			return err
		}
		all.Cards = append(all.Cards, made)
		summary += fmt.Sprintf(textOf("  種別%-3s %s\n", "  type %-3s %s\n").In(a.lang), typ, outcome.words.In(a.lang))
		a.code = worse(a.code, outcome.code)
		fmt.Fprintln(text)
	}
	if err := o.json.write(a.out, all); err != nil {
		return err
	}
	heading(text, a.lang, "全種別の結果", "All types")
	fmt.Fprint(text, summary)
	ended := textOf("合格", "passed")
	switch a.code {
	case exitFailed:
		ended = textOf("不合格", "failed")
	case exitNoRun:
		ended = textOf("判定できないものがある", "not everything could be judged")
	}
	_, err := fmt.Fprintf(text, textOf("\n結果: %s。\n", "\nResult: %s.\n").In(a.lang), ended.In(a.lang))
	return err
}

// worse is the exit status of two runs: a failure outranks what could not be
// judged.
func worse(a, b int) int {
	if a == exitFailed || b == exitFailed {
		return exitFailed
	}
	return max(a, b)
}

// outcome is how judging a card ended, in a word and as exit status.
type outcome struct {
	words conformance.Text
	code  int
}

// testOne makes a card, reads it, and judges it.
func (a *app) testOne(ctx context.Context, o testOptions, from source, cases []conformance.Case) (combined, outcome, error) {
	card, err := personalise(from, o.now)
	if err != nil {
		return combined{}, outcome{}, err
	}
	if len(card.Image.Options) > 0 {
		return combined{}, outcome{}, usage("カードファイルの profile: が未確認のプロファイルの選択肢を変えています。適合性ケースは既定のプロファイルだけを判定するので、profile: を削除してください。読出しは `zairyu read --card` でできます",
			"the card file sets choices of the unverified profile under profile:, and the conformance cases judge its defaults only; remove profile:, or read the card with `zairyu read --card`", nil)
	}
	// The card draws from the seed too, so that a run can be repeated.
	s, err := conformance.NewEmulated(card.Image, card.Signed(), emulator.WithRandom(rand.NewChaCha8(seedOf(o.seed))))
	if err != nil {
		return combined{}, outcome{}, noRun("カードを作れません", "the card cannot be made", err)
	}
	s.Anchors, s.Clock = card.Anchors, card.Clock
	if o.via == "pcsc" {
		p, err := plug(ctx, bare{s.Card})
		if err != nil {
			return combined{}, outcome{}, err
		}
		defer p.close()
		s.Through(p, "pcsc")
	}
	return a.readAndJudge(ctx, o, card, s, cases)
}

// seedOf spreads the seed of a run over the key of a random source.
func seedOf(seed uint64) [32]byte {
	var key [32]byte
	binary.BigEndian.PutUint64(key[:], seed)
	return key
}

// readAndJudge shows the read first, then judges; with --json to standard
// output nothing else goes there.
func (a *app) readAndJudge(ctx context.Context, o testOptions, card *issued, s *conformance.Subject, cases []conformance.Case) (made combined, ended outcome, err error) {
	text := a.textWriter(o.json)
	banner(text, a.lang, card.kind(), s)
	heading(text, a.lang, "1 発行", "1 Issued")
	card.describe(text, a.lang)
	read, err := readCard(ctx, card, s)
	if err != nil {
		return made, ended, err
	}
	heading(text, a.lang, "2 読出しと検証（zairyu のリーダによる）", "2 Read and verified, by the reader of zairyu")
	if err := read.text(text, a.lang, o.showPersonal); err != nil {
		return made, ended, noRun("結果を書けません", "the result cannot be written", err)
	}
	r, err := conformance.Run(ctx, s, conformance.Plan{Cases: cases, Seed: o.seed, Allow: conformance.S3, Progress: a.progress()})
	if err := runProblem(ctx, err); err != nil {
		return made, ended, err
	}
	heading(text, a.lang, "3 適合性ケースによる判定", "3 Judged by the conformance cases")
	if err := report.Text(text, r, a.lang); err != nil {
		return made, ended, noRun("結果を書けません", "the result cannot be written", err)
	}
	readJSON, err := read.json(o.showPersonal)
	if err != nil {
		return made, ended, noRun("結果を書けません", "the result cannot be written", err)
	}
	made = combined{Schema: "zairyu-test/1", Read: readJSON, Report: r}
	ended.code = r.ExitCode(o.strict)
	ended.words = outcomeOf(r, ended.code)
	if ended.code == 0 && !read.asExpected(card.Signed()) {
		ended = outcome{textOf("不合格。リーダの判定は "+string(read.result.Verdict)+" です", "failed, the reader's verdict is "+string(read.result.Verdict)), exitFailed}
	}
	return made, ended, nil
}

// outcomeOf says in a word how a run ended, in accordance with the exit code.
func outcomeOf(r *conformance.Report, code int) conformance.Text {
	switch {
	case code == 0:
		return textOf("合格", "passed")
	case code == exitFailed && r.Counts[conformance.Fail] == 0:
		return textOf("不合格（--strict）", "failed (--strict)")
	case code == exitFailed:
		return textOf("不合格", "failed")
	}
	return textOf("判定できない", "nothing could be judged")
}

// combined is the JSON of a run: what our reader read, and the report.
type combined struct {
	Schema string              `json:"schema"`
	Read   json.RawMessage     `json:"read"`
	Report *conformance.Report `json:"report"`
}

// every is the JSON of a run over every type.
type every struct {
	Schema string     `json:"schema"`
	Cards  []combined `json:"cards"`
}

func selectCases(pattern string) ([]conformance.Case, error) {
	if pattern == "" {
		return catalogue.All(), nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, usage("--run の正規表現が正しくありません", "the regular expression of --run does not parse", err)
	}
	cases := conformance.Select(catalogue.All(), re)
	if len(cases) == 0 {
		return nil, usage(fmt.Sprintf("--run %q に合うケースはありません。--list で一覧を表示します", pattern),
			fmt.Sprintf("no case matches --run %q; --list shows them all", pattern), nil)
	}
	return cases, nil
}

func (a *app) listCases(cases []conformance.Case) {
	for _, c := range cases {
		fmt.Fprintf(a.out, "%s  %-3s %-4s %s\n", c.ID, c.Basis, c.Safety, c.Title.In(a.lang))
	}
}

// parseNow reads the day of --now; the zero time if it was not given.
func parseNow(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usage(fmt.Sprintf("--now %q は日付ではありません。2026-06-01 または 2026-06-01T09:00:00+09:00 の形で指定します", s),
		fmt.Sprintf("--now %q is no date; write 2026-06-01 or 2026-06-01T09:00:00+09:00", s), nil)
}
