package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/report"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader"
	"github.com/zairyukit/zairyu/reader/deliverykey"
	"github.com/zairyukit/zairyu/reader/pcsc"
	"github.com/zairyukit/zairyu/reader/trust"
)

// onReader are the flags of `test card` for a card on a PC/SC reader.
type onReader struct {
	physical
	number, anchors, deliveryKey string
	allow                        []string
	timeout                      time.Duration
}

func (o *onReader) register(c *cobra.Command) {
	o.physical.register(c)
	f := c.Flags()
	f.StringVar(&o.number, "number", "", "with --reader, the card number; spaces, lower case and full width are put right")
	f.StringVar(&o.anchors, "anchors", "", "with --reader, folder of root certificates to trust")
	f.StringVar(&o.deliveryKey, "delivery-key", "", "with --reader, file of the public key by which cards of types 07 and 08 are handed a session key")
	f.StringSliceVar(&o.allow, "allow", nil, "with --reader, run cases of these safety levels too: s1 (wrong credentials or order), s2 (malformed commands)")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "with --wait, how long to wait for a card; and how long a command may take, as in 10s")
}

// safety is the highest level that may run; without --allow only s0.
func (o onReader) safety() (conformance.Safety, error) {
	highest := conformance.S0
	for _, level := range o.allow {
		switch level {
		case "s0":
		case "s1":
			highest = max(highest, conformance.S1)
		case "s2":
			highest = max(highest, conformance.S2)
		default:
			return 0, usage(fmt.Sprintf("--allow %q は指定できません。リーダのカードに許せるのは s1 と s2 です", level),
				fmt.Sprintf("there is no --allow %q; a card on a reader may be allowed s1 and s2", level), nil)
		}
	}
	return highest, nil
}

// check refuses the flags of a card on a reader without one, and those of our
// own cards with one.
func (o onReader) check(t testOptions) error {
	if o.reader != "" && (t.card.named() || t.via != "") {
		return usage("--reader と --card、--like、--type、--via は同時に使えません", "--reader does not go with --card, --like, --type or --via", nil)
	}
	if o.reader == "" && (o.number != "" || o.anchors != "" || o.deliveryKey != "" || len(o.allow) > 0) {
		return usage("--number、--anchors、--delivery-key、--allow は --reader と一緒に使います", "--number, --anchors, --delivery-key and --allow go with --reader", nil)
	}
	if o.timeout <= 0 {
		return usage("--timeout は0より長い時間です（例: --timeout 10s）", "--timeout is longer than 0, as in --timeout 10s", nil)
	}
	if _, err := o.safety(); err != nil {
		return err
	}
	return o.physical.check()
}

// testPhysical reads and judges the card on a reader.
func (a *app) testPhysical(ctx context.Context, o testOptions, cases []conformance.Case) error {
	anchors, err := anchorsFor(o.anchors, nil)
	if err != nil {
		return err
	}
	key, err := deliveryKeyFile(o.deliveryKey)
	if err != nil {
		return err
	}
	now, err := parseNow(o.now)
	if err != nil {
		return err
	}
	number, err := a.askGoodNumber(ctx, o.number)
	if err != nil {
		return err
	}
	h, err := a.hold(ctx, o.physical, number, o.onReader.timeout)
	if err != nil {
		return err
	}
	defer h.close()
	options := reader.Options{Number: number, Anchors: anchors, DeliveryKey: key, Now: now}
	o.limit(&options)
	limited, cancel := context.WithTimeout(ctx, o.onReader.timeout)
	defer cancel()
	document, _ := reader.Read(limited, h.guard, options) // the error is in the document
	result := document.Verify(options)
	if ctx.Err() != nil {
		return noRun("中断されました。結果は不完全なので表示しません", "interrupted; the result is incomplete and not shown", nil)
	}
	s, err := subjectOn(document, result, anchors)
	if err != nil {
		return err
	}
	s.Card, s.Number = &onGuard{held: h, timeout: o.onReader.timeout}, document.Number
	if s.Clock = now; now.IsZero() {
		s.Clock = time.Now()
	}
	if s.DeliveryKey, err = o.keyFor(key); err != nil {
		return err
	}
	return a.judgePhysical(ctx, o, &reading{result: result}, s, cases)
}

