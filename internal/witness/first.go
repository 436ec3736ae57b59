package witness

import "io"

// The functions of this file are those of the first generation under the
// names they had when there was no other: For("1") with N left out.

// BaseKey is [Kind.BaseKey] of type 1.
func BaseKey(number string) []byte { return For("1").BaseKey(number) }

// EncryptCBC is [Kind.EncryptCBC] of type 1.
func EncryptCBC(key, data []byte) []byte { return For("1").EncryptCBC(key, data) }

// DecryptCBC is [Kind.DecryptCBC] of type 1.
func DecryptCBC(key, data []byte) []byte { return For("1").DecryptCBC(key, data) }

// Pad is [Kind.Pad] of type 1.
func Pad(data []byte) []byte { return For("1").Pad(data) }

// Unpad is [Kind.Unpad] of type 1.
func Unpad(data []byte) ([]byte, error) { return For("1").Unpad(data) }

// TerminalCryptogram is [Kind.TerminalCryptogram] of type 1.
func TerminalCryptogram(kenc, rndIFD, rndICC, kIFD []byte) []byte {
	return For("1").TerminalCryptogram(kenc, rndIFD, rndICC, kIFD)
}

// CardCryptogram is [Kind.CardCryptogram] of type 1.
func CardCryptogram(kenc, rndICC, rndIFD, kICC []byte) []byte {
	return For("1").CardCryptogram(kenc, rndICC, rndIFD, kICC)
}

// OpenCardCryptogram is [Kind.OpenCardCryptogram] of type 1.
func OpenCardCryptogram(kenc, answer, rndICC, rndIFD []byte) (kICC []byte, err error) {
	return For("1").OpenCardCryptogram(kenc, answer, rndICC, rndIFD)
}

// SessionKey is [Kind.SessionKey] of type 1.
func SessionKey(kIFD, kICC []byte) []byte { return For("1").SessionKey(kIFD, kICC) }

// Seal is [Kind.Seal] of type 1.
func Seal(ksenc, plain []byte) []byte { return For("1").Seal(ksenc, 0, plain) }

// Open is [Kind.Open] of type 1.
func Open(ksenc, object []byte) ([]byte, error) { return For("1").Open(ksenc, 0, object) }

// SelectMF is [Kind.SelectMF].
func SelectMF() []byte { return For("1").SelectMF() }

// SelectDF is [Kind.SelectDF].
func SelectDF(n int) []byte { return For("1").SelectDF(n) }

// GetChallenge is [Kind.GetChallenge].
func GetChallenge() []byte { return For("1").GetChallenge() }

// MutualAuthenticate is [Kind.MutualAuthenticate].
func MutualAuthenticate(cryptogram []byte) []byte { return For("1").MutualAuthenticate(cryptogram) }

// VerifyCommand is [Kind.VerifyCommand] of type 1.
func VerifyCommand(ksenc, code []byte) []byte { return For("1").VerifyCommand(ksenc, 0, code) }

// ReadPlain is [Kind.ReadPlain].
func ReadPlain(p1, p2 byte, le uint16) []byte { return For("1").ReadPlain(p1, p2, le) }

// ReadShort is [Kind.ReadShort].
func ReadShort(p1, p2, le byte) []byte { return For("1").ReadShort(p1, p2, le) }

// ReadSM is [Kind.ReadSM] of type 1.
func ReadSM(p1, p2 byte, le uint16) []byte { return For("1").ReadSM(p1, p2, le) }

// NewTerminal is [Kind.NewTerminal] of type 1.
func NewTerminal(transmit Transmit, random io.Reader) *Terminal {
	return For("1").NewTerminal(transmit, random)
}

// Files is [Kind.Files] of types "1" and "2", nil for others.
func Files(cardType string) []File {
	if k := first(cardType); k != nil {
		return k.Files()
	}
	return nil
}

// Layout is [ObjectLayout] with a tag of one byte.
type Layout struct {
	Tag    byte
	Length int
	Header []byte
}

// Objects is [Kind.Objects] of types "1" and "2", nil for others.
func Objects(cardType, fileKey string) []Layout {
	var out []Layout
	if k := first(cardType); k != nil {
		for _, o := range k.Objects(fileKey) {
			out = append(out, Layout{Tag: byte(o.Tag), Length: o.Length, Header: o.Header})
		}
	}
	return out
}

// Object is [DataObject] with a tag of one byte.
type Object struct {
	Tag    byte
	Value  []byte
	Header []byte
}

// SplitObjects is [Kind.SplitObjects] of type 1.
func SplitObjects(file []byte) ([]Object, error) {
	objects, err := For("1").SplitObjects(file)
	var out []Object
	for _, o := range objects {
		out = append(out, Object{Tag: byte(o.Tag), Value: o.Value, Header: o.Header})
	}
	return out, err
}

func first(cardType string) *Kind {
	if k := For(cardType); k != nil && k.Generation == 1 {
		return k
	}
	return nil
}
