//go:build !(windows || (darwin && cgo) || (linux && cgo && pcsc))

package pcsc

// Built says whether this program has PC/SC in it.
const Built = false

func establish() (service, error) { return nil, ErrNotBuilt }
