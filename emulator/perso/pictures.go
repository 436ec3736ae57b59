package perso

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

// maxPictureFile bounds the files that are read, in bytes.
const maxPictureFile = 32 << 20

// pictures makes the two pictures.
func (b *builder) pictures() error {
	front, err := b.front()
	if err != nil {
		return err
	}
	b.result.Front, b.values["front"] = front, front
	face, err := b.face()
	if err != nil {
		return err
	}
	if face != nil {
		b.result.Face, b.values["face"] = face, face
	}
	return nil
}

func (b *builder) front() ([]byte, error) {
	if !b.d.drawsFront() {
		file, err := b.readPicture("front", b.d.Front)
		if err != nil {
			return nil, err
		}
		front, err := picture.FrontFile(file)
		return front, b.pictureError("front", err)
	}
	front, err := b.d.frontTexts().TIFF()
	return front, b.pictureError("front", err)
}

func (d Description) drawsFront() bool { return d.Front == "" || d.Front == "drawn" }

func (b *builder) face() ([]byte, error) {
	switch b.d.photo() {
	case photoNone:
		return nil, nil
	case photoSynthetic:
		face, err := picture.Face(picture.Portrait(b.d.Seed))
		return face, b.pictureError("photo", err)
	}
	file, err := b.readPicture("photo", b.d.Photo)
	if err != nil {
		return nil, err
	}
	face, err := picture.FaceFile(file)
	return face, b.pictureError("photo", err)
}

func (b *builder) readPicture(item, name string) ([]byte, error) {
	file, err := os.Open(b.d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Errors{b.d.fail(item, MsgPictureMissing, name).because(err)}
	}
	if err != nil {
		return nil, Errors{b.d.fail(item, MsgPictureUnreadable, name).because(err)}
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxPictureFile+1))
	if err == nil && len(data) > maxPictureFile {
		err = errors.New("over 32 MiB")
	}
	if err != nil {
		return nil, Errors{b.d.fail(item, MsgPictureUnreadable, name).because(err)}
	}
	return data, nil
}

// pictureError tells which item of the description a picture's error is about.
// It gives nil for nil.
func (b *builder) pictureError(item string, err error) error {
	var glyph *picture.GlyphError
	var width *picture.WidthError
	var size *picture.SizeError
	var format *picture.FormatError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &glyph):
		return Errors{b.d.fail(drawnPath(glyph.Item), MsgGlyph, glyph.Position).because(err)}
	case errors.As(err, &width):
		return Errors{b.d.fail(drawnPath(width.Item), MsgTooWide, width.Characters, width.Columns, width.Room).because(err)}
	case errors.As(err, &size) && item == "front" && b.d.drawsFront():
		return Errors{b.d.fail("", MsgFrontSize, size.Size, size.Limit).because(err)}
	case errors.As(err, &size):
		return Errors{b.d.fail(item, MsgPictureSize, size.Size, size.Limit).because(err)}
	case errors.As(err, &format):
		return Errors{b.d.fail(item, MsgFlaw(format.Flaw)).because(err)}
	}
	return err
}

// path is a name relative to the card file's folder.
func (d Description) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(d.Dir, name)
}
