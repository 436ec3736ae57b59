package witness

// File is a file of the card. Size is in bytes, Header the tag and length of
// its first object, or its tag alone where the length is not settled.
type File struct {
	Key    string // "mf/ef01"; "ap/ef01" on the specified cards
	DF     int    // 1 to 3; 0 is the level of the free files, MF or AP
	P1     byte   // in READ BINARY: 80 and the SFI
	Size   int
	Free   bool // readable without authentication
	SM     bool // readable under SM only
	Header []byte
}

// Files returns the files of the card type, in the order of the documents
// (tables 3-1 and 3-2; 2G 3.3.1). Access is that of tables 3-4 and 3-5 and of
// 2G 3.3.3, P1 that of 4.2.5(3). For types 07 and 08 size, P1 and access are
// assumed to be those of 05 and 06.
func (k *Kind) Files() []File {
	if k.Generation == 1 {
		return k.filesFirst()
	}
	return k.filesSecond()
}

// File returns the file of a key, if the card type has it.
func (k *Kind) File(key string) (File, bool) {
	for _, f := range k.Files() {
		if f.Key == key {
			return f, true
		}
	}
	return File{}, false
}

// ObjectLayout is a data object of a file. Length is the length of its value;
// if Fixed, a shorter value is filled with 00, else Length is the most that it
// may have. Header is tag and length, the tag alone if not Fixed.
type ObjectLayout struct {
	Tag    uint16
	Length int
	Fixed  bool
	Header []byte
}

// Objects returns the data objects of a file, in order; nil if the card type
// has no such file. A card without photo, and a withdrawn permission, deviate
// from it (3.3.5, 3.3.4.6, 3.3.4.7).
func (k *Kind) Objects(fileKey string) []ObjectLayout {
	switch {
	case k.Generation == 1:
		return k.objectsFirst(fileKey)
	case fileKey == k.Root()+"/ef01":
		return []ObjectLayout{fixed(0xC0, 4, 0xC0, 0x04)}
	case fileKey == k.Root()+"/ef02":
		return []ObjectLayout{fixed(0xC1, 2, 0xC1, 0x02)}
	}
	return k.objectsSecond(fileKey)
}

func fixed(tag uint16, length int, header ...byte) ObjectLayout {
	return ObjectLayout{Tag: tag, Length: length, Fixed: true, Header: header}
}

func upTo(tag byte, length int) ObjectLayout {
	return ObjectLayout{Tag: uint16(tag), Length: length, Header: []byte{tag}}
}
