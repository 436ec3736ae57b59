package witness

// File is a file of the card. Size is in bytes, Header the tag and length of
// its first object.
type File struct {
	Key    string // "mf/ef01"
	DF     int    // 1 to 3; 0 is the MF
	P1     byte   // in READ BINARY: 80 and the SFI
	Size   int
	Free   bool // readable without authentication
	SM     bool // readable under SM only
	Header []byte
}

// Files returns the files of a card type, "1" or "2", in the order of tables
// 3-1 and 3-2; nil for other types. Access is that of tables 3-4 and 3-5, P1
// that of 4.2.5(3).
func Files(cardType string) []File {
	common := File{Key: "mf/ef01", DF: 0, P1: 0x8B, Size: 6, Free: true, Header: []byte{0xC0, 0x04}}
	kind := File{Key: "mf/ef02", DF: 0, P1: 0x8A, Size: 3, Free: true, Header: []byte{0xC1, 0x01}}
	front := File{Key: "df1/ef01", DF: 1, P1: 0x85, Size: 7004, SM: true, Header: []byte{0xD0, 0x82, 0x1B, 0x58}}
	face := File{Key: "df1/ef02", DF: 1, P1: 0x86, Size: 3004, SM: true, Header: []byte{0xD1, 0x82, 0x0B, 0xB8}}
	address := File{Key: "df2/ef01", DF: 2, P1: 0x81, Size: 342, Header: []byte{0xD2, 0x08}}
	comprehensive := File{Key: "df2/ef02", DF: 2, P1: 0x82, Size: 122, Header: []byte{0xD5, 0x78}}
	individual := File{Key: "df2/ef03", DF: 2, P1: 0x83, Size: 122, Header: []byte{0xD6, 0x78}}
	application := File{Key: "df2/ef04", DF: 2, P1: 0x84, Size: 3, Header: []byte{0xD7, 0x01}}
	signature := File{Key: "df3/ef01", DF: 3, P1: 0x82, Size: 1464, Header: []byte{0xDA, 0x82, 0x01, 0x00}}
	switch cardType {
	case "1":
		return []File{common, kind, front, face, address, comprehensive, individual, application, signature}
	case "2":
		return []File{common, kind, front, face, address, signature}
	}
	return nil
}

// Layout is a data object as 3.3.4 fixes it: its length never varies, shorter
// values are filled with 00. Header is tag and length.
type Layout struct {
	Tag    byte
	Length int
	Header []byte
}

// Objects returns the data objects of a file, in order; nil if that card type
// has no such file. A card without photo, and a withdrawn permission, deviate
// from it (3.3.5, 3.3.4.6, 3.3.4.7).
func Objects(cardType, fileKey string) []Layout {
	if cardType != "1" && cardType != "2" {
		return nil
	}
	switch fileKey {
	case "mf/ef01":
		return []Layout{{0xC0, 4, []byte{0xC0, 0x04}}}
	case "mf/ef02":
		return []Layout{{0xC1, 1, []byte{0xC1, 0x01}}}
	case "df1/ef01":
		return []Layout{{0xD0, 7000, []byte{0xD0, 0x82, 0x1B, 0x58}}}
	case "df1/ef02":
		return []Layout{{0xD1, 3000, []byte{0xD1, 0x82, 0x0B, 0xB8}}}
	case "df2/ef01":
		return []Layout{
			{0xD2, 8, []byte{0xD2, 0x08}},
			{0xD3, 6, []byte{0xD3, 0x06}},
			{0xD4, 320, []byte{0xD4, 0x82, 0x01, 0x40}},
		}
	case "df3/ef01":
		return []Layout{
			{0xDA, 256, []byte{0xDA, 0x82, 0x01, 0x00}},
			{0xDB, 1200, []byte{0xDB, 0x82, 0x04, 0xB0}},
		}
	}
	if cardType == "2" {
		return nil
	}
	switch fileKey {
	case "df2/ef02":
		return []Layout{{0xD5, 120, []byte{0xD5, 0x78}}}
	case "df2/ef03":
		return []Layout{{0xD6, 120, []byte{0xD6, 0x78}}}
	case "df2/ef04":
		return []Layout{{0xD7, 1, []byte{0xD7, 0x01}}}
	}
	return nil
}
