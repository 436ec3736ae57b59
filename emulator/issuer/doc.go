// Package issuer is the authority that signs test cards: a root certificate, a
// leaf key, and the check code over the two pictures of a card (clauses
// 3.3.4.9 and 3.4.3.1; fact sheet gen1, section 6). It comes from stored test
// keys or from a folder that the user made; it never holds a real key.
//
// Go ignores an injected random source when it makes keys, so a card whose
// bytes must be repeatable needs keys that are stored. Everything else here
// follows from the arguments alone.
// It imports the specification tables and nothing else of ours outside the
// emulator.
package issuer
