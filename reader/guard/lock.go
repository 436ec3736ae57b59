package guard

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// How long to wait for another program that is counting: it needs
// milliseconds.
const lockTries, lockPause = 200, 10 * time.Millisecond

// locked runs f on the number's file while no other program counts. The lock
// is the system's, on a file that stays: it goes with the program that holds
// it, however that ends.
func (c *counts) locked(f func(path string) error) error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return &FileError{c.dir, err}
	}
	name := filepath.Join(c.dir, lockFile)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return &FileError{name, err}
	}
	defer file.Close() // and with it the lock
	for try := 1; ; try++ {
		err := tryLock(file)
		if err == nil {
			break
		}
		if !errors.Is(err, errLocked) || try == lockTries {
			return &FileError{name, err}
		}
		time.Sleep(lockPause)
	}
	path, err := c.path()
	if err != nil {
		return err
	}
	return f(path)
}
