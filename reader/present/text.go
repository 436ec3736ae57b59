package present

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// Text writes a result for a person. Personal data (number, texts, dates) are
// named and measured but not shown unless showPersonal. It fails only as w
// does.
func Text(w io.Writer, r *reader.Result, l Lang, showPersonal bool) error {
	p := page{r: r, l: l, show: showPersonal}
	p.head()
	p.proof()
	p.coverage()
	p.fields()
	p.files()
	_, err := io.WriteString(w, p.b.String())
	return err
}

// page is one text being written.
type page struct {
	b    strings.Builder
	r    *reader.Result
	l    Lang
	show bool
}

func (p *page) say(ja, en string) string { return words{ja, en}.in(p.l) }

func (p *page) line(name, value string) { fmt.Fprintf(&p.b, "%s: %s\n", name, value) }

func (p *page) head() {
	p.line(p.say("判定", "Verdict"), string(p.r.Verdict))
	fmt.Fprintln(&p.b, verdicts[p.r.Verdict].in(p.l))
	if p.r.Type != "" {
		name := types[p.r.Type].in(p.l)
		p.line(Name("type", p.l), strings.TrimSpace(name+" ("+Escape(p.r.Type)+")"))
	}
	for _, f := range p.r.Flags {
		p.line(p.say("注意", "Note"), flags[f].in(p.l))
	}
	if p.r.Err != nil {
		p.line(p.say("詳細（英語）", "Detail"), Escape(p.r.Err.Error()))
	}
}

// proof says apart: does the signature fit, who vouches for the certificate,
// what do the dates say.
func (p *page) proof() {
	s, c := p.r.Signature, p.r.Chain
	p.line(p.say("署名", "Signature"), withReason(signatures[s.State].in(p.l), forms[s.Form].in(p.l), reasons[s.Reason].in(p.l)))
	chain := withReason(chains[c.State].in(p.l), reasons[c.Reason].in(p.l))
	if c.Anchor != nil {
		chain = withReason(chain, classes[c.Anchor.Class].in(p.l), "SHA-256 "+c.Anchor.Fingerprint.String())
	}
	p.line(p.say("証明書", "Certificate"), chain)
	p.validity(p.say("証明書の有効期間", "Certificate valid"), p.r.Leaf)
	p.validity(p.say("トラストアンカーの有効期間", "Trust anchor valid"), p.r.Root)
}

func withReason(text string, more ...string) string {
	more = slices.DeleteFunc(more, func(s string) bool { return s == "" })
	if len(more) == 0 {
		return text
	}
	return text + " (" + strings.Join(more, ", ") + ")"
}

func (p *page) validity(name string, v *reader.Validity) {
	if v == nil {
		return
	}
	state := p.say("期間内", "current")
	switch {
	case v.NotYet:
		state = p.say("期間前", "not yet valid")
	case v.Expired:
		state = p.say("期限切れ", "expired")
	}
	p.line(name, fmt.Sprintf("%s – %s (%s)", day(v.NotBefore), day(v.NotAfter), state))
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// coverage is never left out: a valid signature says nothing about address,
// permissions, type or number, which a forger can change freely.
func (p *page) coverage() {
	if len(p.r.Fields) == 0 {
		return
	}
	covered := p.say("なし", "nothing")
	if len(p.r.Covered) > 0 {
		covered = p.namesOf(p.r.Covered)
	}
	p.line(p.say("署名で確認できた項目", "Confirmed by the signature"), covered)
	p.line(p.say("署名の対象でない、又は確認できていない項目", "Not confirmed by any signature"), p.namesOf(p.r.NotCovered))
	fmt.Fprintln(&p.b, p.say(
		"署名の対象は券面（表）イメージと顔画像だけです。住居地、許可、種別、番号のデータは対象ではありません。",
		"Only front image and face image are ever signed. The data of address, permissions, type and number are not."))
}

func (p *page) namesOf(fields []string) string {
	var out []string
	for _, f := range fields {
		out = append(out, Name(f, p.l))
	}
	return strings.Join(out, p.say("、", ", "))
}

func (p *page) fields() {
	for _, f := range p.r.Fields {
		if f.Name != "type" {
			p.line("  "+Name(f.Name, p.l), p.value(f))
		}
	}
}

func (p *page) value(f reader.Field) string {
	var remarks []string
	for _, n := range f.Notes {
		remarks = append(remarks, notes[n].in(p.l))
	}
	return withReason(p.bare(f), remarks...)
}

func (p *page) bare(f reader.Field) string {
	switch {
	case !f.Present && strings.HasPrefix(f.Name, "permission"):
		return p.say("なし", "none")
	case !f.Present:
		return p.say("記録なし", "not recorded")
	case isImage(f):
		return p.picture(f)
	case personal(f.Name) && !p.show:
		return fmt.Sprintf(p.say("あり（%dバイト、非表示）", "present (%d bytes, not shown)"), size(f))
	case slices.Contains(f.Notes, "undecodable"):
		return fmt.Sprintf(p.say("（%dバイト）", "(%d bytes)"), size(f))
	case f.Kind == "date" && len(f.Notes) == 0:
		return f.Text[:4] + "-" + f.Text[4:6] + "-" + f.Text[6:]
	case f.Kind == "flag" && f.Text == "0":
		return p.say("申請なし", "none pending")
	case f.Kind == "flag" && f.Text == "1":
		return p.say("申請中", "pending")
	}
	return Escape(f.Text)
}

func (p *page) picture(f reader.Field) string {
	text := fmt.Sprintf(p.say("あり（%dバイト）", "present (%d bytes)"), size(f))
	for _, pic := range p.r.Pictures {
		switch {
		case pic.Field != f.Name:
		case pic.Err != nil:
			text += p.say("、表示できない画像", ", cannot be shown")
		default:
			text += fmt.Sprintf(", %s %d x %d", pic.Format, pic.Width, pic.Height)
		}
	}
	return text
}

// files lists what was not read; a list of successes would hide it.
func (p *page) files() {
	for _, f := range p.r.Files {
		if f.State != reader.FileRead {
			p.line("  "+f.Key, withReason(fileStates[f.State].in(p.l), statusWord(f.SW), Escape(message(f.Err))))
		}
	}
}
