//go:build unix

package guard

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the file for this one open file alone, or returns errLocked.
func tryLock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) || errors.Is(err, unix.EINTR) {
		return errLocked
	}
	return err
}
