// Package catalogue lists every conformance case there is, in explicit
// slices and in catalogue order. It must not import the reader.
package catalogue

import (
	"slices"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/dat"
	"github.com/zairyukit/zairyu/conformance/icc"
)

// All returns the cases in catalogue order.
func All() []conformance.Case {
	return slices.Concat(icc.Cases(), dat.Cases())
}
