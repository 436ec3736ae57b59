// Package picture makes the two pictures of a card: the bilevel front image
// (clause 3.3.4.3, data object D0, TIFF with MMR) and the colour face image
// (clause 3.3.4.4, data object D1, JPEG 2000); fact sheet gen1, section 3. It
// draws them, or takes ready files whose headers it can read.
//
// It never uses randomness or the clock: the same input gives the same bytes.
// It imports of ours only package g4.
package picture
