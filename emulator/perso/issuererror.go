package perso

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/zairyukit/zairyu/emulator/internal/plainfile"
	"github.com/zairyukit/zairyu/emulator/issuer"
)

// issuerError tells which file of an issuer folder cannot be used, and why. A
// new issuer is the advice only where there is none: elsewhere it would replace
// keys that cards are signed with.
func (d Description) issuerError(err error) *Error {
	var at *issuer.FolderError
	if !errors.As(err, &at) {
		return d.fail("issuer", MsgIssuerUnreadable, d.Issuer, err).because(err)
	}
	switch {
	case at.NoFolder:
		return d.fail("issuer", MsgIssuerNone, d.Issuer).because(err)
	case errors.Is(err, issuer.ErrNotFolder):
		return d.fail("issuer", MsgIssuerNotFolder, d.Issuer).because(err)
	}
	message, more := fileReason(at.Err)
	args := append([]any{d.Issuer, filepath.Base(at.Path)}, more...)
	return d.fail("issuer", message, args...).because(err)
}

// fileReason gives the message for the reason why a file of an issuer folder
// cannot be used, and what it tells beside folder and file. A damaged file's
// reason is not told further: it can quote the certificate.
func fileReason(err error) (Message, []any) {
	var big *plainfile.TooBigError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return MsgIssuerLacks, nil
	case errors.Is(err, fs.ErrPermission):
		return MsgIssuerPermission, nil
	case errors.Is(err, plainfile.ErrFolder), errors.Is(err, plainfile.ErrNotRegular):
		return MsgIssuerNotFile, nil
	case errors.As(err, &big):
		return MsgIssuerTooBig, []any{big.Size, big.Limit}
	case errors.Is(err, issuer.ErrKeyMismatch):
		return MsgIssuerMismatch, nil
	case errors.Is(err, issuer.ErrNotPEM):
		return MsgIssuerNotPEM, nil
	case errors.Is(err, issuer.ErrNotRSA2048):
		return MsgIssuerWrongKey, []any{"RSA 2048"}
	case errors.Is(err, issuer.ErrNotP384):
		return MsgIssuerWrongKey, []any{"P-384"}
	}
	return MsgIssuerDamaged, nil
}
