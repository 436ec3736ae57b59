package witness

// SelectMF returns SELECT FILE of the MF by its identifier 3F00 (4.2.1(3)).
// For types 05 and 06 it is assumed: readers never send it.
func (k *Kind) SelectMF() []byte {
	return []byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00}
}

// SelectAP returns SELECT FILE of the residence application by its AID, of
// which byte 5 is 01 (SC 3.3.2). Only the specified cards have it.
func (k *Kind) SelectAP() []byte { return selectAID(0x01) }

// SelectRoot selects the level that holds the free files: the AP on the
// specified cards, where it ends the session (SC 4.2.3(2)), else the MF.
func (k *Kind) SelectRoot() []byte {
	if k.Generation == 3 {
		return k.SelectAP()
	}
	return k.SelectMF()
}

// SelectDF returns SELECT FILE of DF1, DF2 or DF3 by its AID, of which byte 5
// is 02, 03 or 04 (3.3.2, 4.2.1(3)). Other n give the AID with n+1 there.
func (k *Kind) SelectDF(n int) []byte { return selectAID(byte(n + 1)) }

func selectAID(level byte) []byte {
	return []byte{
		0x00, 0xA4, 0x04, 0x0C, 0x10,
		0xD3, 0x92, 0xF0, 0x00, 0x4F, level,
		0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	}
}

// GetChallenge returns GET CHALLENGE for 8 bytes (4.2.3(3)).
func (k *Kind) GetChallenge() []byte {
	return []byte{0x00, 0x84, 0x00, 0x00, 0x08}
}

// MutualAuthenticate returns MUTUAL AUTHENTICATE with E_IFD and M_IFD, 40
// bytes (4.2.4(3); annex 1 prints INS 84, annex 2 and 4.2.4 decide for 82).
func (k *Kind) MutualAuthenticate(cryptogram []byte) []byte {
	return append(caseThree(0x00, 0x82, 0x00, 0x00, cryptogram), 0x00)
}

// SetSessionKey returns SET SESSION KEY with the cryptogram of EncryptOAEP:
// always a 3-byte Lc, and no Le (SC 4.2.3 for the header, M for the rest).
func (k *Kind) SetSessionKey(cryptogram []byte) []byte {
	n := len(cryptogram)
	return append([]byte{0x80, 0xAE, 0x00, 0x00, 0x00, byte(n >> 8), byte(n)}, cryptogram...)
}

// VerifyCommand returns VERIFY under SM as SM command n (4.2.2(3)); types 1 to
// 06 ignore n. The code is the 12 bytes of the card number; codes of any other
// length are padded by the same rule, to build refused commands. An object
// over 255 bytes gets a 3-byte Lc. P2 86 is assumed for the specified cards.
func (k *Kind) VerifyCommand(ksenc []byte, n uint64, code []byte) []byte {
	return caseThree(0x08, 0x20, 0x00, 0x86, k.Seal(ksenc, n, code))
}

// ReadPlain returns READ BINARY in clear with a 3-byte Le; le 0000 asks for
// everything (4.2.5(3)).
func (k *Kind) ReadPlain(p1, p2 byte, le uint16) []byte {
	return []byte{0x00, 0xB0, p1, p2, 0x00, byte(le >> 8), byte(le)}
}

// ReadShort returns READ BINARY in clear with a 1-byte Le, a form that 4.1
// allows in general and 4.2.5(3) does not list.
func (k *Kind) ReadShort(p1, p2, le byte) []byte {
	return []byte{0x00, 0xB0, p1, p2, le}
}

// ReadSM returns READ BINARY under SM: the object 96 with le in clear, and the
// outer Le 0000 (4.2.5(3)). The object is 96 02 hh ll, on the specified cards
// 96 03 00 hh ll (M).
func (k *Kind) ReadSM(p1, p2 byte, le uint16) []byte {
	hh, ll := byte(le>>8), byte(le)
	if k.Generation == 3 {
		return []byte{0x08, 0xB0, p1, p2, 0x00, 0x00, 0x05, 0x96, 0x03, 0x00, hh, ll, 0x00, 0x00}
	}
	return []byte{0x08, 0xB0, p1, p2, 0x00, 0x00, 0x04, 0x96, 0x02, hh, ll, 0x00, 0x00}
}

// caseThree is a command with data and no Le (4.1.4).
func caseThree(cla, ins, p1, p2 byte, data []byte) []byte {
	command := []byte{cla, ins, p1, p2, byte(len(data))}
	if len(data) > 0xFF {
		command = []byte{cla, ins, p1, p2, 0x00, byte(len(data) >> 8), byte(len(data))}
	}
	return append(command, data...)
}
