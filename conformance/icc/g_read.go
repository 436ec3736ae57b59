package icc

import "github.com/zairyukit/zairyu/conformance"

// plainRead is ICC_G: READ BINARY in plain (P 4.2.5).
func plainRead() []conformance.Case { return nil }
