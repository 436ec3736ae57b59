package witness

// SelectMF returns SELECT FILE of the MF by its identifier 3F00 (4.2.1(3)).
func SelectMF() []byte {
	return []byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00}
}

// SelectDF returns SELECT FILE of DF1, DF2 or DF3 by its AID, of which byte 5
// is 02, 03 or 04 (3.3.2, 4.2.1(3)). Other n give the AID with n+1 there,
// which no card of this generation has.
func SelectDF(n int) []byte {
	return []byte{
		0x00, 0xA4, 0x04, 0x0C, 0x10,
		0xD3, 0x92, 0xF0, 0x00, 0x4F, byte(n + 1),
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	}
}

// GetChallenge returns GET CHALLENGE for 8 bytes (4.2.3(3)).
func GetChallenge() []byte {
	return []byte{0x00, 0x84, 0x00, 0x00, 0x08}
}

// MutualAuthenticate returns MUTUAL AUTHENTICATE with E_IFD and M_IFD, 40
// bytes (4.2.4(3); annex 1 prints INS 84, annex 2 and 4.2.4 decide for 82).
func MutualAuthenticate(cryptogram []byte) []byte {
	return append(caseThree(0x00, 0x82, 0x00, 0x00, cryptogram), 0x00)
}

// VerifyCommand returns VERIFY under SM (4.2.2(3)). The code is the 12 bytes
// of the card number; codes of any other length are padded by the same rule,
// to build refused commands. An object over 255 bytes gets a 3-byte Lc.
func VerifyCommand(ksenc []byte, code []byte) []byte {
	return caseThree(0x08, 0x20, 0x00, 0x86, Seal(ksenc, code))
}

// ReadPlain returns READ BINARY in clear with a 3-byte Le; le 0000 asks for
// everything (4.2.5(3)).
func ReadPlain(p1, p2 byte, le uint16) []byte {
	return []byte{0x00, 0xB0, p1, p2, 0x00, byte(le >> 8), byte(le)}
}

// ReadShort returns READ BINARY in clear with a 1-byte Le, a form that 4.1
// allows in general and 4.2.5(3) does not list.
func ReadShort(p1, p2, le byte) []byte {
	return []byte{0x00, 0xB0, p1, p2, le}
}

// ReadSM returns READ BINARY under SM: the object 96 02 with le, in clear, and
// the outer Le 0000 (4.2.5(3)).
func ReadSM(p1, p2 byte, le uint16) []byte {
	return []byte{0x08, 0xB0, p1, p2, 0x00, 0x00, 0x04, 0x96, 0x02, byte(le >> 8), byte(le), 0x00, 0x00}
}

// caseThree is a command with data and no Le (4.1.4).
func caseThree(cla, ins, p1, p2 byte, data []byte) []byte {
	command := []byte{cla, ins, p1, p2, byte(len(data))}
	if len(data) > 0xFF {
		command = []byte{cla, ins, p1, p2, 0x00, byte(len(data) >> 8), byte(len(data))}
	}
	return append(command, data...)
}
