package emulator

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/zairyukit/zairyu/emulator/internal/machine"
	"github.com/zairyukit/zairyu/internal/spec"
)

// Errors of [New] and [Card.Restore].
var (
	// ErrUnknownProfile: the image names no specification table.
	ErrUnknownProfile = errors.New("image names an unknown card profile")
	// ErrNumber: the card number is not 12 printable ASCII characters (3.4.1).
	ErrNumber = errors.New("card number must be 12 printable ASCII characters")
	// ErrFileMissing, ErrFileUnknown, ErrFileSize: see [FileError].
	ErrFileMissing = errors.New("the image lacks this file")
	ErrFileUnknown = errors.New("the profile has no such file")
	ErrFileSize    = errors.New("the file has the wrong size")
	// ErrSpec: a cell given by [WithSpec] does not exist, or its value is one
	// that no card can act on.
	ErrSpec = errors.New("specification cell refused")
	// ErrDeliveryKey: types 07 and 08 need the private half of an RSA-2048
	// delivery key, PKCS#8 DER; the image has none or another kind of key.
	ErrDeliveryKey = errors.New("the card needs an RSA-2048 delivery key in PKCS#8 DER")
	// ErrForeignSnapshot: the snapshot was not taken from this card.
	ErrForeignSnapshot = errors.New("snapshot of another card")
)

// FileError says which file of an image does not fit the profile (3.3.1). Err
// is ErrFileMissing, ErrFileUnknown or ErrFileSize.
type FileError struct {
	Profile, File string
	Got, Want     int // bytes; with ErrFileSize only
	Err           error
}

func (e *FileError) Error() string {
	if errors.Is(e.Err, ErrFileSize) {
		return fmt.Sprintf("%s of profile %s: %v: %d bytes, want %d", e.File, e.Profile, e.Err, e.Got, e.Want)
	}
	return fmt.Sprintf("%s of profile %s: %v", e.File, e.Profile, e.Err)
}

// Unwrap returns Err.
func (e *FileError) Unwrap() error { return e.Err }

func specError(err error) error { return fmt.Errorf("%w: %w", ErrSpec, err) }

// takeContent copies what the card keeps of an image. The image must fit the
// published profile, or in a file whose size was changed, the changed one.
func takeContent(img Image, published, changed *spec.Profile) (machine.Card, error) {
	if err := checkNumber(img.Number, published); err != nil {
		return machine.Card{}, err
	}
	if err := checkFiles(img, published, changed); err != nil {
		return machine.Card{}, err
	}
	files := map[string][]byte{}
	for _, f := range changed.Files {
		files[f.Key] = make([]byte, f.Size)
		copy(files[f.Key], img.Files[f.Key])
	}
	return machine.Card{Number: []byte(img.Number), Files: files}, nil
}

// deliveryKey reads the private key of an image; nil for none.
func deliveryKey(der []byte) (*rsa.PrivateKey, error) {
	if len(der) == 0 {
		return nil, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDeliveryKey, err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, ErrDeliveryKey
	}
	return key, nil
}

func checkNumber(number string, p *spec.Profile) error {
	want, err := strconv.Atoi(p.Value("verify.number.length"))
	if err != nil {
		return specError(err)
	}
	unprintable := slices.ContainsFunc([]byte(number), func(b byte) bool { return b < ' ' || b > '~' })
	if len(number) != want || unprintable {
		return fmt.Errorf("%w: it has %d bytes", ErrNumber, len(number))
	}
	return nil
}

func checkFiles(img Image, published, changed *spec.Profile) error {
	for _, f := range published.Files {
		content, ok := img.Files[f.Key]
		if !ok {
			return &FileError{Profile: img.Profile, File: f.Key, Err: ErrFileMissing}
		}
		now, _ := changed.File(f.Key)
		if len(content) != f.Size && len(content) != now.Size {
			return &FileError{Profile: img.Profile, File: f.Key, Got: len(content), Want: f.Size, Err: ErrFileSize}
		}
	}
	for key := range img.Files {
		if _, ok := published.File(key); !ok {
			return &FileError{Profile: img.Profile, File: key, Err: ErrFileUnknown}
		}
	}
	return nil
}
