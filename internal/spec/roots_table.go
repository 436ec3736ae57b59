package spec

import "strings"

// laterRoots are the roots of the later generations, known by fingerprint
// before their cards are: CA2 is common to types 05 to 08. The production and
// the test root have one name and one serial number.
func laterRoots() []Cell {
	return []Cell{
		{"gen2.sig.root.production", Fingerprint, "11e6ad8b8e64f0cdb1d8ba9e3689926c80e8479a2f098616f674a23582bec13b",
			"published CA files", Source, "ec_cacert_20260420.crt, ZairyuCard CA2, serial 01, 2026-04-20 to 2039-07-20"},
		{"gen2.sig.root.test", Fingerprint, "1846b815d31f04fe93d57450a6d8a8c351eac3d8c444a2375d95734df7dd1057",
			"published CA files", Source, "001460788.zip, ZairyuCard CA2 for tests, serial 01, 2026-03-19 to 2039-06-19"},
	}
}

// TestRoot says whether a root that [Roots] returned is the agency's own test
// root, which vouches for no genuine card.
func TestRoot(c Cell) bool { return strings.HasSuffix(c.Key, ".test") }
