// Package reader reads and verifies a residence card (在留カード) or special
// permanent resident certificate (特別永住者証明書): it finds out the type,
// authenticates with the card number, reads every file, checks the electronic
// signature and the certificate, and says exactly what was read, what is
// confirmed by the signature, and what is not (fact sheets of all generations;
// of the public specifications Ver 1.5 of the first generation was read,
// those of the others are known second-hand, and nothing about types 07 and
// 08 was ever checked against a card).
//
//	doc, _ := reader.Read(ctx, transport, options)
//	result := doc.Verify(options)
//
// The reader shares nothing with the emulator but syntax (APDU, TLV) and the
// tables of the specification: keys, MACs, secure messaging and the layout of
// the signature are written here from the specification alone, so that each
// side can find the other's mistakes. It must not import the emulator, the
// conformance suite or the witness.
package reader
