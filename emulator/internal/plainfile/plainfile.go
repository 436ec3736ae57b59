// Package plainfile reads the files that a user names: regular files of a
// bounded size. A pipe would wait for ever, and a folder has no bytes; both
// are refused before they are opened. It imports none of our packages.
package plainfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Reasons beside those of package os (fs.ErrNotExist, fs.ErrPermission).
var (
	ErrFolder     = errors.New("a folder, not a file")
	ErrNotRegular = errors.New("not a regular file")
)

// TooBigError: a file is longer than is read.
type TooBigError struct{ Size, Limit int64 } // bytes

func (e *TooBigError) Error() string {
	return fmt.Sprintf("%d bytes, at most %d are read", e.Size, e.Limit)
}

// Read gives the bytes of a regular file of at most limit bytes. The error is
// or wraps [ErrFolder], [ErrNotRegular], a [*TooBigError] or one of package
// os, without the path.
func Read(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, bare(err)
	case info.IsDir():
		return nil, ErrFolder
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	case info.Size() > limit:
		return nil, &TooBigError{info.Size(), limit}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, bare(err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, bare(err)
	}
	if int64(len(data)) > limit { // it grew
		return nil, &TooBigError{int64(len(data)), limit}
	}
	return data, nil
}

// bare takes the path out of an error of package os: the caller tells it.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
