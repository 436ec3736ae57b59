// Package codes reads the code tables that a user supplies for the codes of
// types 05 to 08: nationality or region (C8), status of residence (C9), kind
// of permission (CA). The agency hands its tables to developers and does not
// publish them, so none is built in, and without a table the code itself is
// shown (2G 3.3.4). It must not import anything of the card's side.
package codes

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fields are the fields that a table may explain. The table of a field is the
// file named after it, "nationality.csv".
func Fields() []string { return []string{"nationality", "status", "permission_kind"} }

// Tables are the meanings of codes by field. The zero value explains nothing.
type Tables map[string]map[string]Meaning

// Meaning is what a code stands for, in both languages; either may be empty.
type Meaning struct{ JA, EN string }

// Meaning returns what a code of a field stands for, and whether a table says
// so.
func (t Tables) Meaning(field, code string) (Meaning, bool) {
	m, ok := t[field][code]
	return m, ok
}

// Reasons for which a folder of tables is refused.
var (
	// ErrNoTable: the folder holds no file named after a field.
	ErrNoTable = errors.New("the folder holds no code table; name them nationality.csv, status.csv, permission_kind.csv")
	// ErrRow: a row that is not code, Japanese, English.
	ErrRow = errors.New("want three columns: code, Japanese, English")
	// ErrCode: a code that stands twice or is empty.
	ErrCode = errors.New("the code is empty or stands twice")
	// ErrText: the file is not UTF-8.
	ErrText = errors.New("the file is not UTF-8; save it as UTF-8")
	// ErrEmpty: the file has no row of a code.
	ErrEmpty = errors.New("the file holds no code; delete it, or add rows of code, Japanese, English")
	// ErrSyntax: the file is no CSV.
	ErrSyntax = errors.New("no CSV; write a text with quotation marks or line breaks as \"...\", and a quotation mark in it twice")
)

// maxTable is the greatest size of a table in bytes; real ones have a few
// hundred rows.
const maxTable = 1 << 20

// TableError says which file, and which line of it, is wrong.
type TableError struct {
	Path string
	Line int // from 1; 0 if the whole file is meant
	Err  error
}

func (e *TableError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("code table %s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("code table %s, line %d: %v", e.Path, e.Line, e.Err)
}

// Unwrap gives the reason.
func (e *TableError) Unwrap() error { return e.Err }

// Load reads the tables of a folder: CSV in UTF-8, three columns (code,
// Japanese, English), a first row of "code,ja,en" allowed. It fails with a
// [*TableError].
func Load(dir string) (Tables, error) {
	out := Tables{}
	for _, field := range Fields() {
		path := filepath.Join(dir, field+".csv")
		raw, err := read(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, &TableError{Path: path, Err: err}
		}
		if out[field], err = parse(path, raw); err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, &TableError{Path: dir, Err: ErrNoTable}
	}
	return out, nil
}

// read gives a regular file of at most maxTable bytes; a pipe would wait.
func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file")
	case info.Size() > maxTable:
		return nil, fmt.Errorf("%d bytes, at most %d are read", info.Size(), maxTable)
	}
	return os.ReadFile(path)
}

func parse(path string, raw []byte) (map[string]Meaning, error) {
	if !utf8.Valid(raw) {
		return nil, &TableError{Path: path, Err: ErrText}
	}
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\uFEFF")))
	rows.FieldsPerRecord = -1
	out := map[string]Meaning{}
	for first := true; ; first = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntax(path, err)
		}
		line, _ := rows.FieldPos(0) // a row that was read has a field
		if len(row) != 3 {
			return nil, &TableError{path, line, ErrRow}
		}
		if first && slices.Equal(row, []string{"code", "ja", "en"}) {
			continue
		}
		if _, twice := out[row[0]]; twice || row[0] == "" {
			return nil, &TableError{path, line, ErrCode}
		}
		out[row[0]] = Meaning{JA: row[1], EN: row[2]}
	}
	if len(out) == 0 {
		return nil, &TableError{Path: path, Err: ErrEmpty}
	}
	return out, nil
}

// syntax says on which line the row begins that is no CSV.
func syntax(path string, err error) error {
	bad, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return &TableError{Path: path, Err: err}
	}
	return &TableError{path, bad.StartLine, fmt.Errorf("%w: %w", ErrSyntax, bad.Err)}
}
