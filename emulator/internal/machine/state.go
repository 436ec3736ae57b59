package machine

// State is all that a card remembers between commands (3.1, 3.2.2, 4.2). Its
// byte slices are never written to, so that a copy of the struct is a copy of
// the state.
type State struct {
	// DF is the current DF, "mf", "df1", ...; empty before activation.
	DF string
	// EF is the key of the current EF, "df1/ef01"; empty if there is none.
	EF string
	// Challenge is RND.ICC while it may still be used; nil if there is none.
	Challenge []byte
	// Session is KSenc; nil without an agreed or delivered key.
	Session []byte
	// Counter is the number of the next command under SM, where the tables
	// count them.
	Counter uint64
	// Verified is true while the last VERIFY was successful.
	Verified bool
}

// outcome is what a successful command hands to the effects: the operands of
// the verbs, and the answer's data.
type outcome struct {
	df        string // the DF selected
	ef        string // the EF read
	challenge []byte // the challenge given out
	session   []byte // the key agreed
	data      []byte // data field of the answer
	plain     []byte // the data before encryption, under SM only
}
