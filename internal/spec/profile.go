package spec

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Profile is the typed view of one table: what emulator and reader work from.
// [Profile.With] makes a copy with another cell.
type Profile struct {
	// Name is the profile's name, "t1", "t05".
	Name string
	// Type is the value of the card type object C1, "1", "05".
	Type string
	// Entry says how the card is entered: "mf", current after activation, or
	// "ap", the application that must be selected before its DFs.
	Entry string
	// Root is the name of the DF that holds the free files: "mf" or "ap".
	Root string
	// Commands are the forms of command that the card offers.
	Commands []string
	// TwoByteTags says that a tag whose low five bits are ones has a second
	// byte.
	TwoByteTags bool
	// DFs are the MF, the application if there is one, and the DFs, in this
	// order.
	DFs []DF
	// Files are the EFs in the order of clause 3.3.1.
	Files []File
	// Guards are the ordered checks of each command form.
	Guards map[string][]Check
	// Effects are the verbs of each event, "select.ok", "mutual.fail", ...
	Effects map[string][]string
	// Statuses are the status words of each command's own table and their
	// meaning: "select", "verify", "challenge", "mutual", "read".
	Statuses map[string]map[uint16]string

	table Table
	// at is the place of each cell in the table.
	at map[string]int
}

// DF is the MF or a DF.
type DF struct {
	// Name is "mf", "df1", ...
	Name string
	// AID is the 16-byte DF name (3.3.2); nil for the MF.
	AID []byte
	// FID is the file identifier of the MF, 3F00; nil for a DF.
	FID []byte
}

// File is one EF.
type File struct {
	// Key is "df1/ef01"; DF is "df1", EF is "ef01".
	Key, DF, EF string
	// Size is the file's capacity in bytes (3.3.1).
	Size int
	// SFI is the short EF identifier, 1 to 30.
	SFI byte
	// Access is the condition for reading it (3.3.3).
	Access AccessRule
	// Objects are the data objects in the order they are stored.
	Objects []Object
}

// AccessRule is what must hold before an EF may be read.
type AccessRule string

// The access rules of 3.3.3.
const (
	Free       AccessRule = "free"
	ByNumber   AccessRule = "number"    // key agreement and VERIFY
	ByNumberSM AccessRule = "number+sm" // the same, and READ BINARY under SM only
)

// Object is one data object of a file.
type Object struct {
	// Field is its name in results and card files, "address".
	Field string
	// Tag is its tag.
	Tag uint16
	// Length is the length of its value in bytes (3.3.4), or with the form
	// "short" the greatest.
	Length int
	// Form says how a value below Length is written; empty is [Fixed].
	Form Form
	// Repertoire says what the value is: text, date, municipality, flag,
	// code, alpha, card-number, period, tiff-g4, jpeg2000, binary, x509.
	Repertoire string
	// Values are the codes that may stand; empty where no list is known.
	Values []string
}

// Form says how a value that does not fill its object is written.
type Form string

// The forms.
const (
	Fixed     Form = ""         // the length is the maximum, NULs fill the value
	Short     Form = "short"    // the length is the value's; the NULs stand at the end of the file
	FixedLong Form = "fixed-82" // as Fixed, with a length field of 3 bytes
)

// Check is one entry of a guard list: if the predicate holds, the command is
// refused with SW.
type Check struct {
	Key       string // cell key, "t1.guard.read-plain.not-verified"
	Predicate string // "not-verified"
	SW        uint16
}

// ErrUnknownProfile: there is no table of that name.
var ErrUnknownProfile = errors.New("unknown card profile")

// Names lists the profiles in order.
func Names() []string { return []string{"t1", "t2", "t05", "t06", "t07", "t08"} }

func tables() map[string]func() Table {
	return map[string]func() Table{"t1": tableT1, "t2": tableT2, "t05": tableT05, "t06": tableT06, "t07": tableT07, "t08": tableT08}
}

// published are the profiles of the tables, each compiled once: every card,
// reading and judged case looks one up, and gets a copy of its own.
var published = sync.OnceValues(func() (map[string]*Profile, error) {
	out := map[string]*Profile{}
	for name, table := range tables() {
		p, err := New(name, table())
		if err != nil {
			return nil, err
		}
		out[name] = p
	}
	return out, nil
})

// Lookup returns a profile by name, "t1", "t05", which is the caller's own. It
// fails with [ErrUnknownProfile].
func Lookup(name string) (*Profile, error) {
	p, err := shared(name)
	if err != nil {
		return nil, err
	}
	return p.clone(), nil
}

