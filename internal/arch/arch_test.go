package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// rule says which of our packages the packages under one folder may import.
// A folder allows everything below it.
type rule struct {
	folder  string
	allowed []string
}

var syntax = []string{"internal/apdu", "internal/tlv", "internal/spec", "internal/trace"}

// rules are tried in order; the first whose folder fits decides.
var rules = []rule{
	{"internal/apdu", nil},
	{"internal/tlv", nil},
	{"internal/spec", nil},
	{"internal/witness", nil},
	{"internal/arch", nil},
	{"internal/trace", []string{"internal/apdu", "internal/tlv"}},
	{"vectors/gen", []string{"internal/witness", "vectors"}},
	{"vectors", nil},
	{"emulator", append([]string{"emulator"}, syntax...)},
	{"reader", append([]string{"reader"}, syntax...)},
	{"conformance", append([]string{"conformance", "emulator", "internal/witness", "vectors"}, syntax...)},
	{"fuzz", []string{"."}},
	{"cmd", []string{"."}},
}

// inTests is what tests may import beside what their package may: the
// vectors are made for everybody, and the rules read the catalogue.
var inTests = map[string][]string{
	"":              {"vectors"},
	"internal/arch": {"conformance"},
}

func TestImports(t *testing.T) {
	for _, s := range tree(t) {
		allowed, ok := allowedFor(s)
		if !ok {
			t.Errorf("%s: no rule for this folder; add one to rules", s.path)
			continue
		}
		for _, imported := range s.ours() {
			if !slices.ContainsFunc(allowed, func(a string) bool { return below(imported, a) }) {
				t.Errorf("%s may not import %s", s.path, imported)
			}
		}
	}
}

func allowedFor(s source) ([]string, bool) {
	for _, r := range rules {
		if !below(s.dir, r.folder) {
			continue
		}
		allowed := append([]string{s.dir}, r.allowed...) // an external test imports its own package
		if s.test {
			allowed = append(allowed, inTests[""]...)
			allowed = append(allowed, inTests[r.folder]...)
		}
		return allowed, true
	}
	return nil, false
}

func below(path, folder string) bool {
	return folder == "." || path == folder || strings.HasPrefix(path, folder+"/")
}

// The witness is a witness because nothing stands between it and the
// standard library.
func TestWitnessIsStandardLibraryOnly(t *testing.T) {
	for _, s := range tree(t) {
		if below(s.dir, "internal/witness") && !s.test {
			for _, f := range s.foreign() {
				t.Errorf("%s imports %s", s.path, f)
			}
		}
	}
}

// Importing Ginkgo adds dozens of flags to the process; only the binding may.
func TestGinkgoStaysInItsBinding(t *testing.T) {
	for _, s := range tree(t) {
		for _, f := range s.foreign() {
			if strings.HasPrefix(f, "github.com/onsi/ginkgo") && !below(s.dir, "conformance/ginkgo") {
				t.Errorf("%s imports %s", s.path, f)
			}
		}
	}
}

// Every package has exactly one doc comment, and it begins as godoc wants.
func TestPackageDocs(t *testing.T) {
	docs, names := map[string]int{}, map[string]string{}
	for _, s := range tree(t) {
		if s.test {
			continue
		}
		names[s.dir] = s.file.Name.Name
		if s.file.Doc == nil {
			continue
		}
		docs[s.dir]++
		want := "Package " + s.file.Name.Name + " "
		if s.file.Name.Name == "main" {
			want = "Command "
		}
		if !strings.HasPrefix(s.file.Doc.Text(), want) {
			t.Errorf("%s: the package comment does not begin with %q", s.path, want)
		}
	}
	for dir := range names {
		if docs[dir] != 1 {
			t.Errorf("%s has %d package comments, want 1", dir, docs[dir])
		}
	}
}

func TestNoInit(t *testing.T) {
	for _, s := range tree(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: registration and set-up are explicit here; no init", s.path)
			}
		}
	}
}

// Files that can be read in one sitting; tables of the specification and of
// T.4 are exempt.
func TestFileLength(t *testing.T) {
	for _, s := range tree(t) {
		if strings.HasSuffix(s.path, "table.go") || strings.HasSuffix(s.path, "tables.go") {
			continue
		}
		if n := s.set.File(s.file.Pos()).LineCount(); n > 400 {
			t.Errorf("%s has %d lines, the limit is 400", s.path, n)
		}
	}
}

// A skipped test is a test that cannot fail.
func TestNoSkips(t *testing.T) {
	for _, s := range tree(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if x, isIdent := ident(call, ok); isIdent && x == "t" && strings.HasPrefix(call.Sel.Name, "Skip") {
				t.Errorf("%s skips a test", s.path)
			}
			return true
		})
	}
}

func ident(s *ast.SelectorExpr, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	x, isIdent := s.X.(*ast.Ident)
	if !isIdent {
		return "", false
	}
	return x.Name, true
}
