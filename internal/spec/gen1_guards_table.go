package spec

// gen1Guards lists, for each form of command, what a card checks and in which
// order; the first predicate that holds decides the status word. The
// specification says which status words a command may answer and one event
// only (a wrong number gives 6300, 4.2.2(1)); the other events, and the
// order, are assumed until a genuine card corrects them.
func gen1Guards() []Cell {
	return []Cell{
		{"guard.unknown.header-missing", Guard, "6700", "P 4.1.8", Assumed, "fewer than 4 bytes"},
		{"guard.unknown.cla-unknown", Guard, "6E00", "P 4.1.8", Assumed, ""},
		{"guard.unknown.always", Guard, "6D00", "P 4.1.8", Assumed, ""},

		{"guard.select.cla-unknown", Guard, "6E00", "P 4.2.1(5)", Assumed, ""},
		{"guard.select.cla-channel", Guard, "6E00", "P 4.2.1(5)", Assumed, "6881 is not in the table of SELECT FILE"},
		{"guard.select.cla-sm", Guard, "6882", "P 4.2.1(5)", Assumed, ""},
		{"guard.select.length-malformed", Guard, "6700", "P 4.2.1(5)", Assumed, "data shorter than Lc"},
		{"guard.select.p1p2-wrong", Guard, "6A86", "P 4.2.1(5)", Assumed, ""},
		{"guard.select.lc-contradicts", Guard, "6A87", "P 4.2.1(5)", Assumed, "MF wants Lc 02, DF wants Lc 10"},
		{"guard.select.file-not-found", Guard, "6A82", "P 4.2.1(5)", Assumed, ""},

		{"guard.challenge.cla-unknown", Guard, "6E00", "P 4.2.3(5)", Assumed, ""},
		{"guard.challenge.cla-channel", Guard, "6881", "P 4.2.3(5)", Assumed, ""},
		{"guard.challenge.cla-sm", Guard, "6882", "P 4.2.3(5)", Assumed, ""},
		{"guard.challenge.length-malformed", Guard, "6700", "P 4.2.3(5)", Assumed, ""},
		{"guard.challenge.p1p2-wrong", Guard, "6A86", "P 4.2.3(5)", Assumed, ""},
		{"guard.challenge.data-present", Guard, "6700", "P 4.2.3(5)", Assumed, ""},
		{"guard.challenge.le-wrong", Guard, "6700", "P 4.2.3(5)", Assumed, "Le is 08"},

		{"guard.mutual.cla-unknown", Guard, "6E00", "P 4.2.4(5)", Assumed, ""},
		{"guard.mutual.cla-channel", Guard, "6881", "P 4.2.4(5)", Assumed, ""},
		{"guard.mutual.cla-sm", Guard, "6882", "P 4.2.4(5)", Assumed, ""},
		{"guard.mutual.length-malformed", Guard, "6700", "P 4.2.4(5)", Assumed, ""},
		{"guard.mutual.p1p2-wrong", Guard, "6985", "P 4.2.4(5)", Assumed, "6A86 is not in the table of MUTUAL AUTHENTICATE"},
		{"guard.mutual.length-wrong", Guard, "6700", "P 4.2.4(5)", Assumed, "Lc is 28, Le is 00"},
		{"guard.mutual.no-challenge", Guard, "6985", "P 4.2.4(2)", Assumed, "a challenge must have been fetched directly before"},
		{"guard.mutual.mac-wrong", Guard, "6300", "P annex 1", Assumed, ""},
		{"guard.mutual.challenge-wrong", Guard, "6300", "P annex 1", Assumed, ""},

		{"guard.verify.cla-unknown", Guard, "6E00", "P 4.2.2(5)", Assumed, ""},
		{"guard.verify.cla-channel", Guard, "6881", "P 4.2.2(5)", Assumed, ""},
		{"guard.verify.cla-sm", Guard, "6882", "P 4.2.2(5)", Assumed, "CLA 04 and 0C"},
		{"guard.verify.cla-plain", Guard, "6982", "P 4.2.2(2)", Assumed, "must be sent under SM"},
		{"guard.verify.length-malformed", Guard, "6700", "P 4.2.2(5)", Assumed, ""},
		{"guard.verify.p1p2-wrong", Guard, "6A86", "P 4.2.2(5)", Assumed, ""},
		{"guard.verify.no-session", Guard, "6985", "P 4.2.2(2)", Assumed, ""},
		{"guard.verify.sm-object-wrong", Guard, "6988", "P 4.2.2(5)", Assumed, ""},
		{"guard.verify.number-wrong", Guard, "6300", "P 4.2.2(1)", Official, ""},

		{"guard.read-plain.cla-unknown", Guard, "6E00", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-plain.cla-channel", Guard, "6881", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-plain.cla-sm", Guard, "6882", "P 4.2.5(5)", Assumed, "CLA 04 and 0C"},
		{"guard.read-plain.length-malformed", Guard, "6700", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-plain.data-present", Guard, "6700", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-plain.le-missing", Guard, "6700", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-plain.p1p2-wrong", Guard, "6A86", "P 4.2.5(3)", Assumed, "P1 101xxxxx to 111xxxxx, SFI 00 and 1F"},
		{"guard.read-plain.no-current-ef", Guard, "6986", "P 4.2.5(5)", Assumed, "offset form"},
		{"guard.read-plain.file-not-found", Guard, "6A82", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-plain.not-verified", Guard, "6982", "P 3.3.3", Assumed, "that it is refused is official; the status word is assumed"},
		{"guard.read-plain.sm-required", Guard, "6982", "P 4.2.5(2)", Assumed, "that it is refused is official; the status word is assumed"},
		{"guard.read-plain.offset-outside", Guard, "6B00", "P 4.2.5(5)", Assumed, ""},

		{"guard.read-sm.cla-unknown", Guard, "6E00", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-sm.cla-channel", Guard, "6881", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-sm.cla-sm", Guard, "6882", "P 4.2.5(5)", Assumed, "CLA 04 and 0C"},
		{"guard.read-sm.length-malformed", Guard, "6700", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-sm.length-wrong", Guard, "6700", "P 4.2.5(3)", Assumed, "extended Lc and an Le of 0000"},
		{"guard.read-sm.p1p2-wrong", Guard, "6A86", "P 4.2.5(3)", Assumed, "P1 101xxxxx to 111xxxxx, SFI 00 and 1F"},
		{"guard.read-sm.no-session", Guard, "6985", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-sm.sm-object-wrong", Guard, "6988", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-sm.no-current-ef", Guard, "6986", "P 4.2.5(5)", Assumed, "offset form"},
		{"guard.read-sm.file-not-found", Guard, "6A82", "P 4.2.5(5)", Assumed, ""},
		{"guard.read-sm.not-verified", Guard, "6982", "P 3.3.3", Assumed, "that it is refused is official; the status word is assumed"},
		{"guard.read-sm.offset-outside", Guard, "6B00", "P 4.2.5(5)", Assumed, ""},
	}
}

// gen1Effects lists what a command does to the card's state: current DF and
// EF, challenge, session key, verified state.
func gen1Effects() []Cell {
	return []Cell{
		{"effect.reset", Effect, "enter-mf clear-ef clear-challenge clear-session clear-verified", "P 3.1, 4.2.4(2)", Official, "activation"},
		{"effect.any", Effect, "clear-challenge", "P 4.2.4(2)", Inferred, "every command but GET CHALLENGE: the challenge must have been fetched directly before"},
		{"effect.select.ok", Effect, "enter-df clear-ef", "P 3.2.2", Inferred, "keys and verified state survive (annex 2)"},
		{"effect.select.fail", Effect, "", "-", Assumed, ""},
		{"effect.challenge.ok", Effect, "set-challenge", "P 4.2.3(1)", Official, ""},
		{"effect.challenge.fail", Effect, "clear-challenge", "-", Assumed, ""},
		{"effect.mutual.ok", Effect, "set-session clear-verified", "P 4.2.4(1)", Inferred, ""},
		{"effect.mutual.fail", Effect, "clear-session clear-verified", "-", Assumed, ""},
		{"effect.verify.ok", Effect, "set-verified", "P 4.2.2(1)", Official, ""},
		{"effect.verify.mismatch", Effect, "clear-verified", "P 4.2.2(1)", Official, "the result replaces the state"},
		{"effect.verify.fail", Effect, "", "-", Assumed, "refused before the comparison"},
		{"effect.read.ok", Effect, "set-ef", "P 4.2.5(2)", Official, ""},
		{"effect.read.fail", Effect, "", "P 4.2.5(2)", Inferred, "only a successful read moves the current EF"},
		{"effect.sm-error", Effect, "", "-", Assumed, "an SM error keeps the session"},
	}
}
