package present

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// object is the JSON form of a result. The six keys after schema are those of the
// reader shim; the others are details. fields holds the text of each field
// that was read, "" where nothing is stored, and for an image the SHA-256 of
// its stored value under its name and "_sha256"; without personal data only
// type and version.
type object struct {
	Schema  string            `json:"schema"` // "zairyu-read/1"
	Verdict reader.Verdict    `json:"verdict"`
	Type    string            `json:"type,omitempty"`
	SW      string            `json:"sw,omitempty"`
	Fields  map[string]string `json:"fields"`
	Covered []string          `json:"covered"`
	Flags   []reader.Flag     `json:"flags"`

	NotCovered  []string     `json:"not_covered"`
	Redacted    bool         `json:"redacted"`
	FieldStates []fieldState `json:"field_states"`
	// Meanings are those of codes, by field, from the tables that were given.
	Meanings    map[string]meaningObject `json:"meanings,omitempty"`
	Files       []fileState              `json:"files"`
	Signature   signatureObject          `json:"signature"`
	Chain       chainObject              `json:"chain"`
	Certificate *validityObject          `json:"certificate,omitempty"`
	Root        *validityObject          `json:"root,omitempty"`
	Pictures    []pictureObject          `json:"pictures"`
	Error       *errorObject             `json:"error,omitempty"`
}

type meaningObject struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

type fieldState struct {
	Name    string   `json:"name"`
	Present bool     `json:"present"`
	Bytes   int      `json:"bytes"` // without the NUL tail
	Notes   []string `json:"notes,omitempty"`
}

type fileState struct {
	File  string           `json:"file"`
	State reader.FileState `json:"state"`
	SW    string           `json:"sw,omitempty"`
	Error string           `json:"error,omitempty"`
}

type signatureObject struct {
	State  reader.SignatureState `json:"state"`
	Form   string                `json:"form,omitempty"`
	Reason string                `json:"reason,omitempty"`
}

type chainObject struct {
	State  reader.ChainState `json:"state"`
	Reason string            `json:"reason,omitempty"`
	Habits []string          `json:"habits,omitempty"`
	Anchor *anchorObject     `json:"anchor,omitempty"`
}

type anchorObject struct {
	SHA256 string `json:"sha256"`
	Class  string `json:"class"`
	Source string `json:"source"`
}

type validityObject struct {
	NotBefore   time.Time `json:"not_before"`
	NotAfter    time.Time `json:"not_after"`
	NotYetValid bool      `json:"not_yet_valid"`
	Expired     bool      `json:"expired"`
}

type pictureObject struct {
	Field  string `json:"field"`
	Format string `json:"format,omitempty"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Bytes  int    `json:"bytes"`
	Error  string `json:"error,omitempty"`
}

type errorObject struct {
	Step    string `json:"step"`
	Message string `json:"message"`
}

// JSON writes a result as one JSON object and a line end. Personal data
// (number, texts, dates, digests of images) are left out unless o shows them.
// It fails only as w does.
func JSON(w io.Writer, r *reader.Result, o Options) error {
	showPersonal := o.ShowPersonal
	out := object{
		Schema: "zairyu-read/1", Verdict: r.Verdict, Type: r.Type, SW: statusWord(r.SW), Fields: map[string]string{},
		Covered: list(r.Covered), Flags: list(r.Flags), NotCovered: list(r.NotCovered), Redacted: !showPersonal,
		FieldStates: []fieldState{}, Meanings: map[string]meaningObject{}, Files: []fileState{}, Pictures: []pictureObject{},
		Signature:   signatureObject{r.Signature.State, r.Signature.Form, r.Signature.Reason},
		Chain:       chainOf(r.Chain),
		Certificate: validityOf(r.Leaf), Root: validityOf(r.Root),
	}
	for _, f := range r.Fields {
		if showPersonal || !personal(f.Name) {
			key, value := fieldValue(f)
			out.Fields[key] = value
			if m, known := o.Codes.Meaning(f.Name, f.Text); known {
				out.Meanings[f.Name] = meaningObject(m)
			}
		}
		out.FieldStates = append(out.FieldStates, fieldState{f.Name, f.Present, size(f), f.Notes})
	}
	for _, f := range r.Files {
		out.Files = append(out.Files, fileState{f.Key, f.State, statusWord(f.SW), message(f.Err)})
	}
	for _, p := range r.Pictures {
		out.Pictures = append(out.Pictures, pictureObject{p.Field, p.Format, p.Width, p.Height, len(p.Bytes), message(p.Err)})
	}
	if r.Err != nil {
		out.Error = &errorObject{r.Err.Step, r.Err.Error()}
	}
	raw, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(escapeJSON(raw), '\n'))
	return err
}

// personal reports whether a field tells of the holder.
func personal(field string) bool { return field != "type" && field != "version" }

func fieldValue(f reader.Field) (key, value string) {
	if !isImage(f) {
		return f.Name, f.Text
	}
	if f.Present {
		sum := sha256.Sum256(f.Stored)
		value = hex.EncodeToString(sum[:])
	}
	return f.Name + "_sha256", value
}

func isImage(f reader.Field) bool { return f.Kind == "tiff-g4" || f.Kind == "jpeg2000" }

// size is the length of a value in bytes without its NUL tail.
func size(f reader.Field) int {
	if f.Stored == nil {
		return len(f.Text)
	}
	return len(bytes.TrimRight(f.Stored, "\x00"))
}

func chainOf(c reader.Chain) chainObject {
	o := chainObject{State: c.State, Reason: c.Reason, Habits: c.Habits}
	if c.Anchor != nil {
		o.Anchor = &anchorObject{c.Anchor.Fingerprint.String(), string(c.Anchor.Class), c.Anchor.Source}
	}
	return o
}

func validityOf(v *reader.Validity) *validityObject {
	if v == nil {
		return nil
	}
	return &validityObject{v.NotBefore.UTC(), v.NotAfter.UTC(), v.NotYet, v.Expired}
}

// list makes an empty list of nil, so that the key is always an array.
func list[T any](s []T) []T { return append([]T{}, s...) }

func statusWord(sw uint16) string {
	if sw == 0 {
		return ""
	}
	return fmt.Sprintf("%04X", sw)
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
