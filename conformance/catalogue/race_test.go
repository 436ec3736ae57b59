//go:build race

package catalogue_test

// raceDetector says that this run looks for races, which takes many times as
// long: TestSkew then takes every twentieth cell only.
const raceDetector = true
