package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/catalogue"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/present"
)

// explainCommand is `zairyu explain SW|CASE`.
func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain SW|CASE|FAMILY|VERDICT",
		Short: "say what a status word (6982), a case (ICC_D_04), a family (ICC_D) or a verdict (VALID) means",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage("ステータスワード（6982）、ケースID（ICC_D_04）、ケース群（ICC_D）、判定（VALID）のどれかを1つ指定します",
				"give one status word (6982), case (ICC_D_04), family (ICC_D) or verdict (VALID)", nil)
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.explain(args[0]) },
	}
}

func (a *app) explain(asked string) error {
	word := strings.TrimPrefix(strings.ToUpper(asked), "0X")
	id, _, _ := strings.Cut(word, "@") // an instance explains its case
	for _, c := range catalogue.All() {
		if c.ID == id {
			a.explainCase(c)
			return nil
		}
	}
	if a.explainFamily(word) || a.explainVerdict(word) {
		return nil
	}
	sw, isSW := parseSW(word)
	if !isSW {
		ja := fmt.Sprintf("%q はステータスワード（16進4桁）、ケースID、ケース群、判定のどれでもありません", asked)
		en := fmt.Sprintf("%q is neither a status word (four hex digits) nor a case, a family of cases or a verdict", asked)
		if near := nearestName(word, verdictNames()); near != "" {
			return usage(ja+"。候補: "+near, en+"; did you mean: "+near, nil)
		}
		return usage(ja+"。`zairyu test card --list` でケースの一覧を表示します", en+"; `zairyu test card --list` lists the cases", nil)
	}
	return a.explainSW(sw)
}

// verdictNames are what a misspelt word may have meant; IDs of cases are too
// much alike for that.
func verdictNames() []string {
	var out []string
	for _, v := range conformance.Verdicts() {
		out = append(out, string(v))
	}
	for _, v := range reader.Verdicts() {
		out = append(out, string(v))
	}
	return out
}

// explainFamily lists the cases of a family, ICC_D; false if there is none.
func (a *app) explainFamily(word string) bool {
	cases := slices.DeleteFunc(catalogue.All(), func(c conformance.Case) bool { return !strings.HasPrefix(c.ID, word+"_") })
	if len(cases) == 0 || strings.Count(word, "_") != 1 {
		return false
	}
	a.listCases(cases)
	return true
}

// explainVerdict tells what a verdict of a reader or of the suite means; false
// if it is none.
func (a *app) explainVerdict(word string) bool {
	meaning, known := suiteVerdicts()[conformance.Verdict(word)]
	text := meaning.In(a.lang)
	if !known {
		text, known = present.Meaning(reader.Verdict(word), present.Lang(a.lang))
	}
	if known {
		fmt.Fprintf(a.out, "%s  %s\n", word, text)
	}
	return known
}

func suiteVerdicts() map[conformance.Verdict]conformance.Text {
	return map[conformance.Verdict]conformance.Text{
		conformance.Pass:          textOf("すべての主張が評価され、成り立った。", "Every claim was evaluated and holds."),
		conformance.Fail:          textOf("公式の仕様、実カードでの確認、又は第三者の情報に基づく主張が成り立たなかった。", "A claim that rests on the specification, on genuine cards or on a source does not hold."),
		conformance.Deviates:      textOf("推定に基づく主張だけが成り立たなかった。不合格ではなく、観測値を記録する。", "Only claims that rest on assumptions do not hold. It is no failure; what was seen is recorded."),
		conformance.Warn:          textOf("主張は成り立つが、利用者が知っておくべきことがある。", "The claims hold, but a user should know something."),
		conformance.Inconclusive:  textOf("前提に達しなかったので判定できない。", "A precondition was not reached, so nothing is judged."),
		conformance.Blocked:       textOf("許可されていない安全レベルのため実行しなかった。合格には数えない。", "Not run, because its safety level is not allowed. Never counted as passed."),
		conformance.NotTestable:   textOf("この接続では試験できない。合格には数えない。", "This transport cannot express it. Never counted as passed."),
		conformance.NotApplicable: textOf("このカードは対象ではない。合格には数えない。", "The case is not about this card. Never counted as passed."),
	}
}

func parseSW(word string) (uint16, bool) {
	var sw uint16
	if len(word) != 4 {
		return 0, false
	}
	if n, err := fmt.Sscanf(word, "%04X", &sw); err != nil || n != 1 || fmt.Sprintf("%04X", sw) != word {
		return 0, false
	}
	return sw, true
}

func (a *app) explainCase(c conformance.Case) {
	fmt.Fprintf(a.out, "%s  %s\n\n%s\n\n", c.ID, c.Title.In(a.lang), c.Purpose.In(a.lang))
	a.say("根拠: %s", "clauses: %s", strings.Join(c.Refs, ", "))
	a.say("対象: %s", "applies to: %s", c.Applies)
	a.say("主張の確かさ（第1世代、第2世代、特定在留カード等）: %s（V 公式・実カード、S 第三者の情報、A 推定）",
		"main claim rests on (generation 1, generation 2, specified cards): %s (V official or field, S a source, A an assumption)", c.Basis)
	a.say("安全レベル: %s", "safety level: %s", c.Safety)
	a.say("個別に実行: zairyu test card --run %s", "run it alone: zairyu test card --run %s", c.ID)
}

func (a *app) explainSW(sw uint16) error {
	commands, err := commandsWith(sw)
	if err != nil {
		return noRun("仕様表を読めません", "the specification tables cannot be read", err)
	}
	e, known := explanation(sw)
	if !known {
		return usage(fmt.Sprintf("%04X は仕様書のどの表にもありません。カードが返した場合は仕様外の応答です", sw),
			fmt.Sprintf("%04X stands in no table of the specification; a card that answers it is outside the specification", sw), nil)
	}
	fmt.Fprintf(a.out, "%04X  %s\n", sw, e.meaning.In(a.lang))
	if len(commands) == 0 {
		a.say("どのコマンドのステータスワード表にもない。カードが返してはならない。", "In no command's own table: a card must never answer it.")
	} else {
		a.say("表にあるコマンド: %s", "in the tables of: %s", strings.Join(commands, ", "))
	}
	a.say("考えられる原因: "+e.cause.JA, "likely cause: "+e.cause.EN)
	a.say("次に確認すること: "+e.next.JA, "next check: "+e.next.EN)
	return nil
}

// commandNames are the names of the status-word tables as people know them.
var commandNames = map[string]string{"select": "SELECT FILE", "verify": "VERIFY", "challenge": "GET CHALLENGE",
	"mutual": "MUTUAL AUTHENTICATE", "read": "READ BINARY", "set-key": "SET SESSION KEY"}

// commandsWith lists the commands in whose tables a status word stands, with
// the card types where that is not so on every type that has the command.
func commandsWith(sw uint16) ([]string, error) {
	with, having := map[string][]string{}, map[string]int{}
	for _, name := range spec.Names() {
		p, err := spec.Lookup(name)
		if err != nil {
			return nil, err
		}
		for command, words := range p.Statuses {
			having[command]++
			if _, ok := words[sw]; ok {
				with[command] = append(with[command], p.Type)
			}
		}
	}
	var out []string
	for command, types := range with {
		text := commandNames[command]
		if len(types) < having[command] {
			text += " (" + strings.Join(types, " ") + ")"
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out, nil
}
