package issuer

// Tags of ITU-T X.690.
const (
	tagBoolean         = 0x01
	tagInteger         = 0x02
	tagBitString       = 0x03
	tagOctetString     = 0x04
	tagNull            = 0x05
	tagOID             = 0x06
	tagUTCTime         = 0x17
	tagGeneralizedTime = 0x18
	tagSequence        = 0x30
)

// element writes tag, shortest length, and the contents one after another.
func element(tag byte, contents ...[]byte) []byte {
	body := join(contents)
	return append(append([]byte{tag}, length(len(body))...), body...)
}

// sequence is element for a SEQUENCE, with a length one byte longer than
// needed where the form asks for it (X.690 8.1.3.5 allows that, DER does not).
func (f form) sequence(contents ...[]byte) []byte {
	if !f.longLength {
		return element(tagSequence, contents...)
	}
	body := join(contents)
	n := len(body)
	return append([]byte{tagSequence, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, body...)
}

// indefinite is a SEQUENCE without length, closed by two zero bytes (X.690
// 8.1.3.6).
func indefinite(contents ...[]byte) []byte {
	return append(append([]byte{tagSequence, 0x80}, join(contents)...), 0, 0)
}

// yes is the BOOLEAN TRUE: FF in DER, any other byte but 00 in BER.
func (f form) yes() []byte {
	if f.looseTrue {
		return element(tagBoolean, []byte{0x01})
	}
	return element(tagBoolean, []byte{0xFF})
}

func length(n int) []byte {
	switch {
	case n < 0x80:
		return []byte{byte(n)}
	case n < 0x100:
		return []byte{0x81, byte(n)}
	}
	return []byte{0x82, byte(n >> 8), byte(n)}
}

func join(parts [][]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
