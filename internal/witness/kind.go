// Package witness is the suite's own terminal and encoder for residence cards
// of all six types: the third opinion beside emulator and reader. It is naive
// on purpose. Every constant is typed by hand from the facts, clause by
// clause, so that a mistake in the shared tables shows as a disagreement.
//
// Types 1 and 2 follow Ver 1.5 of the specification ("3.2.3.1", "annex 2").
// Types 05 and 06 follow what others tell of the second-generation document
// ("2G"), which was not read; its example sequence was recomputed. Types 07
// and 08 follow what others tell of the document for specified cards ("SC")
// and have measured on a sister application ("M"): a model, no proof.
//
// The package imports the standard library and nothing of this module.
package witness

// Kind is a card type and what follows from it. [For] makes it.
type Kind struct {
	Type       string // "1", "2", "05", "06", "07" or "08", the value of C1
	Generation int    // 1; 2 for types 05 and 06; 3 for the specified cards
	Block      int    // block length of the cipher in bytes, 8 or 16
}

// For returns the kind of a card type; nil for a type that is none of the six.
func For(cardType string) *Kind {
	switch cardType {
	case "1", "2":
		return &Kind{Type: cardType, Generation: 1, Block: 8}
	case "05", "06":
		return &Kind{Type: cardType, Generation: 2, Block: 16}
	case "07", "08":
		return &Kind{Type: cardType, Generation: 3, Block: 16}
	}
	return nil
}

// special says whether the kind is the certificate of special permanent
// residents, which has no permissions.
func (k *Kind) special() bool { return k.Type == "2" || k.Type == "06" || k.Type == "08" }

// Root is the key of the level that holds the free files: "ap" on the
// specified cards (SC 3.3.4.2), else "mf".
func (k *Kind) Root() string {
	if k.Generation == 3 {
		return "ap"
	}
	return "mf"
}
