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

	"github.com/zairyukit/zairyu/emulator/internal/plainfile"
)

// Names of the files of the delivery key in an issuer folder.
const (
	fileDelivery       = "specified-delivery.key.pem"
	fileDeliveryPublic = "specified-delivery.pub.pem"
)

// files names the files of an authority in an issuer folder: root certificate,
// its key, and the key of the leaf.
func (s *scheme) files() [3]string {
	return [3]string{s.label + "-ca.crt.pem", s.label + "-ca.key.pem", s.label + "-leaf.key.pem"}
}

// maxFile bounds the files of an issuer folder, in bytes.
const maxFile = 64 << 10

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
// os.ErrNotExist, or one of [ErrNotFolder], [ErrNotPEM], [ErrNotRSA2048],
// [ErrNotP384], [ErrKeyMismatch].
type FolderError struct {
	Path string // the file or folder
	Err  error
	// NoFolder says that the folder itself does not exist.
	NoFolder bool

	writing bool // else reading
}

func (e *FolderError) Error() string {
	advice := "put the file back, or name another folder"
	switch {
	case e.NoFolder:
		advice = "make a folder with: zairyu issuer new DIR"
	case errors.Is(e.Err, os.ErrExist):
		advice = "choose another folder, or replace it with --force"
	case e.writing:
		advice = "name another folder"
	}
	return fmt.Sprintf("issuer %s: %v; %s", e.Path, e.Err, advice)
}

// Unwrap gives the reason.
func (e *FolderError) Unwrap() error { return e.Err }

// New makes keys and root certificates for every generation, and a delivery
// key, and stores them in a folder, which it creates. Private keys are readable
// by their owner only. Nothing is overwritten without o.Force. It fails with a
// [*FolderError].
func New(dir string, o Options) (*Issuer, error) {
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return nil, &FolderError{Path: dir, Err: reason(err), writing: true}
	}
	if err := mayWrite(dir, o.Force); err != nil {
		return nil, err
	}
	i := &Issuer{}
	for _, s := range schemes() {
		a, err := s.newAuthority(o)
		if err != nil {
			return nil, err
		}
		i.set(a)
	}
	var err error
	if i.delivery, err = rsa.GenerateKey(o.random(), keyBits); err != nil {
		return nil, fmt.Errorf("issuer: make key: %w", err)
	}
	return i, i.store(dir, o.Force)
}

// Load opens a folder that [New] made. A folder that has the keys of types 1
// and 2 only is opened too, and serves those. It fails with a [*FolderError].
func Load(dir string) (*Issuer, error) {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return nil, &FolderError{Path: dir, Err: reason(err), NoFolder: true}
	case err == nil && !info.IsDir():
		return nil, &FolderError{Path: dir, Err: ErrNotFolder}
	}
	i := &Issuer{}
	for n, s := range schemes() {
		a, err := s.load(dir)
		if n > 0 && errors.Is(err, os.ErrNotExist) && !s.started(dir) {
			continue // made before this generation was known
		}
		if err != nil {
			return nil, err
		}
		i.set(a)
	}
	path := filepath.Join(dir, fileDelivery)
	file, err := plainfile.Read(path, maxFile)
	if errors.Is(err, os.ErrNotExist) {
		return i, nil
	}
	if err == nil {
		i.delivery, err = parseDelivery(file)
	}
	if err != nil {
		return nil, &FolderError{Path: path, Err: reason(err)}
	}
	return i, nil
}

func (s *scheme) load(dir string) (*Authority, error) {
	var files [3][]byte
	for i, name := range s.files() {
		content, err := plainfile.Read(filepath.Join(dir, name), maxFile)
		if err != nil {
			return nil, &FolderError{Path: filepath.Join(dir, name), Err: err}
		}
		files[i] = content
	}
	a, err := newAuthority(s, files[0], files[1], files[2])
	var part *partError
	if errors.As(err, &part) {
		return nil, &FolderError{Path: filepath.Join(dir, s.files()[part.file]), Err: part.err}
	}
	if err != nil {
		return nil, &FolderError{Path: dir, Err: err}
	}
	return a, nil
}

// started says that the folder has some file of this generation, so that a
// missing one is damage and not age.
func (s *scheme) started(dir string) bool {
	for _, name := range s.files() {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// mayWrite looks at all files before the first is written, so that a folder is
// never half replaced.
func mayWrite(dir string, force bool) error {
	names := []string{fileDelivery, fileDeliveryPublic}
	for _, s := range schemes() {
		files := s.files()
		names = append(names, files[:]...)
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err == nil && !force {
			return &FolderError{Path: path, Err: os.ErrExist}
		}
	}
	return nil
}

func (o Options) random() io.Reader {
	if o.Rand == nil {
		return rand.Reader
	}
	return o.Rand
}

func (s *scheme) newAuthority(o Options) (*Authority, error) {
	caKey, err := s.generate(o.random())
	if err != nil {
		return nil, fmt.Errorf("issuer: make key: %w", err)
	}
	leafKey, err := s.generate(o.random())
	if err != nil {
		return nil, fmt.Errorf("issuer: make key: %w", err)
	}
	serial := make([]byte, 8)
	if _, err := io.ReadFull(o.random(), serial); err != nil {
		return nil, fmt.Errorf("issuer: make serial number: %w", err)
	}
	serial[0] = serial[0]&0x3F | 0x40 // positive, eight bytes
	n := s.testNames()
	if o.LookAlike {
		n = s.lookAlikeNames()
	}
	keys := &Authority{scheme: s, caKey: caKey, leafKey: leafKey}
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

// stored is one file of an issuer folder.
type stored struct {
	name, kind string
	der        []byte
	mode       fs.FileMode
}

func (i *Issuer) store(dir string, force bool) error {
	private, public, err := i.Delivery()
	if err != nil {
		return err
	}
	files := []stored{
		{fileDelivery, "PRIVATE KEY", private, privateMode},
		{fileDeliveryPublic, "PUBLIC KEY", public, publicMode},
	}
	for _, a := range []*Authority{i.gen1, i.gen2} {
		own, err := a.stored()
		if err != nil {
			return err
		}
		files = append(files, own...)
	}
	for _, f := range files {
		text := pem.EncodeToMemory(&pem.Block{Type: f.kind, Bytes: f.der})
		if err := writeFile(filepath.Join(dir, f.name), text, f.mode, force); err != nil {
			return err
		}
	}
	return nil
}

func (a *Authority) stored() ([]stored, error) {
	caKey, err := x509.MarshalPKCS8PrivateKey(a.caKey)
	if err != nil {
		return nil, fmt.Errorf("issuer: store key: %w", err)
	}
	leafKey, err := x509.MarshalPKCS8PrivateKey(a.leafKey)
	if err != nil {
		return nil, fmt.Errorf("issuer: store key: %w", err)
	}
	names := a.scheme.files()
	return []stored{
		{names[1], "PRIVATE KEY", caKey, privateMode},
		{names[2], "PRIVATE KEY", leafKey, privateMode},
		{names[0], "CERTIFICATE", a.root.Raw, publicMode},
	}, nil
}

// writeFile makes a file; it never writes through a link or into a file with
// an older, wider mode.
func writeFile(path string, content []byte, mode fs.FileMode, force bool) error {
	if force {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return &FolderError{Path: path, Err: reason(err), writing: true}
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return &FolderError{Path: path, Err: reason(err), writing: true}
	}
	_, err = file.Write(content)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return &FolderError{Path: path, Err: reason(err), writing: true}
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
