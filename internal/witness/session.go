package witness

// Session is the secure messaging between a terminal and a card. Cases may
// set its fields and copy it. Not for concurrent use.
type Session struct {
	Kind  *Kind
	KSenc []byte // session key, 16 bytes; nil if there is none
	// N is the number of SM commands that the card has seen under KSenc. Types
	// 1 to 06 have no counter: N stays 0 and is ignored.
	N uint64
}

// Start begins a session with a key: no SM command seen yet.
func (s *Session) Start(ksenc []byte) { s.KSenc, s.N = ksenc, 0 }

// Saw must be told, once each, of the commands that go to the card past
// [Terminal.Send], which does it by itself. It counts those that a specified card counts after SET SESSION KEY: VERIFY and READ
// BINARY of class 08, refused ones too (M).
func (s *Session) Saw(command []byte) {
	if s.Kind.Generation != 3 || len(s.KSenc) == 0 || len(command) < 2 {
		return
	}
	if command[0] == 0x08 && (command[1] == 0x20 || command[1] == 0xB0) {
		s.N++
	}
}

// Verify returns VERIFY with a code, to be the next SM command.
func (s *Session) Verify(code []byte) []byte {
	return s.Kind.VerifyCommand(s.KSenc, s.N+1, code)
}

// Seal returns the object that answers the last SM command that was sent.
func (s *Session) Seal(plain []byte) []byte { return s.SealAt(s.N, plain) }

// SealAt returns the object that belongs to SM command n, of a command or an
// answer.
func (s *Session) SealAt(n uint64, plain []byte) []byte {
	return s.Kind.Seal(s.KSenc, n, plain)
}

// Open undoes Seal: it opens the answer to the last SM command that was sent.
// The error is ErrObject or ErrPadding.
func (s *Session) Open(object []byte) ([]byte, error) { return s.OpenAt(s.N, object) }

// OpenAt undoes SealAt. The error is ErrObject or ErrPadding.
func (s *Session) OpenAt(n uint64, object []byte) ([]byte, error) {
	return s.Kind.Open(s.KSenc, n, object)
}

// Encrypt encrypts whole blocks, padding not added, for the next SM command:
// cases build wrong objects with it.
func (s *Session) Encrypt(blocks []byte) []byte {
	return s.Kind.EncryptSM(s.KSenc, s.N+1, blocks)
}

// Decrypt deciphers the cryptogram in the answer to the last SM command and
// leaves its padding on.
func (s *Session) Decrypt(cryptogram []byte) []byte {
	return s.Kind.DecryptSM(s.KSenc, s.N, cryptogram)
}
