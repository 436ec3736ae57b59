package witness

func (k *Kind) filesFirst() []File {
	common := File{Key: "mf/ef01", DF: 0, P1: 0x8B, Size: 6, Free: true, Header: []byte{0xC0, 0x04}}
	kind := File{Key: "mf/ef02", DF: 0, P1: 0x8A, Size: 3, Free: true, Header: []byte{0xC1, 0x01}}
	front := File{Key: "df1/ef01", DF: 1, P1: 0x85, Size: 7004, SM: true, Header: []byte{0xD0, 0x82, 0x1B, 0x58}}
	face := File{Key: "df1/ef02", DF: 1, P1: 0x86, Size: 3004, SM: true, Header: []byte{0xD1, 0x82, 0x0B, 0xB8}}
	address := File{Key: "df2/ef01", DF: 2, P1: 0x81, Size: 342, Header: []byte{0xD2, 0x08}}
	comprehensive := File{Key: "df2/ef02", DF: 2, P1: 0x82, Size: 122, Header: []byte{0xD5, 0x78}}
	individual := File{Key: "df2/ef03", DF: 2, P1: 0x83, Size: 122, Header: []byte{0xD6, 0x78}}
	application := File{Key: "df2/ef04", DF: 2, P1: 0x84, Size: 3, Header: []byte{0xD7, 0x01}}
	signature := File{Key: "df3/ef01", DF: 3, P1: 0x82, Size: 1464, Header: []byte{0xDA, 0x82, 0x01, 0x00}}
	if k.special() {
		return []File{common, kind, front, face, address, signature}
	}
	return []File{common, kind, front, face, address, comprehensive, individual, application, signature}
}

// objectsFirst: 3.3.4 fixes every length.
func (k *Kind) objectsFirst(fileKey string) []ObjectLayout {
	switch fileKey {
	case "mf/ef01":
		return []ObjectLayout{fixed(0xC0, 4, 0xC0, 0x04)}
	case "mf/ef02":
		return []ObjectLayout{fixed(0xC1, 1, 0xC1, 0x01)}
	case "df1/ef01":
		return []ObjectLayout{fixed(0xD0, 7000, 0xD0, 0x82, 0x1B, 0x58)}
	case "df1/ef02":
		return []ObjectLayout{fixed(0xD1, 3000, 0xD1, 0x82, 0x0B, 0xB8)}
	case "df2/ef01":
		return []ObjectLayout{
			fixed(0xD2, 8, 0xD2, 0x08),
			fixed(0xD3, 6, 0xD3, 0x06),
			fixed(0xD4, 320, 0xD4, 0x82, 0x01, 0x40),
		}
	case "df3/ef01":
		return []ObjectLayout{
			fixed(0xDA, 256, 0xDA, 0x82, 0x01, 0x00),
			fixed(0xDB, 1200, 0xDB, 0x82, 0x04, 0xB0),
		}
	}
	if k.special() {
		return nil
	}
	switch fileKey {
	case "df2/ef02":
		return []ObjectLayout{fixed(0xD5, 120, 0xD5, 0x78)}
	case "df2/ef03":
		return []ObjectLayout{fixed(0xD6, 120, 0xD6, 0x78)}
	case "df2/ef04":
		return []ObjectLayout{fixed(0xD7, 1, 0xD7, 0x01)}
	}
	return nil
}
