package witness

import "fmt"

// Seal returns the answer to a READ BINARY under SM: tag 86, length in its
// shortest form, 01, cryptogram (4.2.5(4)(i), 3.2.3.1). plain is at most
// 65,526 bytes; a longer one has no length field and yields a wrong one.
func Seal(ksenc, plain []byte) []byte {
	value := append([]byte{0x01}, EncryptCBC(ksenc, Pad(plain))...)
	return append(header(0x86, len(value)), value...)
}

func header(tag byte, n int) []byte {
	switch {
	case n <= 0x7F:
		return []byte{tag, byte(n)}
	case n <= 0xFF:
		return []byte{tag, 0x81, byte(n)}
	}
	return []byte{tag, 0x82, byte(n >> 8), byte(n)}
}

// Open undoes Seal. It demands one object of tag 86 and nothing after it, the
// indicator 01, one or more whole blocks, and padding. Of the length it
// demands one of the forms that 3.2.3.1 allows, not the shortest: compare
// with Seal for that. The error is ErrObject or ErrPadding.
func Open(ksenc, object []byte) ([]byte, error) {
	head, value, rest, err := cut(object)
	switch {
	case err != nil:
		return nil, fmt.Errorf("SM answer: %w", err)
	case head[0] != 0x86:
		return nil, fmt.Errorf("SM answer has tag %02X, 86 expected: %w", head[0], ErrObject)
	case len(rest) != 0:
		return nil, fmt.Errorf("SM answer has %d bytes after its object: %w", len(rest), ErrObject)
	case len(value) == 0 || value[0] != 0x01:
		return nil, fmt.Errorf("SM answer lacks the indicator 01: %w", ErrObject)
	case len(value) == 1 || (len(value)-1)%8 != 0:
		return nil, fmt.Errorf("SM answer has a cryptogram of %d bytes, not whole blocks of 8: %w", len(value)-1, ErrObject)
	}
	plain, err := Unpad(DecryptCBC(ksenc, value[1:]))
	if err != nil {
		return nil, fmt.Errorf("SM answer, deciphered: %w", err)
	}
	return plain, nil
}

// Object is a data object of a file: tag (1 byte), value, and Header, its tag
// and length as they stood (2 to 4 bytes).
type Object struct {
	Tag    byte
	Value  []byte
	Header []byte
}

// SplitObjects cuts a file into its data objects (3.2.3.1). A tag 00 ends the
// data (3.3.4.6, 3.3.4.7, 3.3.5); what follows it is not looked at. The error
// is ErrObject.
func SplitObjects(file []byte) ([]Object, error) {
	var objects []Object
	for rest := file; len(rest) > 0 && rest[0] != 0x00; {
		head, value, after, err := cut(rest)
		if err != nil {
			return nil, fmt.Errorf("offset %d: %w", len(file)-len(rest), err)
		}
		objects = append(objects, Object{Tag: head[0], Value: value, Header: head})
		rest = after
	}
	return objects, nil
}

// cut takes the first object off data, with the three forms of length that
// 3.2.3.1 allows, the long ones for small values too.
func cut(data []byte) (head, value, rest []byte, err error) {
	if len(data) < 2 {
		return nil, nil, nil, fmt.Errorf("%d bytes are too few for tag and length: %w", len(data), ErrObject)
	}
	size, n := 2, int(data[1])
	switch {
	case data[1] <= 0x7F:
	case data[1] == 0x81 && len(data) >= 3:
		size, n = 3, int(data[2])
	case data[1] == 0x82 && len(data) >= 4:
		size, n = 4, int(data[2])<<8|int(data[3])
	default:
		return nil, nil, nil, fmt.Errorf("tag %02X has no valid length field: %w", data[0], ErrObject)
	}
	if len(data)-size < n {
		return nil, nil, nil, fmt.Errorf("tag %02X claims %d bytes, %d are there: %w", data[0], n, len(data)-size, ErrObject)
	}
	return data[:size], data[size : size+n], data[size+n:], nil
}
