package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"
)

// causeJA words the common causes of other libraries in Japanese, with the
// path where there is one; any other is left as it is, in English.
func causeJA(err error) string {
	text := ""
	var timeout net.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text = "ファイル又はフォルダがありません"
	case errors.Is(err, fs.ErrPermission):
		text = "アクセスする権限がありません"
	case errors.Is(err, fs.ErrExist):
		text = "既にあります"
	case errors.Is(err, syscall.EISDIR):
		text = "フォルダです"
	case errors.Is(err, syscall.ENOSPC):
		text = "空き容量がありません"
	case errors.Is(err, syscall.ECONNREFUSED):
		text = "接続が拒否されました"
	case errors.Is(err, syscall.EADDRINUSE):
		text = "そのアドレスは使用中です"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		text = "時間内に応答がありません"
	case errors.Is(err, context.Canceled):
		text = "中断されました"
	default:
		return err.Error()
	}
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Path + ": " + text
	}
	return text
}
