package reader

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/internal/content"
	"github.com/zairyukit/zairyu/reader/internal/picture"
	"github.com/zairyukit/zairyu/reader/internal/sigcheck"
	"github.com/zairyukit/zairyu/reader/trust"
)

// swBlocked is the status word of a blocked DF (4.2, every table).
const swBlocked = 0x6283

// Names of the fields that prove and are not shown (3.3.4.9).
const (
	checkCode   = "check_code"
	certificate = "certificate"
)

// Causes of a [DataError] or [NotVerifiable] beyond those of other packages.
var (
	errFileAbsent  = errors.New("the card says that it does not have this file")
	errFileShort   = errors.New("the file has fewer bytes than its size in the specification")
	errUnsigned    = errors.New("the card holds no signature")
	errValueAbsent = errors.New("a signed value is not stored, so the signature cannot be checked")
	errNothingRead = errors.New("nothing was read")
	errNoAnchors   = errors.New("no trust anchors were given")
)

// Report interprets the document without verifying it; the verdict is [OK],
// or that of the error that ended the reading.
func (d *Document) Report() *Result { return d.examine(Options{}).report(OK) }

// Verify interprets the document, checks signature and certificate against
// o.Anchors and o.Now, and gives the verdict.
func (d *Document) Verify(o Options) *Result {
	x := d.examine(o)
	return x.report(x.verify())
}

// examination is the work on one document.
type examination struct {
	*Result
	doc     *Document
	anchors []trust.Anchor
	now     time.Time
	values  content.Values
	// ok holds the files that were read whole and well-formed.
	ok map[string]bool
	// entries are the signed values of one file, joined, and why they cannot
	// be.
	entries    []byte
	entriesErr error
}

func (d *Document) examine(o Options) *examination {
	x := &examination{
		Result: &Result{Type: d.Type, SW: d.SW, Signature: Signature{State: SignatureNotChecked}, Chain: Chain{State: ChainNotChecked}},
		doc:    d, anchors: o.Anchors.Anchors(), now: o.Now, values: content.Values{}, ok: map[string]bool{},
	}
	if x.now.IsZero() {
		x.now = time.Now()
	}
	if d.profile != nil {
		for _, f := range d.Files {
			x.file(f)
		}
	}
	if d.Opened {
		x.Fields = append(x.Fields, Field{Name: "number", Kind: "text", Present: true, Text: d.Number})
	}
	return x
}

func (x *examination) file(f File) {
	report := FileReport{Key: f.Key, State: f.State, SW: f.SW}
	if f.State == FileRead {
		table, _ := x.doc.profile.File(f.Key)
		values, err := content.Split(x.doc.profile, table, f.Data)
		if err != nil {
			report.State, report.Err = FileMalformed, err
		} else {
			x.ok[f.Key] = true
			x.fields(table, values)
		}
		if f.Key == x.doc.profile.Value("sig.entries") {
			x.entries, x.entriesErr = content.Entries(x.doc.profile, table, f.Data)
		}
	}
	x.Files = append(x.Files, report)
}

func (x *examination) fields(table spec.File, values content.Values) {
	for _, o := range table.Objects {
		if v, stored := values[o.Field]; stored {
			x.values[o.Field] = v
		}
		f := content.Interpret(x.doc.profile, o, values[o.Field])
		x.raise(EncodingGuess, slices.Contains(f.Notes, content.EncodingGuess))
		if o.Field == checkCode || o.Field == certificate {
			continue
		}
		out := Field{Name: f.Name, Kind: o.Repertoire, Present: f.Form == content.Present, Text: f.Text, Stored: f.Stored}
		for _, n := range f.Notes {
			out.Notes = append(out.Notes, string(n))
		}
		x.Fields = append(x.Fields, out)
	}
}

func (x *examination) pictures() {
	for _, f := range x.Fields {
		if f.Present && (f.Kind == "tiff-g4" || f.Kind == "jpeg2000") {
			in, err := picture.Read(f.Stored)
			x.Pictures = append(x.Pictures, Picture{Field: f.Name, Format: string(in.Format),
				Width: in.Width, Height: in.Height, Bytes: in.Bytes, Err: err})
		}
	}
}

// report completes the result under its verdict. An error of the reading
// stands before what was found in the part that was read.
func (x *examination) report(v Verdict) *Result {
	x.Verdict = v
	x.facts()
	if e := x.doc.Err; e != nil {
		x.Verdict, x.Err, x.Covered = e.Verdict, e, nil
	} else if v == OK {
		x.Verdict = cmp.Or(x.others(), OK)
	}
	if x.Err != nil {
		x.SW = cmp.Or(x.Err.SW, x.SW)
	}
	for _, f := range x.Fields {
		if !x.covers(f.Name) {
			x.NotCovered = append(x.NotCovered, f.Name)
		}
	}
	for _, f := range x.Files {
		x.raise(Partial, x.doc.Opened && f.State != FileRead)
		x.raise(Blocked, f.SW == swBlocked)
	}
	x.raise(Blocked, x.Err != nil && x.Err.SW == swBlocked)
	return x.Result
}

// covers says whether a field is confirmed: by its name, or as one of the
// entries.
func (x *examination) covers(field string) bool {
	if slices.Contains(x.Covered, field) {
		return true
	}
	if !slices.Contains(x.Covered, sigcheck.Entries) {
		return false
	}
	table, _ := x.doc.profile.File(x.doc.profile.Value("sig.entries"))
	return holds(table, field)
}
