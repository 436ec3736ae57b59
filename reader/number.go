package reader

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// numberLength is the length of a card number in characters (4.2.2(3)(i)).
const numberLength = 12

// Errors of [NormaliseNumber]. They never repeat the number.
var (
	// ErrNumberCharacter: neither a letter A to Z nor a digit.
	ErrNumberCharacter = errors.New("card number holds a character that is neither letter A to Z nor digit")
	// ErrNumberLength: not 12 letters and digits.
	ErrNumberLength = errors.New("card number has not 12 letters and digits")
)

// NormaliseNumber turns a card number as typed into the form on the card, 12
// ASCII letters and digits: full width becomes half width, lower case upper
// case, spaces and hyphens go. That 2 letters, 8 digits and 2 letters follow
// one another is not demanded: the card decides. It fails with
// [ErrNumberCharacter], [ErrNumberLength].
func NormaliseNumber(typed string) (string, error) {
	var b strings.Builder
	for _, r := range typed {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteRune(r - 'a' + 'A')
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsSpace(r), unicode.Is(unicode.Pd, r), r == '−': // dashes, minus sign
		default:
			return "", ErrNumberCharacter
		}
	}
	if n := b.Len(); n != numberLength {
		return "", fmt.Errorf("%w: it has %d", ErrNumberLength, n)
	}
	return b.String(), nil
}