// keyFor is the delivery key by which the cases hand out session keys. Where
// that is not allowed any key will do: the guard keeps the command back, and
// the cases are told as blocked.
func (o onReader) keyFor(key *deliverykey.Key) (*rsa.PublicKey, error) {
	if key != nil || o.allowSpecified {
		if key == nil {
			return nil, nil
		}
		return key.Public, nil
	}
	any, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, noRun("鍵を作れません", "no key can be made", err)
	}
	return &any.PublicKey, nil
}

// subjectOn makes a subject of the card that was read: a residence card of a
// known type that took the number, or one of type 07 or 08 whose free files
// alone may be read.
func subjectOn(d *reader.Document, r *reader.Result, anchors *trust.Store) (*conformance.Subject, error) {
	var cause error
	if r.Err != nil {
		cause = r.Err
	}
	p, err := spec.Lookup("t" + d.Type)
	switch {
	case r.Verdict == reader.WrongNumber:
		return nil, noRun("カードがこの番号を受け付けません。番号を確かめてください", "the card does not take this number; check it", nil)
	case r.Verdict == reader.CardRemoved, r.Verdict == reader.Timeout, errors.Is(cause, pcsc.ErrNoService):
		return nil, goneProblem(cause)
	case d.Type == "" || err != nil:
		return nil, noRun("判定できるカードではありません（"+string(r.Verdict)+"）", "not a card that can be judged ("+string(r.Verdict)+")", nil)
	case !d.Opened && !errors.Is(cause, reader.ErrNoDeliveryKey):
		return nil, noRun("カードを番号で開けません（"+string(r.Verdict)+"）。`zairyu read` で調べてください", "the card could not be opened with the number ("+string(r.Verdict)+"); look at it with `zairyu read`", cause)
	}
	s := &conformance.Subject{Profile: p, Transport: "pcsc", Atoms: []string{"phys", "pcsc", "extlen"}}
	for _, anchor := range anchors.Anchors() {
		s.Anchors = append(s.Anchors, anchor.Certificate.Raw)
	}
	switch r.Signature.State {
	case reader.SignatureFits, reader.SignatureWrong:
		s.Atoms = append(s.Atoms, "photo")
	case reader.SignatureAbsent:
		s.Atoms = append(s.Atoms, "nophoto")
	}
	trusted := "trust_test"
	if anchors.Class() == trust.Production {
		trusted = "trust_prod"
	}
	s.Atoms = append(s.Atoms, trusted)
	return s, nil
}

func (a *app) judgePhysical(ctx context.Context, o testOptions, read *reading, s *conformance.Subject, cases []conformance.Case) error {
	text := a.textWriter(o.json)
	fmt.Fprintf(text, textOf("zairyu %s · リーダのカード（種別%s）、PC/SC\n公式のものではなく、認証でもありません。\n",
		"zairyu %s · the card on the reader (type %s), over PC/SC\nNeither official nor a certification.\n").In(a.lang), conformance.Version, s.CardType())
	heading(text, a.lang, "1 読出しと検証（zairyu のリーダによる）", "1 Read and verified, by the reader of zairyu")
	if err := read.text(text, a.lang, o.showPersonal); err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	allow, err := o.safety()
	if err != nil {
		return err
	}
	r, err := conformance.Run(ctx, s, conformance.Plan{Cases: cases, Seed: o.seed, Allow: allow, Progress: a.progress()})
	if err := runProblem(ctx, err); err != nil {
		return err
	}
	heading(text, a.lang, "2 適合性ケースによる判定", "2 Judged by the conformance cases")
	if err := report.Text(text, r, a.lang); err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	readJSON, err := read.json(o.showPersonal)
	if err != nil {
		return noRun("結果を書けません", "the result cannot be written", err)
	}
	if err := o.json.write(a.out, combined{Schema: "zairyu-test/1", Read: readJSON, Report: r}); err != nil {
		return err
	}
	a.code = r.ExitCode(o.strict)
	_, err = fmt.Fprintf(text, textOf("\n結果: %s。\n", "\nResult: %s.\n").In(a.lang), outcomeOf(r, a.code).In(a.lang))
	return err
}
