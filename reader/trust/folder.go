package trust

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxFile bounds what is read of one certificate file.
const maxFile = 1 << 20

// Folder returns a store of the certificate files (.cer, .crt, .der, .pem) at
// the top of a folder; other files are left alone. declared is as for [New].
// It fails with [ErrEmpty], [ErrNoCertificate], [ErrMixed], [ErrClass] or the
// error of a file that cannot be read.
func Folder(folder fs.FS, declared Class) (*Store, error) {
	s, err := New(declared)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("folder of trust anchors: %w", err)
	}
	for _, e := range entries {
		if !isCertificate(e) {
			continue
		}
		raw, err := readFile(folder, e.Name())
		if err != nil {
			return nil, fmt.Errorf("anchor %s: %w", e.Name(), err)
		}
		if err := s.Add(raw, e.Name()); err != nil {
			return nil, err
		}
	}
	if len(s.anchors) == 0 {
		return nil, ErrEmpty
	}
	return s, nil
}

func isCertificate(e fs.DirEntry) bool {
	ext := strings.ToLower(path.Ext(e.Name()))
	return !e.IsDir() && slices.Contains([]string{".cer", ".crt", ".der", ".pem"}, ext)
}

func readFile(folder fs.FS, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}
