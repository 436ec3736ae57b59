// Package g4 writes bilevel pictures as TIFF files with CCITT Group 4
// compression: "MMR" in the words of clause 3.3.4.3, the front image of a card
// (fact sheet gen1, section 3).
//
// The coding is ITU-T T.6, with the code words of ITU-T T.4; the container is
// TIFF 6.0. The package only writes. It imports none of our packages.
package g4
