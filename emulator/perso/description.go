package perso

import "github.com/zairyukit/zairyu/emulator/issuer"

// Description says what stands on a card: the card file, item by item. Its
// text form is YAML; [Parse] reads it and [Build] makes the card. The
// specification leaves some items to the drawn front only: those texts are
// drawn as they are.
type Description struct {
	// Type is the card type: "1" residence card, "2" special permanent
	// resident certificate; "05" to "08" of the later generations.
	Type string `yaml:"type"`
	// Number is the card number: 2 capital letters, 8 digits, 2 capital
	// letters (clause 3.4.1).
	Number string `yaml:"number"`
	// Version is the specification version in C0, 4 digits; "0001" when empty.
	Version string `yaml:"version,omitempty"`
	// Clock is the day on which the card is looked at; the day of issue when
	// zero.
	Clock Date `yaml:"clock,omitempty"`
	// Seed varies what is made up: the synthetic portrait, the serial number
	// of the certificate.
	Seed int64 `yaml:"seed,omitempty"`

	Holder    Holder     `yaml:"holder"`
	Residence *Residence `yaml:"residence,omitempty"` // nil where the type has none
	Card      Card       `yaml:"card"`
	Address   Address    `yaml:"address,omitempty"`

	OtherActivity OtherActivity `yaml:"other_activity,omitempty"`
	// Pending: an application for change or extension is pending (D7, on 05 and
	// 07 D8).
	Pending      bool         `yaml:"pending_application,omitempty"`
	Commissioner Commissioner `yaml:"commissioner,omitempty"`

	// Front, NameImage and AddressImage are "drawn" (or empty) or the name of a
	// ready TIFF file: the first on types 1 and 2, the others on 05 to 08.
	Front        string `yaml:"front,omitempty"`
	NameImage    string `yaml:"name_image,omitempty"`
	AddressImage string `yaml:"address_image,omitempty"`
	// Photo is "synthetic", "none", or the name of a PNG, JPEG or JPEG 2000
	// file. When empty it is synthetic, or none where clause 3.3.5 says so.
	Photo string `yaml:"photo,omitempty"`
	// Issuer is "throwaway" (or empty) or the name of a folder.
	Issuer      string      `yaml:"issuer,omitempty"`
	Certificate Certificate `yaml:"certificate,omitempty"`
	// DeliveryKey and Profile belong to types 07 and 08.
	DeliveryKey string            `yaml:"delivery_key,omitempty"`
	Profile     map[string]string `yaml:"profile,omitempty"`
	// Raw replaces the bytes of whole files, in hexadecimal digits; the keys
	// are those of the specification tables, "df2/ef02". It has the last word:
	// a check code is not computed again.
	Raw map[string]string `yaml:"raw,omitempty"`

	// Dir is the folder to which names of files and folders are relative; the
	// working directory when empty.
	Dir string `yaml:"-"`

	// places remembers where in the card file the items stand.
	places places
}

// Holder is the person on the card.
type Holder struct {
	Name        string      `yaml:"name"`
	Born        Date        `yaml:"born"`
	Sex         Sex         `yaml:"sex"`
	Nationality Nationality `yaml:"nationality"`
}

// Sex is one of [Male], [Female], [Other].
type Sex string

// The values of an item sex.
const (
	Male   Sex = "male"
	Female Sex = "female"
	Other  Sex = "other"
)

// Nationality is a nationality or region: three letters for the later
// generations, and the text that is drawn.
type Nationality struct {
	Code string `yaml:"code,omitempty"`
	Text string `yaml:"text,omitempty"`
}

// Coded is an item with a code for the later generations and a text that the
// first one draws.
type Coded struct {
	Code string `yaml:"code,omitempty"`
	Text string `yaml:"text,omitempty"`
}

// Residence is what a residence card says about the stay; types 1, 05, 07. On
// 06 and 08 only the codes of status and period.
type Residence struct {
	Status     Coded      `yaml:"status"`
	Period     Period     `yaml:"period"`
	Permission Permission `yaml:"permission,omitempty"`
	Work       Coded      `yaml:"work,omitempty"`
}

// Period is the period of stay and its last day; a permanent resident has no
// last day.
type Period struct {
	Code  string `yaml:"code,omitempty"`
	Text  string `yaml:"text,omitempty"`
	Until Date   `yaml:"until,omitempty"`
}

// Permission is the kind and date of the permission on which the card rests.
type Permission struct {
	Code string `yaml:"code,omitempty"`
	Text string `yaml:"text,omitempty"`
	Date Date   `yaml:"date,omitempty"`
}

// Card is the card's own dates.
type Card struct {
	Issued  Date `yaml:"issued"`
	Expires Date `yaml:"expires"`
}

// Address is the address on the front, drawn, and the later entry on the back.
type Address struct {
	Front string `yaml:"front,omitempty"`
	// Back is the entry on the back (DF2/EF01); nil when never written.
	Back *Back `yaml:"back,omitempty"`
}

// Back is an address entry on the back: D2, D3, D4.
type Back struct {
	Written Date `yaml:"written"`
	// Municipality is the local-government code: 6 digits with check digit.
	Municipality string `yaml:"municipality"`
	// Text has at most 80 characters and 320 bytes.
	Text string `yaml:"text"`
}

// OtherActivity is the permission to engage in an activity other than that of
// the status: D5 and D6.
type OtherActivity struct {
	Comprehensive Activity `yaml:"comprehensive,omitempty"`
	Individual    Activity `yaml:"individual,omitempty"`
}

// Activity is one of the two permissions. Its text form is "never",
// "withdrawn", or a group: with a text on type 1, with a code and its end
// (comprehensive) or whether it is granted (individual) on 05 and 07.
type Activity struct {
	State State
	// Text is what the stamp says, at most 120 bytes; only when granted.
	Text string
	// Code is that of D5: "0", "1", "2"; Expires its end, D6; Form "short" (or
	// empty) or "long", how D5 is written.
	Code    string
	Expires Date
	Form    string
}

// State is the state of a permission.
type State string

// The states of a permission. The empty state is [Never].
const (
	Never     State = "never"
	Withdrawn State = "withdrawn" // rewritten to "none": clause 3.3.4.6
	Granted   State = "granted"
)

// Commissioner is the Commissioner's entry of the later generations.
type Commissioner struct {
	Entry bool   `yaml:"entry,omitempty"`
	Text  string `yaml:"text,omitempty"`
}

// Certificate says how the public key certificate is written.
type Certificate struct {
	Quirks []issuer.Quirk `yaml:"quirks,omitempty"`
}
