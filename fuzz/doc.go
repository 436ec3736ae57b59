// Package fuzz attacks card and reader together: what passes between our
// emulated card and our reader is changed on the way, and the reader must
// never call a changed card valid. Card and reader alone are fuzzed in their
// own packages. It may import every package and has no code outside its tests.
package fuzz
