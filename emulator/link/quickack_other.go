//go:build !linux

package link

import "syscall"

// acknowledgeAtOnce does nothing: only Linux lets a program ask.
func acknowledgeAtOnce(syscall.RawConn) {}
