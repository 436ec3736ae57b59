package issuer

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Names of the files in an issuer folder. They carry the generation: the
// folder has room for the authority of types 05 to 08 beside this one.
const (
	fileRoot    = "gen1-ca.crt.pem"
	fileCAKey   = "gen1-ca.key.pem"
	fileLeafKey = "gen1-leaf.key.pem"
)

const (
	privateMode = 0o600
	publicMode  = 0o644
	folderMode  = 0o700
)

// Options of a new issuer folder. The zero value is a test issuer.
type Options struct {
	// Force replaces the files of an issuer that is there.
	Force bool
	// LookAlike takes the names of the published roots instead of names that
	// say TEST; see [LookAlike].
	LookAlike bool
	// NotBefore and NotAfter bound the root certificate; zero values mean the
	// beginning of 2012 and the end of 2049.
	NotBefore, NotAfter time.Time
	// Rand gives the serial number of the root; nil is the system's source.
	// The keys always come from the system's: Go ignores any other.
	Rand io.Reader
}

// FolderError: a file of an issuer folder cannot be read, written or used. It
// wraps the reason: an error of package os such as os.ErrExist or
// os.ErrNotExist, or one of [ErrNotPEM], [ErrNotRSA2048], [ErrKeyMismatch].
type FolderError struct {
	Path string // the file or folder
	Err  error
}

func (e *FolderError) Error() string {
	advice := "make a folder with: zairyu issuer new DIR"
	if errors.Is(e.Err, os.ErrExist) {
		advice = "choose another folder, or replace it with --force"
	}
	return fmt.Sprintf("issuer %s: %v; %s", e.Path, e.Err, advice)
}

// Unwrap gives the reason.
func (e *FolderError) Unwrap() error { return e.Err }

// New makes keys and a root certificate and stores them in a folder, which it
// creates. Private keys are readable by their owner only. Nothing is
// overwritten without o.Force. It fails with a [*FolderError].
func New(dir string, o Options) (*Issuer, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, &FolderError{Path: dir, Err: reason(err)}
	}
	if err := mayWrite(dir, o.Force); err != nil {
		return nil, err
	}
	gen1, err := newGen1(o)
	if err != nil {
		return nil, err
	}
	if err := gen1.store(dir, o.Force); err != nil {
		return nil, err
	}
	return &Issuer{gen1: gen1}, nil
}

// Load opens a folder that [New] made. It fails with a [*FolderError].
func Load(dir string) (*Issuer, error) {
	var files [3][]byte
	for i, name := range []string{fileRoot, fileCAKey, fileLeafKey} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, &FolderError{Path: filepath.Join(dir, name), Err: reason(err)}
		}
		files[i] = content
	}
	gen1, err := newAuthority(files[0], files[1], files[2])
	if err != nil {
		return nil, &FolderError{Path: dir, Err: err}
	}
	return &Issuer{gen1: gen1}, nil
}

// mayWrite looks at all files before the first is written, so that a folder is
// never half replaced.
func mayWrite(dir string, force bool) error {
	for _, name := range []string{fileRoot, fileCAKey, fileLeafKey} {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err == nil && !force {
			return &FolderError{Path: path, Err: os.ErrExist}
		}
	}
	return nil
}

func newGen1(o Options) (*Authority, error) {
	random := o.Rand
	if random == nil {
		random = rand.Reader
	}
	caKey, err := rsa.GenerateKey(random, keyBits)
	if err != nil {
		return nil, fmt.Errorf("issuer: make key: %w", err)
	}
	leafKey, err := rsa.GenerateKey(random, keyBits)
	if err != nil {
		return nil, fmt.Errorf("issuer: make key: %w", err)
	}
	serial := make([]byte, 8)
	if _, err := io.ReadFull(random, serial); err != nil {
		return nil, fmt.Errorf("issuer: make serial number: %w", err)
	}
	serial[0] = serial[0]&0x3F | 0x40 // positive, eight bytes
	n := testNames()
	if o.LookAlike {
		n = lookAlikeNames()
	}
	keys := &Authority{caKey: caKey, leafKey: leafKey}
	return keys.renamed(n, root{serial: serial, notBefore: o.notBefore(), notAfter: o.notAfter()})
}

func (o Options) notBefore() time.Time {
	if o.NotBefore.IsZero() {
		return time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return o.NotBefore
}

func (o Options) notAfter() time.Time {
	if o.NotAfter.IsZero() {
		return time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC)
	}
	return o.NotAfter
}

func (a *Authority) store(dir string, force bool) error {
	caKey, err := x509.MarshalPKCS8PrivateKey(a.caKey)
	if err != nil {
		return fmt.Errorf("issuer: store key: %w", err)
	}
	leafKey, err := x509.MarshalPKCS8PrivateKey(a.leafKey)
	if err != nil {
		return fmt.Errorf("issuer: store key: %w", err)
	}
	for _, f := range []struct {
		name, kind string
		der        []byte
		mode       fs.FileMode
	}{
		{fileCAKey, "PRIVATE KEY", caKey, privateMode},
		{fileLeafKey, "PRIVATE KEY", leafKey, privateMode},
		{fileRoot, "CERTIFICATE", a.root.Raw, publicMode},
	} {
		text := pem.EncodeToMemory(&pem.Block{Type: f.kind, Bytes: f.der})
		if err := writeFile(filepath.Join(dir, f.name), text, f.mode, force); err != nil {
			return err
		}
	}
	return nil
}

// writeFile makes a file; it never writes through a link or into a file with
// an older, wider mode.
func writeFile(path string, content []byte, mode fs.FileMode, force bool) error {
	if force {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return &FolderError{Path: path, Err: reason(err)}
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return &FolderError{Path: path, Err: reason(err)}
	}
	_, err = file.Write(content)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return &FolderError{Path: path, Err: reason(err)}
	}
	return nil
}

// reason takes the path out of an error of package os: [FolderError] has it.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
