// Package report turns the outcome of a run into forms for people and other
// programs. The JSON form of a [conformance.Report] is the authority; what
// stands here is made from it. It must not import the reader.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/conformance"
)

// meaning says a verdict in words; the verdict itself is written the same in
// both languages.
func meaning(v conformance.Verdict) conformance.Text {
	switch v {
	case conformance.Fail:
		return conformance.Text{JA: "仕様に反する", EN: "against the specification"}
	case conformance.Inconclusive:
		return conformance.Text{JA: "前提に至らず判定できない", EN: "a precondition was not reached"}
	case conformance.Deviates:
		return conformance.Text{JA: "推定と異なる（不合格ではない）", EN: "differs from an assumption (no failure)"}
	case conformance.Warn:
		return conformance.Text{JA: "許されるが注意が必要", EN: "allowed, but know it"}
	case conformance.Blocked:
		return conformance.Text{JA: "安全レベルにより実行しない（未判定）", EN: "not run, safety level (not judged)"}
	case conformance.NotTestable:
		return conformance.Text{JA: "ここでは試験できない（未判定）", EN: "cannot be tested here (not judged)"}
	case conformance.NotApplicable:
		return conformance.Text{JA: "対象外（未判定）", EN: "about other cards (not judged)"}
	}
	return conformance.Text{JA: "すべての主張が成り立つ", EN: "every claim holds"}
}

// Text writes the run for people: a line for each case that applies and is not
// a PASS, with the claims that broke, then a summary. Of a card whose table was
// never checked it says so first.
func Text(w io.Writer, r *conformance.Report, lang string) error {
	p := &printer{w: w, lang: lang}
	if r.Unverified {
		p.line("%s", p.text("未確認のプロファイル（unverified profile）：この種別の仕様は実際のカードで確認されていません。合格しても実際のカードについては何も言えません。",
			"unverified profile: what is known of this type was never checked against a genuine card, and passing says nothing about one."))
	}
	quiet := true
	for _, id := range ordered(r) {
		if sum := r.Cases[id]; sum.Verdict != conformance.Pass && sum.Verdict != conformance.NotApplicable {
			quiet = false
			p.one(r, id, sum)
		}
	}
	if quiet {
		p.line("%s", p.text("対象となるケースはすべて PASS です。", "Every case that applies is a PASS."))
	}
	p.summary(r)
	return p.err
}

// ordered returns the case IDs in the order of their first instance.
func ordered(r *conformance.Report) []string {
	var out []string
	seen := map[string]bool{}
	for _, i := range r.Instances {
		if !seen[i.Case] {
			seen[i.Case] = true
			out = append(out, i.Case)
		}
	}
	return out
}

// printer keeps the first error, so that the lines above read plainly.
type printer struct {
	w    io.Writer
	lang string
	err  error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) text(ja, en string) string { return conformance.Text{JA: ja, EN: en}.In(p.lang) }

// one prints a case that did not pass; at most three of its instances.
func (p *printer) one(r *conformance.Report, id string, sum conformance.CaseSummary) {
	p.line("%-15s %s  %s", sum.Verdict, id, sum.Title.In(p.lang))
	shown, rest := 0, 0
	for _, i := range r.Instances {
		if i.Case != id || i.Verdict == conformance.Pass {
			continue
		}
		if shown == 3 {
			rest++
			continue
		}
		shown++
		p.instance(i)
	}
	if rest > 0 {
		p.line(p.text("    ほか %d 件（--json で全件）", "    and %d more (--json has them all)"), rest)
	}
}

func (p *printer) instance(i conformance.InstanceResult) {
	if !i.Verdict.Judged() {
		p.line("    %s", i.Reason)
		return
	}
	p.line("    %s  %s", i.ID, i.Verdict)
	if i.Reason != "" {
		p.line("        %s", i.Reason)
	}
	for _, c := range i.Claims {
		if c.Verdict == conformance.Pass {
			continue
		}
		p.line(p.text("        期待: %s  実際: %s  根拠: %s [%s]", "        expected: %s  saw: %s  rests on: %s [%s]"),
			c.Text.In(p.lang), c.Saw, strings.Join(c.Keys, " "), c.Basis)
	}
}

func (p *printer) summary(r *conformance.Report) {
	cases := map[conformance.Verdict]int{}
	for _, c := range r.Cases {
		cases[c.Verdict]++
	}
	p.line("")
	p.line(p.text("まとめ: %d ケース、%d 件。プロファイル %s、シード %d", "Summary: %d cases, %d instances; profile %s, seed %d"),
		len(r.Cases), len(r.Instances), r.Profile, r.Seed)
	order := slices.Clone(conformance.Verdicts())
	slices.Reverse(order)
	for _, v := range order {
		if r.Counts[v] > 0 {
			p.line(p.text("  %-25s %4d ケース %5d 件   %s", "  %-25s %4d cases %5d instances   %s"),
				v, cases[v], r.Counts[v], meaning(v).In(p.lang))
		}
	}
}
