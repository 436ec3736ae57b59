package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The last words of a Japanese message are Japanese too, where the cause is a
// common one; other languages keep the cause as it is.
func TestCausesInJapanese(t *testing.T) {
	_, missing := os.Open(filepath.Join(t.TempDir(), "none"))
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	for name, c := range map[string]struct {
		cause error
		want  string
	}{
		"missing":    {missing, "none: ファイル又はフォルダがありません"},
		"permission": {&fs.PathError{Op: "open", Path: "card.yaml", Err: syscall.EACCES}, "card.yaml: アクセスする権限がありません"},
		"refused":    {refused, ": 接続が拒否されました"},
		"timeout":    {fmt.Errorf("dial: %w", context.DeadlineExceeded), ": 時間内に応答がありません"},
		"net":        {&net.OpError{Op: "read", Net: "tcp", Err: os.ErrDeadlineExceeded}, ": 時間内に応答がありません"},
	} {
		var out bytes.Buffer
		if code := (&app{err: &out, lang: "ja"}).report(noRun("読めません", "cannot be read", c.cause)); code != exitNoRun {
			t.Errorf("%s: exit %d", name, code)
		}
		if !strings.HasSuffix(strings.TrimSpace(out.String()), c.want) {
			t.Errorf("%s: %q does not end with %q", name, out.String(), c.want)
		}
		out.Reset()
		(&app{err: &out, lang: "en"}).report(noRun("読めません", "cannot be read", c.cause))
		if !strings.Contains(out.String(), c.cause.Error()) {
			t.Errorf("%s: %q lacks the cause", name, out.String())
		}
	}
}
