package spec

import "strings"

// TestRoot says whether a root that [Roots] returned is the agency's own test
// root, which vouches for no genuine card.
func TestRoot(c Cell) bool { return strings.HasSuffix(c.Key, ".test") }
