package reader

import (
	"cmp"
	"errors"
	"slices"

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
	scheme, err := sigcheck.For(p)
	signed, err2 := sigcheck.Input(p)
	if err := errors.Join(err, err2, content.Supports(p)); err != nil {
		return x.fail(UnsupportedType, "signature", err)
	}
	proof, _, _ := p.FieldFile(checkCode)
	unsigned := x.ok[proof.Key] && x.unsigned()
	if v := x.evidence(signed, proof, unsigned); v != "" {
		return v
	}
	if unsigned {
		x.Signature.State = SignatureAbsent
		f, _ := x.Field("face")
		x.raise(UnsignedWithPhoto, f.Present)
		return x.othersOr(NotVerifiable, "signature", errUnsigned)
	}
	if !x.stored(signed) {
		x.Signature.Reason = "data-missing"
		return x.othersOr(NotVerifiable, "signature", errValueAbsent)
	}
	if x.entriesErr != nil {
		x.Err = &Error{Verdict: DataError, Step: p.Value("sig.entries"), Err: x.entriesErr}
		return DataError
	}
	return x.proved(scheme, signed)
}

// proved checks the signature and asks for the rest of the card.
func (x *examination) proved(scheme *sigcheck.Scheme, signed []sigcheck.Item) Verdict {
	switch v := x.cryptography(scheme, signed); {
	case v == InvalidSignature && x.noFace(signed) && x.Signature.Reason == string(sigcheck.SignatureMismatch):
		// What stands for the face of a card without one is assumed, so that a
		// good signature that does not fit proves no forgery.
		x.Signature = Signature{State: SignatureNotChecked, Reason: "data-missing"}
		return x.othersOr(NotVerifiable, "signature", errValueAbsent)
	case v != Valid && v != NotVerifiable:
		return v
	}
	if x.Chain.State == ChainNoAnchors {
		return x.othersOr(NotVerifiable, "chain", errNoAnchors)
	}
	if v := x.others(); v != "" {
		return v
	}
	for _, item := range signed {
		if !content.Empty(x.value(item)) { // NULs stood for a face that the card has not
			x.Covered = append(x.Covered, item.Name)
		}
	}
	return Valid
}

// unsigned reports whether check code and certificate have one of the forms
// of a card without signature (3.3.5, where two footnotes differ): both
// empty, one object only, NULs. A certificate without check code is none.
func (x *examination) unsigned() bool {
	return content.Empty(x.values[checkCode]) && content.Empty(x.values[certificate])
}

// value is what an item of the signed data is on this card.
func (x *examination) value(item sigcheck.Item) []byte {
	if item.Name == sigcheck.Entries {
		return x.entries
	}
	return x.values[item.Name]
}

// stored says that no signed value is missing. The face may be where NULs
// would fill it.
func (x *examination) stored(signed []sigcheck.Item) bool {
	return !slices.ContainsFunc(signed, func(i sigcheck.Item) bool {
		missing := content.Empty(x.value(i))
		if i.Name == sigcheck.Entries {
			missing = missing && x.entriesErr == nil
		}
		return missing && (i.Name != "face" || !i.Fill)
	})
}

func (x *examination) noFace(signed []sigcheck.Item) bool {
	return slices.ContainsFunc(signed, func(i sigcheck.Item) bool { return i.Name == "face" && content.Empty(x.value(i)) })
}

// evidence demands the files with signed values and proof. A card without
// signature may do without the file of the face alone (3.3.5).
func (x *examination) evidence(signed []sigcheck.Item, proof spec.File, unsigned bool) Verdict {
	for _, item := range append(slices.Clone(signed), sigcheck.Item{File: proof.Key}) {
		if x.ok[item.File] {
			continue
		}
		i := slices.IndexFunc(x.Files, func(f FileReport) bool { return f.Key == item.File })
		if unsigned && x.faceOnly(item.File) && i >= 0 && x.Files[i].State == FileAbsent {
			continue
		}
		return x.unreadable(item.File)
	}
	return ""
}

// faceOnly says that a file holds the face and nothing else.
func (x *examination) faceOnly(key string) bool {
	table, _ := x.doc.profile.File(key)
	return len(table.Objects) == 1 && holds(table, "face")
}

// others demands that every file of the type could be read. The version is
// not asked for: nothing depends on it. The face may be missing where nothing
// is signed; where something is, [examination.evidence] has demanded it.
func (x *examination) others() Verdict {
	for _, f := range x.Files {
		table, _ := x.doc.profile.File(f.Key)
		optional := f.State == FileAbsent && (table.Access == spec.Free || x.faceOnly(f.Key))
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
