package dat

import (
	"errors"
	"fmt"
)

// errBER is a certificate whose BER cannot be read.
var errBER = errors.New("BER coding broken")

// maxDepth bounds elements of indefinite length inside each other.
const maxDepth = 16

// element is one BER element (ITU-T X.690, clause 8), read leniently: genuine
// certificates are reported not to be DER.
type element struct {
	tag     byte
	content []byte
	raw     []byte // with tag and length, and the end mark of an indefinite length
	// der is false where the length has another form than DER demands.
	der bool
}

// takeElement takes the first element off data. Tags have one byte, which is
// all that X.509 needs.
func takeElement(data []byte) (element, []byte, error) { return takeNested(data, 0) }

func takeNested(data []byte, depth int) (e element, rest []byte, err error) {
	if len(data) < 2 || data[0]&0x1F == 0x1F || depth > maxDepth {
		return e, nil, fmt.Errorf("%w: %d bytes left", errBER, len(data))
	}
	e.tag, e.der = data[0], true
	n, head := int(data[1]), 2
	switch {
	case n == 0x80:
		return indefinite(data, depth)
	case n > 0x84:
		return e, nil, fmt.Errorf("%w: length of %d bytes", errBER, n&0x7F)
	case n > 0x80:
		head, n = 2+n&0x7F, 0
		if len(data) < head {
			return e, nil, fmt.Errorf("%w: length cut off", errBER)
		}
		for _, b := range data[2:head] {
			n = min(n<<8|int(b), 1<<16) // no card holds more
		}
		e.der = n >= 0x80 && data[2] != 0
	}
	if n > len(data)-head {
		return e, nil, fmt.Errorf("%w: element of %d bytes, %d are there", errBER, n, len(data)-head)
	}
	e.content, e.raw = data[head:head+n], data[:head+n]
	return e, data[head+n:], nil
}

// indefinite takes an element that ends with 00 00 (8.1.3.6).
func indefinite(data []byte, depth int) (e element, rest []byte, err error) {
	if data[0]&0x20 == 0 {
		return e, nil, fmt.Errorf("%w: indefinite length on a primitive element", errBER)
	}
	rest = data[2:]
	for len(rest) < 2 || rest[0] != 0 || rest[1] != 0 {
		if _, rest, err = takeNested(rest, depth+1); err != nil {
			return e, nil, err
		}
	}
	end := len(data) - len(rest)
	return element{tag: data[0], content: data[2:end], raw: data[:end+2]}, rest[2:], nil
}

// elements splits the content of a constructed element.
func elements(content []byte) (list []element, err error) {
	for len(content) > 0 {
		var e element
		if e, content, err = takeElement(content); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// allDER says whether every length inside is as DER demands.
func allDER(e element) bool {
	if !e.der || e.tag&0x20 == 0 {
		return e.der
	}
	inner, err := elements(e.content)
	for _, i := range inner {
		if !allDER(i) {
			return false
		}
	}
	return err == nil
}
