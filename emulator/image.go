package emulator

// Image is what one personalised card holds: the bytes of its files and the
// number that opens them. It is plain data; package perso makes it from a
// description of a card, and [New] puts it into a card that answers APDUs.
type Image struct {
	// Profile names the specification table of the card: "t1", "t2".
	Profile string
	// Number is the card number, 12 ASCII characters (clause 3.4.1: the
	// simplified authentication code). No file holds it.
	Number string
	// Files holds the content of every EF under its key in the
	// specification tables, "mf/ef01" to "df3/ef01". Each entry has exactly
	// the size of clause 3.3.1.
	Files map[string][]byte
}
