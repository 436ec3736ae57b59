package lookalike

// kind is one card in a table: what can be selected, what is stored where,
// which PINs a wrong VERIFY uses up.
type kind struct {
	name       string
	mf         bool     // the MF can be selected by 3F00
	aids       []string // in hex; each is a DF of that name
	challenge  bool     // GET CHALLENGE is answered
	files      []file
	pins       []pin
	unknownINS uint16 // status word of an instruction the card does not have
}

// file is an EF read by its short identifier. The DF is "" for the MF, or an
// AID of the kind.
type file struct {
	df        string
	sfi       byte
	content   string
	protected bool // by a PIN
}

// pin is a reference of VERIFY, P2. A wrong value costs one try, and without
// tries left the card is locked until its issuer unlocks it.
type pin struct {
	p2    byte
	value string
	tries int
}

// AIDs of the My Number card: the application that helps to fill in forms,
// and the common one (M). No reader of residence cards has any business there.
const (
	inputSupportAID = "D3921000310001010408"
	commonAID       = "D3921000310001010100"
)

const licenceDF1AID = "A0000002310100000000000000000000"

func kinds() []kind {
	return []kind{
		{name: "my-number-card", mf: true, aids: []string{inputSupportAID, commonAID}, challenge: true,
			pins: []pin{{0x86, "0000", 3}}, unknownINS: 0x6D00},
		// Like a driver's licence: its MF answers at the very short identifiers
		// that a residence card has, with other objects in it.
		{name: "licence-card", mf: true, aids: []string{licenceDF1AID}, challenge: true,
			files: []file{
				{"", 0x0B, "\x45\x0B00120250401", false},
				{"", 0x0A, "\x05\x01\x01", false},
				{licenceDF1AID, 0x01, "\x11\x01\x00", true},
			},
			pins: []pin{{0x81, "0000", 3}, {0x82, "0000", 3}, {0x86, "0000", 3}}, unknownINS: 0x6D00},
		{name: "blank-card", unknownINS: 0x6D00},
		// A residence card of a type that nobody has published.
		{name: "future-card", mf: true, files: []file{{"", 0x0A, "\xC1\x0209", false}}, unknownINS: 0x6D00},
	}
}
