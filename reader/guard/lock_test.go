package guard_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/reader/guard"
)

// holdIn makes the test program one that holds the lock of a folder.
const holdIn = "ZAIRYU_TEST_HOLD_LOCK_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdIn); dir != "" {
		hold(dir)
	}
	os.Exit(m.Run())
}

// hold says when it is inside the lock, where the guard asks for the day, and
// stays there until it is killed.
func hold(dir string) {
	g, err := guard.New(&card{}, guard.Options{Number: number, Dir: dir, Now: func() time.Time {
		fmt.Println("held")
		select {}
	}})
	if err == nil {
		go func() { time.Sleep(time.Hour); os.Exit(1) }() // else select{} is a deadlock
		_, err = g.Left()
	}
	fmt.Println(err)
	os.Exit(1)
}

// Only one program counts at a time; and one that is killed meanwhile leaves
// no lock behind.
func TestLockGoesWithItsProgram(t *testing.T) {
	dir := t.TempDir()
	here, g := guarded(t, guard.Options{Number: number, Dir: dir})
	if _, err := g.Transmit(t.Context(), unhex(verify)); err != nil {
		t.Fatal(err)
	}
	other := exec.CommandContext(t.Context(), os.Args[0])
	other.Env = append(os.Environ(), holdIn+"="+dir)
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil && line == "held\n" {
		heldBack(t, here, g, filepath.Join(dir, "lock"))
	} else {
		t.Errorf("the other program: %q, %v", line, err)
	}
	other.Process.Kill()
	other.Wait()
	here.answer = refusing
	if _, err := g.Transmit(t.Context(), unhex(verify)); err != nil {
		t.Errorf("after it was killed: %v", err)
	}
	left(t, g, guard.DefaultBudget-1)
}

// A lock file that an earlier version left behind holds nothing up.
func TestOldLockFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lock"), "")
	_, g := guarded(t, guard.Options{Number: number, Dir: dir})
	left(t, g, guard.DefaultBudget)
}
