package plainfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/zairyukit/zairyu/emulator/internal/plainfile"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := plainfile.Read(path, 5); err != nil || string(got) != "12345" {
		t.Errorf("%q, %v", got, err)
	}
	var big *plainfile.TooBigError
	if _, err := plainfile.Read(path, 4); !errors.As(err, &big) || big.Size != 5 || big.Limit != 4 {
		t.Errorf("too big: %v", err)
	}
	for name, want := range map[string]error{
		dir: plainfile.ErrFolder, os.DevNull: plainfile.ErrNotRegular, filepath.Join(dir, "none"): fs.ErrNotExist,
	} {
		if _, err := plainfile.Read(name, 5); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}
