//go:build !linux

package main

import (
	"errors"
	"net"
)

// dataSegments cannot be counted on this system.
func dataSegments(net.Conn) (int, error) { return 0, errors.ErrUnsupported }
