// Package perso makes a card from its description: it checks the description,
// draws the pictures, encodes the data objects, lets an issuer sign, and gives
// the bytes of every file (clauses 3.3.1 to 3.3.5 and 3.4.3.1; fact sheet gen1,
// sections 2, 3 and 6). Types 1 and 2 are made; the description has room for
// 05 to 08.
//
// The same description, issuer and seed give the same bytes on every machine:
// nothing here reads the clock or a random source.
// Of ours it may import tlv, spec, the plain data of package emulator, and its
// own tree with package issuer.
package perso
