package flow

import (
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/zairyukit/zairyu/internal/spec"
)

// The command frames of 4.2, field by field as the clauses print them.

// selectMF is 4.2.1(3), "MF selection": no Le.
func selectMF(fid []byte) []byte {
	return slices.Concat([]byte{0x00, 0xA4, 0x00, 0x00, byte(len(fid))}, fid)
}

// selectDF is 4.2.1(3), "DF selection": P2 0C, no answer data, no Le.
func selectDF(aid []byte) []byte {
	return slices.Concat([]byte{0x00, 0xA4, 0x04, 0x0C, byte(len(aid))}, aid)
}

// getChallenge is 4.2.3(3).
func getChallenge(length int) []byte { return []byte{0x00, 0x84, 0x00, 0x00, byte(length)} }

// mutual is 4.2.4(3) with INS 82: annex 1, step 4, prints 84 against 4.2.4
// and annex 2.
func mutual(data []byte) []byte {
	return slices.Concat([]byte{0x00, 0x82, 0x00, 0x00, byte(len(data))}, data, []byte{0x00})
}

// verify is 4.2.2(3): SM, no Le.
func verify(p2 byte, object []byte) []byte {
	return slices.Concat([]byte{0x08, 0x20, 0x00, p2, byte(len(object))}, object)
}

// readArea is P1-P2 of READ BINARY (4.2.5(3)). Offsets below 256 name the
// file; greater ones need the file to be current, which a successful read
// has made it.
func readArea(sfi byte, offset int) (p1, p2 byte) {
	if offset <= 0xFF {
		return 0x80 | sfi, byte(offset)
	}
	return byte(offset>>8) & 0x7F, byte(offset)
}

// readPlain is 4.2.5(3), plain command: Le 00 hh ll, where le 0 asks for
// everything. The short form, one byte of Le, is in no table of the
// specification; it is used where the extended one does not get through.
func readPlain(p1, p2 byte, le int, short bool) []byte {
	if short {
		return []byte{0x00, 0xB0, p1, p2, byte(le)}
	}
	return []byte{0x00, 0xB0, p1, p2, 0x00, byte(le >> 8), byte(le)}
}

// readSM is 4.2.5(3), SM command: the object 96 02 hh ll, then Le 00 00. On
// the specified cards the object is 96 03 00 hh ll (M); width is its length.
func readSM(tag byte, width int, p1, p2 byte, le int, short bool) []byte {
	object := []byte{tag, byte(width)}
	for i := width - 1; i >= 0; i-- {
		object = append(object, byte(le>>(8*i)))
	}
	if short {
		return slices.Concat([]byte{0x08, 0xB0, p1, p2, byte(len(object))}, object, []byte{0x00})
	}
	return slices.Concat([]byte{0x08, 0xB0, p1, p2, 0x00, 0x00, byte(len(object))}, object, []byte{0x00, 0x00})
}

// setKey is SET SESSION KEY (SC 4.2.3): extended Lc, no Le (M).
func setKey(header, cryptogram []byte) []byte {
	return slices.Concat(header, []byte{0x00, byte(len(cryptogram) >> 8), byte(len(cryptogram))}, cryptogram)
}

// byteCell, bytesCell and numberCell read cells whose kind the profile has checked.
func byteCell(p *spec.Profile, key string) byte {
	raw, err := hex.DecodeString(p.Value(key))
	if err != nil || len(raw) != 1 {
		return 0
	}
	return raw[0]
}

func bytesCell(p *spec.Profile, key string) []byte {
	raw, err := hex.DecodeString(p.Value(key))
	if err != nil {
		return nil
	}
	return raw
}

func numberCell(p *spec.Profile, key string) int {
	n, err := strconv.Atoi(p.Value(key))
	if err != nil {
		return 0
	}
	return n
}
