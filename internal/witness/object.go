package witness

import "fmt"

// Seal returns the object of SM command n that holds plain: tag 86, length in
// its shortest form, 01, cryptogram (4.2.2(3), 4.2.5(4)(i), 3.2.3.1). Types 1
// to 06 ignore n. plain is at most 65,518 bytes; a longer one has no length
// field and yields a wrong one.
func (k *Kind) Seal(ksenc []byte, n uint64, plain []byte) []byte {
	value := append([]byte{0x01}, k.EncryptSM(ksenc, n, k.Pad(plain))...)
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
func (k *Kind) Open(ksenc []byte, n uint64, object []byte) ([]byte, error) {
	head, value, rest, err := cut(object, 1)
	switch {
	case err != nil:
		return nil, fmt.Errorf("SM answer: %w", err)
	case head[0] != 0x86:
		return nil, fmt.Errorf("SM answer has tag %02X, 86 expected: %w", head[0], ErrObject)
	case len(rest) != 0:
		return nil, fmt.Errorf("SM answer has %d bytes after its object: %w", len(rest), ErrObject)
	case len(value) == 0 || value[0] != 0x01:
		return nil, fmt.Errorf("SM answer lacks the indicator 01: %w", ErrObject)
	case len(value) == 1 || (len(value)-1)%k.Block != 0:
		return nil, fmt.Errorf("SM answer has a cryptogram of %d bytes, not whole blocks of %d: %w", len(value)-1, k.Block, ErrObject)
	}
	plain, err := k.Unpad(k.DecryptSM(ksenc, n, value[1:]))
	if err != nil {
		return nil, fmt.Errorf("SM answer, deciphered: %w", err)
	}
	return plain, nil
}

// DataObject is a data object of a file: its tag (DFD1 as one number), its
// value, and Header, its tag and length as they stood.
type DataObject struct {
	Tag    uint16
	Value  []byte
	Header []byte
}

// SplitObjects cuts a file into its data objects (3.2.3.1; 2G 3.2). A tag 00
// ends the data (3.3.4.6, 3.3.4.7, 3.3.5); what follows it is not looked at.
// From the second generation on, a first byte with its five low bits set has a
// second byte of tag. The error is ErrObject.
func (k *Kind) SplitObjects(file []byte) ([]DataObject, error) {
	var objects []DataObject
	for rest := file; len(rest) > 0 && rest[0] != 0x00; {
		tag, width := uint16(rest[0]), 1
		if k.Generation != 1 && rest[0]&0x1F == 0x1F {
			width = 2
			if len(rest) >= 2 {
				tag = tag<<8 | uint16(rest[1])
			}
		}
		head, value, after, err := cut(rest, width)
		if err != nil {
			return nil, fmt.Errorf("offset %d: %w", len(file)-len(rest), err)
		}
		objects = append(objects, DataObject{Tag: tag, Value: value, Header: head})
		rest = after
	}
	return objects, nil
}

// cut takes the first object off data, whose tag is width bytes, with the
// three forms of length that 3.2.3.1 allows, the long ones for small values
// too.
func cut(data []byte, width int) (head, value, rest []byte, err error) {
	if len(data) < width+1 {
		return nil, nil, nil, fmt.Errorf("%d bytes are too few for tag and length: %w", len(data), ErrObject)
	}
	field := data[width:]
	size, n := width+1, int(field[0])
	switch {
	case field[0] <= 0x7F:
	case field[0] == 0x81 && len(field) >= 2:
		size, n = width+2, int(field[1])
	case field[0] == 0x82 && len(field) >= 3:
		size, n = width+3, int(field[1])<<8|int(field[2])
	default:
		return nil, nil, nil, fmt.Errorf("tag %02X has no valid length field: %w", data[:width], ErrObject)
	}
	if len(data)-size < n {
		return nil, nil, nil, fmt.Errorf("tag %02X claims %d bytes, %d are there: %w", data[:width], n, len(data)-size, ErrObject)
	}
	return data[:size], data[size : size+n], data[size+n:], nil
}
