package reader

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/deliverykey"
	"github.com/zairyukit/zairyu/reader/internal/flow"
	"github.com/zairyukit/zairyu/reader/trust"
)

// Options are what a reading and its verification need.
type Options struct {
	// Number is the card number as typed: lower case, full width, spaces and
	// hyphens are put right.
	Number string
	// Anchors are the roots to trust. None: the chain is not judged and a
	// card is [NotVerifiable], never [InvalidCertificate].
	Anchors *trust.Store
	// Now is the clock for the dates of certificates; zero: time.Now.
	Now time.Time
	// Random gives RND.IFD (8 bytes), then K.IFD (16 bytes) for each
	// handshake, on types 07 and 08 the session key and what RSA-OAEP takes;
	// nil: crypto/rand. Pin it only to replay a vector.
	Random io.Reader
	// DeliveryKey is the agency's public key, under which types 07 and 08 take
	// their session key. Without it only their free files are read and the
	// verdict is [NotVerifiable] with [ErrNoDeliveryKey].
	DeliveryKey *deliverykey.Key
	// Profiles are further tables of card types; they go before those of the
	// specification. [Detect] knows the latter only.
	Profiles []*spec.Profile
	// ProfileOptions set the choices that the unverified tables of types 07
	// and 08 leave open, by name; other types have none. Nothing is ever tried
	// out on a card.
	ProfileOptions map[string]string
	// MaxRead is the most plain bytes to ask for at a time; 0: whole files.
	// Where that does not get through, the reading begins anew with less, in
	// the end in short APDUs; [Document.Plan] says what it came to.
	MaxRead int
	// Progress is told the step, as in [Error], and how many bytes of all
	// files are read; total is 0 before the type is known. A restart begins
	// at 0 again. It is called from the goroutine that called [Read].
	Progress func(step string, done, total int)
	// Observe is told every APDU after its answer, or after it failed, without
	// data. It is called from the goroutine that called [Read].
	Observe func(Exchange)
}

// Exchange is one APDU and its answer, without their data: header, lengths,
// status word (0 if there was no answer) and time.
type Exchange = flow.Exchange

// FileState says what became of a file.
type FileState string

// The states of a file.
const (
	FileRead      FileState = "read"
	FileAbsent    FileState = "absent"    // the card says that it does not have it
	FileShort     FileState = "short"     // fewer bytes than its tabled size
	FileMalformed FileState = "malformed" // its data objects cannot be told apart
	FileNotRead   FileState = "not-read"  // the reading ended before it was whole
)

// File is one file of the card as it was read.
type File struct {
	Key   string // "df1/ef01"
	State FileState
	SW    uint16 // the last status word about it, 0 if none was answered
	Data  []byte // as read, personal; at most the tabled size
}

// Document is what was read of a card, not yet judged. It holds personal
// data; its String does not show them.
type Document struct {
	// Type is the card type as the card gave it, "1" or "05"; empty if it is
	// not known.
	Type string
	// Number is the number that was used, normalised. It does not come from
	// the chip.
	Number string
	// Opened is true if the card accepted the number (VERIFY).
	Opened bool
	// Files are the files of the card's type in the order of clause 3.3.1.
	Files []File
	// SW is the last status word, 0 if there was none.
	SW uint16
	// Plan is how many plain bytes were asked for at a time in the end; 0:
	// whole files.
	Plan int
	// Err says why the reading ended early; nil if it did not.
	Err *Error

	profile *spec.Profile
	// otherKey: the delivery key that this card was to take is not the
	// published one.
	otherKey bool
}

// String names type and files and shows no personal data.
func (d Document) String() string {
	return fmt.Sprintf("card of type %q, %d files, opened %t", d.Type, len(d.Files), d.Opened)
}

// ErrNoDeliveryKey: a card of type 07 or 08 can be opened only with the
// agency's public key, and [Options.DeliveryKey] was not given.
var ErrNoDeliveryKey = flow.ErrNoDeliveryKey

// ErrNoExtendedLength: between reader and card extended length does not get
// through, and the card does not give its files in short APDUs, which no
// table of the specification has. Another card reader or driver is needed.
var ErrNoExtendedLength = flow.ErrNoExtendedLength

// Detect finds the type of the card, "1", "05", and authenticates nothing.
// The error is an [*Error]: [NotAResidenceCard], [UnsupportedType] (the type
// is returned all the same), [DataError], [CardRemoved], [Timeout],
// [ProtocolError].
func Detect(ctx context.Context, t Transport) (cardType string, err error) {
	cardType, err = flow.Detect(ctx, t)
	if e := readError(err); e != nil {
		return cardType, e
	}
	return cardType, nil
}

// Read runs the whole sequence: detection, key agreement, VERIFY, every file
// of the card's type. The Document is never nil; after an error it holds what
// was read before, and Document.Err is that error, an [*Error]. A single file
// that is absent or short is no error here; its state says so.
//
// Read waits as long as the card does: give ctx a deadline.
func Read(ctx context.Context, t Transport, o Options) (*Document, error) {
	number, err := NormaliseNumber(o.Number)
	if err != nil {
		d := &Document{Err: &Error{Verdict: BadInput, Step: "number", Err: err}}
		return d, d.Err
	}
	in := flow.Input{Number: number, Random: cmp.Or(o.Random, rand.Reader), Piece: max(0, o.MaxRead), Progress: o.Progress,
		Observe: o.Observe, Profiles: o.Profiles, ProfileOptions: o.ProfileOptions}
	if o.DeliveryKey != nil {
		in.DeliveryKey = o.DeliveryKey.Public
	}
	r, err := flow.Read(ctx, t, in)
	d := &Document{Type: r.Type, Number: number, Opened: r.Opened, SW: r.SW, Plan: r.Plan, profile: r.Profile, Err: readError(err)}
	d.otherKey = o.DeliveryKey != nil && !o.DeliveryKey.Published() && d.profile != nil &&
		d.profile.Value("ke.method") == "set-session-key"
	for _, f := range r.Files {
		d.Files = append(d.Files, File{Key: f.Key, State: fileStates[f.State], SW: f.SW, Data: f.Data})
	}
	if d.Err != nil {
		return d, d.Err
	}
	return d, nil
}

// Check reads and verifies in one step.
func Check(ctx context.Context, t Transport, o Options) *Result {
	d, _ := Read(ctx, t, o) // the error is in the Document
	return d.Verify(o)
}

var fileStates = map[flow.State]FileState{
	flow.Whole: FileRead, flow.Absent: FileAbsent, flow.Short: FileShort, flow.NotRead: FileNotRead,
}

var verdictOf = map[flow.Cause]Verdict{
	flow.Removed:     CardRemoved,
	flow.Timeout:     Timeout,
	flow.WrongNumber: WrongNumber,
	flow.NotCard:     NotAResidenceCard,
	flow.Unsupported: UnsupportedType,
	flow.BadData:     DataError,
	flow.NoKey:       NotVerifiable,
	flow.Setting:     BadInput,
}

// readError turns a failure of the flow into the exported error; causes
// without a verdict of their own are protocol errors.
func readError(err error) *Error {
	if err == nil {
		return nil
	}
	f, ok := errors.AsType[*flow.Failure](err)
	if !ok {
		return &Error{Verdict: ProtocolError, Step: "detect", Err: err}
	}
	return &Error{Verdict: cmp.Or(verdictOf[f.Cause], ProtocolError), Step: f.Step, SW: f.SW, Err: f.Err}
}
