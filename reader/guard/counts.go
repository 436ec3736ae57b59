package guard

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrBudget is wrapped by a [*Spent].
var ErrBudget = errors.New("today's attempts with this number are used up")

// Spent says that as many attempts with this number were refused today as may
// be.
type Spent struct {
	Free time.Time // when attempts are free again
}

func (e *Spent) Error() string {
	return fmt.Sprintf("%v; they are free again on %s", ErrBudget, e.Free.Format("2006-01-02"))
}

// Unwrap returns [ErrBudget].
func (e *Spent) Unwrap() error { return ErrBudget }

// ErrBudgetFile is wrapped by a [*FileError].
var ErrBudgetFile = errors.New("the count of attempts cannot be kept, so none is made")

// FileError says which file to look at. Files are never put right by
// themselves, since that could forget attempts.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string {
	return fmt.Sprintf("%v: look at %s: %v", ErrBudgetFile, e.Path, e.Err)
}

// Unwrap returns [ErrBudgetFile] and what is wrong with the file.
func (e *FileError) Unwrap() []error { return []error{ErrBudgetFile, e.Err} }

var (
	errContent = errors.New("its content is broken; if you know what was tried today, delete it")
	errLocked  = errors.New("another program holds it; end that program, or try again")
	errNoSalt  = errors.New("it is missing, and without it the counts beside it fit no number; if you know what was tried today, delete them")
)

// DefaultDir is the folder of the counts: zairyu/budget where this user's
// settings are.
func DefaultDir() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("%w: no folder for this user's settings: %w", ErrBudgetFile, err)
	}
	return filepath.Join(dir, "zairyu", "budget"), nil
}

const (
	saltFile, lockFile = "salt", "lock"
	saltLength         = 32
	suffix             = ".count"
	dayForm            = "2006-01-02"
)

// counts keeps one small file a number: the day and how many attempts of it
// are spent. Its name is the salted SHA-256 of the number, so that the number
// stands nowhere in clear. Who can read the folder, and has the time, can
// still try numbers out; hence it is for its user alone.
type counts struct {
	dir, number string
	budget      int
	now         func() time.Time
}

type count struct {
	day   string
	spent int
}

func (c *counts) left() (int, error) {
	var left int
	err := c.locked(func(path string) error {
		n, err := c.read(path)
		left = max(0, c.budget-n.spent)
		return err
	})
	return left, err
}

func (c *counts) spend() error {
	return c.locked(func(path string) error {
		n, err := c.read(path)
		if err != nil {
			return err
		}
		if n.spent >= c.budget {
			return &Spent{c.dayAfter(n.day)}
		}
		n.spent++
		return write(path, n)
	})
}

func (c *counts) giveBack() error {
	return c.locked(func(path string) error {
		n, err := c.read(path)
		if err != nil || n.spent == 0 { // midnight has passed meanwhile
			return err
		}
		n.spent--
		return write(path, n)
	})
}

// read returns today's count. A clock that was put back does not free
// anything: then the later day goes on.
func (c *counts) read(path string) (count, error) {
	today := count{day: c.now().Format(dayForm)}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return today, nil
	}
	if err != nil {
		return count{}, &FileError{path, err}
	}
	day, number, _ := strings.Cut(strings.TrimSuffix(string(raw), "\n"), " ")
	spent, err := strconv.ParseUint(number, 10, 31)
	n := count{day, int(spent)}
	if _, e := time.Parse(dayForm, day); err != nil || e != nil || string(raw) != n.String() {
		return count{}, &FileError{path, errContent}
	}
	if n.day < today.day {
		return today, nil
	}
	return n, nil
}

func (n count) String() string { return fmt.Sprintf("%s %d\n", n.day, n.spent) }

func (c *counts) dayAfter(day string) time.Time {
	t, err := time.ParseInLocation(dayForm, day, c.now().Location())
	if err != nil {
		t = c.now()
	}
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location())
}

// write replaces the file as a whole, and so that it lasts.
func write(path string, n count) error {
	temp := path + ".new" // the lock keeps others off it
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return &FileError{temp, err}
	}
	_, err = f.WriteString(n.String())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return &FileError{temp, err}
	}
	if err := os.Rename(temp, path); err != nil {
		return &FileError{path, err}
	}
	return nil
}

// path names the number's file.
func (c *counts) path() (string, error) {
	salt, err := c.salt()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append(salt, c.number...))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:])+suffix), nil
}

// salt reads the folder's salt, and makes one in a folder without counts.
func (c *counts) salt() ([]byte, error) {
	path := filepath.Join(c.dir, saltFile)
	salt, err := os.ReadFile(path)
	switch {
	case err == nil && len(salt) == saltLength:
		return salt, nil
	case err == nil:
		return nil, &FileError{path, errContent}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, &FileError{path, err}
	}
	old, err := os.ReadDir(c.dir)
	if err != nil {
		return nil, &FileError{c.dir, err}
	}
	if slices.ContainsFunc(old, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) == suffix }) {
		return nil, &FileError{path, errNoSalt}
	}
	salt = make([]byte, saltLength)
	rand.Read(salt) // does not fail
	if err := os.WriteFile(path, salt, 0o600); err != nil {
		return nil, &FileError{path, err}
	}
	return salt, nil
}