func shared(name string) (*Profile, error) {
	all, err := published()
	if err != nil {
		return nil, err
	}
	p, ok := all[name]
	if !ok {
		return nil, fmt.Errorf("%w: %q; known: %s", ErrUnknownProfile, name, strings.Join(Names(), ", "))
	}
	return p, nil
}

// clone copies what a caller can change.
func (p *Profile) clone() *Profile {
	q := *p
	q.Commands = slices.Clone(p.Commands)
	q.DFs = slices.Clone(p.DFs)
	for i, df := range q.DFs {
		q.DFs[i].AID, q.DFs[i].FID = slices.Clone(df.AID), slices.Clone(df.FID)
	}
	q.Files = slices.Clone(p.Files)
	for i, f := range q.Files {
		q.Files[i].Objects = slices.Clone(f.Objects)
		for j, o := range f.Objects {
			q.Files[i].Objects[j].Values = slices.Clone(o.Values)
		}
	}
	q.Guards, q.Effects, q.Statuses = maps.Clone(p.Guards), maps.Clone(p.Effects), maps.Clone(p.Statuses)
	for name, checks := range q.Guards {
		q.Guards[name] = slices.Clone(checks)
	}
	for name, verbs := range q.Effects {
		q.Effects[name] = slices.Clone(verbs)
	}
	for name, table := range q.Statuses {
		q.Statuses[name] = maps.Clone(table)
	}
	return &q
}

// New makes a profile of a table whose keys begin with name and a dot. It
// fails with a [*CellError].
func New(name string, t Table) (*Profile, error) { return compile(name, t) }

// Unverified says that the profile rests on choices that nobody has checked
// against a genuine card; every result made by it must say so.
func (p *Profile) Unverified() bool { return p.Value("rule.unverified-profile") != "" }

// ForType returns the profile whose card type object C1 has the value typ. It
// fails with [ErrUnknownProfile].
func ForType(typ string) (*Profile, error) {
	for _, name := range Names() {
		p, err := shared(name)
		if err != nil {
			return nil, err
		}
		if p.Type == typ {
			return p.clone(), nil
		}
	}
	return nil, fmt.Errorf("%w: card type %q", ErrUnknownProfile, typ)
}

// With returns a copy of the profile in which the cell key has another value.
// It fails with [ErrNoCell], or with a [*CellError] for a value that the cell
// cannot hold.
func (p *Profile) With(key, value string) (*Profile, error) {
	t, err := p.table.With(key, value)
	if err != nil {
		return nil, err
	}
	return compile(p.Name, t)
}

// Cells returns the table in order.
func (p *Profile) Cells() []Cell { return append([]Cell(nil), p.table...) }

// Cell returns one cell by its full key, "t1.sm.data.tag". It fails with
// [ErrNoCell].
func (p *Profile) Cell(key string) (Cell, error) {
	i, there := p.at[key]
	if !there {
		return Cell{}, fmt.Errorf("%w: %q", ErrNoCell, key)
	}
	return p.table[i], nil
}

// Value returns the value of the cell with the profile's name put before
// key: Value("sm.cipher"). It is empty where the table has no such cell.
func (p *Profile) Value(key string) string {
	i, there := p.at[p.Name+"."+key]
	if !there {
		return ""
	}
	return p.table[i].Value
}

// File returns an EF by its key, "df1/ef01", and whether the profile has it.
func (p *Profile) File(key string) (File, bool) {
	for _, f := range p.Files {
		if f.Key == key {
			return f, true
		}
	}
	return File{}, false
}

// FileBySFI returns the EF of the DF named df that has the short identifier
// sfi, and whether there is one.
func (p *Profile) FileBySFI(df string, sfi byte) (File, bool) {
	for _, f := range p.Files {
		if f.DF == df && f.SFI == sfi {
			return f, true
		}
	}
	return File{}, false
}

// FieldFile returns the EF and data object of a field, "address", and whether
// the profile has it.
func (p *Profile) FieldFile(field string) (File, Object, bool) {
	for _, f := range p.Files {
		for _, o := range f.Objects {
			if o.Field == field {
				return f, o, true
			}
		}
	}
	return File{}, Object{}, false
}

// Roots returns the cells of the published root certificates of all
// generations, each once: value the SHA-256 fingerprint, note the file and its dates.
func Roots() ([]Cell, error) {
	var out []Cell
	for _, name := range Names() {
		p, err := Lookup(name)
		if err != nil {
			return nil, err
		}
		for _, c := range p.table {
			if c.Kind == Fingerprint && !slices.ContainsFunc(out, func(o Cell) bool { return o.Value == c.Value }) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}
