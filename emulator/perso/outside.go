package perso

import "slices"

// Outside lists the items that name files or folders beside the card file, in
// the order of the card file: whoever takes a card file from somebody else
// must not let it choose what is opened here.
func (d Description) Outside() []string {
	var out []string
	for _, item := range []struct {
		path, value string
		words       []string // that name no file
	}{
		{"front", d.Front, []string{"drawn"}},
		{"name_image", d.NameImage, []string{"drawn"}},
		{"address_image", d.AddressImage, []string{"drawn"}},
		{"photo", d.Photo, []string{"synthetic", "none"}},
		{"issuer", d.Issuer, []string{"throwaway"}},
	} {
		if item.value != "" && !slices.Contains(item.words, item.value) {
			out = append(out, item.path)
		}
	}
	return out
}
