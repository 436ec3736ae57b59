package reader

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/internal/content"
	"github.com/zairyukit/zairyu/reader/internal/sigcheck"
)

// verify gives the verdict. A failure of the reading itself stands before
// everything; what signature and certificate say is noted even then.
func (x *examination) verify() Verdict {
	if x.doc.profile == nil {
		return x.fail(NotVerifiable, "detect", errNothingRead)
	}
	verdict := x.judge()
	x.pictures() // hostile headers come last
	return verdict
}

// judge asks in turn: is the evidence readable, does it hold, is the rest
// readable, is there anything to decide by.
func (x *examination) judge() Verdict {
	p := x.doc.profile
	if err := errors.Join(sigcheck.Supports(p), content.Supports(p)); err != nil {
		return x.fail(UnsupportedType, "signature", err)
	}
	signed := strings.Fields(p.Value("sig.input"))
	unsigned := x.ok[checkCode] && x.unsigned()
	if v := x.evidence(signed, unsigned); v != "" {
		return v
	}
	if unsigned {
		x.Signature.State = SignatureAbsent
		f, _ := x.Field("face")
		x.raise(UnsignedWithPhoto, f.Present)
		return x.othersOr(NotVerifiable, "signature", errUnsigned)
	}
	for _, name := range signed {
		if content.Empty(x.values[name]) {
			x.Signature.Reason = "data-missing"
			return x.othersOr(NotVerifiable, "signature", errValueAbsent)
		}
	}
	if v := x.cryptography(signed); v != Valid && v != NotVerifiable {
		return v
	}
	if x.Chain.State == ChainNoAnchors {
		return x.othersOr(NotVerifiable, "chain", errNoAnchors)
	}
	if v := x.others(); v != "" {
		return v
	}
	x.Covered = signed
	return Valid
}

// unsigned reports whether DF3/EF01 has one of the forms of a card without
// signature (3.3.5, where two footnotes differ): DA 00 DB 00, DA 00, NULs.
func (x *examination) unsigned() bool {
	code := x.values[checkCode]
	return len(code) == 0 || content.Empty(code) && content.Empty(x.values[certificate])
}

// evidence demands the signed values and the proof. A card without signature
// may do without the face (3.3.5).
func (x *examination) evidence(signed []string, unsigned bool) Verdict {
	for _, name := range append(slices.Clone(signed), checkCode) {
		file, _, known := x.doc.profile.FieldFile(name)
		if !known || x.ok[name] {
			continue
		}
		i := slices.IndexFunc(x.Files, func(f FileReport) bool { return f.Key == file.Key })
		if unsigned && name == "face" && i >= 0 && x.Files[i].State == FileAbsent {
			continue
		}
		return x.unreadable(file.Key)
	}
	return ""
}

// others demands that every file of the type could be read. The version is
// not asked for: nothing depends on it. The face may be missing where nothing
// is signed; where something is, [examination.evidence] has demanded it.
func (x *examination) others() Verdict {
	for _, f := range x.Files {
		table, _ := x.doc.profile.File(f.Key)
		optional := f.State == FileAbsent && (table.Access == spec.Free || holds(table, "face"))
		if f.State != FileRead && !optional {
			return x.unreadable(f.Key)
		}
	}
	return ""
}

func holds(table spec.File, field string) bool {
	return slices.ContainsFunc(table.Objects, func(o spec.Object) bool { return o.Field == field })
}

// othersOr fails with what others says, or else as told.
func (x *examination) othersOr(v Verdict, step string, err error) Verdict {
	if worse := x.others(); worse != "" {
		return worse
	}
	return x.fail(v, step, err)
}

func (x *examination) unreadable(key string) Verdict {
	e := &Error{Verdict: DataError, Step: key, Err: errFileAbsent}
	for _, f := range x.Files {
		if f.Key == key && f.State != FileAbsent {
			e.Err = cmp.Or(f.Err, errFileShort)
		}
		if f.Key == key && f.SW != 0x9000 {
			e.SW = f.SW
		}
	}
	x.Err = e
	return e.Verdict
}

func (x *examination) fail(v Verdict, step string, err error) Verdict {
	x.Err = &Error{Verdict: v, Step: step, Err: err}
	return v
}
