package emulator

// Image is what one personalised card holds: the bytes of its files and the
// number that opens them. It is plain data; package perso makes it from a
// description of a card, and [New] puts it into a card that answers APDUs.
type Image struct {
	// Profile names the specification table of the card: "t1", "t05".
	Profile string
	// Number is the card number, 12 ASCII characters (clause 3.4.1: the
	// simplified authentication code). On types 1 and 2 no file holds it.
	Number string
	// Files holds the content of every EF under its key in the
	// specification tables, "mf/ef01" to "df3/ef01". Each entry has exactly
	// the size of clause 3.3.1.
	Files map[string][]byte
	// DeliveryKey is the private half of the key by which a specified card is
	// handed its session key, RSA-2048 in PKCS#8 DER; types 07 and 08 only.
	DeliveryKey []byte
	// Options are choices in the unverified block of a specified card, by the
	// names of the specification tables; empty for what the tables hold.
	Options map[string]string
}
