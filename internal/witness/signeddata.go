package witness

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"math/big"
)

// SignedData returns what the check code signs, from the files by their keys.
// First generation: the values of D0 and D1, 7000 and 3000 bytes with their
// NUL tails (3.4.3.1). Others: the values of the printed entries, filled with
// 00 to 53 bytes, the face to 3000 and the name to 2500 (2G 3.4.3.1); an
// absent or empty face is taken for 3000 NULs, which is assumed.
//
// The error is ErrObject if an object is malformed, missing or foreign, and
// ErrLength if a value does not have the length specified.
func (k *Kind) SignedData(files map[string][]byte) ([]byte, error) {
	if k.Generation == 1 {
		return k.signedFirst(files)
	}
	entries, err := k.signedEntries(files["df1/ef02"])
	if err != nil {
		return nil, fmt.Errorf("df1/ef02: %w", err)
	}
	images, err := k.SplitObjects(files["df1/ef03"])
	if err != nil {
		return nil, fmt.Errorf("df1/ef03: %w", err)
	}
	var name, face []byte
	for _, o := range images {
		switch o.Tag {
		case 0xD0:
			name = o.Value
		case 0xD1:
			face = o.Value
		}
	}
	if len(name) == 0 {
		return nil, fmt.Errorf("df1/ef03 has no name image, tag D0: %w", ErrObject)
	}
	if len(face) > 3000 || len(name) > 2500 {
		return nil, fmt.Errorf("df1/ef03: face of %d and name of %d bytes, at most 3000 and 2500: %w", len(face), len(name), ErrLength)
	}
	out := filled(entries, 53)
	out = append(out, filled(face, 3000)...)
	return append(out, filled(name, 2500)...), nil
}

func (k *Kind) signedFirst(files map[string][]byte) ([]byte, error) {
	var out []byte
	for _, part := range []struct {
		key    string
		tag    uint16
		length int
	}{{"df1/ef01", 0xD0, 7000}, {"df1/ef02", 0xD1, 3000}} {
		objects, err := k.SplitObjects(files[part.key])
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", part.key, err)
		case len(objects) != 1 || objects[0].Tag != part.tag:
			return nil, fmt.Errorf("%s is not one object of tag %02X: %w", part.key, part.tag, ErrObject)
		case len(objects[0].Value) != part.length:
			return nil, fmt.Errorf("%s: value of %d bytes, %d expected: %w", part.key, len(objects[0].Value), part.length, ErrLength)
		}
		out = append(out, objects[0].Value...)
	}
	return out, nil
}

// signedEntries joins the values in stored order. A period in days may be
// stored with three bytes; it is filled to four.
func (k *Kind) signedEntries(file []byte) ([]byte, error) {
	objects, err := k.SplitObjects(file)
	if err != nil {
		return nil, err
	}
	layout := k.entries()
	if len(objects) != len(layout) {
		return nil, fmt.Errorf("%d objects, %d expected: %w", len(objects), len(layout), ErrObject)
	}
	var out []byte
	for i, o := range objects {
		switch {
		case o.Tag != layout[i].Tag:
			return nil, fmt.Errorf("tag %02X where %02X belongs: %w", o.Tag, layout[i].Tag, ErrObject)
		case len(o.Value) > layout[i].Length:
			return nil, fmt.Errorf("tag %02X has %d bytes, at most %d: %w", o.Tag, len(o.Value), layout[i].Length, ErrLength)
		}
		out = append(out, filled(o.Value, layout[i].Length)...)
	}
	return out, nil
}

// filled returns value and as many 00 as make n bytes.
func filled(value []byte, n int) []byte {
	return append(append(make([]byte, 0, n), value...), make([]byte, n-len(value))...)
}

// CheckSignature says whether a check code signs data under a public key. On
// the first generation the key is RSA of 2048 bits, the code DA, 256 bytes,
// and the block in it the standard one or the bare one (3.4.3.1, figure 3-4).
// On the others it is ECDSA on P-384 with SHA-256, and the code DC the numbers
// r and s, 48 bytes each: that they stand raw follows from the length 96 (2G
// 3.3.4.10). The error is ErrKey, ErrLength, ErrModulus or ErrSignature.
func (k *Kind) CheckSignature(pub crypto.PublicKey, data, code []byte) error {
	sum := sha256.Sum256(data)
	if k.Generation == 1 {
		key, ok := pub.(*rsa.PublicKey)
		if !ok {
			return fmt.Errorf("%T: %w", pub, ErrKey)
		}
		block, err := RecoverBlock(key, code)
		if err != nil {
			return err
		}
		if !same(block, StandardBlock(sum)) && !same(block, BareBlock(sum)) {
			return ErrSignature
		}
		return nil
	}
	key, ok := pub.(*ecdsa.PublicKey)
	switch {
	case !ok || key == nil || key.Curve != elliptic.P384():
		return fmt.Errorf("%T: %w", pub, ErrKey)
	case len(code) != 96:
		return fmt.Errorf("check code of %d bytes, 96 expected: %w", len(code), ErrLength)
	}
	r, s := new(big.Int).SetBytes(code[:48]), new(big.Int).SetBytes(code[48:])
	if !ecdsa.Verify(key, sum[:], r, s) {
		return ErrSignature
	}
	return nil
}
