package perso

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/zairyukit/zairyu/emulator/internal/plainfile"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

// maxPictureFile bounds the files that are read, in bytes.
const maxPictureFile = 32 << 20

// pictures makes the pictures of the type: the front and the face, or the
// images of name and address and the face. It tells what is wrong with any.
func (b *builder) pictures() error {
	var drawing error
	if b.d.later() {
		var name, address error
		b.result.Name, name = b.strip("name_image", b.d.NameImage, "holder.name", b.d.Holder.Name)
		b.result.Address, address = b.strip("address_image", b.d.AddressImage, "address.front", b.d.Address.Front)
		b.values["name"], b.values["address"] = b.result.Name, b.result.Address
		drawing = gather(name, address)
	} else {
		b.result.Front, drawing = b.front()
		b.values["front"] = b.result.Front
	}
	face, err := b.face()
	if face != nil {
		b.result.Face, b.values["face"] = face, face
	}
	return gather(drawing, err)
}

// strip is the image of one text, drawn or a ready file.
func (b *builder) strip(item, file, source, text string) ([]byte, error) {
	if file == "" || file == drawn {
		image, err := picture.Strip(source, text)
		return image, b.pictureError("", err)
	}
	data, err := b.readPicture(item, file)
	if err != nil {
		return nil, err
	}
	image, err := picture.StripFile(data)
	return image, b.pictureError(item, err)
}

// gather makes one of several results that are [Errors] or nil; any other
// error stands for itself.
func gather(results ...error) error {
	var all Errors
	for _, err := range results {
		var some Errors
		if err != nil && !errors.As(err, &some) {
			return err
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil
	}
	return all
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

func (d Description) drawsFront() bool { return d.Front == "" || d.Front == drawn }

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
	data, err := plainfile.Read(b.d.path(name), maxPictureFile)
	if err != nil {
		return nil, Errors{b.d.fileError(item, name, err)}
	}
	return data, nil
}

// fileError tells why a file that the description names cannot be read.
func (d Description) fileError(item, name string, err error) *Error {
	var big *plainfile.TooBigError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return d.fail(item, MsgPictureMissing, name).because(err)
	case errors.Is(err, fs.ErrPermission):
		return d.fail(item, MsgFilePermission, name).because(err)
	case errors.Is(err, plainfile.ErrFolder):
		return d.fail(item, MsgFileFolder, name).because(err)
	case errors.Is(err, plainfile.ErrNotRegular):
		return d.fail(item, MsgFileNotRegular, name).because(err)
	case errors.As(err, &big):
		return d.fail(item, MsgFileTooBig, name, big.Size, big.Limit).because(err)
	}
	return d.fail(item, MsgPictureUnreadable, name, err).because(err)
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
	case errors.As(err, &size) && (item == "" || item == "front" && b.d.drawsFront()):
		return Errors{b.d.fail("", MsgFrontSize, size.Size, size.Limit).because(err)}
	case errors.As(err, &size):
		return Errors{b.d.fail(item, MsgPictureSize, size.Size, size.Limit).because(err)}
	case errors.As(err, &format) && format.Flaw == picture.TooManyPixels:
		return Errors{b.d.fail(item, MsgFlaw(format.Flaw), format.Width, format.Height, format.Limit).because(err)}
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
