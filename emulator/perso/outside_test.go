package perso

import (
	"slices"
	"testing"
)

func TestOutside(t *testing.T) {
	for _, name := range Builtins() {
		if got := Builtin(name).Outside(); len(got) > 0 {
			t.Errorf("built-in card %s names files: %v", name, got)
		}
	}
	d := Description{Front: "drawn", NameImage: "drawn", AddressImage: "drawn", Photo: "synthetic", Issuer: "throwaway", DeliveryKey: "throwaway"}
	if got := d.Outside(); len(got) > 0 {
		t.Errorf("%v", got)
	}
	d = Description{Front: "a.tif", NameImage: "/b.tif", AddressImage: "../c.tif", Photo: "d.png", Issuer: "e"}
	if got, want := d.Outside(), []string{"front", "name_image", "address_image", "photo", "issuer"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
