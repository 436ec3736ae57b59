package perso

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/zairyukit/zairyu/emulator/internal/plainfile"
)

// maxCardFile bounds a card file, in bytes: room for every file of a card as
// hexadecimal digits.
const maxCardFile = 64 << 10

// Load reads a card file. It fails with [Errors].
func Load(path string) (Description, error) {
	data, err := plainfile.Read(path, maxCardFile)
	if err != nil {
		return Description{}, unreadable(path, err)
	}
	return Parse(path, data)
}

func unreadable(path string, err error) Errors {
	e := &Error{Message: MsgUnreadable, Args: []any{err}, File: path, Err: err}
	var big *plainfile.TooBigError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Message, e.Args = MsgAbsent, nil
	case errors.Is(err, fs.ErrPermission):
		e.Message, e.Args = MsgFilePermission, []any{filepath.Base(path)}
	case errors.Is(err, plainfile.ErrFolder):
		e.Message, e.Args = MsgFileFolder, []any{filepath.Base(path)}
	case errors.Is(err, plainfile.ErrNotRegular):
		e.Message, e.Args = MsgFileNotRegular, []any{filepath.Base(path)}
	case errors.As(err, &big):
		e.Message, e.Args = MsgTooBig, []any{big.Size, big.Limit}
	}
	return Errors{e}
}

// Parse reads a card file's text. The name is for error texts, and the names
// in the file are relative to its folder. YAML is read strictly: every
// mistake, with its line and column, comes back in [Errors]. What parses also
// passes the checks of [Build] that need no picture and no issuer.
func Parse(name string, data []byte) (Description, error) {
	p := &reader{places: places{file: name, at: map[string]place{}}}
	d := Description{Dir: filepath.Dir(name)}
	root := p.document(data)
	if len(p.errs) > 0 {
		return Description{}, p.errs
	}
	p.group(p.description(&d))("", root)
	d.places = p.places
	p.errs = append(p.errs, p.notYetReported(p.notForType(d))...)
	p.errs = append(p.errs, p.notYetReported(d.check())...)
	if len(p.errs) > 0 {
		slices.SortStableFunc(p.errs, func(a, b *Error) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		return Description{}, p.errs
	}
	return d, nil
}

// reader turns the nodes of a YAML document into a description.
type reader struct {
	places places
	errs   Errors
	// laterItems are items that only types 05 to 08 have.
	laterItems []string
}

func (p *reader) fail(path string, at place, m Message, args ...any) {
	p.errs = append(p.errs, &Error{
		Message: m, Args: args, Path: path,
		File: p.places.file, Line: at.line, Column: at.column,
	})
}

// document gives the one document of the text; nil for an empty one.
func (p *reader) document(data []byte) ast.Node {
	if len(data) > maxCardFile {
		p.fail("", place{}, MsgTooBig, len(data), maxCardFile)
		return nil
	}
	if message, foreign := foreignEncoding(data); foreign {
		p.fail("", place{}, message)
		return nil
	}
	if line, deep := tooDeep(data); deep {
		p.fail("", place{line: line, column: 1}, MsgTooDeep, maxDepth)
		return nil
	}
	file, err := parseYAML(bytes.TrimPrefix(data, []byte("\uFEFF"))) // some editors begin with a BOM
	if err != nil {
		at, text := place{}, err.Error()
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			// Not its Error: that quotes the lines around, which are personal.
			text = syntax.GetMessage()
			if t := syntax.GetToken(); t != nil && t.Position != nil {
				at = place{line: t.Position.Line, column: t.Position.Column}
			}
		}
		message, args := syntaxMessage(text)
		p.fail("", at, message, args...)
		return nil
	}
	var root ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.CommentType {
			continue
		}
		if root != nil {
			p.fail("", placeOf(doc.Body), MsgOneDocument)
			return nil
		}
		root = doc.Body
	}
	return root
}

// errYAML stands for a panic of the YAML parser: its text could quote the
// file.
var errYAML = errors.New("the text confuses the YAML parser")

// parseYAML allows duplicate keys, because this package tells them better.
func parseYAML(data []byte) (file *ast.File, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%w", errYAML)
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

// notYetReported leaves out errors about items that have one already, or lie
// in a group that has one.
func (p *reader) notYetReported(errs Errors) Errors {
	return slices.DeleteFunc(errs, func(e *Error) bool {
		return slices.ContainsFunc(p.errs, func(known *Error) bool {
			return known.Path == "" || within(e.Path, known.Path) || within(e.Path, known.meant)
		})
	})
}

// within says that an item is the named one or stands in it.
func within(path, item string) bool {
	return item != "" && (path == item || strings.HasPrefix(path, item+"."))
}

// notForType refuses the items of later generations.
func (p *reader) notForType(d Description) Errors {
	var errs Errors
	if d.Type == "1" || d.Type == "2" {
		for _, path := range p.laterItems {
			errs = append(errs, d.fail(path, MsgNotForType, d.Type))
		}
	}
	return errs
}
