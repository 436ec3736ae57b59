package witness

func (k *Kind) filesSecond() []File {
	root := k.Root()
	files := []File{
		{Key: root + "/ef01", DF: 0, P1: 0x8B, Size: 6, Free: true, Header: []byte{0xC0, 0x04}},
		{Key: root + "/ef02", DF: 0, P1: 0x8A, Size: 4, Free: true, Header: []byte{0xC1, 0x02}},
		{Key: "df1/ef01", DF: 1, P1: 0x81, Size: 14, SM: true, Header: []byte{0xC2, 0x0C}},
	}
	entries := File{Key: "df1/ef02", DF: 1, P1: 0x83, Size: 73, SM: true, Header: []byte{0xC5, 0x08}}
	if k.special() {
		entries.Size = 46
	}
	files = append(files, entries,
		File{Key: "df1/ef03", DF: 1, P1: 0x84, Size: 5508, SM: true, Header: []byte{0xD0, 0x82, 0x09, 0xC4}},
		File{Key: "df1/ef04", DF: 1, P1: 0x86, Size: 2505, SM: true, Header: []byte{0xDF, 0xD1, 0x82, 0x09, 0xC4}},
	)
	if k.special() {
		// P1 of this file is told by one source only.
		files = append(files, File{Key: "df2/ef01", DF: 2, P1: 0x83, Size: 207, Header: []byte{0xD9, 0x01}})
	} else {
		files = append(files,
			File{Key: "df2/ef01", DF: 2, P1: 0x81, Size: 22, Header: []byte{0xD5}},
			File{Key: "df2/ef02", DF: 2, P1: 0x82, Size: 3, Header: []byte{0xD8, 0x01}},
			File{Key: "df2/ef03", DF: 2, P1: 0x83, Size: 207, Header: []byte{0xD9, 0x01}},
		)
	}
	return append(files, File{Key: "df3/ef01", DF: 3, P1: 0x82, Size: 704, Header: []byte{0xDC, 0x60}})
}

// objectsSecond: 2G 3.3.4. D5 is written as D5 01 xx or D5 07 xx and 00: which,
// is open. The length of DD varies with the certificate.
func (k *Kind) objectsSecond(fileKey string) []ObjectLayout {
	others := []ObjectLayout{
		fixed(0xD9, 1, 0xD9, 0x01),
		fixed(0xDE, 200, 0xDE, 0x82, 0x00, 0xC8), // the long length is what makes 207 bytes
	}
	switch fileKey {
	case "df1/ef01":
		return []ObjectLayout{fixed(0xC2, 12, 0xC2, 0x0C)}
	case "df1/ef02":
		return k.entries()
	case "df1/ef03":
		return []ObjectLayout{
			fixed(0xD0, 2500, 0xD0, 0x82, 0x09, 0xC4),
			fixed(0xD1, 3000, 0xD1, 0x82, 0x0B, 0xB8),
		}
	case "df1/ef04":
		return []ObjectLayout{fixed(0xDFD1, 2500, 0xDF, 0xD1, 0x82, 0x09, 0xC4)}
	case "df3/ef01":
		return []ObjectLayout{fixed(0xDC, 96, 0xDC, 0x60), upTo(0xDD, 602)}
	case "df2/ef01":
		if k.special() {
			return others
		}
		return []ObjectLayout{upTo(0xD5, 7), fixed(0xD6, 8, 0xD6, 0x08), fixed(0xD7, 1, 0xD7, 0x01)}
	}
	if k.special() {
		return nil
	}
	switch fileKey {
	case "df2/ef02":
		return []ObjectLayout{fixed(0xD8, 1, 0xD8, 0x01)}
	case "df2/ef03":
		return others
	}
	return nil
}

// entries are the printed entries in the order of 2G 3.3.4. Of types 06 and 08
// the sources tell the size only, and that C5 to C8 are there: of all pairs
// C9 and CE alone fill it.
func (k *Kind) entries() []ObjectLayout {
	all := []ObjectLayout{
		fixed(0xC5, 8, 0xC5, 0x08),
		fixed(0xC6, 8, 0xC6, 0x08),
		fixed(0xC7, 1, 0xC7, 0x01),
		fixed(0xC8, 3, 0xC8, 0x03),
		fixed(0xC9, 10, 0xC9, 0x0A),
		fixed(0xCE, 4, 0xCE, 0x04),
		fixed(0xCA, 2, 0xCA, 0x02),
		fixed(0xCB, 8, 0xCB, 0x08),
		fixed(0xCC, 1, 0xCC, 0x01),
		fixed(0xCD, 8, 0xCD, 0x08),
	}
	if k.special() {
		return all[:6]
	}
	return all
}
