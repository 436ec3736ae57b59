// Package arch holds the rules of the tree as tests: who may import whom, one
// doc comment a package, no init functions, files that can be read in one
// sitting. It has no code of its own.
package arch
