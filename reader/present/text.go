package present

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/codes"
)

// Options say what to show.
type Options struct {
	// ShowPersonal shows number, texts, dates and codes; without it they are
	// named and measured only.
	ShowPersonal bool
	// Codes explain codes of types 05 to 08; a code without a table is shown
	// as it is.
	Codes codes.Tables
}

// Text writes a result for a person. It fails only as w does.
func Text(w io.Writer, r *reader.Result, l Lang, o Options) error {
	p := page{r: r, l: l, show: o.ShowPersonal, codes: o.Codes}
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

	codes codes.Tables
}

func (p *page) say(ja, en string) string { return words{ja, en}.in(p.l) }

func (p *page) line(name, value string) { fmt.Fprintf(&p.b, "%s: %s\n", name, value) }

func (p *page) head() {
	p.line(p.say("判定", "Verdict"), string(p.r.Verdict))
	fmt.Fprintln(&p.b, verdicts[p.r.Verdict].in(p.l))
	if p.r.Type != "" {
		p.line(Name("type", p.l), strings.TrimSpace(p.withReason(TypeName(p.r.Type, p.l), Escape(p.r.Type))))
	}
	for _, f := range p.r.Flags {
		p.line(p.say("注意", "Note"), flags[f].in(p.l))
	}
	if p.r.Err != nil {
		p.line(p.say("詳細", "Detail"), p.detail(p.r.Err))
	}
}

// detail says where a reading ended and why. The causes that need more than
// the lines below tell are English in both languages: they are for whoever
// mends the card or the reader.
func (p *page) detail(e *reader.Error) string {
	step, known := steps[e.Step]
	if !known {
		step = words{e.Step + " の読出し", e.Step}
	}
	text := fmt.Sprintf(p.say("%sで終了", "at %s"), step.in(p.l))
	if e.SW != 0 {
		text += fmt.Sprintf(p.say("、ステータスワード %04X", ", status word %04X"), e.SW)
	}
	toldBelow := []reader.Verdict{reader.NotVerifiable, reader.InvalidCertificate, reader.InvalidSignature, reader.BadInput}
	if e.Err == nil || p.l == Japanese && slices.Contains(toldBelow, e.Verdict) {
		return Escape(text)
	}
	return Escape(text + p.say("。原因（英語）: ", ": ") + e.Err.Error())
}

// proof says apart: does the signature fit, who vouches for the certificate,
// what do the dates say.
func (p *page) proof() {
	s, c := p.r.Signature, p.r.Chain
	p.line(p.say("署名", "Signature"), p.withReason(signatures[s.State].in(p.l), forms[s.Form].in(p.l), reasons[s.Reason].in(p.l)))
	chain := p.withReason(chains[c.State].in(p.l), reasons[c.Reason].in(p.l))
	if c.State == reader.ChainNoAnchors {
		chain = chains[c.State].in(p.l) // the reason is the state
	}
	if c.Anchor != nil {
		chain = p.withReason(chain, classes[c.Anchor.Class].in(p.l), "SHA-256 "+c.Anchor.Fingerprint.String())
	}
	for _, h := range c.Habits {
		chain = p.withReason(chain, habits[h].in(p.l))
	}
	p.line(p.say("証明書", "Certificate"), chain)
	p.validity(p.say("証明書の有効期間", "Certificate valid"), p.r.Leaf)
	p.validity(p.say("トラストアンカーの有効期間", "Trust anchor valid"), p.r.Root)
}

func (p *page) withReason(text string, more ...string) string {
	more = slices.DeleteFunc(more, func(s string) bool { return s == "" })
	if len(more) == 0 {
		return text
	}
	return text + p.bracketed(strings.Join(more, p.say("、", ", ")))
}

func (p *page) bracketed(text string) string { return p.say("（", " (") + text + p.say("）", ")") }

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
	p.line(name, day(v.NotBefore)+" – "+day(v.NotAfter)+p.bracketed(state))
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
	p.signedAtAll()
}

// signedAtAll says what the signature of this type of card can cover at best.
func (p *page) signedAtAll() {
	profile, err := spec.ForType(p.r.Type)
	if err != nil {
		return
	}
	var signed []string
	for _, part := range strings.Fields(profile.Value("sig.input")) {
		field, _, _ := strings.Cut(part, ":") // with its length, where that is not the object's
		signed = append(signed, field)
	}
	fmt.Fprintf(&p.b, p.say("この種別のカードで署名の対象になるのは%sだけです。ほかの項目は書き換えられても署名では分かりません。\n",
		"On a card of this type only these are ever signed: %s. The signature does not tell whether anything else was altered.\n"), p.namesOf(signed))
}

