package codes_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/zairyukit/zairyu/reader/codes"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoad(t *testing.T) {
	tables, err := codes.Load(folder(t, map[string]string{
		"nationality.csv": "\uFEFFcode,ja,en\r\nXXX,無国籍,stateless\r\n",
		"status.csv":      "T410010000,\"留学,見本\",Student (sample)\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := tables.Meaning("nationality", "XXX"); !ok || m != (codes.Meaning{JA: "無国籍", EN: "stateless"}) {
		t.Errorf("XXX: %+v, %t", m, ok)
	}
	if m, ok := tables.Meaning("status", "T410010000"); !ok || m.JA != "留学,見本" {
		t.Errorf("status: %+v, %t", m, ok)
	}
	for field, code := range map[string]string{"nationality": "code", "status": "T", "permission_kind": "01"} {
		if _, ok := tables.Meaning(field, code); ok {
			t.Errorf("%s %s has a meaning", field, code)
		}
	}
	if _, ok := codes.Tables(nil).Meaning("status", "x"); ok {
		t.Error("no tables explain a code")
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  error
		line  int
	}{
		"nothing":          {map[string]string{"countries.csv": "a,b,c\n"}, codes.ErrNoTable, 0},
		"two columns":      {map[string]string{"status.csv": "code,ja,en\nA,B\n"}, codes.ErrRow, 2},
		"twice":            {map[string]string{"status.csv": "A,b,c\nA,d,e\n"}, codes.ErrCode, 2},
		"no code":          {map[string]string{"status.csv": ",b,c\n"}, codes.ErrCode, 1},
		"no bytes":         {map[string]string{"status.csv": ""}, codes.ErrEmpty, 0},
		"blank lines":      {map[string]string{"status.csv": "\n\r\n"}, codes.ErrEmpty, 0},
		"mark only":        {map[string]string{"status.csv": "\uFEFF"}, codes.ErrEmpty, 0},
		"head only":        {map[string]string{"status.csv": "code,ja,en\n"}, codes.ErrEmpty, 0},
		"bare quote":       {map[string]string{"status.csv": "A\"B,c,d\n"}, codes.ErrSyntax, 1},
		"bare later":       {map[string]string{"status.csv": "A,b,c\nB,d\"e,f\n"}, codes.ErrSyntax, 2},
		"never ends":       {map[string]string{"status.csv": "A,b,c\nB,\"d,e\nC,f,g\n"}, codes.ErrSyntax, 2},
		"lone quote":       {map[string]string{"status.csv": "\""}, codes.ErrSyntax, 1},
		"one empty of two": {map[string]string{"nationality.csv": "XXX,a,b\n", "status.csv": ""}, codes.ErrEmpty, 0},
		"shift jis":        {map[string]string{"status.csv": "A,\x97\xaf\x8aw,x\n"}, codes.ErrText, 0},
	} {
		_, err := codes.Load(folder(t, c.files))
		var table *codes.TableError
		if !errors.As(err, &table) || !errors.Is(err, c.want) || table.Line != c.line {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := codes.Load(filepath.Join(t.TempDir(), "none")); !errors.Is(err, codes.ErrNoTable) {
		t.Errorf("no folder: %v", err)
	}
}