func (p *page) namesOf(fields []string) string {
	var out []string
	for _, f := range fields {
		out = append(out, p.name(f))
	}
	return strings.Join(out, p.say("、", ", "))
}

// name is that of a field on this card: the address of the second generation
// is an image of the front, no entry on the back.
func (p *page) name(field string) string {
	for _, f := range p.r.Fields {
		if f.Name == field && field == "address" && isImage(f) {
			return Name("address_image", p.l)
		}
	}
	return Name(field, p.l)
}

func (p *page) fields() {
	for _, f := range p.r.Fields {
		if f.Name != "type" {
			p.line("  "+p.name(f.Name), p.value(f))
		}
	}
}

func (p *page) value(f reader.Field) string {
	var remarks []string
	for _, n := range f.Notes {
		remarks = append(remarks, notes[n].in(p.l))
	}
	return p.withReason(p.bare(f), remarks...)
}

func (p *page) bare(f reader.Field) string {
	switch {
	case !f.Present && strings.HasPrefix(f.Name, "permission"):
		return p.say("なし", "none")
	case !f.Present:
		return p.say("記録なし", "not recorded")
	case isImage(f):
		return p.picture(f)
	case noPermission(f):
		// That there is none must not look like one that is not shown.
		return p.meaning(f)
	case personal(f.Name) && !p.show:
		return fmt.Sprintf(p.say("あり（%dバイト、非表示）", "present (%d bytes, not shown)"), size(f))
	case slices.Contains(f.Notes, "undecodable"):
		return fmt.Sprintf(p.say("（%dバイト）", "(%d bytes)"), size(f))
	case f.Kind == "date" && len(f.Notes) == 0:
		return f.Text[:4] + "-" + f.Text[4:6] + "-" + f.Text[6:]
	}
	return p.meaning(f)
}

// noPermission says that the card stores "none" as a code: D5 or D7 = 0 (2G
// 3.3.4.4). The first generation stores a text, or NULs.
func noPermission(f reader.Field) bool {
	return (f.Name == "permission_comprehensive" && f.Kind == "code" || f.Name == "permission_individual" && f.Kind == "flag") && f.Text == "0"
}

// meaning is a value with what it stands for, as far as that is known.
func (p *page) meaning(f reader.Field) string {
	text := Escape(f.Text)
	if two, known := flagWords[f.Name]; known && f.Kind == "flag" && (f.Text == "0" || f.Text == "1") {
		return two[f.Text[0]-'0'].in(p.l)
	}
	if w, known := codeWords[f.Name][f.Text]; known && f.Kind == "code" {
		return p.withReason(w.in(p.l), text)
	}
	if f.Kind == "period" && len(f.Notes) == 0 {
		return p.withReason(p.period(f.Text), text)
	}
	m, known := p.codes.Meaning(f.Name, f.Text)
	if !known {
		return text
	}
	return p.withReason(Escape(cmp.Or(words{m.JA, m.EN}.in(p.l), m.JA, m.EN)), text)
}

// period tells a period of stay: YYMM, DDD days, or 0000 (2G 3.3.4).
func (p *page) period(text string) string {
	switch {
	case text == "0000":
		return p.say("無期限", "without limit")
	case len(text) == 3:
		return strings.TrimLeft(text, "0") + p.say("日", " days")
	}
	years, months := strings.TrimLeft(text[:2], "0"), strings.TrimLeft(text[2:], "0")
	var parts []string
	if years != "" {
		parts = append(parts, years+p.say("年", " years"))
	}
	if months != "" {
		parts = append(parts, months+p.say("月", " months"))
	}
	return strings.Join(parts, " ")
}

func (p *page) picture(f reader.Field) string {
	facts := []string{fmt.Sprintf(p.say("%dバイト", "%d bytes"), size(f))}
	for _, pic := range p.r.Pictures {
		switch {
		case pic.Field != f.Name:
		case pic.Err != nil:
			facts = append(facts, p.say("表示できない画像", "cannot be shown"))
		default:
			facts = append(facts, fmt.Sprintf("%s %d x %d", strings.ToUpper(pic.Format), pic.Width, pic.Height))
		}
	}
	return p.withReason(p.say("あり", "present"), facts...)
}

// files lists what was not read; a list of successes would hide it.
func (p *page) files() {
	for _, f := range p.r.Files {
		if f.State != reader.FileRead {
			p.line("  "+f.Key, p.withReason(fileStates[f.State].in(p.l), statusWord(f.SW), Escape(message(f.Err))))
		}
	}
}
